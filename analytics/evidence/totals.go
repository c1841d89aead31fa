package evidence

import (
	"fmt"
	"maps"
	"math/big"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
	"auditql/analytics/reader"
	"auditql/analytics/record"
	"auditql/analytics/sqlfile"
)

// A manifest is a file totals.yaml that the auditee sends along with the exports:
//
//	files:
//	  ledger.csv:
//	    records: 1200
//	    sha256: 9f86d0…
//	    sums: {amount: 70214.50}
//	    period: {from: 2026-01-01, to: 2026-07-01}
//	    obtained: SELECT … run by … on …
//	    filters: all statuses, by posting date
//
// Everything but the name of the file may be left out. The columns of sums are named as in the file.
type manifest struct {
	Files sqlfile.Pairs[manifestFile] `yaml:"files"`
}

type manifestFile struct {
	Records sqlfile.Value                `yaml:"records"`
	SHA256  string                       `yaml:"sha256"`
	Sums    sqlfile.Pairs[sqlfile.Value] `yaml:"sums"`
	Period  struct {
		From sqlfile.Value `yaml:"from"`
		To   sqlfile.Value `yaml:"to"`
	} `yaml:"period"`
	Obtained string `yaml:"obtained"`
	Filters  string `yaml:"filters"`
}

// declaration is what a manifest says of one file.
type declaration struct {
	name string // of the file, as the manifest writes it
	record.Declared
}

func isManifest(name string) bool {
	base := path.Base(strings.ReplaceAll(name, "!", "/"))
	return base == "totals.yaml" || base == "totals.yml"
}

// maxManifest bounds a manifest.
const maxManifest = 4 << 20

// readManifest reads control totals that came with the exports.
func readManifest(f reader.File, short string) ([]*declaration, error) {
	text, err := reader.Text(f, maxManifest)
	if err != nil {
		return nil, err
	}
	if !utf8.Valid(text) {
		return nil, fault.At(fault.Refused, f.Name, 0, "is not UTF-8")
	}
	var m manifest
	if err := sqlfile.Decode(f.Name, 1, string(text), &m); err != nil {
		return nil, err
	}
	var out []*declaration
	for _, p := range m.Files {
		d, err := p.Value.declared()
		if err != nil {
			return nil, fault.At(fault.Refused, f.Name, p.Line, "%s: %w", p.Key, err)
		}
		d.By = short
		out = append(out, &declaration{name: p.Key, Declared: d})
	}
	return out, nil
}

func (m manifestFile) declared() (record.Declared, error) {
	d := record.Declared{SHA256: strings.ToLower(m.SHA256), Obtained: m.Obtained, Filters: m.Filters}
	if m.Records.Text != nil {
		n, err := strconv.ParseInt(*m.Records.Text, 10, 64)
		if err != nil || n < 0 {
			return d, fmt.Errorf("records: %q, expected a number of records", *m.Records.Text)
		}
		d.Records = &n
	}
	for _, s := range m.Sums {
		if s.Value.Text == nil || scaled(*s.Value.Text) == nil {
			return d, fmt.Errorf("sum of %s: %q, expected a number such as -1234.50", s.Key, s.Value)
		}
		if d.Sums == nil {
			d.Sums = map[string]string{}
		}
		d.Sums[s.Key] = unscaled(scaled(*s.Value.Text))
	}
	for _, t := range []struct {
		text *string
		into *string
	}{{m.Period.From.Text, &d.From}, {m.Period.To.Text, &d.To}} {
		if t.text == nil {
			continue
		}
		at, err := time.Parse(time.DateOnly, *t.text)
		if err != nil {
			if at, err = time.Parse(time.RFC3339, *t.text); err != nil {
				return d, fmt.Errorf("period: %q, expected a day such as 2026-01-01, or a time with its offset", *t.text)
			}
		}
		*t.into = at.UTC().Format(time.RFC3339)
	}
	return d, nil
}

// describes says whether a declaration is about a file: by its name, or the end of its path.
func (d *declaration) describes(name string) bool {
	name = strings.ReplaceAll(name, "!", "/")
	return name == d.name || strings.HasSuffix(name, "/"+d.name)
}

const decimals = 36

var number = regexp.MustCompile(`^[+-]?\d+(\.\d{1,36})?$`)

// scaled reads a number exactly, in units of its 36th decimal; nil when it is none.
func scaled(text string) *big.Int {
	if !number.MatchString(text) {
		return nil
	}
	whole, part, _ := strings.Cut(text, ".")
	n, _ := new(big.Int).SetString(whole+part+strings.Repeat("0", decimals-len(part)), 10)
	return n
}

func unscaled(n *big.Int) string {
	text := new(big.Rat).SetFrac(n, new(big.Int).Exp(big.NewInt(10), big.NewInt(decimals), nil)).FloatString(decimals)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// adder sums one column of one file as it is read.
type adder struct {
	column string
	field  int // of the export; -1 when it takes no field of that name
	sum    big.Int
	bad    int64 // values that are no numbers
}

// adders gives one for each column of which a sum is declared.
func adders(e *contract.Export, columns []string) []*adder {
	out := make([]*adder, len(columns))
	for i, c := range columns {
		out[i] = &adder{column: c, field: slices.IndexFunc(e.Fields, func(f sqlfile.Pair[contract.Field]) bool {
			return f.Key == c || slices.Contains(f.Value.Paths, c)
		})}
	}
	return out
}

func (a *adder) add(values [][]byte) {
	if a.field < 0 || len(values[a.field]) == 0 {
		return
	}
	if n := scaled(strings.TrimSpace(string(values[a.field]))); n != nil {
		a.sum.Add(&a.sum, n)
	} else {
		a.bad++
	}
}

// found says what the sum is, or why there is none.
func (a *adder) found() string {
	switch {
	case a.field < 0:
		return "no field of this name is taken from the file"
	case a.bad > 0:
		return fmt.Sprintf("%s, without what is no number: %s", unscaled(&a.sum), record.Counted(a.bad, "value"))
	}
	return unscaled(&a.sum)
}

// columns names the columns of a file of which a sum is declared.
func (r Request) columns(f given) []string {
	names := maps.Clone(r.Sums)
	if names == nil {
		names = map[string]string{}
	}
	if f.declared != nil {
		maps.Copy(names, f.declared.Sums)
	}
	return slices.Sorted(maps.Keys(names))
}

// disagreements compares what is declared of the files with what was read.
func (a *attempt) disagreements(entry *record.Load) (notes []string) {
	for _, f := range entry.Files {
		d := f.Declared
		if d == nil {
			continue
		}
		if d.Records != nil && *d.Records != f.Read {
			notes = append(notes, fmt.Sprintf("%s has %s, declared: %d", f.Name, record.Counted(f.Read, "record"), *d.Records))
		}
		for _, c := range slices.Sorted(maps.Keys(d.Sums)) {
			if f.Sums[c] != d.Sums[c] {
				notes = append(notes, fmt.Sprintf("the sum of %s in %s is %s, %s was declared", c, f.Name, f.Sums[c], d.Sums[c]))
			}
		}
	}
	for _, c := range slices.Sorted(maps.Keys(a.req.Sums)) {
		if got, want := total(entry, c), a.req.Sums[c]; got != want {
			notes = append(notes, fmt.Sprintf("the sum of %s is %s, %s was declared", c, got, want))
		}
	}
	return notes
}

// total sums a column over the files of a load.
func total(entry *record.Load, column string) string {
	var sum big.Int
	for _, f := range entry.Files {
		n := scaled(f.Sums[column])
		if n == nil {
			return f.Sums[column]
		}
		sum.Add(&sum, n)
	}
	return unscaled(&sum)
}

// Sum reads a declared sum into the form in which sums are compared.
func Sum(text string) (string, error) {
	n := scaled(text)
	if n == nil {
		return "", fault.New(fault.Usage, "%q, expected a number such as -1234.50", text)
	}
	return unscaled(n), nil
}

// integrity compares the hash of each file with the one that was declared.
func integrity(entry *record.Load) record.Check {
	c := record.Check{ID: "ipe-02", Status: record.Passed, Actual: strconv.Itoa(len(entry.Files)) + " " + record.Noun(int64(len(entry.Files)), "file") + " hashed", Note: "SHA-256 of each file as handed over is in the ledger"}
	var wants, gots []string
	for _, f := range entry.Files {
		if f.Declared != nil && f.Declared.SHA256 != "" && f.Declared.SHA256 != f.SHA256 {
			wants, gots = append(wants, f.Declared.SHA256), append(gots, f.Name+" has "+f.SHA256)
		}
	}
	if len(wants) > 0 {
		c.Status, c.Expected, c.Actual = record.Failed, "SHA-256 "+strings.Join(wants, ", "), strings.Join(gots, ", ")
		c.Note = "a file is not the one that was declared"
	}
	return c
}

// said joins what is declared of the files in one respect, each text once.
func said(entry *record.Load, of func(*record.Declared) string) string {
	var out []string
	for _, f := range entry.Files {
		if f.Declared == nil {
			continue
		}
		if text := of(f.Declared); text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return strings.Join(out, "; ")
}
