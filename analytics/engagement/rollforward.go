package engagement

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/sqlfile"
)

// RollForward makes dir the engagement of the next period: with the parameters, the zone, and the own scripts and contracts
// of this one, and without its evidence, runs and selections. An empty title, start or end is carried on: the period begins
// where this one ends, and an end must be given.
func (e *Engagement) RollForward(dir, title, start, end, asOf string) (*Engagement, error) {
	if title == "" {
		title = e.Config.Title
	}
	if start == "" {
		start = e.Config.Period.End
	}
	next, err := Init(dir, title, start, end, asOf, e.Config.Zone)
	if err != nil {
		return nil, err
	}
	for _, folder := range append(append([]string{}, e.Config.Queries...), e.Config.Datasets...) {
		if err := e.carry(next, folder); err != nil {
			return nil, err
		}
	}
	if len(e.Config.Params) > 0 {
		if err := next.addParams(e.Config.Params); err != nil {
			return nil, err
		}
	}
	return open(next.Root)
}

// carry copies a folder of own scripts or contracts. One that lies outside the engagement stays where it is.
func (e *Engagement) carry(next *Engagement, folder string) error {
	if !filepath.IsLocal(folder) {
		return fault.New(fault.Usage, "%s lies outside the engagement and is not carried forward", folder).
			Hint("copy it into the engagement and name it so in %s", ConfigName)
	}
	if _, err := os.Stat(e.Path(folder)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := os.CopyFS(next.Path(folder), os.DirFS(e.Path(folder))); err != nil {
		return fault.New(fault.Broken, "carry %s forward: %w", folder, err)
	}
	return nil
}

func (e *Engagement) addParams(params sqlfile.Pairs[sqlfile.Pairs[sqlfile.Value]]) error {
	name := e.Path(ConfigName)
	text, err := os.ReadFile(name)
	if err != nil {
		return fault.New(fault.Broken, "read engagement: %w", err)
	}
	var b strings.Builder
	b.WriteString("\nparams:\n")
	for _, test := range params {
		b.WriteString("  " + test.Key + ":\n")
		for _, p := range test.Value {
			b.WriteString("    " + p.Key + ": " + scalarOrList(p.Value) + "\n")
		}
	}
	return WriteFile(name, append(text, b.String()...), 0o644)
}

func scalarOrList(v sqlfile.Value) string {
	switch {
	case v.Text != nil:
		return strconv.Quote(*v.Text)
	case v.List == nil:
		return "null"
	}
	var quoted []string
	for _, x := range v.List {
		quoted = append(quoted, strconv.Quote(x))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
