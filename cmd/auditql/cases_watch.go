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
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/report"
	"auditql/analytics/script"
)

// settle is how long a folder must be quiet: editors save in several steps, and some put a new file in the old one's place.
const settle = 50 * time.Millisecond

// watch is what stays open between two saves, so that the second is quick.
type watch struct {
	*app
	lib       *library
	shipped   *script.Set
	selectors []string
	format    string
	session   *engine.Session
}

// watchCases performs the cases of each own script that is saved, until it is interrupted. It ends as the last ones did.
func (a *app) watchCases(ctx context.Context, selectors []string, format string) error {
	e, lib, err := a.open()
	if err != nil {
		return err
	}
	w := &watch{app: a, lib: lib, selectors: selectors, format: format}
	if w.shipped, err = script.Load(lib.queries[0]); err != nil {
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
	defer func() { w.close() }()
	if err := w.ready(ctx); err != nil {
		return err
	}
	return w.until(ctx, watcher)
}

// until performs what is saved until ctx ends.
func (w *watch) until(ctx context.Context, watcher *fsnotify.Watcher) error {
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
			again := w.perform(ctx, saved)
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

// ready keeps an empty session at hand, a new one when the last script ended it.
func (w *watch) ready(ctx context.Context) (err error) {
	if w.session != nil {
		if w.session.Reset(ctx) == nil {
			return nil
		}
		w.close()
	}
	if w.session, err = w.app.session(ctx, engine.Options{Threads: 1}); err != nil {
		return err
	}
	return w.session.Reset(ctx)
}

func (w *watch) close() {
	if w.session != nil {
		w.session.Close()
		w.session = nil
	}
}

// perform performs the cases of the scripts that were saved. Errors are printed: the next save may mend them.
func (w *watch) perform(ctx context.Context, saved map[string]bool) error {
	tests, err := w.toPerform(saved)
	if err == nil && len(tests) > 0 {
		if err = w.ready(ctx); err == nil {
			err = w.performCasesIn(ctx, w.session, w.lib, tests, w.format)
		}
	}
	var told outcome
	if err == nil || errors.As(err, &told) || ctx.Err() != nil {
		return err
	}
	return outcome(exitCode(w.err, err))
}

// toPerform reads own scripts again and gives those that were saved. What is wrong with others can wait.
func (w *watch) toPerform(saved map[string]bool) ([]*script.Script, error) {
	set, broken, err := w.shipped.With(w.lib.queries[1:]...)
	if err != nil {
		return nil, err
	}
	for _, b := range broken {
		var at *fault.Fault
		if !errors.As(b, &at) || saved[filepath.Base(at.File)] {
			err = errors.Join(err, b)
		}
	}
	if err != nil {
		return nil, err
	}
	tests, err := set.Select(w.selectors)
	return slices.DeleteFunc(tests, func(s *script.Script) bool { return s.Suite != "own" || !saved[filepath.Base(s.File)] }), err
}
