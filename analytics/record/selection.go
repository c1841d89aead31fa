package record

import (
	"encoding/json"
	"fmt"
)

// SelectionFormat names the form of a selection record.
const SelectionFormat = "auditql selection 1"

// Selection is a drawn sample: the selection.json of a selection folder. It holds all that is needed to draw it again.
type Selection struct {
	Format string          `json:"format"`
	Name   string          `json:"name"`
	Digest string          `json:"digest"`
	Plan   json.RawMessage `json:"plan,omitempty"` // as planned; its form belongs to sampling
	Frame  Frame           `json:"frame"`
	Draw   Draw            `json:"draw"`
	Drawn  json.RawMessage `json:"drawn"` // what was drawn; its form belongs to sampling

	Extends string    `json:"extends,omitempty"` // digest of the selection that it continues
	Answers string    `json:"answers,omitempty"` // digest of the evaluation whose answers its worksheet took over
	Earlier []Earlier `json:"earlier,omitempty"` // draws from the same frame by another seed or scope

	Undigested Undigested `json:"undigested"`
	Sum        string     `json:"sum"`
}

// Frame is what was drawn from: the population of a test in a run, or the items of another section. It is fixed before the
// seed is known.
type Frame struct {
	Run     string   `json:"run"`
	Test    string   `json:"test"`
	Section string   `json:"section,omitempty"` // empty: the population
	Key     []string `json:"key"`
	Amount  string   `json:"amount,omitempty"` // the column of book amounts, for methods that need one
	Scale   int      `json:"scale,omitempty"`  // decimals of the amounts
	Stratum string   `json:"stratum,omitempty"`
	Count   int64    `json:"count"`
	Root    string   `json:"root"` // Merkle root of the population, digest of another section
}

// Draw says how it was drawn.
type Draw struct {
	Method     string           `json:"method"`
	Seed       string           `json:"seed"`
	Parts      *Parts           `json:"parts,omitempty"`  // of a seed that was committed
	Source     string           `json:"source,omitempty"` // where the seed comes from: dice, a beacon, both parties
	Scope      string           `json:"scope"`
	Size       int64            `json:"size"`
	Allocate   string           `json:"allocate,omitempty"`   // how the strata share the sample
	Allocation map[string]int64 `json:"allocation,omitempty"` // items of each stratum, which follow from it
	Spares     int64            `json:"spares,omitempty"`
	Order      string           `json:"order,omitempty"`
}

// Parts are what the seed of a committed draw was made from. The salt was random, so that a short part could not be guessed.
type Parts struct {
	Salt    string `json:"salt"`
	Auditor string `json:"auditor"`
	Auditee string `json:"auditee"`
}

// SectionName names the section that the frame is.
func (f Frame) SectionName() string {
	if f.Section == "" {
		return "population"
	}
	return f.Section
}

// ComputeDigest gives the digest of what was drawn from what, and how.
func (s Selection) ComputeDigest() string {
	s.Name, s.Digest, s.Sum, s.Undigested = "", "", "", Undigested{}
	return digest(s)
}

// ComputeSum gives the hash of the whole record except Sum itself.
func (s Selection) ComputeSum() string {
	s.Sum = ""
	return digest(s)
}

// Seal fills in the digest and the sum. Nothing may be changed afterwards.
func (s *Selection) Seal() {
	s.Format = SelectionFormat
	s.Digest = s.ComputeDigest()
	s.Sum = s.ComputeSum()
}

// Check says whether digest and sum follow from the fields.
func (s *Selection) Check() error {
	if s.Format != SelectionFormat {
		return fmt.Errorf("format of the selection is %q, expected %q", s.Format, SelectionFormat)
	}
	if want := s.ComputeDigest(); s.Digest != want {
		return fmt.Errorf("digest of the selection is %q, its fields give %q", s.Digest, want)
	}
	if want := s.ComputeSum(); s.Sum != want {
		return fmt.Errorf("sum of the selection is %q, its fields give %q", s.Sum, want)
	}
	return nil
}
