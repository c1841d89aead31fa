package main

import (
	"fmt"

	"auditql/analytics/report"
	"auditql/analytics/trail"
)

// printTrail says what the digests of a CloudTrail prove of its log files.
func (a *app) printTrail(r *trail.Result) error {
	fmt.Fprintf(a.out, "CloudTrail: %s digests, %s with a verified signature; %s of %s log files that they name are there and unaltered\n",
		report.Count(int64(r.Digests)), report.Count(int64(r.Signed)), report.Count(int64(r.LogsProven)), report.Count(int64(r.LogsNamed)))
	for _, p := range r.Problems {
		fmt.Fprintf(a.out, "  %s\n", report.Clean(p.What))
	}
	for _, n := range r.Notes {
		fmt.Fprintf(a.out, "  note: %s\n", report.Clean(n))
	}
	if r.Keys == 0 {
		_, err := fmt.Fprintln(a.err, "auditql: hint: no signature was verified; load the answer of aws cloudtrail list-public-keys along with the digests")
		return err
	}
	return nil
}
