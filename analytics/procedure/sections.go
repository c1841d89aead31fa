package procedure

import (
	"context"
	"slices"

	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/schema"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

// Made is what the sections of a script gave, by the name of the section.
type Made map[string]engine.Made

// Sections performs the sections of a script in their order, each readable by those after it. Into says for a section
// the Parquet file to write; an empty name keeps the rows in the session only. Reads are the datasets in the session.
func Sections(ctx context.Context, e *engine.Session, s *script.Script, v Values, reads []string, into func(section string) string) (Made, error) {
	made := Made{}
	reads = slices.Clone(reads)
	for _, x := range s.Sections {
		m, err := e.Make(ctx, engine.Section{
			Name: x.Name, SQL: x.SQL, Params: v.Literals, Reads: reads,
			Into: into(x.Name), Order: order(s, x.Name), File: s.File, Line: x.Line,
		})
		if err != nil {
			return nil, fault.New(fault.KindOf(err), "perform section %s of %s: %w", x.Name, s.ID, err)
		}
		if err := checkColumns(s, x, m); err != nil {
			return nil, err
		}
		made[x.Name] = m
		reads = append(reads, x.Name)
	}
	return made, nil
}

// order is what the rows of a section are sorted by: total, because keys, and keys with their reason codes, are unique.
func order(s *script.Script, section string) []string {
	switch {
	case section == script.Population:
		return s.Key
	case slices.Contains(script.Verdicts, section):
		return append(slices.Clone(s.Key), "reason_code")
	}
	return nil
}

func checkColumns(s *script.Script, x sqlfile.Section, m engine.Made) error {
	var need []string
	if x.Name == script.Population {
		need = s.Key
	} else if slices.Contains(script.Verdicts, x.Name) {
		need = append(slices.Clone(s.Key), "reason_code", "reason")
	}
	for _, n := range need {
		if !slices.ContainsFunc(m.Columns, func(c schema.Column) bool { return c.Name == n }) {
			return fault.At(fault.Usage, s.File, x.Line, "section %s has no column %s", x.Name, n)
		}
	}
	return nil
}
