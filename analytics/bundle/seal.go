package bundle

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// Evidence says whether a bundle holds the auditee's records or only their hashes.
type Evidence string

const (
	Full    Evidence = "full"
	Digests Evidence = "digests"
)

// SealPlan is what to seal.
type SealPlan struct {
	Engagement  string            // the folder
	Audit       record.Engagement // what the engagement says of itself
	Tool        record.Tool
	Definitions map[string][]byte // contracts, mappings and scripts by file name, in full
	Unsealed    []string          // files and folders of the engagement that are not for others
	Evidence    Evidence
	// To is the file to write; it must not be there yet, unless it has the same bytes. When it is empty, the file lies in
	// the engagement and has the number of the seal.
	To string
}

// Sealed is a sealed engagement.
type Sealed struct {
	File     string    `json:"file"`
	SHA256   string    `json:"sha256"`   // of the tag manifest: it stands for every byte of the bundle but the signatures
	Previous string    `json:"previous"` // SHA256 of the seal before
	Files    int       `json:"files"`
	Bytes    int64     `json:"bytes"`
	LeftOut  []LeftOut `json:"left_out"` // of the engagement folder
}

// Seal verifies every run of the engagement and seals it into one file. The bytes depend on the engagement and the plan
// only, so sealing the same state twice gives the same file. Each other state is chained to the seal before it.
func Seal(ctx context.Context, p SealPlan) (Sealed, error) {
	scratch, err := os.MkdirTemp("", "auditql-seal-")
	if err != nil {
		return Sealed{}, fault.New(fault.Broken, "seal engagement: %w", err)
	}
	defer os.RemoveAll(scratch)
	s := &sealer{SealPlan: p, ctx: ctx, scratch: scratch, seal: Sealed{File: p.To, LeftOut: []LeftOut{}}}
	if err := s.check(); err != nil {
		return Sealed{}, err
	}
	if err := s.gather(); err != nil {
		return Sealed{}, err
	}
	if err := hashAll(ctx, s.entries); err != nil {
		return Sealed{}, err
	}
	if err := s.defined(); err != nil {
		return Sealed{}, err
	}
	if s.results, err = treeOf(s.entries); err != nil {
		return Sealed{}, err
	}
	chain, err := s.tag()
	if err != nil {
		return Sealed{}, err
	}
	if err := s.write(); err != nil {
		return Sealed{}, err
	}
	return s.seal, writeWhole(filepath.Join(p.Engagement, chainName), chain)
}

type sealer struct {
	SealPlan
	ctx     context.Context
	scratch string
	runs    []record.Run
	ledger  []record.Load
	known   map[string]bool // files of evidence in the ledger
	exports exports
	results tree
	entries []*entry
	seal    Sealed
}

// check refuses to seal what does not verify, or cannot be described in lines.
func (s *sealer) check() error {
	if s.Evidence != Full && s.Evidence != Digests {
		return fault.New(fault.Usage, "evidence is %q, expected %s or %s", s.Evidence, Full, Digests)
	}
	a := s.Audit
	for _, text := range []string{a.Title, a.PeriodStart, a.PeriodEnd, a.AsOf, a.Zone, s.Tool.Version, s.Tool.Engine} {
		if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) {
			return fault.New(fault.Usage, "%q has control characters, so it cannot go into %s", text, infoName)
		}
	}
	v := newVerifier(s.ctx, s.Engagement)
	runs, err := v.verifyAll()
	for _, id := range runs {
		s.runs = append(s.runs, *v.runs[id])
	}
	s.ledger, s.known, s.exports = v.ledger, filesOf(v.ledger), exportsOf(v.ledger)
	return err
}

// defined refuses to seal evidence when nobody can say any more by which contract it was loaded.
func (s *sealer) defined() error {
	what, sum := undefined(s.ledger, func(yield func(string) bool) {
		for _, e := range s.entries {
			if !yield(e.sha256) {
				return
			}
		}
	})
	if sum == "" {
		return nil
	}
	return fault.At(fault.Refused, ledgerName, 0, "the %s has changed since, and no run has kept it; its SHA-256 was %s", what, sum).
		Hint("seal with the auditql and the datasets folder with which it was loaded")
}

// tag makes the tag files. The chain in the payload is that before this seal; when the payload is that of the last seal,
// it is the chain before that one, so that the same state gives the same bytes. It gives the chain with this seal.
func (s *sealer) tag() (after []byte, err error) {
	before, err := readChain(filepath.Join(s.Engagement, chainName))
	if err != nil {
		return nil, err
	}
	last := len(before) - 1
	if last >= 0 {
		l, tags, err := s.link(before[:last])
		if err != nil {
			return nil, err
		}
		if l.is(before[last]) {
			s.finish(l, tags, len(before))
			return before.encode()
		}
	}
	l, tags, err := s.link(before)
	if err != nil {
		return nil, err
	}
	s.finish(l, tags, len(before)+1)
	return append(before, l).encode()
}

// link makes the tag files of a bundle that follows a chain.
func (s *sealer) link(before chain) (link, []*entry, error) {
	text, err := before.encode()
	if err != nil {
		return link{}, nil, err
	}
	payload := append([]*entry{made(payloadFolder+chainName, text)}, s.entries...)
	var size int64
	for _, e := range payload {
		size += e.size
	}
	i := info{Audit: s.Audit, Tool: s.Tool, Evidence: s.Evidence, Previous: before.last(), Bytes: size, Files: len(payload), Results: s.results}
	tags := []*entry{made(declarationName, []byte(declaration)), made(infoName, i.encode()), made(manifestName, manifest(payload))}
	l := link{Payload: tags[2].sha256, Previous: before.last(), Kept: keptOf(payload)}
	tagManifest := made(tagManifestName, manifest(tags))
	l.Seal = tagManifest.sha256
	return l, append(tags, tagManifest, payload[slot(payload, chainName)]), nil
}

// slot finds the chain among the payload, which manifest has put in order.
func slot(entries []*entry, name string) int {
	for i, e := range entries {
		if e.name == payloadFolder+name {
			return i
		}
	}
	return -1
}

// made is an entry whose bytes are at hand.
func made(name string, data []byte) *entry {
	return &entry{name: name, data: data, size: int64(len(data)), sha256: record.Hash(data)}
}

func (s *sealer) finish(l link, tags []*entry, number int) {
	if s.To == "" {
		s.To = filepath.Join(s.Engagement, fmt.Sprintf("bundle-%04d.tar", number))
		s.seal.File = s.To
	}
	s.entries = append(s.entries, tags...)
	s.seal.SHA256, s.seal.Previous, s.seal.Files = l.Seal, l.Previous, len(s.entries)
	for _, e := range s.entries {
		s.seal.Bytes += e.size
	}
}

// write writes the archive beside its place and renames it when it is whole. A bundle is never overwritten: if it is
// there already, with or without signatures, it stays.
func (s *sealer) write() (err error) {
	out, err := os.CreateTemp(filepath.Dir(s.To), ".seal-*")
	if err != nil {
		return fault.New(fault.Broken, "write bundle: %w", err)
	}
	defer os.Remove(out.Name())
	if err := errors.Join(pack(s.ctx, out, s.entries), out.Chmod(0o644), out.Sync(), out.Close()); err != nil {
		return fault.New(fault.Broken, "write bundle: %w", err)
	}
	if _, err := os.Stat(s.To); errors.Is(err, fs.ErrNotExist) {
		return place(out.Name(), s.To)
	}
	same, err := continues(s.To, out.Name())
	if err != nil {
		return fault.New(fault.Broken, "write bundle: %w", err)
	}
	if !same {
		return fault.At(fault.Usage, s.To, 0, "the file is there and is not this bundle").Hint("name another file, or move that one away")
	}
	return nil
}

// continues says whether one archive holds all of another one, and perhaps signatures after it.
func continues(longer, shorter string) (bool, error) {
	a, err := os.Open(longer)
	if err != nil {
		return false, err
	}
	defer a.Close()
	b, err := os.Open(shorter)
	if err != nil {
		return false, err
	}
	defer b.Close()
	info, err := b.Stat()
	if err != nil {
		return false, err
	}
	_, err = io.Copy(&comparer{want: a}, io.LimitReader(b, info.Size()-archiveEnd))
	if fault.KindOf(err) == fault.Differs {
		return false, nil
	}
	return err == nil, err
}

// writeWhole writes a small file whole or not at all.
func writeWhole(name string, data []byte) error {
	out, err := os.CreateTemp(filepath.Dir(name), ".seal-*")
	if err != nil {
		return fault.New(fault.Broken, "write %s: %w", filepath.Base(name), err)
	}
	defer os.Remove(out.Name())
	_, err = out.Write(data)
	if err := errors.Join(err, out.Chmod(0o644), out.Sync(), out.Close()); err != nil {
		return fault.New(fault.Broken, "write %s: %w", filepath.Base(name), err)
	}
	return place(out.Name(), name)
}

// place renames a finished file and flushes its folder, so that the name survives a loss of power.
func place(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return fault.New(fault.Broken, "write %s: %w", filepath.Base(to), err)
	}
	dir, err := os.Open(filepath.Dir(to))
	if err != nil {
		return fault.New(fault.Broken, "write %s: %w", filepath.Base(to), err)
	}
	if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
		return fault.New(fault.Broken, "write %s: %w", filepath.Base(to), err)
	}
	return nil
}
