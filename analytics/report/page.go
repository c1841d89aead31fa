package report

import (
	"fmt"
	"io"
	"strings"
)

// Page prints a page of help, which is Markdown, on a terminal: paragraphs and tables are fitted to its width, transcripts stay as
// they are. A width of 0 means that it goes elsewhere, and stays Markdown.
func Page(w io.Writer, text string, width int) error {
	if width == 0 {
		_, err := fmt.Fprintln(w, text)
		return err
	}
	p := pager{w: w, width: width}
	for _, line := range strings.Split(text, "\n") {
		p.line(line)
	}
	p.end()
	return p.err
}

type pager struct {
	w         io.Writer
	width     int
	fenced    bool
	paragraph []string
	table     []string
	err       error
}

func (p *pager) line(line string) {
	switch fence := strings.HasPrefix(line, "```"); {
	case fence:
		p.end()
		p.fenced = !p.fenced
	case p.fenced:
		p.print("    " + line)
	case strings.HasPrefix(line, "|"):
		p.flow()
		p.table = append(p.table, line)
	case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		p.end()
		p.print(line)
	default:
		if len(p.table) > 0 || strings.HasPrefix(line, "- ") {
			p.end()
		}
		p.paragraph = append(p.paragraph, strings.TrimSpace(line))
	}
}

func (p *pager) print(line string) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.w, line)
	}
}

// end prints what was gathered.
func (p *pager) end() {
	p.flow()
	if len(p.table) == 0 || p.err != nil {
		return
	}
	var g Grid
	for i, row := range p.table {
		cells := cellsOf(row)
		switch {
		case i == 0:
			g.Header = cells
		case i > 1:
			for len(cells) < len(g.Header) {
				cells = append(cells, "")
			}
			g.Add(cells[:len(g.Header)]...)
		}
	}
	p.table, p.err = nil, g.Write(p.w, p.width)
}

// cellsOf takes a row of a Markdown table apart; a sign behind a backslash is no border.
func cellsOf(row string) []string {
	row = strings.ReplaceAll(row, `\|`, "\x00")
	row = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(row), "|"), "|")
	cells := strings.Split(row, "|")
	for i, c := range cells {
		cells[i] = strings.TrimSpace(strings.ReplaceAll(c, "\x00", "|"))
	}
	return cells
}

// flow prints a paragraph, or an item of a list, whose lines after the first are indented.
func (p *pager) flow() {
	if len(p.paragraph) == 0 {
		return
	}
	text, indent := strings.Join(p.paragraph, " "), ""
	if strings.HasPrefix(text, "- ") {
		indent = "  "
	}
	p.paragraph = nil
	for i, line := range strings.Split(wrap(text, p.width-len(indent)), "\n") {
		if i > 0 {
			line = indent + line
		}
		p.print(line)
	}
}
