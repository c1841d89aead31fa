package sampling

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// redraw follows the steps of a recipe's text: it takes seed, scope, size, spares, order and strata from the text, and knows
// nothing of package sampling. What it shares with it are only the names of the columns of the frame.
type redraw struct {
	seed, scope, text string
	size, spares      int
	keys              []string
	amounts           map[string]*big.Int
	strata            map[string]string
	out               strings.Builder
}

func newRedraw(t *testing.T, text string, items []Item) *redraw {
	t.Helper()
	literal := `("(?:[^"\\]|\\.)*")`
	m := regexp.MustCompile(`(?m)^SEED, SCOPE, N, SPARES = ` + literal + `, ` + literal + `, (\d+), (\d+)$`).FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("the recipe does not say seed, scope, size and spares:\n%s", text)
	}
	r := &redraw{text: text, amounts: map[string]*big.Int{}, strata: map[string]string{}}
	r.seed, r.scope = unquoted(t, m[1]), unquoted(t, m[2])
	r.size, _ = strconv.Atoi(m[3])
	r.spares, _ = strconv.Atoi(m[4])
	for _, item := range items {
		key := string(item.Key)
		r.keys, r.strata[key], r.amounts[key] = append(r.keys, key), item.Stratum, big.NewInt(item.Amount)
	}
	return r
}

func unquoted(t *testing.T, literal string) string {
	t.Helper()
	text, err := strconv.Unquote(literal)
	if err != nil {
		t.Fatalf("%s: %v", literal, err)
	}
	return text
}

func (r *redraw) sha(parts ...string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(parts, "\n"))))
}

func (r *redraw) ticket(key string) string { return r.sha("ASEL1", r.seed, r.scope, key) }

func (r *redraw) draw(label string, k int, modulus *big.Int) *big.Int {
	h, _ := new(big.Int).SetString(r.sha("ASEL1#", r.seed, r.scope, label, strconv.Itoa(k)), 16)
	return h.Rsh(h.Mul(h, modulus), 256)
}

func (r *redraw) show(kind string, keys ...string) {
	for _, key := range keys {
		fmt.Fprintf(&r.out, "%s %s\n", kind, key)
	}
}

// byTicket sorts keys by ticket, then key.
func (r *redraw) byTicket(keys []string) []string {
	return slices.SortedFunc(slices.Values(keys), func(a, b string) int { return strings.Compare(r.ticket(a)+a, r.ticket(b)+b) })
}

func (r *redraw) positive() (pool []string, total *big.Int) {
	total = new(big.Int)
	for _, key := range r.keys {
		if r.amounts[key].Sign() > 0 {
			pool, total = append(pool, key), total.Add(total, r.amounts[key])
		}
	}
	return pool, total
}

// cut takes out the items that are examined with certainty, until none moves.
func (r *redraw) cut() (pool []string, rest, n *big.Int) {
	pool, total := r.positive()
	rest, n = new(big.Int).Set(total), big.NewInt(int64(r.size))
	var certain []string
	for moved := true; moved; {
		moved = false
		var stay []string
		for _, key := range pool {
			if new(big.Int).Mul(r.amounts[key], n).Cmp(rest) >= 0 {
				certain, moved = append(certain, key), true
			} else {
				stay = append(stay, key)
			}
		}
		pool, rest = stay, new(big.Int)
		for _, key := range pool {
			rest.Add(rest, r.amounts[key])
		}
		n = new(big.Int).Mul(rest, big.NewInt(int64(r.size)))
		n.Add(n, new(big.Int).Sub(total, big.NewInt(1))).Quo(n, total)
	}
	slices.Sort(certain)
	r.show("certainty", certain...)
	return pool, rest, n
}

// hits shows the item on which each position falls; positions count minor units times n.
func (r *redraw) hits(pool []string, n *big.Int, positions []*big.Int) {
	order := r.byTicket(pool)
	if strings.Contains(r.text, "key=lambda key: key)") {
		slices.Sort(order)
	}
	for _, p := range positions {
		cum := new(big.Int)
		at := slices.IndexFunc(order, func(key string) bool {
			cum.Add(cum, r.amounts[key])
			return p.Cmp(new(big.Int).Mul(cum, n)) < 0
		})
		r.show("hit", order[at])
	}
}

// rank is the score of the sieve: floor((t60+1) * 2^64 / amount).
func (r *redraw) rank(key string) string {
	w, _ := new(big.Int).SetString(r.ticket(key)[:15], 16)
	w.Lsh(w.Add(w, big.NewInt(1)), 64)
	return fmt.Sprintf("%050s", w.Quo(w, r.amounts[key])) + r.ticket(key) + key
}

func (r *redraw) ranked(kindOf func(i int) string, keys []string) {
	for i, key := range keys {
		if kind := kindOf(i); kind != "" {
			r.show(kind, key)
		}
	}
}

func upTo(n, spares int) func(i int) string {
	return func(i int) string {
		switch {
		case i < n:
			return "sample"
		case i < n+spares:
			return "spare"
		}
		return ""
	}
}

func (r *redraw) stratified(t *testing.T) {
	var spares []string
	_, list, _ := strings.Cut(r.text, "for stratum, n in [")
	list, _, _ = strings.Cut(list, "]:")
	for _, m := range regexp.MustCompile(`\(("(?:[^"\\]|\\.)*"), (\d+)\)`).FindAllStringSubmatch(list, -1) {
		name := unquoted(t, m[1])
		n, _ := strconv.Atoi(m[2])
		of := r.byTicket(slices.DeleteFunc(slices.Clone(r.keys), func(key string) bool { return r.strata[key] != name }))
		r.show("sample", of[:n]...)
		spares = append(spares, of[n:min(n+r.spares, len(of))]...)
	}
	r.show("spare", spares...)
}

// listing performs the steps of one method.
func (r *redraw) listing(t *testing.T, m Method) string {
	t.Helper()
	times := func(k int, x *big.Int) *big.Int { return new(big.Int).Mul(big.NewInt(int64(k)), x) }
	switch m {
	case SRS:
		r.ranked(upTo(r.size, r.spares), r.byTicket(r.keys))
	case Stratified:
		r.stratified(t)
	case Systematic:
		keys, all := slices.Sorted(slices.Values(r.keys)), len(r.keys)
		start := r.draw("start", 0, big.NewInt(int64(all)))
		for k := range r.size {
			r.show("sample", keys[(int(start.Int64())+k*all)/r.size])
		}
	case Sieve:
		pool, _, n := r.cut()
		slices.SortFunc(pool, func(a, b string) int { return strings.Compare(r.rank(a), r.rank(b)) })
		r.ranked(upTo(int(n.Int64()), r.spares), pool)
	case Random:
		pool, total := r.positive()
		var positions []*big.Int
		for k := range r.size {
			positions = append(positions, r.draw("random", k, total))
		}
		r.hits(pool, big.NewInt(1), positions)
	case Interval, Cells:
		pool, rest, n := r.cut()
		var positions []*big.Int
		for k := range int(n.Int64()) {
			at := times(k, rest)
			if m == Interval {
				at.Add(at, r.draw("start", 0, rest))
			} else {
				at.Add(at, r.draw("cell", k, rest))
			}
			positions = append(positions, at)
		}
		r.hits(pool, n, positions)
	}
	return r.out.String()
}

func TestTheStepsOfTheRecipeDrawTheSameSample(t *testing.T) {
	for _, n := range []int{40, 120, 600} {
		items := invented(n)
		for _, d := range draws() {
			s, err := Select(context.Background(), d, frameOf(items))
			if err != nil {
				t.Fatal(err)
			}
			text := Recipe(s)
			got := newRedraw(t, text, items).listing(t, d.Method)
			if got != s.Listing() {
				t.Errorf("%s %s of %d: the steps give\n%s\nwant\n%s", d.Method, d.Order, n, got, s.Listing())
			}
			if want := fmt.Sprintf("It must print %x.", sha256.Sum256([]byte(got))); !strings.Contains(text, want) {
				t.Errorf("%s %s of %d: the text lacks %q", d.Method, d.Order, n, want)
			}
		}
	}
}
