package record

import (
	"encoding/json"
	"fmt"
)

// EvaluationFormat names the form of an evaluation record.
const EvaluationFormat = "auditql evaluation 1"

// Evaluation is what a completed worksheet says of the frame of a selection: the evaluation.json in a folder of its own, beside
// the worksheet as it was read. A later evaluation has another folder; none is replaced.
type Evaluation struct {
	Format    string          `json:"format"`
	Name      string          `json:"name"`      // of the selection
	Number    int             `json:"number"`    // 1 for the first of the selection
	Selection string          `json:"selection"` // its digest
	Digest    string          `json:"digest"`
	Verdict   string          `json:"verdict"`
	Question  json.RawMessage `json:"question"`  // what was asked; its form belongs to sampling
	Result    json.RawMessage `json:"result"`    // its form belongs to sampling
	Worksheet File            `json:"worksheet"` // as completed; its path is relative to the folder of the evaluation

	Undigested Undigested `json:"undigested"`
	Previous   string     `json:"previous"` // Sum of the evaluation before, empty in the first
	Sum        string     `json:"sum"`
}

// ComputeDigest gives the digest of what was concluded from what. The bytes of the worksheet do not enter: XLSX and CSV that
// say the same give the same digest.
func (e Evaluation) ComputeDigest() string {
	e.Name, e.Number, e.Worksheet, e.Previous, e.Digest, e.Sum, e.Undigested = "", 0, File{}, "", "", "", Undigested{}
	return digest(e)
}

// ComputeSum gives the hash of the whole record except Sum itself.
func (e Evaluation) ComputeSum() string {
	e.Sum = ""
	return digest(e)
}

// Seal fills in the digest and the sum. Nothing may be changed afterwards.
func (e *Evaluation) Seal() {
	e.Format = EvaluationFormat
	e.Digest = e.ComputeDigest()
	e.Sum = e.ComputeSum()
}

// Check says whether digest and sum follow from the fields.
func (e *Evaluation) Check() error {
	if e.Format != EvaluationFormat {
		return fmt.Errorf("format of the evaluation is %q, expected %q", e.Format, EvaluationFormat)
	}
	if want := e.ComputeDigest(); e.Digest != want {
		return fmt.Errorf("digest of the evaluation is %q, its fields give %q", e.Digest, want)
	}
	if want := e.ComputeSum(); e.Sum != want {
		return fmt.Errorf("sum of the evaluation is %q, its fields give %q", e.Sum, want)
	}
	return nil
}
