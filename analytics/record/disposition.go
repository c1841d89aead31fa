package record

// Disposition is what the auditor concluded about one exception after following it up.
type Disposition struct {
	Test     string            `json:"test"`
	Key      []string          `json:"key"`
	Status   DispositionStatus `json:"status"`
	Reason   string            `json:"reason"`
	Evidence string            `json:"evidence,omitempty"` // where what supports it is filed
	By       string            `json:"by"`
	At       string            `json:"at"`
	Run      string            `json:"run"` // in which the exception was looked at
	Link
}

func (d *Disposition) chain() *Link { return &d.Link }

// DispositionStatus is what an exception turned out to be.
type DispositionStatus string

const (
	Valid         DispositionStatus = "valid"          // it is what the test says
	FalsePositive DispositionStatus = "false positive" // the item is in order
	Compensated   DispositionStatus = "compensated"    // valid, and another control covers the risk
)

// DispositionStatuses are all of them.
var DispositionStatuses = []DispositionStatus{Valid, FalsePositive, Compensated}
