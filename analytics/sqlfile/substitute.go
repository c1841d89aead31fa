package sqlfile

import (
	"errors"
	"strings"

	"auditql/analytics/fault"
)

// Substitute replaces each parameter of a SQL text by what value gives for its name, and nothing inside strings, quoted
// names or comments. The map leads from places of the new text back to places of the old one. An error of value gets the
// line and column of the parameter.
func Substitute(sql string, value func(name string) (string, error)) (string, Map, error) {
	tokens, err := Tokens(sql)
	if err != nil {
		return "", nil, err
	}
	var edits []Edit
	for _, t := range tokens {
		if t.Kind != Parameter {
			continue
		}
		text, err := value(t.Text[1:])
		if err != nil {
			return "", nil, at(sql, t.Offset, err)
		}
		edits = append(edits, Edit{t.Offset, len(t.Text), text})
	}
	out, m := Apply(sql, edits)
	return out, m, nil
}

// at gives an error the place of an offset.
func at(sql string, offset int, err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	placed := *f
	placed.Line, placed.Column = Position(sql, offset)
	return &placed
}

// Edit replaces Length bytes at Offset by Text.
type Edit struct {
	Offset, Length int
	Text           string
}

// Map leads from offsets of an edited text back to the text before. The nil Map changes nothing.
type Map []stretch

type stretch struct{ after, before, length int } // where unedited bytes lie

// Apply performs edits that are in order and do not overlap.
func Apply(text string, edits []Edit) (string, Map) {
	var b strings.Builder
	var m Map
	from := 0
	for _, e := range append(edits, Edit{Offset: len(text)}) {
		m = append(m, stretch{b.Len(), from, e.Offset - from})
		b.WriteString(text[from:e.Offset])
		b.WriteString(e.Text)
		from = e.Offset + e.Length
	}
	return b.String(), m
}

// Source gives the old offset of a new one; inside replaced text it is where the replaced text began.
func (m Map) Source(offset int) int {
	for i := len(m) - 1; i >= 0; i-- {
		if s := m[i]; offset >= s.after {
			return s.before + min(offset-s.after, s.length)
		}
	}
	return offset
}
