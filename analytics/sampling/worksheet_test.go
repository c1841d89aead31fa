package sampling

import (
	"context"
	"slices"
	"strings"
	"testing"

	"auditql/analytics/fault"
)

// worksheetOf draws a sample of invented items and gives its empty worksheet.
func worksheetOf(t *testing.T, d Draw) (Selection, Worksheet) {
	t.Helper()
	d.Seed = "worksheet"
	s, err := Select(context.Background(), d, frameOf(invented(60)))
	if err != nil {
		t.Fatal(err)
	}
	w, err := NewWorksheet(s, []string{"invoice", "company"}, 2)
	if err != nil {
		t.Fatal(err)
	}
	return s, w
}

// complete gives every row that counts the status tested.
func complete(w Worksheet) Worksheet {
	w.Rows = slices.Clone(w.Rows)
	for i := range w.Rows {
		if w.Rows[i].Group != SpareGroup {
			w.Rows[i].Status = Tested
		}
	}
	return w
}

func TestWorksheetReadsBackAsItWasWritten(t *testing.T) {
	for _, d := range []Draw{{Method: SRS, Size: 5, Spares: 2}, {Method: Sieve, Size: 9, Spares: 1}, {Method: Random, Size: 9},
		{Method: Stratified, Allocation: map[string]int64{"it's A": 2, "B": 2, "Ω": 1}, Spares: 1}} {
		_, w := worksheetOf(t, d)
		filled := complete(w)
		filled.Rows[0].Status, filled.Rows[0].Comment, filled.Rows[0].Marks[1] = Deviation, "no approval", MarkDeviation
		filled.Rows[0].Audited, filled.Rows[0].Tickmark, filled.Rows[0].Exhibit = dec("1.5"), "✓", "E-1"
		table := filled.Table()
		slices.Reverse(table)
		table = append(table, make([]string, len(w.Columns())))
		got, err := ReadWorksheet("w.csv", w, w.Columns(), table)
		if err != nil {
			t.Fatalf("%s: %v", d.Method, err)
		}
		for i, r := range got.Rows {
			if want := filled.Rows[i]; r.Key != want.Key || r.Status != want.Status || r.Marks != want.Marks || r.Comment != want.Comment ||
				r.Audited.String() != want.Audited.String() || r.Tickmark != want.Tickmark || r.Exhibit != want.Exhibit {
				t.Errorf("%s row %d: %+v, want %+v", d.Method, i, r, want)
			}
		}
	}
}

func TestChangedWorksheetsAreRefused(t *testing.T) {
	_, w := worksheetOf(t, Draw{Method: SRS, Size: 3, Spares: 1})
	header := w.Columns()
	column := func(name string) int { return slices.Index(header, name) }
	for _, c := range []struct {
		change func(table [][]string) [][]string
		says   string
	}{
		{func(x [][]string) [][]string { x[1][column("invoice")] += " "; return x }, "w.csv:3: sample rank 2 has key"},
		{func(x [][]string) [][]string { x[1][column("company")] = "9"; return x }, "as selected"},
		{func(x [][]string) [][]string { x[0][column("book amount")] = "1.00"; return x }, "book amount 1.00"},
		{func(x [][]string) [][]string { x[0][column("hits")] = "2"; return x }, "2 hits"},
		{func(x [][]string) [][]string { x[0][column("rank")] = "9"; return x }, "sample rank 9 was added"},
		{func(x [][]string) [][]string { x[0][column("rank")] = "one"; return x }, "rank is \"one\""},
		{func(x [][]string) [][]string { x[0][column("group")] = "spare"; return x }, "spare rank 1 was added"},
		{func(x [][]string) [][]string { return append(x, slices.Clone(x[0])) }, "w.csv:6: sample rank 1 was added or repeated"},
		{func(x [][]string) [][]string { return x[1:] }, "sample rank 1 with key"},
		{func(x [][]string) [][]string { x[0] = x[0][:2]; return x }, `rank is "", expected a whole number (cell C2)`},
		{func(x [][]string) [][]string { x[0][column("status")] = "fine"; return x }, "status is \"fine\""},
		{func(x [][]string) [][]string { x[0][column("B")] = "x"; return x }, "attribute B is \"x\""},
		{func(x [][]string) [][]string { x[0][column("A")] = "Deviation"; return x }, "an attribute deviates"},
		{func(x [][]string) [][]string { x[0][column("audited amount")] = "1.234,50"; return x }, "audited amount"},
		{func(x [][]string) [][]string { x[0][column("audited amount")] = "50%"; return x }, "expected an amount of at most 2 decimals"},
		{func(x [][]string) [][]string { x[0][column("audited amount")] = "1.005"; return x }, "expected an amount of at most 2 decimals"},
		{func(x [][]string) [][]string {
			x[0][column("audited amount")], x[0][column("status")] = "0.01", "tested"
			return x
		}, "differs from the book amount"},
		{func(x [][]string) [][]string { x[0][column("status")] = "not available"; return x }, "without a comment"},
		{func(x [][]string) [][]string {
			x[0][column("status")], x[0][column("comment")], x[0][column("audited amount")] = "not applicable", "void", "5"
			return x
		}, "there is an audited amount of 5"},
	} {
		_, err := ReadWorksheet("w.csv", w, header, c.change(w.Table()))
		refusedAs(t, err, fault.Refused, c.says)
	}
	renamed := slices.Clone(header)
	renamed[3] = "Invoice"
	_, err := ReadWorksheet("w.csv", w, renamed, w.Table())
	refusedAs(t, err, fault.Refused, `w.csv:1: column 4 is "Invoice", expected "invoice"`)
	_, err = NewWorksheet(Selection{Units: []Unit{{Key: "a"}}}, []string{"x", "y"}, 2)
	refusedAs(t, err, fault.Usage, "1 parts, but there are 2 key columns")
}

func TestSparesReplaceWhatIsNotApplicable(t *testing.T) {
	s, w := worksheetOf(t, Draw{Method: SRS, Size: 4, Spares: 3})
	w = complete(w)
	set := func(row int, status Status, comment string) {
		w.Rows[row].Status, w.Rows[row].Comment = status, comment
	}
	set(1, NotApplicable, "cancelled")
	_, err := EvaluateWorksheet(s, w)
	refusedAs(t, err, fault.Refused, "spare rank 5 with key")
	set(5, Deviation, "")
	_, err = EvaluateWorksheet(s, w)
	refusedAs(t, err, fault.Refused, "spares are used in rank order")
	set(4, NotApplicable, "cancelled too")
	set(6, Tested, "")
	set(2, NotAvailable, "archive burnt")
	w.Rows[0].Marks[0], w.Rows[5].Marks[0] = MarkOK, MarkDeviation
	_, err = EvaluateWorksheet(s, w)
	refusedAs(t, err, fault.Refused, "column H (A) is empty")
	w.Rows[3].Marks[0] = MarkNotApplicable
	o, err := EvaluateWorksheet(s, w)
	if err != nil {
		t.Fatal(err)
	}
	if o.Size != 4 || o.Deviations != 2 || o.NotAvailable != 1 || o.Attributes[0] != (MarkedCount{3, 2}) || o.Attributes[1].Tested != 0 {
		t.Errorf("outcome %+v, want 4 items with 2 deviations, 1 of them not available, and attribute A deviating in 2 of 3", o)
	}
	if len(o.Replaced) != 2 || o.Replaced[0].By != w.Rows[4].Key || o.Replaced[1].By != w.Rows[5].Key || o.Replaced[0].Reason != "cancelled" {
		t.Errorf("replaced %+v, want ranks 5 and 6 in turn", o.Replaced)
	}
	if !strings.Contains(strings.Join(o.Notes, " "), "1 spares were tested without being needed") {
		t.Errorf("notes %q do not tell of the spare that was not needed", o.Notes)
	}
	if _, err := o.Pairs(); err == nil {
		t.Error("a deviation without an audited amount gave pairs")
	}
	in := o.AttributeSample(s, dec("0.95"), dec("0.2"))
	if r, err := EvaluateAttributes(in); err != nil || r.Distribution != Hypergeometric || r.Point != 0.5 {
		t.Errorf("evaluation %+v, %v", r, err)
	}
	w.Rows[5].Marks[0] = ""
	set(5, NotApplicable, "x")
	set(6, NotApplicable, "x")
	_, err = EvaluateWorksheet(s, w)
	refusedAs(t, err, fault.Refused, "no spare is left")
}

func TestMonetaryWorksheet(t *testing.T) {
	s, w := worksheetOf(t, Draw{Method: Sieve, Size: 8, Spares: 1})
	w = complete(w)
	certain := len(s.Certainty)
	if certain == 0 || len(s.Units) < 2 {
		t.Fatalf("%d certainty items and %d sampled, expected some of each", certain, len(s.Units))
	}
	w.Rows[0].Status = Deviation
	_, err := EvaluateWorksheet(s, w)
	refusedAs(t, err, fault.Refused, "certainty rank 1 with key")
	w.Rows[0].Audited = dec("0")
	w.Rows[certain].Status, w.Rows[certain].Comment = NotAvailable, "lost"
	o, err := EvaluateWorksheet(s, w)
	if err != nil {
		t.Fatal(err)
	}
	sample, err := o.MonetarySample(s, dec("0.95"), dec("100"), 2)
	if err != nil {
		t.Fatal(err)
	}
	r, err := EvaluateMonetary(sample)
	if err != nil || r.Overstated != 1 || !close9(r.CertaintyNet, w.Rows[0].Book.Float()) || !close9(r.Over.Projected, sample.Book.Float()/float64(sample.Size)) {
		t.Errorf("evaluation of %+v: %+v, %v", sample, r, err)
	}
	if pairs, err := o.Pairs(); err != nil || int64(len(pairs)) != o.Size {
		t.Errorf("%d pairs of %d items, %v", len(pairs), o.Size, err)
	}
}

func TestWorksheetOfStrata(t *testing.T) {
	s, w := worksheetOf(t, Draw{Method: Stratified, Allocation: map[string]int64{"it's A": 3, "B": 2, "Ω": 2}, Spares: 1})
	w = complete(w)
	for i, r := range w.Rows {
		if r.Stratum == "B" && r.Group == SampleGroup && r.Rank == 1 {
			w.Rows[i].Status, w.Rows[i].Comment = NotApplicable, "void"
		}
		if r.Stratum == "B" && r.Group == SpareGroup {
			w.Rows[i].Status, w.Rows[i].Audited = Deviation, dec("0.5")
		}
	}
	o, err := EvaluateWorksheet(s, w)
	if err != nil {
		t.Fatal(err)
	}
	want := []StratumOutcome{{Name: "B", Population: 20, Size: 2, Deviations: 1}, {Name: "it's A", Population: 20, Size: 3}, {Name: "Ω", Population: 20, Size: 2}}
	for i, h := range o.Strata {
		if h.Name != want[i].Name || h.Population != want[i].Population || h.Size != want[i].Size || h.Deviations != want[i].Deviations || int64(len(h.Pairs)) != h.Size {
			t.Errorf("stratum %+v, want %+v with a pair for each item", h, want[i])
		}
	}
	if _, err := o.MonetarySample(s, dec("0.95"), dec("1"), 2); err == nil {
		t.Error("a stratified sample of items was taken for a monetary-unit sample")
	}
}

func TestFrameOfCertaintyItemsOnly(t *testing.T) {
	items := []Item{{Key: []byte("a\x1f1"), Amount: 500}, {Key: []byte("b\x1f1"), Amount: 300}}
	s, err := Select(context.Background(), Draw{Method: Sieve, Seed: "s", Size: 5}, frameOf(items))
	if err != nil || len(s.Certainty) != 2 || s.SampledSize != 0 {
		t.Fatalf("selection %+v, %v; want 2 certainty items alone", s, err)
	}
	w, err := NewWorksheet(s, []string{"invoice", "company"}, 2)
	if err != nil {
		t.Fatal(err)
	}
	w = complete(w)
	w.Rows[0].Status, w.Rows[0].Audited = Deviation, dec("4")
	o, err := EvaluateWorksheet(s, w)
	if err != nil {
		t.Fatal(err)
	}
	in, err := o.MonetarySample(s, dec("0.95"), dec("1"), 2)
	if err != nil {
		t.Fatal(err)
	}
	r, err := EvaluateMonetary(in)
	if err != nil || r.UpperNet != 1 || r.LowerNet != 1 || !r.Conclusion.Supported {
		t.Errorf("evaluation %+v, %v; want a known misstatement of 1", r, err)
	}
}

func FuzzReadWorksheet(f *testing.F) {
	s, err := Select(context.Background(), Draw{Method: SRS, Seed: "s", Size: 2, Spares: 1}, frameOf(invented(9)))
	if err != nil {
		f.Fatal(err)
	}
	w, err := NewWorksheet(s, []string{"invoice", "company"}, 2)
	if err != nil {
		f.Fatal(err)
	}
	lines := func(table [][]string) (text string) {
		for _, row := range table {
			text += strings.Join(row, "\t") + "\n"
		}
		return text
	}
	f.Add(lines(w.Table()))
	f.Add(lines(complete(w).Table()))
	f.Fuzz(func(t *testing.T, text string) {
		var table [][]string
		for line := range strings.Lines(text) {
			table = append(table, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
		}
		got, err := ReadWorksheet("w.csv", w, w.Columns(), table)
		if err != nil {
			return
		}
		for i, r := range got.Rows {
			if r.Key != w.Rows[i].Key || r.Rank != w.Rows[i].Rank || r.Book.Rat().Cmp(w.Rows[i].Book.Rat()) != 0 {
				t.Errorf("row %d was changed to %+v and accepted", i, r)
			}
		}
		if o, err := EvaluateWorksheet(s, got); err == nil && (o.Size != 2 || o.Deviations > 2) {
			t.Errorf("outcome %+v of a sample of 2", o)
		}
	})
}
