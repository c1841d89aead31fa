package sqlfile

import (
	"strings"
	"testing"

	"auditql/analytics/fault"
)

// A tag with nothing behind it, where a list is expected, is a mistake in the file and no end of the program.
func TestDecodeRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"names: ! ":        "a.yaml:3: read YAML: a value is missing",
		"names: [a]\nx: 1": `a.yaml:4:1: read YAML: unknown field "x"`,
		"names: [a":        "a.yaml:3:8: read YAML: ",
	} {
		var v struct{ Names []string }
		err := Decode("a.yaml", 3, text, &v)
		if err == nil || !strings.HasPrefix(err.Error(), want) || fault.KindOf(err) != fault.Usage {
			t.Errorf("%q: %v", text, err)
		}
	}
}
