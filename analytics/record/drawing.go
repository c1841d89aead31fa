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
	Refused   Act = "refuse"   // a seed was used on a fixed frame, and no selection came of it
	Evaluated Act = "evaluate" // a completed worksheet of a selection was evaluated
	Discarded Act = "discard"  // a selection, or a commitment, is not to be relied on
)

// Drawing is a line of the log of draws, selections/log.jsonl. Every use of a seed is in it, also one of which no selection came
// or whose selection was discarded afterwards, so that nobody can draw until the sample pleases; and every evaluation, so that
// none can be taken away.
type Drawing struct {
	Act        Act             `json:"act"`
	Name       string          `json:"name"` // of the selection
	Frame      Frame           `json:"frame,omitzero"`
	Draw       Draw            `json:"draw,omitzero"`        // of a commitment without the seed
	Plan       json.RawMessage `json:"plan,omitempty"`       // of a commitment; a selection keeps its own
	Commitment string          `json:"commitment,omitempty"` // hash of the auditor's part of the seed, see package sampling
	Digest     string          `json:"digest,omitempty"`     // of the selection
	Evaluation string          `json:"evaluation,omitempty"` // sum of the evaluation
	Verdict    string          `json:"verdict,omitempty"`    // of the evaluation
	Reason     string          `json:"reason,omitempty"`     // of a failure or a discard

	Undigested Undigested `json:"undigested"`
	Link
}

func (d *Drawing) chain() *Link { return &d.Link }

// Selects says whether a selection came of the act.
func (d *Drawing) Selects() bool { return d.Act == Drawn || d.Act == Extended }

// Earlier is a draw from the same frame by another seed or scope, and what became of it.
type Earlier struct {
	Name      string `json:"name"`
	Method    string `json:"method"`
	Size      int64  `json:"size"`
	Seed      string `json:"seed"`
	Scope     string `json:"scope"`
	Digest    string `json:"digest,omitempty"`    // empty when no selection came of it
	Refused   string `json:"refused,omitempty"`   // why no selection came of it
	Verdict   string `json:"verdict,omitempty"`   // of its last evaluation
	Discarded string `json:"discarded,omitempty"` // the reason
}

// EarlierDraws gives the draws of a log from the frame of a selection by another seed or scope, in their order.
func EarlierDraws(log []Drawing, f Frame, d Draw) []Earlier {
	var out []Earlier
	for i, e := range log {
		if (e.Selects() || e.Act == Refused) && e.Frame.Root == f.Root && (e.Draw.Seed != d.Seed || e.Draw.Scope != d.Scope) {
			was := Earlier{Name: e.Name, Method: e.Draw.Method, Size: e.Draw.Size, Seed: e.Draw.Seed, Scope: e.Draw.Scope, Digest: e.Digest, Refused: e.Reason}
			if e.Selects() {
				was.Verdict, was.Discarded = fate(log[i:], e.Name)
			}
			out = append(out, was)
		}
	}
	return out
}

// fate gives the last verdict on a selection, and why it was discarded.
func fate(log []Drawing, name string) (verdict, discarded string) {
	for _, e := range log {
		switch {
		case e.Name == name && e.Act == Evaluated:
			verdict = e.Verdict
		case e.Name == name && e.Act == Discarded:
			discarded = e.Reason
		}
	}
	return verdict, discarded
}

// EvaluationsOf gives the sums of the evaluations of a selection that a log tells of, in their order.
func EvaluationsOf(log []Drawing, name string) (sums []string) {
	for _, e := range log {
		if e.Act == Evaluated && e.Name == name {
			sums = append(sums, e.Evaluation)
		}
	}
	return sums
}

// DiscardedFor gives the reason for which a selection or a commitment was discarded, empty when it was not.
func DiscardedFor(log []Drawing, name string) string {
	_, reason := fate(log, name)
	return reason
}

// String says it in one line.
func (e Earlier) String() string {
	text := fmt.Sprintf("%s: %s, n = %d, seed %q, scope %q", e.Name, e.Method, e.Size, e.Seed, e.Scope)
	for _, more := range []struct{ what, says string }{{", digest ", e.Digest}, {", which was refused: ", e.Refused}, {", evaluated: ", e.Verdict}, {", discarded: ", e.Discarded}} {
		if more.says != "" {
			text += more.what + more.says
		}
	}
	return text
}
