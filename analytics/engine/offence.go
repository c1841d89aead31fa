package engine

import "strings"

// Text gives the keys of an offence as a person reads them: parts joined by |, keys by a comma.
func (o Offence) Text() string {
	out := make([]string, len(o.Keys))
	for i, key := range o.Keys {
		parts := make([]string, len(key))
		for k, cell := range key {
			if parts[k] = "NULL"; cell != nil {
				parts[k] = *cell
			}
		}
		out[i] = strings.Join(parts, "|")
	}
	return strings.Join(out, ", ")
}
