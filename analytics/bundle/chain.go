package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// chainName is the file of an engagement with one line per seal. A bundle holds the lines before its own.
const chainName = "seals.jsonl"

// link is one seal of an engagement.
type link struct {
	Payload  string `json:"payload"`  // SHA-256 of the manifest
	Seal     string `json:"seal"`     // SHA-256 of the tag manifest, which is what gets signed
	Previous string `json:"previous"` // Seal of the line before
	Kept     []kept `json:"kept,omitempty"`
}

// is says whether two links are of one seal. What is kept follows from the payload.
func (l link) is(other link) bool {
	return l.Payload == other.Payload && l.Seal == other.Seal && l.Previous == other.Previous
}

type chain []link

func readChain(file string) (chain, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Broken, "read seals: %w", err)
	}
	return parseChain(data)
}

func parseChain(data []byte) (c chain, err error) {
	for n := 1; len(data) > 0; n++ {
		end := bytes.IndexByte(data, '\n') + 1
		var l link
		if err := record.DecodeLine(data[:end], &l); err != nil {
			return nil, fault.At(fault.Differs, chainName, n, "%w", err)
		}
		if l.Previous != c.last() {
			return nil, fault.At(fault.Differs, chainName, n, "follows seal %q, expected %q", l.Previous, c.last())
		}
		c, data = append(c, l), data[end:]
	}
	return c, nil
}

// last is the seal at the end of the chain.
func (c chain) last() string {
	if len(c) == 0 {
		return ""
	}
	return c[len(c)-1].Seal
}

func (c chain) encode() ([]byte, error) {
	data, err := record.EncodeLog(c)
	if err != nil {
		return nil, fmt.Errorf("encode seals: %w", err)
	}
	return data, nil
}
