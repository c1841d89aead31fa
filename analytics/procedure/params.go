package procedure

import (
	"encoding/json"
	"slices"

	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/schema"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

// Values are the parameters of a test as they are used.
type Values struct {
	Literals map[string]engine.Literal
	Recorded map[string]record.Param
	Tables   []Name // datasets that parameters name
	Columns  []Name // columns that parameters name, each to be in all of the datasets
}

// Name is what a parameter names.
type Name struct {
	Param, Text string
}

// Frame is what an engagement says to every test: the period, half-open, and the moment of which snapshots are judged.
// Times are text such as 2026-06-30T00:00:00Z.
type Frame struct {
	AsOf, PeriodStart, PeriodEnd string
}

// Resolve gives every parameter its value: the override, or the default. A parameter without either is refused.
func Resolve(s *script.Script, overrides sqlfile.Pairs[sqlfile.Value], f Frame) (Values, error) {
	v := Values{Literals: map[string]engine.Literal{}, Recorded: map[string]record.Param{}}
	for _, o := range overrides {
		if _, ok := s.Params.Get(o.Key); !ok {
			return v, fault.New(fault.Usage, "%s has no parameter %s", s.ID, o.Key).Hint("auditql show %s lists them", s.ID)
		}
	}
	for _, p := range s.Params {
		value, given := overrides.Get(p.Key)
		if !given {
			value = p.Value.Default
		}
		if err := v.add(p.Key, p.Value, value); err != nil {
			return v, fault.New(fault.Usage, "parameter %s of %s: %w", p.Key, s.ID, err)
		}
	}
	return v, v.frame(f)
}

func (v *Values) frame(f Frame) error {
	instant := schema.Type{Kind: schema.Timestamp}
	for name, text := range map[string]string{"as_of": f.AsOf, "period_start": f.PeriodStart, "period_end": f.PeriodEnd} {
		lit, err := engine.Value(instant, text)
		if err != nil {
			return fault.New(fault.Usage, "%s: %w", name, err)
		}
		v.Literals[name] = lit
	}
	return nil
}

func (v *Values) add(name string, p script.Param, value sqlfile.Value) (err error) {
	if value, err = p.InUnit(value); err != nil {
		return err
	}
	if v.Literals[name], err = v.literal(name, p, value); err != nil {
		return err
	}
	rec := record.Param{Type: p.Type, Value: canonical(value), Unit: p.Unit, Means: p.Means}
	if p.Default.Text != nil || p.Default.List != nil {
		text := canonical(p.Default)
		rec.Default = &text
	}
	v.Recorded[name] = rec
	return nil
}

func (v *Values) literal(name string, p script.Param, value sqlfile.Value) (engine.Literal, error) {
	switch p.Type {
	case script.Columns:
		for _, c := range value.List {
			v.Columns = append(v.Columns, Name{name, c})
		}
		return engine.Identifiers(value.List), nil
	case script.Table, script.Column:
		return v.identifier(name, p, value)
	}
	t, err := schema.Parse(p.Type)
	if err != nil {
		return engine.Literal{}, err
	}
	switch {
	case t.Kind == schema.List && value.List != nil:
		return engine.Texts(value.List), nil
	case value.Text == nil:
		return engine.Null(t), nil
	}
	return engine.Value(t, *value.Text)
}

func (v *Values) identifier(name string, p script.Param, value sqlfile.Value) (engine.Literal, error) {
	if value.Text == nil {
		return engine.Literal{}, fault.New(fault.Usage, "it names a %s and has no value", p.Type).
			Hint("say --param %s=…: %s", name, p.Means)
	}
	if p.Type == script.Table {
		v.Tables = append(v.Tables, Name{name, *value.Text})
	} else {
		v.Columns = append(v.Columns, Name{name, *value.Text})
	}
	return engine.Identifier(*value.Text), nil
}

// canonical gives a value as records write it: a list is a JSON array, NULL is empty.
func canonical(v sqlfile.Value) string {
	if v.List != nil {
		b, err := json.Marshal(v.List)
		if err != nil {
			panic(err) // a list of text can always be encoded
		}
		return string(b)
	}
	if v.Text != nil {
		return *v.Text
	}
	return ""
}

// Reads gives the datasets that a test needs with these parameters: "$table" in its list stands for what the parameter
// table names.
func (v Values) Reads(s *script.Script) []string {
	var out []string
	for _, r := range s.Reads {
		if name, found := cutParameter(r); found {
			r = v.Literals[name].Text
		}
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

func cutParameter(s string) (name string, found bool) {
	if len(s) > 1 && s[0] == '$' {
		return s[1:], true
	}
	return s, false
}
