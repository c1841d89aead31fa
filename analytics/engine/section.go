package engine

import (
	"errors"

	"auditql/analytics/fault"
	"auditql/analytics/sqlfile"
)

// substituted is a section's SQL with its parameters in place, and the way back to the author's text.
type substituted struct {
	sec  Section
	text string
	back sqlfile.Map
}

func (sec Section) substitute() (*substituted, error) {
	text, back, err := sqlfile.Substitute(sec.SQL, func(name string) (string, error) {
		l, ok := sec.Params[name]
		if !ok {
			return "", fault.New(fault.Usage, "there is no parameter $%s", name).Hint("declare it under params")
		}
		return l.SQL(), nil
	})
	s := &substituted{sec, text, back}
	if err != nil {
		return nil, s.placed(err)
	}
	if err := readable(text); err != nil { // before JSON on its way to the worker mends it
		return nil, s.place(err)
	}
	return s, nil
}

// placed adds the file to a fault that has a line of the section's text.
func (s *substituted) placed(err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	g := *f
	g.File = s.sec.File
	if g.File == "" {
		g.File = s.sec.Name
	}
	if g.Line > 0 {
		g.Line += max(s.sec.Line, 1) - 1
	}
	return &g
}

// place turns an answer's fault into one that points at the author's text.
func (s *substituted) place(err error) error {
	var w *wireFault
	if !errors.As(err, &w) {
		return err
	}
	f := fault.At(w.Kind, "", 0, "%s", w.What).Hint("%s", w.Next)
	if w.Offset >= 0 && w.Offset <= len(s.text) {
		f.Line, f.Column = sqlfile.Position(s.sec.SQL, s.back.Source(w.Offset))
	}
	if s.sec.File != "" {
		f.What = s.sec.Name + ": " + f.What
	}
	return s.placed(f)
}
