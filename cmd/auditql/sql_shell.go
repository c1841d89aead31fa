package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"unicode"

	"golang.org/x/term"

	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/fieldwork"
	"auditql/analytics/report"
	"auditql/analytics/sqlfile"
)

const shellHelp = "A query ends with a semicolon or an empty line; Tab completes names, Ctrl-C interrupts, exit or Ctrl-D ends."

// shell asks for queries on a terminal until its end. Ctrl-C interrupts a query, which costs its session, not the shell.
func (a *app) shell(ctx context.Context, in *os.File, e *engagement.Engagement, open func(context.Context) (*fieldwork.Desk, error), q question) error {
	ctx, stop := signal.NotifyContext(context.WithoutCancel(ctx), syscall.SIGTERM)
	defer stop()
	desk, err := open(ctx)
	if err != nil {
		return err
	}
	defer func() { desk.Close() }()
	log, err := readQueries(e)
	if err != nil {
		return err
	}
	p := newPrompt(in, a.out, completer{words: append(append(desk.Names(), desk.Columns()...), keywords...)})
	for _, old := range log {
		p.remember(old.SQL)
	}
	fmt.Fprintf(a.out, "%s: %s\n%s\n", report.Counted(len(desk.Names()), "dataset"), strings.Join(desk.Names(), ", "), shellHelp)
	for ctx.Err() == nil {
		text, err := p.query()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fault.New(fault.Broken, "read query: %w", err)
		}
		switch strings.TrimRight(strings.ToLower(strings.TrimSpace(text)), "; ") {
		case "":
			continue
		case "exit", "quit":
			return nil
		case "help":
			fmt.Fprintln(a.out, shellHelp)
			continue
		}
		if a.interruptible(ctx, func(ctx context.Context) error { return a.answer(ctx, e, desk, text, q) }) {
			desk.Close()
			if desk, err = open(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// interruptible does what Ctrl-C may stop, prints its error, and says whether it was stopped.
func (a *app) interruptible(ctx context.Context, do func(context.Context) error) (stopped bool) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	if err := do(ctx); err != nil {
		fmt.Fprintf(a.err, "error: %s\n", report.CleanLines(err.Error()))
		if hint := fault.HintOf(err); hint != "" {
			fmt.Fprintf(a.err, "hint: %s\n", report.CleanLines(hint))
		}
	}
	return ctx.Err() != nil
}

// prompt reads queries from a terminal; only while it does is the terminal raw.
type prompt struct {
	in       *os.File
	terminal *term.Terminal
}

func newPrompt(in *os.File, out io.Writer, c completer) *prompt {
	t := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{clearing{in}, out}, "auditql> ")
	c.list = func(words []string) { fmt.Fprintf(t, "%s\n", strings.Join(words, "  ")) }
	t.AutoCompleteCallback = c.complete
	return &prompt{in, t}
}

// remember adds a query to the history as one line, ready to be asked again.
func (p *prompt) remember(text string) {
	if strings.Contains(text, "--") { // in one line, a comment would not end
		return
	}
	p.terminal.History.Add(strings.TrimSuffix(strings.Join(strings.Fields(text), " "), ";") + ";")
}

// query reads lines up to a semicolon at an end of a line; an empty line ends a query too.
func (p *prompt) query() (string, error) {
	state, err := term.MakeRaw(int(p.in.Fd()))
	if err != nil {
		return "", err
	}
	defer func() {
		p.terminal.SetBracketedPasteMode(false)
		term.Restore(int(p.in.Fd()), state)
	}()
	if w, h, err := term.GetSize(int(p.in.Fd())); err == nil && w > 0 {
		p.terminal.SetSize(w, h)
	}
	p.terminal.SetBracketedPasteMode(true)
	var lines []string
	for {
		line, err := p.terminal.ReadLine()
		if err != nil && !errors.Is(err, term.ErrPasteIndicator) {
			return "", err
		}
		lines = append(lines, line)
		text := strings.Join(lines, "\n")
		if strings.TrimSpace(line) == "" || complete(text) || len(lines) == 1 && isWord(line) {
			p.terminal.SetPrompt("auditql> ")
			if len(lines) > 1 {
				p.remember(text)
			}
			return text, nil
		}
		p.terminal.SetPrompt("    ...> ")
	}
}

// isWord says whether a line is one that the shell itself understands.
func isWord(line string) bool {
	return slices.Contains([]string{"exit", "quit", "help"}, strings.ToLower(strings.TrimSpace(line)))
}

// complete says whether a text ends with a semicolon that is no part of a string or a comment.
func complete(text string) bool {
	tokens, err := sqlfile.Tokens(text)
	for i := len(tokens) - 1; i >= 0 && err == nil; i-- {
		if k := tokens[i].Kind; k != sqlfile.Space && k != sqlfile.Comment {
			return tokens[i].Text == ";"
		}
	}
	return false
}

// clearing makes Ctrl-C clear the line instead of ending the shell.
type clearing struct{ r io.Reader }

func (c clearing) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	for i := range b[:n] {
		if b[i] == 3 { // Ctrl-C
			b[i] = 21 // Ctrl-U
		}
	}
	return n, err
}

var keywords = strings.Fields(`SELECT DISTINCT FROM WHERE GROUP BY HAVING ORDER LIMIT JOIN LEFT ON USING AND OR NOT NULL IS IN EXISTS BETWEEN LIKE
	CASE WHEN THEN ELSE END COUNT SUM MIN MAX COALESCE CAST UNION ALL EXCEPT WITH AS ASC DESC $as_of $period_start $period_end`)

// completer completes names of datasets, columns and keywords.
type completer struct {
	words []string
	list  func([]string) // prints what a word may become
}

// mostListed is how many words are listed.
const mostListed = 40

// complete answers Tab: the longest beginning that all words have which begin as the one before the cursor; when that is no
// longer than what was typed, it lists them.
func (c completer) complete(line string, pos int, key rune) (string, int, bool) {
	if key != '\t' {
		return "", 0, false
	}
	start := strings.LastIndexFunc(line[:pos], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '$' }) + 1
	begun := line[start:pos]
	found := c.of(begun)
	if begun == "" || len(found) == 0 {
		return line, pos, true
	}
	common := found[0]
	for _, w := range found[1:] {
		n := 0
		for n < min(len(common), len(w)) && strings.EqualFold(common[n:n+1], w[n:n+1]) {
			n++
		}
		common = common[:n]
	}
	if len(common) <= len(begun) {
		if len(found) > 1 && len(found) <= mostListed {
			c.list(found)
		}
		return line, pos, true
	}
	return line[:start] + common + line[pos:], start + len(common), true
}

func (c completer) of(begun string) []string {
	var out []string
	for _, w := range c.words {
		if len(w) >= len(begun) && strings.EqualFold(w[:len(begun)], begun) && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
