package sqlfile

import (
	"strings"
	"unicode/utf8"

	"auditql/analytics/fault"
)

// TokenKind is the family of a token.
type TokenKind int

const (
	Space   TokenKind = iota
	Comment           // -- to the end of the line, or /* nested */
	Word              // a keyword or a plain identifier
	Quoted            // "an identifier"
	String            // 'text', E'text', $tag$text$tag$
	Number
	Parameter // $name
	Symbol    // one character of anything else
)

// Token is a piece of SQL text. The tokens of a text, one after another, are the text.
type Token struct {
	Kind   TokenKind
	Text   string
	Offset int // byte offset in the text
}

// Tokens splits SQL as DuckDB's lexer does, as far as needed to know what is text, what is a comment and what is a
// parameter. It refuses text that ends inside a string, a quoted name or a comment.
func Tokens(sql string) ([]Token, error) {
	var out []Token
	for at := 0; at < len(sql); {
		kind, n := lex(sql[at:])
		if n < 0 {
			line, column := Position(sql, at)
			f := fault.At(fault.Usage, "", line, "%s is not closed", opened(kind))
			f.Column = column
			return nil, f
		}
		out = append(out, Token{kind, sql[at : at+n], at})
		at += n
	}
	return out, nil
}

func opened(k TokenKind) string {
	return map[TokenKind]string{Comment: "a comment /*", Quoted: `a name in double quotes`, String: "a string"}[k]
}

// Position gives the 1-based line and column of a byte offset; a column counts characters.
func Position(text string, offset int) (line, column int) {
	before := text[:min(offset, len(text))]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[start:]) + 1
}

// lex gives the kind and the length of the first token of s, or length -1 when it is not closed.
func lex(s string) (TokenKind, int) {
	c := s[0]
	switch {
	case isSpace(c):
		return Space, span(s, 0, isSpace)
	case strings.HasPrefix(s, "--"):
		return Comment, lineEnd(s)
	case strings.HasPrefix(s, "/*"):
		return Comment, commentEnd(s)
	case c == '\'':
		return String, quoteEnd(s, 1, '\'', false)
	case c == '"':
		return Quoted, quoteEnd(s, 1, '"', false)
	case (c == 'e' || c == 'E') && strings.HasPrefix(s[1:], "'"):
		return String, quoteEnd(s, 2, '\'', true)
	case c == '$':
		return dollar(s)
	case isDigit(c):
		return Number, numberEnd(s)
	case isWordStart(c):
		return Word, span(s, 1, isWord)
	}
	return Symbol, 1
}

// dollar tells a parameter from dollar-quoted text: $tag$ opens a quote wherever it stands, so $a$b is never a parameter.
func dollar(s string) (TokenKind, int) {
	n := 1
	if n < len(s) && isWordStart(s[n]) {
		n = span(s, n, isTag)
	}
	if n < len(s) && s[n] == '$' {
		tag := s[:n+1]
		if end := strings.Index(s[n+1:], tag); end >= 0 {
			return String, n + 1 + end + len(tag)
		}
		return String, -1
	}
	if n == 1 {
		return Symbol, 1
	}
	return Parameter, n
}

func lineEnd(s string) int {
	if n := strings.IndexAny(s, "\n\r"); n >= 0 {
		return n
	}
	return len(s)
}

func commentEnd(s string) int {
	depth := 0
	for i := 0; i+1 < len(s); i++ {
		switch s[i : i+2] {
		case "/*":
			depth++
			i++
		case "*/":
			depth--
			i++
		}
		if depth == 0 {
			return i + 1
		}
	}
	return -1
}

// quoteEnd finds the end of quoted text that starts before from; a doubled quote stands for one.
func quoteEnd(s string, from int, quote byte, backslash bool) int {
	for i := from; i < len(s); i++ {
		switch {
		case backslash && s[i] == '\\':
			i++
		case s[i] == quote && i+1 < len(s) && s[i+1] == quote:
			i++
		case s[i] == quote:
			return i + 1
		}
	}
	return -1
}

// numberEnd takes in exponents with a sign, so that 1e-5 is one token.
func numberEnd(s string) int {
	n := span(s, 1, isNumber)
	if n < len(s) && (s[n] == '-' || s[n] == '+') && (s[n-1] == 'e' || s[n-1] == 'E') && !strings.HasPrefix(s, "0x") {
		n = span(s, n+1, isNumber)
	}
	return n
}

func span(s string, from int, in func(byte) bool) int {
	for from < len(s) && in(s[from]) {
		from++
	}
	return from
}

func isSpace(c byte) bool     { return c == ' ' || c >= '\t' && c <= '\r' }
func isDigit(c byte) bool     { return c >= '0' && c <= '9' }
func isLetter(c byte) bool    { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= utf8.RuneSelf }
func isWordStart(c byte) bool { return isLetter(c) || c == '_' }
func isTag(c byte) bool       { return isWordStart(c) || isDigit(c) }
func isWord(c byte) bool      { return isTag(c) || c == '$' }
func isNumber(c byte) bool    { return isTag(c) || c == '.' }
