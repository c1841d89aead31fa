package record

import (
	"bytes"
	"fmt"
)

// Link ties an entry of a log to the one before it, so that no entry can be changed, dropped or moved unnoticed.
type Link struct {
	Previous string `json:"previous"` // Sum of the entry before, empty in the first
	Sum      string `json:"sum"`      // hash of the whole entry without its own sum
}

// Chained is an entry that has a link; its type is a pointer to E.
type Chained[E any] interface {
	*E
	chain() *Link
}

// Append adds an entry behind the last one of a log and seals it.
func Append[E any, P Chained[E]](log []E, e E) []E {
	link := P(&e).chain()
	link.Previous = ""
	if n := len(log); n > 0 {
		link.Previous = P(&log[n-1]).chain().Sum
	}
	link.Sum = sumOf[E, P](e)
	return append(log, e)
}

func sumOf[E any, P Chained[E]](e E) string {
	P(&e).chain().Sum = ""
	return digest(e)
}

// EncodeLog gives the lines of a log.
func EncodeLog[E any](log []E) ([]byte, error) {
	var b bytes.Buffer
	for _, e := range log {
		line, err := EncodeLine(e)
		if err != nil {
			return nil, err
		}
		b.Write(line)
	}
	return b.Bytes(), nil
}

// ParseLog reads a log: one entry a line, each chained to the one before. The error names the line.
func ParseLog[E any, P Chained[E]](data []byte) ([]E, error) {
	var log []E
	previous := ""
	for n := 1; len(data) > 0; n++ {
		end := bytes.IndexByte(data, '\n') + 1
		if end == 0 {
			return nil, fmt.Errorf("line %d: cut off, expected a line feed at its end", n)
		}
		var e E
		if err := DecodeLine(data[:end], &e); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		link := *P(&e).chain()
		if link.Previous != previous {
			return nil, fmt.Errorf("line %d: it follows sum %q, expected %q of the line before", n, link.Previous, previous)
		}
		if want := sumOf[E, P](e); link.Sum != want {
			return nil, fmt.Errorf("line %d: its sum is %q, its fields give %q", n, link.Sum, want)
		}
		log, previous, data = append(log, e), link.Sum, data[end:]
	}
	return log, nil
}
