package fieldwork

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/evidence"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/script"
)

// Ask lists the evidence that tests wait for, with what is there already. The engagement may be nil: then no period is
// named. A dataset that an identifier parameter names is not asked for.
func Ask(e *engagement.Engagement, contracts *contract.Set, tests []*script.Script, ledger *evidence.Ledger) (record.Request, error) {
	var out record.Request
	if e != nil {
		out.Engagement = record.Engagement{
			Title: e.Config.Title, PeriodStart: engagement.Text(e.Period.Start), PeriodEnd: engagement.Text(e.Period.End),
			AsOf: engagement.Text(e.AsOf), Zone: e.Config.Zone,
		}
	}
	need, help := map[string][]string{}, map[string][]string{}
	s := &stock{contracts: contracts}
	for _, t := range tests {
		for _, d := range s.bases(slices.DeleteFunc(slices.Clone(t.Reads), isParameter)) {
			need[d] = append(need[d], t.ID)
		}
		for _, d := range s.bases(t.Optional) {
			help[d] = append(help[d], t.ID)
		}
	}
	all := maps.Clone(need)
	maps.Copy(all, help)
	for _, d := range slices.Sorted(maps.Keys(all)) {
		c, ok := contracts.Get(d)
		if !ok {
			return out, fault.New(fault.Usage, "no dataset %s is known, which %s reads", d, strings.Join(all[d], ", "))
		}
		item := askFor(e, c)
		item.Tests, item.Helps = append([]string{}, need[d]...), help[d]
		if ledger != nil {
			item.Loads = len(ledger.Of(d))
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

func askFor(e *engagement.Engagement, c *contract.Contract) record.RequestItem {
	item := record.RequestItem{
		Dataset: c.Dataset, Title: c.Title, Grain: c.Grain, Sources: []record.RequestSource{},
		Zone: "times with their offset, or the zone in which they are written",
	}
	switch {
	case e == nil:
		item.Span = "the period of the audit"
	case c.Time != "":
		item.Span = fmt.Sprintf("from %s until before %s", engagement.Text(e.Period.Start), engagement.Text(e.Period.End))
	default:
		item.Span = "as of " + engagement.Text(e.AsOf)
	}
	for i := range c.Exports {
		item.Sources = append(item.Sources, sourceOf(&c.Exports[i]))
	}
	item.OnIntake = onIntake(e, c)
	return item
}

func sourceOf(x *contract.Export) record.RequestSource {
	s := record.RequestSource{Export: x.ID, Title: x.Title, Format: x.Format, Obtain: strings.TrimSpace(x.Obtain), Limits: x.Limits}
	for _, f := range x.Fields {
		name := strings.TrimPrefix(f.Value.Paths[0], "^")
		if f.Value.Required {
			name += " (required)"
		}
		if !slices.Contains(s.Fields, name) {
			s.Fields = append(s.Fields, name)
		}
	}
	for _, p := range x.Params {
		if p.Value.Default == nil {
			s.Say = append(s.Say, p.Value.Means)
		}
	}
	for _, n := range x.Caps {
		s.Limits = append(slices.Clone(s.Limits), fmt.Sprintf("Exactly %d records mean that the source may have cut off.", n))
	}
	return s
}

// onIntake says what is looked at when the evidence arrives.
func onIntake(e *engagement.Engagement, c *contract.Contract) []string {
	out := []string{
		"who extracted it, when, and by which command or query",
		"the number of records, against a count that the source itself states",
		"that no number of records is one at which the source cuts off",
		"that " + strings.Join(c.Key, ", ") + " name one record each",
	}
	if c.Time != "" && e != nil {
		out = append(out, fmt.Sprintf("that %s covers the whole period without gaps", c.Time))
	}
	var required []string
	for _, p := range c.Spec {
		if p.Value.Required {
			required = append(required, p.Key)
		}
	}
	if len(required) > 0 {
		out = append(out, "that every record has "+strings.Join(required, ", "))
	}
	for _, k := range c.Checks {
		out = append(out, k.Says)
	}
	return out
}
