package record

import (
	"maps"
	"slices"
)

// Superseded finds the last of the loads, in the order of the ledger, that performed check c of a load again, over more
// evidence. A check of one load alone is never performed again.
func Superseded(loads []Load, load Load, c Check) (by string, ok bool) {
	if c.Over == OneLoad {
		return "", false
	}
	for i := len(loads) - 1; i >= 0 && !(loads[i].ID == load.ID && loads[i].Dataset == load.Dataset); i-- {
		later := loads[i]
		if slices.ContainsFunc(later.Checks, func(d Check) bool { return d.ID == c.ID && again(later, d, load, c) }) {
			return later.ID, true
		}
	}
	return "", false
}

// again says whether check d of a later load is check c of an earlier one, performed on more.
func again(later Load, d Check, earlier Load, c Check) bool {
	switch {
	case c.With != "" && later.Dataset == c.With && d.With == earlier.Dataset: // seen from the other side
		return true
	case later.Dataset != earlier.Dataset || c.With != d.With:
		return false
	}
	return c.Over == WholeDataset || later.Export == earlier.Export && maps.Equal(later.Params, earlier.Params)
}
