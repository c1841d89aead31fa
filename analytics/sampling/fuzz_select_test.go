package sampling

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"auditql/analytics/fault"
)

// FuzzSelect draws by every method from frames of any amounts, also of one item and of all items, and compares with the steps of
// the recipe, which share no code with it. The order of the rows has no effect.
func FuzzSelect(f *testing.F) {
	f.Add("7", uint16(1), uint8(0), []byte{1})
	f.Add("7", uint16(3), uint8(2), []byte{0, 255, 3})
	f.Add("7", uint16(3), uint8(2), []byte{1, 1, 1})
	f.Add(" x", uint16(5), uint8(9), []byte{200, 1, 1, 1, 255, 255, 254, 0, 2})
	f.Add("s", uint16(30), uint8(1), []byte("a frame of amounts that are the bytes of a sentence"))
	f.Fuzz(func(t *testing.T, seed string, n uint16, spares uint8, amounts []byte) {
		if CheckSeed(seed) != nil || len(amounts) == 0 || len(amounts) > 80 {
			return
		}
		items := make([]Item, len(amounts))
		for i, b := range amounts {
			x := int64(b) - 3 // a few credits
			items[i] = Item{Key: []byte(strconv.Itoa(i)), Amount: x * x * x, Stratum: strconv.Itoa(i % 3)}
		}
		back := slices.Clone(items)
		slices.Reverse(back)
		for _, d := range draws() {
			d.Seed, d.Size, d.Spares = seed, 1+int64(n)%100, 0
			if methods[d.Method].ranked {
				d.Spares = int64(spares) % 10
			}
			if d.Method == Stratified {
				d.Allocation = allocated(items, d.Size)
				if d.Allocation == nil {
					continue
				}
			}
			s, err := Select(context.Background(), d, frameOf(items))
			if err != nil {
				if k := fault.KindOf(err); k != fault.Refused && k != fault.Usage {
					t.Errorf("%s: %v", d.Method, err)
				}
				continue
			}
			again, err := Select(context.Background(), d, frameOf(back))
			if err != nil || again.Listing() != s.Listing() {
				t.Errorf("%s: another sample from the rows in another order (%v)", d.Method, err)
			}
			if got := newRedraw(t, RecipePython(s), items).listing(t, d.Method); got != s.Listing() {
				t.Errorf("%s: drawn\n%s\nby the steps\n%s", d.Method, s.Listing(), got)
			}
			if d.Method != Stratified {
				checkSelection(t, d, s, items)
			}
			extended(t, d, s, items)
		}
	})
}

// allocated shares n items among the strata, nil when that cannot be.
func allocated(items []Item, n int64) map[string]int64 {
	var a Allocation
	counts := map[string]int64{}
	for _, item := range items {
		counts[item.Stratum]++
	}
	for h := range len(counts) {
		a.Population = append(a.Population, counts[strconv.Itoa(h)])
	}
	a.Size = n
	sizes, err := Allocate(a)
	if err != nil {
		return nil
	}
	for h, size := range sizes {
		counts[strconv.Itoa(h)] = size
	}
	return counts
}

// extended draws one item more. Of items the earlier sample begins the larger one; of the sieve an item that falls out is told.
func extended(t *testing.T, d Draw, before Selection, items []Item) {
	t.Helper()
	if d.Method != SRS && d.Method != Sieve || d.Size >= int64(len(items)) {
		return
	}
	d.Size++
	s, err := Select(context.Background(), d, frameOf(items))
	if err != nil {
		t.Fatalf("%s of one more: %v", d.Method, err)
	}
	if err := s.Extends(before); err != nil && d.Method == SRS {
		t.Error(err)
	}
	checkNesting(t, s, before)
}

// FuzzAllocate spreads samples over strata: they sum to n, fit each stratum, and an extension takes nothing away.
func FuzzAllocate(f *testing.F) {
	f.Add(uint16(60), uint8(5), []byte{200, 50, 12, 3}, []byte{1, 0, 9, 200})
	f.Add(uint16(1), uint8(1), []byte{1, 0}, []byte{})
	f.Fuzz(func(t *testing.T, n uint16, more uint8, populations, weights []byte) {
		if len(populations) > 12 {
			return
		}
		for kind := range 3 {
			a := Allocation{Size: int64(n)}
			for h, b := range populations {
				a.Population = append(a.Population, int64(b))
				w := Units(1, 1)
				if h < len(weights) {
					w = Units(int64(weights[h]), 1)
				}
				switch kind {
				case 1:
					a.Deviation = append(a.Deviation, w)
				case 2:
					a.Value = append(a.Value, w)
				}
			}
			sizes, err := Allocate(a)
			if err != nil {
				continue
			}
			fits(t, a, sizes)
			a.Drawn, a.Size = sizes, a.Size+int64(more)
			larger, err := Allocate(a)
			if err != nil {
				continue
			}
			fits(t, a, larger)
		}
	})
}

func fits(t *testing.T, a Allocation, sizes []int64) {
	t.Helper()
	sum := int64(0)
	for h, size := range sizes {
		sum += size
		if size > a.Population[h] || size < min(2, a.Population[h]) || len(a.Drawn) > 0 && size < a.Drawn[h] {
			t.Errorf("stratum %d of %d gets %d items, %v before", h, a.Population[h], size, a.Drawn)
		}
	}
	if sum != a.Size {
		t.Errorf("%s, expected %d", fmt.Sprint(sizes, " sum to ", sum), a.Size)
	}
}

// One item, and all items: every method draws them, and what a frame does not have is refused.
func TestSmallFrames(t *testing.T) {
	for n := range 7 {
		items := make([]Item, n)
		for i := range items {
			items[i] = Item{Key: []byte{byte('a' + i)}, Amount: int64(1 + i), Stratum: "only"}
		}
		for _, d := range draws() {
			for size := int64(1); size <= int64(n)+1; size++ {
				d.Size, d.Spares = size, 0
				if d.Method == Stratified {
					d.Allocation = map[string]int64{"only": size}
				}
				s, err := Select(context.Background(), d, frameOf(items))
				// Methods on amounts select units of currency, of which there are enough.
				replaced := methods[d.Method].amounts
				switch {
				case n == 0 || size > int64(n) && !replaced:
					if k := fault.KindOf(err); k != fault.Refused && k != fault.Usage {
						t.Errorf("%s: %d of %d items: %v, expected a refusal", d.Method, size, n, err)
					}
				case err != nil:
					t.Errorf("%s: %d of %d items: %v", d.Method, size, n, err)
				case !replaced && int64(len(s.Units)+len(s.Certainty)) != size:
					t.Errorf("%s: %d of %d items gave %d and %d", d.Method, size, n, len(s.Units), len(s.Certainty))
				}
			}
		}
	}
}
