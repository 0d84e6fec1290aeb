package edition_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// Whatever the key, in whatever file: left empty it is wrong in the way in
// which it is wrong not to write it at all.
func TestWhatIsEmptyIsAbsent(t *testing.T) {
	for _, file := range fullFiles {
		for _, path := range keyPaths(file.of, "") {
			absent := rulesOf(t, file.name, mapping(file.of, path, ""))
			for _, empty := range []string{" ", ` ""`} {
				if got := rulesOf(t, file.name, mapping(file.of, path, empty)); !slices.Equal(got, absent) {
					t.Errorf("%s without %s: %q, with%s behind it: %q", file.name, path, absent, empty, got)
				}
			}
		}
	}
}

// A term left empty is none: the brand cannot be recognized again.
func TestAnEmptyTermIsNone(t *testing.T) {
	got := rulesOf(t, fullFiles[1].name, mapping(fullFiles[1].of, "valid_until", ""))
	if !slices.Contains(got, "content/notices/b.md duplicate-recognition jia") {
		t.Error(got)
	}
}

// fullFiles are files that say something behind every key that such files know.
var fullFiles = []struct {
	name string
	of   []keys.Field
}{
	{"content/brands/donghai/jia.md", keys.Brand},
	{"content/notices/a.md", kindOf(content.Recognition)},
	{"content/notices/b.md", kindOf(content.Recognition)},
	{"content/notices/c.md", kindOf(content.Publicity)},
	{"content/notices/d.md", kindOf(content.Withdrawal)},
	{"content/judgements/lianyungang-2024/jia.yaml", []keys.Field{{Key: "tourism-3", Kind: keys.Group, Fields: keys.Judgement}}},
	{"content/pages/about.md", keys.Page},
	{"content/site.yaml", keys.Site},
}

// kindOf returns the keys of a kind of notice, which names it.
func kindOf(kind content.NoticeKind) []keys.Field {
	of := slices.Clone(keys.OfNotice(string(kind)))
	for i := range of {
		if of[i].Kind == keys.ActKind {
			of[i].Choices = []string{string(kind)}
		}
		of[i].Fields = slices.DeleteFunc(slices.Clone(of[i].Fields), func(f keys.Field) bool { return f.Of != "" && f.Of != string(kind) })
	}
	return of
}

// keyPaths returns every key of the fields, as leader.name.
func keyPaths(of []keys.Field, above string) (paths []string) {
	for _, f := range of {
		if above != "" || len(of) > 1 {
			paths = append(paths, above+f.Key)
		}
		paths = append(paths, keyPaths(f.Fields, above+f.Key+".")...)
	}
	return paths
}

// mapping writes something behind every key, and at the path what it is given, the
// key itself left out where that is "".
func mapping(of []keys.Field, path, instead string) string {
	var lines []string
	for _, f := range of {
		if f.Key != path {
			lines = append(lines, f.Key+": "+written(f, strings.TrimPrefix(path, f.Key+"."), instead))
		} else if instead != "" {
			lines = append(lines, f.Key+":"+instead)
		}
	}
	return strings.Join(lines, "\n")
}

func written(f keys.Field, path, instead string) string {
	group := "{" + strings.ReplaceAll(mapping(f.Fields, path, instead), "\n", ", ") + "}"
	switch f.Kind {
	case keys.Group:
		return group
	case keys.Groups, keys.Entries:
		return "[" + group + "]"
	case keys.ByLevel:
		return "{市级: " + group + "}"
	case keys.Texts:
		return "[old-jia]"
	case keys.Choice, keys.ActKind:
		return f.Choices[0]
	case keys.Web, keys.Address:
		return "https://example.org/"
	}
	said := map[string]string{
		"county": "东海县", "slug": "jia", "base_url": "https://example.org/", "year": "2024", "number": "1", "points": "1",
		"to": "2024-07-30", "valid_until": "2024-12-30", "text": `"13812345678"`, "file": "jia.png",
	}
	of := map[keys.Kind]string{
		keys.TypeName: "文化旅游类", keys.LevelName: "市级", keys.StandardID: "lianyungang-2024", keys.RegionCode: "320700",
		keys.YesNo: "是", keys.Whole: "1", keys.Day: "2024-06-30", keys.PartialDay: "2024-06-30",
		keys.Facts: "{workers: 100}", keys.Evidence: "{workers: 名册}", keys.Years: "{2023: {workers: 90}}", keys.Scores: "{lianyungang-2024: {total: 1}}",
	}
	return cmp.Or(said[f.Key], of[f.Kind], "甲")
}

// rulesOf returns what is wrong, by file, rule and brand, where the file of the name
// says this and the others of fullFiles something behind every key.
func rulesOf(t *testing.T, name, says string) []string {
	t.Helper()
	root := fstest.MapFS{"content/brands/donghai/jia.png": made(t, nil, "png 4x3")}
	addCriteria(t, root)
	for _, file := range fullFiles {
		text := mapping(file.of, " ", " ")
		if file.name == name {
			text = says
		}
		if strings.HasSuffix(file.name, ".md") {
			text = "---\n" + text + "\n---\n基本情况，13812345678。\n"
		}
		root[file.name] = &fstest.MapFile{Data: []byte(text)}
	}
	_, bad, err := edition.Read(root, func(*content.Settings) values.Date { return values.Date{Year: 2026, Month: 6, Day: 30} })
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, m := range bad {
		rules = append(rules, strings.TrimSpace(m.File+" "+string(m.Rule)+" "+m.Subject))
	}
	slices.Sort(rules)
	return rules
}
