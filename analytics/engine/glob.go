package engine

import (
	"unicode"
	"unicode/utf8"
)

// globLike says whether a text matches a pattern of an access policy: * is any text, ? is one character, everything else
// is itself, and case does not count. It takes time in proportion to the product of the lengths at worst, and no memory.
func globLike(text, pattern string) bool {
	t, p, backT, backP := 0, 0, 0, -1
	for t < len(text) {
		c, width := utf8.DecodeRuneInString(text[t:])
		w, patWidth := utf8.DecodeRuneInString(pattern[p:])
		switch {
		case patWidth > 0 && w == '*':
			p += patWidth
			backT, backP = t, p
		case patWidth > 0 && (w == '?' || unicode.ToLower(w) == unicode.ToLower(c)):
			t, p = t+width, p+patWidth
		case backP >= 0: // let the last * take one character more
			_, width = utf8.DecodeRuneInString(text[backT:])
			backT += width
			t, p = backT, backP
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
