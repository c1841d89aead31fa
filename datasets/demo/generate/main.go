// Command generate writes the exports of Meridian, an invented crypto exchange, in the native formats of its systems.
//
// What it writes depends on nothing but its own code: the same files on every machine. Most of Meridian works as it
// should. Into that, exceptions are planted, and traps beside them: cases that look like an exception and are none.
// What must be found, and what must not, is in planted.csv, beside this folder.
//
//	go run ./datasets/demo/generate build/demo/exports
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: generate FOLDER")
		os.Exit(2)
	}
	w := &writer{dir: os.Args[1]}
	p := people()
	w.roster(p)
	w.okta(p)
	w.credentialReport(p)
	w.cloudTrail(p)
	w.authorizationDetails()
	w.securityGroups()
	w.stores()
	w.gcpPolicies()
	w.kubernetes()
	w.docker()
	w.reference()
	w.treasury()
	w.walletInventory()
	w.withdrawals()
	w.balances()
	w.fees()
	w.models()
	w.totals()
	w.quality()
	w.terraform()
	w.backups()
	w.scans()
	changes := changes(p)
	w.jira(changes)
	w.emergencies(changes)
	w.gitHub(p, changes)
	w.airflow()
	w.put("README-from-auditee.txt", []byte("Exports for the audit of 2026 H1. Questions: it-audit-liaison@meridian.example\n"))
	if w.err != nil {
		fmt.Fprintln(os.Stderr, "generate:", w.err)
		os.Exit(1)
	}
}

// writer writes files below a folder and keeps the first error.
type writer struct {
	dir string
	err error
}

func (w *writer) put(name string, data []byte) {
	if w.err != nil {
		return
	}
	full := filepath.Join(w.dir, filepath.FromSlash(name))
	if w.err = os.MkdirAll(filepath.Dir(full), 0o755); w.err == nil {
		w.err = os.WriteFile(full, data, 0o644)
	}
}

func (w *writer) json(name string, v any) {
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil && w.err == nil {
		w.err = err
	}
	w.put(name, append(data, '\n'))
}

// lines writes one object after the other, as commands that append to a file do.
func (w *writer) lines(name string, all []object) {
	var b bytes.Buffer
	for _, v := range all {
		if err := json.NewEncoder(&b).Encode(v); err != nil && w.err == nil {
			w.err = err
		}
	}
	w.put(name, b.Bytes())
}

func (w *writer) gz(name string, v any) {
	data, err := json.Marshal(v)
	if err != nil && w.err == nil {
		w.err = err
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(data)
	z.Close()
	w.put(name, b.Bytes())
}

func (w *writer) csv(name, header string, rows []string) {
	w.put(name, []byte(header+"\n"+strings.Join(rows, "\n")+"\n"))
}

// object is a JSON object; encoding sorts its keys, so that the bytes are always the same.
type object = map[string]any

// dice is a small generator of its own (SplitMix64), so that no version of a library changes the demo.
type dice uint64

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below gives a number from 0 to n-1.
func (d *dice) below(n int) int { return int(d.next() % uint64(n)) }

func pick[T any](d *dice, items []T) T { return items[d.below(len(items))] }

// The audit is of the first half of 2026; snapshots were taken at its end.
var (
	periodStart = day("2026-01-01")
	periodEnd   = day("2026-07-01")
)

func day(s string) time.Time {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		panic(err) // a date in this program
	}
	return t
}

// moment gives a working hour of a day so many days after the start of the period.
func (d *dice) moment(days int) time.Time {
	return periodStart.AddDate(0, 0, days).Add(time.Duration(8*3600+d.below(9*3600)) * time.Second)
}

func iso(t time.Time) string    { return t.UTC().Format("2006-01-02T15:04:05Z") }
func millis(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
func date(t time.Time) string   { return t.Format("2006-01-02") }
