package bundle

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"auditql/analytics/record"
)

// A signature that ssh-keygen made is as good as one made here.
func TestSignatureOfSSHKeygen(t *testing.T) {
	keygen, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Skip("ssh-keygen is not installed")
	}
	dir := t.TempDir()
	message := filepath.Join(dir, "message")
	if err := os.WriteFile(message, []byte("signed"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"ed25519", "rsa", "ecdsa"} {
		key := filepath.Join(dir, kind)
		for _, args := range [][]string{
			{"-q", "-t", kind, "-N", "", "-f", key},
			{"-q", "-Y", "sign", "-f", key, "-n", Preparer.Namespace(), message},
		} {
			if out, err := exec.Command(keygen, args...).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", args, out)
			}
		}
		armored, err := os.ReadFile(message + ".sig")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := checkSSH(Preparer, []byte("signed"), armored); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if _, err := checkSSH(Reviewer, []byte("signed"), armored); err == nil {
			t.Errorf("%s: the signature was taken for one of another role", kind)
		}
		if _, err := checkSSH(Preparer, []byte("Signed"), armored); err == nil {
			t.Errorf("%s: the signature was taken for one of another text", kind)
		}
		for i := range armored {
			armored[i] ^= 1
			if _, err := checkSSH(Preparer, []byte("signed"), armored); err == nil {
				t.Fatalf("%s: a flip of byte %d was not noticed", kind, i)
			}
			armored[i] ^= 1
		}
		os.Remove(message + ".sig")
	}
}

func TestInfoRoundTrip(t *testing.T) {
	want := info{
		Audit: record.Engagement{Title: "Access: Q1 ", PeriodStart: "a", PeriodEnd: "b", AsOf: "c", Zone: "UTC"},
		Tool:  record.Tool{Version: "1", Engine: "DuckDB 1.5.6"}, Evidence: Digests, Previous: "00ff", Bytes: 12, Files: 3, Results: tree{2, "ab"},
	}
	got, err := parseInfo(want.encode())
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// What a parser takes, it must give back byte for byte: then no other bytes can mean the same.
func FuzzParsers(f *testing.F) {
	f.Add([]byte(strings.Repeat("a", 64) + "  data/x\n"))
	f.Add(info{Evidence: Full, Results: tree{2, "ab"}}.encode())
	f.Add([]byte(`{"payload":"a","seal":"b","previous":""}` + "\n"))
	f.Add([]byte(armorBegin + "U1NIU0lH\n" + armorEnd))
	f.Add([]byte(`a,b namespaces="x",valid-after="20260101Z" ssh-ed25519 AAAA comment`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if hashes, err := parseManifest("m", data); err == nil {
			var entries []*entry
			for name, sum := range hashes {
				entries = append(entries, &entry{name: name, sha256: sum})
			}
			if !bytes.Equal(manifest(entries), data) {
				t.Errorf("manifest %q", data)
			}
		}
		if i, err := parseInfo(data); err == nil && !bytes.Equal(i.encode(), data) {
			t.Errorf("info %q", data)
		}
		if c, err := parseChain(data); err == nil {
			if again, err := c.encode(); err != nil || !bytes.Equal(again, data) {
				t.Errorf("chain %q", data)
			}
		}
		if sig, err := unarmor(data); err == nil && sig.PublicKey == nil {
			t.Error("a signature without a key")
		}
		if trust, err := ParseTrust("t", data); err == nil {
			for _, s := range trust {
				if s.key == "" || s.principal == "" {
					t.Errorf("signer %+v of %q", s, data)
				}
			}
		}
	})
}

// An archive that can be unpacked and is exact is one that packing its files gives again, inside the folder and nowhere
// else.
func FuzzUnpack(f *testing.F) {
	var sound bytes.Buffer
	if err := pack(f.Context(), &sound, []*entry{made("bagit.txt", []byte(declaration)), made("data/a/b", []byte("x")), made("data/c", nil)}); err != nil {
		f.Fatal(err)
	}
	f.Add(sound.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		outer := t.TempDir()
		folder := filepath.Join(outer, "inner")
		entries, err := unpack(t.Context(), bytes.NewReader(data), folder)
		if left, _ := os.ReadDir(outer); len(left) > 1 {
			t.Fatalf("a file outside the folder: %v", left)
		}
		if err != nil || exact(t.Context(), bytes.NewReader(data), entries) != nil {
			return
		}
		var again bytes.Buffer
		if err := pack(t.Context(), &again, entries); err != nil || !bytes.Equal(again.Bytes(), data) {
			t.Errorf("not packed as it was: %v", err)
		}
	})
}
