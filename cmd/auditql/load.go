package main

import (
	"context"
	"fmt"
	"os/user"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/evidence"
	"auditql/analytics/fault"
	"auditql/analytics/report"
	"auditql/analytics/trail"
)

const loadLong = `Load exports into the engagement. Each file is recognised by what is in it, not by its name, and every file that was
given is reported once: loaded, refused, unrecognised or duplicate. The same bytes are a duplicate, unless their path or
--set says that they are about something else, such as another bucket or group.

For each file records read = loaded + rejected + filtered. Rejected records are kept whole (auditql data rejects); tests
on a load with rejects stay "not assertable" until they are accepted with a reason.

A file totals.yaml among the exports holds the control totals of the auditee. For each file it may say these, of which a
wrong one fails an intake check:
  files:
    ledger.csv:
      records: 1200
      sha256: 9f86d0...
      sums: {amount: 70214.50}
      period: {from: 2026-01-01, to: 2026-07-01}
      obtained: the query, who ran it, and when
      filters: all statuses, by posting date

A file that is not recognised (CSV, JSON, YAML, XLSX, Parquet) becomes a dataset by --map: COLUMN=FIELD, where FIELD is a
header or a JSON path such as user.emails[0], or COLUMN='constant'. With --as and a new name, all its fields are
loaded as they stand, as text unless --type says otherwise. Both are kept below datasets/ of the engagement.`

const loadExample = `  auditql load exports/
  auditql load roster.csv --as hr_worker_span --zone Europe/Berlin
  auditql load users.json --set system=okta-prod
  auditql load ledger.csv --records 1200 --sum amount=70214.50
  auditql load prs.json --records prs.json=412 --format json
  auditql load staff.json --as account --map "system='ldap',account_id=uid,email=mail[0],enabled=active,snapshot_at='2026-06-30T00:00:00Z'"
  auditql load ledger.csv --as ledger --key id --type amount='decimal(18,2)'
  auditql load trail.zip --accept-rejects "two truncated lines, agreed with SecOps 2026-07-03"`

func (a *app) loadCommand() *cobra.Command {
	var format string
	var set, sums map[string]string
	var totals []string
	req := evidence.Request{}
	var door doorFlags
	cmd := &cobra.Command{
		Use:     "load PATH…",
		Short:   "Load exports: files, folders and archives",
		Long:    loadLong,
		Example: loadExample,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			req.Paths, req.Set = args, set
			if req.Totals, err = counts(totals); err != nil {
				return err
			}
			if req.Sums, err = declaredSums(sums); err != nil {
				return err
			}
			return a.load(cmd.Context(), req, &door, format)
		},
	}
	f := cmd.Flags()
	f.StringVar(&req.Dataset, "as", "", "take the files for this dataset only, or for a new one of this name")
	f.StringVar(&req.Export, "export", "", "take the files for this kind of export only")
	f.StringToStringVar(&set, "set", nil, "parameters of the mapping, as NAME=VALUE")
	f.StringVar(&req.Zone, "zone", "", "zone of times without an offset, such as Europe/Berlin")
	f.StringVar(&req.Obtained, "obtained", "", "how the auditee extracted the files: command, by whom, when")
	f.StringArrayVar(&totals, "records", nil, "declared number of records, as N, FILE=N or DATASET=N")
	f.StringToStringVar(&sums, "sum", nil, "declared sum of a column over the files of a load, as COLUMN=NUMBER")
	f.StringVar(&req.AcceptRejects, "accept-rejects", "", "why rejected records are acceptable")
	door.add(cmd)
	formatFlag(cmd, &format, "table", "json")
	_ = cmd.RegisterFlagCompletionFunc("as", a.completeDatasets)
	return cmd
}

// loadable are the contracts that a load can need: all, or when it is for one dataset that one and those of what was loaded before.
func loadable(e *engagement.Engagement, dataset string) (*contract.Set, error) {
	defer hasty()()
	if dataset != "" {
		ledger, err := evidence.ReadLedger(e)
		if err != nil {
			return nil, err
		}
		set, err := contract.LoadOnly(append(ledger.Names(), dataset), contractsOf(e)...)
		if err != nil {
			return nil, err
		}
		if _, known := set.Get(dataset); known {
			return set, nil
		}
	}
	return contract.Load(contractsOf(e)...)
}

func counts(given []string) (map[string]int64, error) {
	out := map[string]int64{}
	for _, g := range given {
		name, text := "", g
		if i := strings.LastIndexByte(g, '='); i >= 0 {
			name, text = g[:i], g[i+1:]
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return nil, fault.New(fault.Usage, "--records %s: expected a number of records", g)
		}
		out[name] = n
	}
	return out, nil
}

func declaredSums(given map[string]string) (map[string]string, error) {
	out := map[string]string{}
	for column, text := range given {
		sum, err := evidence.Sum(text)
		if err != nil {
			return nil, fault.New(fault.Usage, "--sum %s: %w", column, err)
		}
		out[column] = sum
	}
	return out, nil
}

func (a *app) load(ctx context.Context, req evidence.Request, door *doorFlags, format string) error {
	e, unlock, err := a.locked()
	if err != nil {
		return err
	}
	defer unlock()
	contracts, err := loadable(e, req.Dataset)
	if err != nil {
		return err
	}
	opened, err := a.openDoor(ctx, e, contracts, &req, door)
	if err != nil {
		return err
	}
	if opened.Export != "" { // what was just written is read as it will be the next time
		if contracts, err = loadable(e, req.Dataset); err != nil {
			opened.Undo()
			return err
		}
	}
	req.Who, req.When = who(), a.instant()
	bar := a.progress("hashing")
	l := evidence.Loader{
		Engagement: e, Contracts: contracts, Progress: bar.add,
		Start: func(ctx context.Context, o engine.Options) (*engine.Session, error) { return a.session(ctx, o) },
	}
	var proven *trail.Result
	l.Trail = func(r *trail.Result) { proven = r }
	reports, err := l.Load(ctx, req)
	bar.end()
	a.closeDoor(opened, reports)
	if err != nil && len(reports) == 0 && format != "json" { // an interrupted load has nothing to tell
		return err
	}
	if printErr := a.tellLoad(format, reports, proven); printErr != nil {
		return printErr
	}
	if err != nil {
		return err
	}
	return loadOutcome(reports)
}

func (a *app) tellLoad(format string, reports []evidence.FileReport, proven *trail.Result) error {
	switch {
	case format != "json":
		return a.printLoad(reports, proven)
	case reports == nil:
		reports = []evidence.FileReport{}
	}
	return a.printJSON(reports)
}

// loadOutcome is 4 when evidence was refused, or nothing was recognised.
func loadOutcome(reports []evidence.FileReport) error {
	good := 0
	for _, r := range reports {
		switch r.Status {
		case evidence.Refused:
			return outcome(fault.Refused)
		case evidence.Loaded, evidence.Duplicate, evidence.Totals:
			good++
		}
	}
	if good == 0 {
		return outcome(fault.Refused)
	}
	return nil
}

func (a *app) printLoad(reports []evidence.FileReport, proven *trail.Result) error {
	g := report.Grid{
		Header: []string{"file", "dataset", "read", "loaded", "rejected", "filtered", "status", "why"},
		Right:  []bool{false, false, true, true, true, true},
	}
	var read, loaded, rejected, filtered int64
	for _, r := range reports {
		g.Add(r.File, r.Dataset, report.Count(r.Read), report.Count(r.Loaded), report.Count(r.Rejected), report.Count(r.Filtered), string(r.Status), r.Message)
		read, loaded, rejected, filtered = read+r.Read, loaded+r.Loaded, rejected+r.Rejected, filtered+r.Filtered
	}
	if len(reports) > 0 {
		if err := g.Write(a.out, a.width()); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(a.out, "%s read = %s loaded + %s rejected + %s filtered\n",
		report.Counted(read, "record"), report.Count(loaded), report.Count(rejected), report.Count(filtered))
	if proven != nil && err == nil {
		err = a.printTrail(proven)
	}
	unknown := slices.ContainsFunc(reports, func(r evidence.FileReport) bool { return r.Status == evidence.Unrecognised })
	if unknown && err == nil {
		_, err = fmt.Fprintln(a.err, "auditql: hint: auditql load FILE --as DATASET says what a file lacks to be taken for a dataset, and --map COLUMN=FIELD,… takes any table")
	}
	for _, file := range evidence.WhollyFiltered(reports) {
		if err == nil {
			_, err = fmt.Fprintf(a.err, "auditql: every record of %s was filtered: nothing of it is in the evidence\n", report.Clean(file))
		}
	}
	if loaded > 0 && err == nil {
		_, err = fmt.Fprintln(a.out, "next: auditql data")
	}
	if rejected > 0 && err == nil {
		_, err = fmt.Fprintln(a.err, "auditql: hint: auditql data rejects shows the rejected records; tests on them are not assertable until they are accepted")
	}
	return err
}

// who is the user who performs a command; it is never part of a digest.
func who() string {
	u, err := user.Current()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(u.Username)
}
