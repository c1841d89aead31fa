package reader

import (
	"bytes"
	"io"
	"slices"
	"strings"
)

const (
	wholePart = 128 << 10 // a document up to this length is parsed at once
	maxPart   = 4 << 20   // what is parsed at once is never longer
)

// yamlPart is a piece of YAML that can be parsed alone: a document, an entry of a long list, or what is left of a
// document whose list was taken out.
type yamlPart struct {
	text         []byte
	line, offset int64
	document     int
	entry        bool
	key          string // under which the list stands; empty for a list that is the document
	index        int
}

// yamlParts cuts YAML at lines. Nothing inside of a list may stand as far left as its dashes, whatever it is, so the
// cuts need no understanding of the text between them.
type yamlParts struct {
	w        *window
	keys     []string
	line     int64
	document int

	long   bool // inside of a long document
	list   bool // and of its list, whose dashes stand in column
	column int
	key    string
	index  int
	rest   yamlPart // the document without the list
}

// next gives the next part; errFull when one is too long.
func (p *yamlParts) next() (yamlPart, error) {
	for {
		if !p.long {
			part, whole, err := p.whole()
			if whole || err != nil {
				return part, err
			}
			p.long = true
			p.rest = yamlPart{line: p.line, offset: p.w.offset(), document: p.document}
		}
		part, ok, err := p.step()
		if ok || err != nil {
			return part, err
		}
	}
}

// whole gives the next document when it is short.
func (p *yamlParts) whole() (part yamlPart, ok bool, err error) {
	n := 0
	for n <= wholePart {
		end, err := p.w.lineFrom(n)
		if err == io.EOF && n > 0 {
			break
		} else if err != nil {
			return part, false, err
		}
		if n > 0 && isMarker(p.w.rest()[n:end]) {
			break
		}
		n = end
	}
	if n > wholePart {
		return part, false, nil
	}
	part = p.take(n, yamlPart{document: p.document})
	if !isEmpty(part.text) {
		p.document++
	}
	return part, true, nil
}

// isMarker reports a line that starts a document.
func isMarker(line []byte) bool {
	after, ok := bytes.CutPrefix(line, []byte("---"))
	return ok && (len(after) == 0 || bytes.IndexByte([]byte(" \t\r\n"), after[0]) >= 0)
}

// take moves n bytes out of the window into a part.
func (p *yamlParts) take(n int, part yamlPart) yamlPart {
	part.text = bytes.Clone(p.w.rest()[:n])
	part.line, part.offset = p.line, p.w.offset()
	p.line += int64(bytes.Count(part.text, []byte{'\n'}))
	p.w.pos += n
	return part
}

// step reads a line or an entry of a long document.
func (p *yamlParts) step() (yamlPart, bool, error) {
	n, err := p.w.lineFrom(0)
	if err == io.EOF {
		return p.end(), true, nil
	} else if err != nil {
		return yamlPart{}, false, err
	}
	line := p.w.rest()[:n]
	text := bytes.TrimLeft(line, " ")
	indent := len(line) - len(text)
	switch {
	case p.line > p.rest.line && isMarker(line):
		return p.end(), true, nil
	case p.list && indent == p.column && isDash(text):
		part, err := p.entry(n)
		return part, err == nil, err
	case p.list && !isBlank(text) && indent <= p.column:
		p.list = false
	case !p.list && p.key == "" && isDash(text) && (p.opens() || indent == 0 && isEmpty(p.rest.text)):
		p.list, p.column, p.index = true, indent, 0
		return yamlPart{}, false, nil
	}
	p.rest.text = append(p.rest.text, line...)
	if len(p.rest.text) > maxPart {
		return yamlPart{}, false, errFull
	}
	p.line++
	p.w.pos += n
	return yamlPart{}, false, nil
}

func isDash(text []byte) bool {
	return len(text) > 1 && text[0] == '-' && bytes.IndexByte([]byte(" \t\r\n"), text[1]) >= 0
}

func isBlank(text []byte) bool {
	t := bytes.TrimSpace(text)
	return len(t) == 0 || t[0] == '#'
}

// isEmpty reports that there is no content but markers and comments.
func isEmpty(text []byte) bool {
	for line := range bytes.Lines(text) {
		if !isBlank(line) && !isMarker(line) {
			return false
		}
	}
	return true
}

// opens reports that the last line with content is a records key without a value, and gives it an empty list: its
// entries are read by themselves.
func (p *yamlParts) opens() bool {
	text := p.rest.text
	for len(text) > 0 {
		start := bytes.LastIndexByte(text[:len(text)-1], '\n') + 1
		line := text[start:]
		if !isBlank(line) {
			key, after, ok := strings.Cut(string(line), ":")
			if !ok || !isBlank([]byte(after)) || !slices.Contains(p.keys, key) {
				return false
			}
			p.key = key
			p.rest.text = append(text[:start], key+": []\n"...)
			return true
		}
		text = text[:start]
	}
	return false
}

// entry gives the entry of the list that starts with the line of n bytes.
func (p *yamlParts) entry(n int) (yamlPart, error) {
	for {
		end, err := p.w.lineFrom(n)
		if err == io.EOF {
			break
		} else if err != nil {
			return yamlPart{}, err
		}
		line := p.w.rest()[n:end]
		text := bytes.TrimLeft(line, " ")
		if !isBlank(text) && len(line)-len(text) <= p.column {
			break
		}
		n = end
	}
	p.index++
	return p.take(n, yamlPart{document: p.document, entry: true, key: p.key, index: p.index - 1}), nil
}

// abandon forgets the document that is being read and gives its beginning, or, once entries of its list were given, the
// place that was reached.
func (p *yamlParts) abandon() yamlPart {
	start := p.rest
	if !p.long || p.index > 0 {
		start = yamlPart{line: p.line, offset: p.w.offset()}
	}
	*p = yamlParts{w: p.w, keys: p.keys, line: p.line, document: p.document + 1}
	return start
}

// end gives what is left of a long document.
func (p *yamlParts) end() yamlPart {
	p.long, p.list, p.key, p.index = false, false, "", 0
	p.rest.document = p.document
	p.document++
	return p.rest
}
