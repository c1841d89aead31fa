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

// Commit gives the SHA-256 of one party's part of a seed, in hexadecimal. The auditor hands it over before the frame is
// frozen and reveals the part afterwards, so that neither party can choose the sample. A part that can be guessed is not
// hidden: use 32 hexadecimal digits or more.
func Commit(part string) string {
	sum := sha256.Sum256([]byte(part))
	return hex.EncodeToString(sum[:])
}

// Reveal joins the auditor's part of a seed, after checking it against its commitment, with the auditee's: "part+part".
func Reveal(commitment, auditor, auditee string) (seed string, err error) {
	if subtle.ConstantTimeCompare([]byte(Commit(auditor)), []byte(commitment)) != 1 {
		return "", fault.New(fault.Refused, "the revealed part of the seed does not have the committed SHA-256 %.64s", commitment)
	}
	seed = auditor + "+" + auditee
	return seed, CheckSeed(seed)
}
