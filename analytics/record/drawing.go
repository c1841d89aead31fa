package record

import (
	"encoding/json"
	"fmt"
)

// Act is what an entry of the log of draws tells of.
type Act string

const (
	Committed Act = "commit" // the frame and the auditor's part of the seed were fixed
	Drawn     Act = "draw"
	Extended  Act = "extend"
)

// Drawing is a line of the log of draws, selections/log.jsonl. Every draw is in it, also one whose selection was thrown away
// afterwards, so that nobody can draw until the sample pleases.
type Drawing struct {
	Act        Act             `json:"act"`
	Name       string          `json:"name"` // of the selection
	Frame      Frame           `json:"frame"`
	Draw       Draw            `json:"draw"`                 // of a commitment without the seed
	Plan       json.RawMessage `json:"plan,omitempty"`       // of a commitment; a selection keeps its own
	Commitment string          `json:"commitment,omitempty"` // SHA-256 of the auditor's part of the seed
	Digest     string          `json:"digest,omitempty"`     // of the selection

	Undigested Undigested `json:"undigested"`
	Link
}

func (d *Drawing) chain() *Link { return &d.Link }

// Earlier is a draw from the same frame by another seed or scope.
type Earlier struct {
	Name   string `json:"name"`
	Method string `json:"method"`
	Size   int64  `json:"size"`
	Seed   string `json:"seed"`
	Scope  string `json:"scope"`
	Digest string `json:"digest"`
}

// EarlierDraws gives the draws of a log from the frame of a selection by another seed or scope, in their order.
func EarlierDraws(log []Drawing, f Frame, d Draw) []Earlier {
	var out []Earlier
	for _, e := range log {
		if e.Act != Committed && e.Frame.Root == f.Root && (e.Draw.Seed != d.Seed || e.Draw.Scope != d.Scope) {
			out = append(out, Earlier{e.Name, e.Draw.Method, e.Draw.Size, e.Draw.Seed, e.Draw.Scope, e.Digest})
		}
	}
	return out
}

// String says it in one line.
func (e Earlier) String() string {
	return fmt.Sprintf("%s: %s, n = %d, seed %q, scope %q, digest %s", e.Name, e.Method, e.Size, e.Seed, e.Scope, e.Digest)
}
