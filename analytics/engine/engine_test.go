package engine

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"auditql/analytics/fault"
	"auditql/analytics/schema"
)

// The test binary is its own worker.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "engine-worker" {
		if err := Serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func start(t testing.TB, o Options) *Session {
	t.Helper()
	if o.Scratch == "" {
		o.Scratch = t.TempDir()
	}
	if o.Timeout == 0 {
		o.Timeout = time.Minute
	}
	s, err := Start(context.Background(), []string{os.Args[0], "engine-worker"}, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func columns(t testing.TB, pairs ...string) []schema.Column {
	t.Helper()
	var out []schema.Column
	for i := 0; i < len(pairs); i += 2 {
		typ, err := schema.Parse(pairs[i+1])
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, schema.Column{Name: pairs[i], Type: typ})
	}
	return out
}

func text(s string) *string { return &s }

func TestGivenMakeRows(t *testing.T) {
	s := start(t, Options{})
	ctx := context.Background()
	cols := columns(t, "id", "integer", "name", "text", "at", "timestamp", "amt", "decimal(38,18)", "ok", "boolean", "d", "date", "j", "json")
	err := s.Given(ctx, "account", cols, [][]*string{
		{text("1"), text("ann"), text("2026-01-01T00:00:00+01:00"), text("1.5"), text("true"), text("2026-01-01"), text(`{"a": 1}`)},
		{text("2"), nil, nil, text("-0.000000000000000001"), nil, nil, nil},
	})
	if err != nil {
		t.Fatal(err)
	}
	made, err := s.Make(ctx, Section{Name: "p", SQL: "SELECT *, [name] AS l FROM account WHERE id <= $most -- all", Reads: []string{"account"},
		Params: map[string]Literal{"most": {Type: schema.Type{Kind: schema.Integer}, Text: "5"}}, Into: t.TempDir() + "/p.parquet", Order: []string{"id"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(made)
	_, rows, err := s.Rows(ctx, "p", []string{"id"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		for _, c := range r {
			if c == nil {
				fmt.Print("NULL ")
			} else {
				fmt.Print(*c, " ")
			}
		}
		fmt.Println()
	}
	_, err = s.Make(ctx, Section{Name: "q", SQL: "SELECT id\n  , nme AS x FROM account", Reads: []string{"account"}, File: "a.sql", Line: 10})
	fmt.Println(err, fault.HintOf(err))
}
