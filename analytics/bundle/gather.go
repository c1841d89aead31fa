package bundle

import (
	"archive/tar"
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// LeftOut is a file or folder of the engagement that was not sealed, and why.
type LeftOut struct {
	Name string `json:"name"`
	Why  string `json:"why"`
}

// own are the folders that auditql itself keeps; they are sealed whatever is in them.
var own = []string{"evidence", "runs", "selections", "queries", "datasets"}

// gatherTop takes everything that lies in the engagement folder, because whoever seals cannot know which file will matter.
// It leaves out hidden files, private keys, bundles and proofs from them, what engagement.yaml names as unsealed, and the exports that were loaded: these are
// in the evidence.
func (s *sealer) gatherTop() error {
	top, err := os.ReadDir(s.Engagement)
	if err != nil {
		return fault.New(fault.Broken, "seal engagement: %w", err)
	}
	for _, d := range top {
		name := d.Name()
		if name == chainName || strings.HasPrefix(name, ".") {
			continue
		}
		why, err := s.leaveOut(name)
		if err != nil {
			return err
		}
		if why != "" {
			s.seal.LeftOut = append(s.seal.LeftOut, LeftOut{name, why})
			continue
		}
		if err := s.walk(name); err != nil {
			return err
		}
	}
	return nil
}

func (s *sealer) leaveOut(name string) (why string, err error) {
	switch at := filepath.Join(s.Engagement, name); {
	case slices.Contains(s.Unsealed, name):
		return "engagement.yaml names it as unsealed", nil
	case slices.Contains(own, name):
		return "", nil
	case isBundle(at):
		return "a bundle", nil
	case isPrivateKey(at):
		return "a private key", nil
	case isProof(at):
		return "a proof from a bundle", nil
	default:
		return s.holdsExports(at)
	}
}

// isBundle says whether a file begins as a bundle does.
func isBundle(file string) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	header, err := tar.NewReader(f).Next()
	return err == nil && header.Name == archiveRoot+"/"+infoName
}

func isProof(file string) bool { return IsDisclosure(beginning(file)) }

// isPrivateKey says whether a file begins as keys do: who signs may keep his beside the audit, and would give it away.
func isPrivateKey(file string) bool {
	line, _, _ := bytes.Cut(beginning(file), []byte("\n"))
	return bytes.HasPrefix(line, []byte("-----BEGIN ")) && bytes.Contains(line, []byte("PRIVATE KEY-----"))
}

// beginning gives the first bytes of a file, and none of what is no file.
func beginning(file string) []byte {
	f, err := os.Open(file)
	if err != nil {
		return nil
	}
	defer f.Close()
	start := make([]byte, 512)
	n, _ := io.ReadFull(f, start)
	return start[:n]
}

// holdsExports says whether a file, or one below a folder, is one that was loaded.
func (s *sealer) holdsExports(top string) (why string, err error) {
	err = filepath.WalkDir(top, func(file string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		known, err := s.exports.hold(s.ctx, file)
		if known {
			why = "it holds exports that were loaded"
			return fs.SkipAll
		}
		return err
	})
	if err != nil {
		return "", fault.New(fault.Broken, "seal engagement: %w", err)
	}
	return why, nil
}

// exports are the files that a ledger says were loaded: by their bytes, and archives by their names, since the ledger has
// the hashes of what is in them.
type exports struct {
	sums     map[string]bool
	sizes    map[int64]bool
	archives []string
}

func exportsOf(ledger []record.Load) exports {
	e := exports{map[string]bool{}, map[int64]bool{}, nil}
	for _, l := range ledger {
		for _, f := range l.Files {
			if archive, _, inside := strings.Cut(f.Name, "!"); inside {
				e.archives = append(e.archives, "/"+archive)
				continue
			}
			e.sums[f.SHA256], e.sizes[f.Bytes] = true, true
		}
	}
	slices.Sort(e.archives)
	e.archives = slices.Compact(e.archives)
	return e
}

func (e exports) hold(ctx context.Context, file string) (bool, error) {
	if slices.ContainsFunc(e.archives, func(a string) bool { return strings.HasSuffix(filepath.ToSlash(file), a) }) {
		return true, nil
	}
	info, err := os.Lstat(file)
	if err != nil || !e.sizes[info.Size()] {
		return false, err
	}
	sum, err := hashFile(ctx, file)
	return e.sums[sum], err
}
