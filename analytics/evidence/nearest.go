package evidence

import (
	"fmt"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/reader"
)

// nearest names the export that a file which is no known one comes nearest to, with what the file lacks. A field counts for
// less the more exports are recognised by it, since id and name are everywhere, and more than six tenths have to be there. Of two
// that are as near the first by name is taken; of none nothing is said.
func (g *grouping) nearest(s reader.Sample) string {
	known := map[string]float64{}
	for _, t := range g.targets {
		for _, f := range t.export.Recognise.Fields {
			known[f]++
		}
	}
	best, share := -1, 0.6
	var lacks []string
	for i, t := range g.targets {
		lacking := reader.Lacking(s, t.export)
		all, less := 0.0, 0.0
		for _, f := range t.export.Recognise.Fields {
			all += 1 / known[f]
		}
		for _, f := range lacking {
			less += 1 / max(known[f], 1)
		}
		if of := 1 - less/all; len(lacking) > 0 && of > share {
			best, share, lacks = i, of, lacking
		}
	}
	if best < 0 {
		return ""
	}
	for i, f := range lacks {
		lacks[i] = strings.Join(contract.Alternatives(f), " or ")
	}
	t := g.targets[best]
	return fmt.Sprintf("; nearest to %s of %s, but has no %s", t.export.ID, t.contract.Dataset, strings.Join(lacks, ", "))
}
