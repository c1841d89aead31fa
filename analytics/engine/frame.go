package engine

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
)

// Parent and worker speak in frames: a length, a kind, a payload.
type frameKind byte

const (
	frameCall    frameKind = 'c' // parent → worker: a call, as JSON
	frameReply   frameKind = 'r' // worker → parent: its answer, as JSON
	frameRows    frameKind = 'd' // parent → worker: rows of an export
	frameShared  frameKind = 's' // parent → worker: which frame of the shared memory holds rows, and how long it is
	frameEnd     frameKind = 'e' // parent → worker: no more rows; a payload is the error that ended them
	frameOutcome frameKind = 'o' // worker → parent: outcomes of a load, as JSON
)

const maxFrame = 1 << 30

func writeFrame(w io.Writer, kind frameKind, payload []byte) error {
	if len(payload) > maxFrame {
		return fmt.Errorf("a frame of %d bytes is more than %d", len(payload), maxFrame)
	}
	var head [5]byte
	binary.LittleEndian.PutUint32(head[:], uint32(len(payload)))
	head[4] = byte(kind)
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(payload)
	return err
}

// readFrame reads into buf when it is large enough, so that a stream of rows reuses one buffer.
func readFrame(r io.Reader, buf []byte) (frameKind, []byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := int(binary.LittleEndian.Uint32(head[:]))
	if n > maxFrame {
		return 0, nil, fmt.Errorf("a frame of %d bytes is more than %d", n, maxFrame)
	}
	if cap(buf) < n {
		buf = make([]byte, n)
	}
	_, err := io.ReadFull(r, buf[:n])
	return frameKind(head[4]), buf[:n], err
}

func writeJSON(w io.Writer, kind frameKind, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return writeFrame(w, kind, b)
}
