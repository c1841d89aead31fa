package coverage

import "strings"

// Natural orders names as people do: 1.9 before 1.10, and AC-2 before AC-10.
func Natural(a, b string) int {
	for a != "" && b != "" {
		x, y := chunk(a), chunk(b)
		if x != y {
			if digit(x[0]) && digit(y[0]) && len(x) != len(y) {
				return len(x) - len(y)
			}
			return strings.Compare(x, y)
		}
		a, b = a[len(x):], b[len(y):]
	}
	return len(a) - len(b)
}

// chunk is the run of digits, or of other letters, at the start of s.
func chunk(s string) string {
	n := 1
	for n < len(s) && digit(s[n]) == digit(s[0]) {
		n++
	}
	return s[:n]
}

func digit(b byte) bool { return b >= '0' && b <= '9' }
