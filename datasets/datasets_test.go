package datasets_test

import (
	"testing"

	"auditql/analytics/contract"
	"auditql/datasets"
)

func TestEveryContractIsWhole(t *testing.T) {
	set, err := contract.Load(datasets.FS)
	if err != nil {
		t.Fatal(err)
	}
	if len(set.All()) < 20 {
		t.Errorf("%d contracts, expected all that are shipped", len(set.All()))
	}
}
