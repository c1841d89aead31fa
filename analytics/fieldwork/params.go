package fieldwork

import (
	"slices"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/procedure"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

// Frame is what an engagement says to every test.
func Frame(e *engagement.Engagement) procedure.Frame {
	return procedure.Frame{
		AsOf: engagement.Text(e.AsOf), PeriodStart: engagement.Text(e.Period.Start), PeriodEnd: engagement.Text(e.Period.End),
	}
}

// resolve gives the parameters of a test their values.
func (p Plan) resolve(s *script.Script) (procedure.Values, error) {
	return procedure.Resolve(s, p.overrides(s), Frame(p.Engagement))
}

// overrides joins the parameters of the engagement and of the command line, which wins.
func (p Plan) overrides(s *script.Script) sqlfile.Pairs[sqlfile.Value] {
	var out sqlfile.Pairs[sqlfile.Value]
	ofEngagement, _ := p.Engagement.Config.Params.Get(s.ID)
	for _, x := range s.Params {
		if v, ok := p.Params.Get(x.Key); ok {
			out = append(out, sqlfile.Pair[sqlfile.Value]{Key: x.Key, Value: v})
		}
	}
	for _, x := range ofEngagement {
		if _, ok := out.Get(x.Key); !ok {
			out = append(out, x)
		}
	}
	return out
}

// checkNames refuses a run in which a parameter names a dataset that no contract knows, or a column that its dataset does not have.
func (p Plan) checkNames() error {
	for _, s := range p.Tests {
		values, err := p.resolve(s)
		if err != nil {
			return err
		}
		for _, t := range values.Tables {
			c, ok := p.Contracts.Get(t.Text)
			if !ok {
				return fault.New(fault.Usage, "parameter %s of %s: there is no dataset %s", t.Param, s.ID, t.Text).Hint("%s", nearest(t.Text, p.datasets(), "auditql data lists those that were loaded"))
			}
			if err := checkColumns(s, c, values.Columns); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p Plan) datasets() []string {
	var out []string
	for _, c := range p.Contracts.All() {
		out = append(out, c.Dataset)
	}
	return out
}

// checkColumns compares names as SQL does, without regard to case.
func checkColumns(s *script.Script, c *contract.Contract, named []procedure.Name) error {
	var stored, own []string
	for _, col := range c.Stored() {
		stored = append(stored, col.Name)
		if !strings.HasPrefix(col.Name, "_") {
			own = append(own, col.Name)
		}
	}
	for _, n := range named {
		if !slices.ContainsFunc(stored, func(name string) bool { return strings.EqualFold(name, n.Text) }) {
			return fault.New(fault.Usage, "parameter %s of %s: the dataset %s has no column %s", n.Param, s.ID, c.Dataset, n.Text).
				Hint("%s", nearest(n.Text, own, "its columns are "+strings.Join(own, ", ")))
		}
	}
	return nil
}

func nearest(name string, names []string, otherwise string) string {
	if near := fault.Nearest(name, names); near != "" {
		return near
	}
	return otherwise
}
