package content

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// The ids are those of a plain search for the first number that is free: links
// to them are out in the world.
func TestHeadingIDs(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 4))
	words := []string{"a", "a-2", "a 2", "a-2-2", "a-3", "", "-", "2", "图", "图 2", "图-2-3", "！"}
	for range 300 {
		var h headings
		taken := map[string]bool{}
		var want []string
		for range 1 + random.IntN(40) {
			text := words[random.IntN(len(words))]
			id := HeadingIDOf(text)
			for n := 2; taken[id]; n++ {
				id = fmt.Sprintf("%s-%d", HeadingIDOf(text), n)
			}
			taken[id] = true
			want = append(want, id)
			h.add(text)
		}
		if !slices.Equal(h.ids, want) {
			t.Fatalf("%q, want %q", h.ids, want)
		}
	}
}

// A page full of headings that are alike, or end in each other's numbers, is read
// in the time of as many others: a search for each would take hours.
func TestManyHeadingsThatAreAlike(t *testing.T) {
	const n = 200_000
	start := time.Now()
	var alike, counted headings
	for i := range n {
		alike.add("题")
		counted.add("题-" + fmt.Sprint(n-i))
		counted.add("题")
	}
	if got := alike.ids[n-1]; got != fmt.Sprintf("s-题-%d", n) {
		t.Error(got)
	}
	if len(slices.Compact(slices.Sorted(slices.Values(counted.ids)))) != 2*n {
		t.Error("an id stands twice")
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
	if got := HeadingIDOf(" 一、二（三） " + strings.Repeat("！", 3)); got != "s-一-二-三" {
		t.Error(got)
	}
}
