package evidence

import (
	"testing"

	"auditql/analytics/reader"
	"auditql/analytics/record"
)

var summaryWithoutPages = reader.Summary{}

func TestPaging(t *testing.T) {
	page := func(pages, open, total int64) reader.Summary {
		return reader.Summary{Paging: &reader.Paging{Pages: pages, Open: open, Says: "next", Total: total}}
	}
	for name, c := range map[string]struct {
		reads  []int64
		sums   []reader.Summary
		notes  int
		stated bool
	}{
		"one page, another follows":    {[]int64{5}, []reader.Summary{page(1, 1, -1)}, 1, false},
		"pages with the last":          {[]int64{5, 2}, []reader.Summary{page(1, 1, -1), page(1, 0, -1)}, 0, false},
		"a total that is there":        {[]int64{5, 2}, []reader.Summary{page(1, 0, 7), page(1, 0, 7)}, 0, true},
		"a total that is not":          {[]int64{5}, []reader.Summary{page(1, 0, 7)}, 1, false},
		"two lists, each whole":        {[]int64{5, 2}, []reader.Summary{page(1, 0, 5), page(1, 0, 2)}, 0, true},
		"no envelope":                  {[]int64{5}, []reader.Summary{{}}, 0, false},
		"an envelope that says little": {[]int64{5}, []reader.Summary{page(1, 0, -1)}, 0, false},
	} {
		var entry record.Load
		for _, n := range c.reads {
			entry.Files = append(entry.Files, record.LoadFile{Read: n})
		}
		if notes, stated := paging(&entry, c.sums); len(notes) != c.notes || stated != c.stated {
			t.Errorf("%s: %v, stated %v", name, notes, stated)
		}
	}
}

func TestForemostReasonsDoNotDependOnOrder(t *testing.T) {
	reasons := map[string]int64{}
	for i := range 30 {
		reasons[string(rune('a'+i))] = int64(i / 2)
	}
	got := foremost(reasons)
	if len(got) != maxReasons+1 || got[otherReasons] != 0+0+1+1+2+2+3+3+4+4 {
		t.Errorf("%d reasons, %d for others", len(got), got[otherReasons])
	}
}

// A later load of the same scope stands for the earlier ones; a narrower check stays.
func TestLaterChecksStand(t *testing.T) {
	failed := func(id string, over record.Scope, with string) record.Check {
		return record.Check{ID: id, Status: record.Failed, Over: over, With: with}
	}
	l := &Ledger{Loads: []record.Load{
		{ID: "a", Dataset: "log", Export: "x", Checks: []record.Check{failed("ipe-04", "", ""), failed("ipe-05", record.SameExport, ""), failed("ipe-07", record.WholeDataset, ""), failed("ipe-12", record.WholeDataset, "hr")}},
		{ID: "b", Dataset: "log", Export: "y", Checks: []record.Check{failed("ipe-05", record.SameExport, ""), failed("ipe-07", record.WholeDataset, "")}},
		{ID: "c", Dataset: "hr", Checks: []record.Check{failed("ipe-12", record.WholeDataset, "log")}},
	}}
	status := map[string]record.Status{}
	for _, load := range l.Loads {
		for _, c := range l.Checks(load) {
			status[load.ID+c.ID] = c.Status
		}
	}
	for key, want := range map[string]record.Status{
		"aipe-04": record.Failed, "aipe-05": record.Failed, "aipe-07": record.NotApplicable, "aipe-12": record.NotApplicable,
		"bipe-05": record.Failed, "bipe-07": record.Failed, "cipe-12": record.Failed,
	} {
		if status[key] != want {
			t.Errorf("%s is %s, want %s", key, status[key], want)
		}
	}
}
