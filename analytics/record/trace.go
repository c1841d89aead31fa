package record

import "slices"

// Trace is what came of comparing records with the source, in both directions, for one load.
type Trace struct {
	Dataset string       `json:"dataset"`
	Load    string       `json:"load"`
	Items   []TracedItem `json:"items"`
	By      string       `json:"by"`
	At      string       `json:"at"`
	Link
}

func (t *Trace) chain() *Link { return &t.Link }

// Failed says whether an item did not agree.
func (t Trace) Failed() bool {
	return slices.ContainsFunc(t.Items, func(i TracedItem) bool { return i.Result != Agrees })
}

// TracedItem is one record that was compared. Those from the export are named by File and Record, those from the source by
// the Key under which the export should hold them.
type TracedItem struct {
	From      TraceStart  `json:"from"`
	File      string      `json:"file,omitempty"`
	Record    int64       `json:"record,omitempty"`
	Key       []string    `json:"key,omitempty"`
	Result    TraceResult `json:"result"`
	Reference string      `json:"reference"` // exhibit: where what was seen is filed
	Note      string      `json:"note,omitempty"`
}

// TraceStart is where an item was chosen.
type TraceStart string

const (
	FromExport TraceStart = "export" // to be found in the source
	FromSource TraceStart = "source" // to be found in the export
)

// TraceResult is what the comparison of an item gave.
type TraceResult string

const (
	Agrees   TraceResult = "agrees"
	Differs  TraceResult = "differs"
	NotFound TraceResult = "not found" // it is not on the other side
)

// TraceResults are all of them.
var TraceResults = []TraceResult{Agrees, Differs, NotFound}
