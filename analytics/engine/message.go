package engine

import (
	"time"

	"auditql/analytics/fault"
	"auditql/analytics/schema"
)

// grace is what the worker gets beyond the deadline to end a query by itself before it is killed.
const grace = 2 * time.Second

// call is what the parent asks. Op says which of the other fields count.
type call struct {
	Op        string
	Timeout   time.Duration
	Options   *Options        `json:",omitempty"`
	Shared    bool            `json:",omitempty"` // the worker was started with memory through which rows come
	Files     []string        `json:",omitempty"`
	Relations []Relation      `json:",omitempty"`
	Name      string          `json:",omitempty"` // the relation that is meant
	Other     string          `json:",omitempty"` // the relation that it is compared with
	SQL       string          `json:",omitempty"`
	Reads     []string        `json:",omitempty"`
	Order     []string        `json:",omitempty"`
	Key       []string        `json:",omitempty"`
	Columns   []schema.Column `json:",omitempty"`
	Rows      []string        `json:",omitempty"` // SQL of the rows that are given
	Out       string          `json:",omitempty"` // file in the scratch folder
	Limit     int             `json:",omitempty"`
	Load      *loadCall       `json:",omitempty"`
}

// reply is what the worker answers.
type reply struct {
	Fault   *wireFault      `json:",omitempty"`
	Columns []schema.Column `json:",omitempty"`
	Count   int64           `json:",omitempty"`
	Rows    [][]*string     `json:",omitempty"`
	Files   []FileCount     `json:",omitempty"`
	Tree    string          `json:",omitempty"` // JSON of a syntax tree
	Digest  string          `json:",omitempty"`
	Seen    Seen
	Local   bool `json:",omitempty"`
}

// wireFault is a fault on its way to the parent. Offset is a byte offset in the SQL of the call, or -1.
type wireFault struct {
	Kind   fault.Kind
	What   string
	Next   string
	Offset int
}

func (r *reply) fault() error {
	if r.Fault == nil {
		return nil
	}
	return r.Fault
}

// Error makes a wireFault an error inside the worker.
func (w *wireFault) Error() string { return w.What }

// refuse makes the fault of SQL that asks for what it may not; offset is where, or -1.
func refuse(offset int, hint, format string, args ...any) *wireFault {
	f := fault.New(fault.Usage, format, args...)
	return &wireFault{Kind: f.Kind, What: f.What, Next: hint, Offset: offset}
}
