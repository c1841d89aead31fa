// Command verifier verifies a bundle with nothing but package bundle, for a test that builds it without C.
package main

import (
	"context"
	"fmt"
	"os"

	"auditql/analytics/bundle"
)

func main() {
	rep, err := bundle.Verify(context.Background(), os.Args[1], bundle.Check{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	fmt.Println(rep.SHA256, len(rep.Runs), rep.Tests, rep.Rows)
}
