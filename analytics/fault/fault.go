// Package fault is the error of auditql: what kind of thing went wrong, where, and what to do next.
//
// Every error that a person will read is a Fault. Its kind decides the exit code (see [Kind]), its place points at a
// file, a line and a column, and its hint names the next thing to do. Lower packages wrap errors of others as
// "verb noun: %w"; cmd prints the outermost message once.
//
//	return fault.At(fault.Refused, file, line, "expected a date, got %q", v).Hint("declare the format in the mapping")
package fault

import (
	"errors"
	"fmt"
)

// Kind says what went wrong, and so which exit code the program ends with.
type Kind int

const (
	// Broken: it could not be done, by an input or output error or a defect of auditql. Exit code 1.
	Broken Kind = 1
	// Usage: it was asked wrongly: a flag, a name, a script or a contract that is not well formed. Exit code 2.
	Usage Kind = 2
	// Differs: it was done, and there are exceptions, failing cases or differences. Exit code 3.
	Differs Kind = 3
	// Refused: evidence was refused or is missing, nothing was concluded. Exit code 4.
	Refused Kind = 4
)

// Fault is an error with a kind, a place and a hint.
type Fault struct {
	Kind   Kind
	File   string // as the user named it; empty when there is no file
	Line   int    // 1-based; 0 when unknown
	Column int    // 1-based; 0 when unknown
	What   string // what is wrong, with the value, and what was expected
	Next   string // the next thing to do; may be empty
	Cause  error
}

// New makes a fault without a place. A %w in the format keeps the cause.
func New(kind Kind, format string, args ...any) *Fault {
	err := fmt.Errorf(format, args...)
	return &Fault{Kind: kind, What: err.Error(), Cause: errors.Unwrap(err)}
}

// At makes a fault at a line of a file; line 0 means the file as a whole.
func At(kind Kind, file string, line int, format string, args ...any) *Fault {
	f := New(kind, format, args...)
	f.File, f.Line = file, line
	return f
}

// Hint adds the next thing to do.
func (f *Fault) Hint(format string, args ...any) *Fault {
	f.Next = fmt.Sprintf(format, args...)
	return f
}

// Error gives "FILE:LINE:COLUMN: what", without the parts that are unknown.
func (f *Fault) Error() string {
	place := f.File
	if place != "" && f.Line > 0 {
		place += fmt.Sprintf(":%d", f.Line)
		if f.Column > 0 {
			place += fmt.Sprintf(":%d", f.Column)
		}
	}
	if place == "" {
		return f.What
	}
	return place + ": " + f.What
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Cause }

// KindOf gives the kind of the first fault in the chain of err, or Broken when there is none.
func KindOf(err error) Kind {
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return Broken
}

// HintOf gives the first hint in the chain of err.
func HintOf(err error) string {
	for err != nil {
		var f *Fault
		if !errors.As(err, &f) {
			return ""
		}
		if f.Next != "" {
			return f.Next
		}
		err = f.Cause
	}
	return ""
}
