package bundle

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"auditql/analytics/record"
)

// The files of a bag (RFC 8493). The tag manifest stands for everything: it holds the hash of the manifest, which holds
// those of all files, and it is what gets signed.
const (
	payloadFolder   = "data/"
	declarationName = "bagit.txt"
	infoName        = "bag-info.txt"
	manifestName    = "manifest-sha256.txt"
	tagManifestName = "tagmanifest-sha256.txt"

	declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
)

// manifest is the form of sha256sum: hash, two spaces, name; here in order of names.
func manifest(entries []*entry) []byte {
	slices.SortFunc(entries, func(a, b *entry) int { return strings.Compare(a.name, b.name) })
	var b bytes.Buffer
	for _, e := range entries {
		fmt.Fprintf(&b, "%s  %s\n", e.sha256, e.name)
	}
	return b.Bytes()
}

var manifestLine = regexp.MustCompile(`^([0-9a-f]{64})  (.*)$`)

// parseManifest gives the hashes by name. It takes only what manifest writes.
func parseManifest(file string, data []byte) (map[string]string, error) {
	hashes := map[string]string{}
	var entries []*entry
	for line := range strings.Lines(string(data)) {
		m := manifestLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil || !plainName.MatchString(m[2]) {
			return nil, differs(file, "line", "a SHA-256, two spaces and a plain name", fmt.Sprintf("%q", line))
		}
		hashes[m[2]] = m[1]
		entries = append(entries, &entry{name: m[2], sha256: m[1]})
	}
	if !bytes.Equal(manifest(entries), data) || len(hashes) != len(entries) {
		return nil, differs(file, "manifest", "each file once, in order of names", "otherwise")
	}
	return hashes, nil
}

// info is bag-info.txt: what the bundle is, for people and for the checks that follow.
type info struct {
	Audit    record.Engagement
	Tool     record.Tool
	Evidence Evidence
	Previous string // SHA-256 of the tag manifest of the seal before, empty in the first
	Bytes    int64
	Files    int
	Results  tree // over the rows of all results
}

const bundleFormat = "auditql bundle 1"

func (i info) encode() []byte {
	var b bytes.Buffer
	for _, line := range [][2]string{
		{"External-Description", i.Audit.Title},
		{"Payload-Oxum", fmt.Sprintf("%d.%d", i.Bytes, i.Files)},
		{"Auditql-Format", bundleFormat},
		{"Auditql-Version", i.Tool.Version},
		{"Auditql-Engine", i.Tool.Engine},
		{"Auditql-Period-Start", i.Audit.PeriodStart},
		{"Auditql-Period-End", i.Audit.PeriodEnd},
		{"Auditql-As-Of", i.Audit.AsOf},
		{"Auditql-Zone", i.Audit.Zone},
		{"Auditql-Evidence", string(i.Evidence)},
		{"Auditql-Previous-Seal", i.Previous},
		{"Auditql-Results", fmt.Sprintf("%d %s", i.Results.size, i.Results.root)},
	} {
		fmt.Fprintf(&b, "%s: %s\n", line[0], line[1])
	}
	return b.Bytes()
}

// parseInfo takes only what encode writes.
func parseInfo(data []byte) (i info, err error) {
	var format, evidence string
	fields := map[string]*string{
		"External-Description": &i.Audit.Title, "Auditql-Format": &format, "Auditql-Version": &i.Tool.Version,
		"Auditql-Engine": &i.Tool.Engine, "Auditql-Period-Start": &i.Audit.PeriodStart, "Auditql-Period-End": &i.Audit.PeriodEnd,
		"Auditql-As-Of": &i.Audit.AsOf, "Auditql-Zone": &i.Audit.Zone, "Auditql-Evidence": &evidence, "Auditql-Previous-Seal": &i.Previous,
	}
	for line := range strings.Lines(string(data)) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if name == "Payload-Oxum" {
			if _, err := fmt.Sscanf(value, "%d.%d", &i.Bytes, &i.Files); err != nil {
				return i, differs(infoName, name, "bytes and files", value)
			}
		} else if name == "Auditql-Results" {
			if _, err := fmt.Sscanf(value, "%d %s", &i.Results.size, &i.Results.root); err != nil {
				return i, differs(infoName, name, "a number and a root", value)
			}
		} else if field, ok := fields[name]; ok {
			*field = value
		}
	}
	i.Evidence = Evidence(evidence)
	if !bytes.Equal(i.encode(), data) || i.Evidence != Full && i.Evidence != Digests {
		return i, differs(infoName, "description", "that of an "+bundleFormat, "otherwise")
	}
	return i, nil
}
