package report

import (
	"strings"
	"testing"

	"auditql/analytics/record"
)

func TestCoveragePictures(t *testing.T) {
	c := &record.Coverage{From: "2026-01-01", Days: make([]int64, 31), After: 1200}
	for i := range c.Days {
		if i < 14 || i >= 21 {
			c.Days[i] = int64(i + 1)
		}
	}
	if got, want := coverageText(c), "2026-01-01 ▂▄·█▅ 2026-01-31, a sign for seven days; 1,200 rows after"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	svg := string(CoverageSVG(c))
	for want, n := range map[string]int{"<rect": 31, `class="exceptions"`: 7, `aria-label="Rows by day from 2026-01-01 to 2026-01-31: 24 of 31 days have rows, at most 31`: 1} {
		if got := strings.Count(svg, want); got != n {
			t.Errorf("%s: %d times, want %d", want, got, n)
		}
	}
	if coverageText(nil) != "" || CoverageSVG(nil) != "" {
		t.Error("a picture of nothing")
	}
	evil := &record.Coverage{From: `2026"><script>`, Days: []int64{1}}
	if strings.Contains(string(CoverageSVG(evil)), "<script>") {
		t.Error("markup from a ledger reaches the page")
	}
}
