package sampling

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"auditql/analytics/record"
)

//go:embed recipe
var recipeFiles embed.FS

var recipes = template.Must(template.ParseFS(recipeFiles, "recipe/*"))

// programs name the files that make up the Python program of each method.
var programs = map[Method][]string{
	SRS:        {"head.py", "srs.py"},
	Stratified: {"head.py", "stratified.py"},
	Sieve:      {"head.py", "cut.py", "sieve.py"},
	Interval:   {"head.py", "cut.py", "interval.py", "hits.py"},
	Cells:      {"head.py", "cut.py", "cell.py", "hits.py"},
	Random:     {"head.py", "random.py", "hits.py"},
	Systematic: {"head.py", "systematic.py"},
}

// Listing lists a selection as the program of its recipe prints it: a line "kind key" for each certainty item, sampled item or
// hit, and spare.
func (s Selection) Listing() string {
	var b strings.Builder
	for _, u := range s.Certainty {
		fmt.Fprintf(&b, "certainty %s\n", u.Key)
	}
	for _, h := range s.Hits {
		fmt.Fprintf(&b, "hit %s\n", h.Key)
	}
	for _, u := range s.Units {
		if len(s.Hits) == 0 {
			fmt.Fprintf(&b, "sample %s\n", u.Key)
		}
	}
	for _, u := range s.Spares {
		fmt.Fprintf(&b, "spare %s\n", u.Key)
	}
	return b.String()
}

// Recipe gives a text of at most one page by which anyone can draw the selection again without this package: one ticket with
// sha256sum, the sample in SQL for the methods that rank tickets, and the whole selection in a short Python program.
func Recipe(s Selection) string {
	digest := sha256.Sum256([]byte(s.Listing()))
	values := map[string]any{"Method": s.Method, "SeedText": strconv.Quote(s.Seed), "ScopeText": strconv.Quote(s.Scope), "Items": s.Frame.Items,
		"OrderName": s.Order, "Drawn": s.drawn(), "Python": RecipePython(s), "SQL": indent(RecipeSQL(s)), "Digest": hex.EncodeToString(digest[:])}
	if s.Frame.PositiveValue.Sign() > 0 {
		values["Total"] = s.Frame.PositiveValue
	}
	if len(s.Units) > 0 && printable(s.Units[0].Key) {
		first := s.Units[0]
		values["CheckTicket"] = first.Ticket[:16]
		values["Check"] = fmt.Sprintf(`printf 'ASEL1\n%%s\n%%s\n%%s' %s %s %s | sha256sum`, shellQuote(s.Seed), shellQuote(s.Scope), shellQuote(first.Key))
	}
	return render("text.txt", values)
}

func (s Selection) drawn() string {
	items := record.Counted(len(s.Units), "item") + " drawn"
	if len(s.Hits) > 0 {
		items = record.Counted(len(s.Hits), "hit") + " on " + record.Counted(len(s.Units), "item")
	}
	if s.SampledValue != nil && s.Method != Random {
		items += fmt.Sprintf(", %s, planned size %d", record.Counted(len(s.Certainty), "certainty item"), s.Planned)
	}
	if len(s.Spares) > 0 {
		items += ", " + record.Counted(len(s.Spares), "spare")
	}
	return items + "."
}

// RecipePython gives the program that draws the selection again from a CSV file of the frame, with the standard library only.
func RecipePython(s Selection) string {
	order := "(ticket(key), key)"
	if s.Order == ByKey {
		order = "key"
	}
	var strata []string
	for _, h := range s.Strata {
		strata = append(strata, fmt.Sprintf("(%s, %d)", pythonQuote(h.Name), h.Size))
	}
	values := map[string]any{"Seed": pythonQuote(s.Seed), "Scope": pythonQuote(s.Scope), "Size": s.Planned, "Spares": s.spares(),
		"Order": order, "Strata": "[" + strings.Join(strata, ", ") + "]"}
	var b strings.Builder
	for _, name := range programs[s.Method] {
		b.WriteString(render(name, values))
	}
	return b.String()
}

// spares gives the spares that were asked for, as far as the frame has them.
func (s Selection) spares() int64 {
	most := int64(0)
	for _, h := range s.Strata {
		most = max(most, int64(len(slices.DeleteFunc(slices.Clone(s.Spares), func(u Unit) bool { return u.Stratum != h.Name }))))
	}
	if s.Method != Stratified {
		most = int64(len(s.Spares))
	}
	return most
}

// RecipeSQL gives the query that draws the sampled items in rank order, in DuckDB's dialect, from a relation
// frame(key, amount, stratum). It is empty for methods that do not rank tickets, and lists no certainty items or spares.
func RecipeSQL(s Selection) string {
	ticket := fmt.Sprintf("sha256('ASEL1' || chr(10) || %s || chr(10) || %s || chr(10) || key)", sqlQuote(s.Seed), sqlQuote(s.Scope))
	switch s.Method {
	case SRS:
		return fmt.Sprintf("SELECT key\nFROM frame\nORDER BY %s, key\nLIMIT %d", ticket, s.SampledSize)
	case Stratified:
		var sizes []string
		for _, h := range s.Strata {
			sizes = append(sizes, fmt.Sprintf("WHEN %s THEN %d", sqlQuote(h.Name), h.Size))
		}
		return fmt.Sprintf("SELECT key\nFROM frame\nQUALIFY row_number() OVER (PARTITION BY stratum ORDER BY %s, key) <= CASE stratum %s END\nORDER BY stratum, %s, key",
			ticket, strings.Join(sizes, " "), ticket)
	case Sieve:
		below := ""
		if len(s.Certainty) > 0 {
			least := slices.MinFunc(s.Certainty, func(a, b Unit) int { return cmp.Compare(a.Amount, b.Amount) })
			below = fmt.Sprintf(" AND amount < %d", least.Amount)
		}
		return fmt.Sprintf("WITH ticketed AS (\n  SELECT key, amount, %s AS ticket\n  FROM frame\n  WHERE amount > 0%s)\nSELECT key\nFROM ticketed\n"+
			"ORDER BY (('0x' || substr(ticket, 1, 15))::UBIGINT::HUGEINT + 1) * 18446744073709551616 // amount, ticket, key\nLIMIT %d", ticket, below, s.SampledSize)
	}
	return ""
}

func render(name string, values map[string]any) string {
	var b strings.Builder
	if err := recipes.ExecuteTemplate(&b, name, values); err != nil {
		panic("sampling: recipe template " + name + ": " + err.Error()) // the templates are part of the program
	}
	return b.String()
}

func indent(text string) string {
	if text == "" {
		return ""
	}
	return "  " + strings.ReplaceAll(text, "\n", "\n  ")
}

func sqlQuote(text string) string   { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
func shellQuote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// pythonQuote writes a text as an ASCII literal, whose escapes Go and Python share.
func pythonQuote(text string) string { return strconv.QuoteToASCII(text) }

func printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !strconv.IsPrint(r) })
}
