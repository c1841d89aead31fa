package exchange

import (
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// ocsfVersion is the OCSF release whose class Compliance Finding, 2003, this follows.
const ocsfVersion = "1.3.0"

type ocsfFinding struct {
	ActivityID   int               `json:"activity_id"`
	ActivityName string            `json:"activity_name"`
	CategoryUID  int               `json:"category_uid"`
	CategoryName string            `json:"category_name"`
	ClassUID     int               `json:"class_uid"`
	ClassName    string            `json:"class_name"`
	TypeUID      int               `json:"type_uid"`
	TypeName     string            `json:"type_name"`
	Time         int64             `json:"time"`
	SeverityID   int               `json:"severity_id"`
	Severity     string            `json:"severity"`
	StatusID     int               `json:"status_id"`
	Status       string            `json:"status"`
	Message      string            `json:"message"`
	Metadata     ocsfMetadata      `json:"metadata"`
	Info         ocsfInfo          `json:"finding_info"`
	Compliance   ocsfCompliance    `json:"compliance"`
	Resources    []ocsfResource    `json:"resources"`
	Unmapped     map[string]string `json:"unmapped,omitempty"`
}

type ocsfMetadata struct {
	Version string      `json:"version"`
	Product ocsfProduct `json:"product"`
}

type ocsfProduct struct {
	Name    string `json:"name"`
	Vendor  string `json:"vendor_name"`
	Version string `json:"version"`
}

type ocsfInfo struct {
	UID   string   `json:"uid"`
	Title string   `json:"title"`
	Desc  string   `json:"desc"`
	Types []string `json:"types"`
}

type ocsfCompliance struct {
	Control      string   `json:"control"`
	Standards    []string `json:"standards"`
	Requirements []string `json:"requirements,omitempty"`
	StatusID     int      `json:"status_id"`
	Status       string   `json:"status"`
	Detail       string   `json:"status_detail"`
}

type ocsfResource struct {
	UID  string `json:"uid"`
	Type string `json:"type"`
}

// ocsfSeverities are the ids of severities with the captions that OCSF gives them.
var ocsfSeverities = map[string]struct {
	id      int
	caption string
}{"low": {2, "Low"}, "medium": {3, "Medium"}, "high": {4, "High"}, "critical": {5, "Critical"}}

// writeOCSF writes an event per exception: an array of Compliance Findings.
func writeOCSF(w io.Writer, r Run) error {
	at, err := time.Parse(time.RFC3339Nano, r.Record.Engagement.AsOf)
	if err != nil {
		return fault.New(fault.Differs, "audit date of the run: %w", err)
	}
	out := []ocsfFinding{}
	for i := range r.Record.Tests {
		t := &r.Record.Tests[i]
		err := r.exceptions(t, func(x exception) error {
			out = append(out, r.ocsf(t, x, at.UnixMilli()))
			return nil
		})
		if err != nil {
			return err
		}
	}
	return writeJSON(w, out)
}

func (r Run) ocsf(t *record.Test, x exception, at int64) ocsfFinding {
	severity := ocsfSeverities[t.Severity]
	f := ocsfFinding{
		ActivityID: 1, ActivityName: "Create", CategoryUID: 2, CategoryName: "Findings", ClassUID: 2003, ClassName: "Compliance Finding",
		TypeUID: 200301, TypeName: "Compliance Finding: Create", Time: at, SeverityID: severity.id, Severity: or(severity.caption, "Unknown"), StatusID: 1, Status: "New",
		Message:  text(x.Reason),
		Metadata: ocsfMetadata{ocsfVersion, ocsfProduct{"auditql", "auditql", r.Record.Tool.Version}},
		Info:     ocsfInfo{r.uuid("exception", t.ID, x.Name(), x.Code), text(t.Title), text(t.Reasons[x.Code]), []string{x.Code}},
		Compliance: ocsfCompliance{
			Control: t.ID, StatusID: 3, Status: "Fail", Detail: r.gross(t), Standards: append([]string{}, slices.Sorted(maps.Keys(t.Controls))...),
		},
		Resources: []ocsfResource{{text(x.Name()), strings.Join(t.Key, " ")}}, Unmapped: x.Cells,
	}
	slices.Sort(f.Compliance.Standards)
	for _, s := range f.Compliance.Standards {
		for _, c := range t.Controls[s] {
			f.Compliance.Requirements = append(f.Compliance.Requirements, s+" "+c)
		}
	}
	return f
}
