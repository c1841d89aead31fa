package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/evidence"
	"auditql/analytics/fault"
	"auditql/analytics/fieldwork"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/script"
)

func (a *app) sealCommand() *cobra.Command {
	var format, to, how, item string
	cmd := &cobra.Command{
		Use:   "seal",
		Short: "Seal the engagement into one file for a reviewer",
		Long: `Verify everything in the engagement and seal it into one file: evidence or its hashes, ledger, rejects, the scripts,
contracts and mappings as they were used, runs, selections, and whatever else lies in the folder. Left out, and named, are
exports that were loaded, hidden files, private keys, other bundles, and what engagement.yaml names under unsealed.

The same state gives the same bytes. Each other state is chained to the seal before it. The bundle is a tar file that can be
checked with tar, sha256sum and ssh-keygen; data/README.txt in it says how.

--disclose TEST:KEY also writes the proof that auditql disclose makes, beside the bundle of this state once that is signed; the
values of a key of several columns are separated by commas.`,
		Example: `  auditql seal
  auditql seal -o meridian-h1.tar
  auditql seal --evidence digests -o for-the-client.tar
  auditql seal --disclose iam-terminated-active:okta,00u1abcd`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.seal(cmd.Context(), to, bundle.Evidence(how), item, format)
		},
	}
	cmd.Flags().StringVarP(&to, "output", "o", "", "the file to write (default: bundle-NNNN.tar in the engagement)")
	cmd.Flags().StringVar(&how, "evidence", string(bundle.Full), "full, or digests: the records of the auditee stay here")
	cmd.Flags().StringVar(&item, "disclose", "", "TEST:KEY, an exception to prove by a file of its own")
	_ = cmd.RegisterFlagCompletionFunc("evidence", cobra.FixedCompletions([]string{string(bundle.Full), string(bundle.Digests)}, cobra.ShellCompDirectiveNoFileComp))
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func (a *app) seal(ctx context.Context, to string, how bundle.Evidence, item, format string) error {
	e, lib, err := a.open()
	if err != nil {
		return err
	}
	unlock, err := e.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	definitions, err := loadedBy(e, lib)
	if err != nil {
		return err
	}
	sealed, err := bundle.Seal(ctx, bundle.SealPlan{
		Engagement: e.Root, Audit: fieldwork.Audit(e), Tool: record.Tool{Version: version, Engine: engine.Version},
		Definitions: definitions, Unsealed: e.Config.Unsealed, Evidence: how, To: to,
	})
	if err != nil {
		return err
	}
	sealed.File = near(sealed.File)
	if format == "json" {
		err = a.printJSON(sealed)
	} else {
		err = a.printSealed(sealed)
	}
	if err != nil || item == "" {
		return err
	}
	return a.discloseItem(ctx, sealed.File, item)
}

// discloseItem writes the proof of an item that is named in one word, beside the bundle.
func (a *app) discloseItem(ctx context.Context, file, item string) error {
	test, key, ok := strings.Cut(item, ":")
	values, err := csv.NewReader(strings.NewReader(key)).Read()
	if !ok || err != nil {
		return fault.New(fault.Usage, "--disclose %s, expected TEST:KEY, such as iam-dormant:okta,00u1", item)
	}
	to := strings.TrimSuffix(file, ".tar") + "." + test + ".proof.json"
	if err := a.disclose(ctx, file, bundle.Item{Test: test, Section: script.Exceptions, Key: values}, to); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.err, "%s proves %s\n", report.Clean(to), report.Clean(item))
	return err
}

// loadedBy gives the contracts and mappings by which the evidence was loaded.
func loadedBy(e *engagement.Engagement, lib *library) (map[string][]byte, error) {
	ledger, err := evidence.ReadLedger(e)
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, c := range lib.contracts.With(ledger.Names()...) {
		for name, text := range c.Files() {
			out[path.Join("datasets", c.Dataset, name)] = []byte(text)
		}
	}
	return out, nil
}

// near gives a path as seen from the working directory, when that leads down to it.
func near(file string) string {
	dir, err := os.Getwd()
	if err != nil {
		return file
	}
	if rel, err := filepath.Rel(dir, file); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return file
}

func (a *app) printSealed(s bundle.Sealed) error {
	for _, l := range s.LeftOut {
		fmt.Fprintf(a.out, "left out: %s: %s\n", report.Clean(l.Name), l.Why)
	}
	after := "the first of this engagement"
	if s.Previous != "" {
		after = "after " + s.Previous
	}
	_, err := fmt.Fprintf(a.out, "%s: %s, %s\nseal %s\n%s\nnext: auditql sign %s --role preparer --identity NAME --key FILE\n", report.Clean(s.File),
		report.Counted(s.Files, "file"), report.Counted(s.Bytes, "byte"), s.SHA256, after, report.Clean(s.File))
	return err
}
