// Package engagement is the folder of one audit: its configuration, where things lie in it, and who may write.
//
// A folder with engagement.yaml is an engagement; every command finds it from the current directory upward, as git
// does. All files are written whole: to a temporary name, flushed, and renamed, so that a program that is killed leaves
// nothing half done. A lock keeps two writers apart; the system drops it when the process ends.
//
//	e, err := engagement.Find(".")
//	unlock, err := e.Lock()
//	defer unlock()
package engagement

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"auditql/analytics/fault"
	"auditql/analytics/sqlfile"
)

// ConfigName is the file that makes a folder an engagement.
const ConfigName = "engagement.yaml"

// Engagement is the folder and its configuration.
type Engagement struct {
	Root   string // absolute
	Config Config
	Period Period
	AsOf   time.Time // UTC
}

// Period is half-open: Start belongs to it, End does not. Both are UTC.
type Period struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// Config is engagement.yaml.
type Config struct {
	Title  string `yaml:"title"`
	Period struct {
		Start string `yaml:"start"`
		End   string `yaml:"end"`
	} `yaml:"period"`
	AsOf     string                                      `yaml:"as_of"`
	Zone     string                                      `yaml:"zone"`     // of times that exports give without an offset
	Params   sqlfile.Pairs[sqlfile.Pairs[sqlfile.Value]] `yaml:"params"`   // test → parameter → value
	Queries  []string                                    `yaml:"queries"`  // folders with own scripts
	Datasets []string                                    `yaml:"datasets"` // folders with own contracts
	Unsealed []string                                    `yaml:"unsealed"` // files and folders that are not for others
}

// Find opens the engagement that holds dir.
func Find(dir string) (*Engagement, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fault.New(fault.Broken, "find engagement: %w", err)
	}
	for at := abs; ; at = filepath.Dir(at) {
		_, err := os.Stat(filepath.Join(at, ConfigName))
		if err == nil {
			return open(at)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, fault.New(fault.Broken, "find engagement: %w", err)
		}
		if at == filepath.Dir(at) {
			return nil, fault.New(fault.Usage, "no %s in %s or a folder above it", ConfigName, dir).
				Hint("auditql init makes an engagement")
		}
	}
}

func open(root string) (*Engagement, error) {
	name := filepath.Join(root, ConfigName)
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fault.New(fault.Broken, "read engagement: %w", err)
	}
	e := &Engagement{Root: root}
	if err := sqlfile.Decode(ConfigName, 1, string(text), &e.Config); err != nil {
		return nil, err
	}
	return e, e.check()
}

func (e *Engagement) check() (err error) {
	c := e.Config
	if c.Title == "" {
		return fault.At(fault.Usage, ConfigName, 0, "title is missing")
	}
	if e.Period.Start, err = instant("period.start", c.Period.Start); err != nil {
		return err
	}
	if e.Period.End, err = instant("period.end", c.Period.End); err != nil {
		return err
	}
	if !e.Period.Start.Before(e.Period.End) {
		return fault.At(fault.Usage, ConfigName, 0, "period from %s to %s: the end is not after the start", c.Period.Start, c.Period.End)
	}
	if c.AsOf == "" {
		e.AsOf = e.Period.End
	} else if e.AsOf, err = instant("as_of", c.AsOf); err != nil {
		return err
	}
	if _, err := time.LoadLocation(c.Zone); err != nil || c.Zone == "Local" {
		return fault.At(fault.Usage, ConfigName, 0, "zone %q is not a zone such as UTC or Europe/Berlin", c.Zone)
	}
	return nil
}

func instant(field, text string) (time.Time, error) {
	t, err := sqlfile.Instant(text)
	if err != nil {
		return t, fault.At(fault.Usage, ConfigName, 0, "%s is %q, %w", field, text, err)
	}
	return t, nil
}

// Text gives an instant as records and scripts write it.
func Text(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999999Z07:00") }
