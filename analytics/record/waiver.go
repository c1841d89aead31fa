package record

// Waiver is an acceptance of exceptions for a time. It removes no exception: a run counts what is waived beside what was
// found.
type Waiver struct {
	ID           string      `json:"id"`
	Key          []string    `json:"key,omitempty"`   // of the one item, in the order of the test's key
	Where        []Condition `json:"where,omitempty"` // or: what the rows have that it accepts
	Reason       string      `json:"reason"`
	RequestedBy  string      `json:"requested_by"`
	Approver     string      `json:"approver"`
	Ticket       string      `json:"ticket"`
	From         string      `json:"from"` // first instant for which it holds
	To           string      `json:"to"`   // first instant for which it no longer does
	Compensating string      `json:"compensating,omitempty"`
	State        WaiverState `json:"state"`
	Matched      int64       `json:"matched"` // items with a row that it names, whether or not it is in force
	Own          int64       `json:"own"`     // those among them that are about the approver, which it does not accept
}

// Condition is met by a row whose column has one of the values, as text.
type Condition struct {
	Column string   `json:"column"`
	Values []string `json:"values"`
}

// WaiverState says whether a waiver holds at the audit date.
type WaiverState string

const (
	InForce      WaiverState = "in force"
	NotYet       WaiverState = "not yet in force"
	Expired      WaiverState = "expired"
	SelfApproved WaiverState = "self-approved" // by who asked for it, or whom it is about
	ToRenew      WaiverState = "to be renewed" // carried over from the period before
)
