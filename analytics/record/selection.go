package record

import (
	"encoding/json"
	"fmt"
)

// SelectionFormat names the form of a selection record.
const SelectionFormat = "auditql selection 1"

// Selection is a drawn sample: the selection.json of a selection folder. Amounts and rates are exact decimals as text.
type Selection struct {
	Format string          `json:"format"`
	Name   string          `json:"name"`
	Digest string          `json:"digest"`
	Spec   string          `json:"spec"`           // the selection specification, for example ASEL1
	Plan   json.RawMessage `json:"plan,omitempty"` // as planned; its form belongs to sampling
	Seed   string          `json:"seed"`
	Source string          `json:"seed_source,omitempty"` // how the seed was found
	Scope  string          `json:"scope"`
	Method string          `json:"method"`
	Frame  Frame           `json:"frame"`
	Items  []Item          `json:"items"` // in the order of selection

	Undigested Undigested `json:"undigested"`
	Sum        string     `json:"sum"`
}

// Frame is what was drawn from. It is fixed before the seed is known.
type Frame struct {
	Run    string            `json:"run"`
	Test   string            `json:"test"`
	Key    []string          `json:"key"`
	Amount string            `json:"amount,omitempty"` // the column, for methods that need one
	Count  int64             `json:"count"`
	Root   string            `json:"root"`            // Merkle root of the population
	Facts  map[string]string `json:"facts,omitempty"` // further totals by name, as the method needs them
}

// Item is one selected unit.
type Item struct {
	Rank   int               `json:"rank"`
	Key    []string          `json:"key"` // canonical text of each key column
	Ticket string            `json:"ticket,omitempty"`
	Facts  map[string]string `json:"facts,omitempty"` // stratum, hits, book amount and the like
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
