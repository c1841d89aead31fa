package evidence

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"auditql/analytics/engine"
	"auditql/analytics/record"
)

// hourly makes a log over the half year with so many records in each hour, as chance has it; rate is their mean.
func hourly(rate func(h time.Time) float64) *record.Coverage {
	p, r := half(), rand.New(rand.NewPCG(3, 4))
	seen := engine.Seen{Hours: map[int64]int64{}}
	for h := p.Start; h.Before(p.End); h = h.Add(time.Hour) {
		n := int64(0)
		for at := r.ExpFloat64(); at < rate(h); at += r.ExpFloat64() {
			n++
		}
		if n > 0 {
			seen.Hours[h.Unix()/3600] = n
			seen.First, seen.Last = first(seen.First, h), h.Format(time.RFC3339Nano)
		}
	}
	return coverageOf(p, []engine.Seen{seen})
}

// An outage of hours must be seen in a log that runs around the clock, and nowhere else.
func TestQuietHours(t *testing.T) {
	from, to := time.Date(2026, 3, 5, 2, 0, 0, 0, time.UTC), time.Date(2026, 3, 5, 11, 0, 0, 0, time.UTC)
	outage := func(rate func(time.Time) float64) func(time.Time) float64 {
		return func(h time.Time) float64 {
			if !h.Before(from) && h.Before(to) {
				return 0
			}
			return rate(h)
		}
	}
	busy := func(n float64) func(time.Time) float64 { return func(time.Time) float64 { return n } }
	office := func(h time.Time) float64 {
		if weekend(h) || h.Hour() < 8 || h.Hour() >= 18 {
			return 0
		}
		return 40
	}
	nightly := func(h time.Time) float64 { // stands still every Sunday for maintenance
		if h.Weekday() == time.Sunday && h.Hour() < 5 {
			return 0
		}
		return 20
	}
	for name, c := range map[string]struct {
		rate func(time.Time) float64
		want string
	}{
		"an outage of a busy log":       {outage(busy(20)), "no record from 2026-03-05 02:00 to 2026-03-05 11:00 UTC: 9 hours"},
		"an outage of a log of three":   {outage(busy(3)), "no record from 2026-03-05 0"},
		"an outage where one a day is":  {outage(busy(0.2)), ""},
		"no outage":                     {busy(20), ""},
		"no outage, three an hour":      {busy(3), ""},
		"no outage, one an hour":        {busy(1), ""},
		"office hours":                  {office, ""},
		"office hours with an outage":   {outage(office), ""},
		"maintenance every Sunday":      {nightly, ""},
		"an outage besides maintenance": {outage(nightly), "no record from 2026-03-05 02:00 to 2026-03-05 11:00 UTC: 9 hours"},
		"a log that begins in the midst": {func(h time.Time) float64 {
			if h.Before(from) {
				return 0
			}
			return 20
		}, ""},
		"quieter at weekends": {func(h time.Time) float64 {
			if weekend(h) {
				return 2.5
			}
			return 20
		}, ""},
	} {
		cov := hourly(c.rate)
		r := rhythmOf(half(), cov)
		got := strings.Join(idle(half().Start, cov, &r), "; ")
		if c.want == "" && got != "" || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
