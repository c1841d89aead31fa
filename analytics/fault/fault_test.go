package fault

import (
	"errors"
	"fmt"
	"io"
	"testing"
)

func TestFaultKeepsPlaceKindAndHint(t *testing.T) {
	inner := At(Refused, "a.csv", 7, "read row: %w", io.ErrUnexpectedEOF).Hint("ask for it again")
	inner.Column = 3
	if got := inner.Error(); got != "a.csv:7:3: read row: unexpected EOF" {
		t.Errorf("error is %q", got)
	}
	err := New(KindOf(inner), "load: %w", fmt.Errorf("batch: %w", inner))
	if KindOf(err) != Refused || HintOf(err) != "" && HintOf(err) != "ask for it again" {
		t.Errorf("kind %v, hint %q", KindOf(err), HintOf(err))
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
	if HintOf(err) != "ask for it again" {
		t.Errorf("hint is %q, want that of the cause", HintOf(err))
	}
	if KindOf(io.EOF) != Broken || HintOf(io.EOF) != "" {
		t.Error("a plain error is broken and has no hint")
	}
}
