package reader

import (
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/iotest"
	"unicode/utf16"
	"unicode/utf8"
)

// FuzzDecompress holds what comes out of compressed files against the decompressors of the standard library, where it has
// one: what was read to its end is the same, and what is damaged is told.
func FuzzDecompress(f *testing.F) {
	text := []byte("a,b\n1,2\n")
	for _, c := range [][]byte{
		gzipped(f, text), append(gzipped(f, text[:4]), gzipped(f, text[4:])...), append(gzipped(f, text), "trailing"...), zstded(f, text),
		append(zstded(f, text), zstded(f, text)...), bzipped(f), gzipped(f, nil), {0x1f, 0x8b, 8}, {0x28, 0xb5, 0x2f, 0xfd}, []byte("BZh9"),
	} {
		f.Add(c)
	}
	path := filepath.Join(f.TempDir(), "x")
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := openPlain(OneFile(path), Limits{Bytes: 8 << 20}.orDefault())
		if err != nil {
			return
		}
		defer s.Close()
		got, err := io.ReadAll(s.text)
		want, known := expected(s.compression, content)
		if err == nil && known && !bytes.Equal(got, want) {
			t.Errorf("%s: %q, the standard library has %q", s.compression, got, want)
		}
	})
}

// expected decompresses with the standard library; not known is what it refuses or does not know.
func expected(kind string, content []byte) ([]byte, bool) {
	var r io.Reader
	switch kind {
	case "gzip":
		z, err := gzip.NewReader(bytes.NewReader(content))
		if err != nil {
			return nil, false
		}
		r = z
	case "bzip2":
		r = bzip2.NewReader(bytes.NewReader(content))
	case "none":
		return content, true
	default:
		return nil, false
	}
	text, err := io.ReadAll(io.LimitReader(r, 16<<20))
	return text, err == nil
}

// FuzzEncoding holds UTF-16 against unicode/utf16, however the bytes come in: what is no text becomes no text.
func FuzzEncoding(f *testing.F) {
	for _, s := range []string{"\xff\xfea\x00,\x00", "\xfe\xff\x00a\xd8\x3d\xde\x00", "\xff\xfe\x3d\xd8", "\xff\xfe\x00", "\xfe\xff\xde\x00\x00a", "\xef\xbb\xbfa", "a"} {
		f.Add([]byte(s))
	}
	path := filepath.Join(f.TempDir(), "x")
	f.Fuzz(func(t *testing.T, content []byte) {
		if compressionOf(content) != "none" || os.WriteFile(path, content, 0o600) != nil {
			return
		}
		s, err := openSource(OneFile(path), Limits{}.orDefault())
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		got, err := io.ReadAll(iotest.OneByteReader(s.decoded))
		if err != nil {
			t.Fatal(err)
		}
		name, bom := encodingOf(content)
		if name == "utf-8" || name == "utf-8 with bom" {
			if !bytes.Equal(got, content[bom:]) {
				t.Errorf("%q became %q", content, got)
			}
			return
		}
		units := unitsOf(name, content[bom:])
		want := string(utf16.Decode(units))
		whole := len(content)%2 == 0 && !slices.Contains([]rune(want), utf8.RuneError)
		if whole && string(got) != want || !whole && utf8.Valid(got) && string(got) != want {
			t.Errorf("%q became %q, want %q", content, got, want)
		}
	})
}

func unitsOf(name string, b []byte) (out []uint16) {
	for ; len(b) >= 2; b = b[2:] {
		unit := uint16(b[0]) | uint16(b[1])<<8
		if name == "utf-16be" {
			unit = uint16(b[1]) | uint16(b[0])<<8
		}
		out = append(out, unit)
	}
	return out
}
