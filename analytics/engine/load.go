package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"time"
)

// loadCall is the part of a call that only a load has.
type loadCall struct {
	Columns []LoadColumn
	Fields  []string // of the rows
	Time    string
	Zone    string
	Load    string
}

// Load streams rows of an export through a mapping into a Parquet file: one pass, in which each row is converted, checked,
// counted and written, or rejected with its reason. The deadline of the session counts from the last row that moved.
func (s *Session) Load(ctx context.Context, p LoadPlan, src RowSource) (LoadResult, error) {
	return s.load(ctx, p, src.Fields(), newBlocks(src))
}

func (s *Session) load(ctx context.Context, p LoadPlan, fields []string, rows frames) (LoadResult, error) {
	sec := Section{Name: "mapping", SQL: p.Mapping, Params: p.Params, File: p.File, Line: p.Line}
	sql, err := sec.substitute()
	if err != nil {
		return LoadResult{}, err
	}
	c := &call{Op: "load", SQL: sql.text, Out: s.outName(), Load: &loadCall{p.Columns, fields, p.Time, p.Zone, p.Load}}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.begin(); err != nil {
		return LoadResult{}, err
	}
	l := &loading{session: s, rows: rows, each: p.Each}
	if l.each == nil {
		l.each = l.collect
	}
	r, err := l.run(ctx, c)
	if err != nil {
		return LoadResult{}, sql.place(err)
	}
	l.result.Rows, l.result.Files, l.result.Seen, l.result.Local = r.Count, r.Files, r.Seen, r.Local
	return l.result, publish(filepath.Join(s.scratch, c.Out), p.Out, moveSource)
}

// loading is a load under way in the parent.
type loading struct {
	session *Session
	rows    frames
	each    func(Outcome) error
	result  LoadResult
	stop    atomic.Bool // the worker wants no more rows
	watch   *time.Timer // kills the worker when nothing moves
	refused error       // what each said
	failed  error       // what the source said, in its own words
}

func (l *loading) collect(o Outcome) error {
	l.result.Outcomes = append(l.result.Outcomes, o)
	return nil
}

// run sends the rows in one goroutine and takes outcomes and the answer in this one.
func (l *loading) run(ctx context.Context, c *call) (*reply, error) {
	w := l.session.worker
	l.watch = time.AfterFunc(l.session.options.Timeout+grace, w.kill)
	defer l.watch.Stop()
	defer context.AfterFunc(ctx, w.kill)()
	if err := errors.Join(writeJSON(w.in, frameCall, c), w.in.Flush()); err != nil {
		return nil, l.lost(ctx, err)
	}
	sent := make(chan struct{})
	go func() {
		if err := l.send(); err != nil {
			w.kill() // it would wait for rows that do not come
		}
		close(sent)
	}()
	r, err := l.receive()
	l.stop.Store(true)
	if err != nil {
		w.kill() // so that send ends too
	}
	<-sent
	switch {
	case l.refused != nil:
		return nil, l.refused
	case l.failed != nil:
		return nil, l.failed
	case err != nil:
		return nil, l.lost(ctx, err)
	}
	return r, r.fault()
}

func (l *loading) lost(ctx context.Context, cause error) error {
	limit, cancel := context.WithCancel(context.Background())
	if !l.watch.Stop() {
		cancel()
	}
	defer cancel()
	return l.session.lost(ctx, limit, "mapping", cause)
}

// send gives the worker all rows, or as many as it wants.
func (l *loading) send() error {
	to := l.session.worker
	var frame []byte
	for !l.stop.Load() {
		var err error
		if frame, err = to.shared.frame(frame); err != nil {
			return fmt.Errorf("send rows: %w", err)
		}
		if frame, err = l.rows.next(frame); err != nil {
			if l.failed = ended(err); l.failed != nil {
				return l.finish(frame, l.failed.Error())
			}
			return l.finish(frame, "")
		}
		l.watch.Reset(l.session.options.Timeout + grace)
		if err := to.shared.send(to.in, frame); err != nil {
			return fmt.Errorf("send rows: %w", err)
		}
	}
	return l.finish(nil, "")
}

// finish sends the last rows and says why they are the last.
func (l *loading) finish(frame []byte, why string) error {
	to := l.session.worker
	if len(frame) > 0 {
		if err := to.shared.send(to.in, frame); err != nil {
			return fmt.Errorf("send rows: %w", err)
		}
	}
	if err := writeFrame(to.in, frameEnd, []byte(why)); err != nil {
		return fmt.Errorf("send rows: %w", err)
	}
	return to.in.Flush()
}

// receive takes outcomes until the answer comes.
func (l *loading) receive() (*reply, error) {
	for {
		kind, payload, err := readFrame(l.session.worker.out, nil)
		if err != nil {
			return nil, err
		}
		l.watch.Reset(l.session.options.Timeout + grace)
		if kind == frameReply {
			var r reply
			return &r, json.Unmarshal(payload, &r)
		}
		var outcomes []Outcome
		if err := json.Unmarshal(payload, &outcomes); err != nil {
			return nil, err
		}
		for _, o := range outcomes {
			if l.refused == nil {
				l.refused = l.each(o)
			}
		}
		if l.refused != nil {
			l.stop.Store(true)
		}
	}
}
