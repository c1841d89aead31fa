package engine

import (
	"context"

	"auditql/analytics/fault"
)

// Load streams rows of an export through a mapping into a Parquet file.
func (s *Session) Load(ctx context.Context, p LoadPlan, src RowSource) (LoadResult, error) {
	return LoadResult{}, fault.New(fault.Broken, "load: not built yet")
}

type loadCall struct{}

func (w *worker) load(ctx context.Context, c *call) (*reply, error) { return nil, nil }
