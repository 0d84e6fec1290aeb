package fields

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// The quick way to the parts of a line finds what the patterns find.
func TestPlainKeysAreKeys(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	signs := []string{"a", "z", "0", "_", "-", ":", ": ", " ", "\t", "：", "名", `"`, "[", "#", " #"}
	quick := 0
	for range 200_000 {
		var b strings.Builder
		for range r.IntN(9) {
			b.WriteString(strings.Repeat(signs[r.IntN(len(signs))], 1+r.IntN(50)/47*r.IntN(60)))
		}
		s := b.String()
		e := entryOf(s)
		begin := len(startOf.FindString(e.text))
		value := begin + len(key.FindString(e.text[begin:]))
		if e.begin != begin || e.value != value || e.key != keyLike.MatchString(e.said()) || e.item != dash.MatchString(e.said()) {
			t.Fatalf("%q: %+v, the patterns find %d and %d", s, e, begin, value)
		}
		if plainKey(e.said()) > 0 {
			quick++
		}
	}
	if quick < 1000 {
		t.Errorf("only %d plain keys", quick)
	}
}
