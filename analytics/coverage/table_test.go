package coverage

import (
	"reflect"
	"strings"
	"testing"
)

const header = "risk_id;Risk title;impact;likelihood;control_id;control_title;key control;tests\n"

func TestATableSaysWhatTheYAMLSays(t *testing.T) {
	got, err := parseTable([]byte("\xef\xbb\xbf" + header +
		"R-1;Leavers keep their access;4;3;C-1;Accounts are disabled;yes;iam-orphan iam-dormant\r\n" +
		"R-1;Leavers keep their access;4;3;C-2;Reviews;no;\n" +
		"R-2;\"Loss; of keys\";5;2;C-1;Accounts are disabled;yes;iam-orphan iam-dormant\n" +
		"R-3;Unanswered;1;1;;;;\n;;;;C-3;No risk;x;\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := &Matrix{File: TableName,
		Risks: []Risk{{"R-1", "Leavers keep their access", 4, 3}, {"R-2", "Loss; of keys", 5, 2}, {"R-3", "Unanswered", 1, 1}},
		Controls: []OwnControl{
			{"C-1", "Accounts are disabled", true, []string{"R-1", "R-2"}, []string{"iam-orphan", "iam-dormant"}},
			{"C-2", "Reviews", false, []string{"R-1"}, []string{}},
			{"C-3", "No risk", true, nil, []string{}},
		}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestATableIsRefusedWithItsLine(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"empty":           {"", "no header"},
		"unknown column":  {"risk_id,owner\n", `rcm.csv:1: the column "owner"`},
		"missing column":  {"risk_id\n", `rcm.csv:1: the column "risk_title" is missing`},
		"no number":       {header + "R-1;t;high;3;C-1;t;yes;\n", `rcm.csv:2: impact is "high"`},
		"ragged":          {header + "R-1;t\n", "rcm.csv:2: "},
		"nobody":          {header + ";;;;;;;\n", "rcm.csv:2: the row names neither"},
		"key":             {header + "R-1;t;1;3;C-1;t;perhaps;\n", `key_control is "perhaps"`},
		"risk changes":    {header + "R-1;t;1;3;;;;\nR-1;t;2;3;;;;\n", `rcm.csv:3: the risk "R-1"`},
		"control changes": {header + ";;;;C-1;t;yes;\n;;;;C-1;t;no;\n", `rcm.csv:3: the control "C-1"`},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := parseTable([]byte(c.text))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %+v, %v; expected an error with %q", m, err, c.says)
			}
		})
	}
}

func FuzzTable(f *testing.F) {
	f.Add([]byte(header + "R-1;t;4;3;C-1;t;yes;a b\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if m, err := parseTable(text); (m == nil) == (err == nil) {
			t.Errorf("%q gives %v and %v", text, m, err)
		}
	})
}
