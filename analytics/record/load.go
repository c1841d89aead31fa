package record

import (
	"bytes"
	"fmt"
)

// Load is one act of loading: an entry of the ledger.
type Load struct {
	ID       string            `json:"id"`
	Dataset  string            `json:"dataset"`
	Contract Contract          `json:"contract"`
	Export   string            `json:"export"`  // which export of the contract
	Mapping  string            `json:"mapping"` // SHA-256 of the mapping
	Params   map[string]string `json:"params,omitempty"`
	Zone     string            `json:"zone,omitempty"`
	Obtained string            `json:"obtained,omitempty"` // how the auditee obtained the files
	Control  *Control          `json:"control,omitempty"`  // what the auditor entered of all files together
	Files    []LoadFile        `json:"files"`
	Parts    []File            `json:"parts"`              // the evidence, in order
	Rejects  *File             `json:"rejects,omitempty"`  // nil when nothing was rejected or filtered
	Coverage *Coverage         `json:"coverage,omitempty"` // nil when no record has a driving time
	Checks   []Check           `json:"checks,omitempty"`
	Reasons  map[string]int64  `json:"filtered_because,omitempty"` // rows that were filtered, by reason
	Totals   Totals            `json:"totals"`
	Digest   string            `json:"digest"`

	Undigested LoadCircumstances `json:"undigested"`
	Previous   string            `json:"previous"` // Sum of the entry before, empty in the first
	Sum        string            `json:"sum"`
}

// Contract says by which contract a dataset was loaded.
type Contract struct {
	Version int    `json:"version"`
	SHA256  string `json:"sha256"`
}

// LoadFile is one export file of a load. Read = Loaded + Rejected + Filtered, in records.
type LoadFile struct {
	Name        string   `json:"name"` // without folders that belong to the machine
	SHA256      string   `json:"sha256"`
	Bytes       int64    `json:"bytes"`
	Container   string   `json:"container,omitempty"` // the archive in which it was found
	Compression string   `json:"compression,omitempty"`
	Encoding    string   `json:"encoding,omitempty"`
	Reader      string   `json:"reader"`
	Read        int64    `json:"read"`
	Loaded      int64    `json:"loaded"`
	Rejected    int64    `json:"rejected"`
	Filtered    int64    `json:"filtered"`
	First       string   `json:"first,omitempty"` // of the driving timestamp
	Last        string   `json:"last,omitempty"`
	Unknown     []string `json:"unknown,omitempty"` // fields that the contract does not name
	Warnings    []string `json:"warnings,omitempty"`

	Declared *Declared         `json:"declared,omitempty"` // what the auditee declared of it
	Sums     map[string]string `json:"sums,omitempty"`     // of the columns of which one was declared, as found
}

// Declared is what the auditee declared of a file. Sums are decimal numbers by column; From and To are half-open.
type Declared struct {
	By       string            `json:"by"` // the file that says so
	Records  *int64            `json:"records,omitempty"`
	SHA256   string            `json:"sha256,omitempty"`
	Sums     map[string]string `json:"sums,omitempty"`
	From     string            `json:"from,omitempty"`
	To       string            `json:"to,omitempty"`
	Obtained string            `json:"obtained,omitempty"`
	Filters  string            `json:"filters,omitempty"`
}

// Totals are records over all files, and the rows that the loaded records gave.
type Totals struct {
	Read     int64 `json:"read"`
	Loaded   int64 `json:"loaded"`
	Rejected int64 `json:"rejected"`
	Filtered int64 `json:"filtered"`
	Rows     int64 `json:"rows"`
}

// Control are totals over all files of a load that the auditor took from elsewhere, such as the screen of the source.
type Control struct {
	Records *int64            `json:"records,omitempty"`
	Sums    map[string]string `json:"sums,omitempty"`
}

// Coverage counts the rows that the records of a load gave by day of the driving time, also those that were filtered: what
// is left out of a log still says that the log was there on that day. Days are UTC and begin with From.
type Coverage struct {
	First  string  `json:"first"`
	Last   string  `json:"last"`
	From   string  `json:"from"`
	Days   []int64 `json:"days"`
	Hours  []byte  `json:"hours,omitempty"`  // of all days: bit h%8 of byte h/8 is set when hour h has a row
	Before int64   `json:"before,omitempty"` // rows before From
	After  int64   `json:"after,omitempty"`  // rows after the last of Days
}

// Join gives the coverage of two loads together. Either may be nil. Days are those of one period, so both begin alike.
func (c *Coverage) Join(d *Coverage) *Coverage {
	if c == nil || d == nil || c.From != d.From || len(c.Days) != len(d.Days) {
		if c == nil {
			return d
		}
		return c
	}
	out := *c
	out.First, out.Last = min(c.First, d.First), max(c.Last, d.Last)
	out.Days = make([]int64, len(c.Days))
	for i := range out.Days {
		out.Days[i] = c.Days[i] + d.Days[i]
	}
	out.Hours = make([]byte, min(len(c.Hours), len(d.Hours))) // none when one of them was loaded before hours were kept
	for i := range out.Hours {
		out.Hours[i] = c.Hours[i] | d.Hours[i]
	}
	out.Before, out.After = c.Before+d.Before, c.After+d.After
	return &out
}

// HasHour says whether an hour, counted from the first of From, has a row.
func (c *Coverage) HasHour(h int) bool { return c.Hours[h/8]>>(h%8)&1 == 1 }

// Status is the outcome of an intake check.
type Status string

const (
	Passed        Status = "pass"
	Failed        Status = "fail"
	NotApplicable Status = "n/a"
	Accepted      Status = "accepted" // failed, and the auditor accepted it with a reason
)

// Check is one intake check.
type Check struct {
	ID       string      `json:"check"`
	Status   Status      `json:"status"`
	Expected string      `json:"expected,omitempty"`
	Actual   string      `json:"actual,omitempty"`
	Note     string      `json:"note,omitempty"`
	Over     Scope       `json:"over,omitempty"`
	With     string      `json:"with,omitempty"` // the other dataset that it compares with: it concerns who reads both
	Accepted *Acceptance `json:"accepted,omitempty"`
}

// Scope is what an intake check was performed on. One that is wider than a load is performed again with each further load
// of its scope, and the last stands.
type Scope string

const (
	OneLoad      Scope = ""
	SameExport   Scope = "export"  // all loads of the same kind of export with the same parameters
	WholeDataset Scope = "dataset" // all loads of the dataset
)

// Acceptance says who took a failed check upon himself, and why.
type Acceptance struct {
	Who string `json:"who"`
	Why string `json:"why"`
}

// AcceptedCheck is a line of evidence/accepted.jsonl: a failed intake check of a load that the auditor takes upon himself.
type AcceptedCheck struct {
	Load  string `json:"load"`
	Check string `json:"check"`
	Acceptance
}

// AcceptedName is where an engagement keeps them.
const AcceptedName = "evidence/accepted.jsonl"

// ParseAccepted reads the lines. The error names the line.
func ParseAccepted(data []byte) ([]AcceptedCheck, error) {
	var out []AcceptedCheck
	for n := 1; len(data) > 0; n++ {
		end := bytes.IndexByte(data, '\n') + 1
		if end == 0 {
			return nil, fmt.Errorf("line %d: cut off, expected a line feed at its end", n)
		}
		var a AcceptedCheck
		if err := DecodeLine(data[:end], &a); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		out, data = append(out, a), data[end:]
	}
	return out, nil
}

// LoadCircumstances is what differs each time a load is repeated and changes nothing.
type LoadCircumstances struct {
	LoadedBy  string `json:"loaded_by"`
	LoadedAt  string `json:"loaded_at"`
	GivenPath string `json:"given_path"`
}

// ComputeDigest gives the digest of what was loaded and how: exports by hash, contract, mapping, parameters, counts and
// checks. The bytes of the Parquet files are left out, as another version of the engine may write them otherwise; so is
// the load's id, which may be derived from the digest.
func (l Load) ComputeDigest() string {
	l.ID, l.Obtained, l.Digest, l.Previous, l.Sum = "", "", "", "", ""
	l.Parts, l.Rejects, l.Undigested = nil, nil, LoadCircumstances{}
	return digest(l)
}

// ComputeSum gives the hash of the whole entry, with the sum of the entry before and without its own.
func (l Load) ComputeSum() string {
	l.Sum = ""
	return digest(l)
}

// Seal fills in the digest and the sums. previous is the sum of the entry before, or empty.
func (l *Load) Seal(previous string) {
	l.Digest = l.ComputeDigest()
	l.Previous = previous
	l.Sum = l.ComputeSum()
}

// ParseLedger reads a ledger: one entry a line, each chained to the one before. The error names the line.
func ParseLedger(data []byte) ([]Load, error) {
	var loads []Load
	previous := ""
	for n := 1; len(data) > 0; n++ {
		end := bytes.IndexByte(data, '\n') + 1
		if end == 0 {
			return nil, fmt.Errorf("line %d: cut off, expected a line feed at its end", n)
		}
		var l Load
		if err := DecodeLine(data[:end], &l); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if err := l.check(previous); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		loads, previous, data = append(loads, l), l.Sum, data[end:]
	}
	return loads, nil
}

func (l *Load) check(previous string) error {
	if l.Previous != previous {
		return fmt.Errorf("entry %s follows sum %q, expected %q of the line before", l.ID, l.Previous, previous)
	}
	if want := l.ComputeDigest(); l.Digest != want {
		return fmt.Errorf("digest of entry %s is %q, its fields give %q", l.ID, l.Digest, want)
	}
	if want := l.ComputeSum(); l.Sum != want {
		return fmt.Errorf("sum of entry %s is %q, its fields give %q", l.ID, l.Sum, want)
	}
	return nil
}
