package evidence

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/reader"
	"auditql/analytics/record"
)

// batchBytes is how much of the files, as handed over, one Parquet part is made of: enough that a part is worth its
// overhead, little enough that all cores have something to do.
const batchBytes = 16 << 20

// attempt is one load that is being made of the files of a group.
type attempt struct {
	*work
	g       group
	dir     string
	rejects *spool
	id      string
	batches []*batch
	mu      sync.Mutex // of what outcomes count in entry
	entry   record.Load
	again   record.Check // ipe-14
}

// summaries gives what the readers know of the files, in the order of the load.
func (a *attempt) summaries() []reader.Summary {
	var out []reader.Summary
	for _, b := range a.batches {
		out = append(out, b.summaries...)
	}
	return out
}

// attempt reads all files of a group into dir and makes the ledger entry, without its checks.
func (w *work) attempt(ctx context.Context, g group, dir string) (*attempt, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, fault.New(fault.Broken, "make scratch folder: %w", err)
	}
	rejects, err := newSpool(filepath.Join(dir, "rejects.jsonl"))
	if err != nil {
		return nil, err
	}
	defer rejects.close()
	a := &attempt{work: w, g: g, dir: dir, rejects: rejects, id: g.id(w.req)}
	if err := a.readAll(ctx); err != nil {
		return nil, err
	}
	return a, a.record(ctx)
}

// batch is what one Parquet part is made of: files, or a portion of one file that is too large for one part.
type batch struct {
	files     []numbered // those whose reading belongs to this batch: the further portions of a file have none
	from, to  int64      // numbers of its files
	rows      [2]int64   // first and last record of a portion; zero means all
	out       string
	result    engine.LoadResult
	rejected  []engine.Outcome // by the engine; the readers' rejects are in the spool
	summaries []reader.Summary
	sums      []map[string]string // by file, of the columns of which a sum is declared
}

// job is a part of a load that one session performs.
type job func(context.Context, *engine.Session) error

// readAll reads all batches, as many at once as there are workers.
func (a *attempt) readAll(ctx context.Context) error {
	a.batches = a.split()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	todo := make(chan job)
	errs := make([]error, a.workers()+1)
	if !slices.ContainsFunc(a.batches, a.divisible) {
		errs = errs[:min(len(a.batches), a.workers())+1]
	}
	var wg sync.WaitGroup
	for i := range errs[1:] {
		wg.Go(func() {
			errs[i+1] = a.sessions.with(func(s *engine.Session) error { return perform(ctx, s, todo) })
			if errs[i+1] != nil {
				cancel()
			}
		})
	}
	errs[0] = a.feed(ctx, todo)
	close(todo)
	if errs[0] != nil {
		cancel()
	}
	wg.Wait()
	if err := firstCause(errs); err != nil {
		return err
	}
	return a.recoverDivided(ctx)
}

// feed hands out the batches. A file that is divided is read here.
func (a *attempt) feed(ctx context.Context, todo chan<- job) error {
	var all []*batch
	for _, b := range a.batches {
		if a.divisible(b) {
			portions, err := a.divide(ctx, b, todo)
			if err != nil {
				return err
			}
			all = append(all, portions...)
			continue
		}
		all = append(all, b)
		if !hand(ctx, todo, func(ctx context.Context, s *engine.Session) error { return a.readBatch(ctx, s, b) }) {
			return ctx.Err()
		}
	}
	a.batches = all
	return nil
}

func hand(ctx context.Context, todo chan<- job, j job) bool {
	select {
	case todo <- j:
		return true
	case <-ctx.Done():
		return false
	}
}

func perform(ctx context.Context, session *engine.Session, todo <-chan job) error {
	for j := range todo {
		if err := j(ctx, session); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// firstCause prefers the error that made the others stop.
func firstCause(errs []error) error {
	var first error
	for _, err := range errs {
		if err != nil && (first == nil || fault.KindOf(first) == fault.Broken) {
			first = err
		}
	}
	return first
}

// split makes batches of consecutive files, so that the same files give the same parts on every machine. When one is not enough they
// are four or eight and so on, of about the same size: otherwise one core would read the last while the others wait.
func (a *attempt) split() []*batch {
	var out []*batch
	var size, whole int64
	for _, f := range a.g.files {
		whole += f.Size
	}
	share := whole
	if whole > batchBytes {
		share = whole / (4 * (1 + whole/(4*batchBytes)))
	}
	for i, f := range a.g.files {
		if len(out) == 0 || size+f.Size > batchBytes || size+f.Size/2 > share {
			out = append(out, &batch{from: int64(i + 1), out: filepath.Join(a.dir, fmt.Sprintf("%04d.parquet", len(out)+1))})
			size = 0
		}
		last := out[len(out)-1]
		last.files, last.to = append(last.files, numbered{f, int64(i + 1)}), int64(i+1)
		size += f.Size
	}
	return out
}

func (a *attempt) source(ctx context.Context, b *batch) *source {
	return &source{ctx: ctx, export: a.g.export, trims: trimmed(a.g.export), limits: a.Limits, files: b.files, rejects: a.rejects, progress: a.advance, columns: a.req.columns}
}

func (a *attempt) readBatch(ctx context.Context, session *engine.Session, b *batch) error {
	src := a.source(ctx, b)
	defer src.close()
	plan, err := a.loadPlan(b.out)
	if err != nil {
		return err
	}
	plan.Each = func(o engine.Outcome) error { return a.outcome(b, o) }
	if b.result, err = session.Load(ctx, plan, src); err != nil {
		return err
	}
	b.summaries, b.sums = src.summaries, src.sums
	return a.recover(ctx, b)
}

// outcome keeps what the engine did not load, until its bytes are read again. Filtered records are only counted, by
// their reason: they are no loss.
func (a *attempt) outcome(b *batch, o engine.Outcome) error {
	if o.Filtered {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.filtered(o.Detail, 1+o.Alike)
		return nil
	}
	if len(b.rejected) >= maxRejects {
		return fault.New(fault.Refused, "more than %d records were rejected, the last because %s: %s", maxRejects, o.Reason, o.Detail).
			Hint("the files are not the export they were taken for, or the mapping is wrong")
	}
	b.rejected = append(b.rejected, o)
	return nil
}

func (a *attempt) loadPlan(out string) (engine.LoadPlan, error) {
	c, e := a.g.contract, a.g.export
	params, err := a.g.params(a.req, a.Engagement)
	if err != nil {
		return engine.LoadPlan{}, err
	}
	cols := make([]engine.LoadColumn, len(c.Spec))
	for i, p := range c.Spec {
		cols[i] = engine.LoadColumn{Column: c.Columns()[i], Required: p.Value.Required, OneOf: p.Value.OneOf}
	}
	return engine.LoadPlan{
		Mapping: e.Statement(), Params: params, Columns: cols, Time: c.Time, Zone: a.g.zone(a.req, a.Engagement), Load: a.id,
		Out: out, File: e.Mapping, Line: 1,
	}, nil
}

// place moves finished files to where they belong: parts first, so that the ledger never names what is not there.
func (a *attempt) place() error {
	entry := a.entry
	dir := a.Engagement.Path("evidence", a.g.contract.Dataset)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fault.New(fault.Broken, "keep evidence: %w", err)
	}
	if len(entry.Parts) > 1 {
		if err := os.MkdirAll(filepath.Join(dir, a.id), 0o755); err != nil {
			return fault.New(fault.Broken, "keep evidence: %w", err)
		}
	}
	moves := map[string]string{}
	for i, p := range entry.Parts {
		moves[a.batches[i].out] = p.Path
	}
	if entry.Rejects != nil {
		moves[a.rejectsFile()] = entry.Rejects.Path
	}
	for _, from := range slices.Sorted(maps.Keys(moves)) {
		if err := os.Chmod(from, 0o444); err != nil {
			return fault.New(fault.Broken, "keep evidence: %w", err)
		}
		if err := engagement.Place(from, a.Engagement.Path(filepath.FromSlash(moves[from]))); err != nil {
			return fault.New(fault.Broken, "keep evidence: %w", err)
		}
	}
	return nil
}

func (a *attempt) rejectsFile() string { return filepath.Join(a.dir, "rejects.parquet") }
