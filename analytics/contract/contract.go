// Package contract says what a dataset must be and which exports can become it.
//
// A contract is one folder: contract.yaml names the grain, the key, the columns, the checks and the exports; each
// export names how its file is recognised, which fields are taken from it, and the mapping, one SELECT over those
// fields. A new source is therefore an entry of YAML and a file of SQL, and nobody writes Go for it.
//
//	set, err := contract.Load(datasets.FS)
//	c, ok := set.Get("account")
//
// Refused: unknown keys, columns without a meaning, keys and mappings that do not exist, a name that comes twice.
package contract

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"auditql/analytics/schema"
	"auditql/analytics/sqlfile"
)

// Contract is what a dataset must be.
type Contract struct {
	Dataset string                `yaml:"dataset"`
	Version int                   `yaml:"version"`
	Title   string                `yaml:"title"`
	Grain   string                `yaml:"grain"` // the sentence "one row per …"
	Key     []string              `yaml:"key"`
	Time    string                `yaml:"time"`   // the driving timestamp: date coverage is judged on it
	Moment  string                `yaml:"moment"` // when a state was taken; a column snapshot_at needs no mention
	Align   sqlfile.Pairs[string] `yaml:"align"`  // datasets that tests join with it, and how near their moments must be
	Spec    sqlfile.Pairs[Column] `yaml:"columns"`
	Repeats string                `yaml:"repeats"` // merge: a record that comes twice, even in one file, is one record
	Numbers Numbers               `yaml:"numbers"` // a column whose values are numbered without gaps
	Checks  []Check               `yaml:"checks"`
	Frames  sqlfile.Pairs[string] `yaml:"frames"` // SQL that several mappings share: it reads what they give as mapped
	Exports []Export              `yaml:"exports"`
	Unread  []Unread              `yaml:"unread"` // files that are known, and that no export reads
	Derived *Derived              `yaml:"derived"`
	// Supplied says from where auditql itself fills the dataset in each run; nothing is loaded for it.
	Supplied string `yaml:"supplied"`
	File     string `yaml:"-"` // path of contract.yaml, for errors
	Text     string `yaml:"-"` // of contract.yaml
	SHA256   string `yaml:"-"` // of Text
}

// Files gives the texts of contract.yaml and of all SQL that it names, by file name.
func (c *Contract) Files() map[string]string {
	out := map[string]string{"contract.yaml": c.Text}
	if c.Derived != nil {
		out[c.Derived.SQL] = c.Derived.Text
	}
	for _, e := range c.Exports {
		out[e.Mapping] = e.SQL
		if e.Mapped {
			out[e.Mapping] = e.Map
		}
	}
	return out
}

// Merge is said of logs whose records have an identity of their own, so that a record that comes twice is one act.
const Merge = "merge"

// Numbers says which column is numbered without gaps: digits, or a prefix and digits. Each combination of the columns of
// Within has numbers of its own, and each prefix.
type Numbers struct {
	Column string   `yaml:"column"`
	Within []string `yaml:"within"`
}

// Column is what a column of a dataset must be.
type Column struct {
	Type     schema.Type `yaml:"type"`
	Required bool        `yaml:"required"` // NULL is a reject
	Means    string      `yaml:"means"`
	Unit     string      `yaml:"unit"`
	OneOf    []string    `yaml:"one_of"`   // the only values allowed
	Fold     string      `yaml:"fold"`     // how a map brings texts to the form that tests compare: lower, words or hex
	LastDay  bool        `yaml:"last_day"` // a date alone is the last day, which ends when the next begins
}

// Check is SQL that returns the bad rows of a dataset.
type Check struct {
	ID    string `yaml:"id"`
	Level string `yaml:"level"` // refuse or warn
	Says  string `yaml:"says"`  // what must be true
	SQL   string `yaml:"sql"`
}

// Derived is a dataset that is computed from others when a test reads it.
type Derived struct {
	Reads []string `yaml:"reads"`
	SQL   string   `yaml:"sql"` // file name beside contract.yaml
	Text  string   `yaml:"-"`
}

// Columns gives the columns in contract order.
func (c *Contract) Columns() []schema.Column {
	out := make([]schema.Column, len(c.Spec))
	for i, p := range c.Spec {
		out[i] = schema.Column{Name: p.Key, Type: p.Value.Type}
	}
	return out
}

// Stored gives the columns of the evidence files of the dataset: the place of each row first, then the contract's own.
func (c *Contract) Stored() []schema.Column {
	if c.Derived != nil || c.Supplied != "" {
		return c.Columns()
	}
	text, integer := schema.Type{Kind: schema.Text}, schema.Type{Kind: schema.Integer}
	out := []schema.Column{{Name: "_load", Type: text}, {Name: "_file", Type: integer}, {Name: "_row", Type: integer}, {Name: "_path", Type: text}}
	if c.Time != "" {
		out = append(out, schema.Column{Name: "_time", Type: text})
	}
	return append(out, c.Columns()...)
}

// Aligned says how near the moments of this dataset and another must be.
func (c *Contract) Aligned(other string) (within time.Duration, ok bool) {
	text, ok := c.Align.Get(other)
	within, _ = time.ParseDuration(text) // it was checked when the contract was read
	return within, ok
}

// Compared says whether the moments of two datasets must agree, by the contract of either.
func (c *Contract) Compared(other *Contract) bool {
	_, mine := c.Aligned(other.Dataset)
	_, theirs := other.Aligned(c.Dataset)
	return mine || theirs
}

// Export finds an export by its id.
func (c *Contract) Export(id string) (*Export, bool) {
	for i := range c.Exports {
		if c.Exports[i].ID == id {
			return &c.Exports[i], true
		}
	}
	return nil, false
}

// digest is the SHA-256 of a file's text, as sha256sum gives it.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
