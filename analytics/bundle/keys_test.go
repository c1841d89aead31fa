package bundle_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"auditql/analytics/bundle"
	"auditql/analytics/fault"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// token signs as a FIDO key does (PROTOCOL.u2f of OpenSSH): over the hash of the application, flags, a counter, and the hash of
// the message. Such a key never leaves its device, so this one is made of software.
type token struct{ key ed25519.PrivateKey }

const application = "ssh:"

func (k token) PublicKey() ssh.PublicKey {
	public, err := ssh.ParsePublicKey(ssh.Marshal(struct {
		Kind string
		Key  []byte
		App  string
	}{ssh.KeyAlgoSKED25519, k.key.Public().(ed25519.PublicKey), application}))
	if err != nil {
		panic(err)
	}
	return public
}

func (k token) Sign(_ io.Reader, message []byte) (*ssh.Signature, error) {
	const touched = 1
	app, text := sha256.Sum256([]byte(application)), sha256.Sum256(message)
	signed := bytes.Join([][]byte{app[:], {touched, 0, 0, 0, 7}, text[:]}, nil)
	return &ssh.Signature{Format: ssh.KeyAlgoSKED25519, Blob: ed25519.Sign(k.key, signed), Rest: []byte{touched, 0, 0, 0, 7}}, nil
}

// inAgent gives the key as an agent lends it.
func inAgent(t *testing.T, private any) ssh.Signer {
	t.Helper()
	ring := agent.NewKeyring()
	must(t, ring.Add(agent.AddedKey{PrivateKey: private}))
	signers, err := ring.Signers()
	must(t, err)
	return signers[0]
}

// TestEveryKindOfKey signs with each kind of key that ssh-keygen makes; both auditql and ssh-keygen take the signature for what it
// is, and neither takes it for one of another role.
func TestEveryKindOfKey(t *testing.T) {
	keygen, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Skip("ssh-keygen is not installed")
	}
	fromKey := func(key any, err error) ssh.Signer {
		must(t, err)
		s, err := ssh.NewSignerFromKey(key)
		must(t, err)
		return s
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	long, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	e := sealable(t)
	_, plan := e.seal("b.tar")
	unsigned := read(t, plan.To)
	for kind, key := range map[string]ssh.Signer{
		"ed25519": fromKey(private, nil), "ed25519 of an agent": inAgent(t, private),
		"rsa": fromKey(long, nil), "rsa of an agent": inAgent(t, long), "sk": token{private},
		"ecdsa 256": fromKey(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)), "ecdsa 384": fromKey(ecdsa.GenerateKey(elliptic.P384(), rand.Reader)),
		"ecdsa 521": fromKey(ecdsa.GenerateKey(elliptic.P521(), rand.Reader)),
	} {
		must(t, os.WriteFile(plan.To, unsigned, 0o644))
		if _, err := bundle.Sign(context.Background(), plan.To, bundle.Signing{Role: bundle.Preparer, Identity: "paul", Key: key, At: time.Now()}); err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		line := "paul " + string(ssh.MarshalAuthorizedKey(key.PublicKey()))
		got, err := verifyBundle(plan.To, bundle.Check{Trust: trust(t, line), Now: time.Now()})
		if err != nil || !got.Signatures[0].Trusted {
			t.Errorf("%s: %v", kind, err)
		}
		dir := t.TempDir()
		must(t, os.WriteFile(filepath.Join(dir, "allowed_signers"), []byte(line), 0o644))
		var text []byte
		for _, m := range readBag(t, plan.To) {
			if name := strings.TrimPrefix(m.Name, "bundle/"); strings.HasPrefix(name, "signed-") {
				must(t, os.WriteFile(filepath.Join(dir, name), m.data, 0o644))
				if !strings.HasSuffix(name, ".sig") {
					text = m.data
				}
			}
		}
		for _, role := range bundle.Roles {
			c := exec.Command(keygen, "-Y", "verify", "-f", "allowed_signers", "-I", "paul", "-n", role.Namespace(), "-s", "signed-preparer-1.txt.sig")
			c.Dir, c.Stdin = dir, bytes.NewReader(text)
			if out, err := c.CombinedOutput(); (err == nil) != (role == bundle.Preparer) {
				t.Errorf("%s as %s: %v: %s", kind, role, err, out)
			}
		}
	}
}

// TestOnePersonByTheList: with two keys and two names somebody may sign twice, and the list of allowed signers tells.
func TestOnePersonByTheList(t *testing.T) {
	e := sealable(t)
	_, plan := e.seal("b.tar")
	for role, name := range map[bundle.Role]string{bundle.Preparer: "paul", bundle.Reviewer: "rita"} {
		_, err := bundle.Sign(context.Background(), plan.To, signing(t, role, name))
		must(t, err)
	}
	paul, rita := allowed(t, "paul", ""), allowed(t, "rita", "")
	for list, want := range map[string]bool{
		paul + rita:       true,
		"*" + paul + rita: true, // a pattern is no name
		strings.Replace(paul, "paul", "paul,rita", 1) + rita:                            false,
		paul + strings.Replace(rita, "rita", "rita,PAUL", 1):                            false,
		paul + rita + strings.Replace(allowed(t, "third", ""), "third", "paul,rita", 1): false,
		paul + rita + strings.Replace(allowed(t, "paul", ""), "paul", "rita", 1):        false,
		paul + rita + strings.Replace(allowed(t, "third", ""), "third", "paul,anna", 1): true,
	} {
		_, err := verifyBundle(plan.To, bundle.Check{Trust: trust(t, list), Now: time.Now()})
		if (err == nil) != want || err != nil && fault.KindOf(err) != fault.Differs {
			t.Errorf("%s: %v", list, err)
		}
	}
}

// TestSignThroughALink signs the file, and leaves the link a link.
func TestSignThroughALink(t *testing.T) {
	e := sealable(t)
	_, plan := e.seal("b.tar")
	link := filepath.Join(t.TempDir(), "link.tar")
	must(t, os.Symlink(plan.To, link))
	_, err := bundle.Sign(context.Background(), link, signing(t, bundle.Preparer, "paul"))
	must(t, err)
	info, err := os.Lstat(link)
	must(t, err)
	if got, err := verifyBundle(plan.To, bundle.Check{}); err != nil || len(got.Signatures) != 1 || info.Mode().IsRegular() {
		t.Errorf("%+v, %v, the link is %v", got.Signatures, err, info.Mode())
	}
}
