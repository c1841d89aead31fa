package bundle_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"auditql/analytics/bundle"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/sampling"
	"auditql/analytics/worksheet"
)

// evaluate draws a selection, completes its worksheet with one deviation, and keeps an evaluation that change altered before
// it was sealed. It gives the folders of both.
func (e *engagement) evaluate(name string, q sampling.Question, change func(*record.Evaluation)) (selection, evaluation string) {
	e.t.Helper()
	selection = e.draw(name, srs, "", func(*record.Selection) {})
	var s record.Selection
	must(e.t, record.Decode(read(e.t, filepath.Join(selection, bundle.SelectionName)), &s))
	var drawn sampling.Selection
	must(e.t, json.Unmarshal(s.Drawn, &drawn))
	sheet, err := sampling.NewWorksheet(drawn, s.Frame.Key, s.Frame.Scale)
	must(e.t, err)
	for i := range sheet.Rows {
		sheet.Rows[i].Status = sampling.Tested
	}
	sheet.Rows[0].Status = sampling.Deviation
	data, err := worksheet.CSV(sheet)
	must(e.t, err)
	done, err := bundle.Evaluate(s, &e.run.Tests[1], q, "w.csv", data, sampling.Worksheet{})
	must(e.t, err)
	done.Number = 1
	change(&done)
	done.Seal()
	log, err := bundle.ReadDrawings(e.root)
	must(e.t, err)
	e.log(append(log, record.Drawing{Act: record.Evaluated, Name: name, Evaluation: done.Sum, Verdict: done.Verdict}))
	text, err := record.Encode(done)
	must(e.t, err)
	e.write("selections/"+name+"/evaluation-0001/evaluation.json", string(text))
	e.write("selections/"+name+"/evaluation-0001/worksheet.csv", string(data))
	return selection, filepath.Join(selection, "evaluation-0001")
}

func question() sampling.Question {
	var q sampling.Question
	for into, text := range map[*sampling.Decimal]string{&q.Confidence: "0.9", &q.Rate: "0.5"} {
		d, err := sampling.ParseDecimal(text)
		if err != nil {
			panic(err)
		}
		*into = d
	}
	return q
}

func TestEvaluationIsEvaluatedAgain(t *testing.T) {
	e := build(t, sound())
	selection, _ := e.evaluate("tested", question(), func(*record.Evaluation) {})
	report, err := bundle.VerifySelection(context.Background(), e.root, selection)
	if err != nil || report.Evaluations != 1 || report.Selections != 1 {
		t.Errorf("%+v, %v", report, err)
	}
	_, plan := e.seal("b.tar")
	if got, err := verifyBundle(plan.To, bundle.Check{}); err != nil || got.Evaluations != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

// Whoever changes a record can make its sums anew; what does not follow from the worksheet is found all the same.
func TestForgedEvaluations(t *testing.T) {
	e := build(t, sound())
	replace := func(into *json.RawMessage, old, new string) {
		if !strings.Contains(string(*into), old) {
			t.Fatalf("%s is not in %s", old, *into)
		}
		*into = []byte(strings.Replace(string(*into), old, new, 1))
	}
	for says, change := range map[string]func(*record.Evaluation){
		"verdict": func(r *record.Evaluation) { r.Verdict = "supported" },
		"result.outcome.n": func(r *record.Evaluation) {
			replace(&r.Result, `"n":3,"deviations":1,"not`, `"n":9,"deviations":1,"not`)
		},
		"result.rates[0].limits[0]": func(r *record.Evaluation) { replace(&r.Result, `"upper":0`, `"upper":-0`) },
		"result.verdict":            func(r *record.Evaluation) { replace(&r.Result, `"verdict":"`, `"verdict":"un`) },
		"result.conclusion":         func(r *record.Evaluation) { replace(&r.Result, `"conclusion":{`, `"conclusion":{"more":1,`) },
		"question.scale":            func(r *record.Evaluation) { replace(&r.Question, `"scale":0`, `"scale":1`) },
		"evaluation is":             func(r *record.Evaluation) { r.Question = []byte(`{}`) },
		"question":                  func(r *record.Evaluation) { r.Question = []byte(`[]`) },
		"digest of the selection":   func(r *record.Evaluation) { r.Selection = "00" },
		"number":                    func(r *record.Evaluation) { r.Number = 2 },
		"sum of the evaluation":     func(r *record.Evaluation) { r.Previous = "00" },
		"SHA-256":                   func(r *record.Evaluation) { r.Worksheet.SHA256 = record.Hash(nil) },
		"size":                      func(r *record.Evaluation) { r.Worksheet.Bytes++ },
		"path is ../worksheet.csv":  func(r *record.Evaluation) { r.Worksheet.Path = "../worksheet.csv" },
	} {
		selection, _ := e.evaluate("forged", question(), change)
		_, err := bundle.VerifySelection(context.Background(), e.root, selection)
		if fault.KindOf(err) != fault.Differs || !strings.Contains(err.Error(), strings.TrimSuffix(says, " is")) {
			t.Errorf("%s: %v", says, err)
		}
		if _, err := bundle.Seal(context.Background(), e.plan("x.tar")); fault.KindOf(err) != fault.Differs {
			t.Errorf("%s was sealed: %v", says, err)
		}
	}
	selection, evaluation := e.evaluate("forged", question(), func(*record.Evaluation) {})
	for name, break_ := range map[string]func() error{
		"a file that nobody wrote": func() error { return os.WriteFile(filepath.Join(evaluation, "notes"), nil, 0o644) },
		"no worksheet":             func() error { return os.Remove(filepath.Join(evaluation, "worksheet.csv")) },
		"no record":                func() error { return os.Remove(filepath.Join(evaluation, "evaluation.json")) },
	} {
		e.evaluate("forged", question(), func(*record.Evaluation) {})
		must(t, break_())
		if _, err := bundle.VerifySelection(context.Background(), e.root, selection); fault.KindOf(err) != fault.Differs {
			t.Errorf("%s: %v", name, err)
		}
		must(t, os.RemoveAll(evaluation))
	}
}

// What an intake check found is in the question of every evaluation: the sample asserts nothing.
func TestEvaluationOfAnUnsoundFrame(t *testing.T) {
	e := build(t, sound())
	selection, _ := e.evaluate("tested", question(), func(*record.Evaluation) {})
	var s record.Selection
	must(t, record.Decode(read(t, filepath.Join(selection, bundle.SelectionName)), &s))
	test := e.run.Tests[1]
	test.Verdict, test.Checks = record.NotAssertable, []record.DatasetCheck{{Dataset: "account", Check: record.Check{ID: "ipe-03", Status: record.Failed}}}
	done, err := bundle.Evaluate(s, &test, question(), "w.csv", read(t, filepath.Join(selection, "evaluation-0001", "worksheet.csv")), sampling.Worksheet{})
	if err != nil || done.Verdict != string(sampling.NotAssertable) || !strings.Contains(string(done.Result), "intake check ipe-03 of account failed") {
		t.Errorf("%v, %s", err, done.Result)
	}
}
