package evidence

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/record"
)

// half is the first half of 2026, which begins on a Thursday that is a holiday.
func half() engagement.Period {
	return engagement.Period{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)}
}

// pattern gives the records of each day.
type pattern func(d time.Time, r *rand.Rand) int64

func made(p engagement.Period, each pattern) *record.Coverage {
	r := rand.New(rand.NewPCG(1, 2))
	seen := engine.Seen{Hours: map[int64]int64{}}
	for d := p.Start; d.Before(p.End); d = d.Add(day) {
		if n := each(d, r); n > 0 {
			seen.Hours[d.Unix()/3600] = n
			seen.First, seen.Last = first(seen.First, d), d.Format(time.RFC3339Nano)
		}
	}
	return coverageOf(p, []engine.Seen{seen})
}

func first(s string, d time.Time) string {
	if s == "" {
		return d.Format(time.RFC3339Nano)
	}
	return s
}

func date(month, dayOfMonth int) time.Time {
	return time.Date(2026, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC)
}

func between(d, a, b time.Time) bool { return !d.Before(a) && !d.After(b) }

// The checks of coverage and gaps must see what is cut off, and must not cry over logs that are sparse, keep working days,
// or come in bursts.
func TestCoverageAndGaps(t *testing.T) {
	always := func(n int64) pattern { return func(time.Time, *rand.Rand) int64 { return n } }
	without := func(p pattern, a, b time.Time) pattern {
		return func(d time.Time, r *rand.Rand) int64 {
			if between(d, a, b) {
				return 0
			}
			return p(d, r)
		}
	}
	only := func(p pattern, a, b time.Time) pattern {
		return func(d time.Time, r *rand.Rand) int64 {
			if !between(d, a, b) {
				return 0
			}
			return p(d, r)
		}
	}
	working := func(n int64) pattern {
		return func(d time.Time, r *rand.Rand) int64 {
			if weekend(d) || holidays(d) {
				return 0
			}
			return n
		}
	}
	sparse := func(mean float64) pattern {
		return func(_ time.Time, r *rand.Rand) int64 {
			if r.Float64() < mean {
				return 1
			}
			return 0
		}
	}
	every := func(days int, n int64) pattern {
		return func(d time.Time, _ *rand.Rand) int64 {
			if d.YearDay()%days == 0 {
				return n
			}
			return 0
		}
	}
	for name, c := range map[string]struct {
		each       pattern
		ends, gaps record.Status
	}{
		"a dense log":                     {always(100), record.Passed, record.Passed},
		"three records a half-year":       {every(60, 1), record.Passed, record.Passed},
		"one record":                      {only(always(1), date(3, 8), date(3, 8)), record.Passed, record.Passed},
		"fifty approvals of one day":      {only(always(50), date(3, 8), date(3, 8)), record.Passed, record.Passed},
		"a campaign each quarter":         {every(80, 200), record.Passed, record.Passed},
		"a release each week":             {every(7, 17), record.Passed, record.Passed},
		"a restore test each month":       {every(30, 12), record.Passed, record.Passed},
		"one in ten days":                 {sparse(0.1), record.Passed, record.Passed},
		"two in three days":               {sparse(0.66), record.Passed, record.Passed},
		"working days":                    {working(40), record.Passed, record.Passed},
		"working days, Easter off":        {without(working(40), date(4, 3), date(4, 6)), record.Passed, record.Passed},
		"seven days of a log":             {only(always(150), date(6, 24), date(6, 30)), record.Failed, record.Passed},
		"the first half of the period":    {only(always(20), date(1, 1), date(3, 31)), record.Failed, record.Passed},
		"taken two days too early":        {only(always(20), date(1, 1), date(6, 28)), record.Failed, record.Passed},
		"tickets, the last month missing": {only(working(3), date(1, 1), date(5, 31)), record.Failed, record.Passed},
		"one day missing of a dense log":  {without(always(100), date(4, 7), date(4, 7)), record.Passed, record.Failed},
		"a week missing of working days":  {without(working(40), date(4, 13), date(4, 17)), record.Passed, record.Failed},
		"a month missing of tickets":      {without(working(3), date(4, 1), date(4, 30)), record.Passed, record.Failed},
		"half of it missing":              {without(always(50), date(2, 1), date(5, 1)), record.Passed, record.Failed},
		"three weeks of something rare":   {without(sparse(0.2), date(4, 1), date(4, 21)), record.Passed, record.Passed},
	} {
		t.Run(name, func(t *testing.T) {
			p := half()
			a := &attempt{work: &work{Loader: &Loader{Engagement: &engagement.Engagement{Period: p}}}}
			a.g.contract = &contract.Contract{Time: "at"}
			a.entry.Totals = record.Totals{Read: 1, Rows: 1}
			coverage := made(p, c.each)
			if got := a.coverage(coverage); got.Status != c.ends {
				t.Errorf("ipe-05 is %s, want %s: %+v", got.Status, c.ends, got)
			}
			if got := a.holes(coverage); got.Status != c.gaps {
				t.Errorf("ipe-06 is %s, want %s: %+v", got.Status, c.gaps, got)
			}
		})
	}
}

func TestCoverageOutsideOfThePeriod(t *testing.T) {
	p := half()
	old := engine.Seen{First: "2025-06-01T00:00:00Z", Last: "2025-12-31T23:00:00Z", Hours: map[int64]int64{}}
	for d := int64(20240); d < 20453; d++ {
		old.Hours[24*d] = 10
	}
	a := &attempt{work: &work{Loader: &Loader{Engagement: &engagement.Engagement{Period: p}}}}
	a.g.contract = &contract.Contract{Time: "at"}
	a.entry.Totals = record.Totals{Read: 1, Rows: 1}
	c := coverageOf(p, []engine.Seen{old})
	if got := a.coverage(c); got.Status != record.Failed || !strings.Contains(got.Note, "no record lies in the period") {
		t.Errorf("a log that ended before: %+v", got)
	}
	if c.Before != 2130 || c.After != 0 || len(c.Days) != 181 {
		t.Errorf("coverage: %d before, %d after, %d days", c.Before, c.After, len(c.Days))
	}
	rare := engine.Seen{First: "2025-06-01T00:00:00Z", Last: "2025-12-01T00:00:00Z", Hours: map[int64]int64{24 * 20240: 1, 24 * 20423: 1}}
	if got := a.coverage(coverageOf(p, []engine.Seen{rare})); got.Status != record.Passed {
		t.Errorf("two rare records before: %+v", got)
	}
	if got := a.coverage(nil); got.Status != record.Failed {
		t.Errorf("records without a time: %+v", got)
	}
	a.entry.Totals = record.Totals{}
	if got := a.coverage(nil); got.Status != record.NotApplicable {
		t.Errorf("an empty list: %+v", got)
	}
}

func TestJoinCoverage(t *testing.T) {
	p := half()
	jan := made(p, func(d time.Time, _ *rand.Rand) int64 { return map[bool]int64{true: 5}[d.Month() == 1] })
	rest := made(p, func(d time.Time, _ *rand.Rand) int64 { return map[bool]int64{true: 5}[d.Month() > 1] })
	both := jan.Join(rest)
	if r := rhythmOf(p, both); r.first != 0 || r.last != 180 || r.n != 905 {
		t.Errorf("joined: %+v", r)
	}
	if both.First != jan.First || both.Last != rest.Last || (*record.Coverage)(nil).Join(jan) != jan {
		t.Errorf("joined from %s to %s", both.First, both.Last)
	}
}
