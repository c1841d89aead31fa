package script

import (
	"strings"
	"testing"

	"auditql/analytics/sqlfile"
)

func TestADurationIsConvertedExactlyOrRefused(t *testing.T) {
	for _, c := range []struct{ kind, unit, given, want string }{
		{"integer", "minutes", "4h", "240"},
		{"integer", "days", "30d", "30"},
		{"integer", "days", "30 days", "30"},
		{"integer", "hours", "2 D", "48"},
		{"integer", "days", "48h", "2"},
		{"integer", "seconds", "5min", "300"},
		{"integer", "days", "2w", "14"},
		{"integer", "months", "6 months", "6"},
		{"integer", "business days", "2 business days", "2"},
		{"integer", "items", "5 items", "5"},
		{"integer", "days", "-3d", "-3"},
		{"integer", "days", "60", "60"},
		{"integer", "days", "sixty", "sixty"}, // the type says what is wrong with it
		{"text", "", "30d", "30d"},
		{"decimal(9,2)", "hours", "4h", "4h"},
		{"integer", "days", "36h", "not a whole number of days"},
		{"integer", "minutes", "30m", "write 30min"},
		{"integer", "business days", "2d", "not in business days"},
		{"integer", "months", "30d", "not in months"},
		{"integer", "", "30d", "not in a unit of time"},
		{"integer", "days", "3 fortnights", "has a unit that is not known"},
		{"integer", "seconds", "9223372036854775807w", "not a whole number"},
		{"integer", "days", "99999999999999999999d", "out of range"},
	} {
		got, err := Param{Type: c.kind, Unit: c.unit}.InUnit(sqlfile.Value{Text: &c.given})
		if err != nil {
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s in %s: %v, want %s", c.given, c.unit, err, c.want)
			}
		} else if got.String() != c.want {
			t.Errorf("%s in %s: %s, want %s", c.given, c.unit, got, c.want)
		}
	}
}
