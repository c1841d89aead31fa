package evidence

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
	"auditql/analytics/reader"
	"auditql/analytics/record"
)

// target is an export of a contract.
type target struct {
	contract *contract.Contract
	export   *contract.Export
}

// plan finds out what each file is, and groups the files into loads. Files that will not be loaded are reported.
func (l *Loader) plan(ctx context.Context, req Request, ledger *Ledger) (*grouping, []FileReport, error) {
	files, problems := reader.Expand(ctx, req.Paths)
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	var reports []FileReport
	for _, p := range problems {
		reports = append(reports, FileReport{File: p.Name, Status: Refused, Message: explain(p.Err)})
	}
	targets, err := l.targets(req)
	if err != nil {
		return nil, nil, err
	}
	groups := &grouping{req: req, ledger: ledger, targets: targets, contracts: l.Contracts.All(), trail: trailFiles{}}
	hashed := l.counting("hashing", files)
	files, more := groups.declarations(ctx, files, hashed)
	reports = append(reports, more...)
	looks := groups.lookAll(ctx, files, l.workers(), hashed)
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	for i, found := range looks {
		reports = append(reports, groups.add(files[i], found)...)
	}
	return groups, append(reports, groups.absent(files)...), nil
}

// declarations reads the manifests among the files, and gives the others.
func (g *grouping) declarations(ctx context.Context, files []reader.File, hashed func(int64)) (others []reader.File, reports []FileReport) {
	for _, f := range files {
		if !isManifest(f.Name) {
			others = append(others, f)
			continue
		}
		r := FileReport{File: f.Name, Status: Totals}
		sha, _, err := reader.Hash(ctx, f, hashed)
		if err == nil {
			r.SHA256 = sha
			var list []*declaration
			list, err = readManifest(f, shortName(g.req.Paths, f.Name))
			r.Message = fmt.Sprintf("control totals of %d %s", len(list), record.Noun(int64(len(list)), "file"))
			g.declared = append(g.declared, list...)
		}
		if err != nil {
			r.Status, r.Message = Refused, explain(err)
		}
		reports = append(reports, r)
	}
	return others, reports
}

// declaredOf finds what is declared of a file.
func (g *grouping) declaredOf(name string) *record.Declared {
	for _, d := range g.declared {
		if d.describes(name) {
			return &d.Declared
		}
	}
	return nil
}

// absent reports the files that a manifest names and nobody has given.
func (g *grouping) absent(files []reader.File) (reports []FileReport) {
	for _, d := range g.declared {
		given := slices.ContainsFunc(files, func(f reader.File) bool { return d.describes(f.Name) })
		for _, l := range g.ledger.Loads {
			given = given || slices.ContainsFunc(l.Files, func(f record.LoadFile) bool { return d.describes(f.Name) })
		}
		if !given {
			reports = append(reports, FileReport{File: d.name, SHA256: d.SHA256, Status: Refused, Message: d.By + " names it, and it was not given"})
		}
	}
	return reports
}

// targets are the exports that files may be taken for.
func (l *Loader) targets(req Request) ([]target, error) {
	var out []target
	for _, c := range l.Contracts.All() {
		if req.Dataset != "" && c.Dataset != req.Dataset {
			continue
		}
		for i := range c.Exports {
			if e := &c.Exports[i]; req.Export == "" || e.ID == req.Export {
				out = append(out, target{c, e})
			}
		}
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Usage, "no export %s of dataset %s", or(req.Export, "*"), or(req.Dataset, "*")).
			Hint("auditql data lists the datasets, auditql show DATASET its exports")
	}
	return out, nil
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// grouping collects files into groups.
type grouping struct {
	req       Request
	ledger    *Ledger
	targets   []target
	contracts []*contract.Contract
	groups    []group
	declared  []*declaration
	trail     trailFiles
}

// add puts a file where it belongs. Reports tell of what will not be loaded.
func (g *grouping) add(f reader.File, found look) []FileReport {
	if found.err != nil {
		return []FileReport{{File: f.Name, SHA256: found.sha, Status: Refused, Message: explain(found.err)}}
	}
	if len(found.chosen) == 0 {
		return []FileReport{{File: f.Name, SHA256: found.sha, Status: Unrecognised, Message: found.why}}
	}
	var reports []FileReport
	for _, t := range found.chosen {
		file := given{File: f, short: shortName(g.req.Paths, f.Name), sha: found.sha, sum: found.sum, declared: g.declaredOf(f.Name)}
		file.because = fmt.Sprintf("%s: %s%s", t.export.Title, t.Because, unreadKinds(found.chosen))
		g.trail.add(t.export.ID, file)
		if message := g.place(t.target, file); message != "" {
			reports = append(reports, FileReport{
				File: f.Name, Dataset: t.contract.Dataset, Export: t.export.ID, SHA256: found.sha, Status: Duplicate, Message: message,
			})
		}
	}
	return reports
}

// same says whether a file is another one once more. Where the mapping reads the path of a file, as for settings of which the
// answer does not say whose they are, the same bytes under another path are about something else.
func (f given) same(t target, sha, name string) bool {
	return f.sha == sha && (!t.export.ReadsPath() || endsWith(f.short, name) || endsWith(name, f.short))
}

// endsWith says whether a path is another one with folders before it.
func endsWith(path, end string) bool { return path == end || strings.HasSuffix(path, "/"+end) }

// place puts a file into the group of its export, unless the same bytes are there already.
func (g *grouping) place(t target, file given) (duplicate string) {
	if load, alike, ok := g.ledger.holds(t, file, g.req); ok && alike {
		return "the same bytes are in load " + load + " already"
	} else if ok {
		return "the same bytes are in load " + load + " already, which read them in another way and stays as it is; to read them anew take a new engagement (auditql init)"
	}
	for i := range g.groups {
		if g.groups[i].contract != t.contract || g.groups[i].export != t.export {
			continue
		}
		for _, other := range g.groups[i].files {
			if file.same(t, other.sha, other.short) {
				return "the same bytes as " + other.Name
			}
		}
		g.groups[i].files = append(g.groups[i].files, file)
		return ""
	}
	g.groups = append(g.groups, group{t.contract, t.export, []given{file}})
	return ""
}
