package bundle

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"auditql/analytics/fault"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// Role is what somebody signs a bundle as. The role is part of what is signed, so that a signature cannot be passed off
// as one of another role.
type Role string

const (
	Preparer Role = "preparer"
	Reviewer Role = "reviewer"
)

// Roles are all roles, in the order in which their signatures lie in a bundle.
var Roles = []Role{Preparer, Reviewer}

const signatureSuffix = ".sig"

// file is where the signature lies in the bag.
func (r Role) file() string { return tagManifestName + "." + string(r) + signatureSuffix }

// Namespace is what ssh-keygen calls the purpose of the signature.
func (r Role) Namespace() string { return string(r) + "@auditql" }

// Signature is a signature in a bundle. Principal is who the key belongs to, as far as a list of allowed signers says so.
type Signature struct {
	Role      Role   `json:"role"`
	Key       string `json:"key"` // fingerprint
	Principal string `json:"principal,omitempty"`
}

// Sign adds a signature of a role to a bundle. It refuses a role that is taken, and a key that has signed in another
// role: nobody reviews his own work.
func Sign(ctx context.Context, file string, role Role, signer ssh.Signer) (Signature, error) {
	if !slices.Contains(Roles, role) {
		return Signature{}, fault.New(fault.Usage, "role is %q, expected one of %v", role, Roles)
	}
	top, err := readTop(file)
	if err != nil {
		return Signature{}, err
	}
	if _, taken := top.signatures[role]; taken {
		return Signature{}, fault.At(fault.Usage, file, 0, "it has been signed as %s already", role)
	}
	key := ssh.FingerprintSHA256(signer.PublicKey())
	for other, armored := range top.signatures {
		sig, err := checkSignature(other, top.tagManifest, armored)
		if err != nil {
			return Signature{}, err
		}
		if sig.Key == key {
			return Signature{}, fault.At(fault.Usage, file, 0, "the key %s has signed as %s and cannot sign as %s too", key, other, role).
				Hint("preparer and reviewer are two persons")
		}
	}
	sig, err := sshsig.Sign(bytes.NewReader(top.tagManifest), signer, sshsig.HashSHA512, role.Namespace())
	if err != nil {
		return Signature{}, fault.New(fault.Broken, "sign bundle: %w", err)
	}
	top.signatures[role] = sshsig.Armor(sig)
	return Signature{Role: role, Key: key}, top.rewrite(ctx, file)
}

// checkSignature says whether a signature is one of the tag manifest in that role, and by which key.
func checkSignature(role Role, tagManifest, armored []byte) (Signature, error) {
	sig, err := unarmor(armored)
	if err == nil {
		err = sshsig.Verify(bytes.NewReader(tagManifest), sig, sig.PublicKey, sig.HashAlgorithm, role.Namespace())
	}
	if err != nil {
		return Signature{}, differs(role.file(), "signature", "", err)
	}
	return Signature{Role: role, Key: ssh.FingerprintSHA256(sig.PublicKey)}, nil
}

const (
	armorBegin = "-----BEGIN SSH SIGNATURE-----\n"
	armorEnd   = "-----END SSH SIGNATURE-----\n"
)

// unarmor takes lines of any length, as ssh-keygen and Go break them differently, but nothing else that is loose.
func unarmor(armored []byte) (*sshsig.Signature, error) {
	body, ok := strings.CutPrefix(string(armored), armorBegin)
	if ok {
		body, ok = strings.CutSuffix(body, armorEnd)
	}
	if !ok || strings.Contains(body, "\r") {
		return nil, errors.New("not in the form that ssh-keygen writes")
	}
	blob, err := base64.StdEncoding.Strict().DecodeString(body)
	if err != nil {
		return nil, err
	}
	sig, err := sshsig.ParseSignature(blob)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(sig.Marshal(), blob) {
		return nil, errors.New("not in the form that ssh-keygen writes")
	}
	return sig, nil
}

// top is what lies beside the payload and matters for signing.
type top struct {
	tagManifest []byte
	signatures  map[Role][]byte
	end         int64 // of everything but the signatures
}

// maxTagFile bounds what is read into memory of one tag file that gets signed; these are a few hundred bytes.
const maxTagFile = 1 << 20

// readTop reads the tag manifest and the signatures of a bundle.
func readTop(file string) (*top, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fault.At(fault.Refused, file, 0, "open bundle: %w", err)
	}
	defer f.Close()
	t := &top{signatures: map[Role][]byte{}}
	archive := tar.NewReader(f)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, differs(file, "archive", "", err)
		}
		at, err := f.Seek(0, io.SeekCurrent)
		if err != nil {
			return nil, fault.New(fault.Broken, "read bundle: %w", err)
		}
		if err := t.take(archive, header); err != nil {
			return nil, differs(file, header.Name, "", err)
		}
		if len(t.signatures) == 0 {
			t.end = at + (header.Size+511)/512*512
		}
	}
	if t.tagManifest == nil {
		return nil, differs(file, "bundle", "", "there is no "+tagManifestName+" in it")
	}
	return t, nil
}

func (t *top) take(in io.Reader, header *tar.Header) error {
	name := strings.TrimPrefix(header.Name, archiveRoot+"/")
	role, isSignature := roleOf(name)
	if !isSignature && name != tagManifestName {
		return nil
	}
	if header.Size > maxTagFile {
		return fmt.Errorf("%d bytes, expected at most %d", header.Size, maxTagFile)
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	if isSignature {
		t.signatures[role] = data
		return nil
	}
	t.tagManifest = data
	return nil
}

func roleOf(name string) (Role, bool) {
	for _, r := range Roles {
		if name == r.file() {
			return r, true
		}
	}
	return "", false
}

// rewrite writes the bundle anew with the signatures at its end, and puts it in place of the old one.
func (t *top) rewrite(ctx context.Context, file string) error {
	in, err := os.Open(file)
	if err != nil {
		return fault.New(fault.Broken, "sign bundle: %w", err)
	}
	defer in.Close()
	out, err := os.CreateTemp(filepath.Dir(file), ".sign-*")
	if err != nil {
		return fault.New(fault.Broken, "sign bundle: %w", err)
	}
	defer os.Remove(out.Name())
	_, err = io.CopyN(out, cancellable{ctx, in}, t.end)
	var entries []*entry
	for _, r := range Roles {
		if data, ok := t.signatures[r]; ok {
			entries = append(entries, made(r.file(), data))
		}
	}
	if err == nil {
		err = pack(ctx, out, entries)
	}
	if err := errors.Join(err, out.Chmod(0o644), out.Sync(), out.Close()); err != nil {
		return fault.New(fault.Broken, "sign bundle: %w", err)
	}
	return place(out.Name(), file)
}
