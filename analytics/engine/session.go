package engine

import (
	"cmp"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"auditql/analytics/fault"
)

// Session is one worker process and what it has been given and made. Its calls go one after another; several
// sessions work side by side. A session whose worker has ended answers every call with a fault: start another one.
type Session struct {
	command []string
	options Options
	scratch string

	life   context.Context // the worker is killed when it ends
	end    context.CancelFunc
	mu     sync.Mutex // one call at a time
	worker *process   // nil until the first call
	ended  error      // why the worker is gone
	serial int        // names scratch files
	reads  []string   // files that the worker may read; settled by the first call
}

// Start makes a session whose worker is started by command (a program and its arguments) at the first call; the program
// must do nothing but [Serve] on its standard input and output. Cancelling ctx kills the worker.
func Start(ctx context.Context, command []string, o Options) (*Session, error) {
	if len(command) == 0 {
		return nil, fault.New(fault.Broken, "start engine: no command to start it by")
	}
	program, err := exec.LookPath(command[0])
	if err != nil {
		return nil, fault.New(fault.Broken, "start engine: %w", err)
	}
	o = o.withDefaults()
	scratch, err := makeScratch(o.Scratch)
	if err != nil {
		return nil, fault.New(fault.Broken, "start engine: make scratch folder: %w", err)
	}
	s := &Session{command: append([]string{program}, command[1:]...), options: o, scratch: scratch}
	s.life, s.end = context.WithCancel(ctx)
	return s, nil
}

func makeScratch(in string) (string, error) {
	scratch, err := os.MkdirTemp(in, "engine-*")
	if err != nil {
		return "", err
	}
	if scratch, err = filepath.Abs(scratch); err != nil {
		return "", err
	}
	for _, folder := range []string{inFolder, outFolder, spillFolder} {
		if err := os.Mkdir(filepath.Join(scratch, folder), 0o700); err != nil {
			return "", err
		}
	}
	return scratch, nil
}

// Close ends the worker and removes the scratch folder.
func (s *Session) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = fault.New(fault.Broken, "the session is closed")
	s.stop()
	s.end()
	return os.RemoveAll(s.scratch)
}

// stop ends the worker and waits for it; the caller holds mu.
func (s *Session) stop() {
	if s.worker == nil {
		return
	}
	s.worker.pipe.Close()
	select {
	case <-s.worker.done:
	case <-time.After(2 * time.Second):
		s.worker.kill()
		<-s.worker.done
	}
	s.worker.shared.close()
	s.worker = nil
}

// begin starts the worker when it does not run yet; the caller holds mu.
func (s *Session) begin() error {
	if s.ended != nil || s.worker != nil {
		return s.ended
	}
	if err := s.life.Err(); err != nil {
		return fault.New(fault.Broken, "start engine: %w", err)
	}
	w, err := spawn(s.command, s.scratch, s.reads)
	if err != nil {
		return fault.New(fault.Broken, "start engine: %w", err)
	}
	s.worker = w
	context.AfterFunc(s.life, w.kill)
	hello := call{Op: "open", Options: &s.options, Shared: w.shared != nil, Files: s.reads}
	_, err = s.ask(context.Background(), "engine", &hello)
	return err
}

// call performs one call. about names the section or the task in messages.
func (s *Session) call(ctx context.Context, about string, c *call) (*reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.begin(); err != nil {
		return nil, err
	}
	r, err := s.ask(ctx, about, c)
	if w, ok := err.(*wireFault); ok {
		return nil, &fault.Fault{Kind: w.Kind, What: about + ": " + w.What, Next: w.Next, Cause: w}
	}
	return r, err
}

// ask sends a call and waits for its answer, and kills the worker when ctx or the deadline ends first.
func (s *Session) ask(ctx context.Context, about string, c *call) (*reply, error) {
	c.Timeout = s.options.Timeout
	limit, cancel := context.WithTimeout(ctx, c.Timeout+grace)
	defer cancel()
	defer context.AfterFunc(limit, s.worker.kill)()
	r, err := s.exchange(c)
	if err == nil {
		return r, r.fault()
	}
	return nil, s.lost(ctx, limit, about, err)
}

func (s *Session) exchange(c *call) (*reply, error) {
	if err := writeJSON(s.worker.in, frameCall, c); err != nil {
		return nil, err
	}
	if err := s.worker.in.Flush(); err != nil {
		return nil, err
	}
	return s.answer()
}

func (s *Session) answer() (*reply, error) {
	_, payload, err := readFrame(s.worker.out, nil)
	if err != nil {
		return nil, err
	}
	var r reply
	return &r, json.Unmarshal(payload, &r)
}

// lost says why the worker gave no answer.
func (s *Session) lost(ctx, limit context.Context, about string, cause error) error {
	s.worker.kill()
	<-s.worker.done
	switch {
	case ctx.Err() != nil || s.life.Err() != nil:
		s.ended = &fault.Fault{Kind: fault.Broken, What: about + ": the work was interrupted", Cause: cmp.Or(ctx.Err(), s.life.Err())}
	case limit.Err() != nil:
		s.ended = fault.New(fault.Broken, "%s: took longer than %s and was stopped", about, s.options.Timeout).
			Hint("give it more time, or let it read fewer rows")
	default:
		s.ended = fault.New(fault.Broken, "%s: the engine ended: %v%s", about, s.worker.err, s.worker.last).
			Hint("give it more memory, or report this as a defect when it happens again")
	}
	return s.ended
}
