package reader

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"testing"
	"testing/iotest"
)

// The hash of a file is that of all its bytes, wherever it ends, and one that was not read to its end has none.
func TestHashOfAnySize(t *testing.T) {
	for _, size := range []int{0, 1, prefetchBytes - 1, prefetchBytes, prefetchBytes + 1, 9*prefetchBytes + 5} {
		content := bytes.Repeat([]byte("seven.."), size/7+1)[:size]
		var told int64
		got, sum, err := Hash(t.Context(), given(t, "x", content), func(n int64) { told += n })
		want := sha256.Sum256(content)
		if err != nil || got != hex.EncodeToString(want[:]) || told != int64(size) {
			t.Errorf("%d bytes: %s, %d told, %v", size, got, told, err)
		}
		if _, again, _ := Hash(t.Context(), given(t, "y", content), nil); again != sum {
			t.Errorf("%d bytes: another sum of the same bytes", size)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if sha, _, err := Hash(ctx, given(t, "x", make([]byte, 5*prefetchBytes)), nil); err == nil || sha != "" {
		t.Errorf("an interrupted reading gives %q, %v", sha, err)
	}
}

func TestPrefetchTellsOfErrors(t *testing.T) {
	broken := errors.New("the disk is gone")
	in := io.MultiReader(bytes.NewReader(make([]byte, 3*prefetchBytes)), iotest.ErrReader(broken))
	if n, err := newPrefetch(in, 1<<20).WriteTo(io.Discard); !errors.Is(err, broken) || n != 3*prefetchBytes {
		t.Errorf("%d bytes, %v", n, err)
	}
	slow := iotest.DataErrReader(iotest.OneByteReader(bytes.NewReader([]byte("abc"))))
	var out bytes.Buffer
	if n, err := newPrefetch(slow, 2).WriteTo(&out); err != nil || n != 3 || out.String() != "abc" {
		t.Errorf("%d bytes, %q, %v", n, out.String(), err)
	}
}
