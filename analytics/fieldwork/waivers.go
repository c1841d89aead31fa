package fieldwork

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/schema"
	"auditql/analytics/script"
	"auditql/analytics/waiver"
)

// waiverDataset is the dataset that a run fills itself, from the waivers of the engagement and what they accept in it.
const waiverDataset = "waiver"

// readGiven reads what the auditor wrote by hand once: what was read is what the run keeps.
func (w *work) readGiven() (err error) {
	w.given = map[string][]byte{}
	for _, name := range []string{engagement.ConfigName, waiver.FileName} {
		text, err := os.ReadFile(w.Engagement.Path(name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fault.New(fault.Broken, "read %s: %w", name, err)
		}
		w.given[name] = text
	}
	if text, ok := w.given[waiver.FileName]; ok {
		w.waivers, err = waiver.Parse(string(text))
	}
	return err
}

// waive writes into the record of a test how many of its exceptions are waived.
func (b *bench) waive(t *record.Test) error {
	file := ""
	if x := t.Section(script.Exceptions); x != nil && x.File != nil {
		file = filepath.Join(b.w.dir, filepath.FromSlash(x.File.Path))
	}
	return waiver.Apply(t, file, b.w.waivers, b.w.Engagement.AsOf)
}

// waiverRows gives the rows of the dataset, in the order of its columns. What a waiver accepts is NULL when its test was
// not performed in this run.
func (w *work) waiverRows(columns []schema.Column) [][]*string {
	var rows [][]*string
	for _, known := range w.waivers {
		cells := describe(known.Test, known.Standing(w.Engagement.AsOf))
		for i := range w.waived {
			t := &w.waived[i]
			if t.ID != known.Test || t.Verdict == record.NotRun {
				continue
			}
			for _, x := range t.Waivers {
				if x.ID == known.ID {
					cells["matched"], cells["own"] = strconv.FormatInt(x.Matched, 10), strconv.FormatInt(x.Own, 10)
				}
			}
		}
		row := make([]*string, len(columns))
		for i, c := range columns {
			if text := cells[c.Name]; text != "" {
				row[i] = &text
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func describe(test string, x record.Waiver) map[string]string {
	return map[string]string{
		"waiver_id": x.ID, "test_id": test, "reason": x.Reason, "requested_by": x.RequestedBy, "approver": x.Approver, "ticket": x.Ticket,
		"compensating": x.Compensating, "valid_from": x.From, "valid_to": x.To, "state": string(x.State),
	}
}
