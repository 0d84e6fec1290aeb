package content_test

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/content"
)

const (
	aBrand  = "content/brands/donghai/jia.md"
	aRecord = "content/judgements/lianyungang-2024/jia.yaml"
)

// moving returns what moving makes of a brand's head, and of the record that may
// be there: the text of each file that it touches, "" where it touches none.
func moving(t testing.TB, head, record string) string {
	t.Helper()
	root := fstest.MapFS{
		aBrand: {Data: []byte("---\n" + head + "---\n正文。\n")},
		"criteria/standards/lianyungang-2024.yaml": {}, "criteria/standards/nanjing.yaml": {},
	}
	if record != "" {
		root[aRecord] = &fstest.MapFile{Data: []byte(record)}
	}
	moved := content.MoveJudgements(root, aBrand)
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(moved)) {
		fmt.Fprintf(&b, "%s\n%s", strings.TrimPrefix(name, "content/"), moved[name])
	}
	return b.String()
}

func TestMoveJudgements(t *testing.T) {
	const there = "judgements/lianyungang-2024/jia.yaml\n"
	left := func(head string) string { return "brands/donghai/jia.md\n---\n" + head + "---\n正文。\n" }
	for _, c := range []struct{ name, head, record, want string }{
		{"a block, with comments and quotes", "name: 甲\njudgements:\n  lianyungang-2024:\n    # 初评\n    tourism-3:\n      points: 12 # 满分 20\n      reason: \"理由\"\n\n# 人物\npeople: []\n", "",
			left("name: 甲\n\n# 人物\npeople: []\n") + there + "# 初评\ntourism-3:\n  points: 12 # 满分 20\n  reason: \"理由\"\n"},
		{"on one line, at the end", "name: 甲\njudgements: {lianyungang-2024: {tourism-3: {points: 12, reason: 理由}}}\n", "",
			left("name: 甲\n") + there + "tourism-3: {points: 12, reason: 理由}\n"},
		{"of two standards", "judgements:\n  nanjing: {a-1: {points: 1, reason: 乙}}\n  lianyungang-2024: {tourism-3: {points: 12, reason: 理由}}\nname: 甲\n", "",
			left("name: 甲\n") + there + "tourism-3: {points: 12, reason: 理由}\njudgements/nanjing/jia.yaml\na-1: {points: 1, reason: 乙}\n"},
		{"nothing", "name: 甲\njudgements:\ncounty: 东海县\n", "", left("name: 甲\ncounty: 东海县\n")},
		{"to a record of other items", "judgements: {lianyungang-2024: {tourism-4: {points: 1, reason: 丙}}}\nname: 甲\n", "tourism-3: {points: 12, reason: 理由}",
			left("name: 甲\n") + there + "tourism-3: {points: 12, reason: 理由}\ntourism-4: {points: 1, reason: 丙}\n"},
		{"that are there already", "judgements: {lianyungang-2024: {tourism-3: {points: 12, reason: 理由}, tourism-4: {points: 1, reason: 丙}}}\nname: 甲\n", "tourism-3:\n  points: 12\n  reason: 理由\n",
			left("name: 甲\n") + there + "tourism-3:\n  points: 12\n  reason: 理由\ntourism-4: {points: 1, reason: 丙}\n"},
		{"where the record says otherwise", "judgements: {lianyungang-2024: {tourism-3: {points: 12, reason: 理由}}}\nname: 甲\n", "tourism-3: {points: 13, reason: 理由}\n", ""},
		{"where the record cannot be read", "judgements: {lianyungang-2024: {tourism-3: {points: 12, reason: 理由}}}\nname: 甲\n", "tourism-3: {\n", ""},
		{"by a standard that nobody knows", "judgements: {gaoyou: {tourism-3: {points: 12, reason: 理由}}}\nname: 甲\n", "", ""},
		{"by a standard that is a path", "judgements: {../../x: {tourism-3: {points: 12, reason: 理由}}}\nname: 甲\n", "", ""},
		{"that are no group", "judgements: 12\nname: 甲\n", "", ""},
		{"that are no items", "judgements: {lianyungang-2024: 好}\nname: 甲\n", "", ""},
		{"that something else refers to", "judgements: {lianyungang-2024: &a {tourism-3: {points: 12, reason: 理由}}}\nfacts: *a\nname: 甲\n", "", ""},
		{"in a head on one line", "{name: 甲, judgements: {}}\n", "", ""},
		{"in a head that YAML cannot read", "name: 甲\njudgements: {lianyungang-2024: {}}\nfacts: [\n", "", ""},
		{"none", "name: 甲\n", "", ""},
	} {
		if got := moving(t, c.head, c.record); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// What is moved does not hang on how a file ends.
func TestMoveJudgementsAtTheEndOfAFile(t *testing.T) {
	const head = "---\nname: 甲\njudgements:\n  lianyungang-2024:\n    tourism-3:\n      points: 12\n      reason: 理由\n---"
	for _, end := range []string{"", "\n", "\n\n", "\n正文。", "\n正文。\n"} {
		root := fstest.MapFS{aBrand: {Data: []byte(head + end)}, "criteria/standards/lianyungang-2024.yaml": {}}
		moved := content.MoveJudgements(root, aBrand)
		if got, want := moved[aBrand], "---\nname: 甲\n---"+end; got != want {
			t.Errorf("%q: got %q, want %q", end, got, want)
		}
		if got, want := moved[aRecord], "tourism-3:\n  points: 12\n  reason: 理由\n"; got != want {
			t.Errorf("%q: got %q, want %q", end, got, want)
		}
	}
}

// Nothing is read over a link, which could lead to what never ends.
func TestMoveJudgementsFollowsNoLink(t *testing.T) {
	const head = "judgements: {lianyungang-2024: {tourism-3: {points: 12, reason: 理由}}}\n"
	for _, link := range []string{aRecord, "content/judgements/lianyungang-2024", "content/judgements"} {
		root := fstest.MapFS{
			aBrand: {Data: []byte("---\n" + head + "---\n")},
			"criteria/standards/lianyungang-2024.yaml": {},
			link:                           {Data: []byte("elsewhere"), Mode: fs.ModeSymlink},
			"content/judgements/elsewhere": {},
		}
		if moved := content.MoveJudgements(root, aBrand); moved != nil {
			t.Errorf("%s: %v", link, moved)
		}
	}
}

// Whatever a brand's file holds, moving leaves nothing to move, changes no other
// line of it, and loses nothing.
func FuzzMoveJudgements(f *testing.F) {
	for _, head := range []string{
		"name: 甲\njudgements:\n  lianyungang-2024:\n    tourism-3:\n      points: 12\n      reason: |\n        一\n\n        # 二\npeople: []\n",
		"judgements: {lianyungang-2024: {tourism-3: {points: 12, reason: '理''由'}}}\r\nname: 甲\r\n",
		"评定意见:\n  lianyungang-2024:\n    tourism-3: {points: 12, reason: 理由}\n    tourism-3: {}\n", "judgements: &a\nname: *a\n", "judgements: !x {nanjing: {a: 1}}\n",
	} {
		f.Add(head, "tourism-1: {points: 1, reason: 一}\n")
		f.Add(head, "")
	}
	f.Fuzz(func(t *testing.T, head, record string) {
		root := fstest.MapFS{
			aBrand: {Data: []byte("---\n" + head + "---\n正文。\n")},
			"criteria/standards/lianyungang-2024.yaml": {}, "criteria/standards/nanjing.yaml": {},
		}
		if record != "" {
			root[aRecord] = &fstest.MapFile{Data: []byte(record)}
		}
		moved := content.MoveJudgements(root, aBrand)
		if moved == nil {
			return
		}
		if len(moved) > 3 {
			t.Fatalf("%q: %d files", head, len(moved))
		}
		rest := strings.Split(string(root[aBrand].Data), "\n")
		for line := range strings.SplitSeq(moved[aBrand], "\n") {
			i := slices.Index(rest, line)
			if i < 0 {
				t.Fatalf("%q became %q", head, moved[aBrand])
			}
			rest = rest[i+1:]
		}
		for name, text := range moved {
			root[name] = &fstest.MapFile{Data: []byte(text)}
			if name == aRecord && !strings.HasPrefix(text, record) {
				t.Fatalf("%q became %q", record, text)
			}
		}
		if again := content.MoveJudgements(root, aBrand); again != nil && again[aBrand] == moved[aBrand] {
			t.Fatalf("%q: there is always more to move", head)
		}
	})
}
