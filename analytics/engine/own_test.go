package engine

import (
	"context"
	"fmt"
	"testing"
)

func TestGitRepository(t *testing.T) {
	gives(t, "git_repository(%s)", map[string]string{
		"'https://github.example/heron/ledger.git'":                "heron/ledger",
		"'https://ann:secret@git.example/heron/pay/ledger/'":       "heron/pay/ledger",
		"'git@git.example:heron/ledger.git'":                       "heron/ledger",
		"'ssh://git@git.example:7999/HERON/ledger.git'":            "HERON/ledger",
		"'ssh://git@git.example/heron/ledger'":                     "heron/ledger",
		"'https://bitbucket.example/scm/heron/ledger.git'":         "heron/ledger",
		"'https://dev.azure.example/corp/Pay%20Prod/_git/ledger'":  "Pay Prod/ledger",
		"'git@ssh.dev.azure.example:v3/corp/Pay/ledger'":           "Pay/ledger",
		"'https://corp.visualstudio.example/Coll/Pay/_git/ledger'": "Pay/ledger",
		"'heron/ledger'": "",
		"'ledger'":       "",
		"''":             "",
	})
}

func TestWholeUnits(t *testing.T) {
	gives(t, "whole_units(%s)", map[string]string{
		"'1500000', 6":              "1.5000000",
		"'1', 18":                   "0.0000000000000000010",
		"'0', 0":                    "0.0",
		"'00123', 2":                "1.230",
		"'7400000000000000000000'":  "", // no decimals are an error of the script
		"'7.4E+18', 18":             "7.4E+18 in smallest units",
		"'1642894143.0', 18":        "1642894143.0 in smallest units",
		"'0x14d1', 18":              "0x14d1 in smallest units",
		"'-5', 6":                   "-5 in smallest units",
		"'5', CAST(NULL AS BIGINT)": "5 in smallest units",
		"CAST(NULL AS VARCHAR), 6":  "",
	})
}

// gives performs a function of SQL on each of the arguments; NULL and an error are an empty text.
func gives(t *testing.T, call string, want map[string]string) {
	t.Helper()
	ctx := context.Background()
	db, err := openDatabase(ctx, Options{Threads: 1, MemoryMiB: 500, TempMiB: 500})
	if err != nil {
		t.Fatal(err)
	}
	defer db.close()
	for arguments, text := range want {
		if got, err := db.one(ctx, "SELECT "+fmt.Sprintf(call, arguments)); got != text {
			t.Errorf("%s gives %q, want %q: %v", arguments, got, text, err)
		}
	}
}
