package engine

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"auditql/analytics/fault"
)

// duckError is an error of DuckDB under the setting errors_as_json.
type duckError struct {
	Type     string `json:"exception_type"`
	Message  string `json:"exception_message"`
	Position string `json:"position"`
}

// machineErrors are not the fault of the SQL: the machine or the engine could not do it.
var machineErrors = map[string]bool{
	"Out of Memory": true, "IO": true, "Internal": true, "FATAL": true, "Interrupt": true, "Permission": true,
	"Serialization": true, "Object Size": true,
}

// wire turns any error of the worker into a fault for the parent.
func wire(ctx context.Context, err error) *wireFault {
	var w *wireFault
	if errors.As(err, &w) {
		return w
	}
	if ctx.Err() != nil {
		return &wireFault{Kind: fault.Broken, What: "took too long and was stopped", Offset: -1,
			Next: "give it more time, or let it read fewer rows"}
	}
	if d, ok := parseDuckError(err.Error()); ok {
		return d.wire()
	}
	return &wireFault{Kind: fault.KindOf(err), What: err.Error(), Next: fault.HintOf(err), Offset: -1}
}

func parseDuckError(text string) (d duckError, ok bool) {
	if at := strings.IndexByte(text, '{'); at >= 0 {
		ok = json.NewDecoder(strings.NewReader(text[at:])).Decode(&d) == nil && d.Message != ""
	}
	return d, ok
}

func (d duckError) wire() *wireFault {
	w := &wireFault{Kind: fault.Usage, What: oneLine(d.Message), Offset: -1}
	if n, err := strconv.Atoi(d.Position); err == nil {
		w.Offset = n
	}
	if machineErrors[d.Type] {
		w.Kind = fault.Broken
	}
	if strings.HasPrefix(d.Message, sumTooWide) || strings.HasPrefix(d.Message, sumOverflow) {
		w.Next = guardHint
	}
	if d.Type == "Out of Memory" {
		w.What, w.Next = "the query needs more memory than it may use", "give the engine more memory, or let the query read fewer rows"
	}
	if d.Type == "IO" && strings.HasPrefix(d.Message, "Could not write") {
		w.Next = "make room where the engagement lies, and do it again; nothing was kept"
	}
	return w
}

// oneLine keeps the sentences of DuckDB's message. It leaves out the drawing of the place, which Offset gives better, and
// the list of all functions of a name.
func oneLine(s string) string {
	s, _, _ = strings.Cut(s, "\n\nLINE ")
	s, _, _ = strings.Cut(s, "\n\tCandidate functions:")
	s = strings.TrimPrefix(s, "database/sql/driver: API error: ")
	return strings.Join(strings.Fields(s), " ")
}
