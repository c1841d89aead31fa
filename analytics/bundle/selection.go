package bundle

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/sampling"
	"auditql/analytics/schema"
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
	if err := v.verifyLog(run); err != nil {
		return err
	}
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
	drawn, err := sampling.Select(ctx, sampling.Draw{
		Method: sampling.Method(d.Method), Seed: d.Seed, Scope: d.Scope, Size: d.Size, Allocation: d.Allocation,
		Spares: d.Spares, Order: sampling.Order(d.Order), Uniqueness: sampling.Proven,
	}, frameOf(t, f))
	if err != nil {
		return nil, err
	}
	line, err := record.EncodeLine(drawn)
	return bytes.TrimSuffix(line, []byte("\n")), err
}

// frameOf reads the rows of a population as sampling units.
func frameOf(t *table.Table, f record.Frame) sampling.Frame {
	return func(yield func(sampling.Item, error) bool) {
		u := &units{keys: t.Keys(f.Key...)}
		if f.Section != "" { // an exception with several reasons is one item
			u.keys, u.once = t.KeyGroups(f.Key...), true
		}
		defer u.keys.Close()
		for _, name := range []string{f.Amount, f.Stratum} {
			if name != "" {
				u.columns = append(u.columns, name)
			}
		}
		if u.columns != nil {
			u.others = t.Rows(u.columns...)
			defer u.others.Close()
		}
		if err := u.countable(f); err != nil {
			yield(sampling.Item{}, err)
			return
		}
		for {
			item, err := u.next(f)
			if err == nil && u.again(item) {
				continue
			}
			if errors.Is(err, io.EOF) || !yield(item, err) || err != nil {
				return
			}
		}
	}
}

// units reads keys, and amounts and strata beside them.
type units struct {
	keys    *table.Keys
	others  *table.Rows
	columns []string
	once    bool // keys may occur several times and count once
	last    sampling.Item
}

// again says whether the item before had the same key. Rows are in key order.
func (u *units) again(item sampling.Item) bool {
	if !u.once {
		return false
	}
	before := u.last
	u.last = item
	u.last.Key = bytes.Clone(item.Key)
	return before.Key != nil && bytes.Equal(before.Key, item.Key)
}

// countable says whether amounts are exact numbers.
func (u *units) countable(f record.Frame) error {
	if u.others == nil || f.Amount == "" {
		return nil
	}
	for _, c := range u.others.Columns() {
		if c.Name != f.Amount {
			continue
		}
		if err := countable(c); err != nil {
			return err
		}
		if c.Type.Scale != f.Scale {
			return fault.New(fault.Refused, "amounts are in column %s of type %s, expected %d decimals", c.Name, c.Type, f.Scale)
		}
	}
	return nil
}

func countable(c schema.Column) error {
	if c.Type.Kind != schema.Integer && c.Type.Kind != schema.Decimal {
		return fault.New(fault.Refused, "amounts are in column %s of type %s, expected integer or decimal", c.Name, c.Type)
	}
	return nil
}

func (u *units) next(f record.Frame) (item sampling.Item, err error) {
	line, err := u.keys.Next()
	if err != nil {
		return item, err
	}
	parts := make([]sampling.Part, len(f.Key))
	for i, c := range u.keys.Columns() {
		parts[i] = part(c.Type, string(u.keys.Row()[i]))
	}
	if item.Key, err = sampling.Key(parts...); err != nil || u.others == nil {
		return item, err
	}
	row, err := u.others.Next()
	if err != nil {
		return item, err
	}
	for i, cell := range row {
		if cell == nil {
			return item, fault.New(fault.Refused, "%s of %s is NULL", u.columns[i], line)
		}
		if u.columns[i] == f.Stratum {
			item.Stratum = string(cell)
			continue
		}
		if item.Amount, err = minorUnits(string(cell)); err != nil {
			return item, fault.New(fault.Refused, "%s of %s is %s: %w", u.columns[i], line, cell, err)
		}
	}
	return item, nil
}

// part gives a key column the text that sampling wants: there a timestamp has a fraction only when it is not zero.
func part(t schema.Type, text string) sampling.Part {
	if t.Kind == schema.Timestamp {
		if whole, ok := strings.CutSuffix(text, ".000000Z"); ok {
			text = whole + "Z"
		}
	}
	return sampling.Part{Type: t.String(), Text: text}
}

// minorUnits reads a decimal or an integer as a number of its smallest unit.
func minorUnits(text string) (int64, error) {
	n, err := strconv.ParseInt(strings.Replace(text, ".", "", 1), 10, 64)
	if err != nil {
		return 0, errors.New("expected an amount of at most 18 digits")
	}
	return n, nil
}
