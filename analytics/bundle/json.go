package bundle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// sameJSON compares what was computed with what was recorded, and names the first value that differs. Computed numbers may
// differ in the last digits between processors.
func sameJSON(file, what string, computed, recorded json.RawMessage) error {
	var a, b any
	for text, into := range map[*json.RawMessage]*any{&computed: &a, &recorded: &b} {
		d := json.NewDecoder(bytes.NewReader(*text))
		d.UseNumber()
		if err := d.Decode(into); err != nil {
			return differs(file, what, "", err)
		}
	}
	return sameValue(file, what, a, b)
}

func sameValue(file, at string, computed, recorded any) error {
	switch a := computed.(type) {
	case map[string]any:
		b, ok := recorded.(map[string]any)
		if !ok {
			break
		}
		names := slices.Sorted(maps.Keys(a))
		for _, name := range slices.Compact(slices.Sorted(slices.Values(append(names, slices.Collect(maps.Keys(b))...)))) {
			if err := sameValue(file, at+"."+name, a[name], b[name]); err != nil {
				return err
			}
		}
		return nil
	case []any:
		b, ok := recorded.([]any)
		if !ok || len(a) != len(b) {
			break
		}
		for i := range a {
			if err := sameValue(file, fmt.Sprintf("%s[%d]", at, i), a[i], b[i]); err != nil {
				return err
			}
		}
		return nil
	case json.Number:
		if b, ok := recorded.(json.Number); ok && closeNumbers(a, b) {
			return nil
		}
	default: // text, true, false and null
		if reflect.DeepEqual(computed, recorded) {
			return nil
		}
	}
	return differs(file, at, short(computed), short(recorded))
}

func short(v any) string {
	if v == nil {
		return "missing"
	}
	return fmt.Sprintf("%.120v", v)
}

func closeNumbers(a, b json.Number) bool {
	if a == b {
		return true
	}
	x, errX := a.Float64()
	y, errY := b.Float64()
	d := x - y
	return errX == nil && errY == nil && max(d, -d) <= 1e-9*max(x, -x)
}
