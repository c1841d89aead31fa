// Package trail proves offline what AWS CloudTrail signed: that the log files at hand are those that were delivered, whole
// and unaltered.
//
// CloudTrail writes a digest file each hour. It names the log files of the hour with the SHA-256 of their text, and
// carries hash and signature of the digest before it, so that the digests form a chain. The signature is RSA with
// SHA-256 over four lines: end time, bucket and object, SHA-256 of the digest's text, signature of the digest before
// ("null" when there is none). Hashes are of the text, not of its compression. The signature of the newest digest is
// in no file but in the metadata of its object; it is proven when the answer of head-object is at hand.
//
//	r := trail.Verify(trail.Given{Digests: d, Keys: k, Logs: l})
//	for _, p := range r.Problems { fmt.Println(p) }
//
// The format is described in "CloudTrail digest file structure" and "Custom implementations of CloudTrail log file
// integrity validation" of the AWS CloudTrail User Guide.
package trail

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// File is a file by the name under which it was found, with its text, decompressed.
type File struct {
	Name string
	Text []byte
}

// Log is a log file with the SHA-256 of its decompressed text, in hexadecimal.
type Log struct{ Name, SHA256 string }

// Given is all that was handed over.
type Given struct {
	Digests    []File
	Keys       []File // answers of list-public-keys
	Signatures []File // answers of head-object for digests
	Logs       []Log
}

// Kind says what a problem concerns.
type Kind string

const (
	Chain     Kind = "chain"     // a digest is missing, altered or does not follow the one before
	Signature Kind = "signature" // a signature is not that of AWS
	Logs      Kind = "logs"      // a log file is missing, altered or in no digest
)

// Problem is one thing that is not as it was signed.
type Problem struct {
	Kind Kind
	What string // a sentence with the name of the file
}

// Result is what could be proven.
type Result struct {
	Digests    int // digest files
	Signed     int // of them, with a signature that was verified
	Unsigned   int // of them, with a signature that could not be looked at: no key, or the newest of its chain
	LogsNamed  int // log files that digests name
	LogsProven int // of them, at hand and unaltered
	Keys       int
	Problems   []Problem
	Notes      []string
}

// Of gives the problems of a kind.
func (r Result) Of(k Kind) []string {
	var out []string
	for _, p := range r.Problems {
		if p.Kind == k {
			out = append(out, p.What)
		}
	}
	return out
}

func (r *Result) problem(k Kind, form string, args ...any) {
	r.Problems = append(r.Problems, Problem{k, fmt.Sprintf(form, args...)})
}

// Verify proves what it can.
func Verify(g Given) Result {
	v := &verifier{given: g}
	v.readKeys()
	v.readDigests()
	for _, name := range sortedKeys(v.chains) {
		v.chain(v.chains[name])
	}
	v.logs()
	return v.Result
}

// verifier is a proof under way.
type verifier struct {
	Result
	given      Given
	keys       map[string]*publicKey
	signatures []signature
	chains     map[string][]*digest
}

// chain goes along the digests of one trail and region, from the oldest.
func (v *verifier) chain(digests []*digest) {
	sort.SliceStable(digests, func(i, j int) bool { return digests[i].EndTime < digests[j].EndTime })
	at := map[string]*digest{}
	for _, d := range digests {
		if other := at[d.base()]; other != nil && other.sha != d.sha {
			v.problem(Chain, "%s and %s are two digests of one object", other.name, d.name)
		}
		at[d.base()] = d
	}
	for i, d := range digests {
		if i > 0 {
			v.follows(d, at)
		} else if d.PreviousObject != "" {
			v.Notes = append(v.Notes, fmt.Sprintf("the chain begins before the files at hand: %s follows %s", d.name, baseOf(d.PreviousObject)))
		}
	}
	for _, d := range digests {
		if !d.followed {
			v.newest(d)
		}
	}
}

// follows holds a digest against the one that it says it follows.
func (v *verifier) follows(d *digest, at map[string]*digest) {
	if d.PreviousObject == "" {
		v.problem(Chain, "the chain breaks before %s, which follows no digest: digests were switched off or log delivery had stopped", d.name)
		return
	}
	before := at[baseOf(d.PreviousObject)]
	if before == nil {
		v.problem(Chain, "digest %s is missing, which %s follows", baseOf(d.PreviousObject), d.name)
		return
	}
	if before.sha != strings.ToLower(d.PreviousHash) {
		v.problem(Chain, "digest %s is altered: its SHA-256 is %s, and %s states %s", before.name, before.sha, d.name, d.PreviousHash)
	}
	if before.EndTime != d.StartTime {
		v.problem(Chain, "%s begins at %s, and %s before it ends at %s", d.name, d.StartTime, before.name, before.EndTime)
	}
	before.followed = true
	v.sign(before, d.PreviousSignature)
}

// newest looks for the signature of a digest that none follows among those that lie beside.
func (v *verifier) newest(d *digest) {
	for _, s := range v.signatures {
		if v.verifies(d, s.Metadata.Signature) {
			v.Signed++
			return
		}
	}
	v.Unsigned++
	v.Notes = append(v.Notes, fmt.Sprintf("the signature of %s is in no file; aws s3api head-object gives it", d.name))
}

// logs holds the log files at hand against those that the digests name.
func (v *verifier) logs() {
	hashes := map[string][]Log{}
	for _, l := range v.given.Logs {
		hashes[plainBase(l.Name)] = append(hashes[plainBase(l.Name)], l)
	}
	named := map[string]bool{}
	for _, name := range sortedKeys(v.chains) {
		for _, d := range v.chains[name] {
			for _, l := range d.LogFiles {
				key := plainBase(l.Object)
				if named[key] {
					continue
				}
				named[key] = true
				v.log(d, l, hashes[key])
			}
		}
	}
	for _, l := range v.given.Logs {
		if !named[plainBase(l.Name)] {
			v.problem(Logs, "log file %s is in no digest", l.Name)
		}
	}
}

func (v *verifier) log(d *digest, want logFile, found []Log) {
	v.LogsNamed++
	if len(found) == 0 {
		v.problem(Logs, "log file %s is missing, which %s names", baseOf(want.Object), d.name)
		return
	}
	bad := false
	for _, l := range found {
		if l.SHA256 != strings.ToLower(want.Hash) {
			v.problem(Logs, "log file %s is altered: its SHA-256 is %s, and %s states %s", l.Name, l.SHA256, d.name, want.Hash)
			bad = true
		}
	}
	if !bad {
		v.LogsProven++
	}
}

// baseOf is the last part of a name or an object key.
func baseOf(name string) string {
	name = strings.ReplaceAll(name, "!", "/")
	return name[strings.LastIndexByte(name, '/')+1:]
}

// plainBase is the base without what tells of compression, since hashes are of the text.
func plainBase(name string) string { return strings.TrimSuffix(baseOf(name), ".gz") }

func sortedKeys[T any](m map[string]T) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
