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
	micros, _, ok = instantIn(text, zone)
	return micros, ok
}

// instantIn is instant, and says whether the zone was needed.
func instantIn(text, zone string) (micros int64, needed, ok bool) {
	micros, rest, ok := civil(strings.TrimSpace(text))
	switch {
	case !ok || rest == "Z":
		return micros, false, ok
	case rest == "":
		micros, ok = local(time.UnixMicro(micros).UTC(), zone)
		return micros, true, ok
	}
	offset, ok := offsetSeconds(rest)
	return micros - offset*1e6, false, ok
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
func civil(s string) (micros int64, rest string, ok bool) {
	days, s, ok := day(s)
	if !ok || len(s) < len("T00:00") || s[0] != 'T' && s[0] != 't' && s[0] != ' ' || s[3] != ':' {
		return 0, "", false
	}
	hour, minute, second, fine := pair(s[1:]), pair(s[4:]), 0, 0
	if s = s[len("T00:00"):]; s != "" && s[0] == ':' {
		if len(s) < len(":00") {
			return 0, "", false
		}
		second = pair(s[1:])
		if fine, s, ok = fraction(s[3:]); !ok {
			return 0, "", false
		}
	}
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 {
		return 0, "", false
	}
	return (days*secondsPerDay+int64(hour)*3600+int64(minute)*60+int64(second))*1e6 + int64(fine), s, true
}

// day reads a date in the one form that has no second meaning, 2026-03-31, as days since 1970.
func day(s string) (days int64, rest string, ok bool) {
	if len(s) < len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return 0, "", false
	}
	century, year, month, day := pair(s), pair(s[2:]), pair(s[5:]), pair(s[8:])
	if century < 0 || year < 0 || !isDate(100*century+year, month, day) {
		return 0, "", false
	}
	return daysSince1970(100*century+year, month, day), s[len(time.DateOnly):], true
}

// pair reads two digits, or gives a negative number.
func pair(s string) int {
	tens, ones := s[0]-'0', s[1]-'0'
	if tens > 9 || ones > 9 {
		return -1
	}
	return 10*int(tens) + int(ones)
}

// daysSince1970 counts days of the Gregorian calendar in years that begin in March, so that leap days come last, and in eras of 400 years:
// days_from_civil of Howard Hinnant, chrono-Compatible Low-Level Date Algorithms.
func daysSince1970(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era, ofEra := year/400, year%400
	ofYear := (153*(month-3)+2)/5 + day - 1
	return int64(era*146097 + ofEra*365 + ofEra/4 - ofEra/100 + ofYear - 719468)
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

// fraction reads a part of a second, in microseconds. Digits beyond them are cut off.
func fraction(s string) (micros int, rest string, ok bool) {
	if s == "" || s[0] != '.' && s[0] != ',' {
		return 0, s, true
	}
	n, unit := 1, 100_000
	for ; n < len(s) && s[n] >= '0' && s[n] <= '9'; n++ {
		micros += int(s[n]-'0') * unit
		unit /= 10
	}
	return micros, s[n:], n > 1
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
	if s = s[1:]; len(s) < 2 {
		return 0, false
	}
	hour, minute := pair(s), 0
	if s = s[2:]; s != "" {
		if s = strings.TrimPrefix(s, ":"); len(s) != 2 {
			return 0, false
		}
		minute = pair(s)
	}
	return sign * int64(hour*3600+minute*60), hour >= 0 && hour <= 15 && minute >= 0 && minute < 60
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
