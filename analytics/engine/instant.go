package engine

import (
	"fmt"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // a confined worker cannot read the zones of the system
)

// instant reads a time as exports write it: 2026-03-29T01:30:00.123Z, 2026-03-29 01:30:00+01:00, 2026-03-29 01:30 with a
// zone that is known. Digits beyond microseconds are cut off. It does not guess: a local time that the clocks of the
// zone never showed, or showed twice when summer time ended, is none, and neither are 24:00 and leap seconds.
func instant(text, zone string) (micros int64, ok bool) {
	t, rest, ok := civil(strings.TrimSpace(text))
	if !ok {
		return 0, false
	}
	if rest == "" {
		return local(t, zone)
	}
	offset, ok := offsetSeconds(rest)
	return t.UnixMicro() - offset*1e6, ok
}

// instantTime is instant for DuckDB: microseconds, or nil for no time, but a zone that nobody knows is an error.
func instantTime(text, zone string) (any, error) {
	micros, ok := instant(text, zone)
	if ok {
		return micros, nil
	}
	if _, known := location(zone); !known && zone != "" {
		return nil, fmt.Errorf("instant: the zone %q is unknown", zone)
	}
	return nil, nil
}

// civil reads date and time of day, and gives what follows them. The time is as if it were UTC.
func civil(s string) (t time.Time, rest string, ok bool) {
	year, s, ok1 := digits(s, 4, "-")
	month, s, ok2 := digits(s, 2, "-")
	day, s, ok3 := digits(s, 2, "T t")
	hour, s, ok4 := digits(s, 2, ":")
	if !ok1 || !ok2 || !ok3 || !ok4 || len(s) < 2 {
		return t, "", false
	}
	minute, s, ok5 := digits(s, 2, "")
	second, nano := 0, 0
	if strings.HasPrefix(s, ":") {
		var ok6 bool
		if second, s, ok6 = digits(s[1:], 2, ""); !ok6 {
			return t, "", false
		}
		if nano, s, ok6 = fraction(s); !ok6 {
			return t, "", false
		}
	}
	if !ok5 || !isDate(year, month, day) || hour > 23 || minute > 59 || second > 59 {
		return t, "", false
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, nano, time.UTC), s, true
}

// isDate says whether the calendar has a day, from the year 1 on.
func isDate(year, month, day int) bool {
	if year < 1 || month < 1 || month > 12 || day < 1 {
		return false
	}
	switch month {
	case 4, 6, 9, 11:
		return day <= 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return day <= 29
		}
		return day <= 28
	}
	return day <= 31
}

// digits reads a number of exactly n digits, and one of the separators after it when there are any.
func digits(s string, n int, separators string) (value int, rest string, ok bool) {
	if len(s) < n {
		return 0, "", false
	}
	for i := range n {
		if s[i] < '0' || s[i] > '9' {
			return 0, "", false
		}
		value = value*10 + int(s[i]-'0')
	}
	s = s[n:]
	if separators == "" {
		return value, s, true
	}
	if s == "" || strings.IndexByte(separators, s[0]) < 0 {
		return 0, "", false
	}
	return value, s[1:], true
}

// fraction reads a part of a second, cut off at microseconds.
func fraction(s string) (nano int, rest string, ok bool) {
	if !strings.HasPrefix(s, ".") && !strings.HasPrefix(s, ",") {
		return 0, s, true
	}
	n, unit := 1, int(1e8)
	for ; n < len(s) && s[n] >= '0' && s[n] <= '9'; n++ {
		if unit >= 1000 {
			nano += int(s[n]-'0') * unit
		}
		unit /= 10
	}
	return nano, s[n:], n > 1
}

// offsetSeconds reads Z, UTC, +01, +0100 or +01:00, with or without a space before it.
func offsetSeconds(s string) (int64, bool) {
	s = strings.TrimSpace(s)
	if s == "Z" || s == "z" || s == "UTC" || s == "GMT" {
		return 0, true
	}
	sign := int64(1)
	switch {
	case strings.HasPrefix(s, "-"):
		sign = -1
	case !strings.HasPrefix(s, "+"):
		return 0, false
	}
	hour, s, ok := digits(s[1:], 2, "")
	if !ok || s == "" {
		return sign * int64(hour) * 3600, ok && hour <= 15
	}
	minute, s, ok := digits(strings.TrimPrefix(s, ":"), 2, "")
	return sign * int64(hour*3600+minute*60), ok && s == "" && hour <= 15 && minute < 60
}

// local finds the one instant at which the clocks of a zone showed a time.
func local(t time.Time, zone string) (int64, bool) {
	loc, ok := location(zone)
	if !ok {
		return 0, false
	}
	// Every change of a zone's offset is less than a day away from one of these two.
	early, late := shown(t, loc, -24*time.Hour), shown(t, loc, 24*time.Hour)
	isEarly, isLate := shows(early, loc, t), shows(late, loc, t)
	switch {
	case isEarly && isLate:
		return early.UnixMicro(), early.Equal(late)
	case isEarly:
		return early.UnixMicro(), true
	}
	return late.UnixMicro(), isLate
}

// shown gives the instant at which a clock shows t that keeps the offset which loc has some time from then.
func shown(t time.Time, loc *time.Location, from time.Duration) time.Time {
	_, offset := t.Add(from).In(loc).Zone()
	return t.Add(-time.Duration(offset) * time.Second)
}

func shows(at time.Time, loc *time.Location, t time.Time) bool {
	_, offset := at.In(loc).Zone()
	return at.Add(time.Duration(offset) * time.Second).Equal(t)
}

var locations sync.Map // of *time.Location by name

func location(zone string) (*time.Location, bool) {
	if zone == "" || zone == "Local" {
		return nil, false
	}
	if l, ok := locations.Load(zone); ok {
		return l.(*time.Location), true
	}
	l, err := time.LoadLocation(zone)
	if err != nil {
		return nil, false
	}
	locations.Store(strings.Clone(zone), l)
	return l, true
}
