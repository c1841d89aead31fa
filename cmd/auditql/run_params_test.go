package main

import (
	"strings"
	"testing"

	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

func paramTest(pairs ...string) *script.Script {
	t := &script.Script{}
	for i := 0; i < len(pairs); i += 2 {
		t.Params = append(t.Params, sqlfile.Pair[script.Param]{Key: pairs[i], Value: script.Param{Type: "integer", Unit: pairs[i+1]}})
	}
	return t
}

func TestParamsAreFoundByNameOrByNameWithoutUnit(t *testing.T) {
	key := paramTest("limit_days", "days", "overlap_days", "days")
	job := paramTest("limit_hours", "hours", "window_min", "minutes", "bulk_secs", "seconds", "grace_days", "business days")
	odd := paramTest("share_min", "fraction", "sla", "hours", "sla_days", "days", "skew_", "minutes")
	other := paramTest("match_days", "days", "grace_days", "days")
	other.Params[0].Value.Aliases = []string{"match_window"}
	for _, c := range []struct {
		tests []*script.Script
		given []string
		want  string // the names, or a part of the error
	}{
		{[]*script.Script{key}, []string{"limit_days=60"}, "limit_days"},
		{[]*script.Script{key}, []string{"limit=60"}, "limit_days"},
		{[]*script.Script{key, key}, []string{"limit=60", "overlap=1"}, "limit_days overlap_days"},
		{[]*script.Script{job}, []string{"window=5", "bulk=60", "grace=1"}, "window_min bulk_secs grace_days"},
		{[]*script.Script{key, job}, []string{"limit=60"}, "may be limit_days or limit_hours"},
		{[]*script.Script{odd}, []string{"sla=60"}, "sla"},
		{[]*script.Script{odd}, []string{"share=1"}, "none of the selected tests has a parameter share"},
		{[]*script.Script{odd}, []string{"skew=1"}, "none of the selected tests has a parameter skew"},
		{[]*script.Script{key}, []string{"lim=60"}, "none of the selected tests has a parameter lim"},
		{[]*script.Script{key}, []string{"limit=60", "limit_days=61"}, "twice"},
		{[]*script.Script{other}, []string{"match_window=30d", "grace=1 day"}, "match_days grace_days"},
		{[]*script.Script{key, other}, []string{"match=36h"}, "36h is not a whole number of days"},
		{[]*script.Script{other, job}, []string{"grace=2d"}, "2d is not in business days"},
		{[]*script.Script{key}, []string{"limit_days"}, "expected NAME=VALUE"},
	} {
		values, err := parseParams(c.tests, c.given)
		if err != nil {
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v: %v, want %s", c.given, err, c.want)
			}
			continue
		}
		var names []string
		for _, v := range values {
			names = append(names, v.Key)
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%v: %s, want %s", c.given, got, c.want)
		}
	}
}
