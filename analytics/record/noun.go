package record

import (
	"strconv"
	"strings"
)

// Noun gives the name of what is counted, in the plural unless there is one of it: row, rows, entries. What is written
// into a record and what is printed from it count alike.
func Noun(n int64, one string) string {
	if n == 1 {
		return one
	}
	switch stem, isY := strings.CutSuffix(one, "y"); {
	case isY && !strings.HasSuffix(stem, "a") && !strings.HasSuffix(stem, "e"):
		return stem + "ies"
	case strings.HasSuffix(one, "s"), strings.HasSuffix(one, "ch"):
		return one + "es"
	}
	return one + "s"
}

// Counted gives a number and what is counted: 1 row, 12000 rows.
func Counted[N int | int64](n N, one string) string {
	return strconv.FormatInt(int64(n), 10) + " " + Noun(int64(n), one)
}
