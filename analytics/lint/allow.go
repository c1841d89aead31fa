package lint

import (
	"regexp"
	"slices"
	"strings"

	"auditql/analytics/sqlfile"
)

var allowForm = regexp.MustCompile(`^--\s*allow\s+([a-z-]+)\s*(?::\s*(.*))?$`)

// allowed takes out findings about which the author says why the rule does not apply, on their line or the one before:
//
//	-- allow null-compare: an account without a type is judged by another test
//
// A comment that gives no reason, or that no finding answers, is a finding itself, so that none outlives its cause.
func (l *linter) allowed() {
	for _, x := range l.test.Sections {
		tokens, err := sqlfile.Tokens(x.SQL)
		if err != nil {
			continue
		}
		line := x.Line
		for _, t := range tokens {
			if m := allowForm.FindStringSubmatch(strings.TrimSpace(t.Text)); t.Kind == sqlfile.Comment && m != nil {
				l.allow(line, m[1], m[2])
			}
			line += strings.Count(t.Text, "\n")
		}
	}
}

func (l *linter) allow(line int, rule, why string) {
	if strings.TrimSpace(why) == "" {
		l.say(line, "allow", "write -- allow "+rule+": and why", "the comment does not say why %s is allowed", rule)
		return
	}
	before := len(l.found)
	l.found = slices.DeleteFunc(l.found, func(f Finding) bool {
		return f.Rule == rule && (f.Line == line || f.Line == line+1)
	})
	if len(l.found) == before {
		l.say(line, "allow", "take the comment out", "there is no finding of %s on this line or the next", rule)
	}
}
