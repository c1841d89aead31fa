package contract

import (
	"path"
	"slices"
	"time"

	"auditql/analytics/fault"
	"auditql/analytics/schema"
)

// Place is the columns that say where a row comes from. They are the key of a dataset that has none of its own.
var Place = []string{"_load", "_file", "_row", "_path"}

var formats = []string{"csv", "json", "yaml", "xlsx", "parquet", "lines"}

// check refuses a contract that is not whole.
func (c *Contract) check() error {
	switch {
	case !datasetForm.MatchString(c.Dataset):
		return c.fault("dataset %q is not a name of lower-case letters, digits and underscores", c.Dataset)
	case path.Base(path.Dir(c.File)) != c.Dataset:
		return c.fault("dataset %q does not have the name of its folder", c.Dataset)
	case c.Version < 1:
		return c.fault("version %d, expected 1 or more", c.Version)
	case c.Title == "" || c.Grain == "":
		return c.fault("title and grain are needed: the grain says what one row is")
	case c.Repeats != "" && c.Repeats != Merge:
		return c.fault("repeats %q, expected %s or nothing", c.Repeats, Merge)
	case len(c.Spec) == 0:
		return c.fault("a dataset needs columns")
	case (c.Derived != nil || c.Supplied != "") && len(c.Exports) > 0:
		return c.fault("a dataset that is derived, or supplied by auditql, has no exports of its own")
	}
	if err := c.checkColumns(); err != nil {
		return err
	}
	for i := range c.Exports {
		if err := c.checkExport(&c.Exports[i]); err != nil {
			return err
		}
	}
	for _, u := range c.Unread {
		if u.Title == "" || u.Instead == "" || len(u.Recognise.Fields) == 0 || !slices.Contains(formats, u.Format) {
			return c.fault("unread %q needs a title, a format, recognise.fields, and instead: what is read in its place", u.Title)
		}
	}
	return c.checkChecks()
}

// checkAlign refuses to compare moments that do not exist.
func (s *Set) checkAlign() error {
	for _, c := range s.contracts {
		for _, p := range c.Align {
			other, ok := s.Get(p.Key)
			if _, err := time.ParseDuration(p.Value); err != nil || !ok || other.Moment == "" || c.Moment == "" {
				return fault.At(fault.Usage, c.File, p.Line, "align %s: %s, expected a dataset with a moment, as this one has, and a duration such as 24h", p.Key, p.Value)
			}
		}
	}
	return nil
}

func (c *Contract) checkColumns() error {
	for _, p := range c.Spec {
		switch {
		case !datasetForm.MatchString(p.Key):
			return fault.At(fault.Usage, c.File, p.Line, "column %q is not a name of lower-case letters, digits and underscores", p.Key)
		case p.Value.Type.Kind == "":
			return fault.At(fault.Usage, c.File, p.Line, "column %s has no type", p.Key)
		case p.Value.Means == "":
			return fault.At(fault.Usage, c.File, p.Line, "column %s does not say what it means", p.Key)
		case p.Value.Fold != "" && (folds[p.Value.Fold] == "" || p.Value.Type.Kind != schema.Text):
			return fault.At(fault.Usage, c.File, p.Line, "column %s: fold %q, expected lower, words or hex, of a text", p.Key, p.Value.Fold)
		case p.Value.LastDay && p.Value.Type.Kind != schema.Timestamp:
			return fault.At(fault.Usage, c.File, p.Line, "column %s: last_day is said of a timestamp only", p.Key)
		}
	}
	if len(c.Key) == 0 {
		return c.fault("a dataset needs a key")
	}
	for _, k := range c.Key {
		if _, ok := c.Spec.Get(k); !ok && !slices.Contains(Place, k) {
			return c.fault("key column %q is not a column of %s", k, c.Dataset)
		}
	}
	if c.Moment == "" {
		if s, ok := c.Spec.Get("snapshot_at"); ok && s.Type.Kind == schema.Timestamp {
			c.Moment = "snapshot_at"
		}
	} else if m, ok := c.Spec.Get(c.Moment); !ok || m.Type.Kind != schema.Timestamp {
		return c.fault("moment %q is not a timestamp column of %s", c.Moment, c.Dataset)
	}
	for _, name := range append(slices.Clone(c.Numbers.Within), c.Numbers.Column) {
		if _, ok := c.Spec.Get(name); !ok && (name != "" || len(c.Numbers.Within) > 0) {
			return c.fault("numbers: %q is not a column of %s", name, c.Dataset)
		}
	}
	if c.Time == "" {
		return nil
	}
	if t, ok := c.Spec.Get(c.Time); !ok || t.Type.Kind != schema.Timestamp {
		return c.fault("time %q is not a timestamp column of %s", c.Time, c.Dataset)
	}
	return nil
}

func (c *Contract) checkExport(e *Export) error {
	switch {
	case !datasetForm.MatchString(e.ID):
		return c.fault("export %q is not a name of lower-case letters, digits and underscores", e.ID)
	case !slices.Contains(formats, e.Format):
		return c.fault("export %s: format %q, expected one of %v", e.ID, e.Format, formats)
	case e.Title == "" || e.Obtain == "":
		return c.fault("export %s needs a title, and obtain: how the auditee gets it", e.ID)
	case len(e.Recognise.Fields) == 0 && e.Format != "lines":
		return c.fault("export %s needs recognise.fields: by what the file is known", e.ID)
	case len(e.Fields) == 0 && e.Format != "lines":
		return c.fault("export %s takes no fields", e.ID)
	case e.Single && len(e.Records) == 0:
		return c.fault("export %s: single is said of the keys of records, and there are none", e.ID)
	case slices.ContainsFunc(e.Beside, func(b Beside) bool { return len(b.Fields) == 0 || b.Means == "" }):
		return c.fault("export %s: a table beside needs fields, its columns, and means, what it is", e.ID)
	case e.Recognise.Among != nil && (len(e.Recognise.Among.Values) == 0 || e.KindField() < 0 || e.Format != "json" && e.Format != "yaml"):
		return c.fault("export %s: among needs path, the first path of a field of JSON that holds the kind, and values, the kinds that the export reads", e.ID)
	}
	for i := range c.Exports {
		if other := &c.Exports[i]; other != e && other.ID == e.ID {
			return c.fault("export %s is there twice", e.ID)
		}
	}
	return nil
}

func (c *Contract) checkChecks() error {
	for _, k := range c.Checks {
		if k.ID == "" || k.Says == "" || k.SQL == "" {
			return c.fault("check %q needs an id, says: what must be true, and sql that returns the bad rows", k.ID)
		}
		if k.Level != "refuse" && k.Level != "warn" {
			return c.fault("check %s: level %q, expected refuse or warn", k.ID, k.Level)
		}
	}
	return nil
}

// checkDerived refuses a derivation from datasets that do not exist or are derived themselves: one step is enough to
// be understood, and needs no search for cycles.
func (s *Set) checkDerived() error {
	for _, c := range s.contracts {
		if c.Derived == nil {
			continue
		}
		for _, r := range c.Derived.Reads {
			if from, ok := s.Get(r); !ok || from.Derived != nil {
				return c.fault("derived from %q, expected a dataset that is loaded from exports", r)
			}
		}
	}
	return nil
}
