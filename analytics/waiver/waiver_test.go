package waiver_test

import (
	"strings"
	"testing"
	"time"

	"auditql/analytics/record"
	"auditql/analytics/schema"
	"auditql/analytics/table"
	"auditql/analytics/waiver"
)

const good = `{id: W, test: t, key: [a, "1"], reason: r, requested_by: mlee, approver: ciso, ticket: T, from: 2026-01-01, to: 2026-07-01}`

func TestParseRefuses(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"no approver":    {"approver: ciso, ", "", "has no approver"},
		"blank reason":   {"reason: r", `reason: " "`, "has no reason"},
		"no item":        {`key: [a, "1"], `, "", "needs either key"},
		"two items":      {`key: [a, "1"]`, `key: [a, "1"], where: {system: a}`, "needs either key"},
		"other date":     {"from: 2026-01-01", "from: 01/01/2026", "expected a date"},
		"ends too early": {"to: 2026-07-01", "to: 2026-01-01", "not after the start"},
		"no value":       {`key: [a, "1"]`, `where: {system: []}`, "no value for system"},
		"unknown field":  {"ticket: T", "ticket: T, colour: red", "colour"},
	} {
		_, err := waiver.Parse("waivers:\n  - " + strings.Replace(good, c.from, c.to, 1))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := waiver.Parse("waivers:\n  - " + good + "\n  - " + good); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("the same id twice: %v", err)
	}
}

func TestStanding(t *testing.T) {
	day := func(s string) time.Time {
		at, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, c := range []struct {
		change, at string
		want       record.WaiverState
	}{
		{"", "2026-01-01", record.InForce},
		{"", "2025-12-31", record.NotYet},
		{"", "2026-06-30", record.InForce},
		{"", "2026-07-01", record.Expired},
		{"approver: ' MLEE'", "2026-06-30", record.SelfApproved},
		{"approver: ciso, renew: true", "2026-06-30", record.ToRenew},
	} {
		text := good
		if c.change != "" {
			text = strings.Replace(good, "approver: ciso", c.change, 1)
		}
		all, err := waiver.Parse("waivers:\n  - " + text)
		if err != nil {
			t.Fatal(err)
		}
		if got := all[0].Standing(day(c.at)).State; got != c.want {
			t.Errorf("%s at %s: %s, want %s", c.change, c.at, got, c.want)
		}
	}
}

func TestMatcher(t *testing.T) {
	text := schema.Type{Kind: schema.Text}
	columns := []schema.Column{{Name: "system", Type: text}, {Name: "id", Type: text}, {Name: "reason_code", Type: text}, {Name: "worker_id", Type: text}}
	row := table.Row{[]byte("a"), []byte("1"), []byte("R1"), []byte("E1")}
	base := record.Waiver{ID: "W", Approver: "ciso", State: record.InForce}
	for name, c := range map[string]struct {
		change func(*record.Waiver)
		want   string
	}{
		"by key":     {func(w *record.Waiver) { w.Key = []string{"a", "1"} }, "W"},
		"other key":  {func(w *record.Waiver) { w.Key = []string{"a", "2"} }, ""},
		"half a key": {func(w *record.Waiver) { w.Key = []string{"a"} }, ""},
		"by values": {func(w *record.Waiver) {
			w.Where = []record.Condition{{Column: "reason_code", Values: []string{"R2", "R1"}}}
		}, "W"},
		"other value":        {func(w *record.Waiver) { w.Where = []record.Condition{{Column: "reason_code", Values: []string{"R2"}}} }, ""},
		"unknown column":     {func(w *record.Waiver) { w.Where = []record.Condition{{Column: "colour", Values: []string{""}}} }, ""},
		"expired":            {func(w *record.Waiver) { w.Key, w.State = []string{"a", "1"}, record.Expired }, ""},
		"about the approver": {func(w *record.Waiver) { w.Key, w.Approver = []string{"a", "1"}, "e1" }, ""},
	} {
		w := base
		c.change(&w)
		if got := waiver.NewMatcher([]string{"system", "id"}, columns, []record.Waiver{w}).Of(row); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("waivers:\n  - " + good)
	f.Add("waivers: ! ")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := waiver.Parse(text)
		if err == nil {
			for _, w := range all {
				_ = w.Standing(time.Unix(0, 0))
			}
		}
	})
}

func TestRenew(t *testing.T) {
	all, err := waiver.Parse("waivers:\n  - " + good + "\n  - " +
		`{id: "W \"2\"", test: t, where: {system: a, reason_code: [R1, R2]}, reason: "tab\there", requested_by: mlee, approver: ciso, ticket: T, from: 2026-01-01, to: 2027-07-01, compensating: c}`)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	again, err := waiver.Parse(waiver.Renew(all, start))
	if err != nil {
		t.Fatal(err)
	}
	if len(again) != 1 || again[0].Standing(start).State != record.ToRenew {
		t.Fatalf("carried over: %+v", again)
	}
	want, got := all[1].Waiver, again[0].Waiver
	if got.ID != want.ID || got.Reason != want.Reason || len(got.Where) != 2 || got.Where[1].Values[1] != "R2" || got.Compensating != "c" {
		t.Errorf("carried over as %+v, was %+v", got, want)
	}
	if empty, err := waiver.Parse(waiver.Renew(nil, start)); err != nil || len(empty) != 0 {
		t.Errorf("no waivers: %v, %v", empty, err)
	}
}
