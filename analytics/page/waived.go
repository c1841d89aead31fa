package page

import (
	"slices"

	"auditql/analytics/record"
)

// AnyWaiver says whether waivers name a test of the run: then exceptions are shown gross, waived and net.
func (v *view) AnyWaiver() bool {
	return slices.ContainsFunc(v.Run.Tests, func(t record.Test) bool { return len(t.Waivers) > 0 })
}
