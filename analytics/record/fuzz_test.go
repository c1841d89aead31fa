package record_test

import (
	"bytes"
	"testing"

	"auditql/analytics/record"
)

// Whatever is decoded is encoded to the same bytes again, so that no two files are the same record.
func FuzzDecode(f *testing.F) {
	run, err := record.Encode(sampleRun())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(run)
	l := record.Load{ID: "a1"}
	l.Seal("")
	line, err := record.EncodeLine(l)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(line)
	f.Fuzz(func(t *testing.T, data []byte) {
		var r record.Run
		if record.Decode(data, &r) == nil {
			again, err := record.Encode(&r)
			if err != nil || !bytes.Equal(again, data) {
				t.Errorf("run %q: %v", data, err)
			}
			_ = r.Check()
		}
		loads, err := record.ParseLedger(data)
		if err != nil {
			return
		}
		var again []byte
		for _, l := range loads {
			line, err := record.EncodeLine(l)
			if err != nil {
				t.Fatal(err)
			}
			again = append(again, line...)
		}
		if !bytes.Equal(again, data) {
			t.Errorf("ledger %q", data)
		}
	})
}
