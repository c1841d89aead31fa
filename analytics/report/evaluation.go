package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/sampling"
)

// SampleView is a selection with what was concluded from it.
type SampleView struct {
	record.Selection
	Evaluations []EvaluationView
	Discarded   string // the reason, empty when it was not
}

// EvaluationView is an evaluation as every form of a report shows it: one or more tables, what they mean, and the limits that
// a picture shows.
type EvaluationView struct {
	record.Evaluation
	Asked  sampling.Question
	Result sampling.Evaluation
	Facts  []Fact
	Tables []TitledGrid
	Limits []Limit
}

// Fact is a name and a value.
type Fact struct{ Name, Value string }

// TitledGrid is a table with its title.
type TitledGrid struct {
	Title string
	Grid
}

// Limit is an estimate with its limits, and what is tolerable, in percent or in the unit of the amounts.
type Limit struct {
	Label                   string
	Estimate, Lower, Upper  float64
	Tolerable               float64
	HasTolerable, IsPercent bool
}

// NewEvaluationView reads an evaluation.
func NewEvaluationView(e record.Evaluation) (EvaluationView, error) {
	v := EvaluationView{Evaluation: e}
	for _, part := range []struct {
		raw  json.RawMessage
		into any
	}{{e.Question, &v.Asked}, {e.Result, &v.Result}} {
		if err := json.Unmarshal(part.raw, part.into); err != nil {
			return v, fault.New(fault.Differs, "read evaluation %d of %s: %w", e.Number, e.Name, err)
		}
	}
	if sampling.Verdict(e.Verdict) == sampling.NoConclusion {
		v.Result.Conclusion.Statements = append(v.Result.Conclusion.Statements, v.unconcluded())
	}
	v.describe()
	v.rates()
	v.monetary()
	v.estimate()
	v.found()
	return v, nil
}

// unconcluded says why a sample gives limits and no conclusion.
func (v *EvaluationView) unconcluded() string {
	switch {
	case v.Asked.Rate.Given() || v.Asked.Misstatement.Given():
		return "Nothing is concluded, because only the lower limit was asked for: how much deviates at most is not said."
	case v.Asked.Estimator != "" || len(v.Result.Rates) == 0:
		return "Nothing is concluded, because no tolerable misstatement was given."
	}
	return "Nothing is concluded about reliance on the control, because no tolerable rate was given."
}

// describe says what was asked, of which worksheet.
func (v *EvaluationView) describe() {
	add := func(name, value string) {
		if value != "" {
			v.Facts = append(v.Facts, Fact{name, value})
		}
	}
	q, o := v.Asked, v.Result.Outcome
	add("Confidence", q.Confidence.String())
	add("Tolerable rate", q.Rate.String())
	add("Tolerable misstatement", q.Misstatement.String())
	add("Distribution", string(q.Distribution))
	add("Side", string(q.Side))
	add("Estimator", string(q.Estimator))
	if q.Stage > 0 {
		add("Stages", fmt.Sprintf("two of %s items", Count(q.Stage)))
	}
	add("Items that count", fmt.Sprintf("%s; deviations among them: %s, not available: %s", Count(o.Size), Count(o.Deviations), Count(o.NotAvailable)))
	add("Evaluated", v.Undigested.StartedAt+" by "+v.Undigested.User)
	add("Worksheet", v.Worksheet.Path+", SHA-256 "+v.Worksheet.SHA256)
	add("Digest of the selection", v.Selection)
	add("Digest of the evaluation", v.Digest)
}

func (v *EvaluationView) table(title string, header []string, right ...int) *TitledGrid {
	g := TitledGrid{Title: title, Grid: Grid{Header: header, Right: make([]bool, len(header))}}
	for _, i := range right {
		g.Right[i] = true
	}
	v.Tables = append(v.Tables, g)
	return &v.Tables[len(v.Tables)-1]
}

func (v *EvaluationView) rates() {
	if len(v.Result.Rates) == 0 {
		return
	}
	g := v.table("Deviation rates", []string{"rate of", "N", "n", "deviations", "rate", "lower", "upper", "by", "achieved risk (p-value)", "result"}, 1, 2, 3, 4, 5, 6, 8)
	for _, r := range v.Result.Rates {
		p, result := "", ""
		if v.Asked.Rate.Given() && r.Side != sampling.Lower {
			p, result = strconv.FormatFloat(r.PValue, 'f', 6, 64), "does not support reliance"
			if r.Conclusion.Supported {
				result = "supports reliance"
			}
		}
		g.Add(rateName(r), Count(r.Population), Count(r.Size), Count(r.Deviations), percentOf(r.Point), percentOf(r.Lower), percentOf(r.Upper),
			string(r.Distribution)+", "+sideName(r.Side), p, result)
		l := Limit{Label: rateName(r), Estimate: 100 * r.Point, Lower: 100 * r.Lower, Upper: 100 * min(r.Upper, 1), IsPercent: true}
		if r.Side == sampling.Upper {
			l.Lower = l.Estimate // 0 is no limit that was computed
		}
		if v.Asked.Rate.Given() {
			l.Tolerable, l.HasTolerable = 100*v.Asked.Rate.Float(), true
		}
		v.Limits = append(v.Limits, l)
	}
	g = v.table("Limits by each distribution, at "+v.Asked.Confidence.String()+" confidence",
		[]string{"rate of", "bound", "lower, one-sided", "upper, one-sided", "lower, two-sided", "upper, two-sided"}, 2, 3, 4, 5)
	for _, r := range v.Result.Rates { // the joint one of strata has none but its own
		for _, l := range r.Limits {
			g.Add(rateName(r), string(l.Distribution)+": "+l.Bound, percentOf(l.Lower), percentOf(l.Upper), percentOf(l.TwoLower), percentOf(l.TwoUpper))
		}
	}
}

func rateName(r sampling.Rate) string {
	name := r.Of
	if len(name) == 1 {
		name = "attribute " + name
	}
	if r.Stratum != "" {
		name += ", stratum " + r.Stratum
	}
	return name
}

func sideName(s sampling.Side) string {
	if s == sampling.Two {
		return "two-sided"
	}
	return "one-sided"
}

// percentOf writes a rate; one above 1, which only the Poisson distribution gives, as 100 %.
func percentOf(rate float64) string { return strconv.FormatFloat(100*min(rate, 1), 'f', 4, 64) + " %" }

// amount writes a computed amount with two decimals more than the amounts of the frame have.
func (v *EvaluationView) amount(f float64) string {
	return strconv.FormatFloat(f, 'f', v.Asked.Scale+2, 64)
}

func (v *EvaluationView) monetary() {
	m := v.Result.Monetary
	if m == nil {
		return
	}
	g := v.table("Misstatement, at "+v.Asked.Confidence.String()+" confidence", []string{"part", "overstatement", "understatement"}, 1, 2)
	row := func(name string, over, under float64) { g.Add(name, v.amount(over), v.amount(under)) }
	g.Add("hits with a taint", Count(m.Overstated), Count(m.Understated))
	row("projected misstatement", m.Over.Projected, m.Under.Projected)
	row("basic precision", m.Over.Basic, m.Under.Basic)
	row("incremental allowance", m.Over.Increment, m.Under.Increment)
	row("Stringer limit", m.Over.Limit, m.Under.Limit)
	row("cell limit", m.OverCell.Limit, m.UnderCell.Limit)
	g.Add("taint-sum limit, a rate, approximate", percentOf(m.TaintSumUpper), "")
	g = v.table("Net misstatement", []string{"part", "amount"}, 1)
	for _, f := range []struct {
		name  string
		value float64
	}{{"certainty items, as found", m.CertaintyNet}, {"most likely", m.MostLikelyNet}, {"net upper limit", m.UpperNet}, {"net lower limit", m.LowerNet}} {
		g.Add(f.name, v.amount(f.value))
	}
	if len(m.Over.Steps)+len(m.Under.Steps) > 0 {
		g = v.table("Taints, in falling order", []string{"direction", "taint", "p(j)", "adds to the limit", "of it projected"}, 1, 2, 3, 4)
		for _, d := range []struct {
			name  string
			steps []sampling.TaintStep
		}{{"over", m.Over.Steps}, {"under", m.Under.Steps}} {
			for _, s := range d.steps {
				g.Add(d.name, strconv.FormatFloat(s.Taint, 'f', 6, 64), strconv.FormatFloat(s.Rate, 'f', 6, 64), v.amount(s.Adds), v.amount(s.Share))
			}
		}
	}
	v.limit("net misstatement", m.MostLikelyNet, m.LowerNet, m.UpperNet)
}

func (v *EvaluationView) limit(label string, estimate, lower, upper float64) {
	v.Limits = append(v.Limits, Limit{Label: label, Estimate: estimate, Lower: lower, Upper: upper,
		Tolerable: v.Asked.Misstatement.Float(), HasTolerable: v.Asked.Misstatement.Given()})
}

func (v *EvaluationView) estimate() {
	e := v.Result.Estimate
	if e == nil {
		return
	}
	g := v.table(fmt.Sprintf("Estimate by %s, %s at %s confidence", v.Asked.Estimator, sideName(e.Side), v.Asked.Confidence), []string{"part", "value"}, 1)
	for _, f := range []struct {
		name  string
		value float64
	}{{"estimated misstatement", e.Misstatement}, {"estimated audited total", e.Audit}, {"standard error, corrected for the finite population", e.StandardError},
		{"precision", e.Precision}, {"lower limit of the misstatement", e.Lower}, {"upper limit of the misstatement", e.Upper}} {
		g.Add(f.name, v.amount(f.value))
	}
	g.Add("degrees of freedom", strconv.FormatFloat(e.DF, 'f', 2, 64))
	g.Add("t", strconv.FormatFloat(e.T, 'f', 6, 64))
	v.limit("estimated misstatement", e.Misstatement, e.Lower, e.Upper)
}

// found lists what the testers found, and what replaced what.
func (v *EvaluationView) found() {
	if rows := v.Result.Outcome.Found; len(rows) > 0 {
		g := v.table("Items that are not simply in order", []string{"item", "key", "status", "attributes", "book", "audited", "exhibit", "comment"}, 4, 5)
		for _, r := range rows {
			var marks []string
			for i, m := range r.Marks {
				if m == sampling.MarkDeviation {
					marks = append(marks, sampling.AttributeNames[i])
				}
			}
			book := ""
			if v.Asked.Amounts {
				book = r.Book.String()
			}
			g.Add(fmt.Sprintf("%s %d", r.Group, r.Rank), ShownKey(r.Key), string(r.Status), strings.Join(marks, " "), book, r.Audited.String(), r.Exhibit, r.Comment)
		}
	}
	if list := v.Result.Outcome.Replaced; len(list) > 0 {
		g := v.table("Replaced, as not applicable", []string{"key", "by the spare", "reason"})
		for _, r := range list {
			g.Add(ShownKey(r.Key), ShownKey(r.By), r.Reason)
		}
	}
}

// ShownKey writes the key of a sampled item for people: its parts with strokes between them.
func ShownKey(key string) string { return strings.Join(sampling.SplitKey(key), " / ") }

// Write prints an evaluation for the terminal. Nothing is wider than width; 0 means any width.
func (v EvaluationView) Write(w io.Writer, width int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, evaluation %d: %s\n\n", Clean(v.Name), v.Number, Clean(v.Verdict))
	for _, text := range v.Result.Conclusion.Statements {
		fmt.Fprintln(&b, folded(Clean(text), width))
	}
	b.WriteString("\n" + LimitLines(v.Limits))
	for _, t := range v.Tables {
		fmt.Fprintf(&b, "\n%s\n", Clean(t.Title))
		if err := t.Grid.Write(&b, width); err != nil {
			return err
		}
	}
	for _, list := range []struct {
		title string
		texts []string
	}{{"Notes", v.Result.Notes}, {"What remains the auditor's judgement", v.Result.Conclusion.Judgement}} {
		if len(list.texts) > 0 {
			fmt.Fprintf(&b, "\n%s\n", list.title)
		}
		for _, text := range list.texts {
			fmt.Fprintln(&b, folded("- "+Clean(text), width))
		}
	}
	fmt.Fprintf(&b, "\nSources: %s\n", strings.Join(v.Result.Conclusion.References, "; "))
	for _, f := range v.Facts {
		fmt.Fprintf(&b, "%s: %s\n", f.Name, Clean(f.Value))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// folded wraps a text to a width, of which 0 means any.
func folded(text string, width int) string {
	if width == 0 {
		return text
	}
	return wrap(text, width)
}
