package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"auditql/analytics/sqlfile"
)

// Portion is rows of a source that were read ahead, in the form in which a worker takes them. A file that is too large for
// one worker is loaded in portions, by several at once.
type Portion struct {
	columns []string
	frames  [][]byte
}

// ReadPortion takes rows from a source until they have so many bytes, or no more come, which is io.EOF.
func ReadPortion(src RowSource, bytes int) (*Portion, error) {
	p, rows := &Portion{columns: src.Columns()}, &rowFrames{source: src}
	for bytes > 0 {
		frame, err := rows.next(newFrame())
		if len(frame) > 0 {
			p.frames = append(p.frames, frame)
			bytes -= len(frame)
		}
		if err != nil {
			return p, err
		}
	}
	return p, nil
}

// Empty tells that there was no row.
func (p *Portion) Empty() bool { return len(p.frames) == 0 }

// LoadPortion is Load for rows that were read ahead.
func (s *Session) LoadPortion(ctx context.Context, plan LoadPlan, p *Portion) (LoadResult, error) {
	return s.load(ctx, plan, p.columns, p)
}

// spare keeps the memory of frames that were sent for those of later portions.
var spare = make(chan []byte, portionFrames)

const portionFrames = 256 // of a portion of 32 MiB

func newFrame() []byte {
	select {
	case frame := <-spare:
		return frame
	default:
		return make([]byte, 0, frameSize+frameSize/4)
	}
}

// next gives a frame once: what was sent makes room for another portion.
func (p *Portion) next(sent []byte) ([]byte, error) {
	if cap(sent) <= 2*frameSize { // a frame with a large record is not worth keeping
		select {
		case spare <- sent[:0]:
		default:
		}
	}
	if len(p.frames) == 0 {
		return nil, io.EOF
	}
	frame := p.frames[0]
	p.frames[0], p.frames = nil, p.frames[1:]
	return frame, nil
}

// frames gives what is sent to a worker, frame by frame; io.EOF ends it, and may come with the last rows. A frame is valid until
// the next call, which may use its memory.
type frames interface {
	next(frame []byte) ([]byte, error)
}

// rowFrames makes frames of rows.
type rowFrames struct{ source RowSource }

func (r *rowFrames) next(frame []byte) ([]byte, error) {
	for frame = frame[:0]; len(frame) < frameSize; {
		row, err := r.source.Next()
		if err != nil {
			return frame, err
		}
		if frame = appendRow(frame, row); len(frame) > maxFrame {
			return nil, fmt.Errorf("a record of %d bytes is too long", len(frame))
		}
	}
	return frame, nil
}

// several are words of SQL that look at more than one row. JOIN is among them, as what is joined may be rows of raw.
var several = words(`aggregate all any asof distinct except exists fetch group having intersect join lateral limit offset
	order over partition pivot qualify recursive sample some tablesample union unpivot using values window with`)

// Divisible tells mappings that plainly give the same for rows that are loaded in portions: they read raw once, and have
// neither an aggregate nor a word that looks at several rows. Of others nothing is known.
func Divisible(mapping string) bool {
	tokens, err := sqlfile.Tokens(mapping)
	if err != nil {
		return false
	}
	sources, name := 0, ""
	for _, t := range tokens {
		switch t.Kind {
		case sqlfile.Space, sqlfile.Comment:
			continue
		case sqlfile.Word, sqlfile.Quoted:
			name = strings.ToLower(strings.Trim(t.Text, `"`))
			if name == rawName {
				sources++
			}
			if t.Kind == sqlfile.Word && several[name] {
				return false
			}
			continue
		case sqlfile.Symbol:
			if t.Text == "(" && gathers[name] {
				return false
			}
		}
		name = ""
	}
	return sources == 1
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
