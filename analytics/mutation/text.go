package mutation

import (
	"slices"
	"strings"

	"auditql/analytics/sqlfile"
)

// word is a token that is no space and no comment, or several that are one operator.
type word struct {
	sqlfile.Token
	upper string // of a keyword or symbol; empty for names in quotes and literals
	depth int    // of brackets and CASE … END around it; the brackets themselves lie outside
}

func (w word) end() int { return w.Offset + len(w.Text) }

type text struct {
	sql   string
	words []word
}

// long are the operators of several characters.
var long = []string{"->>", "<=", ">=", "<>", "!=", "->", "||", "::", ":="}

func newText(sql string, tokens []sqlfile.Token) *text {
	t := &text{sql: sql}
	depth, after := 0, 0
	for _, token := range tokens {
		if token.Kind == sqlfile.Space || token.Kind == sqlfile.Comment || token.Offset < after {
			continue
		}
		w := word{Token: token}
		switch token.Kind {
		case sqlfile.Word:
			w.upper = strings.ToUpper(token.Text)
		case sqlfile.Symbol:
			if i := slices.IndexFunc(long, func(o string) bool { return strings.HasPrefix(sql[token.Offset:], o) }); i >= 0 {
				w.Text = long[i]
			}
			w.upper = w.Text
		}
		if closes[w.upper] {
			depth--
		}
		w.depth = depth
		if opens[w.upper] {
			depth++
		}
		after = w.end()
		t.words = append(t.words, w)
	}
	return t
}

var (
	opens  = set("( [ { CASE")
	closes = set(") ] } END")
)

func set(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}

// at gives the keyword or symbol at a place; beyond the text there is none.
func (t *text) at(i int) string {
	if i < 0 || i >= len(t.words) {
		return ""
	}
	return t.words[i].upper
}

// is says whether these keywords stand at a place.
func (t *text) is(i int, keywords ...string) bool {
	for k, w := range keywords {
		if t.at(i+k) != w {
			return false
		}
	}
	return true
}

// next gives the first word from i on that is in the set and as deep as word i, or the end of what is around it.
func (t *text) next(i int, in map[string]bool) int {
	if i >= len(t.words) {
		return len(t.words)
	}
	depth := t.words[i].depth
	for ; i < len(t.words); i++ {
		if w := t.words[i]; w.depth < depth || w.depth == depth && in[w.upper] && !t.function(i) {
			return i
		}
	}
	return i
}

// function tells LEFT('abc', 1) from LEFT JOIN.
func (t *text) function(i int) bool { return (t.is(i, "LEFT") || t.is(i, "RIGHT")) && t.is(i+1, "(") }

// between says whether the AND at i belongs to a BETWEEN.
func (t *text) between(i int) bool {
	depth := t.words[i].depth
	for k := i - 1; k >= 0 && t.words[k].depth >= depth; k-- {
		if t.words[k].depth > depth {
			continue
		}
		if t.words[k].upper == "BETWEEN" {
			return true
		}
		if conditionEnd[t.words[k].upper] {
			return false
		}
	}
	return false
}
