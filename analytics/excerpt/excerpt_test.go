package excerpt

import (
	"context"
	"slices"
	"strings"
	"testing"

	"auditql/analytics/contract"
	"auditql/analytics/schema"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

func maskAll(words string, values ...string) []string {
	m := newMasks(vocabular{words: map[string]bool{}, whole: map[string]bool{"in progress": true}}, "secret", 0)
	m.days = -364
	for _, w := range strings.Fields(words) {
		m.words[w] = true
	}
	for _, v := range values {
		m.see(v)
	}
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = m.text(v)
	}
	return out
}

func TestTheSameGetsTheSameMaskWhereverItStands(t *testing.T) {
	got := maskAll("arn aws iam role", "Jane.Doe@Meridian.com", "jane.doe", "arn:aws:iam::111122223333:role/OrgAdmin", "aws:111122223333", "E10364", "10364", "CHG-0007", "CHG-0009")
	local, domain, _ := strings.Cut(got[0], "@")
	if !strings.EqualFold(local, got[1]) || !strings.HasSuffix(domain, ".com") {
		t.Errorf("%q and %q: the address is no longer that of the user", got[0], got[1])
	}
	account := strings.TrimPrefix(got[3], "aws:")
	if !strings.HasPrefix(got[2], "arn:aws:iam::"+account+":role/") || account == "111122223333" || len(account) != 12 {
		t.Errorf("%q and %q: the account is another, or as it was", got[2], got[3])
	}
	if got[4] != "E"+got[5] || got[5] == "10364" {
		t.Errorf("%q and %q: the number is another, or as it was", got[4], got[5])
	}
	if got[6][:6] != got[7][:6] || got[6] == got[7] {
		t.Errorf("%q and %q: numbers of one sequence", got[6], got[7])
	}
}

func TestWhatNamesNobodyStays(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"in progress", "in progress"}, {"prod", "prod"}, {"v1.2", "v1.2"}, {"0.0.0.0/0", "0.0.0.0/0"}, {"", ""},
		{"2026-03-01", "2025-03-02"}, {"prod since 2026-03-01T10:00:00Z", ""},
	} {
		got := maskAll("prod", c.text)[0]
		if c.want != "" && got != c.want || c.text != "" && got == "" {
			t.Errorf("%q becomes %q, want %q", c.text, got, c.want)
		}
	}
	if got := maskAll("prod", "prod since 2026-03-01T10:00:00Z")[0]; !strings.HasPrefix(got, "prod ") || !strings.HasSuffix(got, " 2025-03-02T10:00:00Z") {
		t.Errorf("%q", got)
	}
}

func TestAShortValueThatStandsAloneIsMasked(t *testing.T) {
	got := maskAll("", "7", "acct-7", "x")
	if got[0] == "7" || !strings.HasSuffix(got[1], "-"+got[0]) || got[2] == "x" {
		t.Errorf("%q", got)
	}
}

func TestCellsOfEveryKind(t *testing.T) {
	c := &change{newMasks(vocabular{words: map[string]bool{"status": true}}, "secret", 0), 3}
	c.days = -7
	of := func(kind string, change func(*column)) column {
		parsed, err := schema.Parse(kind)
		if err != nil {
			t.Fatal(err)
		}
		col := column{Column: schema.Column{Name: "c", Type: parsed}}
		if change != nil {
			change(&col)
		}
		return col
	}
	for _, x := range []struct {
		of         column
		text, want string
	}{
		{of("decimal(38,8)", nil), "12.50000000", "37.5"},
		{of("decimal(38,8)", nil), "-0.00000001", "-0.00000003"},
		{of("decimal(38,0)", nil), "10", "30"},
		{of("timestamp", nil), "2026-03-08T10:00:00.000000Z", "2026-03-01T10:00:00Z"},
		{of("timestamp", nil), "2026-03-08T10:00:00.000001Z", "2026-03-01T10:00:00.000001Z"},
		{of("date", nil), "2026-03-01", "2026-02-22"},
		{of("boolean", nil), "true", "true"},
		{of("integer", nil), "12345", "12345"},
		{of("text", func(c *column) { c.closed = true }), "human", "human"},
	} {
		if got := *c.cell(x.of, &x.text); got != x.want {
			t.Errorf("%s %q becomes %q, want %q", x.of.Type, x.text, got, x.want)
		}
	}
	if c.cell(of("text", nil), nil) != nil {
		t.Error("NULL becomes a value")
	}
	number := "12345"
	if got := *c.cell(of("integer", func(c *column) { c.number = true }), &number); got == number || len(got) != 5 {
		t.Errorf("a number that names something becomes %s", got)
	}
	text := `{"status": "open", "owner": ["jane", 1234], "at": "2026-03-08", "ok": true, "none": null}`
	got := *c.cell(of("json", nil), &text)
	if strings.Contains(got, "jane") || strings.Contains(got, "1234") || !strings.Contains(got, `"status":`) || !strings.Contains(got, "2026-03-01") || !strings.Contains(got, "null") {
		t.Errorf("%s becomes %s", text, got)
	}
}

func TestALeakIsSeen(t *testing.T) {
	c := &change{newMasks(vocabular{}, "secret", 0), 1}
	c.see("jane")
	c.text("jane")
	clean := script.Case{Given: sqlfile.Pairs[string]{{Key: "account", Value: "jane\nbo\n"}}} // a column of that name
	if c.leaks(nil, clean) {
		t.Error("the name of a column is no leak")
	}
	for _, text := range []string{"Jane", "x, \"a jane b\"", "jane@x"} {
		if !c.leaks(nil, script.Case{Given: sqlfile.Pairs[string]{{Key: "account", Value: "username\n" + text + "\n"}}}) {
			t.Errorf("%q is not seen", text)
		}
	}
	param := script.Case{Params: sqlfile.Pairs[sqlfile.Value]{{Key: "p", Value: sqlfile.Value{List: []string{"jane"}}}}}
	if !c.leaks(nil, param) {
		t.Error("a parameter is not seen")
	}
}

func TestReduceFindsWhatIsNeeded(t *testing.T) {
	for _, need := range [][]int{{}, {0}, {99}, {3, 50}, {0, 1, 2, 98}} {
		var all []int
		for i := range 100 {
			all = append(all, i)
		}
		trials := 0
		got, err := reduce(context.Background(), all, func(which []int) (bool, error) {
			trials++
			for _, n := range need {
				if !slices.Contains(which, n) {
					return false, nil
				}
			}
			return true, nil
		})
		if err != nil || !slices.Equal(got, need) || trials > 200 {
			t.Errorf("%v: %v, %v in %d trials", need, got, err, trials)
		}
	}
}

// What is written is read back as it was, and nothing of a text outlives its mask.
func FuzzMask(f *testing.F) {
	f.Add("Jane Doe <jane.doe@meridian.com>", "arn:aws:iam::111122223333:role/x")
	f.Add("a\"b,\n c", "\xff\u2028é")
	f.Fuzz(func(t *testing.T, a, b string) {
		m := newMasks(vocabular{}, "secret", 0)
		m.see(a)
		m.see(b)
		masked := m.text(a)
		if masked != m.text(a) {
			t.Fatalf("%q has two masks", a)
		}
		cells, err := script.ParseRows("c, d\n" + written(&masked) + ", x\n")
		if err != nil || len(cells.Cells) != 1 || textOf(cells.Cells[0][0]) != strings.Map(func(r rune) rune { return r }, masked) {
			t.Fatalf("%q, masked %q, is read back as %v, %v", a, masked, cells, err)
		}
		for _, r := range runs(instantForm.ReplaceAllString(masked, "")) {
			if _, secret := m.of[strings.ToLower(r.text)]; secret {
				t.Fatalf("%q, masked %q, still has %q", a, masked, r.text)
			}
		}
	})
}

func TestWhatAPatternOfTheScriptLooksForStays(t *testing.T) {
	test := &script.Script{}
	test.Params = sqlfile.Pairs[script.Param]{{Key: "critical", Value: script.Param{Default: sqlfile.Value{List: []string{"*Policy*", "*User*", "rls-*"}}}}}
	m := newMasks(vocabulary(test), "secret", 0)
	for text, part := range map[string]string{"PutBucketPolicy": "Policy", "AddUserToGroup": "User", "rlsmith": ""} {
		m.see(text)
		if got := m.text(text); part != "" && !strings.Contains(got, part) || got == text || strings.Contains(got, "Bucket") || strings.Contains(got, "Group") {
			t.Errorf("%s became %s", text, got)
		}
	}
}

func TestNumbersOfAnOrderNameNothing(t *testing.T) {
	c := &contract.Contract{Key: []string{"repo", "pr_number", "run_attempt", "stmt_no", "share_no"}, Spec: sqlfile.Pairs[contract.Column]{
		{Key: "stmt_no", Value: contract.Column{Means: "place of the statement in its policy, from 1"}},
		{Key: "share_no", Value: contract.Column{Means: "number of the share"}},
	}}
	for name, want := range map[string]bool{"pr_number": true, "share_no": true, "height": true, "run_attempt": false, "stmt_no": false, "packets": false} {
		if got := numbered(c, schema.Column{Name: name, Type: schema.Type{Kind: schema.Integer}}); got != want {
			t.Errorf("the numbers of %s name something: %v", name, got)
		}
	}
}
