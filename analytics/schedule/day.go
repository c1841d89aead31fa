package schedule

import (
	"fmt"
	"strings"
	"time"
)

// dayField is a field of days: values, or a rule such as the last Friday.
type dayField struct {
	field
	rules []func(day time.Time) bool
}

func (g grammar) rules() bool { return Dialect(g) == EventBridge || Dialect(g) == Airflow }

// either says whether a day is right when one of its two fields is: when both are restricted. What counts as restricted
// differs for a star with a step.
func (g grammar) either(day, weekday string) bool {
	open := func(text string) bool {
		switch Dialect(g) {
		case Cron:
			return strings.HasPrefix(text, "*")
		case EventBridge:
			return true // one of them must be a question mark
		}
		return text == "*" || text == "?" || text == "*/1"
	}
	return !open(day) && !open(weekday)
}

// days refuses what the two fields may not say together.
func (g grammar) days(day, weekday string) error {
	if Dialect(g) == EventBridge && (day == "?") == (weekday == "?") {
		return fmt.Errorf("has not the question mark in one of the day of the month and the day of the week")
	}
	return nil
}

// dayOfMonth reads 1-31 and, where the dialect has them, L, LW and 15W.
func (g grammar) dayOfMonth(text string) (d dayField, err error) {
	var plain []string
	for _, part := range strings.Split(g.open(text), ",") {
		switch near, ok := strings.CutSuffix(strings.ToUpper(part), "W"); {
		case !g.rules() || !strings.ContainsAny(strings.ToUpper(part), "LW"):
			plain = append(plain, part)
		case strings.ToUpper(part) == "L":
			d.rules = append(d.rules, func(t time.Time) bool { return t.Day() == lastDay(t) })
		case ok && Dialect(g) == EventBridge && near == "L":
			d.rules = append(d.rules, func(t time.Time) bool { return t.Day() == nearestWeekday(t, lastDay(t)) })
		case ok && Dialect(g) == EventBridge:
			v, err := value(near, "day of the month", 1, 31, nil)
			if err != nil {
				return d, err
			}
			d.rules = append(d.rules, func(t time.Time) bool { return v <= lastDay(t) && t.Day() == nearestWeekday(t, v) })
		default:
			return d, fmt.Errorf("has the day of the month %q, which this scheduler does not know", part)
		}
	}
	if len(plain) > 0 {
		d.field, err = g.field(strings.Join(plain, ","), "day of the month", 1, 31, nil)
	}
	return d, err
}

// dayOfWeek reads days of the week and, where the dialect has them, the third Friday (FRI#3) and the last one (FRIL).
func (g grammar) dayOfWeek(text string) (d dayField, err error) {
	first, low, high := 0, 0, 7 // the number of Sunday, and the bounds
	switch Dialect(g) {
	case EventBridge:
		first, low, high = 1, 1, 7
	case Kubernetes:
		high = 6
	}
	var plain []string
	for _, part := range strings.Split(g.open(text), ",") {
		name, nth, numbered := strings.Cut(part, "#")
		last, isLast := strings.CutSuffix(strings.ToUpper(part), "L")
		if Dialect(g) == Airflow {
			last, isLast = strings.CutPrefix(strings.ToUpper(part), "L")
		}
		switch {
		case !g.rules() || !numbered && !isLast:
			plain = append(plain, part)
			continue
		case isLast && last == "" && Dialect(g) == EventBridge: // L alone is the last day of the week
			plain = append(plain, "SAT")
			continue
		case isLast:
			name, nth = last, ""
		}
		v, err := value(name, "day of the week", low, high, weekdays)
		if err != nil {
			return d, err
		}
		day := time.Weekday((v - first) % 7)
		if isLast {
			d.rules = append(d.rules, func(t time.Time) bool { return t.Weekday() == day && t.Day()+7 > lastDay(t) })
			continue
		}
		n, err := value(nth, "week of the month", 1, 5, nil)
		if err != nil {
			return d, err
		}
		d.rules = append(d.rules, func(t time.Time) bool { return t.Weekday() == day && (t.Day()+6)/7 == n })
	}
	if len(plain) == 0 {
		return d, nil
	}
	f, err := g.field(strings.Join(plain, ","), "day of the week", low, high, weekdays)
	d.rules = append(d.rules, func(t time.Time) bool {
		v := int(t.Weekday()) + first
		return f.has(v) || first == 0 && v == 0 && f.has(7)
	})
	return d, err
}

// open writes a question mark as a star, where the dialect has it.
func (g grammar) open(text string) string {
	if text == "?" && Dialect(g) != Cron {
		return "*"
	}
	return text
}

func (d dayField) matches(t time.Time) bool {
	if d.has(t.Day()) {
		return true
	}
	for _, rule := range d.rules {
		if rule(t) {
			return true
		}
	}
	return false
}

// on says whether the schedule has the day.
func (c calendar) on(t time.Time) bool {
	if !c.month.has(int(t.Month())) || c.year.spans != nil && !c.year.has(t.Year()) {
		return false
	}
	day, weekday := c.day.matches(t), c.weekday.matches(t)
	if c.either {
		return day || weekday
	}
	return day && weekday
}

func lastDay(t time.Time) int {
	return time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// nearestWeekday is the day of the month from Monday to Friday that is nearest to a day, in the same month.
func nearestWeekday(t time.Time, day int) int {
	at := time.Date(t.Year(), t.Month(), day, 0, 0, 0, 0, time.UTC)
	switch at.Weekday() {
	case time.Saturday:
		if day == 1 {
			return 3
		}
		return day - 1
	case time.Sunday:
		if day == lastDay(t) {
			return day - 2
		}
		return day + 1
	}
	return day
}
