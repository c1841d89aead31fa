package reader

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// sampled is how much of a file is looked at to recognise it.
const sampled = 1 << 20

// Sample is the beginning of a file and what it tells.
type Sample struct {
	File        File
	Compression string
	Encoding    string
	Format      string   // json, yaml, text, xlsx, parquet, binary or empty
	Keys        []string // json and yaml: the names that come first
	Line        string   // text: the first line that is not blank
	Notes       []string // a name that does not fit the content

	head   []byte // the text in UTF-8
	whole  bool   // head is all of it
	names  map[string]bool
	outer  map[string]bool // json: names that an envelope could have
	top    []byte          // text: what the header may be in, folded
	inside *Sample         // text: the JSON in a column of it, one record a line; nil where there is none
	column string          // that column
	cells  bool            // this is the JSON in a column
	heads  []sheetHead
	kinds  map[string]kinds // found so far; see kindsOf
}

// Sniff reads the beginning of a file.
func Sniff(f File) (Sample, error) {
	src, err := openSource(f, Limits{}.orDefault())
	if err != nil {
		return Sample{}, err
	}
	defer src.Close()
	s := Sample{File: f, Compression: src.compression, Encoding: src.encoding, kinds: map[string]kinds{}}
	s.head, err = io.ReadAll(io.LimitReader(src.decoded, sampled))
	if err != nil {
		return s, err
	}
	s.whole = len(s.head) < sampled
	s.Format = formatOf(s.head)
	switch s.Format {
	case "json":
		s.names, s.outer, s.Keys = namesOf(s.head)
	case "yaml":
		s.names, s.Keys = yamlNames(s.head)
		s.outer = s.names
		s.Line = firstLine(s.head)
	case "text":
		s.Line = firstLine(s.head)
		s.top = topOf(s.head, s.whole)
		s.lookInside()
	case "parquet", "xlsx": // damage is told as such, and not as a file that nobody knows
		err = s.lookAtSheets()
	}
	s.Notes = nameNotes(f.Name, s.Compression, s.Format)
	return s, err
}

// lookInside makes a sample of the JSON that a column holds.
func (s *Sample) lookInside() {
	column, cells := jsonColumn(s.head, s.whole)
	if column == "" {
		return
	}
	in := *s
	in.Format, in.head, in.whole = "json", append(bytes.Join(cells, []byte{'\n'}), '\n'), s.whole && len(cells) < lookedAt
	in.names, in.outer, in.Keys = namesOf(in.head)
	in.kinds, in.cells = map[string]kinds{}, true
	s.inside, s.column = &in, column
}

// Describe says what the file looks like, for a message that it is not known.
func (s Sample) Describe() string {
	if says := stranger(s.head); says != "" {
		return says
	}
	switch s.Format {
	case "empty":
		return "the file is empty"
	case "json":
		if len(s.Keys) == 0 {
			return "JSON without any names"
		}
		return "JSON with the names " + listed(s.Keys)
	case "yaml":
		return "YAML with the names " + listed(s.Keys)
	case "text":
		if s.inside != nil {
			return "text whose column " + quote([]byte(s.column)) + " holds " + s.inside.Describe()
		}
		if !utf8.ValidString(s.Line) {
			return fmt.Sprintf("text that is not UTF-8, as Latin-1 or Windows-1252 would be; its first line is %s", quote([]byte(s.Line)))
		}
		return "text whose first line is " + quote([]byte(s.Line))
	case "binary":
		if bytes.IndexByte(s.head, 0) == 1 || bytes.IndexByte(s.head, 0) == 0 {
			return "binary, or UTF-16 without a byte order mark, which cannot be told for sure"
		}
		return "binary data of no known format"
	}
	return s.describeSheets()
}

// describeSheets names the columns of each table of a workbook, or of a Parquet file.
func (s Sample) describeSheets() string {
	var parts []string
	for _, h := range s.heads {
		if s.Format == "parquet" {
			return "Parquet with the columns " + listed(h.widest())
		}
		parts = append(parts, fmt.Sprintf("sheet %s with %s", quote([]byte(h.name)), listed(h.widest())))
	}
	return "a workbook: " + strings.Join(parts, "; ")
}

// listed joins names for a sentence, not more than a person reads.
func listed(names []string) string {
	if len(names) > 12 {
		return strings.Join(names[:12], ", ") + fmt.Sprintf(" and %d more", len(names)-12)
	}
	return strings.Join(names, ", ")
}

// formatOf tells the format by content.
func formatOf(head []byte) string {
	text := bytes.TrimLeft(head, " \t\r\n")
	switch {
	case len(text) == 0:
		return "empty"
	case bytes.HasPrefix(head, []byte("PAR1")):
		return "parquet"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return "xlsx" // every other zip was taken apart before
	case isBinary(head):
		return "binary"
	case text[0] == '{':
		return "json"
	case text[0] == '[':
		// A log line may start with a bracket too, a JSON array that matters goes on with one of these.
		next := bytes.TrimLeft(text[1:], " \t\r\n")
		if len(next) > 0 && bytes.IndexByte([]byte("{[]"), next[0]) >= 0 {
			return "json"
		}
	}
	if yamlStart.Match(text) {
		return "yaml"
	}
	return "text"
}

// isBinary tells binary data from text that has some NUL bytes, as a crash leaves them in logs: they are rejected with the
// record they are in. Text begins with a line without any, and a tenth of it at most is NUL.
func isBinary(head []byte) bool {
	first, _, _ := bytes.Cut(bytes.TrimLeft(head, " \t\r\n"), []byte{'\n'})
	control := func(r rune) bool { return r < ' ' && r != '\t' && r != '\r' && r != 0x1b }
	return bytes.IndexByte(head, 0) >= 0 && (bytes.ContainsFunc(first, control) || bytes.Count(head, []byte{0}) > len(head)/10)
}

// yamlStart is how YAML begins, after comments: a marker, an entry of a list, or a name with its colon.
var yamlStart = regexp.MustCompile(`^(#[^\n]*\n\s*)*(---\s|- |["']?[A-Za-z_][\w./-]*["']?:(\s|$))`)

var yamlName = regexp.MustCompile(`(?m)(?:^\s*(?:- )*|[{,]\s*)["']?([\w./$@-]+)["']?:(?:\s|$)`)

// yamlNames collects what looks like names in the beginning of a YAML text.
func yamlNames(head []byte) (names map[string]bool, first []string) {
	names = map[string]bool{}
	for _, m := range yamlName.FindAllSubmatch(head, 10_000) {
		name := string(m[1])
		if !names[name] && len(first) < 200 {
			first = append(first, name)
		}
		names[name] = true
	}
	return names, first
}

// namesOf collects all names in the beginning of a JSON text; those of objects that may be envelopes, as they are in no other object;
// and in order those of the first object and of the objects in the first array inside of it. A text before a colon is a name:
// whether the rest is JSON is not asked here, so a broken record hides no name of the others.
func namesOf(head []byte) (names, outer map[string]bool, first []string) {
	names, outer = map[string]bool{}, map[string]bool{}
	depth := 0
	for i := 0; i < len(head) && len(names) < 10_000; i++ {
		switch head[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			end := closing(head, i+1)
			if end < 0 {
				return names, outer, first
			}
			text := head[i : end+1]
			i = end
			if after := spaceless(head[end+1:]); len(after) == 0 || after[0] != ':' {
				continue
			}
			outermost := depth <= 2 // an object, or one in an array
			raw := text[1 : len(text)-1]
			if names[string(raw)] && (!outermost || outer[string(raw)]) {
				continue
			}
			name, err := jsontext.AppendUnquote(nil, text)
			if err != nil {
				continue
			}
			if outermost {
				outer[string(name)] = true
			}
			if !names[string(name)] && depth <= 3 && len(first) < 200 {
				first = append(first, string(name))
			}
			names[string(name)] = true
		}
	}
	return names, outer, first
}

func spaceless(text []byte) []byte {
	if len(text) > 0 && text[0] > ' ' {
		return text
	}
	return bytes.TrimLeft(text, " \t\r\n")
}

// closing gives the place of the quote that ends a text, or -1.
func closing(head []byte, i int) int {
	for from := i; ; {
		n := bytes.IndexByte(head[from:], '"')
		if n < 0 {
			return -1
		}
		end, escapes := from+n, 0
		for end-escapes > i && head[end-escapes-1] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return end
		}
		from = end + 1
	}
}

func firstLine(head []byte) string {
	text := bytes.TrimLeft(head, " \t\r\n")
	line, _, _ := bytes.Cut(text, []byte{'\n'})
	return string(line[:min(len(line), 200)])
}

// nameNotes reports a name that says something else than the content. The content decides.
func nameNotes(name, compression, format string) (notes []string) {
	base := strings.ToLower(path.Base(strings.ReplaceAll(name, "!", "/")))
	ext := path.Ext(base)
	says := map[string]string{".gz": "gzip", ".zst": "zstd", ".bz2": "bzip2"}[ext]
	if says != "" {
		base = strings.TrimSuffix(base, ext)
		ext = path.Ext(base)
	}
	if says != compression && (says != "" || compression != "none") {
		notes = append(notes, fmt.Sprintf("the name says compression %q, the content %q", or(says, "none"), compression))
	}
	fits := map[string][]string{
		".json": {"json"}, ".jsonl": {"json"}, ".ndjson": {"json"}, ".xlsx": {"xlsx"}, ".parquet": {"parquet"},
		".csv": {"text", "yaml", "csv", "lines"}, ".tsv": {"text", "yaml", "csv", "lines"},
		".yaml": {"text", "yaml", "json", "lines"}, ".yml": {"text", "yaml", "json", "lines"},
	}[ext]
	if len(fits) > 0 && format != "empty" && !slices.Contains(fits, format) {
		notes = append(notes, fmt.Sprintf("the name says %s, the content is %s", ext, format))
	}
	return notes
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
