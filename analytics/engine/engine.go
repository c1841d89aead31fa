package engine

import (
	"io"
	"runtime"
	"time"

	"auditql/analytics/schema"
)

// Options bounds a session. Zero values mean the defaults that are named.
type Options struct {
	Threads   int           // threads of DuckDB; default: the number of cores
	MemoryMiB int           // memory limit of DuckDB; default 2048
	TempMiB   int           // space for spilling to disk; default 16384
	Timeout   time.Duration // longest time one call may take; default 10 minutes
	Scratch   string        // folder in which the session keeps its own scratch folder; default os.TempDir
}

// Relation is a dataset: a name, its columns, and exactly the Parquet files that hold it.
type Relation struct {
	Name    string
	Columns []schema.Column
	Files   []string
}

// Section is one SELECT of a script.
type Section struct {
	Name   string             // the relation that it makes
	SQL    string             // one SELECT; $name stands for a parameter
	Params map[string]Literal // values of the parameters
	Reads  []string           // relations that it may name
	Into   string             // Parquet file to write; empty keeps the rows in the session only
	Order  []string           // order of the rows of Into; empty means by all columns
	File   string             // the script, for messages; empty names the section
	Line   int                // line of File on which SQL starts; 0 means 1
}

// Made says what a section gave.
type Made struct {
	Columns []schema.Column
	Rows    int64
}

// Offence is what an invariant found: how many, and the first keys as text, in key order.
type Offence struct {
	Count int64
	Keys  [][]*string
}

// Row is a record of an export on its way to a mapping, which finds it in raw: its place as _file, _row, _path and _name, and the
// texts of its fields. A text that is nil is NULL.
type Row struct {
	File, Record int64
	Path         []byte // place inside the file; empty, which in raw is not NULL, where the record is not in a list
	Name         string // of the file; the same for all its rows
	Values       [][]byte
}

// RowSource gives rows, each valid until the next call; io.EOF ends them. Fields are the names of their values.
type RowSource interface {
	Fields() []string
	Next() (Row, error)
}

// LoadColumn is a column of a contract, as loading needs it.
type LoadColumn struct {
	schema.Column
	Required bool
	OneOf    []string
}

// LoadPlan says how rows of an export become rows of a dataset.
type LoadPlan struct {
	Mapping string              // one SELECT FROM raw
	Params  map[string]Literal  // values of its parameters
	Columns []LoadColumn        // the contract's columns, in its order
	Time    string              // the driving timestamp; empty when there is none
	Zone    string              // zone of times without an offset; empty means that they are rejected
	Load    string              // text of the column _load
	Out     string              // Parquet file to write
	File    string              // the mapping's file, for messages
	Line    int                 // line of File on which the mapping starts; 0 means 1
	Each    func(Outcome) error // receives each outcome as it happens; nil collects them in LoadResult
}

// FileCount counts the records of one file. Lost records gave no row at all.
type FileCount struct {
	File                                      int64
	Records, Loaded, Rejected, Filtered, Lost int64
	First, Last                               string // of the driving time, of the rows that were loaded; empty when there is none
}

// Join adds up the counts of two portions of a file.
func (c FileCount) Join(d FileCount) FileCount {
	c.Records, c.Loaded, c.Rejected = c.Records+d.Records, c.Loaded+d.Loaded, c.Rejected+d.Rejected
	c.Filtered, c.Lost, c.Last = c.Filtered+d.Filtered, c.Lost+d.Lost, max(c.Last, d.Last)
	if c.First == "" || d.First != "" && d.First < c.First {
		c.First = d.First
	}
	return c
}

// Outcome is a record, or a part of one, that was not loaded.
type Outcome struct {
	File, Row int64
	Path      string
	Reason    string // required:COLUMN, type:COLUMN, one_of:COLUMN, filtered, lost
	Detail    string // the text that was found, shortened, and what was expected; the stated reason when filtered
	Filtered  bool
	Alike     int64 // how many more were filtered for the same reason
}

// LoadResult says what a load gave.
type LoadResult struct {
	Rows     int64
	Files    []FileCount
	Seen     Seen
	Local    bool // times without an offset were read in the zone of the plan
	Outcomes []Outcome
}

// Serve is the worker: it answers calls until in ends.
func Serve(in io.Reader, out io.Writer) error { return serve(in, out) }

func (o Options) withDefaults() Options {
	if o.Threads == 0 {
		o.Threads = runtime.NumCPU()
	}
	if o.MemoryMiB == 0 {
		o.MemoryMiB = 2048
	}
	if o.TempMiB == 0 {
		o.TempMiB = 16384
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Minute
	}
	return o
}
