package worksheet_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"auditql/analytics/fault"
	"auditql/analytics/sampling"
	"auditql/analytics/worksheet"
)

// hostile keys: formulas, control characters, leading zeros, blanks at the ends.
var keys = []string{"=1+1", "@SUM(A1)", "-2", "-cmd|x", "0007", " a ", "tab\there", "'quoted", "Größe-漢字", "a,b;c\"d", "", "line\nfeed", "1e3", "+49"}

func empty(t testing.TB) sampling.Worksheet {
	t.Helper()
	frame := func(yield func(sampling.Item, error) bool) {
		for i, k := range keys {
			if !yield(sampling.Item{Key: []byte(k), Amount: int64(i*i*100003 + 1)}, nil) {
				return
			}
		}
	}
	s, err := sampling.Select(context.Background(), sampling.Draw{Method: sampling.SRS, Seed: "s", Size: int64(len(keys)) - 2, Spares: 2}, frame)
	if err != nil {
		t.Fatal(err)
	}
	w, err := sampling.NewWorksheet(s, []string{"key"}, 2)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func about() []worksheet.Line { return []worksheet.Line{{What: "seed", Value: "=2+5"}} }

func forms(t testing.TB, w sampling.Worksheet) map[string][]byte {
	t.Helper()
	x, err := worksheet.XLSX(w, about())
	if err != nil {
		t.Fatal(err)
	}
	c, err := worksheet.CSV(w)
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{"w.xlsx": x, "w.csv": c, "bom.csv": append([]byte("\ufeff"), c...)}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	w := empty(t)
	blank := empty(t)
	w.Rows[0].Status, w.Rows[0].Comment, w.Rows[0].Tickmark = sampling.Deviation, "no; approval, \"x\"", "✓"
	w.Rows[0].Marks[2] = sampling.MarkDeviation
	w.Rows[1].Status, w.Rows[1].Audited = sampling.Tested, w.Rows[1].Book
	for name, data := range forms(t, w) {
		got, err := worksheet.Read(name, data, blank)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, r := range got.Rows {
			want := w.Rows[i]
			if r.Key != want.Key || r.Status != want.Status || r.Comment != want.Comment || r.Marks != want.Marks || r.Audited.Rat().Cmp(want.Audited.Rat()) != 0 {
				t.Errorf("%s row %d: %+v, want %+v", name, i, r, want)
			}
		}
	}
}

func TestWorkbookIsTheSameEachTimeAndHasNoFormula(t *testing.T) {
	w := empty(t)
	one, two := forms(t, w)["w.xlsx"], forms(t, w)["w.xlsx"]
	if !bytes.Equal(one, two) {
		t.Error("two workbooks of one selection differ")
	}
	x, err := excelize.OpenReader(bytes.NewReader(one))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if got := strings.Join(x.GetSheetList(), " "); got != "worksheet plan legend" {
		t.Errorf("sheets %s", got)
	}
	for _, sheet := range x.GetSheetList() {
		rows, err := x.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, cells := range rows {
			for c := range cells {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if f, err := x.GetCellFormula(sheet, at); err != nil || f != "" {
					t.Errorf("%s %s is a formula: %q %v", sheet, at, f, err)
				}
			}
		}
	}
	rules, err := x.GetDataValidations("worksheet")
	if err != nil || len(rules) != 8 {
		t.Errorf("%d validations, %v; want one for each attribute, the status and the audited amount", len(rules), err)
	}
	panes, err := x.GetPanes("worksheet")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v; want the header frozen", panes, err)
	}
}

func TestChangedWorkbooksAreRefused(t *testing.T) {
	data := forms(t, empty(t))["w.xlsx"]
	for name, change := range map[string]func(x *excelize.File) error{
		"key":    func(x *excelize.File) error { return x.SetCellStr("worksheet", "D3", "other") },
		"amount": func(x *excelize.File) error { return x.SetCellValue("worksheet", "F2", 17) },
		"row":    func(x *excelize.File) error { return x.RemoveRow("worksheet", 4) },
		"header": func(x *excelize.File) error { return x.SetCellStr("worksheet", "D1", "Key") },
		"sheet":  func(x *excelize.File) error { return x.SetSheetName("worksheet", "Sheet1") },
	} {
		x, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if err := change(x); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := x.Write(&out); err != nil {
			t.Fatal(err)
		}
		if _, err := worksheet.Read("w.xlsx", out.Bytes(), empty(t)); fault.KindOf(err) != fault.Refused {
			t.Errorf("%s: %v, want a refusal", name, err)
		}
	}
}

func TestSpreadsheetNumbers(t *testing.T) {
	x, err := excelize.OpenReader(bytes.NewReader(forms(t, empty(t))["w.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	w := empty(t)
	header := w.Columns()
	at := func(column string) string {
		for i, h := range header {
			if h == column {
				name, _ := excelize.CoordinatesToCellName(i+1, 2)
				return name
			}
		}
		return ""
	}
	dime := 0.1 // of a variable, so that the sum is not exact
	for want, audited := range map[string]float64{"1234.56": 1234.5599999999999, "0.3": dime + 0.2, "-3": -3} {
		for cell, v := range map[string]any{at("audited amount"): audited, at("status"): "Deviation"} {
			if err := x.SetCellValue("worksheet", cell, v); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		if err := x.Write(&out); err != nil {
			t.Fatal(err)
		}
		got, err := worksheet.Read("w.xlsx", out.Bytes(), w)
		if err != nil || got.Rows[0].Audited.String() != want || got.Rows[0].Status != sampling.Deviation {
			t.Errorf("row %+v, %v; want an audited amount of %s", got.Rows[0], err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	w := empty(f)
	for _, data := range forms(f, w) {
		f.Add(data)
	}
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("group;stratum;rank\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := worksheet.Read("w", data, w)
		if err != nil {
			return
		}
		for i, r := range got.Rows {
			if r.Key != w.Rows[i].Key {
				t.Errorf("row %d was changed to %q and accepted", i, r.Key)
			}
		}
	})
}
