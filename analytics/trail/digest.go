package trail

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"strings"
)

// digest is one digest file.
type digest struct {
	Account           string    `json:"awsAccountId"`
	StartTime         string    `json:"digestStartTime"`
	EndTime           string    `json:"digestEndTime"`
	Bucket            string    `json:"digestS3Bucket"`
	Object            string    `json:"digestS3Object"`
	Fingerprint       string    `json:"digestPublicKeyFingerprint"`
	Algorithm         string    `json:"digestSignatureAlgorithm"`
	PreviousBucket    string    `json:"previousDigestS3Bucket"`
	PreviousObject    string    `json:"previousDigestS3Object"`
	PreviousHash      string    `json:"previousDigestHashValue"`
	PreviousSignature *string   `json:"previousDigestSignature"`
	LogFiles          []logFile `json:"logFiles"`

	name     string // under which it was found
	sha      string
	followed bool
}

type logFile struct {
	Bucket    string `json:"s3Bucket"`
	Object    string `json:"s3Object"`
	Hash      string `json:"hashValue"`
	Algorithm string `json:"hashAlgorithm"`
}

func (d *digest) base() string { return baseOf(d.Object) }

var endStamp = regexp.MustCompile(`_\d{8}T\d{6}Z`)

// chainName is the object key without its time: the same for all digests of a trail in a region.
func (d *digest) chainName() string { return d.Bucket + "/" + endStamp.ReplaceAllString(d.base(), "") }

// readDigests reads the digest files and sorts them into chains.
func (v *verifier) readDigests() {
	v.chains = map[string][]*digest{}
	seen := map[string]bool{}
	for _, f := range v.given.Digests {
		d := &digest{name: baseOf(f.Name)}
		sum := sha256.Sum256(f.Text)
		d.sha = hex.EncodeToString(sum[:])
		if seen[d.sha] {
			continue
		}
		seen[d.sha] = true
		v.Digests++
		if err := json.Unmarshal(f.Text, d); err != nil || d.Object == "" || d.EndTime == "" {
			v.problem(Chain, "digest %s cannot be read", d.name)
			continue
		}
		if strings.TrimSuffix(d.name, ".gz") != plainBase(d.Object) {
			v.problem(Chain, "digest %s was delivered as %s", d.name, d.base())
		}
		if d.Algorithm != "" && d.Algorithm != "SHA256withRSA" {
			v.problem(Signature, "digest %s is signed by %s, expected SHA256withRSA", d.name, d.Algorithm)
		}
		for _, l := range d.LogFiles {
			if l.Algorithm != "" && l.Algorithm != "SHA-256" {
				v.problem(Logs, "digest %s has a hash of %s by %s, expected SHA-256", d.name, baseOf(l.Object), l.Algorithm)
			}
		}
		v.chains[d.chainName()] = append(v.chains[d.chainName()], d)
	}
}

type publicKey struct{ *rsa.PublicKey }

type signature struct {
	Metadata struct {
		Signature string `json:"signature"`
	} `json:"Metadata"`
}

// readKeys reads the public keys by their fingerprint, and the signatures that lie beside.
func (v *verifier) readKeys() {
	v.keys = map[string]*publicKey{}
	for _, f := range v.given.Keys {
		var list struct {
			PublicKeyList []struct{ Value, Fingerprint string }
		}
		if err := json.Unmarshal(f.Text, &list); err != nil {
			v.problem(Signature, "the public keys in %s cannot be read", baseOf(f.Name))
			continue
		}
		for _, k := range list.PublicKeyList {
			der, err := base64.StdEncoding.DecodeString(k.Value)
			if err != nil {
				v.problem(Signature, "the public key %s in %s is not in base64", k.Fingerprint, baseOf(f.Name))
				continue
			}
			key, err := x509.ParsePKCS1PublicKey(der)
			if err != nil {
				v.problem(Signature, "the public key %s in %s is not in PKCS #1", k.Fingerprint, baseOf(f.Name))
				continue
			}
			v.keys[k.Fingerprint] = &publicKey{key}
		}
	}
	v.Keys = len(v.keys)
	for _, f := range v.given.Signatures {
		var s signature
		if json.Unmarshal(f.Text, &s) == nil && s.Metadata.Signature != "" {
			v.signatures = append(v.signatures, s)
		}
	}
}

// sign verifies the signature of a digest, which the one after it carries.
func (v *verifier) sign(d *digest, by *string) {
	switch {
	case v.Keys == 0:
		v.Unsigned++
	case by == nil || *by == "":
		v.problem(Signature, "the digest after %s does not carry its signature", d.name)
	case v.keys[d.Fingerprint] == nil:
		v.problem(Signature, "the public key %s of %s is not among the keys at hand", d.Fingerprint, d.name)
	case !v.verifies(d, *by):
		v.problem(Signature, "the signature of %s is wrong", d.name)
	default:
		v.Signed++
	}
}

func (v *verifier) verifies(d *digest, text string) bool {
	key := v.keys[d.Fingerprint]
	raw, err := hex.DecodeString(text)
	if key == nil || err != nil {
		return false
	}
	sum := sha256.Sum256([]byte(d.signed()))
	return rsa.VerifyPKCS1v15(key.PublicKey, crypto.SHA256, sum[:], raw) == nil
}

// signed is the text that AWS signs.
func (d *digest) signed() string {
	before := "null"
	if d.PreviousSignature != nil {
		before = *d.PreviousSignature
	}
	return strings.Join([]string{d.EndTime, d.Bucket + "/" + d.Object, d.sha, before}, "\n")
}
