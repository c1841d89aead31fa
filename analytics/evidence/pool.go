package evidence

import (
	"context"
	"sync"

	"auditql/analytics/engine"
)

// pool keeps the sessions of one Load, because starting one costs more than a small export.
type pool struct {
	life    context.Context // of the sessions, which outlive the batches that they read
	start   func(context.Context, engine.Options) (*engine.Session, error)
	options engine.Options
	mu      sync.Mutex
	free    []*engine.Session
}

// with lends a session. One that failed is not lent again.
func (p *pool) with(do func(*engine.Session) error) error {
	s, err := p.take()
	if err != nil {
		return err
	}
	if err := do(s); err != nil {
		s.Close()
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, s)
	return nil
}

func (p *pool) take() (*engine.Session, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.free); n > 0 {
		s := p.free[n-1]
		p.free = p.free[:n-1]
		return s, nil
	}
	return p.start(p.life, p.options)
}

// close ends the sessions that are not lent, and gives back their memory. More can be started afterwards.
func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.free {
		s.Close()
	}
	p.free = nil
}
