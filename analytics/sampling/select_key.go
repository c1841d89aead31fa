package sampling

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
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

// Key joins the columns of a sampling unit's key into the bytes of which its ticket is made.
//
// Text keeps its bytes, without trimming, folding or normalising. An integer is decimal digits without leading zeros; a decimal
// is plain notation with every digit of its scale; a date is YYYY-MM-DD; a timestamp YYYY-MM-DDTHH:MM:SS[.ffffff]Z, the
// fraction only when it is not zero; a boolean true or false. Parts are joined by the byte 0x1F.
//
// Refused: NULL, the byte 0x1F in a part, text that is not UTF-8, text that is not the canonical form of its type, and types that
// have no canonical form: floating-point numbers, json, lists.
func Key(parts ...Part) ([]byte, error) {
	var types []string
	var texts [][]byte
	for i, p := range parts {
		if p.Null {
			return nil, fault.New(fault.Refused, "column %d of the key is NULL, expected a value", i+1)
		}
		types, texts = append(types, p.Type), append(texts, []byte(p.Text))
	}
	form, err := NewKeyForm(types...)
	if err != nil {
		return nil, err
	}
	return form.Append([]byte{}, texts) // an empty text is a key, and not NULL
}

// KeyForm makes many keys of the same columns.
type KeyForm []keyPart

type keyPart struct {
	kind  string
	scale int
}

// NewKeyForm is for columns of these types; see [Key].
func NewKeyForm(types ...string) (KeyForm, error) {
	var form KeyForm
	for _, t := range types {
		part := keyPart{kind: t}
		if m := decimalType.FindStringSubmatch(t); m != nil {
			part.kind = "decimal"
			part.scale, _ = strconv.Atoi(m[1]) // one or two digits
		}
		if !slices.Contains([]string{"text", "boolean", "integer", "date", "timestamp", "decimal"}, part.kind) || t == "decimal" {
			return nil, fault.New(fault.Refused, "a key of type %.40q has no canonical text, expected text, integer, decimal, date, timestamp or boolean", t).
				Hint("make the key of columns that identify the item exactly")
		}
		form = append(form, part)
	}
	if len(form) == 0 {
		return nil, fault.New(fault.Usage, "a key needs at least one column")
	}
	return form, nil
}

// Append appends a key made of the texts of its columns, none of which is NULL. It refuses what [Key] refuses.
func (f KeyForm) Append(key []byte, texts [][]byte) (_ []byte, err error) {
	for i, text := range texts {
		if key, err = f.AppendText(key, i, text); err != nil {
			return nil, err
		}
	}
	return key, nil
}

// AppendText appends the part of column i, counted from 0, to those before it.
func (f KeyForm) AppendText(key []byte, i int, text []byte) ([]byte, error) {
	if bytes.Contains(text, []byte(separator)) || !utf8.Valid(text) {
		return nil, fault.New(fault.Refused, "column %d of the key is %.80q, expected UTF-8 text without the byte 0x1F", i+1, text)
	}
	if !f[i].canonical(text) {
		return nil, fault.New(fault.Refused, "%.80q is not the canonical text of a key of type %s", text, f[i].kind)
	}
	return append(separate(key, i), text...), nil
}

// AppendNumber is AppendText of an integer or decimal by its number of the smallest unit: 1250 is 12.50 at two decimals.
func (f KeyForm) AppendNumber(key []byte, i int, n int64) []byte {
	key = separate(key, i)
	start, scale := len(key), f[i].scale
	key = strconv.AppendInt(key, n, 10)
	if scale == 0 {
		return key
	}
	if n < 0 {
		start++
	}
	for len(key)-start <= scale {
		key = slices.Insert(key, start, '0')
	}
	return slices.Insert(key, len(key)-scale, '.')
}

func separate(key []byte, i int) []byte {
	if i > 0 {
		key = append(key, separator...)
	}
	return key
}

// SplitKey gives the parts of a composite key.
func SplitKey(key string) []string { return strings.Split(key, separator) }

var (
	decimalType   = regexp.MustCompile(`^decimal\([0-9]{1,2}, ?([0-9]{1,2})\)$`)
	timestampForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?Z$`)
)

func (p keyPart) canonical(text []byte) bool {
	switch p.kind {
	case "boolean":
		return string(text) == "true" || string(text) == "false"
	case "integer":
		return plainNumber(text, 0)
	case "decimal":
		return plainNumber(text, p.scale)
	case "date":
		_, err := time.Parse(time.DateOnly, string(text))
		return err == nil
	case "timestamp":
		_, err := time.Parse("2006-01-02T15:04:05Z", string(text))
		return err == nil && timestampForm.Match(text) && !bytes.HasSuffix(text, []byte(".000000Z"))
	}
	return true
}

// plainNumber says whether a text is digits without leading zeros, a point before the last of them when there is a scale, and
// a minus when it is below zero.
func plainNumber(text []byte, scale int) bool {
	digits, negative := bytes.CutPrefix(text, []byte{'-'})
	whole := digits
	if scale > 0 {
		point := len(digits) - scale - 1
		if point < 1 || digits[point] != '.' {
			return false
		}
		whole = digits[:point]
	}
	zero := true
	for i, c := range digits {
		if scale > 0 && i == len(whole) {
			continue
		}
		if c < '0' || c > '9' {
			return false
		}
		zero = zero && c == '0'
	}
	return len(whole) > 0 && (len(whole) == 1 || whole[0] != '0') && !(negative && zero)
}
