package evidence

import (
	"testing"

	"auditql/analytics/contract"
	"auditql/analytics/record"
	"auditql/analytics/sqlfile"
)

func TestSumsAreExact(t *testing.T) {
	e := &contract.Export{Fields: sqlfile.Pairs[contract.Field]{
		{Key: "id", Value: contract.Field{Paths: []string{"ID"}}}, {Key: "amount", Value: contract.Field{Paths: []string{"Amount (EUR)"}}},
	}}
	sum := func(column string, cells ...string) string {
		a := adders(e, []string{column})[0]
		for _, c := range cells {
			values := [][]byte{[]byte("1"), []byte(c)}
			if c == "NULL" {
				values[1] = nil
			}
			a.add(values)
		}
		return a.found()
	}
	for want, got := range map[string]string{
		"0.3":                                    sum("amount", "0.1", "0.2", "NULL", ""),
		"-70":                                    sum("Amount (EUR)", "-100.50", "+30.5"),
		"99999999999999999999.000000001":         sum("amount", "99999999999999999998.000000001", " 1 "),
		"1, without what is no number: 2 values": sum("amount", "1", "1,000", "1e3"),
		"no field of this name is taken from the file": sum("total", "1"),
		"0": sum("amount"),
	} {
		if got != want {
			t.Errorf("sum %q, want %q", got, want)
		}
	}
	if got, err := Sum("0070.500"); err != nil || got != "70.5" {
		t.Errorf("declared sum %q, %v", got, err)
	}
	if _, err := Sum("1.234,5"); err == nil {
		t.Error("a number in another notation was taken")
	}
}

func TestDeclarationsMatchByTheEndOfThePath(t *testing.T) {
	d := &declaration{name: "aws/users.csv"}
	for name, want := range map[string]bool{
		"aws/users.csv": true, "exports/aws/users.csv": true, "all.zip!aws/users.csv": true, "exports/laws/users.csv": false, "users.csv": false,
	} {
		if d.describes(name) != want {
			t.Errorf("%s: %v, want %v", name, !want, want)
		}
	}
}

func TestTruncation(t *testing.T) {
	three := int64(3)
	for name, c := range map[string]struct {
		reads    []int64
		declared *int64
		want     record.Status
	}{
		"a page size":              {[]int64{100}, nil, record.Failed},
		"pages that are all full":  {[]int64{100, 100}, nil, record.Failed},
		"a last page that is not":  {[]int64{100, 100, 37}, nil, record.Passed},
		"together a limit":         {[]int64{400, 600}, nil, record.Failed},
		"a limit of this source":   {[]int64{3}, nil, record.Failed},
		"explained by declaration": {[]int64{3}, &three, record.Passed},
		"any other number":         {[]int64{101}, nil, record.Passed},
	} {
		a := &attempt{work: &work{}}
		a.g.export = &contract.Export{Caps: []int64{3}}
		b := &batch{}
		for _, n := range c.reads {
			f := record.LoadFile{Read: n}
			if c.declared != nil {
				f.Declared = &record.Declared{Records: c.declared}
			}
			a.entry.Files = append(a.entry.Files, f)
			a.entry.Totals.Read += n
			b.summaries = append(b.summaries, summaryWithoutPages)
		}
		a.batches = []*batch{b}
		if got := a.truncation(&a.entry); got.Status != c.want {
			t.Errorf("%s: %+v, want %s", name, got, c.want)
		}
	}
}
