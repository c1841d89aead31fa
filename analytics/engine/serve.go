package engine

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"auditql/analytics/fault"
)

// worker is the state of the process that runs DuckDB.
type worker struct {
	in      *bufio.Reader
	out     *bufio.Writer
	options Options
	memory  *lender // through which rows come; nil when they come through in
	db      *database
	ingest  *ingest      // the load under way
	after   func() error // what remains to be done when the answer has been sent
}

// operations are what the parent may ask, by name.
var operations = map[string]func(*worker, context.Context, *call) (*reply, error){
	"open":       (*worker).open,
	"attach":     (*worker).attach,
	"given":      (*worker).given,
	"make":       (*worker).make,
	"describe":   (*worker).describe,
	"syntax":     (*worker).syntax,
	"ask":        (*worker).ask,
	"reset":      (*worker).reset,
	"forget":     (*worker).forget,
	"nulls":      (*worker).nullKeys,
	"duplicates": (*worker).duplicates,
	"missing":    (*worker).missing,
	"common":     (*worker).common,
	"rows":       (*worker).rows,
	"load":       (*worker).load,
}

func serve(in io.Reader, out io.Writer) error {
	w := &worker{in: bufio.NewReaderSize(in, 1<<16), out: bufio.NewWriterSize(out, 1<<16)}
	for {
		kind, payload, err := readFrame(w.in, nil)
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read call: %w", err)
		}
		if kind != frameCall {
			return fmt.Errorf("read call: unexpected frame %q", kind)
		}
		w.after = nil
		if err := w.send(frameReply, w.answer(payload)); err != nil {
			return fmt.Errorf("write answer: %w", err)
		}
		if w.after == nil {
			continue
		}
		if err := w.after(); err != nil {
			return err
		}
	}
}

func (w *worker) send(kind frameKind, v any) error {
	if err := writeJSON(w.out, kind, v); err != nil {
		return err
	}
	return w.out.Flush()
}

// answer performs one call within its deadline.
func (w *worker) answer(payload []byte) *reply {
	var c call
	if err := json.Unmarshal(payload, &c); err != nil {
		return &reply{Fault: wire(context.Background(), fmt.Errorf("read call: %w", err))}
	}
	ctx, cancel := deadline(c.Timeout)
	defer cancel()
	op, ok := operations[c.Op]
	if !ok {
		return &reply{Fault: wire(ctx, fault.New(fault.Broken, "unknown call %q", c.Op))}
	}
	r, err := op(w, ctx, &c)
	if err != nil {
		if d, ok := parseDuckError(err.Error()); ok && d.Type == "FATAL" { // DuckDB answers nothing more after that
			w.after = func() error { return err }
		}
		return &reply{Fault: wire(ctx, err)}
	}
	if r == nil {
		r = &reply{}
	}
	return r
}

// deadline ends a call in time. A load has none of its own: it takes as long as its rows keep coming, and the parent watches.
func deadline(d time.Duration) (context.Context, context.CancelFunc) {
	if d == 0 {
		return context.WithCancel(context.Background())
	}
	return context.WithTimeout(context.Background(), d)
}
