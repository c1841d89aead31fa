// Package sqlfile reads a .sql file of auditql: YAML front matter, named sections of SQL, and trailing blocks.
//
// The file is plain SQL to any editor, because what is not SQL stands in comments:
//
//	/*---
//	id: iam-orphan
//	---*/
//
//	-- +population: one row per enabled account
//	SELECT system, account_id FROM account WHERE enabled;
//
//	/*--- cases
//	- name: …
//	---*/
//
// A section starts with "-- +name: sentence" at the first column and holds one statement; a semicolon at its end is
// dropped. The package knows nothing of what the parts mean. Every part keeps its line, so that an error points at it.
package sqlfile

import (
	"regexp"
	"strings"

	"auditql/analytics/fault"
)

// File is a split .sql file.
type File struct {
	Name     string
	Front    Block // the zero Block when the file has none
	Sections []Section
	Trailing []Block // blocks with a label, after the front matter
}

// Block is YAML in a comment.
type Block struct {
	Label string
	Text  string
	Line  int // of the first line of Text
}

// Section is a named SQL statement.
type Section struct {
	Name string
	Says string // the sentence after the name
	SQL  string
	Line int // of the first line of SQL
}

const blockEnd = "---*/"

var (
	blockStart   = regexp.MustCompile(`^/\*---[ \t]*([a-z]*)[ \t]*$`)
	sectionStart = regexp.MustCompile(`^-- \+([a-z][a-z0-9_]*):[ \t]*(.*?)[ \t]*$`)
	almostStart  = regexp.MustCompile(`^\s*--\s*\+`)
)

// Split reads the text of a file; name is used in errors.
func Split(name, text string) (*File, error) {
	s := &splitter{file: &File{Name: name}, lines: strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")}
	for s.at < len(s.lines) {
		if err := s.line(); err != nil {
			return nil, err
		}
	}
	s.endSection()
	return s.file, nil
}

type splitter struct {
	file    *File
	lines   []string
	at      int // index of the next line
	section *Section
	body    []string
}

func (s *splitter) line() error {
	text := s.lines[s.at]
	if m := blockStart.FindStringSubmatch(text); m != nil {
		s.endSection()
		return s.block(m[1])
	}
	if m := sectionStart.FindStringSubmatch(text); m != nil {
		s.endSection()
		return s.startSection(m[1], m[2])
	}
	if almostStart.MatchString(text) {
		return s.fault("a section starts with \"-- +name: sentence\" at the first column, found %q", strings.TrimSpace(text))
	}
	if s.section == nil && !isBlank(text) {
		return s.fault("SQL outside a section: %q", strings.TrimSpace(text))
	}
	s.body = append(s.body, text)
	s.at++
	return nil
}

func (s *splitter) startSection(name, says string) error {
	if says == "" {
		return s.fault("section %s has no sentence that says what it gives", name)
	}
	for _, other := range s.file.Sections {
		if other.Name == name {
			return s.fault("section %s is there twice, first on line %d", name, other.Line-1)
		}
	}
	s.at++
	s.section = &Section{Name: name, Says: says, Line: s.at + 1}
	s.body = nil
	return nil
}

func (s *splitter) endSection() {
	if s.section == nil {
		return
	}
	s.section.SQL = withoutEnd(strings.TrimRight(strings.Join(s.body, "\n"), " \t\n"))
	s.file.Sections = append(s.file.Sections, *s.section)
	s.section, s.body = nil, nil
}

// withoutEnd drops the semicolon that ends a statement, also when a comment follows it.
func withoutEnd(sql string) string {
	tokens, err := Tokens(sql)
	if err != nil {
		return sql // the engine says what is wrong with it
	}
	for i := len(tokens) - 1; i >= 0; i-- {
		switch t := tokens[i]; {
		case t.Kind == Space || t.Kind == Comment:
		case t.Text == ";":
			return strings.TrimRight(sql[:t.Offset]+sql[t.Offset+1:], " \t\n")
		default:
			return sql
		}
	}
	return sql
}

func (s *splitter) block(label string) error {
	start := s.at
	for end := start + 1; end < len(s.lines); end++ {
		if strings.TrimRight(s.lines[end], " \t") != blockEnd {
			continue
		}
		b := Block{Label: label, Text: strings.Join(s.lines[start+1:end], "\n"), Line: start + 2}
		s.at = end + 1
		return s.addBlock(b)
	}
	return s.fault("the block that starts here has no end, expected a line %q", blockEnd)
}

func (s *splitter) addBlock(b Block) error {
	if b.Label != "" {
		s.file.Trailing = append(s.file.Trailing, b)
		return nil
	}
	if s.file.Front.Line != 0 || len(s.file.Sections) > 0 {
		return fault.At(fault.Usage, s.file.Name, b.Line-1, "front matter must come once and first")
	}
	s.file.Front = b
	return nil
}

func (s *splitter) fault(format string, args ...any) error {
	return fault.At(fault.Usage, s.file.Name, s.at+1, format, args...)
}

func isBlank(line string) bool {
	t := strings.TrimSpace(line)
	return t == "" || strings.HasPrefix(t, "--")
}
