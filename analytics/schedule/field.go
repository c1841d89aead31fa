package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// span is values from low to high in steps.
type span struct{ low, high, step int }

// field is the values of one field, and how it was written.
type field struct {
	spans []span
	star  bool // it begins with a star
}

func (f field) has(v int) bool {
	return slices.ContainsFunc(f.spans, func(s span) bool { return v >= s.low && v <= s.high && (v-s.low)%s.step == 0 })
}

// values lists what a field allows between two bounds.
func (f field) values(low, high int) (out []int) {
	for v := low; v <= high; v++ {
		if f.has(v) {
			out = append(out, v)
		}
	}
	return out
}

var (
	months   = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
	weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
)

// grammar is what a dialect allows.
type grammar Dialect

// openStep says whether 5/15 stands for 5-59/15; in cron it is an error.
func (g grammar) openStep() bool { return Dialect(g) != Cron }

// field reads a list of values, ranges and steps. Names stand for the values from low.
func (g grammar) field(text, what string, low, high int, names []string) (field, error) {
	f := field{star: strings.HasPrefix(text, "*") || text == "?"}
	for _, part := range strings.Split(text, ",") {
		s, err := g.span(part, what, low, high, names)
		if err != nil {
			return f, err
		}
		f.spans = append(f.spans, s)
	}
	return f, nil
}

func (g grammar) span(text, what string, low, high int, names []string) (span, error) {
	body, stepText, stepped := strings.Cut(text, "/")
	s := span{low, high, 1}
	var err error
	if stepped {
		if s.step, err = number(stepText); err != nil || s.step < 1 {
			return s, fmt.Errorf("has the step %q in its %s, expected a number above 0", stepText, what)
		}
	}
	if body == "*" {
		return s, nil
	}
	from, to, ranged := strings.Cut(body, "-")
	if s.low, err = value(from, what, low, high, names); err != nil {
		return s, err
	}
	switch {
	case ranged:
		s.high, err = value(to, what, low, high, names)
	case !stepped:
		s.high = s.low
	case !g.openStep():
		err = fmt.Errorf("has %q in its %s, a step without a range", text, what)
	}
	if err == nil && s.low > s.high {
		err = fmt.Errorf("has the range %s in its %s, which ends before it begins", body, what)
	}
	return s, err
}

func value(text, what string, low, high int, names []string) (int, error) {
	if i := slices.Index(names, strings.ToLower(text)); i >= 0 {
		return low + i, nil
	}
	v, err := number(text)
	if err != nil || v < low || v > high {
		return 0, fmt.Errorf("has the %s %q, expected %d to %d", what, text, low, high)
	}
	return v, nil
}

// number reads digits alone: no sign, no blank.
func number(text string) (int, error) {
	if text == "" || len(text) > 6 || strings.Trim(text, "0123456789") != "" {
		return 0, strconv.ErrSyntax
	}
	return strconv.Atoi(text)
}
