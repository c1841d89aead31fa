package engagement

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"auditql/analytics/fault"
)

const template = `# One audit. The period is half-open and in UTC: its start belongs to it, its end does not.
title: %s
period: {start: %s, end: %s}
as_of: %s       # the moment of which snapshots are judged
zone: %s           # of times that an export gives without an offset

# Parameters that differ from a test's default, by test:
# params:
#   iam-dormant: {limit_days: 60}

queries: [queries]     # your own test scripts
datasets: [datasets]   # your own contracts and mappings
# unsealed: [notes]    # files and folders of this one that are not for the reviewer
`

// Init makes dir an engagement. It refuses a folder that is one already.
func Init(dir, title, start, end, asOf, zone string) (*Engagement, error) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return nil, fault.New(fault.Broken, "make engagement: %w", err)
	}
	if _, err := os.Lstat(filepath.Join(root, ConfigName)); !errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.Usage, "%s is an engagement already", dir)
	}
	if asOf == "" {
		asOf = end
	}
	if zone == "" {
		zone = "UTC"
	}
	e := &Engagement{Root: root, Config: Config{Title: title, AsOf: asOf, Zone: zone}}
	e.Config.Period.Start, e.Config.Period.End = start, end
	if err := e.check(); err != nil {
		return nil, err
	}
	for _, sub := range []string{"evidence", "queries", "datasets", "runs", "selections"} {
		if err := os.MkdirAll(filepath.Join(root, sub), 0o755); err != nil {
			return nil, fault.New(fault.Broken, "make engagement: %w", err)
		}
	}
	text := fmt.Sprintf(template, strconv.Quote(title), start, end, asOf, zone)
	if err := WriteFile(filepath.Join(root, ConfigName), []byte(text), 0o644); err != nil {
		return nil, err
	}
	return open(root)
}
