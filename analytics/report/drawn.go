package report

import (
	"encoding/json"
	"fmt"
	"slices"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/sampling"
)

// Drawn gives what was drawn, and its items as a grid: those that are certain first, then by rank.
func Drawn(s record.Selection) (Grid, sampling.Selection, error) {
	g := Grid{Header: slices.Concat([]string{"rank"}, s.Frame.Key, []string{"ticket"}), Right: []bool{true}}
	var drawn sampling.Selection
	if len(s.Drawn) == 0 {
		return g, drawn, nil
	}
	if err := json.Unmarshal(s.Drawn, &drawn); err != nil {
		return g, drawn, fault.New(fault.Broken, "read selection %s: %w", s.Name, err)
	}
	amounts := s.Frame.Amount != ""
	if amounts {
		g.Header = append(g.Header, "hits", s.Frame.Amount)
	}
	for _, u := range slices.Concat(drawn.Certainty, drawn.Units) {
		rank := fmt.Sprint(u.Rank)
		if u.Hits == 0 {
			rank = "certain"
		}
		cells := slices.Concat([]string{rank}, sampling.SplitKey(u.Key), []string{u.Ticket[:min(16, len(u.Ticket))]})
		if amounts {
			cells = append(cells, fmt.Sprint(u.Hits), sampling.Units(u.Amount, s.Frame.Scale).String())
		}
		g.Add(cells...)
	}
	return g, drawn, nil
}
