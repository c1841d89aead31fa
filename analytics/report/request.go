package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// Request prints what is asked for, for a terminal.
func Request(w io.Writer, r record.Request, width int) error {
	g := Grid{Header: []string{"dataset", "what", "for", "there", "tests that wait"}, Right: []bool{false, false, false, true}}
	for _, i := range r.Items {
		g.Add(i.Dataset, i.Title, i.Span, Count(int64(i.Loads)), waiting(i))
	}
	if len(r.Items) > 0 {
		if err := g.Write(w, width); err != nil {
			return err
		}
	}
	for _, i := range r.Items {
		fmt.Fprintf(w, "\n%s: %s\n%s; %s; %s\n", Clean(i.Dataset), Clean(i.Title), Clean(i.Grain), i.Span, i.Zone)
		for _, s := range i.Sources {
			fmt.Fprintf(w, "  %s (%s)\n    %s\n    fields: %s\n", Clean(s.Title), s.Format, CleanLines(s.Obtain), Clean(strings.Join(s.Fields, ", ")))
			for _, say := range s.Say {
				fmt.Fprintf(w, "    to be said with it: %s\n", Clean(say))
			}
			for _, l := range s.Limits {
				fmt.Fprintf(w, "    limit: %s\n", Clean(l))
			}
		}
		fmt.Fprintf(w, "  on receipt: %s\n", Clean(strings.Join(i.OnIntake, "; ")))
	}
	_, err := fmt.Fprintf(w, "\n%s\n", Counted(len(r.Items), "dataset"))
	return err
}

// waiting lists the tests of an item; those that can do without it are in brackets.
func waiting(i record.RequestItem) string {
	out := append([]string{}, i.Tests...)
	for _, h := range i.Helps {
		out = append(out, "("+h+")")
	}
	return strings.Join(out, ", ")
}

// RequestMarkdown writes the list as a document for the auditee.
func RequestMarkdown(w io.Writer, r record.Request) error {
	var b strings.Builder
	b.WriteString("# Evidence requested")
	if r.Engagement.Title != "" {
		fmt.Fprintf(&b, ": %s\n\nPeriod from %s until before %s; states as of %s.", md(r.Engagement.Title), r.Engagement.PeriodStart, r.Engagement.PeriodEnd, r.Engagement.AsOf)
	}
	b.WriteString("\n\nFor each dataset one of its sources is needed for each system. Files are handed over as they were exported, not edited.\n")
	for n, i := range r.Items {
		fmt.Fprintf(&b, "\n## %d. %s (%s)\n\n%s. Wanted: %s; %s.\n\nTests that wait for it: %s.\n", n+1, md(i.Title), md(i.Dataset), md(i.Grain), i.Span, i.Zone, md(waiting(i)))
		if i.Loads > 0 {
			fmt.Fprintf(&b, "\nThere already: %s.\n", Counted(i.Loads, "load"))
		}
		for _, s := range i.Sources {
			fmt.Fprintf(&b, "\n### %s\n\n%s\n\n- Format: %s\n- Fields: %s\n", md(s.Title), md(s.Obtain), s.Format, md(strings.Join(s.Fields, ", ")))
			for _, say := range s.Say {
				fmt.Fprintf(&b, "- To be said with it: %s\n", md(say))
			}
			for _, l := range s.Limits {
				fmt.Fprintf(&b, "- Known limit: %s\n", md(l))
			}
		}
		fmt.Fprintf(&b, "\nChecked on receipt: %s.\n", md(strings.Join(i.OnIntake, "; ")))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// RequestXLSX writes the list as a workbook with one row per source, and columns in which the auditee answers.
func RequestXLSX(w io.Writer, r record.Request) error {
	x := excelize.NewFile()
	defer x.Close()
	const sheet = "Requested"
	if err := x.SetSheetName("Sheet1", sheet); err != nil {
		return fault.New(fault.Broken, "write workbook: %w", err)
	}
	rows := [][]string{{"no", "dataset", "what", "wanted for", "times", "source", "format", "command or call", "fields", "known limits", "checked on receipt",
		"tests that wait", "loads there", "handed over by", "handed over on", "command used", "number of records"}}
	for n, i := range r.Items {
		for _, s := range i.Sources {
			rows = append(rows, []string{fmt.Sprint(n + 1), i.Dataset, i.Title + ": " + i.Grain, i.Span, i.Zone, s.Title, s.Format, s.Obtain,
				strings.Join(s.Fields, ", "), strings.Join(s.Limits, "\n"), strings.Join(i.OnIntake, "\n"), waiting(i), fmt.Sprint(i.Loads), "", "", "", ""})
		}
	}
	for y, row := range rows {
		for c, text := range row {
			cell, err := excelize.CoordinatesToCellName(c+1, y+1)
			if err == nil {
				err = x.SetCellStr(sheet, cell, CleanLines(text)) // a text, whatever it begins with
			}
			if err != nil {
				return fault.New(fault.Broken, "write workbook: %w", err)
			}
		}
	}
	if err := x.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fault.New(fault.Broken, "write workbook: %w", err)
	}
	if err := x.Write(w); err != nil {
		return fault.New(fault.Broken, "write workbook: %w", err)
	}
	return nil
}
