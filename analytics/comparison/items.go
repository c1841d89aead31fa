package comparison

import (
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"

	"auditql/analytics/disposition"
	"auditql/analytics/record"
	"auditql/analytics/table"
)

// exceptions are those of one test in one run: the reason of each by its key.
type exceptions map[string]string

func keyText(key []string) string {
	text, err := json.Marshal(key)
	if err != nil {
		panic(err) // text can always be encoded
	}
	return string(text)
}

func (s Side) exceptions(t *record.Test) (exceptions, error) {
	out := exceptions{}
	if t == nil {
		return out, nil
	}
	x := t.Section("exceptions")
	if x == nil || x.File == nil {
		return out, nil
	}
	err := disposition.Items(t, s.file(x), func(key []string, reason string) error { out[keyText(key)] = reason; return nil })
	return out, err
}

// without takes out of keys what is in the population of a test, and so leaves those that are not in the population of a test.
func (s Side) without(t *record.Test, keys map[string]bool) (map[string]bool, error) {
	if t == nil || len(keys) == 0 {
		return keys, nil
	}
	x := t.Section("population")
	if x == nil || x.File == nil {
		return keys, nil
	}
	p, err := table.Open(s.file(x))
	if err != nil {
		return nil, err
	}
	defer p.Close()
	rows := p.Rows(t.Key...)
	defer rows.Close()
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return keys, nil
		}
		if err != nil {
			return nil, err
		}
		var key []string
		for _, cell := range row {
			key = append(key, string(cell))
		}
		delete(keys, keyText(key))
	}
}

func compareTest(id string, old, new Side, history []Side) (*Test, error) {
	a, b := old.test(id), new.test(id)
	out := &Test{ID: id, Counts: map[State]int64{}, Changed: []Cause{}, Cause: []Cause{}, Items: []Item{}}
	if a != nil {
		out.OldVerdict, out.OldWaived = a.Verdict, a.Waived
	}
	if b != nil {
		out.NewVerdict, out.NewWaived = b.Verdict, b.Waived
	}
	if a != nil && b != nil {
		out.Changed = changed(old, new, a, b)
	}
	before, err := old.exceptions(a)
	if err != nil {
		return nil, err
	}
	after, err := new.exceptions(b)
	if err != nil {
		return nil, err
	}
	past, err := pastOf(id, timeline(old, history))
	if err != nil {
		return nil, err
	}
	if err := out.sort(before, after, past, new, b); err != nil {
		return nil, err
	}
	if out.Moved() {
		out.Cause = slices.Clone(out.Changed)
	}
	if out.Moved() && a != nil && b != nil && len(out.Cause) == 0 {
		out.Cause = []Cause{Engine} // nothing else is left
	}
	return out, out.age(append(timeline(old, history), new), new)
}

// timeline puts the old run among those before the new one: after the runs of its engagement that it followed.
func timeline(old Side, history []Side) []Side {
	i := slices.IndexFunc(history, func(s Side) bool { return filepath.Dir(s.Dir) != filepath.Dir(old.Dir) || s.Run.ID > old.Run.ID })
	if i < 0 {
		i = len(history)
	}
	return slices.Insert(slices.Clone(history), i, old)
}

// pastOf gives, for each key, the runs in which it was an exception.
func pastOf(id string, history []Side) (map[string][]string, error) {
	past := map[string][]string{}
	for _, s := range history {
		found, err := s.exceptions(s.test(id))
		if err != nil {
			return nil, err
		}
		for key := range found {
			past[key] = append(past[key], s.Name)
		}
	}
	return past, nil
}

// sort gives each exception its state, in key order within a state.
func (t *Test) sort(before, after exceptions, past map[string][]string, new Side, b *record.Test) error {
	missing := map[string]bool{}
	for key := range before {
		if _, ok := after[key]; !ok {
			missing[key] = true
		}
	}
	gone, err := new.without(b, missing)
	if err != nil {
		return err
	}
	for key, reason := range after {
		state := New
		if _, ok := before[key]; ok {
			state = Persisting
		} else if len(past[key]) > 0 {
			state = Reopened
		}
		t.add(key, state, reason, past[key])
	}
	for key, reason := range before {
		if _, ok := after[key]; ok {
			continue
		}
		state := Resolved
		if gone[key] {
			state = Gone
		}
		t.add(key, state, reason, past[key])
	}
	slices.SortFunc(t.Items, func(x, y Item) int {
		if n := slices.Index(States, x.State) - slices.Index(States, y.State); n != 0 {
			return n
		}
		return slices.Compare(x.Key, y.Key)
	})
	return nil
}

func (t *Test) add(key string, state State, reason string, past []string) {
	item := Item{State: state, Reason: reason}
	if err := json.Unmarshal([]byte(key), &item.Key); err != nil {
		panic(err) // it was made by keyText
	}
	if len(past) > 0 {
		item.Since = past[0]
	}
	t.Counts[state]++
	t.Items = append(t.Items, item)
}

// age fills in since when each exception is known.
func (t *Test) age(known []Side, new Side) error {
	end, err := new.asOf()
	if err != nil {
		return err
	}
	for i := range t.Items {
		x := &t.Items[i]
		if x.Since == "" {
			x.Since = new.Name
		}
		at := slices.IndexFunc(known, func(s Side) bool { return s.Name == x.Since })
		first, err := known[at].asOf()
		if err != nil {
			return err
		}
		x.Age = int64(end.Sub(first).Hours() / 24)
	}
	return nil
}
