package bundle

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"auditql/analytics/fault"
	"auditql/analytics/record"

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

// Namespace is what ssh-keygen calls the purpose of the signature.
func (r Role) Namespace() string { return string(r) + "@auditql" }

// Signature is a signature in a bundle. Identity and time are what the signer says; whether the key is his, a list of
// allowed signers says.
type Signature struct {
	Role     Role   `json:"role"`
	Identity string `json:"identity"`
	Signed   string `json:"signed"`  // when, in UTC
	Key      string `json:"key"`     // fingerprint
	Trusted  bool   `json:"trusted"` // by the list of allowed signers
}

// samePerson says whether two signatures are of one person, by key or by name. Case makes no other person of a name.
func (s Signature) samePerson(other Signature) bool {
	return s.Key == other.Key || strings.EqualFold(s.Identity, other.Identity)
}

// Signing is who signs a bundle, as what and when.
type Signing struct {
	Role     Role
	Identity string
	At       time.Time
	Key      ssh.Signer
	Seal     string // SHA-256 of the tag manifest that the signer has verified; empty: whatever is in the file
}

// maxSignatures is how many may sign in one role.
const maxSignatures = 9

var identityForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.@_+-]{0,99}$`)

// Sign adds a signature to a bundle. It refuses a person, by key or identity, who has signed already: nobody reviews his
// own work.
func Sign(ctx context.Context, file string, by Signing) (Signature, error) {
	if !slices.Contains(Roles, by.Role) {
		return Signature{}, fault.New(fault.Usage, "role is %q, expected one of %v", by.Role, Roles)
	}
	if !identityForm.MatchString(by.Identity) {
		return Signature{}, fault.New(fault.Usage, "identity %q, expected letters, digits and . @ _ + -, such as anna@firm.example", by.Identity)
	}
	top, err := readTop(file)
	if err != nil {
		return Signature{}, err
	}
	if by.Seal != "" && by.Seal != record.Hash(top.tagManifest) {
		return Signature{}, differs(file, "seal", by.Seal, record.Hash(top.tagManifest))
	}
	sig := Signature{Role: by.Role, Identity: by.Identity, Signed: by.At.UTC().Format(time.RFC3339), Key: ssh.FingerprintSHA256(by.Key.PublicKey())}
	n, err := top.place(file, sig)
	if err != nil {
		return Signature{}, err
	}
	text := sig.statement(top.tagManifest)
	blob, err := sshsig.Sign(bytes.NewReader(text), by.Key, sshsig.HashSHA512, by.Role.Namespace())
	if err != nil {
		return Signature{}, fault.New(fault.Broken, "sign bundle: %w", err)
	}
	top.signed[statementName(by.Role, n)] = text
	top.signed[statementName(by.Role, n)+signatureSuffix] = sshsig.Armor(blob)
	return sig, top.rewrite(ctx, file)
}

// place gives the number of a new signature among those of its role.
func (t *top) place(file string, sig Signature) (int, error) {
	others, err := checkSignatures(t.tagManifest, t.signed)
	if err != nil {
		return 0, err
	}
	n := 1
	for _, other := range others {
		if other.samePerson(sig) {
			return 0, fault.At(fault.Usage, file, 0, "%s with key %s has signed as %s already and cannot sign as %s too", other.Identity, other.Key, other.Role, sig.Role).
				Hint("preparer and reviewer are two persons")
		}
		if other.Role == sig.Role {
			n++
		}
	}
	if n > maxSignatures {
		return 0, fault.At(fault.Usage, file, 0, "%d have signed as %s already", maxSignatures, sig.Role)
	}
	return n, nil
}

const signatureSuffix = ".sig"

// statementName is the file that says who signs; its signature lies beside it.
func statementName(role Role, n int) string { return fmt.Sprintf("signed-%s-%d.txt", role, n) }

var signedForm = regexp.MustCompile(`^signed-(preparer|reviewer)-[1-9]\.txt(\.sig)?$`)

func isSigned(name string) bool { return signedForm.MatchString(name) }

// statement is what gets signed: who says what, and the tag manifest, in the form of sha256sum, which takes lines with a
// hash sign for comments.
func (s Signature) statement(tagManifest []byte) []byte {
	return fmt.Appendf(nil, "# auditql signature 1\n# role: %s\n# identity: %s\n# signed: %s\n%s  %s\n",
		s.Role, s.Identity, s.Signed, record.Hash(tagManifest), tagManifestName)
}

var statementForm = regexp.MustCompile(`(?m)^# (identity|signed): (.*)$`)

// checkSignatures verifies all signatures of a tag manifest, by file name: each is whole, and nobody signed twice.
func checkSignatures(tagManifest []byte, files map[string][]byte) ([]Signature, error) {
	out := []Signature{}
	for _, role := range Roles {
		for n := 1; n <= maxSignatures; n++ {
			name := statementName(role, n)
			text, ok := files[name]
			if !ok {
				break
			}
			sig, err := checkSignature(role, name, tagManifest, text, files[name+signatureSuffix])
			if err != nil {
				return nil, err
			}
			for _, other := range out {
				if other.samePerson(sig) {
					return nil, differs(name, "signer", "somebody else than the "+string(other.Role), sig.Identity+" "+sig.Key)
				}
			}
			out = append(out, sig)
		}
	}
	if len(files) != 2*len(out) {
		return nil, differs(tagManifestName, "signatures", "a statement and a signature for each, numbered from 1", fmt.Sprint(len(files), " files"))
	}
	return out, nil
}

// checkSignature says whether a statement is one about the tag manifest in that role, and who signed it.
func checkSignature(role Role, name string, tagManifest, text, armored []byte) (Signature, error) {
	sig := Signature{Role: role}
	for _, m := range statementForm.FindAllSubmatch(text, -1) {
		if string(m[1]) == "identity" {
			sig.Identity = string(m[2])
		} else {
			sig.Signed = string(m[2])
		}
	}
	_, timeErr := time.Parse(time.RFC3339, sig.Signed)
	if !identityForm.MatchString(sig.Identity) || timeErr != nil || !bytes.Equal(sig.statement(tagManifest), text) {
		return sig, differs(name, "statement", "one about "+record.Hash(tagManifest)+" as "+string(role), "otherwise")
	}
	key, err := checkSSH(role, text, armored)
	if err != nil {
		return sig, differs(name+signatureSuffix, "signature", "", err)
	}
	sig.Key = ssh.FingerprintSHA256(key)
	return sig, nil
}

// checkSSH says whether a signature is one of the text in that role, and by which key.
func checkSSH(role Role, text, armored []byte) (ssh.PublicKey, error) {
	sig, err := unarmor(armored)
	if err != nil {
		return nil, err
	}
	return sig.PublicKey, sshsig.Verify(bytes.NewReader(text), sig, sig.PublicKey, sig.HashAlgorithm, role.Namespace())
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
