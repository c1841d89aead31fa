package record

import (
	"fmt"
	"slices"

	"auditql/analytics/schema"
)

// RunFormat names the form of a run record; it changes when a reader of the old form would misread the new one.
const RunFormat = "auditql run 1"

// DefinitionsFolder is the folder of a run with the scripts and contracts, and what the auditor wrote by hand, as they were when it
// was performed. No test can have this name.
const DefinitionsFolder = "_definitions"

// Run is the performance of tests on evidence: the record.json of a run folder.
type Run struct {
	Format     string     `json:"format"`
	ID         string     `json:"id"`
	Digest     string     `json:"digest"`
	Engagement Engagement `json:"engagement"`
	Tool       Tool       `json:"tool"`
	Evidence   []LoadRef  `json:"evidence"` // by dataset, then load
	Tests      []Test     `json:"tests"`    // by id
	// Definitions are the scripts and contracts as they were used, in full, by path. The digest leaves them out: what
	// they did is in the tests, and a title may be corrected.
	Definitions []File `json:"definitions,omitempty"`

	Undigested Undigested `json:"undigested"`
	Sum        string     `json:"sum"`
}

// Engagement says which audit the run belongs to. The period is half-open: it ends before PeriodEnd.
type Engagement struct {
	Title       string `json:"title"`
	PeriodStart string `json:"period_start"`
	PeriodEnd   string `json:"period_end"`
	AsOf        string `json:"as_of"`
	Zone        string `json:"zone"`
}

// Tool says which programs made the run. The digest leaves it out: a newer version must come to the same result.
type Tool struct {
	Version string `json:"version"`
	Engine  string `json:"engine"`
}

// Undigested is what differs each time and changes nothing. It is covered by Sum only.
type Undigested struct {
	StartedAt string `json:"started_at"`
	Duration  string `json:"duration"`
	Host      string `json:"host"`
	User      string `json:"user"`
}

// LoadRef is evidence that a run had before it: one load, its ledger digest, and the files that were read.
type LoadRef struct {
	Dataset string `json:"dataset"`
	Load    string `json:"load"`
	Digest  string `json:"digest"`
	Parts   []File `json:"parts"`
}

// File is a file with its hash. Its path is relative and slash-separated: parts of a load to the engagement folder,
// results to the run folder. Rows is 0 for what is not a table.
type File struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Rows   int64  `json:"rows"`
}

// Test is one performed test script. Population, Pass, Exceptions, Indeterminate and Excluded count items, not rows.
type Test struct {
	ID         string              `json:"id"`
	Version    int                 `json:"version"`
	Title      string              `json:"title"`
	Objective  string              `json:"objective"`
	Kind       string              `json:"kind"`
	Severity   string              `json:"severity"`
	Controls   map[string][]string `json:"controls,omitempty"`
	Reads      []string            `json:"reads"`
	Key        []string            `json:"key"`
	Params     map[string]Param    `json:"params,omitempty"`
	Reasons    map[string]string   `json:"reasons,omitempty"`
	Limits     []string            `json:"limits,omitempty"`
	Deprecated string              `json:"deprecated,omitempty"`

	Evidence      []Source   `json:"evidence"` // by dataset, then load
	Sections      []Section  `json:"sections"` // in the order of the script
	Population    Population `json:"population"`
	Pass          int64      `json:"pass"`
	Exceptions    int64      `json:"exceptions"`
	Indeterminate int64      `json:"indeterminate"`
	Excluded      int64      `json:"excluded"`

	Waivers []Waiver `json:"waivers,omitempty"` // all that name this test
	Waived  int64    `json:"waived,omitempty"`  // of the exceptions: items all of whose rows a waiver in force accepts

	Missing []Missing      `json:"missing,omitempty"`
	Checks  []DatasetCheck `json:"checks,omitempty"` // intake checks of the datasets read that did not pass
	Error   string         `json:"error,omitempty"`  // why the test came to no result
	Verdict Verdict        `json:"verdict"`
	Digest  string         `json:"digest"`
}

// Param is a parameter of a test as it was used. Values are canonical text; a list is a JSON array.
type Param struct {
	Type    string  `json:"type"`
	Value   string  `json:"value"`
	Default *string `json:"default,omitempty"` // what the script gives, when it gives one
	Unit    string  `json:"unit,omitempty"`
	Means   string  `json:"means,omitempty"`
}

// Source is the evidence that one test depends on.
type Source struct {
	Dataset string `json:"dataset"`
	Load    string `json:"load"`
	Digest  string `json:"digest"`
}

// Section is one performed section of a script. Digest is the result digest of the table package; the population has
// a Merkle root instead, and steps have neither digest nor file.
type Section struct {
	Name     string           `json:"name"`
	Says     string           `json:"says"`
	SQL      string           `json:"sql"`
	SHA256   string           `json:"sha256"` // of SQL
	Columns  []schema.Column  `json:"columns,omitempty"`
	Rows     int64            `json:"rows"`
	ByReason map[string]int64 `json:"by_reason,omitempty"` // rows per reason code
	Digest   string           `json:"digest,omitempty"`
	File     *File            `json:"file,omitempty"`
}

// Population counts the items that a test is about, and fixes their keys by a Merkle root.
type Population struct {
	Count int64  `json:"count"`
	Root  string `json:"root"`
}

// Missing is a dataset without which the test could not be performed.
type Missing struct {
	Dataset string `json:"dataset"`
	Why     string `json:"why"`
	Obtain  string `json:"obtain,omitempty"`
}

// DatasetCheck is an intake check of one load that a test reads.
type DatasetCheck struct {
	Dataset string `json:"dataset"`
	Load    string `json:"load"`
	Check
}

// Section gives the section of that name, or nil when the script has none.
func (t *Test) Section(name string) *Section {
	i := slices.IndexFunc(t.Sections, func(s Section) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	return &t.Sections[i]
}

// Script gives the SQL of all sections by name and hash, in order of name: a run that ended early has them in another order.
func (t *Test) Script() string {
	var out []string
	for _, s := range t.Sections {
		out = append(out, s.Name+" "+s.SHA256)
	}
	slices.Sort(out)
	return fmt.Sprint(out)
}

// ComputeDigest gives the digest of what the test did and found: script, parameters, evidence, counts and results.
// Titles and other prose may be corrected, and files may be compressed otherwise, without changing it.
func (t *Test) ComputeDigest() string {
	type param struct{ Type, Value string }
	type section struct {
		Name, SHA256 string
		Columns      []schema.Column `json:",omitempty"` // absent and empty are one, as in the record
		Rows         int64
		ByReason     map[string]int64 `json:",omitempty"`
		Digest       string
	}
	type source struct{ Dataset, Digest string }
	part := struct {
		ID         string
		Version    int
		Key        []string
		Params     map[string]param
		Evidence   []source
		Sections   []section
		Population Population
		Items      [4]int64
		Missing    []string
		Checks     []DatasetCheck `json:",omitempty"`
		Waivers    []Waiver       `json:",omitempty"`
		Waived     int64          `json:",omitempty"`
		Verdict    Verdict
	}{
		ID: t.ID, Version: t.Version, Key: t.Key, Params: map[string]param{}, Population: t.Population,
		Items:  [4]int64{t.Pass, t.Exceptions, t.Indeterminate, t.Excluded},
		Checks: t.Checks, Waivers: t.Waivers, Waived: t.Waived, Verdict: t.Verdict,
	}
	for name, p := range t.Params {
		part.Params[name] = param{p.Type, p.Value}
	}
	for _, e := range t.Evidence {
		part.Evidence = append(part.Evidence, source{e.Dataset, e.Digest})
	}
	for _, s := range t.Sections {
		part.Sections = append(part.Sections, section{s.Name, s.SHA256, s.Columns, s.Rows, s.ByReason, s.Digest})
	}
	for _, m := range t.Missing {
		part.Missing = append(part.Missing, m.Dataset)
	}
	return digest(part)
}

// ComputeDigest gives the digest of the run: the audit, the evidence before it and the digests of its tests.
func (r *Run) ComputeDigest() string {
	part := struct {
		Format     string
		Engagement Engagement
		Evidence   [][2]string
		Tests      [][2]string
	}{Format: r.Format, Engagement: r.Engagement}
	for _, e := range r.Evidence {
		part.Evidence = append(part.Evidence, [2]string{e.Dataset, e.Digest})
	}
	for _, t := range r.Tests {
		part.Tests = append(part.Tests, [2]string{t.ID, t.Digest})
	}
	return digest(part)
}

// ComputeSum gives the hash of the whole record except Sum itself.
func (r Run) ComputeSum() string {
	r.Sum = ""
	return digest(r)
}

// Seal fills in the digest of each test, the digest of the run and the sum. Nothing may be changed afterwards.
func (r *Run) Seal() {
	r.Format = RunFormat
	for i := range r.Tests {
		r.Tests[i].Digest = r.Tests[i].ComputeDigest()
	}
	r.Digest = r.ComputeDigest()
	r.Sum = r.ComputeSum()
}

// Check says whether every digest of the record follows from its fields, naming the first that does not.
func (r *Run) Check() error {
	if r.Format != RunFormat {
		return fmt.Errorf("format of the run is %q, expected %q", r.Format, RunFormat)
	}
	for i := range r.Tests {
		t := &r.Tests[i]
		if want := t.ComputeDigest(); t.Digest != want {
			return fmt.Errorf("digest of test %s is %q, its fields give %q", t.ID, t.Digest, want)
		}
	}
	if want := r.ComputeDigest(); r.Digest != want {
		return fmt.Errorf("digest of the run is %q, its fields give %q", r.Digest, want)
	}
	if want := r.ComputeSum(); r.Sum != want {
		return fmt.Errorf("sum of the run is %q, its fields give %q", r.Sum, want)
	}
	return nil
}
