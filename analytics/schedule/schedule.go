// Package schedule tells when a job is due, from the words in which schedulers say it: cron lines, the cron(), rate() and
// at() of EventBridge, the cron expressions and time steps of Airflow, the schedules of Kubernetes.
//
//	s, err := schedule.Parse(schedule.Cron, "30 2 * * mon-fri")
//	due, err := s.Slots(berlin, time.Time{}, from, until)
//
// The words look alike and do not mean the same, so each scheduler is a Dialect. They differ in the rule that joins the day
// of the month with the day of the week, in what L, W and # mean, and in the two days a year on which clocks are changed:
//
//	dialect      a time that the clocks leave out     a time that they show twice
//	Cron         as soon as the clocks have moved     once, the first time
//	Airflow      later by as much as was left out     once, the second time
//	EventBridge  not at all                           once, the first time
//	Kubernetes   not at all                           twice
//
// Whoever runs every hour follows the clock in all of them. Cron is that of Vixie and cronie, whose manual says so; the
// others are as their documents and sources have it.
//
// Refused: what a dialect does not know, a rate without the moment from which it counts, an event instead of a time. The
// well-known Go parsers were not taken: robfig/cron has the rules of one dialect and no L, hashicorp/cronexpr and gronx join
// days otherwise, and none says what becomes of a time that the clocks leave out.
package schedule

import (
	"fmt"
	"strings"
	"time"
)

// Dialect is whose words they are.
type Dialect string

// The dialects.
const (
	Cron        Dialect = "cron"
	Airflow     Dialect = "airflow"
	EventBridge Dialect = "eventbridge"
	Kubernetes  Dialect = "kubernetes"
)

// most is how many times one schedule may be due in the time that is asked for: every minute for four years.
const most = 4 * 366 * 24 * 60

// Schedule is when a job is due: by the calendar, every so often, or once.
type Schedule struct {
	dialect Dialect
	fields  calendar
	every   time.Duration // 0: by the calendar
	once    string        // local time of the only slot
}

// calendar is the fields of a cron expression.
type calendar struct {
	minute, hour, month, year field
	day                       dayField // of the month
	weekday                   dayField
	either                    bool // a day is right when one of the two is
}

// presets are words that stand for an expression.
var presets = map[string]string{
	"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
	"@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
}

// Parse reads a schedule. The error says what is wrong, in words that follow the text of the schedule.
func Parse(d Dialect, text string) (*Schedule, error) {
	text = strings.TrimSpace(text)
	s := &Schedule{dialect: d}
	switch d {
	case EventBridge:
		return s, s.eventBridge(text)
	case Cron, Airflow, Kubernetes:
	default:
		return nil, fmt.Errorf("the dialect %q is unknown", string(d))
	}
	preset := strings.ToLower(text)
	switch {
	case presets[preset] != "" && !(d == Airflow && (preset == "@annually" || preset == "@midnight")):
		text = presets[preset]
	case d == Airflow && preset == "@quarterly":
		text = "0 0 1 */3 *"
	case strings.HasPrefix(text, "@"):
		return nil, fmt.Errorf("is no time")
	case d == Airflow:
		if every, ok := timedelta(text); ok {
			s.every = every
			return s, nil
		}
	}
	return s, s.cron(strings.Fields(text), 5)
}

// cron reads the fields of an expression.
func (s *Schedule) cron(parts []string, want int) error {
	if len(parts) != want {
		return fmt.Errorf("has %d fields, expected %d", len(parts), want)
	}
	g := grammar(s.dialect)
	c := &s.fields
	var err error
	read := func(into *field, part, what string, low, high int, names []string) {
		if err == nil {
			*into, err = g.field(part, what, low, high, names)
		}
	}
	read(&c.minute, parts[0], "minute", 0, 59, nil)
	read(&c.hour, parts[1], "hour", 0, 23, nil)
	read(&c.month, parts[3], "month", 1, 12, months)
	if want == 6 {
		read(&c.year, parts[5], "year", 1970, 2199, nil)
	}
	if err == nil {
		c.day, err = g.dayOfMonth(parts[2])
	}
	if err == nil {
		c.weekday, err = g.dayOfWeek(parts[4])
	}
	if err != nil {
		return err
	}
	c.either = g.either(parts[2], parts[4])
	return g.days(parts[2], parts[4])
}

// Slots gives the times at which the job is due, from one moment to before another, and the last one before them. A rate is
// counted from the anchor.
func (s *Schedule) Slots(zone *time.Location, anchor, from, until time.Time) ([]time.Time, error) {
	switch {
	case s.every > 0:
		return s.rated(anchor, from, until)
	case s.once != "":
		return s.single(zone, from, until)
	}
	var out []time.Time
	day := civil(from.In(zone)).AddDate(0, 0, -1)
	if before, ok := s.lastBefore(zone, from); ok {
		out = append(out, before)
	}
	for end := civil(until.In(zone)); !day.After(end); day = day.AddDate(0, 0, 1) {
		for _, t := range s.ofDay(zone, day) {
			if !t.Before(from) && t.Before(until) {
				out = append(out, t)
			}
		}
		if len(out) > most {
			return nil, fmt.Errorf("is due more than %d times", most)
		}
	}
	return out, nil
}

// lastBefore finds the last slot before a moment, in the eight years in which each day of the calendar has been.
func (s *Schedule) lastBefore(zone *time.Location, from time.Time) (last time.Time, ok bool) {
	day := civil(from.In(zone)).AddDate(0, 0, 1)
	for range 8 * 366 {
		for _, t := range s.ofDay(zone, day) {
			if t.Before(from) {
				last, ok = t, true
			}
		}
		if ok {
			return last, true
		}
		day = day.AddDate(0, 0, -1)
	}
	return time.Time{}, false
}

func (s *Schedule) rated(anchor, from, until time.Time) ([]time.Time, error) {
	if anchor.IsZero() {
		return nil, ErrAnchor
	}
	var out []time.Time
	n := max(from.Sub(anchor)/s.every-1, 0)
	for t := anchor.Add(n * s.every); t.Before(until); t = t.Add(s.every) {
		if t.Before(from) {
			out = out[:0] // only the last one before
		}
		if out = append(out, t); len(out) > most {
			return nil, fmt.Errorf("is due more than %d times", most)
		}
	}
	return out, nil
}

func (s *Schedule) single(zone *time.Location, from, until time.Time) ([]time.Time, error) {
	t, err := time.ParseInLocation("2006-01-02T15:04:05", s.once, zone)
	if err != nil || t.Before(from) || !t.Before(until) {
		return nil, err
	}
	return []time.Time{t}, nil
}

// ErrAnchor is given for a rate when nobody says from when it counts.
var ErrAnchor = fmt.Errorf("is counted from a moment that is not known")

// NeedsAnchor says whether the slots are counted from a moment.
func (s *Schedule) NeedsAnchor() bool { return s.every > 0 }

// civil is the date of a time, at midnight UTC, so that days can be counted.
func civil(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}
