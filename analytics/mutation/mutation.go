// Package mutation makes small changes to the SQL of a test script, each of them a mistake that somebody could have made:
// a bound that lies one off, a predicate that was forgotten, an inner join instead of an outer one. The cases of a script
// that is well described notice every one of them; package cases tries that.
//
// A mutant is made from tokens, so it may be no SQL at all, or say the same as before. Whether it binds is for the engine
// to judge. A mutant that says the same as before, which nobody can decide in general, is for a person to see: often the
// SQL says something twice.
//
//	for _, m := range mutation.Of(test) {
//		fmt.Println(test.File, m.Line, m.Says) // iam/iam-dormant.sql 61 < became <=
//	}
package mutation

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

// Mutant is one changed section.
type Mutant struct {
	Section string
	Line    int    // of the script's file
	Says    string // what became of what, in one line
	SQL     string // of the whole section
}

// Of gives the mutants of a script in the order of its text; no two are the same SQL.
func Of(s *script.Script) []Mutant {
	var out []Mutant
	for _, x := range s.Sections {
		seen := map[string]bool{x.SQL: true}
		for _, c := range changes(x.SQL) {
			sql, _ := sqlfile.Apply(x.SQL, c.edits)
			if seen[sql] {
				continue
			}
			seen[sql] = true
			line, _ := sqlfile.Position(x.SQL, c.edits[0].Offset)
			out = append(out, Mutant{x.Name, x.Line + line - 1, c.says, sql})
		}
	}
	return out
}

// change is a mutant of a text. Its edits are in order and do not overlap.
type change struct {
	says  string
	edits []sqlfile.Edit
}

func changes(sql string) []change {
	tokens, err := sqlfile.Tokens(sql)
	if err != nil {
		return nil // the engine says what is wrong with it
	}
	t := newText(sql, tokens)
	var out []change
	for i := range t.words {
		for _, operator := range operators {
			out = append(out, operator(t, i)...)
		}
	}
	return out
}

// became replaces the words from first to before end.
func (t *text) became(first, end int, by string) change {
	from, to := t.words[first].Offset, t.words[end-1].end()
	says := fmt.Sprintf("%s became %s", short(t.sql[from:to]), by)
	return change{says, []sqlfile.Edit{{Offset: from, Length: to - from, Text: by}}}
}

// without drops the words from first to before end, and the space behind them.
func (t *text) without(first, end int) change {
	from, to := t.words[first].Offset, t.words[end-1].end()
	says := short(t.sql[from:to]) + " was dropped"
	if end < len(t.words) {
		to = t.words[end].Offset
	}
	return change{says, []sqlfile.Edit{{Offset: from, Length: to - from}}}
}

// preceded puts a word before another.
func (t *text) preceded(i int, by string) change {
	at := t.words[i].Offset
	return change{fmt.Sprintf("%s became %s %s", t.words[i].Text, by, t.words[i].Text), []sqlfile.Edit{{Offset: at, Text: by + " "}}}
}

// shown bounds the SQL that a mutant's sentence quotes, in characters.
const shown = 60

func short(sql string) string {
	sql = strings.Join(strings.Fields(sql), " ")
	if utf8.RuneCountInString(sql) <= shown {
		return sql
	}
	return string([]rune(sql)[:shown-1]) + "…"
}
