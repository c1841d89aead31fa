// Package waiver says which exceptions somebody accepted, for how long and on whose authority.
//
// Waivers are written by the auditor in waivers.yaml. They remove nothing: a test counts its exceptions as ever, and
// beside them how many are waived. Only a waiver that is in force at the audit date counts, and one that was approved by
// who asked for it, or by whom it is about, does not.
//
//	waivers:
//	  - id: W-1
//	    test: iam-dormant
//	    key: [okta, 00u1]            # the item; or where: {system: okta, reason_code: R1}
//	    reason: The account is kept for the year-end close.
//	    requested_by: mlee
//	    approver: ciso
//	    ticket: RISK-12
//	    from: 2026-01-01
//	    to: 2027-01-01
//	    compensating: Sign-ins are reviewed weekly.
package waiver

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/sqlfile"
)

// FileName is where an engagement keeps its waivers.
const FileName = "waivers.yaml"

// Waiver is an entry of waivers.yaml.
type Waiver struct {
	Test string
	record.Waiver
	from, to time.Time
	renew    bool
}

type document struct {
	Waivers []entry `yaml:"waivers"`
}

type entry struct {
	ID           string                       `yaml:"id"`
	Test         string                       `yaml:"test"`
	Key          []string                     `yaml:"key"`
	Where        sqlfile.Pairs[sqlfile.Value] `yaml:"where"`
	Reason       string                       `yaml:"reason"`
	RequestedBy  string                       `yaml:"requested_by"`
	Approver     string                       `yaml:"approver"`
	Ticket       string                       `yaml:"ticket"`
	From         string                       `yaml:"from"`
	To           string                       `yaml:"to"`
	Compensating string                       `yaml:"compensating"`
	Renew        bool                         `yaml:"renew"` // carried over from the period before: void until somebody approves it anew
}

// Read reads waivers.yaml; a file that is not there holds no waivers. One that is not whole is refused with its id.
func Read(name string) ([]Waiver, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Broken, "read waivers: %w", err)
	}
	return Parse(string(text))
}

// Parse reads the text of waivers.yaml.
func Parse(text string) ([]Waiver, error) {
	var d document
	if err := sqlfile.Decode(FileName, 1, text, &d); err != nil {
		return nil, err
	}
	var out []Waiver
	for _, e := range d.Waivers {
		w, err := e.waiver()
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(out, func(o Waiver) bool { return o.ID == w.ID }) {
			return nil, refuse(e.ID, "is there twice")
		}
		out = append(out, w)
	}
	return out, nil
}

func refuse(id, format string, args ...any) error {
	return fault.At(fault.Usage, FileName, 0, "waiver %q "+format, append([]any{id}, args...)...)
}

func (e entry) waiver() (w Waiver, err error) {
	for _, field := range []struct{ name, value string }{
		{"id", e.ID}, {"test", e.Test}, {"reason", e.Reason}, {"requested_by", e.RequestedBy}, {"approver", e.Approver}, {"ticket", e.Ticket},
		{"from", e.From}, {"to", e.To},
	} {
		if strings.TrimSpace(field.value) == "" {
			return w, refuse(e.ID, "has no %s", field.name)
		}
	}
	if (len(e.Key) == 0) == (len(e.Where) == 0) {
		return w, refuse(e.ID, "needs either key, the item, or where, the values of columns that its rows have")
	}
	w = Waiver{Test: e.Test, renew: e.Renew, Waiver: record.Waiver{
		ID: e.ID, Key: e.Key, Reason: e.Reason, RequestedBy: e.RequestedBy, Approver: e.Approver, Ticket: e.Ticket, Compensating: e.Compensating,
	}}
	if w.from, err = e.instant("from", e.From); err != nil {
		return w, err
	}
	if w.to, err = e.instant("to", e.To); err != nil {
		return w, err
	}
	if !w.from.Before(w.to) {
		return w, refuse(e.ID, "is valid from %s to %s: the end is not after the start", e.From, e.To)
	}
	w.From, w.To = w.from.Format(time.RFC3339Nano), w.to.Format(time.RFC3339Nano)
	w.Where, err = e.conditions()
	return w, err
}

func (e entry) instant(field, text string) (time.Time, error) {
	t, err := sqlfile.Instant(text)
	if err != nil {
		return t, refuse(e.ID, "has %s %q, %w", field, text, err)
	}
	return t, nil
}

func (e entry) conditions() ([]record.Condition, error) {
	var out []record.Condition
	for _, p := range e.Where {
		values := p.Value.List
		if p.Value.Text != nil {
			values = []string{*p.Value.Text}
		}
		if len(values) == 0 {
			return nil, refuse(e.ID, "gives no value for %s", p.Key)
		}
		out = append(out, record.Condition{Column: p.Key, Values: values})
	}
	return out, nil
}
