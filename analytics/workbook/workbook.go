// Package workbook writes a run as the XLSX file that auditors keep as a workpaper: a lead sheet, the intake, and a sheet for
// each test with objective, source, procedure, result, room for a conclusion, and the rows that were found.
//
// The file is streamed: a million rows need no more memory than ten. The writer is our own, as the library keeps 300 MB
// and temporary copies of the evidence for what takes 17 MB here. It knows text, numbers and times, and no formulas at
// all; links lead from sheet to sheet and are never made from data. The same record gives the same bytes.
package workbook

import (
	"io"
	"path/filepath"

	"auditql/analytics/record"
	"auditql/analytics/report"
)

// Paper is all that a workbook is made from.
type Paper struct {
	Run   *record.Run
	Dir   string        // the folder of the run
	Loads []record.Load // the evidence that the run had before it

	Samples      []report.SampleView      // drawn from the run, and evaluated
	Dispositions []report.DispositionView // of the exceptions
}

// maker holds what the sheets have in common.
type maker struct {
	Paper
	book  *book
	names map[string]string // the sheet of each performed test
	rows  int               // the most rows of a sheet

	samples []string // the sheet of each sample
}

// The most rows that a sheet can have in Excel.
const sheetRows = 1 << 20

const leadName, intakeName, controlsName = "Lead", "Intake", "Controls"

// Write writes the workbook.
func Write(w io.Writer, p Paper) error { return write(w, p, sheetRows) }

func write(w io.Writer, p Paper, rows int) error {
	m := &maker{Paper: p, book: newBook(w), names: map[string]string{}, rows: rows}
	m.book.name(leadName)
	m.book.name(intakeName)
	m.book.name(controlsName)
	for _, t := range p.Run.Tests {
		if t.Verdict != record.NotRun {
			m.names[t.ID] = m.book.name(t.ID)
		}
	}
	for _, s := range p.Samples {
		m.samples = append(m.samples, m.book.name("sample "+s.Name))
	}
	if err := m.lead(); err != nil {
		return err
	}
	if err := m.intake(); err != nil {
		return err
	}
	if err := m.controls(); err != nil {
		return err
	}
	for i := range p.Run.Tests {
		if t := &p.Run.Tests[i]; t.Verdict != record.NotRun {
			if err := m.test(t); err != nil {
				return err
			}
		}
	}
	for i, s := range p.Samples {
		if err := m.sample(m.samples[i], s); err != nil {
			return err
		}
	}
	return m.book.close()
}

func (m *maker) file(s *record.Section) string {
	return filepath.Join(m.Dir, filepath.FromSlash(s.File.Path))
}
