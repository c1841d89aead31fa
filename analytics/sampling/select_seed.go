package sampling

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"io"
	"unicode/utf8"

	"auditql/analytics/fault"
)

// CheckSeed refuses a seed that is not 1 to 128 printable ASCII characters. Seeds are used as they are written: nothing is
// trimmed, and "007" is not "7".
func CheckSeed(seed string) error {
	if len(seed) < 1 || len(seed) > 128 {
		return fault.New(fault.Usage, "seed has %d characters, expected 1 to 128", len(seed))
	}
	for i := range len(seed) {
		if seed[i] < 0x20 || seed[i] > 0x7e {
			return fault.New(fault.Usage, "seed has the byte 0x%02x at position %d, expected printable ASCII characters", seed[i], i+1)
		}
	}
	return nil
}

// CheckScope refuses a scope that is not UTF-8 or has control characters. An empty scope is allowed.
func CheckScope(scope string) error {
	if !utf8.ValidString(scope) {
		return fault.New(fault.Usage, "scope is not valid UTF-8: %.80q", scope)
	}
	for i := range len(scope) {
		if scope[i] < 0x20 || scope[i] == 0x7f {
			return fault.New(fault.Usage, "scope has the control character 0x%02x at byte %d", scope[i], i+1)
		}
	}
	return nil
}

// NewSeed makes a seed of 32 hexadecimal digits from a source of random bytes, such as crypto/rand.Reader.
func NewSeed(random io.Reader) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("read random bytes: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}

// Commit gives the SHA-256 of "ASEL1-COMMIT" LF salt LF part, in hexadecimal: it binds the auditor to a part of the seed without
// showing it. The salt is random, as [NewSeed] makes it, so that a short part cannot be found by trying.
func Commit(salt, part string) string {
	sum := sha256.Sum256([]byte("ASEL1-COMMIT\n" + salt + "\n" + part))
	return hex.EncodeToString(sum[:])
}

// Reveal joins the auditor's part of a seed, after checking it and its salt against their commitment, with the auditee's:
// "part+part". Neither party alone chooses the seed.
func Reveal(commitment, salt, auditor, auditee string) (seed string, err error) {
	if subtle.ConstantTimeCompare([]byte(Commit(salt, auditor)), []byte(commitment)) != 1 {
		return "", fault.New(fault.Refused, "salt and part do not have the committed SHA-256 %.64s", commitment)
	}
	if auditee == "" {
		return "", fault.New(fault.Usage, "the auditee's part of the seed is empty")
	}
	seed = auditor + "+" + auditee
	return seed, CheckSeed(seed)
}
