package evidence

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"auditql/analytics/fault"
	"auditql/analytics/reader"
	"auditql/analytics/record"
)

// look is what was found out about a file.
type look struct {
	sha    string
	sum    reader.Sum
	chosen []scored
	why    string // nothing is chosen
	err    error
}

// lookAll finds out what each file is, several at once.
func (g *grouping) lookAll(ctx context.Context, files []reader.File, workers int, hashed func(int64)) []look {
	out := make([]look, len(files))
	var all errgroup.Group
	all.SetLimit(workers)
	for i, f := range files {
		all.Go(func() error {
			if ctx.Err() == nil {
				out[i] = g.look(ctx, f, hashed)
			}
			return nil // what is wrong with a file is told of it
		})
	}
	all.Wait()
	return out
}

func (g *grouping) look(ctx context.Context, f reader.File, hashed func(int64)) (found look) {
	if found.sha, found.sum, found.err = reader.Hash(ctx, f, hashed); found.err == nil {
		found.chosen, found.why, found.err = g.recognise(f)
	}
	return found
}

// recognise gives the exports that a file can be taken for: those of one id, for each dataset that it feeds, and those that read
// other kinds of its records. Of several ids the one that asks for most fields wins; when two ask for as many, the auditor has to
// decide. Of none it says why.
func (g *grouping) recognise(f reader.File) (chosen []scored, why string, err error) {
	sample, err := reader.Sniff(f)
	if err != nil {
		return nil, "", err
	}
	matched, strange := g.match(sample)
	best := 0
	for _, m := range matched {
		best = max(best, m.Score)
	}
	chosen = likeliest(matched, best)
	if len(chosen) == 0 && g.req.Dataset+g.req.Export != "" { // the auditor knows what it is: say what it lacks
		return nil, g.misses(sample), nil
	}
	if len(chosen) == 0 {
		if why = g.unread(sample); why != "" {
			return nil, why, nil
		}
	}
	if len(chosen) == 0 && len(strange) > 0 {
		slices.Sort(strange)
		return nil, fmt.Sprintf("%s; no export reads records of the %s", sample.Describe(), kindsNamed(slices.Compact(strange))), nil
	}
	if len(chosen) == 0 {
		return nil, sample.Describe() + g.nearest(sample), nil
	}
	err = ambiguous(chosen, f.Name)
	if err != nil && best == 0 { // an empty list says nothing of what it would hold
		return nil, "an empty list, of which nobody can tell what it would hold; say it with --export", nil
	}
	return chosen, "", err
}

// match gives the exports for which a file can be taken, and of the others the kinds of records that they do not read.
func (g *grouping) match(sample reader.Sample) (matched []scored, strange []string) {
	for _, t := range g.targets {
		if !sample.MayBe(t.export) {
			continue
		}
		m := reader.Match(sample, t.export)
		if !m.OK {
			strange = append(strange, m.Others...)
			continue
		}
		if m.Score *= 2; m.Score > 0 && t.export.Mapped { // of two that ask for as much, what the auditor stated
			m.Score++
		}
		matched = append(matched, scored{t, m})
	}
	return headed(matched), strange
}

// misses says of each export why a file is not it.
func (g *grouping) misses(sample reader.Sample) string {
	var out []string
	for _, t := range g.targets {
		out = append(out, t.export.ID+": "+reader.Match(sample, t.export).Because)
	}
	return strings.Join(out, "; ")
}

// unread says of a file that is known and not read what it is, and what is read in its place. Of several kinds the one that asks for
// most is taken.
func (g *grouping) unread(sample reader.Sample) (why string) {
	best := 0
	for _, c := range g.contracts {
		for _, u := range c.Unread {
			if m := reader.Match(sample, u.Export()); m.OK && m.Score > best {
				why, best = u.Title+" is not read: "+u.Instead, m.Score
			}
		}
	}
	return why
}

// unreadKinds names the kinds of records of a file that none of the exports reads.
func unreadKinds(chosen []scored) string {
	kinds := slices.DeleteFunc(slices.Clone(chosen[0].Others), func(kind string) bool {
		return slices.ContainsFunc(chosen, func(c scored) bool { return !slices.Contains(c.Others, kind) })
	})
	if len(kinds) == 0 {
		return ""
	}
	return "; its records of the " + kindsNamed(kinds) + " are left out, as no export reads them with the others: load them from a file of their own"
}

func kindsNamed(kinds []string) string {
	return record.Noun(int64(len(kinds)), "kind") + " " + strings.Join(firstOf(kinds), ", ")
}

// scored is an export for which a file can be taken.
type scored struct {
	target
	reader.Matched
}

// headed leaves out the patterns of lines to which the first line is strange, when a table knows it as its header.
func headed(matched []scored) []scored {
	if !slices.ContainsFunc(matched, func(m scored) bool { return m.export.Format == "csv" }) {
		return matched
	}
	return slices.DeleteFunc(matched, func(m scored) bool { return m.Strays })
}

// likeliest gives the exports that ask for most, and of those that read other kinds of records than these again the likeliest.
func likeliest(matched []scored, best int) (chosen []scored) {
	for _, m := range matched {
		if m.Score == best {
			chosen = append(chosen, m)
		}
	}
	if best == 0 {
		return chosen
	}
	var apart []scored
	next := 0
	for _, m := range matched {
		if !slices.ContainsFunc(chosen, func(c scored) bool { return !c.export.Apart(m.export) }) {
			apart, next = append(apart, m), max(next, m.Score)
		}
	}
	if len(apart) == 0 {
		return chosen
	}
	return append(chosen, likeliest(apart, next)...)
}

func ambiguous(chosen []scored, name string) error {
	for i, t := range chosen {
		var ids []string
		for _, o := range chosen[i+1:] {
			if o.export.ID != t.export.ID && !o.export.Apart(t.export) {
				ids = append(ids, o.contract.Dataset+" by "+o.export.ID)
			}
		}
		if len(ids) > 0 {
			return fault.At(fault.Refused, name, 0, "it could be %s by %s, but also %s", t.contract.Dataset, t.export.ID, strings.Join(ids, ", ")).
				Hint("say which: auditql load FILE --export %s", t.export.ID)
		}
	}
	return nil
}
