package excerpt

import "context"

// mostTrials bounds a reduction; what remains then is more than is needed, and true all the same.
const mostTrials = 600

// reduce takes away numbers as long as those that remain are enough: halves first, then smaller parts, then one by one, as
// delta debugging does (Zeller and Hildebrandt, Simplifying and isolating failure-inducing input, 2002).
func reduce(ctx context.Context, all []int, enough func([]int) (bool, error)) ([]int, error) {
	trials := 0
	for parts := 2; len(all) > 0 && trials < mostTrials; {
		parts = min(parts, len(all))
		smaller := false
		for i := 0; i < parts && trials < mostTrials; i++ {
			rest := cut(all, i*len(all)/parts, (i+1)*len(all)/parts)
			trials++
			ok, err := enough(rest)
			if err != nil || ctx.Err() != nil {
				return nil, either(ctx.Err(), err)
			}
			if ok {
				all, parts, smaller = rest, max(parts-1, 2), true
				i--
				if len(all) == 0 {
					return all, nil
				}
				parts = min(parts, len(all))
			}
		}
		if smaller {
			continue
		}
		if parts == len(all) {
			return all, nil
		}
		parts *= 2
	}
	return all, nil
}

func cut(all []int, from, to int) []int {
	return append(append(make([]int, 0, len(all)), all[:from]...), all[to:]...)
}

func either(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
