package excerpt

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// masks replaces what may name someone or something by what does not, always the same by the same. Text is taken apart into
// runs of letters and of digits; what stands between them stays, so that an address stays an address and a path a path.
//
// Words get the next free word of no meaning, in the order in which they come, so that nothing of a word but its length and its
// capitals is in its mask. Numbers of three digits and more are moved by a secret amount. A time is moved by whole days.
type masks struct {
	vocabular                   // of the script: it stays
	alone     map[string]bool   // short runs that are a whole value somewhere, and so may be an identifier
	of        map[string]string // run in lower case → mask
	taken     map[string]bool   // masks that were given, and runs that were there before
	seed      [sha256.Size]byte
	days      int
}

var (
	timeForm = regexp.MustCompile(`\b[0-9]{4}-[01][0-9]-[0-3][0-9]`)
	ipForm   = regexp.MustCompile(`\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b`)
)

// tlds are ends of names of hosts, which name nobody.
var tlds = strings.Fields("com org net io dev example test local internal")

func newMasks(v vocabular, seed string, attempt int) *masks {
	m := &masks{vocabular: v, alone: map[string]bool{}, of: map[string]string{}, taken: map[string]bool{}}
	m.seed = sha256.Sum256(fmt.Appendf(nil, "%s|%d", seed, attempt))
	return m
}

// see takes notice of a value before any is masked.
func (m *masks) see(text string) {
	for _, r := range runs(text) {
		m.taken[strings.ToLower(r.text)] = true
	}
	if rs := runs(text); len(rs) == 1 && short(rs[0].text) {
		m.alone[strings.ToLower(rs[0].text)] = true
	}
}

// text masks a value.
func (m *masks) text(text string) string {
	if m.whole[strings.ToLower(text)] {
		return text
	}
	var b strings.Builder
	for text != "" {
		at, mask := m.special(text)
		b.WriteString(m.plain(text[:at[0]]))
		b.WriteString(mask)
		text = text[at[1]:]
	}
	return b.String()
}

// special finds the first time or address of a text, and its mask.
func (m *masks) special(text string) (at []int, mask string) {
	at = []int{len(text), len(text)}
	if t := timeForm.FindStringIndex(text); t != nil {
		if moved, err := moveDay(text[t[0]:t[1]], m.days); err == nil {
			at, mask = t, moved
		}
	}
	if ip := ipForm.FindStringIndex(text); ip != nil && ip[0] < at[0] {
		at, mask = ip, m.address(text[ip[0]:ip[1]])
	}
	return at, mask
}

// address masks an IPv4 address number by number; what is private, or everything, stays so.
func (m *masks) address(text string) string {
	parts := strings.Split(text, ".")
	keep := map[string]int{"0": 1, "10": 1, "127": 1, "192": 2, "172": 2, "169": 2}[parts[0]]
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || i < keep || n == 0 || n >= 255 {
			continue
		}
		parts[i] = strconv.Itoa(1 + (n+int(m.seed[i])%253)%254)
	}
	return strings.Join(parts, ".")
}

func (m *masks) plain(text string) string {
	var b strings.Builder
	last := 0
	for _, r := range runs(text) {
		b.WriteString(between(text[last:r.at]))
		b.WriteString(m.run(r.text))
		last = r.at + len(r.text)
	}
	b.WriteString(between(text[last:]))
	return b.String()
}

// between keeps the signs of ASCII; others become one that a case can hold.
func between(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r == 0x7f || unicode.IsSpace(r):
			return ' '
		case r > unicode.MaxASCII:
			return '_'
		}
		return r
	}, text)
}

// run masks one run of letters or digits.
func (m *masks) run(text string) string {
	lower := strings.ToLower(text)
	if m.words[lower] || slices.Contains(tlds, lower) || short(text) && !m.alone[lower] {
		return text
	}
	for _, part := range m.parts { // what a pattern of the script looks for inside of a word
		if at := strings.Index(lower, part); at >= 0 && len(lower) == len(text) {
			return m.rest(text[:at]) + text[at:at+len(part)] + m.rest(text[at+len(part):])
		}
	}
	mask, ok := m.of[lower]
	if !ok {
		mask = m.fresh(lower)
		m.of[lower], m.taken[mask] = mask, true
	}
	return like(text, mask)
}

// rest masks what stands beside a part that stays.
func (m *masks) rest(text string) string {
	if text == "" {
		return ""
	}
	return m.run(text)
}

// short says whether a run is too short to name anything, unless it stands alone.
func short(text string) bool {
	return len(text) == 1 || len(text) == 2 && strings.Trim(text, "0123456789") == ""
}

// fresh gives the mask of a run that has none: one that is free, and no value that was there before.
func (m *masks) fresh(lower string) string {
	zeros := len(lower) - len(strings.TrimLeft(lower, "0"))
	if strings.Trim(lower, "0123456789") == "" && zeros < len(lower) {
		return lower[:zeros] + m.number(lower[zeros:])
	}
	for n := 0; ; n++ {
		word := m.word(lower, len(m.of), n)
		if !m.taken[word] && !m.words[word] && word != lower {
			return word
		}
	}
}

// number moves a number within those of as many digits, all of them by as much, so that gaps stay.
func (m *masks) number(digits string) string {
	width := max(len(digits), 3)
	if width > 18 {
		return m.word(digits, len(m.of), 0)
	}
	low := int64(1)
	for range width - 1 {
		low *= 10
	}
	n, _ := strconv.ParseInt(digits, 10, 64) // it is digits
	by := int64(binary.BigEndian.Uint64(m.seed[width:width+8])>>2) % (9 * low)
	if len(digits) < width {
		return strconv.FormatInt(low+(n+by)%(9*low), 10)
	}
	return strconv.FormatInt(low+(n-low+by)%(9*low), 10)
}

// word makes a word in the pattern of another: letters for letters, digits for digits, and hexadecimal for a long one that is so.
func (m *masks) word(pattern string, ordinal, attempt int) string {
	letters := [2]string{"bcdfghjklmnpqrstvwxz", "aeiou"}
	if len(pattern) >= 8 && strings.Trim(pattern, "0123456789abcdef") == "" {
		letters = [2]string{"abcdef", "abcdef"}
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d|%d", ordinal, attempt))
	for len(pattern) < 3 {
		pattern += pattern[:1]
	}
	out := make([]byte, 0, len(pattern))
	for i, r := range []rune(pattern) {
		at := int(sum[i%len(sum)]) + i/len(sum)*7
		if r >= '0' && r <= '9' {
			out = append(out, byte('0'+at%10))
		} else {
			out = append(out, letters[i%2][at%len(letters[i%2])])
		}
	}
	return string(out)
}

// like gives a mask the capitals of a text.
func like(text, mask string) string {
	out := []byte(mask)
	for i, r := range []rune(text) {
		if i < len(out) && unicode.IsUpper(r) {
			out[i] = byte(unicode.ToUpper(rune(out[i])))
		}
	}
	return string(out)
}

// run is a run of letters or digits in a text.
type run struct {
	at   int
	text string
}

// opaque is from how many runs in a row letters and digits together are one, such as a digest.
const opaque = 5

// runs takes a text apart.
func runs(text string) []run {
	var out []run
	start := -1
	for i, r := range text + " " {
		word := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		switch {
		case word && start < 0:
			start = i
		case !word && start >= 0:
			out = append(out, apart(text[start:i], start)...)
			start = -1
		}
	}
	return out
}

var partForm = regexp.MustCompile(`[0-9]+|[^0-9]+`)

func apart(text string, at int) []run {
	parts := partForm.FindAllStringIndex(text, -1)
	if len(parts) >= opaque {
		return []run{{at, text}}
	}
	out := make([]run, len(parts))
	for i, p := range parts {
		out[i] = run{at + p[0], text[p[0]:p[1]]}
	}
	return out
}
