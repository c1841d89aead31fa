package main

import (
	"context"
	"os"
	"path/filepath"

	"auditql/analytics/comparison"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
)

// place is a side of a comparison and the folder with its evidence and its other runs.
type place struct {
	comparison.Side
	root     string
	verified bool
}

// bothSides finds the two runs. What is not said is the last run of the engagement, and the one before it.
func (a *app) bothSides(ctx context.Context, args []string, scratch string) (old, new place, err error) {
	if len(args) == 2 {
		if old, err = a.side(ctx, args[0], filepath.Join(scratch, "old")); err != nil {
			return old, new, err
		}
		new, err = a.side(ctx, args[1], filepath.Join(scratch, "new"))
		return old, new, err
	}
	e, err := engagement.Find(a.dir)
	if err != nil {
		return old, new, err
	}
	runs, err := runsOf(e.Root)
	if err != nil {
		return old, new, err
	}
	if len(runs) == 0 || len(runs) == 1 && len(args) == 0 {
		return old, new, fault.New(fault.Usage, "there are not two runs to compare").Hint("auditql run performs the tests")
	}
	if new, err = sideOf(e.Root, runs[len(runs)-1], ""); err != nil {
		return old, new, err
	}
	if len(args) == 1 {
		old, err = a.side(ctx, args[0], filepath.Join(scratch, "old"))
	} else {
		old, err = sideOf(e.Root, runs[len(runs)-2], "")
	}
	return old, new, err
}

// side finds a run by what the user calls it.
func (a *app) side(ctx context.Context, name, scratch string) (place, error) {
	if e, err := engagement.Find(a.dir); err == nil && filepath.Base(name) == name {
		if _, err := os.Stat(e.Path("runs", name, "record.json")); err == nil {
			return sideOf(e.Root, name, "")
		}
	}
	info, err := os.Stat(name)
	if err != nil {
		return place{}, fault.New(fault.Usage, "%s is no run of this engagement, and no folder or bundle: %w", name, err)
	}
	if !info.IsDir() {
		root, _, err := a.unpack(ctx, name, scratch)
		if err != nil {
			return place{}, err
		}
		p, err := lastOf(root, name)
		p.verified = true // all of it, and a bundle may hold only the digests of its evidence
		return p, err
	}
	if _, err := os.Stat(filepath.Join(name, "record.json")); err == nil {
		run, err := filepath.Abs(name)
		if err != nil {
			return place{}, fault.New(fault.Broken, "find run: %w", err)
		}
		return sideOf(filepath.Dir(filepath.Dir(run)), filepath.Base(run), name)
	}
	return lastOf(name, name)
}

func lastOf(root, name string) (place, error) {
	runs, err := runsOf(root)
	if err != nil {
		return place{}, err
	}
	if len(runs) == 0 {
		return place{}, fault.New(fault.Usage, "there is no run in %s", name)
	}
	id := runs[len(runs)-1]
	return sideOf(root, id, filepath.Join(name, id))
}

// sideOf reads a run. Name is how it is shown; empty: by its id.
func sideOf(root, id, name string) (place, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return place{}, fault.New(fault.Broken, "find run: %w", err)
	}
	run, err := readRun(&engagement.Engagement{Root: root}, id)
	if err != nil {
		return place{}, err
	}
	if name == "" {
		name = id
	}
	return place{comparison.Side{Name: filepath.ToSlash(name), Run: run, Dir: filepath.Join(root, "runs", id)}, root, false}, nil
}

// before gives the runs that are known of the time before the new one, oldest first, without the two that are compared.
func before(old, new place) ([]comparison.Side, error) {
	var out []comparison.Side
	roots := []place{old, new}
	if old.root == new.root {
		roots = roots[1:]
	}
	for _, p := range roots {
		ids, err := runsOf(p.root)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if id >= p.Run.ID || p.root == old.root && id == old.Run.ID {
				continue
			}
			s, err := sideOf(p.root, id, filepath.Join(filepath.Dir(p.Name), id))
			if err != nil {
				return nil, err
			}
			out = append(out, s.Side)
		}
	}
	return out, nil
}
