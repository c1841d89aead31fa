package contract

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/schema"
	"auditql/analytics/sqlfile"
)

// Map is what an auditor states of a file that no export describes: which of its fields becomes which column. It is a
// file map_NAME.yaml in the folder of the dataset, beside the contract or in a later tree, and becomes an export.
type Map struct {
	Export     string                `yaml:"export"`
	Title      string                `yaml:"title"`
	Format     string                `yaml:"format"`
	Records    []string              `yaml:"records"`     // json: keys of the array that holds the records
	Sheet      string                `yaml:"sheet"`       // xlsx
	Zone       string                `yaml:"zone"`        // of times without an offset
	DateFormat string                `yaml:"date_format"` // of dates and times; see timeForm
	AsFound    bool                  `yaml:"as_found"`    // texts keep the blanks around them
	Has        []string              `yaml:"has"`         // fields by which the next such file is known
	Repeated   []string              `yaml:"repeated"`    // headers that come several times; all values become a JSON array
	Columns    sqlfile.Pairs[string] `yaml:"columns"`     // column → field, JSON path, or 'constant'
}

// YAML gives the file. The first line says what it is to a person who finds it.
func (m Map) YAML() string {
	var b strings.Builder
	b.WriteString("# How such a file becomes rows of the dataset: column on the left; on the right the field or JSON path, or a 'constant'.\n")
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, Quote(value))
		}
	}
	line("export", m.Export)
	line("title", m.Title)
	line("format", m.Format)
	list(&b, "records", m.Records)
	line("sheet", m.Sheet)
	line("zone", m.Zone)
	line("date_format", m.DateFormat)
	if m.AsFound {
		b.WriteString("as_found: true\n")
	}
	list(&b, "repeated", m.Repeated)
	b.WriteString("columns:\n")
	for _, p := range m.Columns {
		fmt.Fprintf(&b, "  %s: %s\n", p.Key, Quote(p.Value))
	}
	list(&b, "has", m.Has)
	return b.String()
}

func list(b *strings.Builder, name string, values []string) {
	if len(values) == 0 {
		return
	}
	fmt.Fprintf(b, "%s:\n", name)
	for _, v := range values {
		fmt.Fprintf(b, "  - %s\n", Quote(v))
	}
}

// Quote writes a text as YAML in double quotes, which is JSON, on one line.
func Quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a text can always be encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// addMaps reads the maps of a tree, in the folders of a pattern, and adds each to the contract of its folder.
func addMaps(tree fs.FS, folders string, byName map[string]*Contract) error {
	names, err := fs.Glob(tree, folders+"/map_*.yaml")
	if err != nil {
		return fault.New(fault.Broken, "list maps: %w", err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return fault.New(fault.Broken, "read map: %w", err)
		}
		c, ok := byName[path.Base(path.Dir(name))]
		if !ok {
			return fault.At(fault.Usage, name, 0, "there is no dataset %s", path.Base(path.Dir(name)))
		}
		var m Map
		if err := sqlfile.Decode(name, 1, string(text), &m); err != nil {
			return err
		}
		e, err := c.Mapped(m)
		if err != nil {
			return fault.At(fault.Usage, name, 0, "%w", err).Hint("%s", fault.HintOf(err))
		}
		e.Mapping, e.Map, e.SHA256 = path.Base(name), string(text), digest(string(text))
		c.Exports = append(c.Exports, *e)
	}
	return nil
}

// Mapped makes a map an export of the contract. A column that the contract does not know is refused.
func (c *Contract) Mapped(m Map) (*Export, error) {
	if err := c.checkMap(m); err != nil {
		return nil, err
	}
	sql, err := c.mapSQL(m)
	if err != nil {
		return nil, err
	}
	e := &Export{
		ID: m.Export, Title: m.Title, Format: m.Format, Records: m.Records, Sheet: m.Sheet, Zone: m.Zone, Mapped: true,
		Obtain: "as " + m.Title + " was obtained", Mapping: "map_" + m.Export + ".yaml", SQL: sql,
	}
	for _, p := range m.Columns {
		if _, constant := Constant(p.Value); constant {
			continue
		}
		field := Field{Paths: []string{p.Value}, Repeated: slices.Contains(m.Repeated, p.Value)}
		column, _ := c.Spec.Get(p.Key)
		field.Trim = !m.AsFound || column.Type.Kind != schema.Text
		e.Fields = append(e.Fields, sqlfile.Pair[Field]{Key: p.Key, Value: field})
	}
	e.Recognise.Fields = m.Has
	return e, c.checkExport(e)
}

func (c *Contract) checkMap(m Map) error {
	if c.Derived != nil {
		return fault.New(fault.Usage, "%s is derived from %s and is not loaded", c.Dataset, strings.Join(c.Derived.Reads, ", "))
	}
	if _, twice := c.Export(m.Export); twice {
		return fault.New(fault.Usage, "%s has an export %s already", c.Dataset, m.Export)
	}
	var known, required []string
	for _, p := range c.Spec {
		known = append(known, p.Key)
		if _, ok := m.Columns.Get(p.Key); p.Value.Required && !ok && p.Key != snapshot {
			required = append(required, p.Key)
		}
	}
	for _, p := range m.Columns {
		if !slices.Contains(known, p.Key) {
			return fault.New(fault.Usage, "%s has no column %q", c.Dataset, p.Key).Hint("its columns are %s", strings.Join(known, ", "))
		}
	}
	if headless(m) {
		return fault.New(fault.Usage, "every field of the map is named by a number: the first line of the file is a record and no header").
			Hint("write a line with names above it, and map those")
	}
	if len(required) > 0 {
		return fault.New(fault.Usage, "%s needs %s, which the map does not give", c.Dataset, strings.Join(required, ", ")).
			Hint("map it to a field, or say a constant: --map \"%s='…'\"", required[0])
	}
	return nil
}

// headless says that a table has no header, so that its first record would be lost as one.
func headless(m Map) bool {
	numbers := 0
	for _, p := range m.Columns {
		if _, constant := Constant(p.Value); constant {
			continue
		}
		if _, err := strconv.ParseFloat(p.Value, 64); err != nil {
			return false
		}
		numbers++
	}
	return numbers > 1 && m.Format == "csv"
}

// Constant gives the text of a source in single quotes, in which a quote is doubled.
func Constant(source string) (text string, ok bool) {
	if len(source) < 2 || source[0] != '\'' || source[len(source)-1] != '\'' {
		return "", false
	}
	return strings.ReplaceAll(source[1:len(source)-1], "''", "'"), true
}

// mapSQL writes the mapping: one expression for each column, by its type. What cannot be read stays as it was found, so
// that the record is rejected with it.
func (c *Contract) mapSQL(m Map) (string, error) {
	form, err := timeForm(m.DateFormat)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("SELECT\n  _file,\n  _row,\n  _path")
	for _, p := range m.Columns {
		column, _ := c.Spec.Get(p.Key)
		name := quoteName(p.Key)
		value := name
		if text, constant := Constant(p.Value); constant {
			value = quoteText(text)
		}
		fmt.Fprintf(&b, ",\n  %s AS %s", expression(column, value, form), name)
	}
	_, wanted := c.Spec.Get(snapshot)
	if _, given := m.Columns.Get(snapshot); wanted && !given {
		fmt.Fprintf(&b, ",\n  CAST($as_of AS VARCHAR) AS %s", snapshot)
	}
	b.WriteString("\nFROM raw\n")
	return b.String(), nil
}

// snapshot is the column that says when an export of a state was taken: as of the engagement's moment when the map does
// not say, as in the mappings of exports.
const snapshot = "snapshot_at"

// expression brings a text to the form in which the type is read, and in which tests compare it.
func expression(c Column, v string, form form) string {
	switch c.Type.Kind {
	case schema.List:
		return fmt.Sprintf(`CASE WHEN %[1]s LIKE '[%%' THEN %[1]s ELSE CAST(TO_JSON(STRING_SPLIT_REGEX(%[1]s, '\s*[;,|]\s*')) AS VARCHAR) END`, v)
	case schema.Date:
		return form.date(v)
	case schema.Timestamp:
		v = form.time(v)
		day := v
		if c.LastDay {
			day = fmt.Sprintf("COALESCE(CAST(CAST(TRY_CAST(%[1]s AS DATE) + 1 AS DATE) AS VARCHAR), %[1]s)", v)
		}
		return fmt.Sprintf("CASE WHEN STRLEN(%[1]s) = 10 THEN %[2]s || ' 00:00' ELSE %[1]s END", v, day)
	}
	if fold, ok := folds[c.folding()]; ok {
		return fmt.Sprintf(fold, v)
	}
	return v
}

// folds are the forms in which tests compare texts.
var folds = map[string]string{
	"lower": "LOWER(%s)",
	"words": "LOWER(REGEXP_REPLACE(%s, '[ -]+', '_', 'g'))", // on_leave
	"hex":   "CASE WHEN %[1]s ILIKE '0x%%' THEN LOWER(%[1]s) ELSE %[1]s END",
}

// folding is how the texts of a column are folded. Where the words that are allowed have no capitals, capitals mean nothing.
func (c Column) folding() string {
	if c.Fold == "" && len(c.OneOf) > 0 && strings.ToLower(strings.Join(c.OneOf, "")) == strings.Join(c.OneOf, "") {
		return "words"
	}
	return c.Fold
}

func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
func quoteText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
