package cases

import (
	"context"
	"fmt"
	"time"

	"auditql/analytics/contract"
	"auditql/analytics/engine"
	"auditql/analytics/mutation"
	"auditql/analytics/script"
)

// What is asked of the cases: how many in a hundred mutants they notice, of each test and of all tests together.
const (
	LeastOfOne = 75
	LeastOfAll = 90
)

// MutantOptions bound a session that performs mutants: one that runs away is stopped soon, and counts as noticed.
var MutantOptions = engine.Options{Threads: 1, MemoryMiB: 512, TempMiB: 64, Timeout: 5 * time.Second}

// Score says how many mutants of a test its cases notice. A mutant that the engine does not admit, or that gives other
// columns, is none: a script like that would be refused before a case is needed. Mutants that say the same as before
// cannot be told from those that no case shows; they count as unnoticed.
type Score struct {
	Noticed   int
	Unnoticed []mutation.Mutant // in the order of the text
	Refused   int
}

// Mutants is how many the score is about.
func (s Score) Mutants() int { return s.Noticed + len(s.Unnoticed) }

// Reaches says whether at least so many in a hundred are noticed.
func (s Score) Reaches(least int) bool { return 100*s.Noticed >= least*s.Mutants() }

// Percent is the score with one decimal, rounded down: what reads 90.0 % is no less.
func (s Score) Percent() string {
	if s.Mutants() == 0 {
		return "–"
	}
	tenths := 1000 * s.Noticed / s.Mutants()
	return fmt.Sprintf("%d.%d %%", tenths/10, tenths%10)
}

// Mutate performs every mutant of a script on its cases, one after another, until a case notices it. start starts a
// session, again when a mutant has ended the one before; see [MutantOptions]. A script whose cases do not pass is refused.
func Mutate(ctx context.Context, start func() (*engine.Session, error), s *script.Script, contracts *contract.Set) (Score, error) {
	b := &bench{start: start, test: s, contracts: contracts, mutants: mutation.Of(s)}
	b.fates = make([]fate, len(b.mutants))
	defer b.close()
	for _, c := range s.Cases {
		if err := b.try(ctx, c); err != nil {
			return Score{}, err
		}
	}
	var score Score
	for i, m := range b.mutants {
		switch b.fates[i] {
		case noticed:
			score.Noticed++
		case refused:
			score.Refused++
		case unnoticed:
			score.Unnoticed = append(score.Unnoticed, m)
		}
	}
	return score, nil
}

type fate int

const (
	unnoticed fate = iota
	noticed
	refused
)
