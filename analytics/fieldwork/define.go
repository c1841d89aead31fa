package fieldwork

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// define keeps the scripts and contracts of the run beside its results: those in the program or in the auditor's folders
// may change tomorrow, and the run must still be performed again as it was.
func (w *work) define() ([]record.File, error) {
	texts := w.definitions()
	var out []record.File
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		file := filepath.Join(w.dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return nil, fault.New(fault.Broken, "keep definitions: %w", err)
		}
		data := []byte(texts[name])
		if err := os.WriteFile(file, data, 0o444); err != nil {
			return nil, fault.New(fault.Broken, "keep definitions: %w", err)
		}
		out = append(out, record.File{Path: name, SHA256: record.Hash(data), Bytes: int64(len(data))})
	}
	return out, nil
}

// definitions gives what was written by hand, the texts of the tests, and of the contracts of all that the tests may read, by path in the run.
func (w *work) definitions() map[string]string {
	out := map[string]string{}
	for name, text := range w.given {
		out[path.Join(record.DefinitionsFolder, name)] = string(text)
	}
	read := slices.Collect(maps.Keys(w.stock.loads))
	for _, t := range w.Tests {
		out[path.Join(record.DefinitionsFolder, "queries", t.Suite, t.ID+".sql")] = t.Text
		read = append(read, t.Datasets()...)
	}
	for _, c := range w.Contracts.With(read...) {
		for name, text := range c.Files() {
			out[path.Join(record.DefinitionsFolder, "datasets", c.Dataset, name)] = text
		}
	}
	return out
}
