package waiver

import (
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/schema"
	"auditql/analytics/table"
)

// Apply writes into the record of a test which waivers name it, whether each is in force at asOf, and how many of the
// exceptions are waived. File holds the exceptions, in key order; it is empty when the test was not performed.
func Apply(t *record.Test, file string, all []Waiver, asOf time.Time) error {
	t.Waivers = nil
	for _, w := range all {
		if w.Test == t.ID {
			t.Waivers = append(t.Waivers, w.Standing(asOf))
		}
	}
	return Count(t, file)
}

// Standing gives the waiver with its state at asOf.
func (w Waiver) Standing(asOf time.Time) record.Waiver {
	w.State = state(w.Waiver, w.renew, w.from, w.to, asOf)
	return w.Waiver
}

// StateAt gives the state that a waiver in a record must have at asOf. Whether it is to be renewed only its file says, so
// that state stays.
func StateAt(w record.Waiver, asOf time.Time) (record.WaiverState, error) {
	from, fromErr := time.Parse(time.RFC3339Nano, w.From)
	to, toErr := time.Parse(time.RFC3339Nano, w.To)
	return state(w, w.State == record.ToRenew, from, to, asOf), errors.Join(fromErr, toErr)
}

func state(w record.Waiver, renew bool, from, to, asOf time.Time) record.WaiverState {
	switch {
	case renew:
		return record.ToRenew
	case !asOf.Before(to):
		return record.Expired
	case samePerson(w.RequestedBy, w.Approver):
		return record.SelfApproved
	case asOf.Before(from):
		return record.NotYet
	}
	return record.InForce
}

// Given gives waivers as one text, without what they were found to name.
func Given(all []record.Waiver) string {
	var b strings.Builder
	for _, w := range all {
		w.Matched, w.Own = 0, 0
		line, err := record.EncodeLine(w)
		if err != nil {
			panic(err) // text can always be encoded
		}
		b.Write(line)
	}
	return b.String()
}

func samePerson(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// Count counts anew, for waivers whose state is known, the items that each names and those that are waived.
func Count(t *record.Test, file string) error {
	t.Waived = 0
	for i := range t.Waivers {
		t.Waivers[i].Matched, t.Waivers[i].Own = 0, 0
	}
	if file == "" || len(t.Waivers) == 0 {
		return nil
	}
	exceptions, err := table.Open(file)
	if err != nil {
		return fault.New(fault.KindOf(err), "apply waivers: %w", err)
	}
	defer exceptions.Close()
	rows := exceptions.Rows()
	defer rows.Close()
	c := counter{test: t, matcher: NewMatcher(t.Key, rows.Columns(), t.Waivers)}
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			c.end()
			return nil
		}
		if err != nil {
			return fault.New(fault.KindOf(err), "apply waivers: %w", err)
		}
		c.row(row)
	}
}

// counter goes through rows in key order. An item may have several rows; it is waived when all of them are.
type counter struct {
	test    *record.Test
	matcher *Matcher
	key     string
	began   bool
	open    bool         // a row of the item is not waived
	named   map[int]bool // waivers that name a row of the item: whether one of these rows is about the approver
}

func (c *counter) row(row table.Row) {
	key := string(c.matcher.key(row))
	if !c.began || key != c.key {
		c.end()
		c.began, c.key, c.open, c.named = true, key, false, map[int]bool{}
	}
	waived := false
	for i, w := range c.test.Waivers {
		if !c.matcher.names(i, row) {
			continue
		}
		own := c.matcher.about(w.Approver, row)
		c.named[i] = c.named[i] || own
		waived = waived || w.State == record.InForce && !own
	}
	c.open = c.open || !waived
}

func (c *counter) end() {
	if !c.began {
		return
	}
	if !c.open {
		c.test.Waived++
	}
	for i, own := range c.named {
		c.test.Waivers[i].Matched++
		if own {
			c.test.Waivers[i].Own++
		}
	}
}

// Matcher finds the waiver of a row of exceptions.
type Matcher struct {
	waivers []record.Waiver
	columns []schema.Column
	keys    []int
	person  []int // columns that may say whom a row is about
}

// persons are the columns in which datasets name the person that an item belongs to.
var persons = []string{"worker_id", "account_id", "username", "email", "owner_worker_id", "actor_id", "author_id"}

// NewMatcher prepares the waivers of a test with this key for rows of these columns.
func NewMatcher(key []string, columns []schema.Column, waivers []record.Waiver) *Matcher {
	m := &Matcher{waivers: waivers, columns: columns}
	for i, c := range columns {
		if slices.Contains(persons, c.Name) {
			m.person = append(m.person, i)
		}
	}
	for _, k := range key {
		m.keys = append(m.keys, slices.IndexFunc(columns, func(c schema.Column) bool { return c.Name == k }))
	}
	return m
}

// Of gives the id of the first waiver that accepts a row, or nothing.
func (m *Matcher) Of(row table.Row) string {
	for i, w := range m.waivers {
		if w.State == record.InForce && m.names(i, row) && !m.about(w.Approver, row) {
			return w.ID
		}
	}
	return ""
}

func (m *Matcher) key(row table.Row) []byte {
	var columns []schema.Column
	var cells table.Row
	for _, k := range m.keys {
		columns, cells = append(columns, m.columns[k]), append(cells, row[k])
	}
	return table.AppendLine(nil, columns, cells)
}

func (m *Matcher) names(waiver int, row table.Row) bool {
	w := m.waivers[waiver]
	if len(w.Where) == 0 {
		return len(w.Key) == len(m.keys) && !slices.ContainsFunc(m.keys, func(k int) bool {
			return string(row[k]) != w.Key[slices.Index(m.keys, k)]
		})
	}
	for _, c := range w.Where {
		i := slices.IndexFunc(m.columns, func(x schema.Column) bool { return x.Name == c.Column })
		if i < 0 || row[i] == nil || !slices.Contains(c.Values, string(row[i])) {
			return false
		}
	}
	return true
}

// about says whether a row is about this person.
func (m *Matcher) about(person string, row table.Row) bool {
	return slices.ContainsFunc(m.person, func(i int) bool { return samePerson(string(row[i]), person) })
}
