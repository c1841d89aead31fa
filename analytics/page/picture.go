package page

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strconv"
	"time"

	"auditql/analytics/chart"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/table"
)

// picture is what an analysis shows of its population: a chart, and the same numbers as a table.
type picture struct {
	Title, Says string
	Chart       template.HTML
	Header      []string
	Rows        [][]string
}

// pictures says which tests have pictures, and how they are counted from the rows of the population.
var pictures = map[string]func(t record.Test, asOf, file string) ([]picture, error){
	"gen-benford": benford,
	"gen-aging":   aging,
}

func newPictures(t record.Test, asOf, dir string) ([]picture, error) {
	p, draw := t.Section("population"), pictures[t.ID]
	if draw == nil || p == nil || p.File == nil || p.Rows == 0 {
		return nil, nil
	}
	return draw(t, asOf, resultFile(dir, *p))
}

// benford shows the leading digits beside what Benford's law expects, log10(1 + 1/d), and the amounts by their size.
func benford(t record.Test, _, file string) ([]picture, error) {
	digits, err := tally(file, "digit")
	if err != nil {
		return nil, err
	}
	places, err := tally(file, "place")
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc([]picture{digitPicture(digits, t.Params["digits"].Value), sizePicture(places)}, func(p picture) bool { return p.Chart == "" }), nil
}

func digitPicture(digits map[string]int64, places string) picture {
	p := picture{
		Title: "Leading digits", Says: "Columns are the share observed, marks what Benford's law expects.",
		Header: []string{"digits", "observed", "share", "expected"},
	}
	first, last := 1, 9
	if places == "2" {
		first, last = 10, 99
	}
	total := sum(digits)
	if total == 0 {
		return picture{}
	}
	var columns []chart.Column
	for d := first; d <= last; d++ {
		n := digits[strconv.Itoa(d)]
		share, expected := float64(n)/float64(total)*100, math.Log10(1+1/float64(d))*100
		row := []string{strconv.Itoa(d), report.Count(n), percent(share), percent(expected)}
		p.Rows = append(p.Rows, row)
		columns = append(columns, chart.Column{Label: row[0], Title: fmt.Sprintf("%s: %s observed, %s expected", row[0], row[2], row[3]), Observed: share, Expected: expected})
	}
	p.Chart = chart.Columns("Leading digits, observed and expected", " %", columns)
	return p
}

// sizePicture stratifies amounts by their order of magnitude: place is 0 for ones, 1 for tens, -1 for tenths.
func sizePicture(places map[string]int64) picture {
	p := picture{Title: "Strata of size", Says: "Amounts by order of magnitude, without their sign.", Header: []string{"amounts from", "items", "share"}}
	var columns []chart.Column
	total := sum(places)
	for place := -18; place <= 38; place++ {
		n := places[strconv.Itoa(place)]
		if n == 0 {
			continue
		}
		label := "1e" + strconv.Itoa(place)
		if place >= -3 && place <= 6 {
			label = strconv.FormatFloat(math.Pow10(place), 'f', -1, 64)
		}
		share := float64(n) / float64(total) * 100
		p.Rows = append(p.Rows, []string{label, report.Count(n), percent(share)})
		columns = append(columns, chart.Column{Label: label, Title: fmt.Sprintf("from %s: %s, %s", label, report.Counted(n, "item"), percent(share)), Observed: share, Expected: -1})
	}
	if len(columns) > 0 {
		p.Chart = chart.Columns("Amounts by order of magnitude", " %", columns)
	}
	return p
}

// aging shows open items by the calendar days since they were first opened, in the buckets of the test.
func aging(t record.Test, asOf, file string) ([]picture, error) {
	opened, err := tally(file, "first_opened_at")
	if err != nil {
		return nil, err
	}
	at, err := time.Parse(time.RFC3339, asOf)
	var texts []string
	if err != nil || json.Unmarshal([]byte(t.Params["buckets"].Value), &texts) != nil {
		return nil, nil
	}
	var ends []int
	for _, s := range texts {
		if n, err := strconv.Atoi(s); err == nil {
			ends = append(ends, n)
		}
	}
	slices.Sort(ends)
	counts := make([]int64, len(ends)+1)
	for text, n := range opened {
		if first, err := time.Parse(time.RFC3339Nano, text); err == nil {
			days := int(at.Sub(first).Hours() / 24)
			i, _ := slices.BinarySearch(ends, days)
			counts[i] += n
		}
	}
	return []picture{agePicture(ends, counts)}, nil
}

func agePicture(ends []int, counts []int64) picture {
	p := picture{
		Title: "Age of open items", Says: "Calendar days from the first opening to the audit date.",
		Header: []string{"days", "items"},
	}
	var columns []chart.Column
	from := 0
	for i, n := range counts {
		label := fmt.Sprintf("over %d", from-1)
		if i < len(ends) {
			label = fmt.Sprintf("%d–%d", from, ends[i])
			from = ends[i] + 1
		}
		p.Rows = append(p.Rows, []string{label, report.Count(n)})
		columns = append(columns, chart.Column{Label: label, Title: label + " days: " + report.Counted(n, "item"), Observed: float64(n), Expected: -1})
	}
	p.Chart = chart.Columns("Open items by age in days", "", columns)
	return p
}

func percent(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) + " %" }

func sum(counts map[string]int64) (total int64) {
	for _, n := range counts {
		total += n
	}
	return total
}

// tally counts the values of a column; a result without the column gives nothing.
func tally(file, column string) (map[string]int64, error) {
	t, err := table.Open(file)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	counts := map[string]int64{}
	at := -1
	for i, c := range t.Columns() {
		if c.Name == column {
			at = i
		}
	}
	rows := t.Rows()
	defer rows.Close()
	for at >= 0 {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if row[at] != nil {
			counts[string(row[at])]++
		}
	}
	return counts, nil
}
