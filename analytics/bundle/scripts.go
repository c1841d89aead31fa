package bundle

import (
	"path"
	"slices"
	"strings"

	"auditql/analytics/record"
	"auditql/analytics/sqlfile"
)

// verifyScripts verifies that each test was performed as its script says: the SQL in the record is that of the script, or
// that of a derived dataset that the run defines too. A run may have been kept without its definitions.
func (v *verifier) verifyScripts() error {
	if len(v.record.Definitions) == 0 {
		return nil
	}
	for i := range v.record.Tests {
		if err := v.verifyScript(&v.record.Tests[i]); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) verifyScript(t *record.Test) error {
	name := v.run.named(recordName)
	d := slices.IndexFunc(v.record.Definitions, func(d record.File) bool { return path.Base(d.Path) == t.ID+".sql" })
	if d < 0 {
		return differs(name, "script of "+t.ID, "among the definitions", "missing")
	}
	at := v.record.Definitions[d].Path
	text, err := v.run.read(at)
	if err != nil {
		return err
	}
	s, err := sqlfile.Split(at, string(text))
	if err != nil {
		return differs(v.run.named(at), "script", "", err)
	}
	for _, x := range s.Sections {
		recorded := t.Section(x.Name)
		if recorded == nil {
			return differs(name, "section "+x.Name+" of "+t.ID, "to be there, by "+at, "missing")
		}
		if err := same(name, "SQL of section "+x.Name+" of "+t.ID, x.SQL, recorded.SQL); err != nil {
			return err
		}
	}
	return v.verifyDerived(t, s)
}

// verifyDerived verifies that what the record has beside the sections of the script is the SQL of derived datasets.
func (v *verifier) verifyDerived(t *record.Test, s *sqlfile.File) error {
	for _, recorded := range t.Sections {
		isSection := func(x sqlfile.Section) bool { return x.Name == recorded.Name }
		isDerived := func(d record.File) bool {
			return d.SHA256 == recorded.SHA256 && strings.HasSuffix(path.Dir(d.Path), "/datasets/"+recorded.Name)
		}
		if !slices.ContainsFunc(s.Sections, isSection) && !slices.ContainsFunc(v.record.Definitions, isDerived) {
			return differs(v.run.named(recordName), "section "+recorded.Name+" of "+t.ID, "", "neither in the script nor a derived dataset")
		}
	}
	return nil
}
