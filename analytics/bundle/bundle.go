// Package bundle proves that what lies in an engagement folder is what was loaded and what was found, and seals it for a
// reviewer.
//
// To verify it needs no engine: records are decoded strictly and their digests computed anew, every file is hashed,
// every Parquet file is read again by the table package, every count, digest and Merkle root is recomputed, and every
// selection is drawn again. It stops at the first thing that differs and names it; a report is green only when nothing
// does.
//
//	report, err := bundle.VerifyRun(ctx, ".", "runs/run-0001")
//	if err != nil {                      // fault.Differs: report.Difference says file, what, expected and found
//		return err
//	}
//
// A difference is evidence of change, not of who changed it, and whoever can rewrite all files can make them agree
// again. Against that only a signature helps. A sealed engagement is one tar file with a bag in it (RFC 8493): the
// engagement, the definitions that were used, and hashes of everything, which preparer and reviewer sign with their SSH
// keys. All of it can be checked with sha256sum and ssh-keygen; the bundle says how. It refuses to seal what does not
// verify, to overwrite a bundle, and to take two signatures of one person.
//
//	sealed, err := bundle.Seal(ctx, bundle.SealPlan{Engagement: ".", Evidence: bundle.Full, To: "q1.tar"})
//	_, err = bundle.Sign(ctx, "q1.tar", bundle.Signing{Role: bundle.Preparer, Identity: "anna", Key: signer, At: now})
//	report, err := bundle.Verify(ctx, "q1.tar", bundle.Check{Trust: trust, Roles: bundle.Roles, Now: now})
package bundle

import (
	"errors"
	"fmt"

	"auditql/analytics/fault"
)

// Report says what was verified.
type Report struct {
	Run    string `json:"run"`
	Digest string `json:"digest"`
	Tests  int    `json:"tests"`
	Loads  int    `json:"loads"`
	Files  int    `json:"files"` // hashed
	Bytes  int64  `json:"bytes"`
	Rows   int64  `json:"rows"` // read again

	Selections  int `json:"selections"`  // drawn again
	Evaluations int `json:"evaluations"` // of them, evaluated again

	Difference *Difference `json:"difference,omitempty"`
}

// Difference is the first thing that is not as it was recorded.
type Difference struct {
	File     string `json:"file"`
	What     string `json:"what"`
	Expected string `json:"expected"`
	Found    string `json:"found"`
}

// Error says it in one line.
func (d *Difference) Error() string {
	switch {
	case d.Expected == "":
		return fmt.Sprintf("%s: %s", d.What, d.Found)
	case d.Found == "":
		return fmt.Sprintf("%s: expected %s", d.What, d.Expected)
	}
	return fmt.Sprintf("%s is %s, expected %s", d.What, d.Found, d.Expected)
}

func differs(file, what string, expected, found any) error {
	d := &Difference{File: file, What: what, Expected: fmt.Sprint(expected), Found: fmt.Sprint(found)}
	return fault.At(fault.Differs, file, 0, "%w", d)
}

// same is nil when both are equal.
func same[T comparable](file, what string, expected, found T) error {
	if expected == found {
		return nil
	}
	return differs(file, what, expected, found)
}

// unsound turns the refusal of a file by another package into a difference; a failure to read stays what it is.
func unsound(file, what string, err error) error {
	if fault.KindOf(err) != fault.Broken {
		return differs(file, what, "", err)
	}
	return fmt.Errorf("%s of %s: %w", what, file, err)
}

// finish puts the difference, if that is what err is, into the report.
func (r *Report) finish(err error) (Report, error) {
	errors.As(err, &r.Difference)
	return *r, err
}
