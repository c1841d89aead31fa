package bundle

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// Check is how to verify a bundle.
type Check struct {
	Trust Trust     // nil: signatures are verified, but nobody says whose keys they are
	Now   time.Time // for the validity of allowed signers
	Roles []Role    // who must have signed
	Chain []string  // the seals that are known to be before this one, oldest first, as Sealed.SHA256; nil: not checked
	// Folder is where the bundle is unpacked to: an empty folder, kept. Empty: a temporary one.
	Folder string
}

// BundleReport says what was verified of a bundle.
type BundleReport struct {
	SHA256     string            `json:"sha256"` // of the tag manifest
	Previous   string            `json:"previous"`
	Audit      record.Engagement `json:"engagement"`
	Tool       record.Tool       `json:"tool"`
	Evidence   Evidence          `json:"evidence"`
	Signatures []Signature       `json:"signatures"`
	Runs       []string          `json:"runs"`
	Selections []string          `json:"selections"`

	Evaluations int `json:"evaluations"` // of the selections, evaluated again

	Report
}

// Verify verifies a bundle: archive, names, hashes, signatures, chain, and then every run in it as VerifyRun does.
func Verify(ctx context.Context, file string, c Check) (BundleReport, error) {
	folder := c.Folder
	if folder == "" {
		var err error
		if folder, err = os.MkdirTemp("", "auditql-verify-"); err != nil {
			return BundleReport{}, fault.New(fault.Broken, "verify bundle: %w", err)
		}
		defer os.RemoveAll(folder)
	}
	b := &bagCheck{Check: c, ctx: ctx, folder: folder, out: BundleReport{Signatures: []Signature{}, Runs: []string{}, Selections: []string{}}}
	err := b.verify(file)
	b.out.Report, err = b.out.Report.finish(err)
	return b.out, err
}

// bagCheck is a bundle that is being verified.
type bagCheck struct {
	Check
	ctx     context.Context
	folder  string
	entries map[string]*entry
	files   map[string]string // payload: hash by name
	tree    tree              // of the rows of all results
	ledger  []record.Load
	out     BundleReport
}

func (b *bagCheck) verify(file string) error {
	if err := b.unpack(file); err != nil {
		return err
	}
	for _, step := range []func() error{b.tags, b.payload, b.describes, b.signatures, b.chain, b.runs, b.selections, b.results, b.rows, b.definitions, b.dataPackage} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (b *bagCheck) unpack(file string) error {
	archive, err := os.Open(file)
	if err != nil {
		return fault.At(fault.Refused, file, 0, "open bundle: %w", err)
	}
	defer archive.Close()
	entries, err := unpack(b.ctx, archive, b.folder)
	if err != nil {
		return err
	}
	if _, err := archive.Seek(0, 0); err != nil {
		return fault.New(fault.Broken, "verify bundle: %w", err)
	}
	if err := exact(b.ctx, archive, entries); err != nil {
		return err
	}
	b.entries = map[string]*entry{}
	for _, e := range entries {
		b.entries[e.name] = e
	}
	return hashAll(b.ctx, entries)
}

// read gives a small file of the bundle.
func (b *bagCheck) read(name string) ([]byte, error) {
	e, ok := b.entries[name]
	if !ok {
		return nil, differs(name, "file", "to be there", "missing")
	}
	data, err := os.ReadFile(e.file)
	if err != nil {
		return nil, fault.New(fault.Broken, "verify bundle: %w", err)
	}
	return data, nil
}

// tags verifies the tag files: the bundle holds them, their hashes fit, and beside the payload there is nothing else
// but signatures.
func (b *bagCheck) tags() error {
	data, err := b.read(tagManifestName)
	if err != nil {
		return err
	}
	b.out.SHA256 = record.Hash(data)
	hashes, err := parseManifest(tagManifestName, data)
	if err != nil {
		return err
	}
	names := slices.Sorted(maps.Keys(hashes))
	if want := []string{infoName, declarationName, manifestName}; !slices.Equal(names, want) {
		return differs(tagManifestName, "files", want, names)
	}
	for name := range b.entries {
		if name != tagManifestName && !isSigned(name) && hashes[name] == "" && !strings.HasPrefix(name, payloadFolder) {
			return differs(name, "file", "", "not in the tag manifest")
		}
	}
	if err := b.compare(tagManifestName, hashes); err != nil {
		return err
	}
	text, err := b.read(declarationName)
	if err != nil {
		return err
	}
	return same(declarationName, "declaration", declaration, string(text))
}

// compare compares hashes with those of the files.
func (b *bagCheck) compare(manifest string, hashes map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(hashes)) {
		e, ok := b.entries[name]
		if !ok {
			return differs(name, "file", "to be there, by "+manifest, "missing")
		}
		if err := same(name, "SHA-256", hashes[name], e.sha256); err != nil {
			return err
		}
		b.out.Files++
		b.out.Bytes += e.size
	}
	return nil
}

// payload verifies that the manifest names all files below data and no others.
func (b *bagCheck) payload() error {
	data, err := b.read(manifestName)
	if err != nil {
		return err
	}
	if b.files, err = parseManifest(manifestName, data); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		if !strings.HasPrefix(name, payloadFolder) {
			return differs(manifestName, "file", "below "+payloadFolder, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.entries)) {
		if strings.HasPrefix(name, payloadFolder) && b.files[name] == "" {
			return differs(name, "file", "", "not in the manifest")
		}
	}
	return b.compare(manifestName, b.files)
}

// describes reads what the bundle says of itself.
func (b *bagCheck) describes() error {
	data, err := b.read(infoName)
	if err != nil {
		return err
	}
	i, err := parseInfo(data)
	if err != nil {
		return err
	}
	b.tree = i.Results
	b.out.Audit, b.out.Tool, b.out.Evidence, b.out.Previous = i.Audit, i.Tool, i.Evidence, i.Previous
	var size int64
	for name := range b.files {
		size += b.entries[name].size
	}
	return same(infoName, "Payload-Oxum", fmt.Sprintf("%d.%d", size, len(b.files)), fmt.Sprintf("%d.%d", i.Bytes, i.Files))
}

// signatures verifies each signature, that nobody signed twice, and that all who must have signed did.
func (b *bagCheck) signatures() error {
	tagManifest, err := b.read(tagManifestName)
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	for name := range b.entries {
		if isSigned(name) {
			if files[name], err = b.read(name); err != nil {
				return err
			}
		}
	}
	if b.out.Signatures, err = b.judge(tagManifest, files); err != nil {
		b.out.Signatures = []Signature{}
	}
	return err
}

// judge verifies signatures, and asks the list of allowed signers when there is one.
func (c Check) judge(tagManifest []byte, files map[string][]byte) ([]Signature, error) {
	signatures, err := checkSignatures(tagManifest, files)
	if err != nil {
		return nil, err
	}
	for i := range signatures {
		if c.Trust == nil {
			break
		}
		if err := c.Trust.allow(signatures[i], c.Now); err != nil {
			return nil, err
		}
		for _, other := range signatures[:i] {
			if c.Trust.samePerson(other, signatures[i]) {
				return nil, differs(tagManifestName, "signer, by the list of allowed signers", "somebody else than the "+string(other.Role), signatures[i].Identity+" "+signatures[i].Key)
			}
		}
		signatures[i].Trusted = true
	}
	if c.Trust != nil && len(signatures) == 0 {
		return nil, differs(tagManifestName, "signature", "one of an allowed signer", "none")
	}
	for _, role := range c.Roles {
		if !slices.ContainsFunc(signatures, func(s Signature) bool { return s.Role == role }) {
			return nil, differs(tagManifestName, "signature of a "+string(role), "one", "none")
		}
	}
	return signatures, nil
}

// chain verifies that the bundle follows the seals that it says it follows.
func (b *bagCheck) chain() error {
	name := payloadFolder + chainName
	data, err := b.read(name)
	if err != nil {
		return err
	}
	before, err := parseChain(data)
	if err != nil {
		return differs(name, "chain", "", err)
	}
	if err := same(infoName, "previous seal", before.last(), b.out.Previous); err != nil {
		return err
	}
	if b.Chain == nil {
		return nil
	}
	for i, seal := range b.Chain {
		if i >= len(before) || before[i].Seal != seal {
			return differs(name, fmt.Sprint("seal ", i+1), seal, "otherwise")
		}
	}
	return nil
}
