package sqlfile

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"auditql/analytics/fault"
)

func TestTokens(t *testing.T) {
	for sql, want := range map[string]string{
		`SELECT a$b, "x""y" FROM t`:  `w:SELECT w:a$b s:, q:"x""y" w:FROM w:t`,
		`'it''s' E'a\'b' e'\\' $v`:   `t:'it''s' t:E'a\'b' t:e'\\' p:$v`,
		`$$a 'b$$ $t$ $x $t$ $_1`:    `t:$$a 'b$$ t:$t$ $x $t$ p:$_1`,
		"a -- $x '\nb":               `w:a c:-- $x ' w:b`,
		`/* a /* $b */ ' */ c`:       `c:/* a /* $b */ ' */ w:c`,
		`1e-5 1.5 .5 0x1F 1_000 5-3`: `n:1e-5 n:1.5 s:. n:5 n:0x1F n:1_000 n:5 s:- n:3`,
		`a->>'b' $1 é`:               `w:a s:- s:> s:> t:'b' s:$ n:1 w:é`,
		`x::int[]`:                   `w:x s:: s:: w:int s:[ s:]`,
		`ae'x'`:                      `w:ae t:'x'`,
		``:                           ``,
	} {
		tokens, err := Tokens(sql)
		if err != nil {
			t.Errorf("%s: %v", sql, err)
			continue
		}
		var got []string
		whole := ""
		for _, tok := range tokens {
			if whole += tok.Text; tok.Kind != Space {
				got = append(got, string("xcwqtnps"[tok.Kind])+":"+tok.Text)
			}
		}
		if strings.Join(got, " ") != want || whole != sql {
			t.Errorf("%s: %s, want %s", sql, strings.Join(got, " "), want)
		}
	}
	for sql, want := range map[string]string{"a\n 'x": "2:2", `"x`: "1:1", "é /* /* */": "1:3", "$a$ x $b$": "1:1", "E'\\'": "1:1"} {
		_, err := Tokens(sql)
		if err == nil || !strings.HasSuffix(err.Error(), "is not closed") {
			t.Errorf("%q: %v", sql, err)
			continue
		}
		if line, column := place(err); line+":"+column != want {
			t.Errorf("%q: at %s:%s, want %s", sql, line, column, want)
		}
	}
}

func TestSubstitute(t *testing.T) {
	sql := "SELECT '$a', \"$a\", $a, $$ $a $$ -- $a\n  , $b /* $a */ , x$a"
	got, back, err := Substitute(sql, func(name string) (string, error) { return "<" + name + "\n>", nil })
	want := "SELECT '$a', \"$a\", <a\n>, $$ $a $$ -- $a\n  , <b\n> /* $a */ , x$a"
	if err != nil || got != want {
		t.Errorf("%q, %v\nwant %q", got, err, want)
	}
	for _, piece := range []string{"SELECT", "-- $a", "/*", "x$a"} {
		if at := back.Source(strings.Index(got, piece)); at != strings.Index(sql, piece) {
			t.Errorf("%q is at %d, want %d", piece, at, strings.Index(sql, piece))
		}
	}
	if at := back.Source(strings.Index(got, "b\n>") + 1); at != strings.Index(sql, "$b") {
		t.Errorf("inside the value of $b: %d", at)
	}
	if Map(nil).Source(7) != 7 {
		t.Error("the nil map moves a place")
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"SELECT $a, 'b''', \"c\", $$d$$, $t$e$t$ -- f\n/* g /* h */ */ 1e-5", "E'\\''", "$", "/*", "é$é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		tokens, err := Tokens(sql)
		if err != nil {
			return
		}
		whole := ""
		for _, tok := range tokens {
			if tok.Text == "" || tok.Offset != len(whole) {
				t.Fatalf("a token %+v at %d of %q", tok, len(whole), sql)
			}
			whole += tok.Text
		}
		if whole != sql {
			t.Errorf("%q became %q", sql, whole)
		}
	})
}

func place(err error) (line, column string) {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return "", ""
	}
	return strconv.Itoa(f.Line), strconv.Itoa(f.Column)
}
