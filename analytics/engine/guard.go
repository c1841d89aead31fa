package engine

import (
	"strings"

	"auditql/analytics/sqlfile"
)

// DuckDB adds up DECIMAL(38,s) and HUGEINT in 128 bits. Where it adds the sums of two threads it does not look for
// overflow, and it never looks whether a sum still has the 38 digits that DECIMAL may have. So where a query sums such
// types, each sum gets a companion, the same sum in DOUBLE, that is only compared with the limit: it is exact to about 15
// digits, which is far more than it takes to tell 10^38 from less, however the rows come.
var guards = []Function{
	{Name: "sum_limit", macro: `(type) AS CASE WHEN type LIKE 'DECIMAL(%'
		THEN power(10::DOUBLE, 38 - regexp_extract(type, ',([0-9]+)', 1)::INTEGER) ELSE 1e38 END`},
	{Name: "sum_guard", macro: `(s, about) AS CASE WHEN abs(about) >= sum_limit(typeof(s))
		THEN error('` + sumTooWide + `') ELSE s END`},
	{Name: "avg_guard", macro: `(s, about, n) AS CAST(sum_guard(s, about) AS DOUBLE) / n`},
}

const (
	sumTooWide  = "a sum of DECIMAL needs more than 38 digits"
	sumOverflow = "Overflow in HUGEINT" // how DuckDB says the same where it looks
	guardHint   = "cast what is summed to fewer digits after the point"
)

// guarded puts the companions in where they are needed. It edits the text where the syntax tree says that a call of sum or
// avg begins; the map leads back to the text that was asked for.
func (in *inspection) guarded(query string) (string, sqlfile.Map, error) {
	if !in.wide {
		return query, nil, nil
	}
	tokens, err := sqlfile.Tokens(query)
	if err != nil {
		return "", nil, err
	}
	g := &guarder{in: in, tokens: tokens, calls: map[int]tree{}}
	for _, call := range in.sums {
		g.calls[call.offset()] = call
	}
	edits := g.edits(0, len(tokens))
	text, back := sqlfile.Apply(query, edits)
	if g.done < len(in.sums) {
		return "", nil, refuse(-1, "write sum(x) and avg(x) plainly", "a sum of wide decimals that cannot be guarded")
	}
	return text, back, in.first()
}

type guarder struct {
	in     *inspection
	tokens []sqlfile.Token
	calls  map[int]tree // by the offset of their name
	done   int
}

// edits gives the edits of the tokens from lo up to hi.
func (g *guarder) edits(lo, hi int) []sqlfile.Edit {
	var out []sqlfile.Edit
	for i := lo; i < hi; i++ {
		call, ok := g.calls[g.tokens[i].Offset]
		if !ok {
			continue
		}
		open := g.next(i + 1)
		closing := g.close(open)
		end := g.suffix(closing)
		if closing < 0 || !sameName(g.tokens[i].Text, call.text("function_name")) {
			continue
		}
		g.done++
		if distinct, _ := call["distinct"].(bool); distinct || len(call.child("order_bys").list("orders")) > 0 {
			g.in.refuse(call, "sum over a sub-query of SELECT DISTINCT", "DISTINCT or ORDER BY in a sum of wide decimals cannot be guarded against overflow")
		}
		begin := g.tokens[i].Offset
		out = append(out, sqlfile.Edit{Offset: begin, Length: g.end(end) - begin,
			Text: withCompanion(call.text("function_name"), g.text(open+1, closing), g.text(closing+1, end+1))})
		i = end
	}
	return out
}

func withCompanion(name, args, suffix string) string {
	sum := "sum(" + args + ")" + suffix
	about := "sum(CAST(" + args + " AS DOUBLE))" + suffix
	if name == "sum" {
		return "sum_guard(" + sum + ", " + about + ")"
	}
	return "avg_guard(" + sum + ", " + about + ", count(" + args + ")" + suffix + ")"
}

func sameName(token, name string) bool { return strings.EqualFold(strings.Trim(token, `"`), name) }

// text gives the tokens from lo up to hi, with the calls among them guarded.
func (g *guarder) text(lo, hi int) string {
	if lo >= hi {
		return ""
	}
	from := g.tokens[lo].Offset
	edits := g.edits(lo, hi)
	for i := range edits {
		edits[i].Offset -= from
	}
	var plain strings.Builder
	for _, t := range g.tokens[lo:hi] {
		plain.WriteString(t.Text)
	}
	text, _ := sqlfile.Apply(plain.String(), edits)
	return text
}

// next gives the first token from i on that is neither space nor comment.
func (g *guarder) next(i int) int {
	for i < len(g.tokens) && (g.tokens[i].Kind == sqlfile.Space || g.tokens[i].Kind == sqlfile.Comment) {
		i++
	}
	return i
}

func (g *guarder) is(i int, text string) bool {
	return i < len(g.tokens) && strings.EqualFold(g.tokens[i].Text, text)
}

// close gives the token that closes the bracket at open, or -1.
func (g *guarder) close(open int) int {
	if !g.is(open, "(") {
		return -1
	}
	depth := 0
	for i := open; i < len(g.tokens); i++ {
		switch g.tokens[i].Text {
		case "(":
			depth++
		case ")":
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// suffix gives the last token of FILTER (…) and OVER (…) after a call that ends at i.
func (g *guarder) suffix(i int) int {
	if i < 0 {
		return i
	}
	if n := g.next(i + 1); g.is(n, "FILTER") {
		i = g.close(g.next(n + 1))
	}
	if n := g.next(i + 1); g.is(n, "OVER") {
		if n = g.next(n + 1); g.is(n, "(") {
			return g.close(n)
		}
		return n
	}
	return i
}

// end gives the offset behind a token.
func (g *guarder) end(i int) int { return g.tokens[i].Offset + len(g.tokens[i].Text) }
