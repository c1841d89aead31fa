package fieldwork

import (
	"slices"

	"auditql/analytics/contract"
	"auditql/analytics/evidence"
	"auditql/analytics/record"
	"auditql/analytics/script"
)

// Lack gives the datasets without which a test cannot be performed. Waivers is how many the engagement has; the ledger may be
// nil. A dataset that an identifier parameter names is not counted.
func Lack(t *script.Script, contracts *contract.Set, waivers int, ledger *evidence.Ledger) []record.Missing {
	s := &stock{contracts: contracts, waivers: waivers}
	if ledger != nil {
		s.loads = ledger.Datasets()
	}
	return s.missing(slices.DeleteFunc(slices.Clone(t.Reads), isParameter))
}
