package reader

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"auditql/analytics/contract"
)

// A list may hold objects of several kinds, each of which another export reads, in any order.
func TestRecordsOfSeveralKinds(t *testing.T) {
	roles := export("json", "metadata.name", "kind", "rules")
	roles.Records = []string{"items"}
	roles.Recognise.Absent = []string{"spec"}
	roles.Recognise.Among = &contract.Among{Path: "kind", Values: []string{"Role"}}
	const role = `{"kind":"Role","metadata":{"name":"r"},"rules":[]}`
	const pod = `{"kind":"Pod","metadata":{"name":"p"},"spec":{"x":"%s"}}`
	many := strings.Repeat(fmt.Sprintf(pod, strings.Repeat("x", 10_000))+",", 200)
	for _, c := range []struct {
		name, content string
		ok            bool
		others        []string
		good          []string
	}{
		{"one kind", `{"items":[` + role + `]}`, true, nil, []string{"r|Role|[]"}},
		{"two kinds", `{"items":[` + fmt.Sprintf(pod, "") + `,` + role + `]}`, true, []string{"Pod"}, []string{"r|Role|[]"}},
		{"behind what is sampled", `{"items":[` + many + role + `]}`, true, []string{"Pod"}, []string{"r|Role|[]"}},
		{"other kinds alone", `{"items":[` + fmt.Sprintf(pod, "") + `]}`, false, []string{"Pod"}, nil},
		{"no kind", `{"items":[{"metadata":{"name":"r"},"rules":[]}]}`, true, nil, []string{"r|~|[]"}},
		{"no kind, and a field of others", `{"items":[{"metadata":{"name":"r"},"spec":{}}]}`, false, nil, nil},
		{"documents", "kind: Pod\nmetadata:\n  name: p\nspec: {}\n---\nkind: Role\nmetadata:\n  name: r\nrules: []\n", true, []string{"Pod"}, []string{"r|Role|[]"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := given(t, "x", []byte(c.content))
			s, err := Sniff(f)
			if err != nil {
				t.Fatal(err)
			}
			m := Match(s, roles)
			if m.OK != c.ok || !slices.Equal(m.Others, c.others) {
				t.Errorf("matched %t, others %v: %s", m.OK, m.Others, m.Because)
			}
			if !c.ok {
				return
			}
			if out := read(t, f, roles, Limits{}); !slices.Equal(out.good, c.good) {
				t.Errorf("read %v, expected %v", out.good, c.good)
			}
		})
	}
}
