package trail

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// trailOf makes a trail of n hours with one log file each, signed by a key of its own.
type made struct {
	Given
	objects []map[string]any
	key     *rsa.PrivateKey
}

var testKey = func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}()

func sha(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func trailOf(t testing.TB, n int) made {
	t.Helper()
	m := made{key: testKey}
	keys, err := json.Marshal(map[string]any{"PublicKeyList": []any{map[string]any{
		"Value": base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PublicKey(&m.key.PublicKey)), "Fingerprint": "f1",
		"ValidityStartTime": 1767225600.0, "ValidityEndTime": 1798761600.0,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	m.Keys = []File{{"keys.json", keys}}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var before File
	var object, sig any
	for i := range n {
		end := start.Add(time.Hour)
		stamp := end.Format("20060102T150405Z")
		log := []byte(fmt.Sprintf(`{"Records":[{"eventID":"e%d"}]}`, i))
		logName := "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/01/111122223333_CloudTrail_eu-west-1_" + stamp + "_abc.json.gz"
		name := "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/01/01/111122223333_CloudTrail-Digest_eu-west-1_main_eu-west-1_" + stamp + ".json.gz"
		d := map[string]any{
			"awsAccountId": "111122223333", "digestStartTime": start.Format(time.RFC3339), "digestEndTime": end.Format(time.RFC3339),
			"digestS3Bucket": "logs", "digestS3Object": name, "digestPublicKeyFingerprint": "f1", "digestSignatureAlgorithm": "SHA256withRSA",
			"previousDigestS3Bucket": "logs", "previousDigestS3Object": object, "previousDigestHashValue": nil, "previousDigestHashAlgorithm": "SHA-256",
			"previousDigestSignature": sig,
			"logFiles":                []any{map[string]any{"s3Bucket": "logs", "s3Object": logName, "hashValue": sha(log), "hashAlgorithm": "SHA-256"}},
		}
		if i > 0 {
			d["previousDigestHashValue"] = sha(before.Text)
		}
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		sig = m.sign(t, d, text)
		before, object, start = File{name, text}, name, end
		m.Digests = append(m.Digests, before)
		m.objects = append(m.objects, d)
		m.Logs = append(m.Logs, Log{"exports/" + baseOf(logName), sha(log)})
	}
	head, err := json.Marshal(map[string]any{"ContentLength": 1, "Metadata": map[string]any{"signature": sig, "signature-algorithm": "SHA256withRSA"}})
	if err != nil {
		t.Fatal(err)
	}
	m.Signatures = []File{{"head.json", head}}
	return m
}

func (m made) sign(t testing.TB, d map[string]any, text []byte) string {
	before := "null"
	if s, ok := d["previousDigestSignature"].(string); ok {
		before = s
	}
	data := fmt.Sprintf("%s\n%s/%s\n%s\n%s", d["digestEndTime"], d["digestS3Bucket"], d["digestS3Object"], sha(text), before)
	sum := sha256.Sum256([]byte(data))
	raw, err := rsa.SignPKCS1v15(rand.Reader, m.key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(raw)
}

func TestSoundTrail(t *testing.T) {
	m := trailOf(t, 4)
	r := Verify(m.Given)
	if len(r.Problems) > 0 || len(r.Notes) > 0 || r.Digests != 4 || r.Signed != 4 || r.Unsigned != 0 || r.LogsNamed != 4 || r.LogsProven != 4 {
		t.Errorf("%+v", r)
	}
	m.Signatures = nil
	if r = Verify(m.Given); r.Signed != 3 || r.Unsigned != 1 || len(r.Problems) > 0 || !strings.Contains(r.Notes[0], "head-object") {
		t.Errorf("without the newest signature: %+v", r)
	}
	m.Keys = nil
	if r = Verify(m.Given); r.Signed != 0 || r.Unsigned != 4 || len(r.Problems) > 0 {
		t.Errorf("without keys: %+v", r)
	}
}

// What is not as it was signed is named.
func TestUnsoundTrail(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*made)
		kind   Kind
		want   string
	}{
		"log missing":  {func(m *made) { m.Logs = m.Logs[1:] }, Logs, "_20260101T010000Z_abc.json.gz is missing"},
		"log altered":  {func(m *made) { m.Logs[1].SHA256 = sha([]byte("x")) }, Logs, "20260101T020000Z_abc.json.gz is altered"},
		"log extra":    {func(m *made) { m.Logs = append(m.Logs, Log{"exports/planted.json.gz", sha(nil)}) }, Logs, "exports/planted.json.gz is in no digest"},
		"log twice":    {func(m *made) { m.Logs = append(m.Logs, Log{"other/" + baseOf(m.Logs[1].Name), sha(nil)}) }, Logs, "other/111122223333_CloudTrail_eu-west-1_20260101T020000Z_abc.json.gz is altered"},
		"digest gone":  {func(m *made) { m.Digests = append(m.Digests[:1:1], m.Digests[2:]...) }, Chain, "20260101T020000Z.json.gz is missing"},
		"its logs too": {func(m *made) { m.Digests = append(m.Digests[:1:1], m.Digests[2:]...) }, Logs, "20260101T020000Z_abc.json.gz is in no digest"},
		"hash of a log changed in its digest": {func(m *made) {
			m.Digests[1].Text = []byte(strings.Replace(string(m.Digests[1].Text), m.Logs[1].SHA256, sha([]byte("x")), 1))
			m.Logs[1].SHA256 = sha([]byte("x"))
		}, Chain, "20260101T020000Z.json.gz is altered"},
		"the chain made anew without the key": {func(m *made) {
			m.Digests[1].Text = []byte(strings.Replace(string(m.Digests[1].Text), m.Logs[1].SHA256, sha([]byte("x")), 1))
			m.Digests[2].Text = []byte(strings.Replace(string(m.Digests[2].Text), m.objects[2]["previousDigestHashValue"].(string), sha(m.Digests[1].Text), 1))
			m.Logs[1].SHA256 = sha([]byte("x"))
		}, Signature, "the signature of 111122223333_CloudTrail-Digest_eu-west-1_main_eu-west-1_20260101T020000Z.json.gz is wrong"},
		"another key": {func(m *made) { m.Keys[0].Text = []byte(strings.Replace(string(m.Keys[0].Text), "f1", "f2", 1)) }, Signature, "public key f1"},
		"not a key": {func(m *made) {
			m.Keys = []File{{"k.json", []byte(`{"PublicKeyList":[{"Value":"AAAA","Fingerprint":"f1"}]}`)}}
		}, Signature, "not in PKCS #1"},
		"not a digest":   {func(m *made) { m.Digests[3].Text = []byte("{") }, Chain, "cannot be read"},
		"renamed digest": {func(m *made) { m.Digests[0].Name = "x.json.gz" }, Chain, "x.json.gz was delivered as"},
		"switched off": {func(m *made) {
			m.Digests[2].Text = []byte(strings.Replace(string(m.Digests[2].Text), `"previousDigestS3Object":"`, `"previousDigestS3Object":null,"was":"`, 1))
		}, Chain, "the chain breaks before"},
	} {
		m := trailOf(t, 4)
		c.change(&m)
		if got := strings.Join(Verify(m.Given).Of(c.kind), "\n"); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func FuzzVerify(f *testing.F) {
	m := trailOf(f, 2)
	f.Add(m.Digests[0].Text, m.Keys[0].Text, m.Signatures[0].Text)
	f.Add([]byte(`{"logFiles":[null]}`), []byte(`{"PublicKeyList":[{}]}`), []byte(`{"Metadata":null}`))
	f.Fuzz(func(t *testing.T, digest, keys, head []byte) {
		r := Verify(Given{Digests: []File{{"a", digest}, m.Digests[1]}, Keys: []File{{"k", keys}}, Signatures: []File{{"h", head}}, Logs: m.Logs})
		if r.LogsProven > r.LogsNamed || r.Signed > r.Digests {
			t.Errorf("%+v", r)
		}
	})
}
