package sampling

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"auditql/analytics/fault"
)

// A sample depends on seed, scope and items alone: not on row order, on the number of goroutines, or on how it is known that
// keys are unique.
func TestSelectionIgnoresOrderAndWorkers(t *testing.T) {
	items := invented(9_000)
	for i := range items {
		items[i].Key = fmt.Appendf(nil, "k%06d", i)
	}
	sorted := slices.Clone(items)
	shuffled := slices.Clone(items)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	for _, d := range draws() {
		d.Workers = 1
		want, err := Select(context.Background(), d, frameOf(sorted))
		if err != nil {
			t.Fatal(err)
		}
		for _, run := range []struct {
			items   []Item
			workers int
			u       Uniqueness
		}{{shuffled, 1, Proven}, {shuffled, 3, Tracked}, {sorted, 7, Sorted}} {
			d.Workers, d.Uniqueness = run.workers, run.u
			got, err := Select(context.Background(), d, frameOf(run.items))
			got.Uniqueness = want.Uniqueness
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s with %d workers, %s: %v, another selection than in key order", d.Method, run.workers, run.u, err)
			}
			got, err = Select(context.Background(), d, frameOf(run.items[:10]), frameOf(nil), frameOf(run.items[10:7000]), frameOf(run.items[7000:]))
			got.Uniqueness = want.Uniqueness
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s with %d workers, %s: %v, another selection from a frame in parts", d.Method, run.workers, run.u, err)
			}
		}
	}
}

// A selection that hits more items than one scan may keep reads the frame several times, with the same result.
func TestManyHitsTakeSeveralScans(t *testing.T) {
	defer func(was int64) { heldItems = was }(heldItems)
	items := invented(3_000)
	for _, d := range draws() {
		if d.Method == Stratified {
			continue
		}
		d.Size = 700
		heldItems = 1 << 20
		want, err := Select(context.Background(), d, frameOf(items))
		if err != nil {
			t.Fatal(err)
		}
		heldItems = 100
		got, err := Select(context.Background(), d, frameOf(items))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, another selection when few items are kept", d.Method, err)
		}
	}
}

// A frame that is not the same in a later scan is refused: its positions would mean other items.
func TestMovingFramesAreRefused(t *testing.T) {
	for _, m := range []Method{Interval, Cells, Random, Systematic} {
		rows := 100
		moving := func(yield func(Item, error) bool) {
			counting(rows)(yield)
			rows++
		}
		_, err := Select(context.Background(), Draw{Method: m, Seed: "s", Size: 5}, moving)
		refusedAs(t, err, fault.Refused, "changed while it was read")
	}
}

func TestSelectionsHaveTheirSizeAndRepeatNothing(t *testing.T) {
	for seed := range 60 {
		items := invented(40 + seed)
		for _, d := range draws() {
			d.Seed = strconv.Itoa(seed)
			d.Size = int64(1 + seed%30)
			s, err := Select(context.Background(), d, frameOf(items))
			if err != nil {
				t.Fatalf("%s, seed %d: %v", d.Method, seed, err)
			}
			checkSelection(t, d, s, items)
		}
	}
}

func checkSelection(t *testing.T, d Draw, s Selection, items []Item) {
	t.Helper()
	hits := int64(0)
	seen := map[string]bool{}
	for _, u := range slices.Concat(s.Certainty, s.Units, s.Spares) {
		if seen[u.Key] || u.Ticket != NewTicket(d.Seed, d.Scope, u.Key).String() {
			t.Errorf("%s: item %q occurs twice or has another ticket", d.Method, u.Key)
		}
		seen[u.Key] = true
	}
	for _, u := range s.Units {
		hits += u.Hits
	}
	if hits != s.SampledSize || methods[d.Method].amounts && int64(len(s.Certainty))+s.SampledSize > d.Size {
		t.Errorf("%s: %d hits and %d certainty items, expected %d hits and at most %d together", d.Method, hits, len(s.Certainty), s.SampledSize, d.Size)
	}
	if s.Frame.Items != int64(len(items)) {
		t.Errorf("%s counted %d items, want %d", d.Method, s.Frame.Items, len(items))
	}
	positive := s.Frame.Items - s.Frame.Zero.Items - s.Frame.Negative.Items
	total := new(big.Int)
	for _, item := range items {
		if item.Amount > 0 {
			total.Add(total, big.NewInt(item.Amount))
			positive--
		}
	}
	if positive != 0 || total.Cmp(s.Frame.PositiveValue) != 0 {
		t.Errorf("%s: amounts above 0 total %s, want %s", d.Method, s.Frame.PositiveValue, total)
	}
	for _, u := range s.Certainty {
		if s.SampledSize > 0 && new(big.Int).Mul(big.NewInt(u.Amount), big.NewInt(d.Size)).Cmp(s.Frame.PositiveValue) < 0 &&
			new(big.Int).Mul(big.NewInt(u.Amount), big.NewInt(s.SampledSize)).Cmp(s.SampledValue) < 0 {
			t.Errorf("%s: certainty item %q of %d is below the planned and the final interval", d.Method, u.Key, u.Amount)
		}
	}
}

func TestLargerSamplesContainSmaller(t *testing.T) {
	items := invented(90)
	for _, d := range []Draw{{Method: SRS}, {Method: Stratified}, {Method: Sieve}} {
		d.Seed, d.Scope = "nesting", "test"
		var before Selection
		for n := int64(1); n <= 30; n++ {
			d.Size = n
			if d.Method == Stratified {
				d.Allocation = map[string]int64{"it's A": n, "B": 1, "Ω": n / 2}
			}
			s, err := Select(context.Background(), d, frameOf(items))
			if err != nil {
				t.Fatal(err)
			}
			if n > 1 {
				checkNesting(t, s, before)
			}
			before = s
		}
	}
}

// checkNesting checks that without the items that are certain now, the shorter of the two rankings begins the longer.
func checkNesting(t *testing.T, s, before Selection) {
	t.Helper()
	certain := unitKeys(s.Certainty)
	old := slices.DeleteFunc(unitKeys(before.Units), func(k string) bool { return slices.Contains(certain, k) })
	now := unitKeys(s.Units)
	if s.Method == Stratified {
		slices.Sort(old)
		slices.Sort(now)
		now = slices.DeleteFunc(now, func(k string) bool { return !slices.Contains(old, k) })
	}
	if n := min(len(old), len(now)); !slices.Equal(old[:n], now[:n]) {
		t.Errorf("%s of %d does not continue the one of %d", s.Method, s.Planned, before.Planned)
	}
	if s.Method != Sieve || len(old) <= len(now) {
		if err := s.Extends(before); err != nil {
			t.Errorf("%s of %d: %v", s.Method, s.Planned, err)
		}
	}
}

func TestExtendsRefuses(t *testing.T) {
	items := invented(60)
	d := Draw{Method: SRS, Seed: "a", Size: 5}
	small, _ := Select(context.Background(), d, frameOf(items))
	d.Seed, d.Size = "b", 9
	other, _ := Select(context.Background(), d, frameOf(items))
	refusedAs(t, other.Extends(small), fault.Refused, "differ in method, seed or scope")
	d.Seed = "a"
	later, _ := Select(context.Background(), d, frameOf(items[:59]))
	refusedAs(t, later.Extends(small), fault.Refused, "frames differ")
	d.Size = 3
	shorter, _ := Select(context.Background(), d, frameOf(items))
	refusedAs(t, shorter.Extends(small), fault.Refused, "missing or has another rank")
	d.Method = Interval
	interval, _ := Select(context.Background(), d, frameOf(items))
	refusedAs(t, interval.Extends(interval), fault.Refused, "cannot be extended")
}

func TestFramesAreRefused(t *testing.T) {
	item := func(key string, amount int64) Item { return Item{Key: []byte(key), Amount: amount} }
	fine := []Item{item("a", 1), item("b", 2), item("c", 3)}
	for _, c := range []struct {
		name string
		d    Draw
		rows []Item
		says string
	}{
		{"null", Draw{Method: SRS, Size: 1}, append([]Item{{}}, fine...), "1 of 4 items have a NULL key and 0 repeat"},
		{"twice", Draw{Method: Sieve, Size: 1}, append([]Item{item("c", 9)}, fine...), `0 of 4 items have a NULL key and 1 repeat a key ("c")`},
		{"twice, sorted", Draw{Method: SRS, Size: 1, Uniqueness: Sorted}, append(fine, item("c", 9)), "1 repeat a key"},
		{"twice, sorted, in two parts", Draw{Method: SRS, Size: 1, Uniqueness: Sorted}, append(fine, item("c", 9)), "1 repeat a key"},
		{"not sorted", Draw{Method: SRS, Size: 1, Uniqueness: Sorted}, append(fine, item("", 9)), "ascending byte order"},
		{"twice, wrongly proven", Draw{Method: SRS, Size: 4, Uniqueness: Proven}, append(fine, item("c", 9)), "more than once"},
		{"empty", Draw{Method: SRS, Size: 1}, nil, "frame is empty"},
		{"too small", Draw{Method: SRS, Size: 4}, fine, "does not fit"},
		{"too small for steps", Draw{Method: Systematic, Size: 4}, fine, "does not fit"},
		{"no amount", Draw{Method: Sieve, Size: 1}, []Item{item("a", 0), item("b", -1)}, "none of the 2 items"},
		{"stratum without items", Draw{Method: Stratified, Allocation: map[string]int64{"": 1, "x": 1}}, fine, `1 items are allocated to stratum "x"`},
		{"stratum without allocation", Draw{Method: Stratified, Allocation: map[string]int64{"x": 0}}, fine, "not allocated"},
	} {
		c.d.Seed = "s"
		half := min(3, len(c.rows))
		_, err := Select(context.Background(), c.d, frameOf(c.rows))
		if strings.HasSuffix(c.name, "in two parts") {
			_, err = Select(context.Background(), c.d, frameOf(c.rows[:half]), frameOf(nil), frameOf(c.rows[half:]))
		}
		t.Run(c.name, func(t *testing.T) { refusedAs(t, err, fault.Refused, c.says) })
	}
}

func TestDrawsAreRefused(t *testing.T) {
	good := Draw{Method: SRS, Seed: "s", Size: 1}
	for _, c := range []struct {
		change func(*Draw)
		says   string
	}{
		{func(d *Draw) { d.Method = "haphazard" }, "method is"},
		{func(d *Draw) { d.Seed = "" }, "seed has 0"},
		{func(d *Draw) { d.Seed = strings.Repeat("1", 129) }, "seed has 129"},
		{func(d *Draw) { d.Seed = "ä" }, "printable ASCII"},
		{func(d *Draw) { d.Seed = "a\n" }, "printable ASCII"},
		{func(d *Draw) { d.Scope = "a\tb" }, "control character"},
		{func(d *Draw) { d.Scope = "\xff" }, "UTF-8"},
		{func(d *Draw) { d.Size = 0 }, "size is 0"},
		{func(d *Draw) { d.Method, d.Spares = Interval, 1 }, "spares"},
		{func(d *Draw) { d.Method, d.Size = Random, 1<<29 }, "with replacement"},
		{func(d *Draw) { d.Method = Stratified }, "number of items of each stratum"},
		{func(d *Draw) { d.Allocation = map[string]int64{"a": -1} }, "is allocated -1"},
		{func(d *Draw) { d.Order = "file" }, "order is"},
		{func(d *Draw) { d.Uniqueness = "hoped" }, "uniqueness is"},
	} {
		d := good
		c.change(&d)
		_, err := Select(context.Background(), d, frameOf(invented(9)))
		refusedAs(t, err, fault.Usage, c.says)
	}
}

func TestFailingFrameAndCancelledContext(t *testing.T) {
	broken := errors.New("disk on fire")
	failing := func(yield func(Item, error) bool) {
		if yield(Item{Key: []byte("a")}, nil) {
			yield(Item{}, broken)
		}
	}
	if _, err := Select(context.Background(), Draw{Method: SRS, Seed: "s", Size: 1}, failing); !errors.Is(err, broken) {
		t.Errorf("got %v, want the frame's error", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Select(ctx, Draw{Method: SRS, Seed: "s", Size: 1}, frameOf(invented(3*patience))); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}

func TestKeys(t *testing.T) {
	for _, c := range []struct {
		parts []Part
		want  string
	}{
		{[]Part{{Type: "text", Text: " Ä "}}, " Ä "},
		{[]Part{{Type: "text", Text: ""}}, ""},
		{[]Part{{Type: "integer", Text: "-7"}, {Type: "boolean", Text: "true"}}, "-7\x1ftrue"},
		{[]Part{{Type: "decimal(12,2)", Text: "-0.50"}, {Type: "decimal(5, 0)", Text: "10"}}, "-0.50\x1f10"},
		{[]Part{{Type: "date", Text: "2024-02-29"}, {Type: "timestamp", Text: "2024-02-29T23:59:59.000001Z"}}, "2024-02-29\x1f2024-02-29T23:59:59.000001Z"},
	} {
		got, err := Key(c.parts...)
		if err != nil || string(got) != c.want || got == nil {
			t.Errorf("Key(%v) = %q, %v, want %q", c.parts, got, err, c.want)
		}
		if back := SplitKey(string(got)); len(back) != len(c.parts) {
			t.Errorf("SplitKey(%q) gives %d parts, want %d", got, len(back), len(c.parts))
		}
	}
	for _, p := range []Part{
		{Type: "text", Null: true}, {Type: "text", Text: "a\x1fb"}, {Type: "text", Text: "\xff"},
		{Type: "double", Text: "1"}, {Type: "float", Text: "1.5"}, {Type: "json", Text: "1"}, {Type: "text[]", Text: "[]"},
		{Type: "integer", Text: "007"}, {Type: "integer", Text: "-0"}, {Type: "integer", Text: "1.0"},
		{Type: "decimal(12,2)", Text: "1.5"}, {Type: "decimal(12,2)", Text: "-0.00"}, {Type: "decimal(12,0)", Text: "1e3"},
		{Type: "date", Text: "2024-02-30"}, {Type: "timestamp", Text: "2024-02-28T00:00:00.000000Z"}, {Type: "timestamp", Text: "2024-02-28 00:00:00"},
		{Type: "boolean", Text: "TRUE"},
	} {
		if _, err := Key(p); err == nil || fault.KindOf(err) != fault.Refused {
			t.Errorf("Key(%+v): %v, want a refusal", p, err)
		}
	}
}

func TestSeeds(t *testing.T) {
	seed, err := NewSeed(strings.NewReader("0123456789abcdef"))
	if err != nil || seed != "30313233343536373839616263646566" {
		t.Errorf("NewSeed = %q, %v", seed, err)
	}
	if _, err := NewSeed(strings.NewReader("short")); err == nil {
		t.Error("NewSeed of 5 bytes succeeded, expected an error")
	}
	joined, err := Reveal(Commit(seed, "7"), seed, "7", "4711")
	if err != nil || joined != "7+4711" {
		t.Errorf("Reveal = %q, %v", joined, err)
	}
	// printf 'ASEL1-COMMIT\n%s\n%s' 30313233343536373839616263646566 7 | sha256sum
	if got := Commit(seed, "7"); got != "8ad9c3747bc3572ca6aca831eaada9da03d9cda9c33968c0a55fe9f90bcf280f" {
		t.Errorf("Commit = %s", got)
	}
	_, err = Reveal(Commit(seed, "7"), seed, "8", "4711")
	refusedAs(t, err, fault.Refused, "committed SHA-256")
	_, err = Reveal(Commit(seed, "7"), "", "7", "4711")
	refusedAs(t, err, fault.Refused, "committed SHA-256")
	_, err = Reveal(Commit(seed, "7"), seed, "7", "")
	refusedAs(t, err, fault.Usage, "is empty")
}

func TestFixedStartRefuses(t *testing.T) {
	items := []FixedItem{{"a", dec("5")}, {"b", dec("-1")}}
	_, err := SelectFixedStart(FixedStart{Items: items, Start: dec("6"), Interval: dec("1"), Size: 1})
	refusedAs(t, err, fault.Refused, `item "b" has the amount -1`)
	_, err = SelectFixedStart(FixedStart{Items: items[:1], Start: dec("3"), Interval: dec("3"), Size: 2})
	refusedAs(t, err, fault.Refused, "hit 2 lies at 6.00, beyond the total of 5.00")
}

// counting gives a frame of n integer keys without keeping any of them.
func counting(n int) Frame {
	return func(yield func(Item, error) bool) {
		var key []byte
		for i := range n {
			key = strconv.AppendInt(key[:0], int64(1e9+i), 10) // as many digits for each, so the order is that of the bytes
			if !yield(Item{Key: key, Amount: int64(i*7919%100_000 + 1)}, nil) {
				return
			}
		}
	}
}

// kept is the heap in use, bytes, when a draw has been given the last row of its frame: what a draw keeps of the rows is alive then.
// What it allocates is no measure, since how much of that is used again depends on when the collector runs.
func kept(t *testing.T, d Draw, rows int) uint64 {
	most := uint64(0)
	frame := func(yield func(Item, error) bool) {
		counting(rows)(yield)
		runtime.GC()
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		most = max(most, memory.HeapAlloc)
	}
	if _, err := Select(context.Background(), d, frame); err != nil {
		t.Fatal(err)
	}
	return most
}

func TestMemoryDoesNotGrowWithTheFrame(t *testing.T) {
	for _, m := range []Method{SRS, Sieve, Interval, Cells, Random, Systematic} {
		d := Draw{Method: m, Seed: "s", Size: 60, Uniqueness: Sorted, Workers: 2}
		small, large := kept(t, d, 100_000), kept(t, d, 500_000)
		if large > small+4<<20 { // 400,000 keys of ten digits alone are 4 MB, and slices of them 13
			t.Errorf("%s keeps %d bytes of 100,000 rows and %d of 500,000, expected about the same", m, small, large)
		}
	}
}

func BenchmarkSelect(b *testing.B) {
	for _, m := range []Method{SRS, Sieve} {
		b.Run(string(m), func(b *testing.B) {
			d := Draw{Method: m, Seed: "31415926535897932384", Scope: "AP-2024/three-way-match", Size: 93, Uniqueness: Proven}
			const rows = 2_000_000
			for b.Loop() {
				if _, err := Select(context.Background(), d, counting(rows)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkScanOnly(b *testing.B) {
	const rows = 2_000_000
	for b.Loop() {
		sum := int64(0)
		for item := range counting(rows) {
			sum += item.Amount
		}
		if sum == 0 {
			b.Fatal("no amount")
		}
	}
	b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
}
