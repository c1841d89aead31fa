package reader

import (
	"slices"

	"auditql/analytics/contract"
)

// Lacking lists the fields by which an export is recognised and that a file has not; nil when it is of another format, too.
// It is for the message on a file that is no known export, and asks less than [Match].
func Lacking(s Sample, e *contract.Export) []string {
	if e.Format == "json" && s.inside != nil {
		s = *s.inside
	}
	switch {
	case e.Format == "json" && s.Format == "json":
		return slices.DeleteFunc(slices.Clone(e.Recognise.Fields), func(f string) bool {
			return slices.ContainsFunc(contract.Alternatives(f), s.mayHave)
		})
	case e.Format == "csv" && s.Format == "text" && s.inside == nil:
		if h, miss, err := findHeader(s.head, s.whole, e); err == nil && h == nil {
			return miss.missing
		}
	case e.Format == "csv" && s.heads != nil && e.Table == "":
		if _, _, miss := s.header(e); miss != nil {
			return miss.missing
		}
	}
	return nil
}
