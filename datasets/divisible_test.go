package datasets_test

import (
	"testing"

	"auditql/analytics/engine"
)

// Exports that come as one very large file are loaded by all cores.
func TestLargeExportsAreDivided(t *testing.T) {
	set := shipped(t)
	for _, large := range []struct{ dataset, export string }{
		{"audit_event", "aws_cloudtrail"}, {"audit_event", "k8s_audit_log"}, {"audit_event", "gcp_audit_log"}, {"audit_event", "okta_system_log"},
		{"audit_event", "github_audit_log"}, {"auth_event", "aws_cloudtrail"}, {"auth_event", "entra_signins"}, {"network_flow", "aws_vpc_flow_log"},
		{"ledger_entry", "ledger_entries_csv"}, {"withdrawal", "withdrawals_csv"}, {"chain_tx", "ethereum_etl_transactions"},
		{"chain_tx", "chain_transactions_csv"}, {"ai_invocation", "bedrock_invocation_log"}, {"account", "accounts_csv"}, {"deployment", "deployments_csv"},
	} {
		c, ok := set.Get(large.dataset)
		if !ok {
			t.Fatalf("there is no dataset %s", large.dataset)
		}
		e, ok := c.Export(large.export)
		if !ok {
			t.Fatalf("there is no export %s of %s", large.export, large.dataset)
		}
		if !engine.Divisible(e.Statement()) {
			t.Errorf("%s of %s is loaded by one core", large.export, large.dataset)
		}
	}
}
