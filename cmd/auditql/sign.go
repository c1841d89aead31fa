package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/fault"
	"auditql/analytics/report"
)

func (a *app) signCommand() *cobra.Command {
	var role, key, format string
	by := bundle.Signing{}
	cmd := &cobra.Command{
		Use:   "sign BUNDLE",
		Short: "Sign a bundle with an SSH key, as preparer or reviewer",
		Long: `Verify a bundle and sign it with an SSH key. Each signature says who signs, as what and when, and can be checked with
ssh-keygen -Y verify and sha256sum alone. Nobody signs twice: preparer and reviewer are two persons with two keys.

--key names a private key, whose passphrase is asked for on the terminal, or a public key whose private one an SSH agent has.`,
		Example: `  auditql sign bundle-0001.tar --key ~/.ssh/id_ed25519 --role preparer --identity anna@firm.example
  auditql sign bundle-0001.tar --key ~/.ssh/id_ed25519.pub --role reviewer --identity rolf@firm.example`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			by.Role = bundle.Role(role)
			return a.sign(cmd.Context(), args[0], key, by, format)
		},
	}
	f := cmd.Flags()
	f.StringVar(&role, "role", "", "preparer or reviewer (required)")
	f.StringVar(&by.Identity, "identity", "", "who signs, by the name in the list of allowed signers (required)")
	f.StringVar(&key, "key", "", "file with the SSH key (required)")
	for _, name := range []string{"role", "identity", "key"} {
		_ = cmd.MarkFlagRequired(name)
	}
	_ = cmd.RegisterFlagCompletionFunc("role", cobra.FixedCompletions([]string{string(bundle.Preparer), string(bundle.Reviewer)}, cobra.ShellCompDirectiveNoFileComp))
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func (a *app) sign(ctx context.Context, file, keyFile string, by bundle.Signing, format string) error {
	if by.Role != bundle.Preparer && by.Role != bundle.Reviewer {
		return fault.New(fault.Usage, "--role %s, expected preparer or reviewer", by.Role)
	}
	key, done, err := a.readKey(ctx, keyFile)
	if err != nil {
		return err
	}
	defer done()
	verified, err := bundle.Verify(ctx, file, bundle.Check{Now: a.now()})
	if err != nil {
		return err
	}
	by.Key, by.At, by.Seal = key, a.now(), verified.SHA256
	sig, err := bundle.Sign(ctx, file, by)
	if err != nil {
		return err
	}
	if format == "json" {
		return a.printJSON(sig)
	}
	_, err = fmt.Fprintf(a.out, "%s: signed by %s as %s on %s with key %s\nseal %s\n", report.Clean(file), sig.Identity, sig.Role, sig.Signed, sig.Key, verified.SHA256)
	return err
}
