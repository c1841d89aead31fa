package bundle_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"auditql/analytics/bundle"
	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// The log of draws says which selections and evaluations there are, also outside of a bundle.
func TestWhatTheLogTellsOfIsThere(t *testing.T) {
	e := build(t, sound())
	evaluated, evaluation := e.evaluate("a", question(), func(*record.Evaluation) {})
	drawn := e.draw("b", srs, "", func(*record.Selection) {})
	log, err := bundle.ReadDrawings(e.root)
	must(t, err)
	discard := func(name string) { e.log(append(log, record.Drawing{Act: record.Discarded, Name: name, Reason: "r"})) }
	rename := func(from, to string) { must(t, os.Rename(from, to)) }
	aside := filepath.Join(t.TempDir(), "aside")
	for name, c := range map[string]struct {
		change, undo func()
		sound        bool
	}{
		"nothing":                            {func() {}, func() {}, true},
		"selection gone":                     {func() { rename(drawn, aside) }, func() { rename(aside, drawn) }, false},
		"evaluation gone":                    {func() { rename(evaluation, aside) }, func() { rename(aside, evaluation) }, false},
		"selections swapped":                 {func() { rename(drawn, aside); rename(evaluated, drawn); rename(aside, evaluated) }, func() { rename(drawn, aside); rename(evaluated, drawn); rename(aside, evaluated) }, false},
		"end of the log gone":                {func() { e.log(log[:len(log)-1]) }, func() {}, false},
		"entry of the evaluation gone":       {func() { e.log(append(log[:1:1], log[2:]...)) }, func() {}, false},
		"name drawn twice":                   {func() { e.log(append(log, log[len(log)-1])) }, func() {}, false},
		"name outside":                       {func() { e.log(append(log, record.Drawing{Act: record.Drawn, Name: "../b"})) }, func() {}, false},
		"discarded":                          {func() { discard("b") }, func() {}, true},
		"discarded and gone":                 {func() { discard("b"); rename(drawn, aside) }, func() { rename(aside, drawn) }, true},
		"evaluated, discarded and gone":      {func() { discard("a"); rename(evaluated, aside) }, func() { rename(aside, evaluated) }, false},
		"evaluation of a discarded one gone": {func() { discard("a"); rename(evaluation, aside) }, func() { rename(aside, evaluation) }, false},
	} {
		c.change()
		_, err := bundle.VerifyEngagement(context.Background(), e.root)
		if c.sound != (err == nil) || err != nil && fault.KindOf(err) != fault.Differs {
			t.Errorf("%s: %v", name, err)
		}
		c.undo()
		e.log(log)
	}
}
