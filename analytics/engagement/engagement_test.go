package engagement

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"auditql/analytics/fault"
)

func TestInitIsFoundFromBelow(t *testing.T) {
	dir := t.TempDir()
	if _, err := Init(dir, `The "first" audit`, "2026-01-01", "2026-07-01", "", ""); err != nil {
		t.Fatal(err)
	}
	deep := filepath.Join(dir, "evidence", "x")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	e, err := Find(deep)
	if err != nil {
		t.Fatal(err)
	}
	if e.Config.Title != `The "first" audit` || Text(e.AsOf) != "2026-07-01T00:00:00Z" || e.Config.Zone != "UTC" {
		t.Errorf("found %+v", e)
	}
	if _, err := Init(dir, "again", "2026-01-01", "2026-07-01", "", ""); err == nil {
		t.Error("an engagement was made over another")
	}
}

func TestConfigurationIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ config, want string }{
		"no title":    {"period: {start: 2026-01-01, end: 2026-02-01}", "title is missing"},
		"end first":   {"title: x\nperiod: {start: 2026-02-01, end: 2026-01-01}", "the end is not after the start"},
		"bad date":    {"title: x\nperiod: {start: 01.02.2026, end: 2026-01-01}", `period.start is "01.02.2026"`},
		"bad zone":    {"title: x\nperiod: {start: 2026-01-01, end: 2026-02-01}\nzone: Mars/Olympus", `zone "Mars/Olympus"`},
		"local zone":  {"title: x\nperiod: {start: 2026-01-01, end: 2026-02-01}\nzone: Local", `zone "Local"`},
		"unknown key": {"title: x\ncolour: red", "colour"},
		"not there":   {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if c.config != "" {
				if err := os.WriteFile(filepath.Join(dir, ConfigName), []byte(c.config), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err := Find(dir)
			if err == nil || !strings.Contains(err.Error(), c.want) || fault.KindOf(err) != fault.Usage {
				t.Errorf("got %v, want usage fault %q", err, c.want)
			}
		})
	}
}

func TestOnlyOneWrites(t *testing.T) {
	e, err := Init(t.TempDir(), "x", "2026-01-01", "2026-02-01", "", "")
	if err != nil {
		t.Fatal(err)
	}
	unlock, err := e.Lock()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Lock(); err == nil || !strings.Contains(err.Error(), "another auditql is writing") {
		t.Errorf("a second writer got in: %v", err)
	}
	unlock()
	unlock, err = e.Lock()
	if err != nil {
		t.Fatalf("the lock was not given back: %v", err)
	}
	unlock()
}
