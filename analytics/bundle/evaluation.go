package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/sampling"
	"auditql/analytics/worksheet"
)

// EvaluationName is the record in the folder of an evaluation, which lies in the folder of its selection.
const EvaluationName = "evaluation.json"

// EvaluationFolder names the folder of the n-th evaluation of a selection.
func EvaluationFolder(n int) string { return fmt.Sprintf("evaluation-%04d", n) }

// Evaluate evaluates a completed worksheet of a selection, drawn from the population of t. The name is for messages; before is
// the worksheet whose answers this one took over, see [Answers]. Refused: a worksheet that is not finished, or not the one of the
// selection; see [sampling.ReadWorksheet] and [sampling.Evaluate].
//
// The record has neither number nor time nor seal yet; these are for who keeps it.
func Evaluate(s record.Selection, t *record.Test, q sampling.Question, name string, data []byte, before sampling.Worksheet) (record.Evaluation, error) {
	filled, drawn, err := readWorksheet(s, name, data)
	if err != nil {
		return record.Evaluation{}, err
	}
	q.Amounts, q.Scale, q.Unsound = s.Frame.Amount != "", s.Frame.Scale, unsoundFrame(t)
	q.Departures, q.Changed = nil, filled.Changed(before)
	if len(s.Plan) > 0 {
		p, err := sampling.ReadPlan(s.Plan)
		if err != nil {
			return record.Evaluation{}, err
		}
		q.Departures = p.Departures(q, s.Draw.Size)
	}
	result, err := sampling.Evaluate(q, drawn, filled)
	if err != nil {
		return record.Evaluation{}, err
	}
	e := record.Evaluation{Name: s.Name, Selection: s.Digest, Verdict: string(result.Verdict),
		Worksheet: record.File{Path: "worksheet.csv", SHA256: record.Hash(data), Bytes: int64(len(data))}}
	if worksheet.IsXLSX(data) {
		e.Worksheet.Path = "worksheet.xlsx"
	}
	if e.Question, err = raw(q); err == nil {
		e.Result, err = raw(result)
	}
	if err != nil {
		return e, fault.New(fault.Broken, "keep evaluation: %w", err)
	}
	return e, nil
}

// readWorksheet reads a completed worksheet of a selection, and what was drawn.
func readWorksheet(s record.Selection, name string, data []byte) (filled sampling.Worksheet, drawn sampling.Selection, err error) {
	if err := json.Unmarshal(s.Drawn, &drawn); err != nil {
		return filled, drawn, fault.New(fault.Differs, "read selection %s: %w", s.Name, err)
	}
	empty, err := sampling.NewWorksheet(drawn, s.Frame.Key, s.Frame.Scale)
	if err != nil {
		return filled, drawn, err
	}
	filled, err = worksheet.Read(name, data, empty)
	return filled, drawn, err
}

// Answers gives the completed worksheet whose answers the one of an extension took over; without any it is empty. It is that of
// an evaluation of the selection which was extended.
func Answers(engagement string, s record.Selection) (sampling.Worksheet, error) {
	if s.Answers == "" {
		return sampling.Worksheet{}, nil
	}
	file := path.Join("selections", s.Name, SelectionName)
	log, err := ReadDrawings(engagement)
	if err != nil {
		return sampling.Worksheet{}, err
	}
	for _, d := range log {
		if !d.Selects() || d.Digest != s.Extends || !filepath.IsLocal(d.Name) {
			continue
		}
		dir := filepath.Join(engagement, "selections", d.Name)
		evaluations, err := ReadEvaluations(dir)
		if err != nil {
			return sampling.Worksheet{}, err
		}
		for _, e := range evaluations {
			if e.Digest == s.Answers {
				return answered(dir, e)
			}
		}
	}
	return sampling.Worksheet{}, differs(file, "answers", "those of an evaluation of the selection that it extends", s.Answers)
}

// answered reads the worksheet of an evaluation in the folder of its selection.
func answered(dir string, e record.Evaluation) (sampling.Worksheet, error) {
	var s record.Selection
	data, err := os.ReadFile(filepath.Join(dir, SelectionName))
	if err != nil {
		return sampling.Worksheet{}, fault.New(fault.Broken, "read selection: %w", err)
	}
	if err := record.Decode(data, &s); err != nil {
		return sampling.Worksheet{}, differs(path.Join("selections", e.Name, SelectionName), "record", "", err)
	}
	name := path.Join(EvaluationFolder(e.Number), path.Base(e.Worksheet.Path))
	if data, err = os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
		return sampling.Worksheet{}, fault.New(fault.Broken, "read worksheet: %w", err)
	}
	filled, _, err := readWorksheet(s, path.Join("selections", e.Name, name), data)
	return filled, err
}

// unsoundFrame says why the population of a test may not be all that it should be.
func unsoundFrame(t *record.Test) (why []string) {
	if t.Verdict != record.NotAssertable {
		return nil
	}
	for _, c := range t.Checks {
		if c.Status == record.Failed {
			why = append(why, fmt.Sprintf("intake check %s of %s failed", c.ID, c.Dataset))
		}
	}
	if len(why) == 0 {
		why = []string{"the test " + t.ID + " is not assertable"}
	}
	return why
}

func raw(v any) (json.RawMessage, error) {
	line, err := record.EncodeLine(v)
	return bytes.TrimSuffix(line, []byte("\n")), err
}

// ReadEvaluations reads the evaluations in the folder of a selection, in their order. Refused: a record that does not say what
// its sums say, and a gap in the numbers.
func ReadEvaluations(dir string) ([]record.Evaluation, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Broken, "list evaluations: %w", err)
	}
	var out []record.Evaluation
	previous := ""
	for _, d := range entries {
		if !strings.HasPrefix(d.Name(), "evaluation-") {
			continue
		}
		e, err := readEvaluation(dir, d.Name())
		if err != nil {
			return nil, err
		}
		name := path.Join(filepath.Base(dir), d.Name(), EvaluationName)
		if err := errors.Join(same(name, "folder", EvaluationFolder(len(out)+1), d.Name()), same(name, "number", len(out)+1, e.Number),
			same(name, "sum of the evaluation before", previous, e.Previous)); err != nil {
			return nil, err
		}
		out, previous = append(out, e), e.Sum
	}
	return out, nil
}

func readEvaluation(dir, folder string) (e record.Evaluation, err error) {
	name := path.Join(filepath.Base(dir), folder, EvaluationName)
	data, err := os.ReadFile(filepath.Join(dir, folder, EvaluationName))
	if errors.Is(err, fs.ErrNotExist) {
		return e, differs(name, "file", "to be there", "missing")
	}
	if err != nil {
		return e, fault.New(fault.Broken, "read evaluation: %w", err)
	}
	if err := record.Decode(data, &e); err != nil {
		return e, differs(name, "record", "", err)
	}
	if err := e.Check(); err != nil {
		return e, differs(name, "record", "", err)
	}
	return e, nil
}

// verifyEvaluations evaluates every kept worksheet of a selection again and compares. All that are in the log of draws are there.
func (v *verifier) verifyEvaluations(at folder, s record.Selection, t *record.Test) error {
	evaluations, err := ReadEvaluations(at.root)
	if err != nil {
		return err
	}
	if err := v.loggedEvaluations(at, s.Name, evaluations); err != nil {
		return err
	}
	before, err := Answers(v.engagement.root, s)
	if err != nil {
		return unsound(at.named(SelectionName), "answers", err)
	}
	for i, e := range evaluations {
		inner := folder{root: at.at(EvaluationFolder(i + 1)), label: at.named(EvaluationFolder(i + 1)), report: at.report}
		if err := v.verifyEvaluation(inner, e, s, t, before); err != nil {
			return err
		}
		v.report.Files++
		v.report.Evaluations++
	}
	return nil
}

func (v *verifier) loggedEvaluations(at folder, name string, evaluations []record.Evaluation) error {
	log, err := ReadDrawings(v.engagement.root)
	if err != nil {
		return err
	}
	logged := record.EvaluationsOf(log, name)
	for i := range max(len(logged), len(evaluations)) {
		file := at.named(path.Join(EvaluationFolder(i+1), EvaluationName))
		switch {
		case i >= len(evaluations):
			return differs(file, "evaluation", "to be there, as the log of draws says", "missing")
		case i >= len(logged):
			return differs(file, "evaluation", "an entry of "+DrawingsName, "none")
		}
		if err := same(file, "sum in "+DrawingsName, logged[i], evaluations[i].Sum); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) verifyEvaluation(at folder, e record.Evaluation, s record.Selection, t *record.Test, before sampling.Worksheet) error {
	name := at.named(EvaluationName)
	if err := same(name, "digest of the selection", s.Digest, e.Selection); err != nil {
		return err
	}
	if err := at.hash(v.ctx, e.Worksheet); err != nil {
		return err
	}
	if err := at.exactly([]string{EvaluationName, e.Worksheet.Path}); err != nil {
		return err
	}
	data, err := at.read(e.Worksheet.Path)
	if err != nil {
		return err
	}
	var q sampling.Question
	if err := json.Unmarshal(e.Question, &q); err != nil {
		return differs(name, "question", "", err)
	}
	again, err := Evaluate(s, t, q, at.named(e.Worksheet.Path), data, before)
	if err != nil {
		return unsound(name, "evaluation", err)
	}
	if err := same(name, "name of the worksheet", again.Worksheet.Path, e.Worksheet.Path); err != nil {
		return err
	}
	if err := same(name, "verdict", again.Verdict, e.Verdict); err != nil {
		return err
	}
	if err := sameJSON(name, "question", again.Question, e.Question); err != nil {
		return err
	}
	return sameJSON(name, "result", again.Result, e.Result)
}
