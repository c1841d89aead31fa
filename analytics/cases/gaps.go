package cases

import (
	"fmt"
	"slices"
	"strings"

	"auditql/analytics/script"
)

// Gaps says which parts of a test no case shows: a reason code, or a case in which something passes.
func Gaps(s *script.Script) []string {
	if len(s.Cases) == 0 {
		return []string{"the test has no cases"}
	}
	shown := map[string]bool{}
	for _, c := range s.Cases {
		for _, x := range c.Expect {
			if !slices.Contains(script.Verdicts, x.Key) || nothing(x.Value.String()) {
				continue
			}
			r, err := script.ParseRows(x.Value.String())
			if err != nil {
				continue // the case itself fails and says why
			}
			at := slices.Index(r.Header, "reason_code")
			for _, row := range r.Cells {
				if at >= 0 && row[at] != nil {
					shown[strings.TrimSpace(*row[at])] = true
				}
			}
		}
	}
	var gaps []string
	for _, r := range s.Reasons {
		if !shown[r.Key] {
			gaps = append(gaps, fmt.Sprintf("no case shows reason code %s: %s", r.Key, r.Value))
		}
	}
	return gaps
}
