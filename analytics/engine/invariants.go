package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// NullKeys counts the rows of a relation in which a column of the key is NULL.
func (s *Session) NullKeys(ctx context.Context, rel string, key []string, limit int) (Offence, error) {
	return s.offence(ctx, &call{Op: "nulls", Name: rel, Key: key, Limit: limit})
}

// Duplicates counts the keys that more than one row has.
func (s *Session) Duplicates(ctx context.Context, rel string, key []string, limit int) (Offence, error) {
	return s.offence(ctx, &call{Op: "duplicates", Name: rel, Key: key, Limit: limit})
}

// Missing counts the rows of rel whose key is not in another relation.
func (s *Session) Missing(ctx context.Context, rel, in string, key []string, limit int) (Offence, error) {
	return s.offence(ctx, &call{Op: "missing", Name: rel, Other: in, Key: key, Limit: limit})
}

// Common counts the keys that are in both relations.
func (s *Session) Common(ctx context.Context, a, b string, key []string, limit int) (Offence, error) {
	return s.offence(ctx, &call{Op: "common", Name: a, Other: b, Key: key, Limit: limit})
}

func (s *Session) offence(ctx context.Context, c *call) (Offence, error) {
	r, err := s.call(ctx, c.Op+" of "+c.Name, c)
	if err != nil {
		return Offence{}, err
	}
	return Offence{Count: r.Count, Keys: r.Rows}, nil
}

func (w *worker) nullKeys(ctx context.Context, c *call) (*reply, error) {
	tests := make([]string, len(c.Key))
	for i, k := range c.Key {
		tests[i] = ident(k) + " IS NULL"
	}
	return w.offenders(ctx, c, "SELECT "+idents(c.Key)+" FROM "+ident(c.Name)+" WHERE "+strings.Join(tests, " OR "))
}

func (w *worker) duplicates(ctx context.Context, c *call) (*reply, error) {
	if up, err := w.ascend(ctx, c); up || err != nil {
		return &reply{}, err
	}
	keys := idents(c.Key)
	if apart, err := w.apart(ctx, c.Name, keys); apart || err != nil {
		return &reply{}, err
	}
	return w.offenders(ctx, c, "SELECT "+keys+" FROM "+ident(c.Name)+" GROUP BY "+keys+" HAVING count(*) > 1")
}

// apart says whether no two keys have the same hash. Then no two are the same, and that takes half of what comparing them does.
func (w *worker) apart(ctx context.Context, rel, keys string) (bool, error) {
	n, err := w.db.count(ctx, "SELECT count(*) - count(DISTINCT hash("+keys+")) FROM "+ident(rel))
	return n == 0, err
}

// ascend says whether each key is greater than the one before it, as keys are that a sequence gave, or by which rows were put in
// order. Then no two are the same, and that is known without all of them in memory. Of other keys it takes a few rows.
func (w *worker) ascend(ctx context.Context, c *call) (bool, error) {
	if _, err := w.db.relation(c.Name); err != nil {
		return false, err
	}
	var keys []string
	missing, greater := "", "FALSE"
	for i, k := range slices.Backward(c.Key) {
		keys = append(keys, fmt.Sprintf("%[1]s AS key%[2]d, lag(%[1]s) OVER () AS before%[2]d", ident(k), i))
		missing += fmt.Sprintf(" OR key%d IS NULL", i)
		greater = fmt.Sprintf("(key%[1]d > before%[1]d OR key%[1]d = before%[1]d AND %[2]s)", i, greater)
	}
	n, err := w.db.count(ctx, "SELECT count(*) FROM (SELECT 1 FROM (SELECT "+strings.Join(keys, ", ")+" FROM "+ident(c.Name)+") WHERE NOT "+greater+missing+" LIMIT 1)")
	return n == 0, err
}

func (w *worker) missing(ctx context.Context, c *call) (*reply, error) {
	return w.offenders(ctx, c, "SELECT "+idents(c.Key)+" FROM "+ident(c.Name)+" a WHERE NOT EXISTS ("+same(c)+")")
}

func (w *worker) common(ctx context.Context, c *call) (*reply, error) {
	return w.offenders(ctx, c, "SELECT DISTINCT "+idents(c.Key)+" FROM "+ident(c.Name)+" a WHERE EXISTS ("+same(c)+")")
}

// same selects the rows of the other relation that have the key of a. NULL is the same as NULL.
func same(c *call) string {
	tests := make([]string, len(c.Key))
	for i, k := range c.Key {
		tests[i] = fmt.Sprintf("a.%s IS NOT DISTINCT FROM b.%s", ident(k), ident(k))
	}
	return "SELECT 1 FROM " + ident(c.Other) + " b WHERE " + strings.Join(tests, " AND ")
}

// offenders counts the rows of a query and reads the first keys.
func (w *worker) offenders(ctx context.Context, c *call, query string) (*reply, error) {
	for _, name := range []string{c.Name, c.Other} {
		if _, err := w.db.relation(name); err != nil && name != "" {
			return nil, err
		}
	}
	n, err := w.db.count(ctx, "SELECT count(*) FROM ("+query+")")
	if err != nil || n == 0 {
		return &reply{}, err
	}
	rows, err := w.db.texts(ctx, query, c.Key, c.Limit)
	return &reply{Count: n, Rows: rows}, err
}
