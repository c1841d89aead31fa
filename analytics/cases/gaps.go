package cases

import (
	"fmt"
	"slices"
	"strconv"
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

// Passes says whether an item passes in a case: it counts more items than it expects anything of.
func Passes(c script.Case) bool {
	v, _ := c.Expect.Get(script.Population)
	population, err := strconv.Atoi(v.String())
	if err != nil {
		return false
	}
	items := map[string]bool{}
	for _, x := range c.Expect {
		if !slices.Contains(script.Verdicts, x.Key) || nothing(x.Value.String()) {
			continue
		}
		if r, err := script.ParseRows(x.Value.String()); err == nil {
			for _, row := range r.Cells {
				items[itemOf(r.Header, row)] = true
			}
		}
	}
	return len(items) < population
}

// itemOf gives what names an item in a row that is expected: its cells without code and reason.
func itemOf(header []string, row []*string) string {
	var b strings.Builder
	for i, cell := range row {
		if header[i] != "reason_code" && header[i] != "reason" && cell != nil {
			fmt.Fprintf(&b, "%q=%q ", header[i], *cell)
		}
	}
	return b.String()
}

// HasNull says whether a case gives a row with an empty cell.
func HasNull(c script.Case) bool {
	for _, g := range c.Given {
		if r, err := script.ParseRows(g.Value); err == nil {
			for _, row := range r.Cells {
				if slices.Contains(row, nil) {
					return true
				}
			}
		}
	}
	return false
}
