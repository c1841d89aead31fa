package bundle

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/table"

	_ "embed" // for the instructions
)

// instructions tell a reviewer how to check a bundle without auditql.
//
//go:embed instructions.txt
var instructions []byte

// The folders of a bundle that an engagement does not have.
const (
	definitionsFolder = "definitions/" // contracts and mappings of loads that no run has read
	resultsFolder     = "results/"     // the canonical lines of results

	readmeName        = "README.txt"
	specificationName = "DIGEST.md"
)

// gather collects what the bundle will hold, without hashes yet. The payload is laid out as an engagement, so that
// whatever reads an engagement reads an unpacked bundle too.
func (s *sealer) gather() error {
	s.add(readmeName, instructions)
	s.add(specificationName, table.Specification)
	s.addDefinitions()
	if err := s.gatherTop(); err != nil {
		return err
	}
	if err := s.addResults(); err != nil {
		return err
	}
	return s.addPackage()
}

// addDefinitions adds the definitions that no run has kept.
func (s *sealer) addDefinitions() {
	kept := map[string]bool{}
	for _, run := range s.runs {
		for _, d := range run.Definitions {
			kept[d.SHA256] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Definitions)) {
		if !kept[record.Hash(s.Definitions[name])] {
			s.add(definitionsFolder+name, s.Definitions[name])
		}
	}
}

func (s *sealer) add(name string, data []byte) {
	s.entries = append(s.entries, &entry{name: payloadFolder + name, data: data, size: int64(len(data))})
}

// walk adds a file, or all files below a folder.
func (s *sealer) walk(top string) error {
	return filepath.WalkDir(filepath.Join(s.Engagement, top), func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return fault.New(fault.Broken, "seal engagement: %w", err)
		}
		rel, err := filepath.Rel(s.Engagement, file)
		if err != nil {
			return fault.New(fault.Broken, "seal engagement: %w", err)
		}
		name := filepath.ToSlash(rel)
		switch hidden := strings.HasPrefix(d.Name(), "."); {
		case hidden: // files in progress, and those of other programs
			s.seal.LeftOut = append(s.seal.LeftOut, LeftOut{name, "hidden"})
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		case !d.Type().IsRegular():
			return fault.At(fault.Refused, name, 0, "not a plain file, so it cannot be sealed").Hint("put the file itself where the link is")
		case isEvidence(name) && !s.known[name]: // what a load that was killed left behind
			s.seal.LeftOut = append(s.seal.LeftOut, LeftOut{name, "not in the ledger: a load that was interrupted left it behind"})
			return nil
		case isEvidence(name) && s.Evidence == Digests:
			return nil
		}
		s.entries = append(s.entries, &entry{name: payloadFolder + name, file: file})
		return nil
	})
}

// isEvidence says whether a file holds records of the auditee; the ledger and what was accepted are the auditor's.
func isEvidence(name string) bool {
	return strings.HasPrefix(name, "evidence/") && strings.HasSuffix(name, ".parquet")
}

// addResults writes the canonical lines of all results, which a reviewer can hash and read without Parquet.
func (s *sealer) addResults() error {
	for _, run := range s.runs {
		for _, t := range run.Tests {
			for _, x := range t.Sections {
				if x.Digest == "" {
					continue
				}
				if err := s.addLines(run.ID, t.ID, x); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func linesName(run, test, section string) string {
	return path.Join(payloadFolder+resultsFolder, run, test, section+".lines")
}

func (s *sealer) addLines(run, test string, x record.Section) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	file := filepath.Join(s.scratch, fmt.Sprint(len(s.entries), ".lines"))
	out, err := os.Create(file)
	if err != nil {
		return fault.New(fault.Broken, "seal results: %w", err)
	}
	_, err = table.WriteLines(out, filepath.Join(s.Engagement, "runs", run, filepath.FromSlash(x.File.Path)))
	if closeErr := out.Close(); err == nil && closeErr != nil {
		err = fault.New(fault.Broken, "seal results: %w", closeErr)
	}
	s.entries = append(s.entries, &entry{name: linesName(run, test, x.Name), file: file})
	return err
}

// hashAll fills in sizes and hashes, and refuses names that not every reviewer's system takes.
func hashAll(ctx context.Context, entries []*entry) error {
	seen := map[string]string{}
	for _, e := range entries {
		fold := strings.ToLower(e.name)
		if other, ok := seen[fold]; ok {
			return fault.At(fault.Refused, e.name, 0, "its name differs from %s in case only", other)
		}
		seen[fold] = e.name
		if !plainName.MatchString(e.name) {
			return fault.At(fault.Refused, fmt.Sprintf("%q", e.name), 0, "the name has characters other than letters, digits, point, hyphen and underscore").
				Hint("rename it, or name its folder under unsealed in %s", "engagement.yaml")
		}
		if e.sha256 != "" {
			continue
		}
		in, err := e.open()
		if err != nil {
			return fault.New(fault.Broken, "hash %s: %w", e.name, err)
		}
		e.sha256, e.size, err = record.HashReader(cancellable{ctx, in})
		in.Close()
		if err != nil {
			return fault.New(fault.Broken, "hash %s: %w", e.name, err)
		}
	}
	return nil
}
