package record_test

import (
	"bytes"
	"testing"

	"auditql/analytics/record"

	"github.com/google/go-cmp/cmp"
)

func TestALogNoticesEveryChange(t *testing.T) {
	var log []record.Disposition
	for _, key := range []string{"1", "2", "3"} {
		log = record.Append(log, record.Disposition{Test: "t", Key: []string{key}, Status: record.Valid, Reason: "r"})
	}
	data, err := record.EncodeLog(log)
	if err != nil {
		t.Fatal(err)
	}
	again, err := record.ParseLog[record.Disposition](data)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(log, again); d != "" {
		t.Fatal(d)
	}
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= 0x01
		if _, err := record.ParseLog[record.Disposition](bad); err == nil {
			t.Fatalf("flipped byte %d was not noticed", i)
		}
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	for name, bad := range map[string][]byte{
		"first dropped":  bytes.Join(lines[1:], nil),
		"second dropped": bytes.Join([][]byte{lines[0], lines[2]}, nil),
		"swapped":        bytes.Join([][]byte{lines[1], lines[0], lines[2]}, nil),
		"cut off":        data[:len(data)-1],
	} {
		if _, err := record.ParseLog[record.Disposition](bad); err == nil {
			t.Errorf("%s was not noticed", name)
		}
	}
}
