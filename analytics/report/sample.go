package report

import (
	"fmt"
	"strings"
)

// Facts says how a sample was planned and drawn, and from what.
func (v SampleView) Facts() []Fact {
	facts := []Fact{
		{"Discarded", v.Discarded},
		{"Drawn from", fmt.Sprintf("the %s of %s in %s, %s", v.Frame.SectionName(), v.Frame.Test, v.Frame.Run, Counted(v.Frame.Count, "item"))},
		{"Method", fmt.Sprintf("%s, n = %s", v.Draw.Method, Count(v.Draw.Size))},
		{"Seed", v.Draw.Seed}, {"Where the seed comes from", v.Draw.Source}, {"Scope", v.Draw.Scope},
		{"Amount", v.Frame.Amount}, {"Stratum", v.Frame.Stratum},
	}
	if v.Draw.Spares > 0 {
		facts = append(facts, Fact{"Spares", Count(v.Draw.Spares)})
	}
	facts = append(facts, PlanFacts(v.Plan)...)
	facts = append(facts, Fact{"Root of the population", v.Frame.Root}, Fact{"Digest of the selection", v.Digest})
	for _, e := range v.Earlier {
		facts = append(facts, Fact{"Drawn before from the same frame", e.String()})
	}
	facts = append(facts, Fact{"Extends the selection", v.Extends}, Fact{"Answers taken over from the evaluation", v.Answers})
	if v.Draw.Allocate != "" {
		facts = append(facts, Fact{"Strata share the sample", v.Draw.Allocate})
	}
	var given []Fact
	for _, f := range facts {
		if f.Value != "" {
			given = append(given, f)
		}
	}
	return given
}

// samplesMarkdown prints the samples of a run with their evaluations.
func samplesMarkdown(b *strings.Builder, samples []SampleView) error {
	for _, s := range samples {
		fmt.Fprintf(b, "\n## Sample %s\n\n", md(s.Name))
		factsMarkdown(b, s.Facts())
		items, _, err := Drawn(s.Selection)
		if err != nil {
			return err
		}
		if len(items.Rows) > 0 {
			fmt.Fprintf(b, "\n**Items drawn**\n\n")
			gridMarkdown(b, items)
		}
		for _, e := range s.Evaluations {
			evaluationMarkdown(b, e)
		}
		if len(s.Evaluations) == 0 {
			b.WriteString("\nNot evaluated.\n")
		}
	}
	return nil
}

func factsMarkdown(b *strings.Builder, facts []Fact) {
	for _, f := range facts {
		fmt.Fprintf(b, "- %s: %s\n", f.Name, md(f.Value))
	}
}

func evaluationMarkdown(b *strings.Builder, e EvaluationView) {
	fmt.Fprintf(b, "\n### Evaluation %d of %s: %s\n\n", e.Number, md(e.Name), md(e.Verdict))
	for _, t := range e.Result.Conclusion.Statements {
		fmt.Fprintf(b, "%s\n\n", md(t))
	}
	factsMarkdown(b, e.Facts)
	for _, t := range e.Tables {
		fmt.Fprintf(b, "\n**%s**\n\n", md(t.Title))
		gridMarkdown(b, t.Grid)
	}
	for _, list := range [][]string{e.Result.Notes, e.Result.Conclusion.Judgement} {
		b.WriteString("\n")
		for _, t := range list {
			fmt.Fprintf(b, "- %s\n", md(t))
		}
	}
	fmt.Fprintf(b, "\nSources: %s\n", md(strings.Join(e.Result.Conclusion.References, "; ")))
}

func gridMarkdown(b *strings.Builder, g Grid) {
	b.WriteString("|")
	for _, h := range g.Header {
		fmt.Fprintf(b, " %s |", md(h))
	}
	b.WriteString("\n|")
	for i := range g.Header {
		rule := "---|"
		if i < len(g.Right) && g.Right[i] {
			rule = "--:|"
		}
		b.WriteString(rule)
	}
	b.WriteString("\n")
	for _, row := range g.Rows {
		b.WriteString("|")
		for _, c := range row {
			fmt.Fprintf(b, " %s |", md(c))
		}
		b.WriteString("\n")
	}
}
