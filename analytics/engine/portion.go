package engine

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"auditql/analytics/sqlfile"
)

// Portion is rows of a source that were read ahead, in the form in which a worker takes them. A file that is too large for
// one worker is loaded in portions, by several at once.
type Portion struct {
	fields []string
	text   []byte // of all frames
	ends   []int  // of each frame in text
	sent   int    // how many were sent
}

// ReadPortion takes rows from a source until they have so many bytes, or no more come, which is io.EOF.
func ReadPortion(src RowSource, bytes int) (*Portion, error) {
	rows := newBlocks(src)
	p := &Portion{fields: src.Fields(), text: memory(bytes + 2*blockBytes)}
	for len(p.text) < bytes {
		var err error
		before := len(p.text)
		if p.text, err = rows.next(p.text); len(p.text) > before {
			p.ends = append(p.ends, len(p.text))
		}
		if err != nil {
			return p, err
		}
	}
	return p, nil
}

// Empty tells that there was no row.
func (p *Portion) Empty() bool { return len(p.ends) == 0 }

// LoadPortion is Load for rows that were read ahead. They are gone then.
func (s *Session) LoadPortion(ctx context.Context, plan LoadPlan, p *Portion) (LoadResult, error) {
	r, err := s.load(ctx, plan, p.fields, p)
	select {
	case spare <- p.text[:0]:
	default:
	}
	p.text, p.ends = nil, nil
	return r, err
}

// spare keeps the memory of portions that were loaded for later ones.
var spare = make(chan []byte, 8)

func memory(bytes int) []byte {
	select {
	case b := <-spare:
		return b
	default:
		return make([]byte, 0, bytes)
	}
}

// next gives the frames one after another.
func (p *Portion) next([]byte) ([]byte, error) {
	if p.sent == len(p.ends) {
		return nil, io.EOF
	}
	start := 0
	if p.sent > 0 {
		start = p.ends[p.sent-1]
	}
	p.sent++
	return p.text[start:p.ends[p.sent-1]], nil
}

// frames gives what is sent to a worker, frame by frame; io.EOF ends it, and may come with the last rows. A frame is valid until
// the next call, which is given its memory to append to.
type frames interface {
	next(memory []byte) ([]byte, error)
}

// several are words of SQL that look at more than one row. JOIN is among them, as what is joined may be rows of raw.
var several = words(`aggregate all any asof distinct except exists fetch group having intersect join lateral limit offset
	order over partition pivot qualify recursive sample some tablesample union unpivot using values window`)

// Divisible tells mappings that plainly give the same for rows that are loaded in portions: they read raw once, and each of the
// steps that WITH names once, and have neither an aggregate nor a word that looks at several rows. Of others nothing is known.
func Divisible(mapping string) bool {
	tokens, err := sqlfile.Tokens(mapping)
	if err != nil {
		return false
	}
	tokens = slices.DeleteFunc(tokens, func(t sqlfile.Token) bool { return t.Kind == sqlfile.Space || t.Kind == sqlfile.Comment })
	at := func(i int) string {
		if i < 0 || i >= len(tokens) {
			return ""
		}
		return strings.ToLower(strings.Trim(tokens[i].Text, `"`))
	}
	reads, steps := map[string]int{}, []string{rawName}
	for i, t := range tokens {
		if t.Kind != sqlfile.Word && t.Kind != sqlfile.Quoted {
			continue
		}
		compares := at(i) == "distinct" && (at(i-1) == "is" || at(i-1) == "not") // IS NOT DISTINCT FROM
		switch {
		case t.Kind == sqlfile.Word && several[at(i)] && !compares, at(i+1) == "(" && gathers[at(i)]:
			return false
		case at(i) == "as" && (at(i+1) == "materialized" || at(i+1) == "not" || at(i+1) == "(" && at(i-2) != "with" && at(i-2) != ","):
			return false // a step with names for its columns, or one that is kept
		case at(i+1) == "as" && at(i+2) == "(" && (at(i-1) == "with" || at(i-1) == ","):
			steps = append(steps, at(i))
		case at(i+1) != ".":
			reads[at(i)]++
		}
	}
	return !slices.ContainsFunc(steps, func(step string) bool { return reads[step] != 1 })
}

// gathers are the functions that make one value of several rows.
var gathers = func() map[string]bool {
	all := words(aggregates)
	for _, more := range []map[string]bool{orderly, positional} {
		for name := range more {
			all[name] = true
		}
	}
	return all
}()

// ended tells the end of rows from an error.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
