package bundle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/table"

	_ "embed" // for the steps of a check
)

// Disclosure proves that rows about one item belong to a signed bundle, and shows no other row: a proof leads from each
// row to the root of all results, bag-info.txt has that root, the tag manifest the hash of bag-info.txt, and the
// signatures are about the tag manifest.
type Disclosure struct {
	Format      string            `json:"format"`
	Proofs      []table.Proof     `json:"proofs"` // of the lines ["RUN","TEST","SECTION",HEADER,ROW]
	Info        string            `json:"bag-info.txt"`
	TagManifest string            `json:"tagmanifest-sha256.txt"`
	Signed      map[string]string `json:"signed"` // statements and signatures by file name
	// How says to people how to check it; auditql does not read it.
	How string `json:"how_to_check,omitempty"`
}

const disclosureFormat = "auditql disclosure 1"

//go:embed disclosure.md
var howToCheck string

// Item says which rows to disclose: those of a section of a test in a run that have the key.
type Item struct {
	Run     string // empty: the last run in which the test was performed
	Test    string
	Section string
	Key     []string
}

// Disclose verifies a bundle and proves the rows about an item. It refuses a bundle that nobody has signed.
func Disclose(ctx context.Context, file string, item Item) ([]byte, error) {
	folder, err := os.MkdirTemp("", "auditql-disclose-")
	if err != nil {
		return nil, fault.New(fault.Broken, "disclose item: %w", err)
	}
	defer os.RemoveAll(folder)
	b := &bagCheck{Check: Check{Folder: folder}, ctx: ctx, folder: folder}
	if err := b.verify(file); err != nil {
		return nil, err
	}
	if len(b.out.Signatures) == 0 {
		return nil, fault.At(fault.Usage, file, 0, "nobody has signed it, so there is nothing to prove").Hint("auditql sign %s", file)
	}
	d := Disclosure{Format: disclosureFormat, Signed: map[string]string{}, How: howToCheck}
	if d.Proofs, err = b.prove(item); err != nil {
		return nil, err
	}
	for name := range b.entries {
		if !isSigned(name) && name != infoName && name != tagManifestName {
			continue
		}
		text, err := b.read(name)
		if err != nil {
			return nil, err
		}
		switch name {
		case infoName:
			d.Info = string(text)
		case tagManifestName:
			d.TagManifest = string(text)
		default:
			d.Signed[name] = string(text)
		}
	}
	return record.Encode(d)
}

func (b *bagCheck) prove(item Item) ([]table.Proof, error) {
	key, err := b.keyOf(&item)
	if err != nil {
		return nil, err
	}
	if len(key) != len(item.Key) {
		return nil, fault.New(fault.Usage, "the key of %s is %s: expected %d values, found %d", item.Test, strings.Join(key, ", "), len(key), len(item.Key))
	}
	entries := slices.Collect(maps.Values(b.entries))
	var indexes []int64
	n := int64(0)
	err = eachRow(entries, func(l leaf) error {
		if l.run == item.Run && l.test == item.Test && l.section == item.Section {
			ok, err := l.has(key, item.Key)
			if err != nil {
				return err
			}
			if ok {
				indexes = append(indexes, n)
			}
		}
		n++
		return nil
	})
	if err != nil {
		return nil, err
	}
	if indexes == nil {
		return nil, fault.New(fault.Usage, "%s is not among the %s of %s in %s", strings.Join(item.Key, " "), item.Section, item.Test, item.Run)
	}
	next, stop := iter.Pull2(linesOf(entries))
	defer stop()
	return table.ProveLines(indexes, b.tree.size, func() ([]byte, error) {
		line, err, ok := next()
		if !ok {
			return nil, io.EOF
		}
		return line, err
	})
}

// keyOf finds the run and gives the key columns of the test.
func (b *bagCheck) keyOf(item *Item) ([]string, error) {
	for _, id := range slices.Backward(b.out.Runs) {
		if item.Run != "" && item.Run != id {
			continue
		}
		data, err := b.read(payloadFolder + "runs/" + id + "/" + recordName)
		if err != nil {
			return nil, err
		}
		var r record.Run
		if err := record.Decode(data, &r); err != nil {
			return nil, differs(id, "record", "", err)
		}
		for _, t := range r.Tests {
			if t.ID == item.Test && t.Verdict != record.NotRun {
				item.Run = id
				return t.Key, nil
			}
		}
	}
	return nil, fault.New(fault.Usage, "%s was not performed in %s", item.Test, strings.TrimSpace("any run of the bundle "+item.Run))
}

// linesOf gives the lines of the tree one by one.
func linesOf(entries []*entry) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		err := eachRow(entries, func(l leaf) error {
			if !yield(l.line(), nil) {
				return io.EOF
			}
			return nil
		})
		if err != nil && !errors.Is(err, io.EOF) {
			yield(nil, err)
		}
	}
}

// has says whether the row has the key.
func (l leaf) has(key, values []string) (bool, error) {
	var header [][2]string
	var row []any
	if err := errors.Join(json.Unmarshal(l.header, &header), json.Unmarshal(l.row, &row)); err != nil || len(header) != len(row) {
		return false, differs(l.test, "row of "+l.section, "a canonical line", err)
	}
	for i, k := range key {
		at := slices.IndexFunc(header, func(c [2]string) bool { return c[0] == k })
		if at < 0 || row[at] != values[i] {
			return false, nil
		}
	}
	return true, nil
}

// DisclosureReport says what a disclosure proves.
type DisclosureReport struct {
	Seal       string            `json:"seal"`
	Audit      record.Engagement `json:"engagement"`
	Of         int64             `json:"of"` // rows in all results together
	Rows       []DisclosedRow    `json:"rows"`
	Signatures []Signature       `json:"signatures"`
	Difference *Difference       `json:"difference,omitempty"`
}

// DisclosedRow is a row of a result.
type DisclosedRow struct {
	Run, Test, Section string
	Columns            [][2]string // name and type
	Cells              []any
}

// IsDisclosure says whether a file may be one.
func IsDisclosure(data []byte) bool {
	return strings.HasPrefix(string(data), "{\n  \"format\": \""+disclosureFormat+"\"")
}

// VerifyDisclosure verifies a disclosure.
func VerifyDisclosure(data []byte, c Check) (DisclosureReport, error) {
	r := DisclosureReport{Rows: []DisclosedRow{}, Signatures: []Signature{}}
	err := r.verify(data, c)
	errors.As(err, &r.Difference)
	return r, err
}

func (r *DisclosureReport) verify(data []byte, c Check) error {
	var d Disclosure
	if err := record.Decode(data, &d); err != nil || d.Format != disclosureFormat || len(d.Proofs) == 0 {
		return differs("disclosure", "form", disclosureFormat, fmt.Sprint("otherwise: ", err))
	}
	hashes, err := parseManifest(tagManifestName, []byte(d.TagManifest))
	if err != nil {
		return err
	}
	if err := same(infoName, "SHA-256", hashes[infoName], record.Hash([]byte(d.Info))); err != nil {
		return err
	}
	i, err := parseInfo([]byte(d.Info))
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	for name, text := range d.Signed {
		files[name] = []byte(text)
	}
	signatures, err := c.judge([]byte(d.TagManifest), files)
	if err != nil {
		return err
	}
	if len(signatures) == 0 {
		return differs(tagManifestName, "signature", "one", "none")
	}
	r.Seal, r.Audit, r.Of, r.Signatures = record.Hash([]byte(d.TagManifest)), i.Audit, i.Results.size, signatures
	for _, p := range d.Proofs {
		if err := p.Verify(i.Results.root, i.Results.size); err != nil {
			return differs("disclosure", "proof", "", err)
		}
		if err := r.show(p.Line); err != nil {
			return err
		}
	}
	return nil
}

func (r *DisclosureReport) show(line string) error {
	var row DisclosedRow
	parts := []any{&row.Run, &row.Test, &row.Section, &row.Columns, &row.Cells}
	if err := json.Unmarshal([]byte(line), &parts); err != nil || len(parts) != 5 || len(row.Columns) != len(row.Cells) {
		return differs("disclosure", "row", "a line of the results", line)
	}
	r.Rows = append(r.Rows, row)
	return nil
}
