package evidence

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"auditql/analytics/record"
)

// traced is how many records the auditor traces from the file to the screen.
const traced = 5

// traceable names the records to trace to the screen of the source. They follow from the hashes of the files, so nobody
// chooses them, and everybody finds the same ones.
func traceable(entry *record.Load) record.Check {
	c := record.Check{ID: TraceCheck, Status: record.NotApplicable, Expected: "records agree with the screen of the source, field by field"}
	var names []string
	for _, d := range Drawn(entry) {
		names = append(names, fmt.Sprintf("record %d of %s", d.Record, entry.Files[d.File-1].Name))
	}
	if len(names) == 0 {
		c.Note = "there is no record to trace"
		return c
	}
	c.Note = "not performed; to be traced: " + strings.Join(names, ", ")
	return c
}

// Place is a record of a load: the number of its file, and its own in that file, both from 1.
type Place struct{ File, Record int64 }

// Drawn gives the records of a load that are to be traced, in order.
func Drawn(entry *record.Load) (out []Place) {
	for _, n := range chosen(entry) {
		for i, f := range entry.Files {
			if n <= f.Read {
				out = append(out, Place{int64(i + 1), n})
				break
			}
			n -= f.Read
		}
	}
	return out
}

// chosen gives numbers of records over all files of a load, from 1, each once and in order.
func chosen(entry *record.Load) []int64 {
	total := uint64(entry.Totals.Read)
	h := sha256.New()
	for _, f := range entry.Files {
		fmt.Fprintln(h, f.SHA256)
	}
	seed := h.Sum(nil)
	var out []int64
	for i := uint64(0); uint64(len(out)) < min(traced, total); i++ {
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(slices.Clone(seed), i))
		n := int64(binary.BigEndian.Uint64(sum[:])%total) + 1
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}
