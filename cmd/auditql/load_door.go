package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/evidence"
	"auditql/analytics/fault"
	"auditql/analytics/schema"
	"auditql/analytics/sqlfile"
)

// doorFlags are what an auditor states of a file that no export describes.
type doorFlags struct {
	columns    []string
	types      []string
	key        []string
	numbers    string
	records    string
	sheet      string
	dateFormat string
}

func (d *doorFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&d.columns, "map", nil, "fields that become columns of the dataset, as COLUMN=FIELD,COLUMN='constant',…")
	f.StringVar(&d.dateFormat, "date-format", "", "how a mapped file writes dates, such as DD.MM.YYYY HH:mm, %d/%m/%Y, epoch or epoch_ms")
	f.StringVar(&d.records, "at", "", "key of the array that holds the records of a mapped JSON file, such as data.items")
	f.StringVar(&d.sheet, "sheet", "", "sheet of a mapped workbook")
	f.StringSliceVar(&d.key, "key", nil, "columns that name a record, when --as names a new dataset")
	f.StringVar(&d.numbers, "numbers", "", "column of a new dataset that is numbered without gaps: a missing number fails ipe-06")
	f.StringArrayVar(&d.types, "type", nil, "types of columns of a new dataset, as COLUMN=TYPE; all others are text")
}

func (d *doorFlags) given() bool {
	return len(d.columns)+len(d.types)+len(d.key) > 0 || d.records+d.sheet+d.dateFormat+d.numbers != ""
}

// openDoor writes down what is stated of the files, when it is needed, and says by which export they are loaded.
func (a *app) openDoor(ctx context.Context, e *engagement.Engagement, contracts *contract.Set, req *evidence.Request, d *doorFlags) (evidence.Opened, error) {
	_, known := contracts.Get(req.Dataset)
	if !d.given() && (known || req.Dataset == "" || req.Export != "") {
		return evidence.Opened{}, nil
	}
	if req.Dataset == "" {
		return evidence.Opened{}, fault.New(fault.Usage, "--as is needed: which dataset the file becomes").Hint("auditql load FILE --as DATASET --map column=field,…")
	}
	door := evidence.Door{
		Engagement: e, Contracts: contracts, Dataset: req.Dataset, Key: d.key, Numbers: d.numbers, Records: d.records, Sheet: d.sheet,
		Zone: req.Zone, DateFormat: d.dateFormat, Types: map[string]schema.Type{},
	}
	if near := nearDataset(contracts, req.Dataset); !known && len(d.key) == 0 && near != "" {
		return evidence.Opened{}, fault.New(fault.Usage, "there is no dataset %s, but there is %s", req.Dataset, near).
			Hint("for a new dataset of that name, say its --key")
	}
	for _, text := range d.columns {
		pairs, err := columnSources(text)
		if err != nil {
			return evidence.Opened{}, err
		}
		door.Map = append(door.Map, pairs...)
	}
	for i, p := range door.Map {
		if _, twice := door.Map[:i].Get(p.Key); twice {
			return evidence.Opened{}, fault.New(fault.Usage, "--map gives column %s twice", p.Key)
		}
	}
	if err := d.typesOf(door.Types); err != nil {
		return evidence.Opened{}, err
	}
	opened, err := door.Open(ctx, req.Paths)
	req.Export = opened.Export
	return opened, err
}

func (d *doorFlags) typesOf(into map[string]schema.Type) error {
	for _, text := range d.types {
		column, name, ok := strings.Cut(text, "=")
		if !ok {
			return fault.New(fault.Usage, "--type %s: expected COLUMN=TYPE", text)
		}
		t, err := schema.Parse(name)
		if err != nil {
			return fault.New(fault.Usage, "--type %s: %w", text, err)
		}
		into[column] = t
	}
	return nil
}

// columnSources reads COLUMN=SOURCE,… where a comma inside of quotes does not part two columns. A source in double
// quotes is a header as it stands.
func columnSources(text string) (sqlfile.Pairs[string], error) {
	var out sqlfile.Pairs[string]
	for _, part := range splitOutside(text) {
		column, source, ok := strings.Cut(part, "=")
		column, source = strings.TrimSpace(column), strings.TrimSpace(source)
		if !ok || column == "" || source == "" {
			return nil, fault.New(fault.Usage, "--map %s: expected COLUMN=FIELD or COLUMN='constant'", part)
		}
		if inner := strings.TrimSuffix(strings.TrimPrefix(source, `"`), `"`); len(inner)+2 == len(source) && !strings.Contains(inner, `"`) && !strings.ContainsAny(inner, ".[") {
			source = inner
		}
		out = append(out, sqlfile.Pair[string]{Key: column, Value: source})
	}
	return out, nil
}

// splitOutside parts a text at commas outside of double quotes, and of single quotes that begin a source.
func splitOutside(text string) []string {
	var out []string
	start, open := 0, byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case open == 0 && c == '"', open == 0 && c == '\'' && i > 0 && text[i-1] == '=':
			open = c
		case c == open:
			open = 0
		case c == ',' && open == 0:
			out = append(out, text[start:i])
			start = i + 1
		}
	}
	return append(out, text[start:])
}

// nearDataset gives a dataset whose name differs by one letter or two, as a slip of the finger does.
func nearDataset(contracts *contract.Set, name string) string {
	for _, c := range contracts.All() {
		if distance(c.Dataset, name) <= 2 && len(name) > 4 {
			return c.Dataset
		}
	}
	return ""
}

// distance is the number of letters to be put in, taken out or changed.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			before, row[j] = row[j], min(row[j]+1, row[j-1]+1, before+cost)
		}
	}
	return row[len(b)]
}

// closeDoor undoes what was written when nothing was loaded by it, and else says what was.
func (a *app) closeDoor(o evidence.Opened, reports []evidence.FileReport) {
	if len(o.Files) == 0 {
		return
	}
	if !slices.ContainsFunc(reports, func(r evidence.FileReport) bool { return r.Status == evidence.Loaded && r.Export == o.Export }) {
		o.Undo()
		return
	}
	fmt.Fprintf(a.err, "kept in %s; the next such file loads without flags\n", strings.Join(o.Files, " and "))
}
