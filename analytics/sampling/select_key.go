package sampling

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"auditql/analytics/fault"
)

// Uniqueness says how it is known that no key occurs twice in a frame.
type Uniqueness string

const (
	// Tracked keeps every key in memory and sorts them: exact for any order. More than 1 GiB of keys is refused.
	Tracked Uniqueness = "tracked"
	// Sorted requires the frame in ascending byte order of the keys, so that a duplicate is the neighbour of its twin.
	// A frame in another order is refused. It needs no memory.
	Sorted Uniqueness = "sorted"
	// Proven relies on a proof of the caller, such as a grouped count by the engine that read the frame. It needs no memory.
	// Twins among the selected items are still refused, since their tickets are equal.
	Proven Uniqueness = "proven"
)

func (u Uniqueness) or() Uniqueness {
	if u == "" {
		return Tracked
	}
	return u
}

// Part is one column of a key, as text.
type Part struct {
	Type string // text, integer, decimal(p,s), date, timestamp or boolean
	Text string
	Null bool
}

// separator joins the parts of a composite key.
const separator = "\x1f"

var (
	integerForm   = regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`)
	decimalType   = regexp.MustCompile(`^decimal\([0-9]{1,2}, ?[0-9]{1,2}\)$`)
	plainDecimal  = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)
	timestampForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?Z$`)
)

// Key joins the columns of a sampling unit's key into the bytes of which its ticket is made.
//
// Text keeps its bytes, without trimming, folding or normalising. An integer is decimal digits without leading zeros; a decimal
// is plain notation with every digit of its scale; a date is YYYY-MM-DD; a timestamp YYYY-MM-DDTHH:MM:SS[.ffffff]Z, the
// fraction only when it is not zero; a boolean true or false. Parts are joined by the byte 0x1F.
//
// Refused: NULL, the byte 0x1F in a part, text that is not UTF-8, text that is not the canonical form of its type, and types that
// have no canonical form: floating-point numbers, json, lists.
func Key(parts ...Part) ([]byte, error) {
	var key []byte
	for i, p := range parts {
		if p.Null {
			return nil, fault.New(fault.Refused, "column %d of the key is NULL, expected a value", i+1)
		}
		if strings.Contains(p.Text, separator) || !utf8.ValidString(p.Text) {
			return nil, fault.New(fault.Refused, "column %d of the key is %.80q, expected UTF-8 text without the byte 0x1F", i+1, p.Text)
		}
		if err := p.canonical(); err != nil {
			return nil, err
		}
		if i > 0 {
			key = append(key, separator...)
		}
		key = append(key, p.Text...)
	}
	if len(parts) == 0 {
		return nil, fault.New(fault.Usage, "a key needs at least one column")
	}
	return append([]byte{}, key...), nil // an empty text is a key, and not NULL
}

// SplitKey gives the parts of a composite key.
func SplitKey(key string) []string { return strings.Split(key, separator) }

func (p Part) canonical() error {
	fine := true
	switch {
	case p.Type == "text":
	case p.Type == "boolean":
		fine = p.Text == "true" || p.Text == "false"
	case p.Type == "integer":
		fine = integerForm.MatchString(p.Text)
	case p.Type == "date":
		_, err := time.Parse(time.DateOnly, p.Text)
		fine = err == nil
	case p.Type == "timestamp":
		_, err := time.Parse("2006-01-02T15:04:05Z", p.Text)
		fine = err == nil && timestampForm.MatchString(p.Text) && !strings.HasSuffix(p.Text, ".000000Z")
	case decimalType.MatchString(p.Type):
		_, digits, _ := strings.Cut(p.Text, ".")
		scale := strings.TrimLeft(p.Type[strings.IndexByte(p.Type, ',')+1:len(p.Type)-1], " 0")
		fine = plainDecimal.MatchString(p.Text) && sameScale(len(digits), scale) && !negativeZero(p.Text)
	default:
		return fault.New(fault.Refused, "a key of type %.40q has no canonical text, expected text, integer, decimal, date, timestamp or boolean", p.Type).
			Hint("make the key of columns that identify the item exactly")
	}
	if !fine {
		return fault.New(fault.Refused, "%.80q is not the canonical text of a key of type %s", p.Text, p.Type)
	}
	return nil
}

func sameScale(digits int, scale string) bool {
	want := 0
	for _, c := range scale {
		want = want*10 + int(c-'0')
	}
	return digits == want
}

func negativeZero(text string) bool {
	return strings.HasPrefix(text, "-") && strings.Trim(text, "-0.") == ""
}
