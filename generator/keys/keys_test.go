package keys

import (
	"regexp"
	"slices"
	"testing"
)

// every calls visit with each mapping of the tables.
func every(visit func(where string, of []Field)) {
	var below func(where string, of []Field)
	below = func(where string, of []Field) {
		visit(where, of)
		for _, f := range of {
			if len(f.Fields) > 0 {
				below(where+"."+f.Key, f.Fields)
			}
		}
	}
	for _, t := range Tables {
		below(t.Name, t.Fields)
	}
}

// TestTables: in one mapping a key stands once, and a word that people write for a
// key stands for one of it, or for one of each kind of notice.
func TestTables(t *testing.T) {
	key := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	every(func(where string, of []Field) {
		keys, words := map[string]bool{}, map[string]Field{}
		for _, f := range of {
			if !key.MatchString(f.Key) || keys[f.Key] || f.Label == "" {
				t.Errorf("%s: %+v", where, f)
			}
			keys[f.Key] = true
			if isGroup := f.Kind == Group || f.Kind == Groups || f.Kind == ByLevel || f.Kind == Entries; isGroup != (len(f.Fields) > 0) {
				t.Errorf("%s.%s has %d keys below it", where, f.Key, len(f.Fields))
			}
			if (f.Kind == Choice) != (len(f.Choices) > 0) {
				t.Errorf("%s.%s has %d choices", where, f.Key, len(f.Choices))
			}
			for _, word := range append([]string{f.Label}, f.Called...) {
				if other, twice := words[word]; twice && (other.Of == "" || other.Of == f.Of) {
					t.Errorf("%s: %s is %s and %s", where, word, other.Key, f.Key)
				}
				words[word] = f
			}
			if found := Find(of, f.Key); found.Label != f.Label {
				t.Errorf("%s: looked for %s, found %s", where, f.Key, found.Key)
			}
		}
	})
}

// TestMeant: every word of the tables leads to its key, and a label, where the key can
// stand, to no other.
func TestMeant(t *testing.T) {
	meant := Meant()
	every(func(where string, of []Field) {
		for _, f := range of {
			first := slices.IndexFunc(meant[f.Label], func(key string) bool { return Find(of, key).Key != "" })
			if first < 0 || meant[f.Label][first] != f.Key {
				t.Errorf("%s: the label %s leads to %v", where, f.Label, meant[f.Label])
			}
			for _, word := range append([]string{f.Label}, f.Called...) {
				found := false
				for _, k := range meant[word] {
					found = found || k == f.Key
				}
				if !found {
					t.Errorf("%s: %s does not lead to %s", where, word, f.Key)
				}
			}
		}
	})
}
