package edition_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"minglu/generator/criteria"
	"minglu/generator/diag"
)

// mistakesIn returns what is wrong with files.
func mistakesIn(t testing.TB, root fstest.MapFS) diag.List {
	t.Helper()
	_, bad := editionOf(t, root, today)
	return bad
}

// A name with what nobody sees in it is refused wherever a name is written, and
// what passes for another name is another.
func TestEveryNameIsSeen(t *testing.T) {
	brand := func(key, value string) (string, string) {
		fields := map[string]string{"name": "甲", "county": "东海县"}
		delete(fields, key)
		text := "---\n" + key + ": " + value + "\n"
		for k, v := range fields {
			text += k + ": " + v + "\n"
		}
		return aBrand, text + "---\n"
	}
	notice := func(key, value string) (string, string) {
		text := "---\nkind: 公示\nlevel: 市级\nfrom: 2026-01-01\nto: 2026-01-07\nbrands: [jia]\n"
		if key != "title" {
			text += "title: 通知\n"
		}
		return aNotice, text + key + ": " + value + "\n---\n"
	}
	for _, hidden := range []string{"\u200b", "\u200d", "\u00ad", "\u3164", "\u2800", "\ufe00", "\U000e0100", "\u034f", "\u202e", "\ufeff"} {
		for _, quote := range []string{"", `"`, "'"} {
			value := quote + "水" + hidden + "晶" + quote
			for _, file := range [][2]string{
				pair(brand("name", value)), pair(brand("builder", value)), pair(brand("place", value)), pair(brand("industry", value)),
				pair(brand("also_known_as", "["+value+"]")), pair(brand("leader", "{name: "+value+"}")), pair(brand("leader", "{name: 甲, title: "+value+"}")),
				pair(brand("people", "[{name: "+value+"}]")), pair(brand("people", "[{name: 甲, role: "+value+"}]")),
				pair(brand("contact", "{unit: "+value+"}")), pair(brand("contact", "{address: "+value+"}")),
				pair(brand("links", "[{label: "+value+", url: https://example.org}]")),
				pair(notice("title", value)), pair(notice("honor", value)), pair(notice("act", value)), pair(notice("authority", value)),
				pair(notice("batch", value)), pair(notice("contact", value)), pair(notice("document", "{number: "+value+"}")),
				{"content/pages/a.md", "---\ntitle: " + value + "\n---\n"},
			} {
				root := fstest.MapFS{file[0]: {Data: []byte(file[1])}}
				if file[0] == aNotice {
					root[aBrand] = &fstest.MapFile{Data: []byte(plain)}
				}
				bad := mistakesIn(t, root)
				code := fmt.Sprintf("%U", []rune(hidden)[0])
				if len(bad) != 1 || !bad[0].Certain || !strings.Contains(bad[0].Message, code) {
					t.Errorf("%q: %v", file[1], bad)
				}
			}
		}
	}
}

func pair(file, text string) [2]string { return [2]string{file, text} }

// Of two names of files that some system takes for one, and of every name that
// some system cannot hold, there is one mistake, whatever the file is.
func TestOneMistakeForEachNameThatSomeSystemCannotHold(t *testing.T) {
	kinds := map[string]string{
		"content/brands/donghai/%s.md":  "---\nname: %q\ncounty: 东海县\n---\n",
		"content/notices/%s.md":         "---\nkind: 公示\nlevel: 市级\ntitle: %q\nfrom: 2026-01-01\nto: 2026-01-07\nbrands: [jia]\n---\n",
		"content/pages/%s.md":           "---\ntitle: %q\n---\n",
		"content/brands/donghai/%s.jpg": "", "content/brands/donghai/%s.png": "",
	}
	type clash struct{ first, second string } // second "": first cannot be held at all
	var clashes []clash
	for _, base := range []string{"a", "shuijing-2", "e\u0301", "u\u0308ber", "水晶"} {
		for _, other := range []string{strings.ToUpper(base), norm.NFC.String(base), norm.NFC.String(strings.ToUpper(base))} {
			if other != base {
				clashes = append(clashes, clash{base, other})
			}
		}
	}
	for _, device := range []string{"con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9", "con.x"} {
		clashes = append(clashes, clash{device, ""}, clash{strings.ToUpper(device), ""})
	}
	for _, odd := range []string{"a:b", "a?", "a*", `a"`, "a<", "a>", "a|", `a\b`, "a\n", "a\u200bb", "a\u202eb", "\xb6\xab", "a\xff"} {
		clashes = append(clashes, clash{odd, ""})
	}
	picture := made(t, nil, "png 4x4")
	for pattern, text := range kinds {
		for _, c := range clashes {
			root := fstest.MapFS{aBrand: {Data: []byte(plain)}}
			want := 1
			for i, name := range []string{c.first, c.second} {
				if name == "" {
					continue
				}
				file := picture
				if text != "" {
					file = &fstest.MapFile{Data: fmt.Appendf(nil, text, fmt.Sprintf("名称 %d", i))}
				}
				root[fmt.Sprintf(pattern, name)] = file
			}
			if text != "" && c.second != "" && !criteria.IsSlug(c.first) {
				want = 2 // neither can be an address
			}
			bad := mistakesIn(t, root)
			for _, m := range bad {
				if m.Rule != diag.BadSlug || !utf8.ValidString(m.Name()) || !utf8.ValidString(m.Message) {
					t.Errorf("%s of %q: %v", pattern, c, m)
				}
			}
			if len(bad) != want {
				t.Errorf("%s of %q: %d mistakes, want %d: %v", pattern, c, len(bad), want, bad)
			}
		}
	}
}

// A folder whose name is no county's is one mistake, whatever lies in it.
func TestFoldersThatNotEverySystemCanHold(t *testing.T) {
	for _, folder := range []string{"Donghai", "DONGHAI", "con", "东海", "dong hai", "a.", "\xb6\xab"} {
		root := fstest.MapFS{}
		for i, slug := range []string{"jia", "yi"} {
			root["content/brands/"+folder+"/"+slug+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nname: 名称 %d\ncounty: 东海县\n---\n", i)}
		}
		if bad := mistakesIn(t, root); len(bad) != 1 || bad[0].Rule != diag.BadSlug || !utf8.ValidString(bad[0].Name()) {
			t.Errorf("%q: %v", folder, bad)
		}
	}
}
