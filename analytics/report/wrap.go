package report

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// wrap breaks a text into lines of at most width, at blanks where it can and inside a word that is longer than a line.
// The table library's own wrapping cuts such words off, and a cell that lost its end would be evidence lost.
func wrap(text string, width int) string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		for _, piece := range pieces(word, width) {
			if line != "" && runewidth.StringWidth(line)+1+runewidth.StringWidth(piece) <= width {
				line += " " + piece
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			line = piece
		}
	}
	return strings.Join(append(lines, line), "\n")
}

func pieces(word string, width int) []string {
	var out []string
	start, w := 0, 0
	for i, r := range word {
		if rw := runewidth.RuneWidth(r); w+rw > width && i > start {
			out = append(out, word[start:i])
			start, w = i, rw
		} else {
			w += rw
		}
	}
	return append(out, word[start:])
}
