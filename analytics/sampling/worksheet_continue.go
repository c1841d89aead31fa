package sampling

import (
	"fmt"
	"strings"
)

// TakeOver gives the worksheet of an extended selection with the answers of the completed worksheet that it continues. Items are
// the same by their key; a spare of the smaller selection may be one of the sample now. What is open is new.
func (w Worksheet) TakeOver(before Worksheet) Worksheet {
	answers := before.byKey()
	rows := make([]Row, len(w.Rows))
	for i, r := range w.Rows {
		if was, ok := answers[r.Key]; ok {
			r.Marks, r.Tickmark, r.Exhibit, r.Status, r.Audited, r.Comment = was.Marks, was.Tickmark, was.Exhibit, was.Status, was.Audited, was.Comment
		}
		rows[i] = r
	}
	w.Rows = rows
	return w
}

// Changed tells of each item that was completed before and has another answer now, in the order of the worksheet.
func (w Worksheet) Changed(before Worksheet) (says []string) {
	answers := before.byKey()
	for _, r := range w.Rows {
		was, ok := answers[r.Key]
		if ok && was.Status != "" && was.answer() != r.answer() {
			says = append(says, fmt.Sprintf("%s with key %.80q was answered with %s before, and is answered with %s now.",
				r.place(), strings.Join(SplitKey(r.Key), " "), was.answer(), r.answer()))
		}
	}
	return says
}

func (w Worksheet) byKey() map[string]Row {
	rows := make(map[string]Row, len(w.Rows))
	for _, r := range w.Rows {
		rows[r.Key] = r
	}
	return rows
}

// answer is what a row says of its item, without what is said about it.
func (r Row) answer() string {
	text := fmt.Sprintf("%q", string(r.Status))
	for i, m := range r.Marks {
		if m != "" {
			text += fmt.Sprintf(", %s %s", AttributeNames[i], m)
		}
	}
	if r.Audited.Given() && r.Audited.Rat().Cmp(r.Book.Rat()) != 0 {
		text += ", audited amount " + r.Audited.String()
	}
	return text
}
