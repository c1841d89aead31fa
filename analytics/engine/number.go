package engine

import "strings"

// exactNumber writes a number as digits with a point and no exponent, when it has at most whole digits before the point
// and scale after it; zeros that change nothing do not count. It never rounds: a number that does not fit is none.
func exactNumber(text string, whole, scale int) (string, bool) {
	s := strings.TrimSpace(text)
	negative := strings.HasPrefix(s, "-")
	if negative || strings.HasPrefix(s, "+") {
		s = s[1:]
	}
	mantissa, exponent, ok := cutExponent(s)
	intPart, frac, _ := strings.Cut(mantissa, ".")
	if !ok || intPart == "" || !allDigits(intPart) || !allDigits(frac) {
		return "", false
	}
	digits := intPart + frac
	point := len(intPart) + exponent // how many digits stand before the point
	digits = strings.TrimRight(digits, "0")
	for strings.HasPrefix(digits, "0") {
		digits, point = digits[1:], point-1
	}
	if digits == "" {
		return "0", true
	}
	if point > whole || len(digits)-point > scale {
		return "", false
	}
	plain := placePoint(digits, point)
	if negative {
		plain = "-" + plain
	}
	return plain, true
}

// cutExponent parts a number from its exponent, which is small or the number fits nowhere.
func cutExponent(s string) (mantissa string, exponent int, ok bool) {
	at := strings.IndexAny(s, "eE")
	if at < 0 {
		return s, 0, true
	}
	e := s[at+1:]
	negative := strings.HasPrefix(e, "-")
	if negative || strings.HasPrefix(e, "+") {
		e = e[1:]
	}
	if e == "" || len(e) > 4 || !allDigits(e) {
		return "", 0, false
	}
	for _, c := range e {
		exponent = exponent*10 + int(c-'0')
	}
	if negative {
		exponent = -exponent
	}
	return s[:at], exponent, true
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func placePoint(digits string, point int) string {
	switch {
	case point <= 0:
		return "0." + strings.Repeat("0", -point) + digits
	case point >= len(digits):
		return digits + strings.Repeat("0", point-len(digits))
	}
	return digits[:point] + "." + digits[point:]
}
