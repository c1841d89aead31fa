package record

// Verdict is what a test came to.
type Verdict string

const (
	NoExceptions  Verdict = "no exceptions"
	Exceptions    Verdict = "exceptions"
	Indeterminate Verdict = "indeterminate"  // no exceptions, but items that the evidence cannot decide
	NotAssertable Verdict = "not assertable" // an intake check failed and nobody accepted it, or the population is empty
	NotRun        Verdict = "not run"        // evidence is missing, or the test ended with an error
)

// Conclude gives the verdict that follows from what the test found. Whatever stands in the way of a conclusion comes
// first, so that an error, missing evidence, a failed check or an empty population can never read as "no exceptions".
func (t *Test) Conclude() Verdict {
	switch {
	case t.Error != "" || len(t.Missing) > 0:
		return NotRun
	case t.failedCheck(), t.Population.Count == 0:
		return NotAssertable
	case t.Exceptions > 0:
		return Exceptions
	case t.Indeterminate > 0:
		return Indeterminate
	}
	return NoExceptions
}

func (t *Test) failedCheck() bool {
	for _, c := range t.Checks {
		if c.Status == Failed {
			return true
		}
	}
	return false
}
