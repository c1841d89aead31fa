package evidence

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/record"
)

const day = 24 * time.Hour

// coverageOf joins what the batches of a load have seen of time, by the days and hours of the period.
func coverageOf(p engagement.Period, seen []engine.Seen) *record.Coverage {
	from, n := daysOf(p)
	out := &record.Coverage{From: from.Format(time.DateOnly), Days: make([]int64, n), Hours: make([]byte, 3*n)}
	first := from.Unix() / int64(time.Hour/time.Second)
	for _, s := range seen {
		if s.First == "" {
			continue
		}
		if out.First == "" || s.First < out.First {
			out.First = s.First
		}
		out.Last = max(out.Last, s.Last)
		for h, rows := range s.Hours {
			switch at := h - first; {
			case at < 0:
				out.Before += rows
			case at >= 24*int64(n):
				out.After += rows
			default:
				out.Days[at/24] += rows
				out.Hours[at/8] |= 1 << (at % 8)
			}
		}
	}
	if out.First == "" {
		return nil
	}
	return out
}

// daysOf gives the first day of a period, and how many days it touches.
func daysOf(p engagement.Period) (from time.Time, n int) {
	from = p.Start.UTC().Truncate(day)
	return from, int((p.End.Sub(from) + day - 1) / day)
}

// rhythm is how the records of a log come over a period: every day, or on working days only.
type rhythm struct {
	days    []int64
	counts  []bool // days on which records are expected at all
	working bool
	n       float64 // records that count as independent
	units   float64 // days on which they are expected
	first   int     // first and last day with a record; first > last when there is none
	last    int
	filled  int // days with a record
}

// certain is -ln of the probability at which a gap is no chance any more: one in eight thousand.
const certain = 9.0

func rhythmOf(p engagement.Period, c *record.Coverage) rhythm {
	from, _ := daysOf(p)
	r := rhythm{days: c.Days, counts: make([]bool, len(c.Days)), first: len(c.Days), last: -1}
	var sum, on [2]float64 // of working days and of weekends, as far as the records reach
	for i, n := range c.Days {
		if n > 0 {
			r.first, r.last, r.filled = min(r.first, i), i, r.filled+1
			r.n += float64(n)
		}
	}
	for i := r.first; i <= r.last; i++ {
		k := 0
		if weekend(from.AddDate(0, 0, i)) {
			k = 1
		}
		sum[k] += float64(c.Days[i])
		on[k]++
	}
	r.working = sum[1]*on[0]*2 < sum[0]*on[1]
	for i := range r.counts {
		d := from.AddDate(0, 0, i)
		r.counts[i] = !d.Before(p.Start) && !d.Add(day).After(p.End) && (!r.working || !weekend(d) && !holidays(d))
		if r.counts[i] {
			r.units++
		}
	}
	r.thin()
	return r
}

// thin counts days instead of records when these come in bursts: fifty approvals of one afternoon are one event.
func (r *rhythm) thin() {
	span := r.expected(r.first, r.last+1)
	poisson := span * (1 - math.Exp(-r.n/max(span, 1)))
	if r.filled < 3 || float64(r.filled) < 0.6*poisson {
		r.n = float64(r.filled)
	}
}

func weekend(d time.Time) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// holidays are days on which people who work on working days may be away for a week or more.
func holidays(d time.Time) bool {
	return d.Month() == time.December && d.Day() >= 24 || d.Month() == time.January && d.Day() <= 2
}

// expected counts the days from a up to b on which records are expected.
func (r *rhythm) expected(a, b int) (n float64) {
	for i := a; i < b; i++ {
		if r.counts[i] {
			n++
		}
	}
	return n
}

// missed is how many records would be expected on so many days.
func (r *rhythm) missed(days float64) float64 { return r.n * days / max(r.units, 1) }

// long says whether so many days without a record are more than a short holiday.
func (r *rhythm) long(days float64) bool { return days > 2 || days >= 1 && !r.working }

// gap is a run of days without a record between two with records.
type gap struct {
	from, to int // the first day of it, and the day after
	days     float64
}

// gaps gives all of them, the longest first.
func (r *rhythm) gaps() []gap {
	var out []gap
	last := r.first
	for i := r.first; i <= r.last; i++ {
		if r.days[i] == 0 {
			continue
		}
		if n := r.expected(last+1, i); n > 0 {
			out = append(out, gap{last + 1, i, n})
		}
		last = i
	}
	slices.SortStableFunc(out, func(a, b gap) int { return int(b.days - a.days) })
	return out
}

// odd gives the gaps that chance does not explain, nor the way in which these records come: three times as long as the
// fifth of them.
func (r *rhythm) odd() []gap {
	all := r.gaps()
	usual := 0.0
	if len(all) >= 5 {
		usual = all[4].days
	}
	var out []gap
	for _, g := range all {
		if r.long(g.days) && r.missed(g.days) > certain+math.Log(max(r.n, 1)) && g.days > 3*usual {
			out = append(out, g)
		}
	}
	return out
}

// coverage fails when the period does not begin and end with records: when so many days at either end have none that
// chance cannot be the reason, by the number of records and the days on which they come.
func (a *attempt) coverage(c *record.Coverage) record.Check {
	check := record.Check{ID: "ipe-05", Status: record.NotApplicable, Over: record.SameExport}
	t := a.entry.Totals
	if a.g.contract.Time == "" {
		check.Note = "the dataset is a state, not events in time"
		return check
	}
	p := a.Engagement.Period
	check.Expected = fmt.Sprintf("records from %s to %s", engagement.Text(p.Start), engagement.Text(p.End))
	switch {
	case c == nil && t.Read == 0:
		check.Note = "there are no records, so nothing says how far the export reaches"
		return check
	case c == nil && t.Rows == 0 && t.Rejected == 0:
		check.Note = "every record was filtered, for the reasons that the mapping states"
		return check
	case c == nil:
		check.Status, check.Actual, check.Note = record.Failed, a.g.contract.Time+" from none to none", "no record has a time"
		return check
	}
	check.Actual = fmt.Sprintf("%s from %s to %s", a.g.contract.Time, c.First, c.Last)
	check.Status, check.Note = record.Passed, ""
	var notes []string
	r := rhythmOf(p, c)
	if r.last < 0 {
		notes = append(notes, outside(p, c)...)
	} else {
		notes = append(notes, r.ends(p)...)
	}
	if notes = append(notes, a.short(p)...); len(notes) > 0 {
		check.Status, check.Note = record.Failed, strings.Join(notes, "; ")
	}
	return check
}

// short tells of files that are declared to cover a part of the period only, when all of them together do.
func (a *attempt) short(p engagement.Period) []string {
	from, to := "", ""
	for _, f := range a.entry.Files {
		if f.Declared == nil || f.Declared.From == "" || f.Declared.To == "" {
			return nil
		}
		if from == "" || f.Declared.From < from {
			from = f.Declared.From
		}
		to = max(to, f.Declared.To)
	}
	if from == "" || from <= p.Start.UTC().Format(time.RFC3339) && to >= p.End.UTC().Format(time.RFC3339) {
		return nil
	}
	return []string{fmt.Sprintf("declared to cover %s to %s only", from, to)}
}

// outside judges records of which none is in the period: at the pace at which they come, some should be.
func outside(p engagement.Period, c *record.Coverage) []string {
	first, err1 := time.Parse(time.RFC3339Nano, c.First)
	last, err2 := time.Parse(time.RFC3339Nano, c.Last)
	if err1 != nil || err2 != nil {
		return nil
	}
	pace := float64(c.Before+c.After) / max(last.Sub(first).Hours(), 24)
	if missing := pace * p.End.Sub(p.Start).Hours(); missing <= certain {
		return nil
	}
	return []string{"no record lies in the period"}
}

// ends tells of days without records at the start and at the end of the period.
func (r *rhythm) ends(p engagement.Period) (notes []string) {
	from, _ := daysOf(p)
	for _, e := range []struct {
		a, b int
		text string
	}{{0, r.first, "no record before " + from.AddDate(0, 0, r.first).Format(time.DateOnly)},
		{r.last + 1, len(r.days), "no record after " + from.AddDate(0, 0, r.last).Format(time.DateOnly)}} {
		if days := r.expected(e.a, e.b); r.long(days) && r.missed(days) > certain {
			notes = append(notes, fmt.Sprintf("%s: %s without any, where about %.0f records are expected", e.text, r.text(days), r.missed(days)))
		}
	}
	return notes
}

func (r *rhythm) text(days float64) string {
	kind := ""
	if r.working {
		kind = "working "
	}
	if days == 1 {
		return "1 " + kind + "day"
	}
	return fmt.Sprintf("%.0f %sdays", days, kind)
}

// gapCheck fails when days or hours in the midst of the records have none although, by the others, some are expected, and
// when numbers are missing of a sequence that the contract declares.
func (a *attempt) gapCheck(ctx context.Context, session *engine.Session, c *record.Coverage) (record.Check, error) {
	check := a.holes(c)
	if a.g.contract.Numbers.Column == "" {
		return check, nil
	}
	numbers, err := a.numbers(ctx, session)
	if err != nil {
		return check, err
	}
	check.Expected = strings.TrimPrefix(check.Expected+"; no missing "+a.g.contract.Numbers.Column, "; ")
	if check.Status != record.Failed {
		check.Status = numbers.Status
	}
	check.Note = strings.TrimPrefix(check.Note+"; "+numbers.Note, "; ")
	return check, nil
}

func (a *attempt) holes(c *record.Coverage) record.Check {
	check := record.Check{ID: "ipe-06", Status: record.NotApplicable, Over: record.SameExport}
	if a.g.contract.Time == "" {
		check.Note = "the dataset is a state, not events in time"
		return check
	}
	if c == nil {
		check.Note = "no record has a time"
		return check
	}
	p := a.Engagement.Period
	from, _ := daysOf(p)
	r := rhythmOf(p, c)
	check.Expected = "no days or hours without records that chance does not explain"
	check.Actual = months(from, c.Days)
	if r.last < 0 {
		check.Note = "no record lies in the period"
		return check
	}
	check.Status = record.Passed
	var notes []string
	for i, g := range r.odd() {
		if i == 5 {
			notes = append(notes, "and more")
			break
		}
		notes = append(notes, fmt.Sprintf("no record from %s to %s: %s", from.AddDate(0, 0, g.from).Format(time.DateOnly),
			from.AddDate(0, 0, g.to-1).Format(time.DateOnly), r.text(g.days)))
	}
	notes = append(notes, idle(from, c, &r)...)
	if len(notes) > 0 {
		check.Status, check.Note = record.Failed, strings.Join(notes, "; ")
	} else if gaps := r.gaps(); len(gaps) > 0 {
		check.Note = fmt.Sprintf("the longest run without records is %s, from %s", r.text(gaps[0].days), from.AddDate(0, 0, gaps[0].from).Format(time.DateOnly))
	}
	return check
}

// months lists how many rows each month of the period has, for comparison with what the auditee tells.
func months(from time.Time, days []int64) string {
	var out []string
	var sum int64
	for i, n := range days {
		sum += n
		if d := from.AddDate(0, 0, i); i == len(days)-1 || d.AddDate(0, 0, 1).Month() != d.Month() {
			out = append(out, fmt.Sprintf("%s: %d", d.Format("2006-01"), sum))
			sum = 0
		}
	}
	return strings.Join(out, ", ")
}
