package engine

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"auditql/analytics/schema"
)

// The test binary is its own worker.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "engine-worker":
			work()
		case "engine-ungated": // what the inner walls hold when the gate does not
			operations["describe"] = func(w *worker, ctx context.Context, c *call) (*reply, error) {
				if err := w.db.lock(ctx, nil); err != nil {
					return nil, err
				}
				return nil, w.db.run(ctx, c.SQL)
			}
			work()
		case "engine-parent": // a parent that dies while its worker is busy
			s, err := Start(context.Background(), []string{os.Args[0], "engine-worker"}, Options{Scratch: os.Args[2], Timeout: time.Minute})
			if err != nil {
				panic(err)
			}
			if err := s.Given(context.Background(), "one", []schema.Column{{Name: "x", Type: schema.Type{Kind: schema.Text}}}, nil); err != nil {
				panic(err)
			}
			fmt.Println(s.worker.cmd.Process.Pid)
			s.Make(context.Background(), Section{Name: "bomb", SQL: bombs["endless"]})
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

func work() {
	if err := Serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func start(t testing.TB, o Options) *Session {
	t.Helper()
	if o.Scratch == "" {
		o.Scratch = t.TempDir()
	}
	if o.Timeout == 0 {
		o.Timeout = time.Minute
	}
	return startAs(t, "engine-worker", o)
}

func startAs(t testing.TB, mode string, o Options) *Session {
	t.Helper()
	s, err := Start(context.Background(), []string{os.Args[0], mode}, o)
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
