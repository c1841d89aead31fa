package evidence

import (
	"fmt"
	"math"
	"slices"
	"time"

	"auditql/analytics/record"
)

// around is the share of hours with a record from which on a log is taken to run around the clock. Only of such a log does an
// hour without a record say anything: people sleep, eat, and go home.
const around = 0.9

// slot is an hour of the day, of working days or of weekends: logs are fuller at some than at others.
func slot(from time.Time, h int) int {
	if weekend(from.AddDate(0, 0, h/24)) {
		return 24 + h%24
	}
	return h % 24
}

// quiet is a run of hours without a record, and how much it says: minus the logarithm of its probability.
type quiet struct {
	from, to int // the first hour of it, and the hour after
	weight   float64
}

// idle tells of hours without a record in a log that runs around the clock, when chance does not explain them, nor the way
// in which these records come: three times as much as the fifth of such gaps. Whole days are the matter of odd.
func idle(from time.Time, c *record.Coverage, r *rhythm) (notes []string) {
	weights, hours := weigh(from, c, r)
	if weights == nil {
		return nil
	}
	all := quietHours(from, c, r, weights)
	usual := 0.0
	if len(all) >= 5 {
		usual = all[4].weight
	}
	for _, q := range all {
		if q.weight <= certain+math.Log(float64(hours)) || q.weight <= 3*usual {
			continue
		}
		if len(notes) == 5 {
			return append(notes, "and more")
		}
		at := func(h int) string { return from.Add(time.Duration(h) * time.Hour).Format("2006-01-02 15:04") }
		notes = append(notes, fmt.Sprintf("no record from %s to %s UTC: %d hours in a log that runs around the clock", at(q.from), at(q.to), q.to-q.from))
	}
	return notes
}

// weigh gives what an hour without a record says, by its slot, and how many hours there are from the first day with records to
// the last; nil when the log does not run around the clock, or is too short to tell.
func weigh(from time.Time, c *record.Coverage, r *rhythm) (weights []float64, hours int) {
	hours = 24 * (r.last - r.first + 1)
	if len(c.Hours) != 3*len(c.Days) || hours < 14*24 {
		return nil, hours
	}
	var on, filled [48]float64
	sum := 0.0
	for h := 24 * r.first; h < 24*(r.last+1); h++ {
		s := slot(from, h)
		on[s]++
		if c.HasHour(h) {
			filled[s]++
			sum++
		}
	}
	if sum < around*float64(hours) {
		return nil, hours
	}
	weights = make([]float64, 48)
	for s := range weights {
		weights[s] = -math.Log(1 - (filled[s]+0.5)/(on[s]+1))
	}
	return weights, hours
}

// quietHours gives the runs of hours without a record, those that say most first. The first and last day are left out: the log
// begins and ends in them.
func quietHours(from time.Time, c *record.Coverage, r *rhythm, weights []float64) (out []quiet) {
	for h := 24 * (r.first + 1); h < 24*r.last; h++ {
		if c.HasHour(h) {
			continue
		}
		q := quiet{from: h}
		for ; h < 24*r.last && !c.HasHour(h); h++ {
			q.weight += weights[slot(from, h)]
		}
		q.to = h
		if r.days[q.from/24] > 0 && r.days[(q.to-1)/24] > 0 && (q.to-1)/24-q.from/24 < 2 {
			out = append(out, q)
		}
	}
	slices.SortStableFunc(out, func(a, b quiet) int { return int(math.Copysign(1, b.weight-a.weight)) })
	return out
}
