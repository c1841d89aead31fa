package page

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	matrix "auditql/analytics/coverage"
	"auditql/analytics/disposition"
	"auditql/analytics/finding"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/sampling"
)

const evil = `<script>alert(1)</script>"><img src=x onerror=alert(2)>` + "\x1b[31m\u202e"

// item is a row of the fixture.
type item struct {
	Item   string  `parquet:"item"`
	Code   string  `parquet:"reason_code"`
	Reason string  `parquet:"reason"`
	Amount int64   `parquet:"amount"`
	Note   *string `parquet:"note,optional"`
}

type digits struct {
	Key   string `parquet:"row_key"`
	Digit int64  `parquet:"digit"`
	Place int64  `parquet:"place"`
}

func writeRows[T any](t testing.TB, dir, test, section string, rows []T) record.Section {
	t.Helper()
	path := test + "/" + section + ".parquet"
	if err := os.MkdirAll(filepath.Join(dir, test), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := parquet.WriteFile(filepath.Join(dir, test, section+".parquet"), rows); err != nil {
		t.Fatal(err)
	}
	return record.Section{Name: section, Says: "rows of " + section + evil, SQL: "SELECT 'a' AS x -- " + evil, Rows: int64(len(rows)), File: &record.File{Path: path}}
}

// fixture is a paper with a long test of n exceptions, one of Benford's law, hostile text in every place, and a test not run.
func fixture(t testing.TB, n int) Paper {
	dir := t.TempDir()
	var found []item
	for i := range n {
		found = append(found, item{fmt.Sprintf("item-%06d", (i*7919)%n), "R1", fmt.Sprintf("Item %d is wrong. %s", i, evil), int64(i * i % 1009), nil})
	}
	var law []digits
	for d, k := range []int64{30, 18, 12, 10, 8, 7, 6, 5, 20} {
		for i := range k {
			law = append(law, digits{fmt.Sprint(d, "-", i), int64(d + 1), i % 4})
		}
	}
	long := record.Test{
		ID: "x-long", Title: "Long", Verdict: record.Exceptions, Severity: "high", Key: []string{"item"}, Reasons: map[string]string{"R1": evil, "X1": "none"},
		Controls: map[string][]string{"nist-800-53r5": {"AC-2", "AC-10"}}, Population: record.Population{Count: int64(n)}, Exceptions: int64(n),
		Sections: []record.Section{writeRows(t, dir, "x-long", "population", found), writeRows(t, dir, "x-long", "exceptions", found)},
		Params:   map[string]record.Param{"p": {Value: evil}},
		Waivers:  []record.Waiver{{ID: evil, Reason: evil, RequestedBy: evil, Approver: evil, Ticket: evil, From: "2026-01-01T00:00:00Z", To: "2027-01-01T00:00:00Z", Compensating: evil, State: record.InForce, Matched: 2}},
		Waived:   2,
	}
	benford := record.Test{
		ID: "gen-benford", Title: "Benford", Verdict: record.NoExceptions, Key: []string{"row_key"}, Population: record.Population{Count: int64(len(law))},
		Pass: int64(len(law)), Sections: []record.Section{writeRows(t, dir, "gen-benford", "population", law)}, Params: map[string]record.Param{"digits": {Value: "1"}},
	}
	hostile := record.Test{
		ID: "y-hostile", Title: evil, Objective: evil, Limits: []string{evil}, Verdict: record.NotRun, Error: evil,
		Missing: []record.Missing{{Dataset: "d", Why: evil, Obtain: evil}}, Controls: map[string][]string{"nist-800-53r5": {"AC-2"}},
	}
	file := record.LoadFile{Name: evil, SHA256: strings.Repeat("0", 64), First: "2026-01-05T00:00:00.000000Z", Last: "2026-05-31T00:00:00.000000Z", Warnings: []string{evil}}
	return Paper{
		Run: &record.Run{
			ID: "run-0001", Tests: []record.Test{benford, long, hostile},
			Engagement: record.Engagement{Title: evil, PeriodStart: "2026-01-01T00:00:00Z", PeriodEnd: "2026-07-01T00:00:00Z", AsOf: "2026-07-01T00:00:00Z"},
		},
		Dir: dir,
		Loads: []record.Load{{Dataset: "d", ID: "l1", Files: []record.LoadFile{file}, Checks: []record.Check{
			{ID: "ipe-03", Status: record.Failed, Actual: evil}, {ID: "own", Status: record.Accepted, Accepted: &record.Acceptance{Who: evil, Why: evil}},
		}}},
		Dispositions: []report.DispositionView{{Test: "x-long", Exceptions: int64(n), Tally: disposition.Tally{Valid: 1, None: int64(n) - 1}}},
		Findings: []report.FindingView{{
			Finding: finding.Finding{ID: "F-01", Title: evil, Status: "open", Severity: evil, Criteria: evil, Condition: evil, Cause: evil, Owner: evil, Due: "2026-09-30", Exceptions: []finding.Group{{Test: "x-long"}}},
			Overdue: true, Followed: "run-0001", Progress: finding.Progress{Open: 3},
		}},
		Samples: []report.SampleView{{
			Selection: record.Selection{Name: "s", Plan: []byte(`{"goal":"<b>"}`), Frame: record.Frame{Test: "x-long", Count: 9}, Draw: record.Draw{Size: 3, Allocation: map[string]int64{evil: 3}}},
			Evaluations: []report.EvaluationView{{Evaluation: record.Evaluation{Name: "s", Number: 1, Verdict: evil}, Facts: []report.Fact{{Name: evil, Value: evil}},
				Result: sampling.Evaluation{Notes: []string{evil}, Conclusion: sampling.Conclusion{Statements: []string{evil}, Judgement: []string{evil}, References: []string{evil}}},
				Tables: []report.TitledGrid{{Title: evil, Grid: report.Grid{Header: []string{evil}, Rows: [][]string{{evil}}}}},
				Limits: []report.Limit{{Label: evil, Estimate: 1, Upper: 7, Tolerable: 5, HasTolerable: true, IsPercent: true}, {Label: evil, Lower: -1e6, Upper: 2e6}}}},
		}},
	}
}

func write(t testing.TB, p Paper) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAPageKeepsHostileTextAsText(t *testing.T) {
	out := write(t, fixture(t, 1500))
	out = strings.Replace(out, "<script>"+script+"</script>", "", 1)
	for _, bad := range []string{"<script>", "<img", "\x1b", "\u202e", "onerror=alert(2)>"} {
		if strings.Contains(out, bad) {
			t.Errorf("%q reaches the page", bad)
		}
	}
	for _, fetch := range []string{` src="`, "@import", "url(", "http-equiv=\"refresh\"", " style="} {
		if strings.Contains(out, fetch) {
			t.Errorf("%q is in the page", fetch)
		}
	}
}

// Headings lead down one step at a time, and every table says what it is.
func TestHeadingsAndTablesAreInOrder(t *testing.T) {
	out := write(t, fixture(t, 30))
	depth := 0
	for _, m := range regexp.MustCompile(`<h([1-6])[^>]*>(.{0,40})`).FindAllStringSubmatch(out, -1) {
		if d := int(m[1][0] - '0'); d > depth+1 {
			t.Errorf("h%d follows h%d: %s", d, depth, m[2])
		}
		depth = int(m[1][0] - '0')
	}
	if n := strings.Count(out, "<h1"); n != 1 {
		t.Errorf("%d headings of the first level", n)
	}
	for _, table := range regexp.MustCompile(`(?s)<table[^>]*>\s*<(\w+)`).FindAllStringSubmatch(out, -1) {
		if table[1] != "caption" {
			t.Errorf("a table begins with %s, not with its caption", table[1])
		}
	}
}

func TestThePolicyNamesTheHashesOfWhatIsInThePage(t *testing.T) {
	out := write(t, fixture(t, 3))
	for tag, content := range map[string]*regexp.Regexp{"style": regexp.MustCompile(`(?s)<style>(.*?)</style>`), "script": regexp.MustCompile(`(?s)<script>(.*?)</script>`)} {
		found := content.FindStringSubmatch(out)
		if found == nil || !strings.Contains(out, tag+"-src &#39;"+strings.ReplaceAll(hash(found[1]), "+", "&#43;")+"&#39;") {
			t.Errorf("the policy does not allow the %s that is there", tag)
		}
	}
	if !strings.Contains(out, "default-src &#39;none&#39;") {
		t.Error("the page has no strict policy")
	}
}

func TestTheSameRecordGivesTheSameBytes(t *testing.T) {
	p := fixture(t, 40)
	one, two := write(t, p), write(t, p)
	if one != two {
		t.Error("two pages of one record differ")
	}
}

func TestLongTablesAreDataBeyondTheStaticRows(t *testing.T) {
	out := write(t, fixture(t, 1500))
	if n := strings.Count(out, `<td>R1</td>`); n != staticFound+staticPopulation {
		t.Errorf("%d static rows, want %d", n, staticFound+staticPopulation)
	}
	if n := strings.Count(out, `","R1","`); n != 500+1480 {
		t.Errorf("%d rows as data, want 1980", n)
	}
	if !strings.Contains(out, "x-long/exceptions.parquet") {
		t.Error("the page does not say where all rows are")
	}
}

func TestAResultFileThatIsMissingIsAnError(t *testing.T) {
	p := fixture(t, 3)
	if err := os.Remove(filepath.Join(p.Dir, "x-long", "exceptions.parquet")); err != nil {
		t.Fatal(err)
	}
	if err := Write(&bytes.Buffer{}, p); err == nil {
		t.Error("the page was written without the exceptions")
	}
}

func TestBenfordIsDrawnFromThePopulation(t *testing.T) {
	pictures, err := newPictures(fixture(t, 1).Run.Tests[0], "", fixture(t, 1).Dir)
	if err != nil || len(pictures) != 2 {
		t.Fatalf("%d pictures, %v", len(pictures), err)
	}
	if got := strings.Join(pictures[0].Rows[0], " ") + "; " + strings.Join(pictures[0].Rows[8], " "); got != "1 30 25.9 % 30.1 %; 9 20 17.2 % 4.6 %" {
		t.Error(got)
	}
	if got := len(pictures[1].Rows); got != 4 {
		t.Errorf("%d strata", got)
	}
}

func TestHighlightingLosesNothing(t *testing.T) {
	for sql, want := range map[string]string{
		"SELECT $p -- c": `<span class="k">SELECT</span> <span class="p">$p</span> <span class="c">-- c</span>`,
		"'<b>' || 1.5":   `<span class="s">&#39;&lt;b&gt;&#39;</span> || <span class="m">1.5</span>`,
		"sum(x)":         `<span class="f">sum</span>(x)`,
		"from_date":      "from_date",
		"'open":          "&#39;open",
	} {
		if got := string(highlight(sql)); got != want {
			t.Errorf("%s gives\n%s, want\n%s", sql, got, want)
		}
	}
}

func TestControlsAreOrderedAsPeopleCount(t *testing.T) {
	for _, pair := range [][2]string{{"1.9", "1.10"}, {"AC-2", "AC-10"}, {"AC-2", "AC-2(3)"}, {"A.5.9", "A.5.18"}} {
		if matrix.Natural(pair[0], pair[1]) >= 0 || matrix.Natural(pair[1], pair[0]) <= 0 {
			t.Errorf("%s should stand before %s", pair[0], pair[1])
		}
	}
}

// What is waived, what has no disposition and what was concluded stand beside the exceptions, which stay counted.
func TestWaiversDispositionsAndFindingsAreShown(t *testing.T) {
	text := write(t, fixture(t, 10))
	for _, want := range []string{
		"<dt>Waived</dt><dd>2</dd>", "<dt>Net</dt><dd>8</dd>", "<dt>Exceptions</dt><dd>10</dd>", "<b>9 have no disposition yet</b>",
		"9 exceptions have no disposition yet", "open · overdue", "3 open, 0 gone, 0 new, 0 unknown",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
