// Package record is the plain data of auditql: what was loaded, what was run, what was selected.
//
// Producers (evidence, procedure, sampling) write these types and everything else (report, bundle) reads them, so that a
// report can be rendered years later without evidence or engine. A record has exactly one encoding, and [Decode] refuses
// every other: unknown or repeated fields, other spacing, bytes after the end.
//
// Each record carries two digests, and they answer different questions:
//
//   - Digest says what was concluded from what. It leaves out the clock, the machine, the versions of the tools and the
//     bytes of Parquet files, so two auditors who perform the same tests on the same exports get the same digest.
//   - Sum covers every field, so that no letter of the record can change unnoticed. In the ledger it also covers the Sum
//     of the entry before, so that no entry can be dropped or moved.
//
// Neither is a signature: whoever can write the file can compute them anew. Signing is the business of bundle.
//
//	run.Seal()                                // fills in every Digest and the Sum
//	data, err := record.Encode(run)           // indented, keys in fixed order, one LF at the end
//	err = record.Decode(data, &again)         // the same run, or an error
package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Encode gives the one encoding of a record that is a file of its own: JSON indented for people, ended by LF.
func Encode(v any) ([]byte, error) { return encode(v, "  ") }

// EncodeLine gives the encoding of a record that is one line of a file, as in the ledger.
func EncodeLine(v any) ([]byte, error) { return encode(v, "") }

func encode(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("encode record: %w", err)
	}
	return unescaped(b.Bytes()), nil
}

// unescaped writes the replacement character, which stands for bytes that are no UTF-8, as itself: json writes it so only
// where the text had it already, and a record has one encoding.
func unescaped(b []byte) []byte {
	const escape = `\ufffd`
	if !bytes.Contains(b, []byte(escape)) {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		switch {
		case b[i] != '\\':
			out, i = append(out, b[i]), i+1
		case bytes.HasPrefix(b[i:], []byte(escape)):
			out, i = append(out, "\ufffd"...), i+len(escape)
		default:
			out, i = append(out, b[i], b[i+1]), i+2
		}
	}
	return out
}

// Decode reads what Encode wrote, into a pointer to a record.
func Decode(data []byte, v any) error { return decode(data, v, Encode) }

// DecodeLine reads what EncodeLine wrote, with its LF.
func DecodeLine(data []byte, v any) error { return decode(data, v, EncodeLine) }

func decode(data []byte, v any, encode func(any) ([]byte, error)) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("decode record: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("decode record: expected the end of the record at byte %d", d.InputOffset())
	}
	again, err := encode(v)
	if err != nil {
		return err
	}
	if i := firstDifference(data, again); i >= 0 {
		return fmt.Errorf("decode record: not in the form in which records are written, from byte %d on", i)
	}
	return nil
}

func firstDifference(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	if len(a) != len(b) {
		return min(len(a), len(b))
	}
	return -1
}

// digest is the SHA-256 of the one-line encoding. The types here hold nothing that cannot be encoded.
func digest(v any) string {
	line, err := EncodeLine(v)
	if err != nil {
		panic(err)
	}
	return Hash(line)
}

// Hash gives the SHA-256 of b in lower-case hex, the form of every hash in a record.
func Hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// HashReader gives the SHA-256 of everything in r, and how many bytes that was.
func HashReader(r io.Reader) (sum string, n int64, err error) {
	h := sha256.New()
	n, err = io.Copy(h, r)
	return hex.EncodeToString(h.Sum(nil)), n, err
}
