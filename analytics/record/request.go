package record

// Request is what the auditor asks the auditee for: the list of evidence that the chosen tests wait for.
type Request struct {
	Engagement Engagement    `json:"engagement"`
	Items      []RequestItem `json:"items"`
}

// RequestItem asks for one dataset.
type RequestItem struct {
	Dataset  string          `json:"dataset"`
	Title    string          `json:"title"`
	Grain    string          `json:"grain"`
	Span     string          `json:"span"` // the time for which it is wanted
	Zone     string          `json:"zone"` // how times are to be written
	Tests    []string        `json:"tests"`
	Helps    []string        `json:"helps,omitempty"` // tests that can do without it
	Loads    int             `json:"loads"`           // that there are already
	Sources  []RequestSource `json:"sources"`         // one of them for each system
	OnIntake []string        `json:"on_intake"`       // what will be checked on receipt
}

// RequestSource is one way to obtain a dataset.
type RequestSource struct {
	Export string   `json:"export"`
	Title  string   `json:"title"`
	Format string   `json:"format"`
	Obtain string   `json:"obtain"` // the exact command or call
	Fields []string `json:"fields"` // that are taken from it
	Say    []string `json:"say,omitempty"`
	Limits []string `json:"limits,omitempty"` // at which the source is known to cut off
}
