package reader

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

func gzipped(t testing.TB, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(text); err != nil {
		t.Fatal(err)
	}
	z.Close()
	return b.Bytes()
}

func zstded(t testing.TB, text []byte) []byte {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return z.EncodeAll(text, nil)
}

// bzipped is "a,b\n1,2\n" as bzip2 writes it: Go has no writer.
func bzipped(t testing.TB) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(bzip2Sample)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCompression(t *testing.T) {
	text := []byte("a,b\n1,2\n")
	e := export("csv", "a", "b")
	for name, c := range map[string][]byte{
		"gzip":                append(gzipped(t, text[:5]), gzipped(t, text[5:])...), // two members
		"zstd":                zstded(t, text),
		"bzip2":               bzipped(t),
		"gzip with utf-8 bom": gzipped(t, append([]byte("\xef\xbb\xbf"), text...)),
	} {
		o := read(t, given(t, "x.csv", c), e, Limits{})
		o.check(t, "1|2", "")
		if kind, _, _ := strings.Cut(name, " "); o.sum.Compression != kind || len(o.sum.Notes) != 1 {
			t.Errorf("%s: compression %s, notes %v", name, o.sum.Compression, o.sum.Notes)
		}
	}
}

// TestCompressionDamaged cuts and flips at every place: the records come out exactly, or the file is refused.
func TestCompressionDamaged(t *testing.T) {
	var text bytes.Buffer
	text.WriteString("a,b\n")
	for i := range 300 {
		fmt.Fprintf(&text, "%d,%d\n", i, i*i*7919%1000)
	}
	e := export("csv", "a", "b")
	for name, whole := range map[string][]byte{"gzip": gzipped(t, text.Bytes()), "zstd": zstded(t, text.Bytes()), "bzip2": bzipped(t)} {
		want := read(t, given(t, "x", whole), e, Limits{})
		if want.err != nil {
			t.Fatal(name, want.err)
		}
		step := 1 + len(whole)/60
		for i := 0; i < len(whole); i += step {
			if o := read(t, given(t, "x", whole[:i]), e, Limits{}); o.err == nil {
				t.Errorf("%s cut off at byte %d is not refused", name, i)
			}
			flipped := bytes.Clone(whole)
			flipped[i] ^= 0x10
			o := read(t, given(t, "x", flipped), e, Limits{})
			if o.err == nil && fmt.Sprint(o.good) != fmt.Sprint(want.good) {
				t.Errorf("%s flipped at byte %d reads other records", name, i)
			}
		}
		if o := read(t, given(t, "x", append(bytes.Clone(whole), "garbage"...)), e, Limits{}); o.err == nil {
			t.Errorf("%s with garbage after it is not refused", name)
		}
	}
}

func TestCompressionMessages(t *testing.T) {
	whole := gzipped(t, []byte("a,b\n1,2\n"))
	e := export("csv", "a", "b")
	read(t, given(t, "cut.gz", whole[:len(whole)-6]), e, Limits{}).refused(t, "cut.gz", "gzip data ends in the middle", "cut off")
	whole[len(whole)-8] ^= 1
	read(t, given(t, "x.gz", whole), e, Limits{}).refused(t, "gzip data is damaged", "checksum")
	if _, err := Open(t.Context(), OneFile("missing.gz"), e, Limits{}); err == nil || !strings.Contains(err.Error(), "missing.gz") {
		t.Errorf("a file that is not there: %v", err)
	}
}

// repeated gives one text again and again.
type repeated struct {
	text string
	left int64
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) && r.left > 0 {
		k := copy(p[n:min(len(p), n+int(min(r.left, int64(len(r.text)))))], r.text)
		n += k
		r.left -= int64(k)
	}
	return n, nil
}

func bombOf(t *testing.T, head, text string, size int64) []byte {
	t.Helper()
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	z.Write([]byte(head))
	io.Copy(z, &repeated{text, size})
	z.Close()
	return b.Bytes()
}

func TestBomb(t *testing.T) {
	rows := bombOf(t, "a,b\n", strings.Repeat("1,"+strings.Repeat("x", 1021)+"\n", 64), 80<<20)
	e := export("csv", "a", "b")
	s, err := Open(t.Context(), given(t, "x.csv.gz", rows), e, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var r Record
	for err == nil {
		err = s.Next(&r)
	}
	if err == io.EOF || !strings.Contains(err.Error(), "200 to 1") {
		t.Errorf("a bomb of rows: %v", err)
	}
	// A single line longer than any record costs no memory and is a reject, or a refusal once it is over the ratio.
	line := bombOf(t, "[{\"a\":1},\n{\"a\":\"", strings.Repeat("x", 1<<16), 70<<20)
	for _, ratio := range []int{200, 1 << 20} {
		o := readStream(t, given(t, "x.json.gz", line), ratio)
		if ratio == 200 {
			o.refused(t, "200 to 1")
		} else if o.check(t, "1", "truncated@10"); o.sum.Damaged == "" {
			t.Error("not marked as damaged")
		}
	}
	read(t, given(t, "x.csv.gz", gzipped(t, bytes.Repeat([]byte("a,b\n"), 1000))), e, Limits{Bytes: 1000}).refused(t, "1000 bytes", "limit")
}

func readStream(t *testing.T, f File, ratio int) outcome {
	t.Helper()
	return read(t, f, export("json", "a"), Limits{Ratio: ratio})
}

// printf 'a,b\n1,2\n' | bzip2 -9 | base64
const bzip2Sample = "QlpoOTFBWSZTWb+HQH8AAANZAAAQAAQwADAAIAAwwAhpsogjJ4u5IpwoSF/DoD+A"
