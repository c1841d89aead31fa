package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"auditql/analytics/record"
)

// RunCSV writes a line per test; a new column comes last, as programs may count them. It is for programs: exact, and not altered against formulas, of which it can hold none.
func RunCSV(w io.Writer, run *record.Run, dispositions []DispositionView) error {
	c := csv.NewWriter(w)
	err := c.Write([]string{"run", "test", "version", "severity", "population", "pass", "exceptions", "indeterminate", "excluded", "verdict", "digest", "waived", "net", "undisposed"})
	undisposed := Undisposed(dispositions)
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	for _, t := range run.Tests {
		if err != nil {
			return err
		}
		err = c.Write([]string{run.ID, t.ID, strconv.Itoa(t.Version), t.Severity, n(t.Population.Count), n(t.Pass), n(t.Exceptions), n(t.Indeterminate), n(t.Excluded), string(t.Verdict), t.Digest, n(t.Waived),
			n(t.Exceptions - t.Waived), n(undisposed[t.ID])})
	}
	c.Flush()
	return c.Error()
}

// RunMarkdown writes the workpaper of a run: a summary, for each test its objective, procedure, result, dispositions and limits, the
// intake checks of the datasets, and the samples with their evaluations.
func RunMarkdown(w io.Writer, run *record.Run, datasets []DatasetView, samples []SampleView, dispositions []DispositionView) error {
	var b strings.Builder
	e := run.Engagement
	fmt.Fprintf(&b, "# %s\n\n", md(e.Title))
	fmt.Fprintf(&b, "Period %s to %s (the end does not belong to it), snapshots as of %s. Run %s, digest `%s`.\nMade with auditql %s and %s.\n\n",
		e.PeriodStart, e.PeriodEnd, e.AsOf, run.ID, run.Digest, md(run.Tool.Version), md(run.Tool.Engine))
	b.WriteString("| test | population | pass | exceptions | waived | net | undisposed | indeterminate | excluded | rate | verdict |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n")
	undisposed := Undisposed(dispositions)
	for _, t := range run.Tests {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", t.ID, Count(t.Population.Count), Count(t.Pass),
			Count(t.Exceptions), Count(t.Waived), Count(t.Exceptions-t.Waived), Count(undisposed[t.ID]), Count(t.Indeterminate), Count(t.Excluded), Rate(t.Exceptions, t.Population.Count-t.Excluded), t.Verdict)
	}
	fmt.Fprintf(&b, "\nExceptions are counted gross, waived and net: a waiver removes none. %s", UndisposedLine(dispositions))
	for i := range run.Tests {
		testMarkdown(&b, &run.Tests[i])
		for _, d := range dispositions {
			if d.Test == run.Tests[i].ID {
				fmt.Fprintf(&b, "\nDispositions of %s: %s valid, %s false positive, %s compensated, %s without.\n", Counted(d.Exceptions, "exception"), Count(d.Valid), Count(d.FalsePositive), Count(d.Compensated), Count(d.None))
			}
		}
	}
	evidenceMarkdown(&b, run)
	for _, d := range datasets {
		intakeMarkdown(&b, d)
	}
	if err := samplesMarkdown(&b, samples); err != nil {
		return err
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func testMarkdown(b *strings.Builder, t *record.Test) {
	fmt.Fprintf(b, "\n## %s: %s\n\n", t.ID, md(t.Title))
	fmt.Fprintf(b, "**Objective.** %s\n**Kind** %s, **severity** %s, **version** %d. **Verdict: %s.**\n", md(t.Objective), t.Kind, t.Severity, t.Version, t.Verdict)
	for _, m := range t.Missing {
		fmt.Fprintf(b, "\nNot performed: %s: %s. It is obtained so: %s\n", m.Dataset, md(m.Why), md(m.Obtain))
	}
	if t.Error != "" {
		fmt.Fprintf(b, "\nNot performed: %s\n", md(t.Error))
	}
	if len(t.Params) > 0 {
		b.WriteString("\n| parameter | value | unit | means |\n|---|---|---|---|\n")
		for _, name := range slices.Sorted(maps.Keys(t.Params)) {
			p := t.Params[name]
			fmt.Fprintf(b, "| %s | %s | %s | %s |\n", name, md(p.Value), md(p.Unit), md(p.Means))
		}
	}
	for _, f := range slices.Sorted(maps.Keys(t.Controls)) {
		fmt.Fprintf(b, "\nControls %s: %s.", f, md(strings.Join(t.Controls[f], ", ")))
	}
	if len(t.Controls) > 0 {
		b.WriteString("\n")
	}
	if t.Verdict != record.NotRun {
		resultMarkdown(b, t)
	}
	waiversMarkdown(b, t)
	for _, c := range t.Checks {
		fmt.Fprintf(b, "\nIntake check %s of %s: %s. %s\n", c.ID, c.Dataset, c.Status, md(CheckNote(c.Check)))
	}
	for _, l := range t.Limits {
		fmt.Fprintf(b, "\n- Limit: %s", md(l))
	}
	b.WriteString("\n")
}

// CheckNote is what there is to say about an intake check, and who accepted it and why.
func CheckNote(c record.Check) string {
	note := or(c.Note, c.Actual)
	if c.Accepted != nil {
		note += " Accepted by " + c.Accepted.Who + ": " + c.Accepted.Why
	}
	return note
}

func resultMarkdown(b *strings.Builder, t *record.Test) {
	if t.Population.Count == 0 {
		b.WriteString("\nThe population is empty, so the test says nothing.\n")
	}
	fmt.Fprintf(b, "\nPopulation %s, root `%s`.\n\n", Counted(t.Population.Count, "item"), t.Population.Root)
	b.WriteString("| step | says | rows | digest |\n|---|---|--:|---|\n")
	for _, s := range t.Sections {
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", s.Name, md(s.Says), Count(s.Rows), s.Digest)
	}
	for _, s := range t.Sections {
		for _, code := range slices.Sorted(maps.Keys(s.ByReason)) {
			fmt.Fprintf(b, "\n- %s %s, %s: %s", s.Name, code, md(t.Reasons[code]), Counted(s.ByReason[code], "row"))
		}
	}
	b.WriteString("\n")
}

func evidenceMarkdown(b *strings.Builder, run *record.Run) {
	b.WriteString("\n## Evidence\n\n| dataset | load | digest | rows |\n|---|---|---|--:|\n")
	for _, l := range run.Evidence {
		rows := int64(0)
		for _, p := range l.Parts {
			rows += p.Rows
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", l.Dataset, l.Load, l.Digest, Count(rows))
	}
}

// intakeMarkdown prints every intake check of a dataset, also those that passed.
func intakeMarkdown(b *strings.Builder, v DatasetView) {
	r := v.Records
	fmt.Fprintf(b, "\n### Intake of %s\n\n%s of %s read = %s loaded + %s rejected + %s filtered.\n\n", v.Dataset,
		Counted(v.Rows, "row"), Counted(r.Read, "record"), Count(r.Loaded), Count(r.Rejected), Count(r.Filtered))
	b.WriteString("| check | status | expected | actual | note |\n|---|---|---|---|---|\n")
	for _, c := range v.Checks {
		note := c.Note
		if c.Accepted != nil {
			note = CheckNote(c)
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", md(c.ID), c.Status, md(c.Expected), md(c.Actual), md(note))
	}
}

var markup = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "|", `\|`, "#", `\#`, "\n", " ", "\r", " ", "!", `\!`)

// md makes a text safe inside Markdown: nothing in it is markup, a link or a line of its own.
func md(s string) string { return Clean(markup.Replace(s)) }
