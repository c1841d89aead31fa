package report

import (
	"fmt"
	"io"

	"auditql/analytics/disposition"
)

// DispositionView is the exceptions of a test, in items, by what they turned out to be.
type DispositionView struct {
	Test       string `json:"test"`
	Exceptions int64  `json:"exceptions"`
	disposition.Tally
}

// Undisposed gives how many exceptions of each test have no disposition.
func Undisposed(views []DispositionView) map[string]int64 {
	out := map[string]int64{}
	for _, v := range views {
		out[v.Test] = v.None
	}
	return out
}

// UndisposedLine says how many of all exceptions have no disposition yet.
func UndisposedLine(views []DispositionView) string {
	var all, open int64
	for _, v := range views {
		all, open = all+v.Exceptions, open+v.None
	}
	return fmt.Sprintf("%s of %s without a disposition\n", Count(open), Counted(all, "exception"))
}

// DispositionTable prints a line per test with exceptions, and how many of all have no disposition yet.
func DispositionTable(w io.Writer, views []DispositionView, width int) error {
	g := Grid{Header: []string{"test", "exceptions", "valid", "false positive", "compensated", "undisposed"}, Right: []bool{false, true, true, true, true, true}}
	for _, v := range views {
		g.Add(v.Test, Count(v.Exceptions), Count(v.Valid), Count(v.FalsePositive), Count(v.Compensated), Count(v.None))
	}
	if len(g.Rows) > 0 {
		if err := g.Write(w, width); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, UndisposedLine(views))
	return err
}
