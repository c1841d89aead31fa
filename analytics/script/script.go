// Package script says what an audit test is: metadata, parameters, sections of SQL, and its cases.
//
// A test is one .sql file (see package sqlfile). Its front matter is [Meta]; its sections are population, exceptions,
// and, if the test needs them, indeterminate and excluded; other named sections are steps that later ones may read.
// The cases at the end are fixtures with what the test must say of them.
//
//	set, err := script.Load(queries.FS)
//	tests, err := set.Select([]string{"iam-*", "control:nist-800-53r5:AC-2"})
//
// Refused: unknown keys, a parameter that is used and not declared or declared and not used, a section that is missing,
// an id that is taken. What a script may say in SQL is judged by the engine.
package script

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"auditql/analytics/sqlfile"
)

// The sections that give verdicts. Population comes first; whatever is in none of the others passes.
const (
	Population    = "population"
	Exceptions    = "exceptions"
	Indeterminate = "indeterminate"
	Excluded      = "excluded"
)

// Verdicts are the sections that name items of the population with a reason code and a reason.
var Verdicts = []string{Exceptions, Indeterminate, Excluded}

// Meta is the front matter.
type Meta struct {
	ID         string                  `yaml:"id"`
	Version    int                     `yaml:"version"`
	Title      string                  `yaml:"title"`     // noun phrase of the exception
	Objective  string                  `yaml:"objective"` // the control working
	Kind       string                  `yaml:"kind"`      // design, operating, both or pointer
	Severity   string                  `yaml:"severity"`  // of one exception, by default
	Reads      []string                `yaml:"reads"`     // datasets that must be there
	Optional   []string                `yaml:"optional"`  // datasets that are empty when they are not there
	Key        []string                `yaml:"key"`
	Params     sqlfile.Pairs[Param]    `yaml:"params"`
	Controls   sqlfile.Pairs[[]string] `yaml:"controls"` // framework with its version → controls
	Reasons    sqlfile.Pairs[string]   `yaml:"reasons"`
	Limits     []string                `yaml:"limits"`
	Aliases    []string                `yaml:"aliases"`    // former ids
	Deprecated string                  `yaml:"deprecated"` // why it is no longer performed
}

// Script is one audit test.
type Script struct {
	Meta
	Suite    string // its folder
	File     string
	Text     string // of the whole file
	Sections []sqlfile.Section
	Cases    []Case
	SHA256   string // of the sections: names, sentences and SQL
}

// Section finds a section by its name.
func (s *Script) Section(name string) (sqlfile.Section, bool) {
	i := slices.IndexFunc(s.Sections, func(x sqlfile.Section) bool { return x.Name == name })
	if i < 0 {
		return sqlfile.Section{}, false
	}
	return s.Sections[i], true
}

// Datasets gives every dataset the test may read, required ones first.
func (s *Script) Datasets() []string { return append(slices.Clone(s.Reads), s.Optional...) }

// Parse reads a script; name is its path, used in errors.
func Parse(name, text string) (*Script, error) {
	file, err := sqlfile.Split(name, text)
	if err != nil {
		return nil, err
	}
	s := &Script{File: name, Text: text, Sections: file.Sections, SHA256: digest(file.Sections)}
	if err := sqlfile.Decode(name, file.Front.Line, file.Front.Text, &s.Meta); err != nil {
		return nil, err
	}
	for _, b := range file.Trailing {
		if b.Label != "cases" {
			return nil, s.fault(b.Line-1, "unknown block %q, expected cases", b.Label)
		}
		if err := sqlfile.Decode(name, b.Line, b.Text, &s.Cases); err != nil {
			return nil, err
		}
	}
	return s, s.check()
}

func digest(sections []sqlfile.Section) string {
	h := sha256.New()
	for _, x := range sections {
		for _, part := range []string{x.Name, x.Says, x.SQL} {
			fmt.Fprintf(h, "%d\n%s", len(part), part)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
