package exchange

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// The form that build servers read: a suite per run, a case per test. A test fails by its exceptions and by items that the
// evidence cannot decide; a test that could not conclude is an error, and one without its evidence is skipped. There are two
// schemas of JUnit files, that of Ant and that of Jenkins; Ant's asks for the attributes and elements that say nothing here.
type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Package  string      `xml:"package,attr"`
	ID       int         `xml:"id,attr"`
	Name     string      `xml:"name,attr"`
	At       string      `xml:"timestamp,attr"` // without a zone, as Ant's schema asks; UTC
	Host     string      `xml:"hostname,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     int         `xml:"time,attr"`
	Props    struct{}    `xml:"properties"`
	Cases    []junitCase `xml:"testcase"`
	Out      string      `xml:"system-out"`
	Err      string      `xml:"system-err"`
}

type junitCase struct {
	Class   string      `xml:"classname,attr"`
	Name    string      `xml:"name,attr"`
	Time    int         `xml:"time,attr"`
	Failure *junitState `xml:"failure,omitempty"`
	Error   *junitState `xml:"error,omitempty"`
	Skipped *junitState `xml:"skipped,omitempty"`
}

type junitState struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// mostLines bounds the exceptions that are listed in a case; all are in the result file.
const mostLines = 1000

func writeJUnit(w io.Writer, r Run) error {
	at, err := time.Parse(time.RFC3339Nano, or(r.Record.Undigested.StartedAt, r.Record.Engagement.AsOf))
	if err != nil {
		return fault.New(fault.Differs, "time of the run: %w", err)
	}
	s := junitSuite{Package: "auditql", Name: text(r.Record.Engagement.Title + " " + r.Record.ID), At: at.UTC().Format("2006-01-02T15:04:05"), Host: "localhost"}
	for i := range r.Record.Tests {
		t := &r.Record.Tests[i]
		c, err := r.junitCase(t)
		if err != nil {
			return err
		}
		s.Tests++
		switch {
		case c.Failure != nil:
			s.Failures++
		case c.Error != nil:
			s.Errors++
		case c.Skipped != nil:
			s.Skipped++
		}
		s.Cases = append(s.Cases, c)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(junitSuites{Suites: []junitSuite{s}}); err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n")
	return err
}

func (r Run) junitCase(t *record.Test) (junitCase, error) {
	c := junitCase{Class: t.ID, Name: text(t.Title)}
	switch t.Verdict {
	case record.NoExceptions:
		return c, nil
	case record.NotRun:
		if t.Error != "" {
			c.Error = &junitState{Message: text(t.Error), Type: string(t.Verdict)}
			return c, nil
		}
		c.Skipped = &junitState{Message: "not run, for lack of evidence"}
		return c, nil
	}
	state := &junitState{Type: string(t.Verdict), Message: fmt.Sprintf("%s; %d indeterminate of %s",
		r.gross(t), t.Indeterminate, record.Counted(t.Population.Count, "item"))}
	n := 0
	err := r.exceptions(t, func(x exception) error {
		if n++; n <= mostLines {
			state.Text += text(x.Name()+" "+x.Code+" "+x.Reason) + "\n"
		}
		return nil
	})
	if n > mostLines {
		state.Text += fmt.Sprintf("%d more rows are in the result file\n", n-mostLines)
	}
	if t.Verdict == record.NotAssertable {
		c.Error = state
	} else {
		c.Failure = state
	}
	return c, err
}
