package script

import (
	"regexp"
	"slices"

	"auditql/analytics/fault"
)

var (
	idForm      = regexp.MustCompile(`^[a-z][a-z0-9]*([-_][a-z0-9]+)*$`)
	kinds       = []string{"design", "operating", "both", "pointer"}
	severities  = []string{"critical", "high", "medium", "low"}
	paramForm   = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	sectionLine = 1
)

func (s *Script) fault(line int, format string, args ...any) error {
	return fault.At(fault.Usage, s.File, line, format, args...)
}

// check refuses a script that is not whole.
func (s *Script) check() error {
	switch {
	case !idForm.MatchString(s.ID):
		return s.fault(sectionLine, "id %q is not lower-case words joined by - or _", s.ID)
	case s.Version < 1:
		return s.fault(sectionLine, "version %d, expected 1 or more", s.Version)
	case s.Title == "" || s.Objective == "":
		return s.fault(sectionLine, "title and objective are needed")
	case !slices.Contains(kinds, s.Kind):
		return s.fault(sectionLine, "kind %q, expected one of %v", s.Kind, kinds)
	case !slices.Contains(severities, s.Severity):
		return s.fault(sectionLine, "severity %q, expected one of %v", s.Severity, severities)
	case len(s.Reads) == 0:
		return s.fault(sectionLine, "reads is empty: a test reads at least one dataset")
	case len(s.Key) == 0:
		return s.fault(sectionLine, "key is empty: an item of the population needs a name")
	case len(s.Reasons) == 0:
		return s.fault(sectionLine, "reasons is empty: an exception has a reason code")
	}
	if err := s.checkSections(); err != nil {
		return err
	}
	return s.checkParams()
}

func (s *Script) checkSections() error {
	for _, name := range []string{Population, Exceptions} {
		if _, ok := s.Section(name); !ok {
			return s.fault(sectionLine, "section %s is missing", name)
		}
	}
	populationSeen := false
	for _, x := range s.Sections {
		if x.SQL == "" {
			return s.fault(x.Line, "section %s is empty", x.Name)
		}
		if slices.Contains(s.Datasets(), x.Name) {
			return s.fault(x.Line-1, "section %s has the name of a dataset that the test reads", x.Name)
		}
		populationSeen = populationSeen || x.Name == Population
		if slices.Contains(Verdicts, x.Name) && !populationSeen {
			return s.fault(x.Line-1, "section %s comes before population", x.Name)
		}
	}
	return nil
}

func (s *Script) checkParams() error {
	for _, p := range s.Params {
		if _, ok := BuiltIn[p.Key]; ok || !paramForm.MatchString(p.Key) {
			return s.fault(p.Line, "%q is not a name for a parameter", p.Key)
		}
		if err := p.Value.check(); err != nil {
			return s.fault(p.Line, "parameter %s: %w", p.Key, err)
		}
		for _, a := range p.Value.Aliases {
			if _, taken := s.Params.Get(a); taken || !paramForm.MatchString(a) {
				return s.fault(p.Line, "parameter %s: %q is not a free name for an alias", p.Key, a)
			}
		}
	}
	for _, c := range s.Cases {
		for _, p := range c.Params {
			if _, ok := s.Params.Get(p.Key); !ok {
				return s.fault(p.Line, "case %q sets %s, which is not a parameter of %s", c.Name, p.Key, s.ID)
			}
		}
	}
	return nil
}
