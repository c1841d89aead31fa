package waiver

import (
	"strconv"
	"strings"
	"time"
)

// Renew gives the text of waivers.yaml for a period that begins at start: the waivers that still run then, each marked to
// be renewed. Until somebody approves it again and takes the mark away, it accepts nothing.
func Renew(all []Waiver, start time.Time) string {
	var b strings.Builder
	b.WriteString("# Carried over from the period before. Each needs approval again: check it, name the ticket, remove renew.\nwaivers:\n")
	n := 0
	for _, w := range all {
		if !start.Before(w.to) {
			continue
		}
		n++
		w.write(&b)
	}
	if n == 0 {
		return "waivers: []\n"
	}
	return b.String()
}

func (w Waiver) write(b *strings.Builder) {
	for i, f := range []struct{ name, text string }{
		{"id", strconv.Quote(w.ID)}, {"test", strconv.Quote(w.Test)}, {"key", list(w.Key)}, {"where", w.conditions()},
		{"reason", strconv.Quote(w.Reason)}, {"requested_by", strconv.Quote(w.RequestedBy)}, {"approver", strconv.Quote(w.Approver)},
		{"ticket", strconv.Quote(w.Ticket)}, {"from", w.From}, {"to", w.To}, {"compensating", strconv.Quote(w.Compensating)}, {"renew", "true"},
	} {
		if f.text == "" || f.text == `""` {
			continue
		}
		start := "    "
		if i == 0 {
			start = "  - "
		}
		b.WriteString(start + f.name + ": " + f.text + "\n")
	}
}

func (w Waiver) conditions() string {
	if len(w.Where) == 0 {
		return ""
	}
	var parts []string
	for _, c := range w.Where {
		parts = append(parts, strconv.Quote(c.Column)+": "+list(c.Values))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func list(values []string) string {
	if len(values) == 0 {
		return ""
	}
	var quoted []string
	for _, v := range values {
		quoted = append(quoted, strconv.Quote(v))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
