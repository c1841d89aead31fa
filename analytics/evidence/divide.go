package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"auditql/analytics/engine"
)

// A file of more than divideBytes, as handed over, is loaded in portions, so that all cores have something to do. Where a
// portion ends depends on the records alone, so the same file gives the same parts on every machine. A portion waits in memory
// until a session is free, so it is bounded: as many wait as there are sessions, and one more.
const (
	divideBytes  = 64 << 20
	portionBytes = 32 << 20
)

// divisible says whether a batch is one large file whose records the mapping takes one by one.
func (a *attempt) divisible(b *batch) bool {
	return len(b.files) == 1 && b.files[0].Size > divideBytes && engine.Divisible(a.g.export.Statement())
}

// divide reads a file and hands its records out in portions. It gives a batch for each; the first stands for the file.
func (a *attempt) divide(ctx context.Context, b *batch, todo chan<- job) ([]*batch, error) {
	src := a.source(ctx, b)
	defer src.close()
	out := []*batch{b}
	for n := 1; ; n++ {
		first := src.rec.Row + 1
		portion, err := engine.ReadPortion(src, portionBytes)
		end := errors.Is(err, io.EOF)
		if err != nil && !end {
			return nil, err
		}
		part := b
		if end && n > 1 && portion.Empty() {
			break
		}
		if n > 1 {
			part = &batch{from: b.from, to: b.to, out: fmt.Sprintf("%s-%06d.parquet", strings.TrimSuffix(b.out, ".parquet"), n)}
			out = append(out, part)
		}
		part.rows = [2]int64{first, src.rec.Row}
		if !hand(ctx, todo, func(ctx context.Context, s *engine.Session) error { return a.loadPortion(ctx, s, part, portion) }) {
			return nil, ctx.Err()
		}
		if end {
			break
		}
	}
	b.summaries, b.sums = src.summaries, src.sums
	return out, nil
}

func (a *attempt) loadPortion(ctx context.Context, session *engine.Session, b *batch, p *engine.Portion) error {
	plan, err := a.loadPlan(b.out)
	if err != nil {
		return err
	}
	plan.Each = func(o engine.Outcome) error { return a.outcome(b, o) }
	b.result, err = session.LoadPortion(ctx, plan, p)
	return err
}

// recoverDivided keeps what the engine rejected of files that were divided. Their other batches have done it themselves.
func (a *attempt) recoverDivided(ctx context.Context) error {
	for i, b := range a.batches {
		if b.rows == [2]int64{} || len(b.files) == 0 {
			continue
		}
		rejected := b.rejected
		for _, more := range a.batches[i+1:] {
			if more.from == b.from {
				rejected = append(rejected[:len(rejected):len(rejected)], more.rejected...)
			}
		}
		if err := a.recoverFile(ctx, b.files[0], rejected); err != nil {
			return err
		}
	}
	return nil
}

// where tells the rows of a part from all others of its load.
func (b *batch) where(load string) string {
	mine := fmt.Sprintf("_load = '%s' AND _file BETWEEN %d AND %d", load, b.from, b.to)
	if b.rows != [2]int64{} {
		mine += fmt.Sprintf(" AND _row BETWEEN %d AND %d", b.rows[0], b.rows[1])
	}
	return mine
}
