package sampling

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// continued draws a sample and a larger one, and completes the worksheet of the smaller.
func continued(t *testing.T, d Draw, larger int64) (before, open Worksheet) {
	t.Helper()
	var sheets []Worksheet
	for _, n := range []int64{d.Size, larger} {
		d.Size = n
		s, err := Select(context.Background(), d, frameOf(invented(60)))
		if err != nil {
			t.Fatal(err)
		}
		w, err := NewWorksheet(s, []string{"invoice", "line"}, 2)
		if err != nil {
			t.Fatal(err)
		}
		sheets = append(sheets, w)
	}
	for i := range sheets[0].Rows {
		if r := &sheets[0].Rows[i]; r.Group != SpareGroup {
			r.Status, r.Comment, r.Exhibit = Tested, "seen", "E-1"
		}
	}
	return sheets[0], sheets[1]
}

func TestAnExtensionHasTheAnswers(t *testing.T) {
	for _, d := range []Draw{{Method: SRS, Size: 8, Spares: 3}, {Method: Sieve, Size: 6}} {
		d.Seed = "answers"
		before, open := continued(t, d, 15)
		w := open.TakeOver(before)
		answered := 0
		for i, r := range w.Rows {
			j := slices.IndexFunc(before.Rows, func(b Row) bool { return b.Key == r.Key })
			switch {
			case r.Group != open.Rows[i].Group || r.Rank != open.Rows[i].Rank || r.Hits != open.Rows[i].Hits:
				t.Errorf("%s: row %d is %+v, the larger sample has %+v", d.Method, i, r, open.Rows[i])
			case j < 0 && r.Status != "":
				t.Errorf("%s: the new item %q has the answer %q", d.Method, r.Key, r.Status)
			case j >= 0 && (r.Status != before.Rows[j].Status || r.Comment != before.Rows[j].Comment || r.Exhibit != before.Rows[j].Exhibit):
				t.Errorf("%s: item %q has the answer %q, before %q", d.Method, r.Key, r.Status, before.Rows[j].Status)
			}
			if r.Status != "" {
				answered++
			}
		}
		if want := len(before.Rows) - int(d.Spares); answered != want {
			t.Errorf("%s: %d answers, want the %d from before", d.Method, answered, want)
		}
		if open.Rows[0].Status != "" {
			t.Errorf("%s: the worksheet that was given has been changed", d.Method)
		}
	}
}

func TestChangedAnswersAreTold(t *testing.T) {
	before, open := continued(t, Draw{Method: SRS, Seed: "answers", Size: 8, Spares: 2}, 12)
	before.Rows[2].Status, before.Rows[2].Marks[0] = Deviation, MarkDeviation
	w := open.TakeOver(before)
	if says := w.Changed(before); says != nil {
		t.Errorf("nothing was changed: %q", says)
	}
	w.Rows[1].Comment, w.Rows[1].Exhibit = "another", "E-2" // said about an item, not the answer
	w.Rows[1].Audited = w.Rows[1].Book                      // the book amount is what an empty cell means
	w.Rows[9].Status = Tested                               // new
	if says := w.Changed(before); says != nil {
		t.Errorf("no answer was changed: %q", says)
	}
	w.Rows[2].Status, w.Rows[2].Marks[0] = Tested, MarkOK
	w.Rows[4].Status, w.Rows[4].Audited = Deviation, dec("1.25")
	says := w.Changed(before)
	if len(says) != 2 || !strings.Contains(says[0], `sample rank 3 with key`) || !strings.Contains(says[0], `"deviation", A deviation before, and is answered with "tested", A ok now`) ||
		!strings.Contains(says[1], `"tested" before, and is answered with "deviation", audited amount 1.25 now`) {
		t.Errorf("told %q", says)
	}
	if says := w.Changed(Worksheet{}); says != nil {
		t.Errorf("without answers from before: %q", says)
	}
}
