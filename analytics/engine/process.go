package engine

import (
	"bufio"
	"io"
	"os/exec"
	"strings"
	"sync"
)

// process is a worker that runs.
type process struct {
	cmd    *exec.Cmd
	in     *bufio.Writer
	shared *shared   // memory through which rows go; nil when they go through in
	pipe   io.Closer // its standard input; closing it ends the worker
	out    *bufio.Reader
	last   *tail
	done   chan struct{} // closed when the process has ended
	err    error         // how it ended; set before done is closed
}

// spawn starts a worker that may read the given files, write its scratch folder, and nothing else.
func spawn(command []string, scratch string, reads []string) (*process, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir, cmd.Env = scratch, []string{}
	p := &process{cmd: cmd, last: &tail{}, done: make(chan struct{})}
	cmd.Stderr = p.last
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.shared = share(cmd)
	p.in, p.pipe, p.out = bufio.NewWriterSize(in, 1<<16), in, bufio.NewReaderSize(out, 1<<16)
	err = p.run(confinement{program: command[0], scratch: scratch, reads: reads})
	p.shared.started()
	if err != nil {
		p.shared.close()
	}
	return p, err
}

// run starts the process and waits for it in one goroutine, because confine may bind both to one thread.
func (p *process) run(c confinement) error {
	started := make(chan error)
	go func() {
		err := c.start(p.cmd)
		started <- err
		if err == nil {
			p.err = p.cmd.Wait()
			close(p.done)
		}
	}()
	return <-started
}

func (p *process) kill() { p.cmd.Process.Kill() }

// tail keeps the first lines that a dying worker says, which name the cause.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, b[:min(len(b), 400-len(t.text))]...)
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	first, _, _ := strings.Cut(strings.TrimSpace(string(t.text)), "\n")
	if first == "" {
		return ""
	}
	return ": " + first
}
