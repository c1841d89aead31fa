package record

// Query is a question that was asked of the evidence in the shell. Its number is its place in the log, from 1.
type Query struct {
	At     string `json:"at"`
	By     string `json:"by"`
	SQL    string `json:"sql"`
	Rows   int64  `json:"rows"`
	Digest string `json:"digest,omitempty"` // of the columns and all rows, whatever their order
	Error  string `json:"error,omitempty"`  // why there was no answer
	Link
}

func (q *Query) chain() *Link { return &q.Link }
