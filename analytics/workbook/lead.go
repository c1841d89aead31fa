package workbook

import (
	"auditql/analytics/record"
	"auditql/analytics/report"
)

// ticks say what the verdicts mean; they stand in the lead sheet, where a reader looks for them.
var ticks = [][2]string{
	{string(record.NoExceptions), "every item in scope passes"},
	{string(record.Exceptions), "at least one item does not meet the rule of the test; whether it is a finding is for the auditor to conclude"},
	{string(record.Indeterminate), "no exceptions, but items that the evidence cannot decide"},
	{string(record.NotAssertable), "an intake check failed and nobody accepted it, or the population is empty: nothing may be concluded"},
	{string(record.NotRun), "evidence is missing, or the test ended with an error"},
	{"excluded", "items that a stated rule of the test leaves out of scope"},
	{"waived", "exceptions that a waiver in force accepts; they stay exceptions"},
	{"net", "exceptions without those that are waived"},
	{"undisposed", "exceptions of which nobody has said yet what they turned out to be"},
}

func (m *maker) lead() error {
	s, err := m.book.sheet(leadName, 30, 52, 10, 12, 10, 12, 10, 10, 12, 14, 10, 10, 18, 44)
	if err != nil {
		return err
	}
	e := m.Run.Engagement
	s.add(styled(title, e.Title))
	s.add()
	for _, f := range [][2]string{
		{"Period", e.PeriodStart + " to " + e.PeriodEnd + ", whose end does not belong to it"}, {"Snapshots as of", e.AsOf}, {"Run", m.Run.ID},
		{"Digest of the run", m.Run.Digest}, {"Made with", "auditql " + m.Run.Tool.Version + ", " + m.Run.Tool.Engine},
	} {
		s.add(styled(label, f[0]), text(f[1]))
	}
	s.add(styled(label, "Prepared by, on"), styled(room, ""))
	s.add(styled(label, "Reviewed by, on"), styled(room, ""))
	s.add(styled(label, "Evidence"), link(intakeName, intakeName))
	s.add(styled(label, "Coverage"), link(controlsName, controlsName))
	s.add()
	s.add(heads("test", "exception", "severity", "population", "pass", "exceptions", "waived", "net", "undisposed", "indeterminate", "excluded", "rate", "verdict", "conclusion")...)
	at, undisposed := s.row, report.Undisposed(m.Dispositions)
	for _, t := range m.Run.Tests {
		id := text(t.ID)
		if name := m.names[t.ID]; name != "" {
			id = link(t.ID, name)
		}
		s.add(id, text(t.Title), text(t.Severity), count(t.Population.Count), count(t.Pass), count(t.Exceptions), count(t.Waived), count(t.Exceptions-t.Waived), count(undisposed[t.ID]), count(t.Indeterminate),
			count(t.Excluded), styled(right, report.Rate(t.Exceptions, t.Population.Count-t.Excluded)), styled(verdictStyle(t.Verdict), string(t.Verdict)), styled(room, ""))
	}
	s.filtered(at, 14)
	s.add()
	m.listSamples(s)
	s.add(styled(header, "Tickmarks"))
	for _, k := range ticks {
		s.add(styled(verdictStyle(record.Verdict(k[0])), k[0]), text(k[1]))
	}
	return s.close()
}

func heads(names ...string) []cell {
	out := make([]cell, len(names))
	for i, n := range names {
		out[i] = styled(header, n)
	}
	return out
}

// intake lists every file of every load with its counts, and every check.
func (m *maker) intake() error {
	s, err := m.book.sheet(intakeName, 22, 16, 60, 12, 12, 12, 12, 66)
	if err != nil {
		return err
	}
	s.add(styled(title, "Intake"))
	s.add(link("Back to "+leadName, leadName))
	s.add()
	s.add(heads("dataset", "load", "file", "read", "loaded", "rejected", "filtered", "SHA-256")...)
	at := s.row
	for _, l := range m.Loads {
		for _, f := range l.Files {
			s.add(text(l.Dataset), text(l.ID), text(f.Name), count(f.Read), count(f.Loaded), count(f.Rejected), count(f.Filtered), text(f.SHA256))
		}
	}
	s.filtered(at, 8)
	s.add()
	s.add(heads("dataset", "load", "check", "status", "", "", "", "expected; actual; note")...)
	for _, l := range m.Loads {
		for _, c := range l.Checks {
			s.add(text(l.Dataset), text(l.ID), text(c.ID), text(string(c.Status)), cell{}, cell{}, cell{}, styled(wrapped, c.Expected+"; "+c.Actual+"; "+report.CheckNote(c)))
		}
	}
	return s.close()
}
