package sampling

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// draws gives one draw of every method.
func draws() []Draw {
	base := Draw{Seed: `it's "7" \ 2025`, Scope: "Prüfung/A'1\\", Size: 9}
	var all []Draw
	for _, m := range []Method{SRS, Sieve, Interval, Cells, Random, Systematic, Stratified} {
		d := base
		d.Method = m
		if methods[m].ranked {
			d.Spares = 4
		}
		all = append(all, d)
		if m == Interval || m == Cells {
			d.Order = ByKey
			all = append(all, d)
		}
	}
	all[len(all)-1].Allocation = map[string]int64{"it's A": 3, "B": 2, "Ω": 1}
	return all
}

// invented gives a frame with amounts of every sign and keys that need quoting.
func invented(n int) []Item {
	items := make([]Item, n)
	for i := range items {
		amount := int64(i*i*7919%5003 - 400)
		if i%17 == 3 {
			amount *= 50
		}
		if i%11 == 5 {
			amount = 0
		}
		items[i] = Item{Key: fmt.Appendf(nil, "Rechnung \"%03d\", 'ß'\x1f%d", i, i%3), Amount: amount, Stratum: []string{"it's A", "B", "Ω"}[i%3]}
	}
	return items
}

func frameOf(items []Item) Frame {
	return func(yield func(Item, error) bool) {
		for _, item := range items {
			if !yield(item, nil) {
				return
			}
		}
	}
}

func TestPythonRecipeDrawsTheSameSample(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	items := invented(120)
	var csv strings.Builder
	csv.WriteString("key,amount,stratum\n")
	for _, item := range items {
		fmt.Fprintf(&csv, "\"%s\",%d,\"%s\"\n", strings.ReplaceAll(string(item.Key), `"`, `""`), item.Amount, item.Stratum)
	}
	frame := filepath.Join(t.TempDir(), "frame.csv")
	if err := os.WriteFile(frame, []byte(csv.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, d := range draws() {
		t.Run(string(d.Method)+string(d.Order), func(t *testing.T) {
			s, err := Select(context.Background(), d, frameOf(items))
			if err != nil {
				t.Fatal(err)
			}
			program := filepath.Join(t.TempDir(), "redraw.py")
			if err := os.WriteFile(program, []byte(RecipePython(s)), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(python, "-I", "-S", program, frame).CombinedOutput()
			if err != nil || string(out) != s.Listing() {
				t.Errorf("the program printed\n%s\nwant\n%s (%v)", out, s.Listing(), err)
			}
		})
	}
}

func TestShellRecipeGivesTheTicket(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("sh is not installed")
	}
	items := invented(30)
	for i := range items {
		items[i].Key = fmt.Appendf(nil, "it's %d", i)
	}
	s, err := Select(context.Background(), draws()[0], frameOf(items))
	if err != nil {
		t.Fatal(err)
	}
	_, command, _ := strings.Cut(Recipe(s), "  printf")
	command, _, _ = strings.Cut(command, "\n")
	out, err := exec.Command(shell, "-c", "printf"+command).Output()
	if err != nil {
		t.Skipf("sha256sum is not installed: %v", err)
	}
	if !strings.HasPrefix(string(out), s.Units[0].Ticket) {
		t.Errorf("the command gave %s, want %s", out, s.Units[0].Ticket)
	}
}

func TestRecipeFitsAPage(t *testing.T) {
	for _, d := range draws() {
		s, err := Select(context.Background(), d, frameOf(invented(120)))
		if err != nil {
			t.Fatal(err)
		}
		text := Recipe(s)
		if lines := strings.Count(text, "\n"); lines > 72 {
			t.Errorf("recipe of %s has %d lines, expected a page of at most 72", d.Method, lines)
		}
		if !strings.Contains(text, strconv.Quote(d.Seed)) || !strings.Contains(text, RecipePython(s)) {
			t.Errorf("recipe of %s lacks the seed or the program", d.Method)
		}
	}
}
