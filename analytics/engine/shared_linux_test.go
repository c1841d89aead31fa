package engine

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"os/exec"
	"testing"

	"golang.org/x/sys/unix"
)

// together gives both sides of shared memory.
func together(t *testing.T) (*shared, *lender) {
	t.Helper()
	cmd := &exec.Cmd{}
	s := share(cmd)
	if s == nil {
		t.Fatal("no memory can be shared")
	}
	memory, err := unix.Mmap(int(cmd.ExtraFiles[0].Fd()), 0, sharedFrames*sharedBytes, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		unix.Munmap(memory)
		s.started()
		s.close()
	})
	return s, &lender{memory, cmd.ExtraFiles[1]}
}

// frameOf is the n-th frame of a test: short ones, ones that fill the memory of a frame, and ones that are too long for it.
func frameOf(n int) []byte {
	size := []int{1, 17, sharedBytes, sharedBytes + 1, 4096, 3 * sharedBytes}[n%6]
	return bytes.Repeat([]byte{byte(n), byte(n >> 8), 'x'}, size/3+1)[:size]
}

// Frames come as they were sent and in their order, whether they were made in the memory, copied there, or went through the pipe; and
// none is written over before it was read.
func TestSharedFrames(t *testing.T) {
	const frames = 10 * sharedFrames
	s, l := together(t)
	in, out := io.Pipe()
	sent := make(chan error, 1)
	go func() {
		w := bufio.NewWriter(out)
		for n := range frames {
			frame, err := s.frame(nil)
			if err == nil {
				if frame = append(frame, frameOf(n)...); n%4 == 0 { // as those of a portion, which were made elsewhere
					frame = bytes.Clone(frame)
				}
				err = s.send(w, frame)
			}
			if err != nil {
				sent <- err
				return
			}
		}
		sent <- writeFrame(w, frameEnd, nil)
		w.Flush()
	}()
	from := &stream{in: in, memory: l}
	for n := range frames {
		kind, got, err := from.next()
		if err != nil || kind != frameRows || !bytes.Equal(got, frameOf(n)) {
			t.Fatalf("frame %d: %d bytes of kind %q, %v; want %d", n, len(got), kind, err, len(frameOf(n)))
		}
	}
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
}

// A worker can neither write the memory nor take pages of it, which would end the program that writes it.
func TestSharedIsOurs(t *testing.T) {
	s, _ := together(t)
	fd := int(s.lent[0].Fd())
	if _, err := unix.Mmap(fd, 0, sharedBytes, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED); err == nil {
		t.Error("the memory can be mapped for writing")
	}
	for _, size := range []int64{0, 2 * sharedFrames * sharedBytes} {
		if err := unix.Ftruncate(fd, size); err == nil {
			t.Errorf("the memory can be made %d bytes long", size)
		}
	}
	if _, err := unix.Pwrite(fd, []byte("x"), 0); err == nil {
		t.Error("the memory can be written as a file")
	}
	if err := unix.Fallocate(fd, unix.FALLOC_FL_PUNCH_HOLE|unix.FALLOC_FL_KEEP_SIZE, 0, sharedBytes); err == nil {
		t.Error("a page can be taken out of the memory")
	}
}

// All pages of a frame are there before it is written, and none of those that are not asked for.
func TestSharedPages(t *testing.T) {
	s, _ := together(t)
	for n := range sharedFrames {
		if _, err := s.frame(nil); err != nil {
			t.Fatal(err)
		}
		var stat unix.Stat_t
		if err := unix.Fstat(int(s.lent[0].Fd()), &stat); err != nil || stat.Blocks*512 != int64(n+1)*sharedBytes {
			t.Errorf("%d bytes are there for %d frames, %v", stat.Blocks*512, n+1, err)
		}
		if err := s.send(bufio.NewWriter(io.Discard), []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := reserve(make([]byte, 8)[1:]); err != nil {
		t.Error("a kernel that cannot:", err) // what is not a page is refused as an old kernel refuses the advice
	}
}

// A worker that ends gives an error, and no wait for ever.
func TestSharedWithoutWorker(t *testing.T) {
	s, _ := together(t)
	s.started()
	for range sharedFrames {
		frame, err := s.frame(nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.send(bufio.NewWriter(io.Discard), append(frame, 'x')); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.frame(nil); err == nil {
		t.Error("a frame that nobody has read can be written")
	}
}

// What is said of a frame is not believed.
func TestLender(t *testing.T) {
	_, l := together(t)
	place := func(frame, length uint32) []byte {
		return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, frame), length)
	}
	for _, bad := range [][]byte{nil, {1}, place(sharedFrames, 1), place(0, sharedBytes+1), place(1<<31, 1), place(0, 1<<32-1)} {
		if _, err := l.frame(bad); err == nil {
			t.Errorf("% x is taken for a frame", bad)
		}
	}
	var none *lender
	if _, err := none.frame(place(0, 1)); err == nil {
		t.Error("a frame of memory that is not there")
	}
}
