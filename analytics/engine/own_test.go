package engine

import (
	"context"
	"testing"
)

func TestGitRepository(t *testing.T) {
	ctx := context.Background()
	db, err := openDatabase(ctx, Options{Threads: 1, MemoryMiB: 500, TempMiB: 500})
	if err != nil {
		t.Fatal(err)
	}
	defer db.close()
	for address, want := range map[string]string{
		"https://github.example/heron/ledger.git":                "heron/ledger",
		"https://ann:secret@git.example/heron/pay/ledger/":       "heron/pay/ledger",
		"git@git.example:heron/ledger.git":                       "heron/ledger",
		"ssh://git@git.example:7999/HERON/ledger.git":            "HERON/ledger",
		"ssh://git@git.example/heron/ledger":                     "heron/ledger",
		"https://bitbucket.example/scm/heron/ledger.git":         "heron/ledger",
		"https://dev.azure.example/corp/Pay%20Prod/_git/ledger":  "Pay Prod/ledger",
		"git@ssh.dev.azure.example:v3/corp/Pay/ledger":           "Pay/ledger",
		"https://corp.visualstudio.example/Coll/Pay/_git/ledger": "Pay/ledger",
		"heron/ledger": "",
		"ledger":       "",
		"":             "",
	} {
		got, err := db.one(ctx, "SELECT COALESCE(git_repository("+quote(address)+"), '')")
		if err != nil || got != want {
			t.Errorf("%q gives %q, want %q: %v", address, got, want, err)
		}
	}
}
