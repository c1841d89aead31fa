package disposition

import (
	"testing"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// TestGuard: what a spreadsheet would compute begins with an apostrophe, and everything comes back as it was.
func TestGuard(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "plain": "plain", "1.5": "1.5", "=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@sum": "'@sum", "\tx": "'\tx", "\rx": "'\rx", "'": "''", "'=1": "''=1",
	} {
		if got := Guard(cell); got != want || Unguard(got) != cell {
			t.Errorf("%q became %q, want %q, and came back as %q", cell, got, want, Unguard(got))
		}
	}
}

func TestCheck(t *testing.T) {
	good := record.Disposition{Test: "t", Key: []string{"a"}, Status: record.Valid, Reason: "r"}
	if err := Check(good); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*record.Disposition){
		"no status":        func(d *record.Disposition) { d.Status = "" },
		"unknown status":   func(d *record.Disposition) { d.Status = "fine" },
		"blank reason":     func(d *record.Disposition) { d.Reason = " " },
		"false, no proof":  func(d *record.Disposition) { d.Status = record.FalsePositive },
		"covered, no word": func(d *record.Disposition) { d.Status = record.Compensated },
	} {
		d := good
		change(&d)
		if err := Check(d); fault.KindOf(err) != fault.Usage {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCurrent: the last disposition of an item stands, and keys are told apart part by part.
func TestCurrent(t *testing.T) {
	now := Current([]record.Disposition{
		{Test: "t", Key: []string{"a", "b"}, Status: record.Valid}, {Test: "t", Key: []string{"a b"}, Status: record.Compensated},
		{Test: "t", Key: []string{"a", "b"}, Status: record.FalsePositive},
	})
	if d, ok := now.Of("t", []string{"a", "b"}); !ok || d.Status != record.FalsePositive {
		t.Errorf("%+v", d)
	}
	if _, ok := now.Of("u", []string{"a", "b"}); ok || len(now) != 2 {
		t.Errorf("%+v", now)
	}
}
