package bundle

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"time"

	"auditql/analytics/fault"

	"golang.org/x/crypto/ssh"
)

// Trust is a list of allowed signers, in the form of ssh-keygen: who may sign, with which key, as what and when. It must
// have come to the reviewer by another way than the bundle.
type Trust []signer

type signer struct {
	principal  string
	key        string // fingerprint
	namespaces []string
	after      time.Time
	before     time.Time
}

// ParseTrust reads a file of allowed signers. Keys of certificate authorities are refused; check those with ssh-keygen.
func ParseTrust(file string, data []byte) (Trust, error) {
	var trust Trust
	n := 0
	for line := range bytes.Lines(data) {
		n++
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		s, err := parseSigner(line)
		if err != nil {
			return nil, fault.At(fault.Usage, file, n, "allowed signer: %w", err)
		}
		trust = append(trust, s)
	}
	return trust, nil
}

func parseSigner(line []byte) (s signer, err error) {
	principal, rest, found := bytes.Cut(line, []byte(" "))
	if !found {
		return s, fault.New(fault.Usage, "%q, expected NAME KEYTYPE KEY", line)
	}
	key, _, options, _, err := ssh.ParseAuthorizedKey(bytes.TrimSpace(rest))
	if err != nil {
		return s, err
	}
	s = signer{principal: string(principal), key: ssh.FingerprintSHA256(key)}
	for _, o := range options {
		name, value, _ := strings.Cut(o, "=")
		value = strings.Trim(value, `"`)
		switch strings.ToLower(name) {
		case "namespaces":
			s.namespaces = strings.Split(value, ",")
		case "valid-after":
			s.after, err = parseMoment(value)
		case "valid-before":
			s.before, err = parseMoment(value)
		default:
			return s, fault.New(fault.Usage, "option %q is not understood, expected namespaces, valid-after or valid-before", name)
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

// parseMoment reads YYYYMMDD or YYYYMMDDHHMM[SS], with Z for UTC and in the local zone without.
func parseMoment(text string) (time.Time, error) {
	digits, utc := strings.CutSuffix(text, "Z")
	zone := time.Local
	if utc {
		zone = time.UTC
	}
	for _, layout := range []string{"20060102", "200601021504", "20060102150405"} {
		if t, err := time.ParseInLocation(layout, digits, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fault.New(fault.Usage, "time %q, expected YYYYMMDD or YYYYMMDDHHMM[SS], with Z for UTC", text)
}

// allows says whether the signer may sign in a role now.
func (s signer) allows(role Role, now time.Time) bool {
	if !s.after.IsZero() && now.Before(s.after) || !s.before.IsZero() && !now.Before(s.before) {
		return false
	}
	return s.namespaces == nil || slices.ContainsFunc(s.namespaces, func(pattern string) bool {
		ok, err := path.Match(pattern, role.Namespace())
		return ok && err == nil
	})
}

// allow says whether a signature is by a key of the person whom it names.
func (t Trust) allow(sig Signature, now time.Time) error {
	for _, s := range t {
		if s.key == sig.Key && s.is(sig.Identity) && s.allows(sig.Role, now) {
			return nil
		}
	}
	return differs(tagManifestName, "key of the "+string(sig.Role), "one with which "+sig.Identity+" is allowed to sign as "+string(sig.Role), sig.Key)
}

// samePerson says whether the list gives the key of one signature to the person who is named in the other. Patterns are left out:
// they name many persons.
func (t Trust) samePerson(a, b Signature) bool {
	return slices.ContainsFunc(t, func(s signer) bool {
		names := func(x Signature) bool {
			return slices.ContainsFunc(strings.Split(s.principal, ","), func(name string) bool { return strings.EqualFold(name, x.Identity) })
		}
		return s.key == a.Key && names(b) || s.key == b.Key && names(a) || names(a) && names(b)
	})
}

// is says whether the signer is known by that name: a list of names and patterns, as ssh-keygen takes it.
func (s signer) is(identity string) bool {
	return slices.ContainsFunc(strings.Split(s.principal, ","), func(pattern string) bool {
		ok, err := path.Match(pattern, identity)
		return ok && err == nil
	})
}
