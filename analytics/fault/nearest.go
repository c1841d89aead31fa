package fault

// Nearest asks whether another name was meant: the one with the fewest edits, at most a third of its letters, or two. It is empty when none is near.
func Nearest(name string, names []string) string {
	return NearestWithin(name, names, min(max(len(name)/3+1, 3), len(name)))
}

// NearestWithin asks for the name with the fewest edits, which are fewer than least; of several the first.
func NearestWithin(name string, names []string, least int) string {
	best := ""
	for _, candidate := range names {
		if d := distance(name, candidate); d < least {
			best, least = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return "did you mean " + best + "?"
}

// distance is the number of edits between two names.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0]++
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
