package main

import (
	"bytes"
	"compress/gzip"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// delivery writes what CloudTrail delivers for n hours, in its layout, and the public key of a key of its own.
func delivery(t *testing.T, dir string, n int) (logs []string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "keys.json"), encoded(t, map[string]any{"PublicKeyList": []any{map[string]any{
		"Value":             base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PublicKey(&key.PublicKey)),
		"ValidityStartTime": "2026-01-01T00:00:00+00:00", "ValidityEndTime": "2027-01-01T00:00:00+00:00", "Fingerprint": "f1",
	}}}))
	var object, hash, sig any
	for i := range n {
		start, end := fmt.Sprintf("2026-02-01T%02d:00:00Z", i), fmt.Sprintf("2026-02-01T%02d:00:00Z", i+1)
		stamp := strings.NewReplacer("-", "", ":", "").Replace(end)
		log := "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/02/01/111122223333_CloudTrail_eu-west-1_" + stamp + "_abc.json.gz"
		text := fmt.Appendf(nil, `{"Records":[{"eventVersion":"1.08","eventTime":%q,"eventID":"e%d","eventSource":"iam.amazonaws.com","eventName":"ListUsers","awsRegion":"eu-west-1","recipientAccountId":"111122223333","eventType":"AwsApiCall","userIdentity":{"type":"Root","arn":"arn:aws:iam::111122223333:root"}}]}`, start, i)
		write(t, filepath.Join(dir, log), zipped(t, text))
		logs = append(logs, filepath.Join(dir, log))
		name := "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/02/01/111122223333_CloudTrail-Digest_eu-west-1_main_eu-west-1_" + stamp + ".json.gz"
		digest := encoded(t, map[string]any{
			"awsAccountId": "111122223333", "digestStartTime": start, "digestEndTime": end, "digestS3Bucket": "b", "digestS3Object": name,
			"digestPublicKeyFingerprint": "f1", "digestSignatureAlgorithm": "SHA256withRSA", "previousDigestS3Bucket": "b",
			"previousDigestS3Object": object, "previousDigestHashValue": hash, "previousDigestSignature": sig,
			"logFiles": []any{map[string]any{"s3Bucket": "b", "s3Object": log, "hashValue": fmt.Sprintf("%x", sha256.Sum256(text)), "hashAlgorithm": "SHA-256"}},
		})
		write(t, filepath.Join(dir, name), zipped(t, digest))
		before := "null"
		if sig != nil {
			before = sig.(string)
		}
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\nb/%s\n%x\n%s", end, name, sha256.Sum256(digest), before))
		raw, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
		if err != nil {
			t.Fatal(err)
		}
		object, hash, sig = name, fmt.Sprintf("%x", sha256.Sum256(digest)), fmt.Sprintf("%x", raw)
	}
	write(t, filepath.Join(dir, "head.json"), encoded(t, map[string]any{"Metadata": map[string]any{"signature": sig, "signature-algorithm": "SHA256withRSA"}}))
	return logs
}

func encoded(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func zipped(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func write(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestLoadVerifiesATrail(t *testing.T) {
	for name, c := range map[string]struct {
		change func(exports string, logs []string)
		says   []string
		status string
	}{
		"sound": {func(string, []string) {}, []string{"3 digests, 3 with a verified signature; 3 of 3 log files"}, `"status": "pass"`},
		"missing, altered and extra": {func(exports string, logs []string) {
			os.Remove(logs[0])
			write(t, logs[1], zipped(t, []byte(`{"Records":[{"eventTime":"2026-02-01T01:00:00Z","eventID":"e9","eventSource":"s","eventName":"x","userIdentity":{"type":"Root"}}]}`)))
			write(t, filepath.Join(exports, "planted.json"), []byte(`{"Records":[{"eventTime":"2026-02-01T01:00:00Z","eventID":"e8","eventSource":"s","eventName":"x","userIdentity":{"type":"Root"}}]}`))
		}, []string{"010000Z_abc.json.gz is missing", "020000Z_abc.json.gz is altered", "planted.json is in no digest", "1 of 3 log files"}, `"status": "fail"`},
	} {
		t.Run(name, func(t *testing.T) {
			dir, exports := t.TempDir(), t.TempDir()
			logs := delivery(t, exports, 3)
			c.change(exports, logs)
			perform(t, "init", dir, "--title", "x", "--start", "2026-02-01", "--end", "2026-02-02")
			out, _ := perform(t, "-C", dir, "load", exports)
			for _, want := range append(c.says, "cloudtrail_digest", "cloudtrail_public_key") {
				if !strings.Contains(out, want) {
					t.Errorf("no %q in\n%s", want, out)
				}
			}
			if strings.Contains(out, "unrecognised") {
				t.Error(out)
			}
			data, _ := perform(t, "-C", dir, "data", "audit_event", "--format", "json")
			_, check, found := strings.Cut(data, `"check": "cloudtrail-log-files"`)
			if !found || !strings.Contains(check[:min(len(check), 60)], c.status) {
				t.Errorf("the check of log files is\n%.300s", check)
			}
		})
	}
}
