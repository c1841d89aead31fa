package script

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"auditql/analytics/sqlfile"
)

// lengths are how many seconds a unit of time has, by the words that people write for it. A month has no fixed length, and a
// business day is no day.
var lengths = map[string]int64{
	"s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
	"min": 60, "mins": 60, "minute": 60, "minutes": 60,
	"h": 3600, "hour": 3600, "hours": 3600,
	"d": 86400, "day": 86400, "days": 86400,
	"w": 604800, "week": 604800, "weeks": 604800,
}

var durationForm = regexp.MustCompile(`^(-?[0-9]+) ?([A-Za-z][A-Za-z ]*)$`)

// InUnit gives a value in the unit of its parameter: 4h is 240 for minutes. What has no unit stays as it is. A duration that is no
// whole number of the unit, or whose unit cannot be told, is refused.
func (p Param) InUnit(v sqlfile.Value) (sqlfile.Value, error) {
	if v.Text == nil || p.Type != "integer" {
		return v, nil
	}
	parts := durationForm.FindStringSubmatch(strings.TrimSpace(*v.Text))
	if parts == nil {
		return v, nil
	}
	n, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return v, err
	}
	given := strings.ToLower(strings.Join(strings.Fields(parts[2]), " "))
	if given == p.Unit || given+"s" == p.Unit {
		return text(n), nil
	}
	if given == "m" {
		return v, fmt.Errorf("%s may be minutes or months; write %dmin for minutes", *v.Text, n)
	}
	from, to := lengths[given], lengths[p.Unit]
	switch {
	case to == 0:
		return v, fmt.Errorf("%s is not in %s, the unit of the parameter", *v.Text, orNone(p.Unit))
	case from == 0:
		return v, fmt.Errorf("%s has a unit that is not known; write it as %s, or with s, min, h, d or w", *v.Text, p.Unit)
	case n > math.MaxInt64/from || n < math.MinInt64/from || n*from%to != 0:
		return v, fmt.Errorf("%s is not a whole number of %s", *v.Text, p.Unit)
	}
	return text(n * from / to), nil
}

func text(n int64) sqlfile.Value {
	s := strconv.FormatInt(n, 10)
	return sqlfile.Value{Text: &s}
}

func orNone(unit string) string {
	if unit == "" {
		return "a unit of time"
	}
	return unit
}
