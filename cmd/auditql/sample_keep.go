package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/sampling"
	"auditql/analytics/worksheet"
)

var selectionName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

func freeName(e *engagement.Engagement, name string) error {
	if !selectionName.MatchString(name) {
		return fault.New(fault.Usage, "--name %q, expected letters, digits, points, hyphens and underscores", name)
	}
	if _, err := os.Lstat(e.Path("selections", name)); !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Usage, "there is a selection %s already", name).
			Hint("--name gives another one; a selection is never drawn over")
	}
	log, err := bundle.ReadDrawings(e.Root)
	if err != nil {
		return err
	}
	for _, d := range log {
		if d.Name == name && d.Act != record.Refused {
			return fault.New(fault.Usage, "the log of draws has %s already, since %s", name, d.Undigested.StartedAt).
				Hint("--name gives another one; auditql sample reveal draws what was committed")
		}
	}
	return nil
}

// keepSelection writes the folder of a selection: it is there whole or not at all.
func keepSelection(e *engagement.Engagement, s record.Selection) error {
	var drawn sampling.Selection
	if err := json.Unmarshal(s.Drawn, &drawn); err != nil {
		return fault.New(fault.Broken, "keep selection: %w", err)
	}
	sheet, err := sampling.NewWorksheet(drawn, s.Frame.Key, s.Frame.Scale)
	if err != nil {
		return err
	}
	before, err := bundle.Answers(e.Root, s)
	if err != nil {
		return err
	}
	sheet = sheet.TakeOver(before)
	data, err := record.Encode(s)
	if err != nil {
		return fault.New(fault.Broken, "keep selection: %w", err)
	}
	workbook, err := worksheet.XLSX(sheet, aboutSelection(s, drawn))
	if err != nil {
		return err
	}
	plain, err := worksheet.CSV(sheet)
	if err != nil {
		return err
	}
	scratch, err := e.Scratch()
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	for file, content := range map[string][]byte{"selection.json": data, "worksheet.xlsx": workbook, "worksheet.csv": plain, "recipe.txt": []byte(sampling.Recipe(drawn))} {
		if err := engagement.WriteFile(filepath.Join(scratch, file), content, 0o644); err != nil {
			return err
		}
	}
	if err := errors.Join(os.MkdirAll(e.Path("selections"), 0o755), os.Chmod(scratch, 0o755)); err != nil {
		return fault.New(fault.Broken, "keep selection: %w", err)
	}
	if err := engagement.Place(scratch, e.Path("selections", s.Name)); err != nil {
		return fault.New(fault.Broken, "keep selection: %w", err)
	}
	return nil
}

// aboutSelection is what the second sheet of the worksheet says.
func aboutSelection(s record.Selection, drawn sampling.Selection) []worksheet.Line {
	lines := []worksheet.Line{
		{What: "selection", Value: s.Name},
		{What: "frame", Value: fmt.Sprintf("%s of %s in %s: %d items, root %s", s.Frame.SectionName(), s.Frame.Test, s.Frame.Run, s.Frame.Count, s.Frame.Root)},
		{What: "method", Value: fmt.Sprintf("%s, %s, n = %d, spares %d", s.Draw.Method, sampling.Specification, s.Draw.Size, s.Draw.Spares)},
		{What: "seed", Value: s.Draw.Seed},
		{What: "seed source", Value: s.Draw.Source},
		{What: "scope", Value: s.Draw.Scope},
		{What: "digest", Value: s.Digest},
		{What: "plan", Value: string(s.Plan)},
	}
	for _, text := range provenance(s, len(s.Earlier)) {
		lines = append(lines, worksheet.Line{What: "note", Value: text})
	}
	for _, text := range asides(s.Frame, drawn) {
		lines = append(lines, worksheet.Line{What: "not selectable", Value: text})
	}
	return lines
}

// shownDraws is how many earlier draws a terminal shows; the worksheet and the reports have all.
const shownDraws = 5

// provenance says what a reader must know of how a selection came to be, with so many earlier draws.
func provenance(s record.Selection, most int) (lines []string) {
	if s.Extends != "" {
		lines = append(lines, "It extends the selection with the digest "+s.Extends+". A plan of one stage does not cover items that are added after its result is known.")
	}
	if s.Answers != "" {
		lines = append(lines, "The worksheet continues the one that was evaluated with the digest "+s.Answers+" and has its answers; rows without a status are new.")
	}
	if p := s.Draw.Parts; p != nil {
		lines = append(lines, fmt.Sprintf("The seed is the auditor's part, %q, and the auditee's part, %q, joined by +. The auditor's part was committed before, with the salt %s, as %s.",
			p.Auditor, p.Auditee, p.Salt, sampling.Commit(p.Salt, p.Auditor)))
	}
	for i, e := range s.Earlier {
		if i == most {
			lines = append(lines, fmt.Sprintf("So it was %d times more; the worksheet names them.", len(s.Earlier)-most))
			break
		}
		lines = append(lines, "The same frame was drawn from before by another seed or scope, as "+strings.TrimSuffix(e.String(), ".")+".")
	}
	return lines
}

// asides says which items a method on amounts cannot select.
func asides(f record.Frame, drawn sampling.Selection) (lines []string) {
	for _, list := range []struct {
		sign  string
		aside sampling.Aside
	}{{"zero", drawn.Frame.Zero}, {"negative", drawn.Frame.Negative}} {
		if f.Amount == "" || list.aside.Items == 0 {
			continue
		}
		var keys []string
		for _, k := range list.aside.Keys[:min(10, len(list.aside.Keys))] {
			keys = append(keys, strings.Join(sampling.SplitKey(k), "/"))
		}
		if int64(len(keys)) < list.aside.Items {
			keys = append(keys, "…")
		}
		lines = append(lines, fmt.Sprintf("%s of %s amount, total %s: %s", report.Counted(list.aside.Items, "item"), list.sign, sampling.BigUnits(list.aside.Value, f.Scale), strings.Join(keys, ", ")))
	}
	return lines
}

func (a *app) printSelection(s record.Selection, format string) error {
	if format == "json" {
		return a.printJSON(s)
	}
	g, drawn, err := report.Drawn(s)
	if err != nil {
		return err
	}
	if err := g.Write(a.out, a.width()); err != nil {
		return err
	}
	for _, text := range slices.Concat(asides(s.Frame, drawn), provenance(s, shownDraws)) {
		if _, err := fmt.Fprintln(a.out, report.Clean(text)); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(a.out, "%s of %s of %s%s, seed %q, scope %q\nselections/%s: selection.json, worksheet.xlsx, worksheet.csv, recipe.txt; digest %s\n"+
		"next: fill in a worksheet, and auditql sample evaluate %s WORKSHEET\n",
		report.Count(int64(len(drawn.Certainty)+len(drawn.Units))), report.Counted(s.Frame.Count, "item"), section(s.Frame), s.Frame.Test, s.Draw.Seed, s.Draw.Scope, s.Name, s.Digest, s.Name)
	return err
}

// section names the section that was drawn from, unless it is the population.
func section(f record.Frame) string {
	if f.Section == "" {
		return ""
	}
	return f.Section + " of "
}
