package bundle

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/sampling"
)

// DrawingsName is the log of draws, below the root of an engagement.
const DrawingsName = "selections/log.jsonl"

// ReadDrawings reads the log of draws of an engagement, oldest first. Where nothing was drawn there is none.
func ReadDrawings(engagement string) ([]record.Drawing, error) {
	data, err := os.ReadFile(filepath.Join(engagement, filepath.FromSlash(DrawingsName)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Broken, "read log of draws: %w", err)
	}
	log, err := record.ParseLog[record.Drawing](data)
	if err != nil {
		return nil, differs(DrawingsName, "log of draws", "", err)
	}
	return log, nil
}

// verifyLog says whether the selections that the log of draws tells of are there: those of one run, or all when it is empty. One
// that was discarded may be gone, since the log can draw it again, unless it was evaluated.
func (v *verifier) verifyLog(run string) error {
	log, err := ReadDrawings(v.engagement.root)
	if err != nil {
		return err
	}
	names := map[string]bool{}
	for i, d := range log {
		if !d.Selects() {
			continue
		}
		if names[d.Name] {
			return differs(DrawingsName, "draws with the name "+d.Name, "one", "more")
		}
		names[d.Name] = true
		evaluated := slices.ContainsFunc(log[i:], func(e record.Drawing) bool { return e.Act == record.Evaluated && e.Name == d.Name })
		if run != "" && d.Frame.Run != run || !evaluated && record.DiscardedFor(log, d.Name) != "" {
			continue
		}
		file := path.Join("selections", d.Name, SelectionName)
		if !filepath.IsLocal(d.Name) {
			return differs(DrawingsName, "name of a selection", "a plain name", d.Name)
		}
		if _, err := os.Lstat(v.engagement.at(file)); err != nil {
			return differs(file, "selection", "to be there, as the log of draws says", "missing")
		}
	}
	return nil
}

// logged says whether the log of draws tells of a selection what its record says: the draw, earlier draws from the same frame,
// and what was committed before.
func (v *verifier) logged(name string, s record.Selection) error {
	log, err := ReadDrawings(v.engagement.root)
	if err != nil {
		return err
	}
	if err := same(name, "name of the selection", path.Base(path.Dir(name)), s.Name); err != nil {
		return err
	}
	at := slices.IndexFunc(log, func(d record.Drawing) bool { return d.Selects() && d.Name == s.Name })
	if at < 0 {
		return differs(name, "selection", "an entry of "+DrawingsName, "none")
	}
	entry, before := log[at], log[:at]
	if err := same(name, "digest in "+DrawingsName, entry.Digest, s.Digest); err != nil {
		return err
	}
	if !reflect.DeepEqual(entry.Frame, s.Frame) || !reflect.DeepEqual(entry.Draw, s.Draw) {
		return differs(DrawingsName, "draw of selection "+s.Name, "the frame and the draw of its record", "others")
	}
	if earlier := record.EarlierDraws(before, s.Frame, s.Draw); !slices.Equal(earlier, s.Earlier) {
		return differs(name, "earlier draws from the same frame", earlier, s.Earlier)
	}
	parent, err := extending(name, s, before)
	if err != nil {
		return err
	}
	if err := v.allocated(name, s, parent); err != nil {
		return err
	}
	return committed(name, s, before)
}

// extending gives the draw of the selection that this one extends: it was before, from the same frame by the same seed.
func extending(name string, s record.Selection, before []record.Drawing) (parent record.Drawing, err error) {
	if s.Extends == "" {
		return parent, nil
	}
	at := slices.IndexFunc(before, func(d record.Drawing) bool {
		return d.Selects() && d.Digest == s.Extends && reflect.DeepEqual(d.Frame, s.Frame) &&
			d.Draw.Seed == s.Draw.Seed && d.Draw.Scope == s.Draw.Scope && d.Draw.Allocate == s.Draw.Allocate && d.Draw.Size < s.Draw.Size
	})
	if at < 0 {
		return parent, differs(name, "selection that it extends", "an earlier draw by the same seed", s.Extends)
	}
	return before[at], nil
}

// allocated says whether the items of each stratum follow from how the sample was shared among them.
func (v *verifier) allocated(name string, s record.Selection, parent record.Drawing) error {
	if s.Draw.Allocate == "" {
		return nil
	}
	want, err := Allocate(s.Draw.Size, s.Frame, s.Draw.Allocate, v.engagement.at(FrameFile(s.Frame)), parent.Draw.Allocation)
	if err != nil {
		return unsound(name, "allocation", err)
	}
	if !maps.Equal(want, s.Draw.Allocation) {
		return differs(name, "items of each stratum", fmt.Sprint(want), fmt.Sprint(s.Draw.Allocation))
	}
	return nil
}

// committed says whether the parts of a seed are those that were committed before the draw, under its name and on its frame. An
// extension has the seed of the selection that it extends, which is verified by itself.
func committed(name string, s record.Selection, before []record.Drawing) error {
	p := s.Draw.Parts
	if p == nil || s.Extends != "" {
		return nil
	}
	for _, d := range before {
		if d.Act != record.Committed || d.Name != s.Name || !reflect.DeepEqual(d.Frame, s.Frame) || !reflect.DeepEqual(withoutSeed(s.Draw), d.Draw) {
			continue
		}
		if seed, err := sampling.Reveal(d.Commitment, p.Salt, p.Auditor, p.Auditee); err == nil && seed == s.Draw.Seed {
			return nil
		}
	}
	return differs(name, "parts of the seed", "those of a commitment to this frame and draw", "others")
}

// withoutSeed is a draw as it was committed.
func withoutSeed(d record.Draw) record.Draw {
	d.Seed, d.Parts, d.Source = "", nil, ""
	return d
}
