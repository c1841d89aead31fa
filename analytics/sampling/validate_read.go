package sampling

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// readVectors reads the cases of a file: an array of them, an object that is one, or one whose arrays of objects are cases.
func readVectors(text []byte) (vectors []vector, err error) {
	var outer any
	if err := decodeNumbers(text, &outer); err != nil {
		return nil, err
	}
	if _, list := outer.([]any); list {
		err := decodeNumbers(text, &vectors)
		return vectors, err
	}
	object, _ := outer.(map[string]any)
	if _, one := object["method"]; one {
		vectors = make([]vector, 1)
		err := decodeNumbers(text, &vectors[0])
		return vectors, err
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(text, &parts); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		list, _ := object[name].([]any)
		if len(list) == 0 {
			continue
		}
		if _, cases := list[0].(map[string]any); !cases {
			continue
		}
		var more []vector
		if err := decodeNumbers(parts[name], &more); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		vectors = append(vectors, more...)
	}
	return vectors, nil
}

// decodeNumbers reads one JSON value, with numbers as they are written, and nothing after it.
func decodeNumbers(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("something follows the cases, expected the end of the file")
	}
	return nil
}
