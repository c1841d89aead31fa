package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// TestProgress looks at what a terminal is shown of a command that takes longer than two seconds.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	long := time.Now().Add(-10 * time.Second)
	b := &bar{out: &out, what: "hashing", start: long, begun: long}
	b.add("hashing", 50e6, 100e6)
	if got := out.String(); got != "\r\x1b[Khashing: 50 MB read, 5 MB/s, about 10s left" {
		t.Errorf("%q", got)
	}
	out.Reset()
	b.add("hashing", 50e6, 100e6)
	if out.Len() > 0 {
		t.Errorf("shown again at once: %q", out.String())
	}
	b.add("reading", 20e6, 0)
	if got := out.String(); got != "\r\x1b[Kreading" {
		t.Errorf("%q", got)
	}
	b.end()
	if !strings.HasSuffix(out.String(), "\r\x1b[K") {
		t.Errorf("it is left on the screen: %q", out.String())
	}
	out.Reset()
	b = &bar{out: &out, what: "hashing", start: time.Now(), begun: time.Now()}
	b.add("hashing", 50e6, 100e6)
	b.end()
	if out.Len() > 0 {
		t.Errorf("a short command shows %q", out.String())
	}
}
