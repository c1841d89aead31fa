package engine

import (
	"testing"

	"auditql/analytics/schema"
)

func TestValues(t *testing.T) {
	for _, c := range []struct{ typ, text, want string }{
		{"text", "O'Brien\n\"x\"", "'O''Brien\n\"x\"'"}, {"text", "", "''"}, {"text", "a\x00b", "!"}, {"text", "a\x1bb", "!"}, {"text", "\xff", "!"},
		{"integer", "-5", "(-5)"}, {"integer", " +7 ", "7"}, {"integer", "9223372036854775808", "!"}, {"integer", "1.0", "!"}, {"integer", "1; DROP", "!"}, {"integer", "", "!"},
		{"decimal(10,2)", "5", "CAST('5' AS DECIMAL(1,0))"}, {"decimal(10,2)", "-00.50", "CAST('-0.5' AS DECIMAL(1,1))"}, {"decimal(10,2)", "1.005", "!"}, {"decimal(10,2)", "123456789", "!"}, {"decimal(10,2)", "1e2", "!"},
		{"decimal(38,38)", "0.00000000000000000000000000000000000001", "CAST('0.00000000000000000000000000000000000001' AS DECIMAL(38,38))"}, {"decimal(10,2)", "0", "CAST('0' AS DECIMAL(1,0))"},
		{"boolean", "TRUE", "TRUE"}, {"boolean", "no", "!"}, {"date", "2026-03-31", "DATE '2026-03-31'"}, {"date", "2026-02-30", "!"}, {"date", "31.03.2026", "!"},
		{"timestamp", "2026-03-31T12:00:00+02:00", "TIMESTAMPTZ '2026-03-31 10:00:00.000000+00'"}, {"timestamp", "2026-03-31", "TIMESTAMPTZ '2026-03-31 00:00:00.000000+00'"}, {"timestamp", "noon", "!"},
		{"json", `{"a": "it's"}`, `CAST('{"a": "it''s"}' AS JSON)`}, {"json", "{", "!"}, {"text[]", `["a'b", ""]`, "CAST(['a''b', ''] AS VARCHAR[])"}, {"text[]", "[]", "CAST([] AS VARCHAR[])"}, {"text[]", "a", "!"},
	} {
		typ, err := schema.Parse(c.typ)
		if err != nil {
			t.Fatal(err)
		}
		got := "!"
		if l, err := Value(typ, c.text); err == nil {
			got = l.SQL()
		}
		if got != c.want {
			t.Errorf("%s %q: %s, want %s", c.typ, c.text, got, c.want)
		}
	}
	for want, l := range map[string]Literal{
		`"a""b"`: Identifier(`a"b`), `"a", "b"`: Identifiers([]string{"a", "b"}), "CAST(NULL AS DECIMAL(10,2))": Null(schema.Type{Kind: schema.Decimal, Precision: 10, Scale: 2}),
	} {
		if got := l.SQL(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
