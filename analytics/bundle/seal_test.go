package bundle_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"auditql/analytics/bundle"
	"auditql/analytics/fault"
	"auditql/analytics/record"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/ssh"
)

// signer gives a key that is always the same for a name.
func signer(t *testing.T, name string) ssh.Signer {
	t.Helper()
	seed := record.Hash([]byte(name))[:ed25519.SeedSize]
	s, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed([]byte(seed)))
	must(t, err)
	return s
}

func signing(t *testing.T, role bundle.Role, name string) bundle.Signing {
	return bundle.Signing{Role: role, Identity: name, Key: signer(t, name), At: time.Date(2026, 4, 3, 9, 0, 0, 0, time.UTC)}
}

// allowed is a line of a file of allowed signers.
func allowed(t *testing.T, name, options string) string {
	return name + " " + options + " " + string(ssh.MarshalAuthorizedKey(signer(t, name).PublicKey()))
}

func trust(t *testing.T, lines string) bundle.Trust {
	t.Helper()
	tr, err := bundle.ParseTrust("allowed_signers", []byte(lines))
	must(t, err)
	return tr
}

func (e *engagement) write(name, text string) {
	e.t.Helper()
	file := filepath.Join(e.root, name)
	must(e.t, os.MkdirAll(filepath.Dir(file), 0o755))
	must(e.t, os.WriteFile(file, []byte(text), 0o644))
}

func (e *engagement) plan(to string) bundle.SealPlan {
	return bundle.SealPlan{
		Engagement: e.root, Evidence: bundle.Full, Unsealed: []string{"notes"}, To: filepath.Join(e.t.TempDir(), to), Tool: e.run.Tool,
		Audit:       record.Engagement{Title: "Prüfung: access", PeriodStart: "2026-01-01T00:00:00Z", PeriodEnd: "2026-04-01T00:00:00Z", Zone: "UTC"},
		Definitions: map[string][]byte{"datasets/account/contract.yaml": []byte("dataset: account\n"), "queries/iam/iam-leaver.sql": []byte("SELECT 1")},
	}
}

func (e *engagement) seal(to string) (bundle.Sealed, bundle.SealPlan) {
	e.t.Helper()
	plan := e.plan(to)
	sealed, err := bundle.Seal(context.Background(), plan)
	must(e.t, err)
	return sealed, plan
}

// sealable is a sound engagement with the files that a real one has beside the evidence and the runs.
func sealable(t *testing.T) *engagement {
	e := build(t, sound())
	e.write("engagement.yaml", "title: access\n")
	e.write("notes/private.txt", "not sealed")
	e.write(".lock", "")
	return e
}

func verifyBundle(file string, c bundle.Check) (bundle.BundleReport, error) {
	return bundle.Verify(context.Background(), file, c)
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	must(t, err)
	return data
}

func TestSealIsReproducible(t *testing.T) {
	e := sealable(t)
	one, first := e.seal("one.tar")
	two, second := e.seal("two.tar")
	two.File = one.File
	if d := cmp.Diff(one, two); d != "" || !bytes.Equal(read(t, first.To), read(t, second.To)) {
		t.Errorf("sealing the same state twice differs: %s", d)
	}
	if !slices.Equal(one.LeftOut, []bundle.LeftOut{{Name: "notes", Why: "engagement.yaml names it as unsealed"}}) || one.Previous != "" {
		t.Errorf("%+v", one)
	}
	if _, err := bundle.Seal(context.Background(), first); err != nil {
		t.Errorf("onto itself: %v", err)
	}
	moved := sealable(t)
	third, _ := moved.seal("three.tar")
	if third.SHA256 != one.SHA256 {
		t.Error("the same engagement in another folder has another seal")
	}
}

func TestSealsAreChained(t *testing.T) {
	e := sealable(t)
	one, _ := e.seal("one.tar")
	e.write("waivers.yaml", "waivers: []\n")
	two, plan := e.seal("two.tar")
	again, _ := e.seal("again.tar")
	e.write("waivers.yaml", "waivers: [ ]\n")
	three, third := e.seal("three.tar")
	if two.Previous != one.SHA256 || again.SHA256 != two.SHA256 || three.Previous != two.SHA256 {
		t.Errorf("not chained: %s, %s → %s, %s, %s → %s", one.SHA256, two.Previous, two.SHA256, again.SHA256, three.Previous, three.SHA256)
	}
	if _, err := verifyBundle(third.To, bundle.Check{Chain: []string{one.SHA256, two.SHA256}}); err != nil {
		t.Error(err)
	}
	for name, chain := range map[string][]string{"other": {two.SHA256}, "longer": {one.SHA256, two.SHA256, three.SHA256}} {
		if _, err := verifyBundle(third.To, bundle.Check{Chain: chain}); fault.KindOf(err) != fault.Differs {
			t.Errorf("%s chain: %v", name, err)
		}
	}
	if _, err := bundle.Seal(context.Background(), bundle.SealPlan{Engagement: e.root, Evidence: bundle.Full, To: plan.To}); fault.KindOf(err) != fault.Usage {
		t.Errorf("another bundle was overwritten: %v", err)
	}
	e.write("seals.jsonl", strings.Replace(string(read(t, filepath.Join(e.root, "seals.jsonl"))), one.SHA256, two.SHA256, 1))
	if _, err := bundle.Seal(context.Background(), e.plan("four.tar")); fault.KindOf(err) != fault.Differs {
		t.Errorf("a broken chain was continued: %v", err)
	}
}

func TestVerifySoundBundle(t *testing.T) {
	e := sealable(t)
	sealed, plan := e.seal("b.tar")
	got, err := verifyBundle(plan.To, bundle.Check{})
	must(t, err)
	if got.SHA256 != sealed.SHA256 || got.Audit != plan.Audit || got.Tests != 4 || got.Loads != 1 || !slices.Equal(got.Runs, []string{"run-0001"}) || got.Files != sealed.Files-1 {
		t.Errorf("%+v of %+v", got, sealed)
	}
	folder := t.TempDir()
	_, err = verifyBundle(plan.To, bundle.Check{Folder: folder})
	must(t, err)
	if _, err := bundle.VerifyRun(context.Background(), filepath.Join(folder, "data"), filepath.Join(folder, "data/runs/run-0001")); err != nil {
		t.Errorf("the unpacked payload is no engagement: %v", err)
	}
}

func TestBundleWithoutEvidence(t *testing.T) {
	e := sealable(t)
	plan := e.plan("d.tar")
	plan.Evidence = bundle.Digests
	_, err := bundle.Seal(context.Background(), plan)
	must(t, err)
	if bytes.Contains(read(t, plan.To), read(t, filepath.Join(e.root, "evidence/account/a1/0.parquet"))) {
		t.Error("the bundle holds evidence")
	}
	got, err := verifyBundle(plan.To, bundle.Check{})
	if err != nil || got.Evidence != bundle.Digests || got.Tests != 4 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestSealRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*engagement, *bundle.SealPlan)
		kind   fault.Kind
	}{
		"changed evidence": {func(e *engagement, _ *bundle.SealPlan) { e.write("evidence/account/a1/0.parquet", "PAR1") }, fault.Differs},
		"changed run":      {func(e *engagement, _ *bundle.SealPlan) { e.write("runs/run-0001/more.txt", "") }, fault.Differs},
		"no record":        {func(e *engagement, _ *bundle.SealPlan) { e.write("runs/run-0002/x", "") }, fault.Differs},
		"odd name":         {func(e *engagement, _ *bundle.SealPlan) { e.write("queries/a b.sql", "") }, fault.Refused},
		"same but case":    {func(e *engagement, _ *bundle.SealPlan) { e.write("queries/A.sql", ""); e.write("queries/a.sql", "") }, fault.Refused},
		"link": {func(e *engagement, _ *bundle.SealPlan) {
			must(e.t, os.Symlink("/etc/passwd", filepath.Join(e.root, "rcm.yaml")))
		}, fault.Refused},
		"odd definition":  {func(_ *engagement, p *bundle.SealPlan) { p.Definitions["../x"] = nil }, fault.Refused},
		"odd title":       {func(_ *engagement, p *bundle.SealPlan) { p.Audit.Title = "a\nAuditql-Evidence: full" }, fault.Usage},
		"no evidence how": {func(_ *engagement, p *bundle.SealPlan) { p.Evidence = "" }, fault.Usage},
	} {
		e := sealable(t)
		plan := e.plan("x.tar")
		c.change(e, &plan)
		if _, err := bundle.Seal(context.Background(), plan); err == nil || fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(plan.To), "*")); len(left) > 0 {
			t.Errorf("%s: %v is left", name, left)
		}
	}
}

func TestSignatures(t *testing.T) {
	e := sealable(t)
	sealed, plan := e.seal("s.tar")
	unsigned := read(t, plan.To)
	ctx := context.Background()
	_, err := bundle.Sign(ctx, plan.To, signing(t, bundle.Reviewer, "rita"))
	must(t, err)
	for name, try := range map[string]func() error{
		"same key": func() error {
			by := signing(t, bundle.Preparer, "rita")
			by.Identity = "paul"
			_, err := bundle.Sign(ctx, plan.To, by)
			return err
		},
		"same identity": func() error {
			by := signing(t, bundle.Preparer, "paul")
			by.Identity = "rita"
			_, err := bundle.Sign(ctx, plan.To, by)
			return err
		},
		"same identity but for case": func() error {
			by := signing(t, bundle.Preparer, "paul")
			by.Identity = "RITA"
			_, err := bundle.Sign(ctx, plan.To, by)
			return err
		},
		"no role": func() error { _, err := bundle.Sign(ctx, plan.To, signing(t, "boss", "paul")); return err },
		"no identity": func() error {
			_, err := bundle.Sign(ctx, plan.To, bundle.Signing{Role: bundle.Preparer, Key: signer(t, "paul")})
			return err
		},
	} {
		if err := try(); fault.KindOf(err) != fault.Usage {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err = bundle.Sign(ctx, plan.To, signing(t, bundle.Preparer, "paul"))
	must(t, err)
	if data := read(t, plan.To); !bytes.HasPrefix(data, unsigned[:len(unsigned)-1024]) {
		t.Error("signing changed more than the end of the bundle")
	}
	if again, err := bundle.Seal(ctx, plan); err != nil || again.SHA256 != sealed.SHA256 {
		t.Errorf("sealing onto the signed bundle: %v", err)
	}
	both := trust(t, allowed(t, "paul", "")+"\n# a comment\n"+allowed(t, "rita", `namespaces="reviewer@auditql",valid-after="20260101Z",valid-before="20270101Z"`))
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	got, err := verifyBundle(plan.To, bundle.Check{Trust: both, Now: now, Roles: bundle.Roles})
	if err != nil || len(got.Signatures) != 2 || got.Signatures[0].Identity != "paul" || got.Signatures[1].Identity != "rita" || !got.Signatures[1].Trusted {
		t.Errorf("%+v, %v", got.Signatures, err)
	}
	for name, c := range map[string]bundle.Check{
		"unknown signer":  {Trust: trust(t, allowed(t, "paul", "")), Now: now},
		"nobody trusted":  {Trust: bundle.Trust{}, Now: now},
		"other role only": {Trust: trust(t, allowed(t, "paul", "")+allowed(t, "rita", `namespaces="preparer@auditql"`)), Now: now},
		"expired":         {Trust: both, Now: now.AddDate(1, 0, 0)},
		"not yet valid":   {Trust: both, Now: now.AddDate(-1, 0, 0)},
		"key of another":  {Trust: trust(t, strings.Replace(allowed(t, "paul", ""), "paul", "anna", 1)+allowed(t, "rita", "")), Now: now},
	} {
		if _, err := verifyBundle(plan.To, c); fault.KindOf(err) != fault.Differs {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, os.WriteFile(plan.To, unsigned, 0o644))
	if _, err := verifyBundle(plan.To, bundle.Check{Roles: []bundle.Role{bundle.Preparer}}); fault.KindOf(err) != fault.Differs {
		t.Errorf("a signature is missing: %v", err)
	}
}

func TestAllowedSignersThatAreNotUnderstood(t *testing.T) {
	for _, line := range []string{"anna", "anna ssh-ed25519", "anna ssh-ed25519 AAAA", allowed(t, "anna", "cert-authority"), allowed(t, "anna", `valid-after="soon"`)} {
		if _, err := bundle.ParseTrust("f", []byte("\n"+line)); fault.KindOf(err) != fault.Usage || !strings.HasPrefix(err.Error(), "f:2:") {
			t.Errorf("%q: %v", line, err)
		}
	}
}

// commands are the commands that the instructions in a bundle give, check by check.
func commands(t *testing.T) (checks []string) {
	t.Helper()
	for part := range strings.SplitSeq(string(read(t, "instructions.txt")), "\n\n") {
		if text, ok := strings.CutPrefix(part, "    "); ok && !strings.Contains(text, "engagement.yaml") {
			checks = append(checks, strings.ReplaceAll(text, "\n    ", "\n"))
		}
	}
	if len(checks) != 4 {
		t.Fatalf("%d blocks of commands in the instructions: %q", len(checks), checks)
	}
	return checks
}

// TestInstructions does what a bundle tells its reviewer to do, with the reviewer's own tools.
func TestInstructions(t *testing.T) {
	for _, tool := range []string{"bash", "ssh-keygen", "sha256sum", "find", "sort", "cut", "diff", "tar"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	e := sealable(t)
	_, plan := e.seal("b.tar")
	for role, name := range map[bundle.Role]string{bundle.Preparer: "paul", bundle.Reviewer: "rita"} {
		_, err := bundle.Sign(context.Background(), plan.To, signing(t, role, name))
		must(t, err)
	}
	checks := commands(t)
	checks[1] = strings.Replace(strings.Replace(checks[1], "NAME", "paul", 1), "NAME", "rita", 1)
	checks[1] = strings.ReplaceAll(checks[1], "-f allowed_signers", "-f ../allowed_signers")
	shell := func(dir, command string) (string, error) {
		c := exec.Command("bash", "-e", "-c", command)
		c.Dir = dir
		out, err := c.CombinedOutput()
		return string(out), err
	}
	unpacked := func() string {
		dir := t.TempDir()
		must(t, os.WriteFile(filepath.Join(dir, "allowed_signers"), []byte(allowed(t, "paul", "")+allowed(t, "rita", "")), 0o644))
		if out, err := shell(dir, "tar -xf "+plan.To); err != nil {
			t.Fatal(out)
		}
		return filepath.Join(dir, "bundle")
	}
	all := func(dir string) bool {
		for i, c := range checks {
			out, err := shell(dir, c)
			if err != nil || i != 1 && out != "" {
				return false
			}
		}
		return true
	}
	dir := unpacked()
	for i, c := range checks {
		if out, err := shell(dir, c); err != nil || i != 1 && out != "" {
			t.Errorf("check %d: %v: %s", i+1, err, out)
		}
	}
	sum, err := shell(dir, "sha256sum < data/results/run-0001/iam-leaver/exceptions.lines")
	if want := e.run.Tests[1].Section("exceptions").Digest; err != nil || !strings.HasPrefix(sum, want) {
		t.Errorf("check 5: %s, want %s", sum, want)
	}
	for _, tamper := range []string{
		"echo >> data/engagement.yaml", "touch data/extra", "rm data/engagement.yaml", "ln -s engagement.yaml data/link",
		"mv data/engagement.yaml data/other.yaml", "echo x >> bag-info.txt", "sed -i 1d manifest-sha256.txt",
		"echo >> data/README.txt; cd data; sha256sum README.txt >> ../manifest-sha256.txt",
		"mv signed-preparer-1.txt.sig x.sig; mv signed-reviewer-1.txt.sig signed-preparer-1.txt.sig; mv x.sig signed-reviewer-1.txt.sig",
		"sed -i s/paul/pete/ signed-preparer-1.txt",
		"touch 'data/a b'", "sed -i 's/$/\\r/' manifest-sha256.txt", "rm signed-reviewer-1.txt.sig",
	} {
		dir := unpacked()
		if out, err := shell(dir, tamper); err != nil {
			t.Fatalf("%s: %s", tamper, out)
		}
		if all(dir) {
			t.Errorf("%s: the instructions notice nothing", tamper)
		}
	}
}
