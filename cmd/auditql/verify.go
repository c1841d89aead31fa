package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/report"
)

const verifyHelp = `Read every file again, with a second reader that shares no code with the database; compute every hash, count, digest and
root again; check that each verdict follows; draw each selection again and evaluate its worksheets again. The first
difference is named, with exit code 3.

Without a name the whole engagement is verified: all runs, the ledger and each load in it, selections, accepted checks,
dispositions, waivers, findings and the chain of seals. What people write by hand may change: engagement.yaml and waivers.yaml are
compared with those that the last run kept, and with findings, worksheets and own scripts also with the last seal, and what
is no longer the same is told. Records of runs and logs must be as they were sealed. With the name of a run: that run, the evidence before it and the
selections from it. Of a bundle also structure and signatures. A proof is a file that auditql disclose made.

The log of draws is a chain: what was taken off its end, together with the selections that it told of, is found by --drawn with
the head that auditql sample log gave at an earlier time.

A signature counts as trusted only with a list of allowed signers, in the form of ssh-keygen, that came to you by another way
than the bundle. Without a list it is shown which keys signed.`

func (a *app) verifyCommand() *cobra.Command {
	var format, signers, drawn string
	var roles, seals []string
	cmd := &cobra.Command{
		Use:   "verify [BUNDLE|PROOF|RUN]",
		Short: "Prove that an engagement, a run or a bundle is what was recorded, without the database",
		Long:  verifyHelp,
		Example: `  auditql verify
  auditql verify run-0003
  auditql verify bundle-0001.tar --allowed-signers allowed_signers --signed preparer,reviewer
  auditql verify bundle-0002.tar --follows SEAL --format json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if drawn != "" && len(args) > 0 {
				return fault.New(fault.Usage, "--drawn is about the engagement, and %s was named", args[0])
			}
			if len(args) == 1 && isFile(args[0]) {
				check, err := a.check(signers, roles, seals)
				if err != nil {
					return err
				}
				return a.verifyFile(cmd.Context(), args[0], check, format)
			}
			if signers != "" || roles != nil || seals != nil {
				return fault.New(fault.Usage, "--allowed-signers, --signed and --follows are about a bundle, and none was named")
			}
			if len(args) == 0 {
				return a.verifyEngagement(cmd.Context(), drawn, format)
			}
			return a.verifyRun(cmd.Context(), args[0], format)
		},
	}
	f := cmd.Flags()
	f.StringVar(&signers, "allowed-signers", "", "file with the keys of persons, in the form of ssh-keygen")
	f.StringSliceVar(&roles, "signed", nil, "who must have signed: preparer, reviewer")
	f.StringVar(&drawn, "drawn", "", "head of the log of draws as it was written down before: it must still be in the log")
	f.StringSliceVar(&seals, "follows", nil, "the seals that are known to be before it, oldest first")
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// check is how to verify a bundle.
func (a *app) check(signers string, roles, seals []string) (c bundle.Check, err error) {
	c = bundle.Check{Now: a.now(), Chain: seals}
	for _, r := range roles {
		if role := bundle.Role(r); role != bundle.Preparer && role != bundle.Reviewer {
			return c, fault.New(fault.Usage, "--signed %s, expected preparer or reviewer", r)
		}
		c.Roles = append(c.Roles, bundle.Role(r))
	}
	if signers == "" {
		return c, nil
	}
	text, err := os.ReadFile(signers)
	if err != nil {
		return c, fault.New(fault.Usage, "read allowed signers: %w", err)
	}
	c.Trust, err = bundle.ParseTrust(signers, text)
	if err == nil && c.Trust == nil {
		return c, fault.At(fault.Usage, signers, 0, "it names nobody")
	}
	return c, err
}

// verifyFile verifies a bundle, or a disclosure, which is small.
func (a *app) verifyFile(ctx context.Context, file string, c bundle.Check, format string) error {
	f, err := os.Open(file)
	if err != nil {
		return fault.New(fault.Usage, "open %s: %w", file, err)
	}
	defer f.Close()
	start := make([]byte, 512)
	n, _ := io.ReadFull(f, start)
	if !bundle.IsDisclosure(start[:n]) {
		return a.verifyBundle(ctx, file, c, format)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return fault.New(fault.Broken, "read %s: %w", file, err)
	}
	return a.verifyDisclosure(data, c, format)
}

func (a *app) verifyBundle(ctx context.Context, file string, c bundle.Check, format string) error {
	rep, err := bundle.Verify(ctx, file, c)
	if done, err := a.proven(rep, err, format); done {
		return err
	}
	fmt.Fprintf(a.out, "%s is as sealed: %s with %s on %s, %s with %s, %s with %s hashed, %s read again\n",
		report.Clean(file), report.Counted(len(rep.Runs), "run"), report.Counted(rep.Tests, "test"), report.Counted(rep.Loads, "load"), report.Counted(len(rep.Selections), "selection"), report.Counted(rep.Evaluations, "evaluation"),
		report.Counted(rep.Files, "file"), report.Counted(rep.Bytes, "byte"), report.Counted(rep.Rows, "row"))
	return a.printSeal(rep)
}

func (a *app) printSeal(rep bundle.BundleReport) error {
	fmt.Fprintf(a.out, "%s, %s to %s; auditql %s, %s; evidence %s\nseal %s\n", report.Clean(rep.Audit.Title), rep.Audit.PeriodStart, rep.Audit.PeriodEnd,
		report.Clean(rep.Tool.Version), report.Clean(rep.Tool.Engine), rep.Evidence, rep.SHA256)
	if rep.Previous != "" {
		fmt.Fprintf(a.out, "after seal %s\n", rep.Previous)
	}
	return a.printSignatures(rep.Signatures)
}

func (a *app) printSignatures(signatures []bundle.Signature) error {
	for _, s := range signatures {
		trust := "a key of which nobody says whose it is"
		if s.Trusted {
			trust = "an allowed key"
		}
		fmt.Fprintf(a.out, "signed as %s by %s on %s with %s: %s\n", s.Role, s.Identity, s.Signed, trust, s.Key)
	}
	if len(signatures) > 0 {
		return nil
	}
	_, err := fmt.Fprintln(a.out, "not signed: whoever can write the file can have made it")
	return err
}

// proven prints a report as JSON, also when it tells of a difference. Done says that nothing is left to print.
func (a *app) proven(rep any, err error, format string) (done bool, _ error) {
	if format == "json" && (err == nil || fault.KindOf(err) == fault.Differs) {
		if jsonErr := a.printJSON(rep); jsonErr != nil {
			return true, jsonErr
		}
	}
	return err != nil || format == "json", err
}

func (a *app) verifyEngagement(ctx context.Context, drawn, format string) error {
	e, err := engagement.Find(a.dir)
	if err != nil {
		return err
	}
	rep, err := bundle.VerifyEngagement(ctx, e.Root)
	if err == nil && drawn != "" {
		err = hasDrawn(e, drawn)
	}
	if done, err := a.proven(rep, err, format); done {
		return err
	}
	for _, name := range rep.Unknown {
		fmt.Fprintf(a.out, "%s is not in the ledger: a load that was interrupted left it behind, or its entry was taken off the end\n", report.Clean(name))
	}
	for _, c := range rep.Changed {
		fmt.Fprintf(a.out, "%s was %s since %s, which stands on what it was then\n", report.Clean(c.File), c.What, c.Since)
	}
	_, err = fmt.Fprintf(a.out, "the engagement is as recorded: %s with %s on %s, %s with %s, %s, %s, %s, %s with %s hashed, %s read again\n",
		report.Counted(len(rep.Runs), "run"), report.Counted(rep.Tests, "test"), report.Counted(rep.Loads, "load"), report.Counted(rep.Selections, "selection"), report.Counted(rep.Evaluations, "evaluation"),
		report.Counted(rep.Dispositions, "disposition"), report.Counted(rep.Waivers, "waiver"), report.Counted(rep.Findings, "finding"),
		report.Counted(rep.Files, "file"), report.Counted(rep.Bytes, "byte"), report.Counted(rep.Rows, "row"))
	return err
}

// hasDrawn says whether the log of draws has an entry with a sum that was its head before.
func hasDrawn(e *engagement.Engagement, sum string) error {
	log, err := bundle.ReadDrawings(e.Root)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(log, func(d record.Drawing) bool { return d.Sum == sum }) {
		return fault.At(fault.Differs, bundle.DrawingsName, 0, "none of its %d entries has the sum %s, expected the head as it was before", len(log), sum)
	}
	return nil
}

func (a *app) verifyRun(ctx context.Context, id, format string) error {
	e, err := engagement.Find(a.dir)
	if err != nil {
		return err
	}
	id = filepath.Base(id)
	if _, err := os.Stat(e.Path("runs", id)); err != nil {
		return fault.New(fault.Usage, "%s is neither a file nor a run of this engagement", id)
	}
	rep, err := bundle.VerifyRun(ctx, e.Root, e.Path("runs", id))
	if done, err := a.proven(rep, err, format); done {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s is as recorded: %s on %s, %s with %s, %s with %s hashed, %s read again\ndigest %s\n",
		report.Clean(id), report.Counted(rep.Tests, "test"), report.Counted(rep.Loads, "load"), report.Counted(rep.Selections, "selection"), report.Counted(rep.Evaluations, "evaluation"),
		report.Counted(rep.Files, "file"), report.Counted(rep.Bytes, "byte"), report.Counted(rep.Rows, "row"), rep.Digest)
	return err
}

// unpack verifies a bundle and lays its payload out below a folder that the caller removes.
func (a *app) unpack(ctx context.Context, file, scratch string) (payload string, rep bundle.BundleReport, err error) {
	folder := filepath.Join(scratch, "bundle")
	rep, err = bundle.Verify(ctx, file, bundle.Check{Folder: folder, Now: a.now()})
	return filepath.Join(folder, "data"), rep, err
}
