package reader

import (
	"fmt"
	"hash/maphash"
	"math"
	"strconv"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
)

// seed makes the hashes of names unpredictable, so that no file can choose names that collide.
var seed = maphash.MakeSeed()

// node is a place in a record that an export names: the paths of all its fields, joined where they begin alike.
type node struct {
	table   []entry // names below, open addressing, length a power of two
	used    int
	items   map[int]*node // numbers below
	slots   []slot        // fields that take the value found here
	sole    int           // the one field that does, if it takes no other, plus 1
	records bool          // an array found here holds the records
	single  bool          // so does an object, which is the record
	leads   bool          // a place below has records
	unknown bool          // the export does not name it; learned while reading
	name    string
	count   int64  // records that have it
	strayed *known // see stray
}

type entry struct {
	hash uint64
	node *node
}

// slot is a field of the record and the rank of the path that leads to it: a lower rank wins.
type slot struct {
	field, rank int
	sole        bool // no other path leads to it
}

// find gives the node below of that name, or nil.
func (n *node) find(hash uint64, name []byte) *node {
	if n.used == 0 {
		return nil
	}
	for i := hash & uint64(len(n.table)-1); ; i = (i + 1) & uint64(len(n.table)-1) {
		e := &n.table[i]
		if e.node == nil {
			return nil
		}
		if e.hash == hash && e.node.name == string(name) {
			return e.node
		}
	}
}

// below gives the node of that name, made when missing.
func (n *node) below(name string) *node {
	hash := maphash.String(seed, name)
	if c := n.find(hash, []byte(name)); c != nil {
		return c
	}
	if 2*(n.used+1) > len(n.table) {
		old := n.table
		n.table = make([]entry, max(8, 2*len(old)))
		for _, e := range old {
			if e.node != nil {
				n.put(e)
			}
		}
	}
	c := &node{name: name}
	n.put(entry{hash, c})
	n.used++
	return c
}

func (n *node) put(e entry) {
	i := e.hash & uint64(len(n.table)-1)
	for n.table[i].node != nil {
		i = (i + 1) & uint64(len(n.table)-1)
	}
	n.table[i] = e
}

func (n *node) at(index int) *node {
	if n.items == nil {
		n.items = map[int]*node{}
	}
	if n.items[index] == nil {
		n.items[index] = &node{}
	}
	return n.items[index]
}

// walk gives the node at a path, made when missing. The steps of a path are names, after a dot except for the first,
// and numbers in brackets: a.b[0].c. A name that holds a dot or a bracket stands in double quotes.
func (n *node) walk(path string) (*node, error) {
	rest := path
	for first := true; rest != ""; first = false {
		switch {
		case rest[0] == '[':
			digits, after, ok := strings.Cut(rest[1:], "]")
			index, err := strconv.Atoi(digits)
			if !ok || err != nil || index < 0 || index > math.MaxInt32 {
				return nil, fmt.Errorf("path %q: expected a number in brackets", path)
			}
			n, rest = n.at(index), after
			continue
		case !first && rest[0] == '.':
			rest = rest[1:]
		case !first:
			return nil, fmt.Errorf("path %q: expected a dot before %q", path, rest)
		}
		name, after, err := cutName(rest)
		if err != nil {
			return nil, fmt.Errorf("path %q: %w", path, err)
		}
		n, rest = n.below(name), after
	}
	return n, nil
}

func cutName(s string) (name, rest string, err error) {
	if strings.HasPrefix(s, `"`) {
		name, rest, ok := strings.Cut(s[1:], `"`)
		if !ok {
			return "", "", fmt.Errorf("a quote does not end")
		}
		return name, rest, nil
	}
	end := strings.IndexAny(s, ".[")
	if end < 0 {
		end = len(s)
	}
	if end == 0 {
		return "", "", fmt.Errorf("a name is empty")
	}
	return s[:end], s[end:], nil
}

// paths are the places that an export names: in the record, in the object around it, and in the envelope.
type paths struct {
	record *node
	outer  *node // also in the record, and leads to the fields of which one may hold the record as text; nil when none does
	catch  *node // values beside the records; nil when none is wanted
}

// first is where reading of an object starts, and where the records keys are.
func (p *paths) first() *node {
	if p.outer != nil {
		return p.outer
	}
	return p.record
}

// compile joins the paths of an export.
func compile(e *contract.Export) (*paths, error) {
	p := &paths{record: &node{}}
	if len(e.Unwrap) > 0 {
		p.outer = &node{}
	}
	for i, f := range e.Fields {
		for rank, path := range f.Value.Paths {
			if err := p.field(path, slot{i, rank, len(f.Value.Paths) == 1}); err != nil {
				return nil, fault.New(fault.Usage, "export %s: field %s: %w", e.ID, f.Key, err)
			}
		}
	}
	for _, path := range e.Ignore {
		for _, root := range p.roots() {
			if _, err := root.walk(path); err != nil {
				return nil, fault.New(fault.Usage, "export %s: ignore: %w", e.ID, err)
			}
		}
	}
	for rank, path := range e.Unwrap {
		if err := p.outer.want(path, slot{field: len(e.Fields), rank: rank}); err != nil {
			return nil, fault.New(fault.Usage, "export %s: unwrap: %w", e.ID, err)
		}
	}
	for _, path := range e.Records {
		n, err := p.first().walk(path)
		if err != nil {
			return nil, fault.New(fault.Usage, "export %s: records: %w", e.ID, err)
		}
		n.records, n.single = true, e.Single
	}
	p.first().mark()
	return p, nil
}

// field notes where a field is found. A path that starts with ^ is in the envelope; $ is the whole of it.
func (p *paths) field(path string, s slot) error {
	if rest, ok := strings.CutPrefix(path, "^"); ok {
		if p.catch == nil {
			p.catch = &node{}
		}
		return p.catch.want(rest, s)
	}
	for _, root := range p.roots() {
		if err := root.want(path, s); err != nil {
			return err
		}
	}
	return nil
}

// roots are where the fields of a record are looked for: it may stand as it is, or as text in a field of another object.
func (p *paths) roots() []*node {
	if p.outer != nil {
		return []*node{p.outer, p.record}
	}
	return []*node{p.record}
}

// want notes that the value at a path goes to a field.
func (n *node) want(path string, s slot) (err error) {
	if path == "" {
		return fmt.Errorf("a path is empty")
	}
	if path != "$" {
		if n, err = n.walk(path); err != nil {
			return err
		}
	}
	if n.slots, n.sole = append(n.slots, s), 0; len(n.slots) == 1 && s.sole {
		n.sole = s.field + 1
	}
	return nil
}

// mark notes every place that leads to records.
func (n *node) mark() bool {
	for _, e := range n.table {
		if e.node != nil && (e.node.mark() || e.node.records) {
			n.leads = true
		}
	}
	return n.leads
}
