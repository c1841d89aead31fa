package lint

import (
	"regexp"
	"slices"
	"strings"
)

// The period is half-open and times are instants of UTC: two things that SQL learnt on days of a calendar gets wrong.

var dayForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

// between finds an upper end of instants that is included: the end of the period, which belongs to the next one, or a day, of
// which only the first instant would be.
func (l *linter) between(n node) {
	end := n.child("upper")
	at := n.child("input")
	if n.text("type") == "COMPARE_LESSTHANOREQUALTO" {
		end, at = n.child("right"), n.child("left")
	} else if n.text("type") != "COMPARE_BETWEEN" {
		return
	}
	name := at.column()
	if !l.times[name] {
		return
	}
	if end.text("class") == "CAST" {
		end = end.child("child")
	}
	text, ok := end.constant()
	if !ok {
		return
	}
	if strings.HasPrefix(l.source(end), "$period_end") {
		l.report(n, "period", "write "+name+" >= $period_start AND "+name+" < $period_end", "the period does not include $period_end, which is the first instant of the next one")
	} else if dayForm.MatchString(text) {
		l.report(n, "period", "write "+name+" < the day after it; better, take a parameter", "%s is an instant, so all of %s but its first instant is lost", name, text)
	}
}

// source gives the author's text from where a node begins.
func (l *linter) source(n node) string {
	if n.offset() < 0 {
		return ""
	}
	line, column := l.syntax.Place(n.offset())
	lines := strings.Split(l.section.SQL, "\n")
	if at := line - max(l.section.Line, 1); at >= 0 && at < len(lines) {
		if runes := []rune(lines[at]); column-1 <= len(runes) {
			return string(runes[column-1:])
		}
	}
	return ""
}

// clockParts are parts of an instant that are others in other zones.
var clockParts = strings.Fields("hour dow isodow dayofweek weekday day_of_week")

// zone finds the hour, or the day of the week, of an instant in UTC, where people live by their own clocks.
func (l *linter) zone(n node) {
	name := strings.ToLower(n.text("function_name"))
	args := n.list("children")
	if name == "date_part" && len(args) == 2 {
		part, _ := args[0].constant()
		name, args = strings.ToLower(part), args[1:]
	}
	if !slices.Contains(clockParts, name) || len(args) != 1 {
		return
	}
	for _, r := range references(args[0]) {
		if l.times[r.column()] && !inZone(args[0]) {
			l.report(n, "zone", "write "+r.column()+" AT TIME ZONE 'Area/City', with the zone as a parameter", "%s of %s is that of UTC, not of the people concerned", name, r.column())
			return
		}
	}
}

func inZone(v node) bool {
	found := false
	each(v, func(n node) bool {
		found = found || strings.EqualFold(n.text("function_name"), "timezone")
		return !found
	})
	return found
}
