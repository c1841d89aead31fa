package tracing

import (
	"strings"
	"testing"

	"auditql/analytics/contract"
)

func FuzzRead(f *testing.F) {
	form := Form{Contract: &contract.Contract{Dataset: "account", Key: []string{"account_id"}}}
	head := strings.Join(form.header(), ",") + "\n"
	f.Add(head)
	f.Add(head + `0"`)
	f.Add(head + strings.Repeat("x,", len(form.header())-1) + "x\n")
	f.Fuzz(func(t *testing.T, text string) {
		if traces, err := form.Read(strings.NewReader(text)); err != nil && traces != nil {
			t.Errorf("%q gives %v and %v", text, traces, err)
		}
	})
}
