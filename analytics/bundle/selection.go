package bundle

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/sampling"
	"auditql/analytics/table"
)

// SelectionName is the record in the folder of a selection.
const SelectionName = "selection.json"

// VerifySelection draws a selection again from the population that it names, evaluates the kept worksheet of each of its
// evaluations again, and compares. The other files of its folder, such as the worksheet, are for people to write in and are
// not looked at.
func VerifySelection(ctx context.Context, engagement, dir string) (Report, error) {
	v := newVerifier(ctx, engagement)
	s, err := v.verifySelection(dir)
	v.report.Digest = s.Digest
	return v.report.finish(err)
}

// verifySelections verifies the selections that were drawn from a run. Those of other runs are verified with these.
func (v *verifier) verifySelections(run string) error {
	records, err := filepath.Glob(filepath.Join(v.engagement.root, "selections", "*", SelectionName))
	if err != nil {
		return fault.New(fault.Broken, "list selections: %w", err)
	}
	for _, r := range records {
		var s record.Selection
		data, err := os.ReadFile(r)
		if err != nil {
			return fault.New(fault.Broken, "read selection: %w", err)
		}
		if json.Unmarshal(data, &s) == nil && s.Frame.Run != run {
			continue
		}
		if _, err := v.verifySelection(filepath.Dir(r)); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) verifySelection(dir string) (s record.Selection, err error) {
	label, err := filepath.Rel(v.engagement.root, dir)
	if err != nil || !filepath.IsLocal(label) {
		return s, fault.New(fault.Usage, "selection folder %s is not inside the engagement %s", dir, v.engagement.root)
	}
	at := folder{root: dir, label: filepath.ToSlash(label), report: v.report}
	name := at.named(SelectionName)
	data, err := at.read(SelectionName)
	if err != nil {
		return s, err
	}
	if err := record.Decode(data, &s); err != nil {
		return s, differs(name, "record", "", err)
	}
	if err := s.Check(); err != nil {
		return s, differs(name, "record", "", err)
	}
	t, err := v.verifyFrame(name, s.Frame)
	if err != nil {
		return s, err
	}
	if err := v.drawAgain(name, s); err != nil {
		return s, err
	}
	if err := v.logged(name, s); err != nil {
		return s, err
	}
	v.report.Selections++
	return s, v.verifyEvaluations(at, s, t)
}

// verifyFrame compares the frame with the record of its run and gives the test that it is the population of.
func (v *verifier) verifyFrame(name string, f record.Frame) (*record.Test, error) {
	dir := path.Join("runs", f.Run)
	if !plainName.MatchString(f.Run) || strings.Contains(f.Run, "/") || !plainName.MatchString(f.Test) || strings.Contains(f.Test, "/") {
		return nil, differs(name, "frame", "a test of a run", f.Run+" "+f.Test)
	}
	data, err := v.engagement.read(path.Join(dir, recordName))
	if err != nil {
		return nil, err
	}
	var run record.Run
	if err := record.Decode(data, &run); err != nil {
		return nil, differs(path.Join(dir, recordName), "record", "", err)
	}
	for i := range run.Tests {
		if t := &run.Tests[i]; t.ID == f.Test {
			count, root, err := FrameOf(t, f.Section)
			if err != nil {
				return nil, differs(name, "frame", "", err)
			}
			return t, same(name, "frame", fmt.Sprint(t.Key, count, root), fmt.Sprint(f.Key, f.Count, f.Root))
		}
	}
	return nil, differs(name, "frame", "a test of "+f.Run, f.Test)
}

// FrameOf gives the number of items of a section of a test and what fixes them: the Merkle root of the population, the digest
// of another section. An empty name is the population.
func FrameOf(t *record.Test, section string) (count int64, root string, err error) {
	if section == "" {
		return t.Population.Count, t.Population.Root, nil
	}
	items, ok := map[string]int64{exceptions: t.Exceptions, indeterminate: t.Indeterminate, excluded: t.Excluded}[section]
	if !ok {
		return 0, "", fault.New(fault.Usage, "section %q, expected population, exceptions, indeterminate or excluded", section)
	}
	x := t.Section(section)
	if x == nil || x.File == nil {
		return 0, "", fault.New(fault.Usage, "the test %s has no section %s", t.ID, section)
	}
	return items, x.Digest, nil
}

// FrameFile is the path of the file of a frame below the engagement.
func FrameFile(f record.Frame) string {
	return path.Join("runs", f.Run, f.Test, f.SectionName()+".parquet")
}

func (v *verifier) drawAgain(name string, s record.Selection) error {
	rows, err := checkFrame(s.Frame, v.engagement.at(FrameFile(s.Frame)))
	if err != nil {
		return err
	}
	drawn, err := Draw(v.ctx, s.Draw, s.Frame, v.engagement.at(FrameFile(s.Frame)))
	if err != nil {
		return unsound(name, "selection", err)
	}
	v.report.Rows += rows
	var want bytes.Buffer
	if err := json.Compact(&want, s.Drawn); err != nil {
		return differs(name, "selection", "", err)
	}
	return sameDraw(name, drawn, want.Bytes())
}

// CheckFrame says whether the file of a frame still holds the items that were fixed.
func CheckFrame(f record.Frame, file string) error {
	_, err := checkFrame(f, file)
	return err
}

func checkFrame(f record.Frame, file string) (rows int64, err error) {
	name := FrameFile(f)
	rows, root, err := fixed(f, file)
	if err != nil {
		return rows, unsound(name, "frame", err)
	}
	return rows, same(name, "root of the frame", f.Root, root)
}

// fixed computes again what fixes the items of a frame.
func fixed(f record.Frame, file string) (rows int64, root string, err error) {
	if f.Section != "" {
		d, err := table.Digest(file)
		return d.Rows, d.SHA256, err
	}
	r, err := table.Root(f.Key, file)
	return r.Rows, r.Root.String(), err
}

// sameDraw compares two draws and shows where they part.
func sameDraw(name string, drawn, recorded []byte) error {
	at := 0
	for at < len(drawn) && at < len(recorded) && drawn[at] == recorded[at] {
		at++
	}
	if at == len(drawn) && at == len(recorded) {
		return nil
	}
	excerpt := func(b []byte) string { return fmt.Sprintf("%q", b[max(0, at-40):min(len(b), at+40)]) }
	return differs(name, "selection", excerpt(drawn), excerpt(recorded))
}

// Draw draws a selection from a population file, by the rules of package sampling, and gives it as it goes into a record.
// The file is in key order, which proves that no key occurs twice.
func Draw(ctx context.Context, d record.Draw, f record.Frame, population ...string) (json.RawMessage, error) {
	t, err := table.Open(population...)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	items, err := itemsOf(t, f)
	if err != nil {
		return nil, err
	}
	drawn, err := sampling.Select(ctx, sampling.Draw{
		Method: sampling.Method(d.Method), Seed: d.Seed, Scope: d.Scope, Size: d.Size, Allocation: d.Allocation,
		Spares: d.Spares, Order: sampling.Order(d.Order), Uniqueness: sampling.Proven,
	}, items.parts()...)
	if err == nil {
		err = items.ordered()
	}
	if err != nil {
		return nil, err
	}
	line, err := record.EncodeLine(drawn)
	return bytes.TrimSuffix(line, []byte("\n")), err
}
