package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/reader"
	"auditql/analytics/record"
	"auditql/analytics/schema"
)

// group is the files that become one load: the same dataset from the same kind of export.
type group struct {
	contract *contract.Contract
	export   *contract.Export
	files    []given
}

// given is a file that was handed over.
type given struct {
	reader.File
	short   string // its name without what belongs to the machine
	sha     string
	sum     reader.Sum
	because string // why it was taken for this export

	declared *record.Declared // what the auditee declared of it; nil: nothing
}

// id names the load by what is loaded and how, so that the same exports make the same evidence wherever they are loaded.
func (g group) id(req Request) string {
	h := sha256.New()
	fmt.Fprintln(h, g.contract.Dataset, g.contract.SHA256, g.export.ID, g.export.SHA256, req.Zone)
	for _, name := range slices.Sorted(maps.Keys(req.Set)) {
		fmt.Fprintf(h, "%q=%q\n", name, req.Set[name])
	}
	for _, f := range g.files {
		fmt.Fprintf(h, "%s %q\n", f.sha, f.short)
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// zone is where times without an offset are: what the auditor says, else the vendor, else the engagement.
func (g group) zone(req Request, e *engagement.Engagement) string {
	for _, z := range []string{req.Zone, g.export.Zone, e.Config.Zone} {
		if z != "" {
			return z
		}
	}
	return ""
}

// params gives the mapping its parameters: what the auditor set, else the default; and the engagement's times.
func (g group) params(req Request, e *engagement.Engagement) (map[string]engine.Literal, error) {
	out, err := frame(e)
	if err != nil {
		return nil, err
	}
	for _, p := range g.export.Params {
		text, ok := req.Set[p.Key]
		if !ok && p.Value.Default == nil {
			return nil, fault.New(fault.Refused, "%s needs to be told %s: %s", g.export.Title, p.Key, p.Value.Means).
				Hint("auditql load … --set %s=VALUE", p.Key)
		}
		if !ok {
			text = *p.Value.Default
		}
		if out[p.Key], err = engine.Value(p.Value.Type, text); err != nil {
			return nil, fault.New(fault.Usage, "--set %s: %w", p.Key, err)
		}
	}
	return out, nil
}

// frame gives the parameters that every mapping and every derivation may use.
func frame(e *engagement.Engagement) (map[string]engine.Literal, error) {
	instant := schema.Type{Kind: schema.Timestamp}
	out := map[string]engine.Literal{}
	for name, t := range map[string]string{
		"as_of": engagement.Text(e.AsOf), "period_start": engagement.Text(e.Period.Start), "period_end": engagement.Text(e.Period.End),
	} {
		lit, err := engine.Value(instant, t)
		if err != nil {
			return nil, err
		}
		out[name] = lit
	}
	return out, nil
}

func (g *group) drop(number int64) {
	g.files = slices.Delete(slices.Clone(g.files), int(number-1), int(number))
}

func (g group) refuseAll(err error) []FileReport {
	out := make([]FileReport, len(g.files))
	for i := range g.files {
		out[i] = g.refuse(int64(i+1), err)
	}
	return out
}

func (g group) refuse(number int64, err error) FileReport {
	f := g.files[number-1]
	return FileReport{File: f.Name, Dataset: g.contract.Dataset, Export: g.export.ID, SHA256: f.sha, Status: Refused, Message: explain(err)}
}

// explain gives an error with its hint as one line.
func explain(err error) string {
	if hint := fault.HintOf(err); hint != "" {
		return err.Error() + "; " + hint
	}
	return err.Error()
}

func sortReports(reports []FileReport) {
	sort.SliceStable(reports, func(i, j int) bool {
		a, b := reports[i], reports[j]
		return a.File < b.File || a.File == b.File && a.Dataset < b.Dataset
	})
}

// shortName is the name of a file without what belongs to the machine: it starts with the last part of the path that
// was given, under which the file was found.
func shortName(paths []string, name string) string {
	for _, p := range paths {
		rest, ok := strings.CutPrefix(name, strings.TrimSuffix(p, "/"))
		if !ok || rest != "" && rest[0] != '/' && rest[0] != '!' {
			continue
		}
		abs, err := filepath.Abs(p)
		if err != nil {
			break
		}
		return filepath.Base(abs) + rest
	}
	return filepath.Base(name)
}
