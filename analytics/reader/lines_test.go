package reader

import (
	"fmt"
	"strings"
	"testing"
)

func TestLines(t *testing.T) {
	e := export("lines", "at", "user", "text")
	e.Pattern = `(?s)^(?P<at>\S+) (?:user=(?P<user>\w*) )?(?P<text>.*)$`
	o := read(t, given(t, "x.log", []byte("1 user=a hello\r\n\n2 world\nalone\n3 user= x\n4 \x00\n5 \xff\n6 end")), e, Limits{})
	o.check(t, "1|a|hello\n2|~|world\n3||x\n6|~|end", "pattern@25 nul@41 encoding@45")
	e.Join = `^\d+ `
	o = read(t, given(t, "x.log", []byte("0\n1 a\n  b\nc\n2 d\n\n3 e\n")), e, Limits{})
	o.check(t, "1|~|a\n  b\nc\n2|~|d\n3|~|e", "pattern@0")
	e.Join, e.Header = "", 1
	o = read(t, given(t, "x.log", []byte("at user text\n1 a\n")), e, Limits{})
	o.check(t, "1|~|a", "")
	if fmt.Sprint(o.sum.Notes) != `[line 1 is a header and no record: "at user text"]` {
		t.Errorf("notes: %v", o.sum.Notes)
	}
	read(t, given(t, "x.log", nil), e, Limits{}).check(t, "", "")
}

func TestLinesLimit(t *testing.T) {
	e := export("lines", "a")
	e.Pattern = `(?s)^(?P<a>\d).*`
	long := strings.Repeat("x", 2<<20)
	o := read(t, given(t, "x.log", []byte("1\n"+long+"\n2\n")), e, Limits{Record: 1000})
	o.check(t, "1\n2", "too-large@2")
	e.Join = `^\d`
	o = read(t, given(t, "x.log", []byte("1\n2 "+strings.Repeat("line\n", 300_000)+"3\n")), e, Limits{Record: 1000})
	if o.err != nil || o.good[0] != "1" || o.good[len(o.good)-1] != "3" || len(o.rejects) == 0 {
		t.Errorf("a record of very many lines: %v %v", o.good, o.rejects)
	}
}

func TestLinesAskedWrongly(t *testing.T) {
	f := given(t, "x.log", []byte("x\n"))
	for _, c := range []struct{ pattern, join, want string }{
		{"", "", "pattern"}, {"(", "", "pattern"}, {"(?P<b>x)", "", `no group "a"`}, {"(?P<a>x)", "(", "join"},
	} {
		e := export("lines", "a")
		e.Pattern, e.Join = c.pattern, c.join
		read(t, f, e, Limits{}).refused(t, c.want)
	}
}

func TestLinesAreKnownByTheirFields(t *testing.T) {
	e := export("lines", "at", "note")
	e.Pattern = `^(?:#(?P<note>.*)|(?P<at>\d+) .*)$`
	e.Recognise.Fields = []string{"at"}
	for text, want := range map[string]bool{
		"# a\n# b\n# c\n1 x\n": true,
		"# a\n# b\n":           false, // nothing but notes
		"# a\n1 x\ny\nz\n":     false,
		"# a\n1 x\ny\n2 x\n":   true,
		"# a\n# b\nword = 1\n": false,
	} {
		sample, err := Sniff(given(t, "x.log", []byte(text)))
		if err != nil {
			t.Fatal(err)
		}
		if m := Match(sample, e); m.OK != want {
			t.Errorf("%q: %+v, want %v", text, m, want)
		}
	}
}
