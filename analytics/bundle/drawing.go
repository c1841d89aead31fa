package bundle

import (
	"errors"
	"io/fs"
	"os"
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

// logged says whether the log of draws tells of a selection what its record says: the draw, earlier draws from the same frame,
// and what was committed before.
func (v *verifier) logged(name string, s record.Selection) error {
	log, err := ReadDrawings(v.engagement.root)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(log, func(d record.Drawing) bool { return d.Act != record.Committed && d.Digest == s.Digest })
	if at < 0 {
		return differs(name, "selection", "an entry of "+DrawingsName, "none")
	}
	if entry := log[at]; !reflect.DeepEqual(entry.Frame, s.Frame) || !reflect.DeepEqual(entry.Draw, s.Draw) {
		return differs(DrawingsName, "draw of selection "+s.Name, "the frame and the draw of its record", "others")
	}
	if earlier := record.EarlierDraws(log[:at], s.Frame, s.Draw); !slices.Equal(earlier, s.Earlier) {
		return differs(name, "earlier draws from the same frame", earlier, s.Earlier)
	}
	if err := extending(name, s, log[:at]); err != nil {
		return err
	}
	return committed(name, s, log[:at])
}

// extending says whether the selection that this one extends was drawn before, from the same frame by the same seed.
func extending(name string, s record.Selection, before []record.Drawing) error {
	parent := func(d record.Drawing) bool {
		return d.Act != record.Committed && d.Digest == s.Extends && reflect.DeepEqual(d.Frame, s.Frame) &&
			d.Draw.Seed == s.Draw.Seed && d.Draw.Scope == s.Draw.Scope && d.Draw.Size < s.Draw.Size
	}
	if s.Extends != "" && !slices.ContainsFunc(before, parent) {
		return differs(name, "selection that it extends", "an earlier draw by the same seed", s.Extends)
	}
	return nil
}

// committed says whether the parts of a seed are those that were committed before the draw, on the same frame.
func committed(name string, s record.Selection, before []record.Drawing) error {
	if s.Draw.Parts == nil {
		return nil
	}
	if len(s.Draw.Parts) != 2 {
		return differs(name, "parts of the seed", 2, len(s.Draw.Parts))
	}
	for _, d := range before {
		if d.Act != record.Committed || !reflect.DeepEqual(d.Frame, s.Frame) || d.Draw.Scope != s.Draw.Scope {
			continue
		}
		if seed, err := sampling.Reveal(d.Commitment, s.Draw.Parts[0], s.Draw.Parts[1]); err == nil && seed == s.Draw.Seed {
			return nil
		}
	}
	return differs(name, "parts of the seed", "those of a commitment on the same frame", "others")
}
