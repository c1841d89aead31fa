package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/report"
	"auditql/analytics/script"
)

// settle is how long a folder must be quiet: editors save in several steps, and some put a new file in the old one's place.
const settle = 100 * time.Millisecond

// watchCases performs the cases of each own script that is saved, until it is interrupted. It ends as the last ones did.
func (a *app) watchCases(ctx context.Context, selectors []string, format string) error {
	e, lib, err := a.open()
	if err != nil {
		return err
	}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fault.New(fault.Broken, "watch scripts: %w", err)
	}
	defer watcher.Close()
	for _, folder := range e.Config.Queries { // a folder is watched, not its files, which an editor may replace
		if err := watcher.Add(folderOf(e, folder)); err != nil {
			return fault.New(fault.Usage, "watch %s: %w", folder, err)
		}
	}
	fmt.Fprintf(a.err, "watching %s; Ctrl-C ends\n", report.Clean(strings.Join(e.Config.Queries, ", ")))
	var last error
	saved := map[string]bool{}
	quiet := time.NewTimer(time.Hour)
	for {
		select {
		case <-ctx.Done():
			return last
		case event := <-watcher.Events:
			if filepath.Ext(event.Name) == ".sql" && !event.Has(fsnotify.Remove) && !event.Has(fsnotify.Chmod) {
				saved[filepath.Base(event.Name)] = true
				quiet.Reset(settle)
			}
		case err := <-watcher.Errors:
			return fault.New(fault.Broken, "watch scripts: %w", err)
		case <-quiet.C:
			again := a.performSaved(ctx, lib, selectors, saved, format)
			if ctx.Err() != nil {
				return last
			}
			last = again
			clear(saved)
		}
	}
}

func folderOf(e *engagement.Engagement, folder string) string {
	if filepath.IsAbs(folder) {
		return folder
	}
	return e.Path(folder)
}

// performSaved performs the cases of the scripts that were saved. Errors are printed: the next save may mend them.
func (a *app) performSaved(ctx context.Context, lib *library, selectors []string, saved map[string]bool, format string) error {
	set, broken, err := script.Collect(lib.queries...)
	for _, b := range broken {
		err = errors.Join(err, b)
	}
	if err == nil {
		var tests []*script.Script
		if tests, err = set.Select(selectors); err == nil {
			tests = slices.DeleteFunc(tests, func(s *script.Script) bool { return s.Suite != "own" || !saved[filepath.Base(s.File)] })
			if len(tests) == 0 {
				return nil
			}
			err = a.performCases(ctx, lib, tests, format)
		}
	}
	var told outcome
	if err == nil || errors.As(err, &told) || ctx.Err() != nil {
		return err
	}
	return outcome(exitCode(a.err, err))
}
