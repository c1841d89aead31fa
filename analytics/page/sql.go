package page

import (
	"html/template"
	"strings"

	"github.com/alecthomas/chroma/v2"

	"auditql/analytics/report"
)

// The lexer is our own, for the SQL of test scripts with its $parameters: loading the library's collection of lexers
// would cost every command 8 ms at its start.
var lexer = chroma.MustNewXMLLexer(assets, "asset/sql.xml")

var tokenClass = map[chroma.TokenType]string{
	chroma.Keyword: "k", chroma.KeywordType: "t", chroma.NameVariable: "p", chroma.NameFunction: "f",
	chroma.LiteralString: "s", chroma.LiteralNumber: "m", chroma.Comment: "c",
}

// highlight marks the tokens of a step. Should the lexer lose a letter, the text is shown as it is.
func highlight(sql string) template.HTML {
	sql = report.CleanLines(sql)
	tokens, err := chroma.Tokenise(chroma.Coalesce(lexer), nil, sql)
	if err != nil || chroma.Stringify(tokens...) != sql && chroma.Stringify(tokens...) != sql+"\n" {
		return template.HTML(template.HTMLEscapeString(sql))
	}
	var b strings.Builder
	for _, t := range tokens {
		text := template.HTMLEscapeString(t.Value)
		if c := tokenClass[t.Type]; c != "" {
			text = `<span class="` + c + `">` + text + `</span>`
		}
		b.WriteString(text)
	}
	return template.HTML(strings.TrimRight(b.String(), "\n"))
}
