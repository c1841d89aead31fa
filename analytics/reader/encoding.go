package reader

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

var (
	bomUTF8    = []byte{0xef, 0xbb, 0xbf}
	bomUTF16LE = []byte{0xff, 0xfe}
	bomUTF16BE = []byte{0xfe, 0xff}
)

// encodingOf tells the encoding and how many bytes of byte order mark lead. Without a mark it is UTF-8 or refused
// later: Latin-1 and its kin cannot be told from each other, so they are never guessed.
func encodingOf(head []byte) (string, int) {
	switch {
	case bytes.HasPrefix(head, bomUTF8):
		return "utf-8 with bom", 3
	case bytes.HasPrefix(head, bomUTF16LE):
		return "utf-16le", 2
	case bytes.HasPrefix(head, bomUTF16BE):
		return "utf-16be", 2
	}
	return "utf-8", 0
}

// decode puts what brings the text to UTF-8 behind the decompressor.
func (s *source) decode() error {
	buffered := bufio.NewReaderSize(s.text, 512)
	head, err := buffered.Peek(4)
	if err != nil && err != io.EOF {
		return err
	}
	bom := 0
	s.encoding, bom = encodingOf(head)
	buffered.Discard(bom)
	switch s.encoding {
	case "utf-16le":
		s.decoded = &utf16Reader{r: buffered, order: binary.LittleEndian}
	case "utf-16be":
		s.decoded = &utf16Reader{r: buffered, order: binary.BigEndian}
	default:
		s.decoded, s.skipped = buffered, int64(bom)
	}
	return nil
}

// utf16Reader brings UTF-16 to UTF-8. Half a surrogate pair and a last odd byte become bytes that are not UTF-8, so
// that the record that holds them is rejected like any other with a broken encoding.
type utf16Reader struct {
	r     io.Reader
	order binary.ByteOrder
	in    [4096]byte
	held  int    // bytes at the start of in that wait for more
	out   []byte // not yet given
	spare []byte
	err   error
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		u.fill()
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

func (u *utf16Reader) fill() {
	n, err := u.r.Read(u.in[u.held:])
	have := u.in[:u.held+n]
	u.err = err
	u.out = u.spare[:0]
	for len(have) >= 2 {
		unit := rune(u.order.Uint16(have))
		if !utf16.IsSurrogate(unit) {
			u.out = utf8.AppendRune(u.out, unit)
			have = have[2:]
			continue
		}
		if len(have) < 4 && err == nil {
			break
		}
		pair := rune(utf8.RuneError)
		if len(have) >= 4 {
			pair = utf16.DecodeRune(unit, rune(u.order.Uint16(have[2:])))
		}
		if pair == utf8.RuneError {
			u.out, have = append(u.out, 0xff), have[2:]
			continue
		}
		u.out, have = utf8.AppendRune(u.out, pair), have[4:]
	}
	if err != nil && len(have) > 0 {
		u.out, have = append(u.out, 0xff), nil
	}
	u.spare = u.out
	u.held = copy(u.in[:], have)
}
