package reader

import (
	"encoding/binary"
	"testing"
	"unicode/utf16"
)

var le = binary.LittleEndian

func utf16Of(order binary.AppendByteOrder, text string) []byte {
	out := order.AppendUint16(nil, 0xfeff)
	for _, u := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

func TestUTF16(t *testing.T) {
	long := make([]rune, 5000) // over the edges of the buffer, at odd places too
	for i := range long {
		long[i] = []rune("aé😀")[i%3]
	}
	for name, order := range map[string]binary.AppendByteOrder{"utf-16le": binary.LittleEndian, "utf-16be": binary.BigEndian} {
		o := read(t, given(t, "x.csv", utf16Of(order, "a,b\r\né,😀\r\n"+string(long)+",2")), export("csv", "a", "b"), Limits{})
		o.check(t, "é|😀\n"+string(long)+"|2", "")
		if o.sum.Encoding != name {
			t.Errorf("encoding %s, want %s", o.sum.Encoding, name)
		}
		read(t, given(t, "x.json", utf16Of(order, `[{"a":"é😀"}]`)), export("json", "a"), Limits{}).check(t, "é😀", "")
		read(t, given(t, "x.yaml", utf16Of(order, "a: é😀\n")), export("yaml", "a"), Limits{}).check(t, "é😀", "")
	}
}

func TestUTF16Broken(t *testing.T) {
	e := export("csv", "a", "b")
	half := append(utf16Of(binary.LittleEndian, "a,b\n1,"), 0x00, 0xd8)
	for name, content := range map[string][]byte{
		"half a pair":      append(half, "\n\x003\x00,\x004\x00\n\x00"...),
		"half at the end":  half,
		"odd number":       append(utf16Of(binary.LittleEndian, "a,b\n1,2"), 'x'),
		"second half only": append(utf16Of(binary.LittleEndian, "a,b\n1,"), 0x00, 0xdc, '\n', 0),
	} {
		if o := read(t, given(t, "x.csv", content), e, Limits{}); o.err != nil || len(o.rejects) != 1 || o.rejects[0] != "encoding@4" {
			t.Errorf("%s: %v %v %v", name, o.good, o.rejects, o.err)
		}
	}
}
