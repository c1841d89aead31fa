package bundle_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"auditql/analytics/bundle"
	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// draw writes a selection from the population of iam-leaver, and lets change alter it before it is sealed.
func (e *engagement) draw(name string, d record.Draw, amount string, change func(*record.Selection)) string {
	e.t.Helper()
	x := e.run.Tests[1]
	s := &record.Selection{Name: name, Draw: d, Frame: record.Frame{
		Run: e.run.ID, Test: x.ID, Key: x.Key, Amount: amount, Count: x.Population.Count, Root: x.Population.Root,
	}}
	var err error
	s.Drawn, err = bundle.Draw(context.Background(), d, s.Frame, filepath.Join(e.dir(), x.ID, "population.parquet"))
	must(e.t, err)
	log, err := bundle.ReadDrawings(e.root)
	must(e.t, err)
	log = slices.DeleteFunc(log, func(d record.Drawing) bool { return d.Name == name }) // a name is drawn once
	s.Earlier = record.EarlierDraws(log, s.Frame, s.Draw)
	change(s)
	s.Seal()
	e.log(append(log, record.Drawing{Act: record.Drawn, Name: name, Frame: s.Frame, Draw: s.Draw, Digest: s.Digest}))
	data, err := record.Encode(s)
	must(e.t, err)
	e.write("selections/"+name+"/selection.json", string(data))
	e.write("selections/"+name+"/worksheet.csv", "filled in by people\n")
	return filepath.Join(e.root, "selections", name)
}

// log writes the log of draws with these entries, chained anew.
func (e *engagement) log(entries []record.Drawing) {
	e.t.Helper()
	var log []record.Drawing
	for _, d := range entries {
		log = record.Append(log, d)
	}
	lines, err := record.EncodeLog(log)
	must(e.t, err)
	e.write(bundle.DrawingsName, string(lines))
}

var srs = record.Draw{Method: "srs", Seed: "31415926535897932384", Scope: "AP/leavers", Size: 3}

func TestSelectionIsDrawnAgain(t *testing.T) {
	e := build(t, sound())
	for name, c := range map[string]struct {
		draw   record.Draw
		amount string
	}{
		"srs":   {srs, ""},
		"sieve": {record.Draw{Method: "sieve", Seed: "1", Scope: "x", Size: 2}, "account_id"},
	} {
		report, err := bundle.VerifySelection(context.Background(), e.root, e.draw(name, c.draw, c.amount, func(*record.Selection) {}))
		if err != nil || report.Rows != 5 {
			t.Errorf("%s: %+v, %v", name, report, err)
		}
	}
	_, plan := e.seal("b.tar")
	got, err := verifyBundle(plan.To, bundle.Check{})
	if err != nil || strings.Join(got.Selections, " ") != "sieve srs" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestForgedSelections(t *testing.T) {
	e := build(t, sound())
	for name, change := range map[string]func(*record.Selection){
		"other item": func(s *record.Selection) {
			s.Drawn = []byte(strings.Replace(string(s.Drawn), `hr\u001f3`, `hr\u001f4`, 1))
		},
		"no items":    func(s *record.Selection) { s.Drawn = []byte(`{}`) },
		"nothing":     func(s *record.Selection) { s.Drawn = []byte(`null`) },
		"seed":        func(s *record.Selection) { s.Draw.Seed = "2" },
		"seed, wrong": func(s *record.Selection) { s.Draw.Seed = "" },
		"size":        func(s *record.Selection) { s.Draw.Size = 2 },
		"method":      func(s *record.Selection) { s.Draw.Method = "systematic" },
		"count":       func(s *record.Selection) { s.Frame.Count = 6 },
		"root":        func(s *record.Selection) { s.Frame.Root = "00" },
		"run":         func(s *record.Selection) { s.Frame.Run = "run-0009" },
		"run outside": func(s *record.Selection) { s.Frame.Run = "../elsewhere" },
		"test":        func(s *record.Selection) { s.Frame.Test = "iam-none" },
		"key":         func(s *record.Selection) { s.Frame.Key = []string{"account_id"} },
		"amount":      func(s *record.Selection) { s.Frame.Amount = "note" },
		"stratum":     func(s *record.Selection) { s.Frame.Stratum = "note" },
		"section":     func(s *record.Selection) { s.Frame.Section = "exceptions" },
		"outside":     func(s *record.Selection) { s.Frame.Section = "../population" },
		"extends":     func(s *record.Selection) { s.Extends = "00" },
		"answers":     func(s *record.Selection) { s.Answers = "00" },
		"parts":       func(s *record.Selection) { s.Draw.Parts = &record.Parts{Salt: "s", Auditor: "a", Auditee: "b"} },
		"allocation":  func(s *record.Selection) { s.Draw.Allocate = "proportional" },
		"earlier":     func(s *record.Selection) { s.Earlier = []record.Earlier{{Name: "x"}} },
	} {
		dir := e.draw("forged", srs, "", change)
		report, err := bundle.VerifySelection(context.Background(), e.root, dir)
		if fault.KindOf(err) != fault.Differs || report.Difference == nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := bundle.Seal(context.Background(), e.plan("x.tar")); fault.KindOf(err) != fault.Differs {
			t.Errorf("%s was sealed: %v", name, err)
		}
	}
	dir := e.draw("flipped", srs, "", func(*record.Selection) {})
	file := filepath.Join(dir, "selection.json")
	data := read(t, file)
	for i := range data {
		data[i] ^= 1
		must(t, os.WriteFile(file, data, 0o644))
		if _, err := bundle.VerifySelection(context.Background(), e.root, dir); fault.KindOf(err) != fault.Differs {
			t.Fatalf("byte %d: %v", i, err)
		}
		data[i] ^= 1
	}
}

// A draw that was thrown away stays in the log, and a later one has to name it.
func TestTheLogOfDrawsIsCompared(t *testing.T) {
	e := build(t, sound())
	first := e.draw("first", srs, "", func(*record.Selection) {})
	other := srs
	other.Seed = "2"
	must(t, os.RemoveAll(first))
	second := e.draw("second", other, "", func(s *record.Selection) {
		if len(s.Earlier) != 1 || s.Earlier[0].Seed != srs.Seed {
			t.Errorf("earlier draws are %+v", s.Earlier)
		}
	})
	verify := func() error {
		_, err := bundle.VerifySelection(context.Background(), e.root, second)
		return err
	}
	if err := verify(); err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(e.root, filepath.FromSlash(bundle.DrawingsName))
	whole := read(t, log)
	_, last, _ := strings.Cut(string(whole), "\n")
	for name, text := range map[string]string{"gone": "", "first dropped": last, "cut": string(whole[:len(whole)-2]), "second dropped": strings.TrimSuffix(string(whole), last),
		"changed": strings.Replace(string(whole), srs.Seed, "3", 1)} {
		must(t, os.WriteFile(log, []byte(text), 0o644))
		if err := verify(); fault.KindOf(err) != fault.Differs {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, os.WriteFile(log, whole, 0o644))
	other.Seed = "3"
	hidden := e.draw("hidden", other, "", func(s *record.Selection) { s.Earlier = nil })
	if _, err := bundle.VerifySelection(context.Background(), e.root, hidden); fault.KindOf(err) != fault.Differs {
		t.Errorf("a draw that hides an earlier one: %v", err)
	}
}
