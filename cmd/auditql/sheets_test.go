package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A workbook has the accounts of two regions on two sheets. One sheet is loaded, and the other is not passed over in silence:
// nothing is concluded until somebody says why it does not matter.
func TestOtherSheetsAreTold(t *testing.T) {
	dir := t.TempDir()
	book := excelize.NewFile()
	defer book.Close()
	for i, sheet := range []string{"EU", "US", "Empty"} {
		if _, err := book.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		if sheet == "Empty" {
			continue
		}
		header := []any{"system", "account_id", "username", "account_type", "enabled", "created_at", "last_login_at", "mfa_enabled"}
		row := []any{"erp", i, "u", "human", "true", "2024-01-01T00:00:00Z", "2026-06-20T00:00:00Z", "true"}
		if err := book.SetSheetRow(sheet, "A1", &header); err != nil {
			t.Fatal(err)
		}
		if err := book.SetSheetRow(sheet, "A2", &row); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "accounts.xlsx")
	if err := book.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(dir, "audit")
	perform(t, "init", root, "--title", "x", "--start", "2026-01-01", "--end", "2026-07-01")
	if out, code := perform(t, "-C", root, "load", file); code != 0 || !strings.Contains(out, "1 record read = 1 loaded") {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	out, code := perform(t, "-C", root, "run", "iam-dormant")
	if code != 4 || !strings.Contains(out, "not assertable") {
		t.Errorf("exit code %d, want 4\n%s", code, out)
	}
	if out, _ = perform(t, "-C", root, "data", "account", "--format", "json"); !strings.Contains(out, `sheets that were not loaded: \"US\""`) {
		t.Errorf("the sheet is not named:\n%s", out)
	}
	perform(t, "-C", root, "data", "accept", "account", "ipe-13", "--why", "US is another audit")
	if out, code = perform(t, "-C", root, "run", "iam-dormant"); code != 0 {
		t.Errorf("exit code %d after it was accepted\n%s", code, out)
	}
}
