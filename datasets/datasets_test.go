package datasets_test

import (
	"testing"

	"auditql/analytics/contract"
	"auditql/datasets"
)

// shipped gives the contracts of all datasets.
func shipped(t testing.TB) *contract.Set {
	t.Helper()
	set, err := contract.Load(datasets.FS)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestEveryContractIsWhole(t *testing.T) {
	set := shipped(t)
	if len(set.All()) < 20 {
		t.Errorf("%d contracts, expected all that are shipped", len(set.All()))
	}
}
