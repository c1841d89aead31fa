package engine

import (
	"fmt"
	"slices"
	"sort"
	"time"
)

// ledger counts what became of every record of a load. DuckDB's one thread tells it of each record as it enters the
// mapping and of each row as it leaves, so nothing is counted that did not happen.
type ledger struct {
	files    map[int64]*fileLedger
	number   int64       // of the file that was asked for last, as most rows are of the file of the row before
	file     *fileLedger // its ledger
	rows     int64       // that were kept
	disorder bool        // rows were kept in another order than that of the records
	last     [2]int64
	sight    sight
}

// fileLedger holds a byte for each record. Records are numbered without gaps as a rule; rows is made when they are not.
type fileLedger struct {
	first       int64
	rows        []int64
	states      []state
	began       bool // a kept row had a driving time
	early, late int64
}

type state byte

const (
	seen state = 1 << iota
	kept
	rejected
	filtered
)

func newLedger() *ledger { return &ledger{files: map[int64]*fileLedger{}} }

// enter notes a record of the export. Records come in the order of file and row.
func (l *ledger) enter(file, row int64) error {
	f := l.of(file)
	if f == nil {
		f = &fileLedger{first: row}
		l.files[file] = f
	}
	last := f.row(len(f.states) - 1)
	switch {
	case len(f.states) > 0 && row == last: // one record may give several raw rows
		return nil
	case len(f.states) > 0 && row < last:
		return fmt.Errorf("record %d of file %d comes after record %d", row, file, last)
	}
	if f.rows == nil && row != last+1 {
		f.number()
	}
	if f.rows != nil {
		f.rows = append(f.rows, row)
	}
	f.states = append(f.states, seen)
	return nil
}

// of gives the ledger of a file, or nil when no record of it has entered.
func (l *ledger) of(file int64) *fileLedger {
	if l.file == nil || l.number != file {
		l.number, l.file = file, l.files[file]
	}
	return l.file
}

// row gives the number of the i-th record.
func (f *fileLedger) row(i int) int64 {
	if f.rows != nil {
		return f.rows[i]
	}
	return f.first + int64(i)
}

// number writes down the numbers of the records so far, because the next one leaves a gap.
func (f *fileLedger) number() {
	f.rows = make([]int64, len(f.states), 2*len(f.states)+1)
	for i := range f.rows {
		f.rows[i] = f.first + int64(i)
	}
}

// find gives the place of a record.
func (f *fileLedger) find(row int64) (int, bool) {
	if f.rows != nil {
		return slices.BinarySearch(f.rows, row)
	}
	i := row - f.first
	return int(i), i >= 0 && i < int64(len(f.states))
}

// leave notes what became of a row that the mapping gave.
func (l *ledger) leave(file, row int64, s state) error {
	if f := l.of(file); f != nil {
		if i, ok := f.find(row); ok {
			f.states[i] |= s
			return nil
		}
	}
	return fmt.Errorf("the mapping gives _file %d and _row %d, which is no record of the export", file, row)
}

// keep notes a row that is loaded, and its driving time in microseconds.
func (l *ledger) keep(file, row int64, at *int64) error {
	if err := l.leave(file, row, kept); err != nil {
		return err
	}
	l.rows++
	if file < l.last[0] || file == l.last[0] && row < l.last[1] {
		l.disorder = true
	}
	l.last = [2]int64{file, row}
	l.sight.note(at)
	if at == nil {
		return nil
	}
	f := l.of(file)
	if !f.began {
		f.began, f.early, f.late = true, *at, *at
	}
	f.early, f.late = min(f.early, *at), max(f.late, *at)
	return nil
}

// counts gives the figures of each file. A record counts once: as rejected when any of its rows was, else as loaded when
// any was, else as filtered, else as lost; so the four add up to the records.
func (l *ledger) counts(form string) []FileCount {
	var out []FileCount
	for id, f := range l.files {
		c := FileCount{File: id, Records: int64(len(f.states))}
		for _, s := range f.states {
			switch {
			case s&rejected != 0:
				c.Rejected++
			case s&kept != 0:
				c.Loaded++
			case s&filtered != 0:
				c.Filtered++
			default:
				c.Lost++
			}
		}
		if f.began {
			c.First, c.Last = time.UnixMicro(f.early).UTC().Format(form), time.UnixMicro(f.late).UTC().Format(form)
		}
		out = append(out, c)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].File < out[j].File })
	return out
}

// lost calls each for the records that gave no row at all, in order.
func (l *ledger) lost(each func(Outcome) error) error {
	var ids []int64
	for id := range l.files {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	for _, id := range ids {
		for i, s := range l.files[id].states {
			if s != seen {
				continue
			}
			o := Outcome{File: id, Row: l.files[id].row(i), Reason: "lost", Detail: "the mapping gives no row for this record"}
			if err := each(o); err != nil {
				return err
			}
		}
	}
	return nil
}
