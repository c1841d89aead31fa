package evidence

import (
	"context"
	"fmt"
	"strings"

	"auditql/analytics/reader"
	"auditql/analytics/record"
	"auditql/analytics/trail"
)

// The exports whose files prove one another.
const (
	trailLogs       = "aws_cloudtrail"
	trailDigests    = "aws_cloudtrail_digest"
	trailKeys       = "aws_cloudtrail_public_keys"
	trailSignatures = "aws_cloudtrail_digest_head"
)

// maxTrailText bounds a digest: it names the log files of one hour.
const maxTrailText = 64 << 20

// trailFiles are the files of a CloudTrail that were given, by export; those that are in a load already too.
type trailFiles map[string][]given

func (t trailFiles) add(export string, f given) {
	switch export {
	case trailLogs, trailDigests, trailKeys, trailSignatures:
		t[export] = append(t[export], f)
	}
}

// verify proves the log files by the digests, when there are any.
func (t trailFiles) verify(ctx context.Context) (*trail.Result, error) {
	if len(t[trailDigests]) == 0 {
		return nil, nil
	}
	var g trail.Given
	var err error
	for export, into := range map[string]*[]trail.File{trailDigests: &g.Digests, trailKeys: &g.Keys, trailSignatures: &g.Signatures} {
		if *into, err = texts(t[export]); err != nil {
			return nil, err
		}
	}
	for _, f := range t[trailLogs] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		sum, err := reader.TextHash(f.File)
		if err != nil {
			sum = "unknown, as the file cannot be read" // it is refused when it is loaded, and is not what was signed
		}
		g.Logs = append(g.Logs, trail.Log{Name: f.short, SHA256: sum})
	}
	r := trail.Verify(g)
	return &r, nil
}

func texts(files []given) ([]trail.File, error) {
	var out []trail.File
	for _, f := range files {
		text, err := reader.Text(f.File, maxTrailText)
		if err != nil {
			return nil, err
		}
		out = append(out, trail.File{Name: f.short, Text: text})
	}
	return out, nil
}

// trailChecks are the intake checks of a load of CloudTrail logs.
func (a *attempt) trailChecks() []record.Check {
	if a.g.export.ID != trailLogs {
		return nil
	}
	chain := record.Check{ID: "cloudtrail-digests", Status: record.NotApplicable, Expected: "an unbroken chain of digests that AWS signed"}
	logs := record.Check{ID: "cloudtrail-log-files", Status: record.NotApplicable, Expected: "every log file that the digests name, unaltered, and no other"}
	r := a.trail
	if r == nil {
		chain.Note = "no digest files were handed over with the log files, so that nothing proves that they are all and unaltered"
		logs.Note = chain.Note
		return []record.Check{chain, logs}
	}
	chain.Actual = fmt.Sprintf("%d digests, %d with a verified signature", r.Digests, r.Signed)
	judgeTrail(&chain, append(r.Of(trail.Chain), r.Of(trail.Signature)...), trailNotes(r))
	logs.Actual = fmt.Sprintf("%d of %d log files proven", r.LogsProven, r.LogsNamed)
	judgeTrail(&logs, r.Of(trail.Logs), nil)
	return []record.Check{chain, logs}
}

func trailNotes(r *trail.Result) []string {
	notes := r.Notes
	if r.Keys == 0 {
		notes = append([]string{"no public keys were handed over, so that no signature was verified; aws cloudtrail list-public-keys gives them"}, notes...)
	}
	return notes
}

// judgeTrail passes a check without problems. A chain of which no signature could be verified neither passes nor fails.
func judgeTrail(c *record.Check, problems, notes []string) {
	c.Status = record.Passed
	if len(problems) > 0 {
		c.Status = record.Failed
	} else if strings.HasSuffix(c.Actual, " 0 with a verified signature") {
		c.Status = record.NotApplicable
	}
	more := ""
	if len(problems) > 20 {
		problems, more = problems[:20], fmt.Sprintf("; and %d more", len(problems)-20)
	}
	c.Note = strings.Join(append(problems, notes...), "; ") + more
}
