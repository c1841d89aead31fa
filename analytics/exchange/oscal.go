package exchange

import (
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"auditql/analytics/record"
)

// oscalVersion is the OSCAL release whose assessment-results model this follows.
const oscalVersion = "1.1.2"

// framework is the one whose control ids OSCAL catalogues have.
const framework = "nist-800-53r5"

type oscalDocument struct {
	Results oscalResults `json:"assessment-results"`
}

type oscalResults struct {
	UUID     string        `json:"uuid"`
	Metadata oscalMetadata `json:"metadata"`
	ImportAP oscalHref     `json:"import-ap"`
	Results  []oscalResult `json:"results"`
	Back     oscalBack     `json:"back-matter"`
}

type oscalMetadata struct {
	Title    string `json:"title"`
	Modified string `json:"last-modified"`
	Version  string `json:"version"`
	OSCAL    string `json:"oscal-version"`
}

type oscalHref struct {
	Href string `json:"href"`
}

type oscalBack struct {
	Resources []oscalResource `json:"resources"`
}

type oscalResource struct {
	oscalPart
	Links []oscalLink `json:"rlinks"`
}

type oscalLink struct {
	Href  string `json:"href"`
	Media string `json:"media-type"`
}

type oscalPart struct {
	UUID        string `json:"uuid"`
	Title       string `json:"title"`
	Description string `json:"description"`
}

type oscalResult struct {
	oscalPart
	Start        string             `json:"start"`
	End          string             `json:"end"`
	Reviewed     oscalReviewed      `json:"reviewed-controls"`
	Observations []oscalObservation `json:"observations,omitempty"`
	Findings     []oscalFinding     `json:"findings,omitempty"`
}

type oscalReviewed struct {
	Selections []oscalSelection `json:"control-selections"`
}

type oscalSelection struct {
	Include []oscalControl `json:"include-controls,omitempty"`
	All     *struct{}      `json:"include-all,omitempty"`
}

type oscalControl struct {
	ID string `json:"control-id"`
}

type oscalObservation struct {
	oscalPart
	Methods   []string `json:"methods"`
	Collected string   `json:"collected"`
	Remarks   string   `json:"remarks,omitempty"`
}

type oscalFinding struct {
	oscalPart
	Target  oscalTarget    `json:"target"`
	Related []oscalRelated `json:"related-observations"`
}

type oscalTarget struct {
	Type   string     `json:"type"`
	ID     string     `json:"target-id"`
	Status oscalState `json:"status"`
}

type oscalState struct {
	State string `json:"state"`
}

type oscalRelated struct {
	UUID string `json:"observation-uuid"`
}

func writeOSCAL(w io.Writer, r Run) error {
	e := r.Record.Engagement
	plan := r.uuid("plan")
	at := or(r.Record.Undigested.StartedAt, e.AsOf)
	res := oscalResult{
		oscalPart: oscalPart{r.uuid("result"), text(e.Title) + ", " + r.Record.ID, fmt.Sprintf("Period %s to %s, snapshots as of %s. Digest of the run %s.", e.PeriodStart, e.PeriodEnd, e.AsOf, r.Record.Digest)},
		Start:     e.PeriodStart, End: at, Reviewed: reviewed(r.Record),
	}
	for i := range r.Record.Tests {
		t := &r.Record.Tests[i]
		o := r.observation(t, at)
		res.Observations = append(res.Observations, o)
		res.Findings = append(res.Findings, r.findings(t, o.UUID)...)
	}
	return writeJSON(w, oscalDocument{oscalResults{
		UUID: r.uuid("document"), ImportAP: oscalHref{"#" + plan}, Results: []oscalResult{res},
		Metadata: oscalMetadata{text(e.Title), at, r.Record.ID, oscalVersion},
		Back: oscalBack{[]oscalResource{{
			oscalPart{plan, "Assessment plan", "The tests, parameters and evidence are in the record of the run, from which this was made."},
			[]oscalLink{{(&url.URL{Path: "runs/" + r.Record.ID + "/record.json"}).String(), "application/json"}},
		}}},
	}})
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func reviewed(run *record.Run) oscalReviewed {
	var ids []string
	for _, t := range run.Tests {
		for _, c := range t.Controls[framework] {
			ids = append(ids, controlID(c))
		}
	}
	slices.Sort(ids)
	var include []oscalControl
	for _, id := range slices.Compact(ids) {
		include = append(include, oscalControl{id})
	}
	if include == nil {
		return oscalReviewed{[]oscalSelection{{All: &struct{}{}}}}
	}
	return oscalReviewed{[]oscalSelection{{Include: include}}}
}

func (r Run) observation(t *record.Test, at string) oscalObservation {
	o := oscalObservation{
		oscalPart: oscalPart{r.uuid("observation", t.ID), t.ID + ": " + text(t.Title), fmt.Sprintf("%s Of %s %d pass, %d indeterminate, %d excluded; %s. Verdict: %s.",
			text(t.Objective), record.Counted(t.Population.Count, "item"), t.Pass, t.Indeterminate, t.Excluded, r.gross(t), t.Verdict)},
		Methods: []string{"TEST"}, Collected: at,
	}
	switch t.Verdict {
	case record.NotRun, record.NotAssertable, record.Indeterminate:
		o.Remarks = "Nothing is concluded from this test, so it gives no finding."
	}
	return o
}

// findings says of each control of a test whether the test found it satisfied; a test that concludes nothing says nothing.
func (r Run) findings(t *record.Test, observation string) []oscalFinding {
	state := map[record.Verdict]string{record.NoExceptions: "satisfied", record.Exceptions: "not-satisfied"}[t.Verdict]
	if state == "" {
		return nil
	}
	var out []oscalFinding
	for _, c := range t.Controls[framework] {
		id := controlID(c)
		out = append(out, oscalFinding{
			oscalPart: oscalPart{r.uuid("finding", t.ID, id), c + " by " + t.ID, "What " + t.ID + " says of " + c + ". It is one test of the control, not an opinion on it."},
			Target:    oscalTarget{"objective-id", id + "_obj", oscalState{state}}, Related: []oscalRelated{{observation}},
		})
	}
	return out
}

var enhancement = regexp.MustCompile(`^([A-Z]{2}-\d+)\((\d+)\)$`)

// controlID writes AC-2(3) as ac-2.3, the form of OSCAL catalogues.
func controlID(c string) string {
	return strings.ToLower(enhancement.ReplaceAllString(c, "$1.$2"))
}
