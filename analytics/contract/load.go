package contract

import (
	"errors"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"sort"

	"golang.org/x/sync/errgroup"

	"auditql/analytics/fault"
	"auditql/analytics/sqlfile"
)

// Set is all contracts that are at hand.
type Set struct {
	contracts []*Contract
}

// Get finds the contract of a dataset.
func (s *Set) Get(dataset string) (*Contract, bool) {
	i, ok := slices.BinarySearchFunc(s.contracts, dataset, func(c *Contract, d string) int {
		return cmpText(c.Dataset, d)
	})
	if !ok {
		return nil, false
	}
	return s.contracts[i], true
}

// All gives the contracts in the order of their dataset's name.
func (s *Set) All() []*Contract { return s.contracts }

// With gives the contracts of datasets and of all that these name: what they are derived from, and what they must be
// aligned with. A set that holds them all can be loaded on its own.
func (s *Set) With(datasets ...string) []*Contract {
	with := map[string]bool{}
	for len(datasets) > 0 {
		d := datasets[0]
		datasets = datasets[1:]
		c, ok := s.Get(d)
		if !ok || with[d] {
			continue
		}
		with[d] = true
		datasets = append(datasets, c.names()...)
	}
	return slices.DeleteFunc(slices.Clone(s.contracts), func(c *Contract) bool { return !with[c.Dataset] })
}

// names gives the datasets that a contract names.
func (c *Contract) names() (datasets []string) {
	if c.Derived != nil {
		datasets = append(datasets, c.Derived.Reads...)
	}
	for _, p := range c.Align {
		datasets = append(datasets, p.Key)
	}
	return datasets
}

// Load reads every folder that has a contract.yaml, and the maps in it or in a folder of a later tree. A dataset of a later
// tree replaces one of an earlier tree, so that an auditor's own folder, given last, wins over what is shipped.
func Load(trees ...fs.FS) (*Set, error) {
	byName := map[string]*Contract{}
	if err := add(byName, "*", trees); err != nil {
		return nil, err
	}
	return newSet(byName)
}

// LoadOnly is Load for some datasets, as far as they are there, and for all that these name.
func LoadOnly(datasets []string, trees ...fs.FS) (*Set, error) {
	byName := map[string]*Contract{}
	for len(datasets) > 0 {
		d := datasets[0]
		if datasets = datasets[1:]; byName[d] != nil || !datasetForm.MatchString(d) {
			continue
		}
		if err := add(byName, d, trees); err != nil {
			return nil, err
		}
		if c := byName[d]; c != nil {
			datasets = append(datasets, c.names()...)
		}
	}
	return newSet(byName)
}

// add reads the contracts and maps in the folders of a pattern.
func add(byName map[string]*Contract, folders string, trees []fs.FS) error {
	for _, tree := range trees {
		names, err := fs.Glob(tree, folders+"/contract.yaml")
		if err != nil {
			return fault.New(fault.Broken, "list contracts: %w", err)
		}
		all, err := readAll(tree, names)
		if err != nil {
			return err
		}
		for _, c := range all {
			byName[c.Dataset] = c
		}
		if err := addMaps(tree, folders, byName); err != nil {
			return err
		}
	}
	return nil
}

func newSet(byName map[string]*Contract) (*Set, error) {
	s := &Set{}
	for _, c := range byName {
		s.contracts = append(s.contracts, c)
	}
	sort.Slice(s.contracts, func(i, j int) bool { return s.contracts[i].Dataset < s.contracts[j].Dataset })
	return s, errors.Join(s.checkDerived(), s.checkAlign())
}

// readAll reads contracts, several at once: they are half a megabyte, and every command waits for them.
func readAll(tree fs.FS, names []string) ([]*Contract, error) {
	out, errs := make([]*Contract, len(names)), make([]error, len(names))
	var all errgroup.Group
	all.SetLimit(runtime.NumCPU())
	for i, name := range names {
		all.Go(func() error {
			out[i], errs[i] = read(tree, name)
			return nil // of several errors the first by name is told
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func read(tree fs.FS, name string) (*Contract, error) {
	text, err := fs.ReadFile(tree, name)
	if err != nil {
		return nil, fault.New(fault.Broken, "read contract: %w", err)
	}
	c := &Contract{File: name, Text: string(text), SHA256: digest(string(text))}
	if err := sqlfile.Decode(name, 1, string(text), c); err != nil {
		return nil, err
	}
	if c.Derived != nil {
		if c.Derived.Text, err = c.sql(tree, c.Derived.SQL); err != nil {
			return nil, err
		}
	}
	for i := range c.Exports {
		e := &c.Exports[i]
		if e.SQL, err = c.sql(tree, e.Mapping); err != nil {
			return nil, err
		}
		e.SHA256 = digest(e.SQL)
		if e.Frame != "" {
			var ok bool
			if e.around, ok = c.Frames.Get(e.Frame); !ok {
				return nil, c.fault("export %s: the contract has no frame %q", e.ID, e.Frame)
			}
		}
		if err := e.fieldsOfPattern(); err != nil {
			return nil, c.fault("export %s: %w", e.ID, err)
		}
		for k := range e.Fields {
			e.Fields[k].Value.Trim = e.Trim
		}
	}
	return c, c.check()
}

// Parse reads a contract that names no other files: one without exports.
func Parse(name, text string) (*Contract, error) {
	c := &Contract{File: name, Text: text, SHA256: digest(text)}
	if err := sqlfile.Decode(name, 1, text, c); err != nil {
		return nil, err
	}
	return c, c.check()
}

func (c *Contract) sql(tree fs.FS, name string) (string, error) {
	if name == "" || path.Base(name) != name {
		return "", c.fault("mapping %q is not a file name beside the contract", name)
	}
	text, err := fs.ReadFile(tree, path.Join(path.Dir(c.File), name))
	if err != nil {
		return "", c.fault("read mapping: %w", err)
	}
	return string(text), nil
}

var datasetForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func (c *Contract) fault(format string, args ...any) error {
	return fault.At(fault.Usage, c.File, 0, format, args...)
}

func cmpText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
