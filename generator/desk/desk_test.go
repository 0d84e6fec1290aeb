package desk

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/keys"
	"minglu/generator/values"
)

func repository(t testing.TB) *edition.Edition {
	e, bad, err := edition.Read(os.DirFS("../.."), func(s *content.Settings) values.Date { return s.DemoDate })
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return e
}

func opened(t testing.TB, e *edition.Edition) *Desk {
	b, err := BundleOf(e, true)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	var read Bundle
	if err := json.Unmarshal(data, &read); err != nil {
		t.Fatal(err)
	}
	d, err := Open(read)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A desk of one city carries its province, not the country.
func TestADeskCarriesTheRegionsOfItsProvinceAlone(t *testing.T) {
	b, err := BundleOf(repository(t), true)
	if err != nil {
		t.Fatal(err)
	}
	for file := range b.Files {
		if strings.HasPrefix(file, "criteria/regions/") && file != "criteria/regions/32.yaml" {
			t.Errorf("it carries %s", file)
		}
	}
	if b.Files["criteria/regions/32.yaml"] == "" || b.Files["content/site.yaml"] == "" {
		t.Error("it lacks the regions or the settings")
	}
}

// A brand's file that is right in its repository is right on the desk, with the same
// evaluations.
// The words of searches are read from the repository, and of no use to whoever fills in a form.
func TestADeskCarriesNoWordsOfSearches(t *testing.T) {
	e := repository(t)
	b, err := BundleOf(e, true)
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, file := range e.Rules.Files {
		_, carried := b.Files[file]
		if carried == criteria.IsOfSearch(file) {
			t.Errorf("%s: carried %v", file, carried)
		}
		if criteria.IsOfSearch(file) {
			read++
		}
	}
	if read != 2 || len(e.Rules.Synonyms) == 0 || len(e.Rules.Asking) == 0 {
		t.Errorf("%d files of words are read", read)
	}
}

func TestADeskFindsWhatTheRepositoryFinds(t *testing.T) {
	e := repository(t)
	d := opened(t, e)
	for _, b := range e.Content.Brands {
		text, _ := fs.ReadFile(e.Files, b.File)
		pictures := map[string][]byte{}
		for _, p := range b.Pictures {
			data, _ := fs.ReadFile(e.Files, p.File)
			pictures[strings.TrimPrefix(p.File, b.File[:strings.LastIndex(b.File, "/")+1])] = data[:min(len(data), 1<<12)]
		}
		r, err := d.Check(File{Path: b.File, Text: string(text), Pictures: pictures})
		if err != nil || len(r.Mistakes) > 0 || !r.Readable {
			t.Errorf("%s: %v %v", b.File, err, r.Mistakes)
			continue
		}
		if len(b.Judgements) > 0 {
			continue // which the bureau's files say, not the brand's
		}
		want := []Evaluation{}
		for _, v := range e.Evaluations[b] {
			want = append(want, evaluationOf(v, b))
		}
		if !reflect.DeepEqual(r.Evaluations, want) {
			t.Errorf("%s is evaluated otherwise than in its repository", b.File)
		}
	}
}

// What a file says can be typed field by field into an empty one: it then says the
// same.
func TestABrandIsTypedFieldByField(t *testing.T) {
	e := repository(t)
	d := opened(t, e)
	for _, b := range e.Content.Brands {
		data, _ := fs.ReadFile(e.Files, b.File)
		want, err := ParseDocument(BrandFile, string(data))
		if err != nil {
			t.Fatal(err)
		}
		text := NewText
		var type_ func(path []Step, v any)
		type_ = func(path []Step, v any) {
			if m, ok := v.(map[string]any); ok {
				for _, key := range sortedKeys(m, nil) {
					type_(append(path[:len(path):len(path)], Step{Key: key}), m[key])
				}
				return
			}
			if text, err = d.Set(text, "brand", path, v); err != nil {
				t.Fatal(b.File, path, err)
			}
		}
		type_(nil, want.Values())
		for _, part := range []string{IntroPart, StoryPart} {
			if text, err = d.Set(text, "brand", []Step{{Key: part}}, want.Part(part)); err != nil {
				t.Fatal(b.File, part, err)
			}
		}
		got, err := ParseDocument(BrandFile, text)
		if err != nil || !reflect.DeepEqual(got.Values(), want.Values()) || got.Part(TextPart) != want.Part(TextPart) {
			t.Errorf("%s: %v\n%s", b.File, err, text)
		}
		r, err := d.Check(File{Path: b.File, Text: text})
		for _, m := range r.Mistakes {
			if m.Rule != "missing-file" {
				t.Errorf("%s: %v: %s", b.File, m.Path, m.Message)
			}
		}
		if err != nil {
			t.Error(err)
		}
	}
}

// Every key of a brand that its form asks for is a field, and every fact of its type.
func TestTheFormAsksForEverything(t *testing.T) {
	d := opened(t, repository(t))
	for _, brandType := range d.rules.Types {
		asked := map[string]bool{}
		var walk func(fields []Field, of string)
		walk = func(fields []Field, of string) {
			for _, f := range fields {
				asked[of+f.Key] = true
				if f.Label == "" || f.Kind == "" || f.Kind == "choice" && len(f.Choices) == 0 {
					t.Errorf("%s: %+v", of, f)
				}
				walk(f.Fields, of+f.Key+".")
			}
		}
		for _, s := range d.BrandForm(brandType).Sections {
			walk(s.Fields, "")
		}
		for _, k := range keys.Brand {
			if !asked[k.Key] && k.Kind != keys.Evidence {
				t.Errorf("%s: %s is not asked for", brandType.Name, k.Key)
			}
		}
		for _, f := range d.rules.Facts {
			if f.AskedOf(brandType) != asked["facts."+f.ID] {
				t.Errorf("%s: %s", brandType.Name, f.ID)
			}
		}
	}
}

// Where brands are of no types, nothing asks for one, and the data are asked for at once.
func TestTheFormWithoutTypes(t *testing.T) {
	d := opened(t, editionOf(t, "../testdata/jurisdictions/linfen.txtar"))
	if len(d.start().Types) > 0 {
		t.Error("a new brand is asked for a type")
	}
	facts := []string{}
	for _, s := range d.BrandForm(nil).Sections {
		for _, f := range s.Fields {
			switch {
			case f.Key == "type" || strings.Contains(f.Label+f.Hint+s.Title, "类型"):
				t.Errorf("%s, %s speaks of types", s.Title, f.Label)
			case f.Key == IntroPart && !f.Required:
				t.Error("the introduction is not required")
			case f.Key == "facts":
				for _, of := range f.Fields {
					facts = append(facts, of.Key)
					if of.Key == "own_mark" && len(of.Clauses) != 1 {
						t.Errorf("%+v names no clause", of)
					}
				}
			}
		}
	}
	var known []string
	for _, f := range d.rules.Facts {
		if f.AskedOf(nil) {
			known = append(known, f.ID)
		}
	}
	if !slices.Equal(facts, known) {
		t.Errorf("asks for %v, not for %v", facts, known)
	}
	const begun = "---\nname: 尧都面人匠\ncounty: 尧都区\nbuilder: 乙\nas_of: 2025-03-31\n"
	for text, messages := range map[string]int{
		begun + "facts: {own_mark: 是}\n---\n面人。\n":              0,
		begun + "type: 文化旅游类\nfacts: {own_mark: 是}\n---\n面人。\n": 1,
	} {
		r, err := d.Check(File{Text: text})
		if err != nil || len(r.Mistakes) != messages {
			t.Fatalf("%+v, %v", r.Mistakes, err)
		}
		for _, m := range r.Mistakes {
			if m.Message != "本地区没有品牌类型，请删去“品牌类型”。" {
				t.Error(m.Message)
			}
		}
		if messages == 0 && len(r.Evaluations) != 1 {
			t.Errorf("%+v", r.Evaluations)
		}
	}
}

// editionOf returns the edition of a site that an archive brings, with the repository's rules
// beside its own.
func editionOf(t *testing.T, archive string) *edition.Edition {
	t.Helper()
	a, err := txtar.ParseFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir+"/criteria", os.DirFS("../../criteria")); err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Files {
		file := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e, bad, err := edition.Read(os.DirFS(dir), func(*content.Settings) values.Date { return values.Date{Year: 2026, Month: 6, Day: 30} })
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return e
}

// Mistakes stand at their fields.
func TestMistakesStandAtTheirFields(t *testing.T) {
	d := opened(t, repository(t))
	for _, c := range []struct{ name, text, want string }{
		{"nothing", NewText, `["name"] ["county"]`},
		{"a type alone", "---\ntype: 文化旅游类\ncounty: 东海县\nfacts:\n  workers: 多\n---\n", `["facts","workers"] ["name"] ["builder"] ["as_of"] ["#intro"]`},
		{"below a group", "---\nname: 东海甲工\ntype: 文化旅游类\ncounty: 东海县\nleader:\n  title: 主任\nlinks:\n  - label: 甲\npeople: [{role: 传承人}]\ncontact: {website: abc}\n---\n",
			`["leader","name"] ["links",0,"url"] ["people",0,"name"] ["contact","website"]`},
		{"another's name", "---\nname: 东海硅微粉技工\ntype: 文化旅游类\ncounty: 东海县\n---\n", `["name"]`},
		{"another county", "---\nname: 赣榆甲工\ntype: 文化旅游类\ncounty: 赣榆区\n---\n", `["county"]`},
	} {
		r, err := d.Check(File{Path: "content/brands/donghai/donghai-jia.md", Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Fields(c.want)
		got := map[string]string{}
		for _, m := range r.Mistakes {
			path, _ := json.Marshal(m.Path)
			got[string(path)] = m.Message
		}
		for _, path := range want {
			if got[path] == "" {
				t.Errorf("%s: none at %s", c.name, path)
			}
			delete(got, path)
		}
		if len(got) > 0 {
			t.Errorf("%s: and also %v", c.name, got)
		}
	}
}

// Of units a notice is asked only where the rules have honours of theirs, which are the
// choices; brands need not be named then.
func TestTheFormOfANoticeAsksForUnits(t *testing.T) {
	d := opened(t, repository(t))
	find := func() (units, brands Field) {
		for _, s := range d.NoticeForm(content.Recognition).Sections {
			for _, f := range s.Fields {
				switch f.Key {
				case "units":
					units = f
				case "brands":
					brands = f
				}
			}
		}
		return units, brands
	}
	if units, brands := find(); units.Key != "" || !brands.Required {
		t.Errorf("without honours: %+v, %+v", units, brands)
	}
	with := *d.rules
	with.Honors = []*criteria.Honor{{Name: "劳务协作基地", Slug: "bases"}}
	d.rules = &with
	units, brands := find()
	if brands.Required || len(units.Fields) != 3 || units.Fields[1].Key != "honor" || !slices.Equal(units.Fields[1].Choices, []string{"劳务协作基地"}) {
		t.Errorf("with honours: %+v, %+v", units, brands)
	}
}

// A notice is asked for what its kind has, and nothing else.
func TestTheFormOfANotice(t *testing.T) {
	d := opened(t, repository(t))
	for kind, want := range map[content.NoticeKind]string{
		content.Publicity:   "from to contact",
		content.Recognition: "valid_until",
		content.Withdrawal:  "reason",
	} {
		asked := map[string]bool{}
		var walk func(fields []Field)
		walk = func(fields []Field) {
			for _, f := range fields {
				asked[f.Key] = true
				walk(f.Fields)
			}
		}
		for _, s := range d.NoticeForm(kind).Sections {
			walk(s.Fields)
		}
		var got []string
		for _, key := range []string{"from", "to", "contact", "valid_until", "reason"} {
			if asked[key] {
				got = append(got, key)
			}
		}
		if strings.Join(got, " ") != want || !asked["brands"] || !asked[TextPart] {
			t.Errorf("%s: %v", kind, got)
		}
	}
}

// What is judged of a brand is typed field by field: for each brand of which a standard
// asks for judgements, into an empty file and over what stands there, and it counts. What
// is out of bounds is a mistake at its field.
func TestAJudgementIsTypedFieldByField(t *testing.T) {
	e := repository(t)
	d := opened(t, e)
	typed := 0
	for _, b := range e.Content.Brands {
		of, _ := fs.ReadFile(e.Files, b.File)
		for _, v := range e.Evaluations[b] {
			form, err := d.JudgementForm(v.Standard, b.Type)
			if err != nil {
				t.Fatal(b.File, err)
			}
			file := File{Kind: JudgementFile, Slug: b.Slug, Standard: v.Standard.ID, Brand: b.File, Of: string(of)}
			was, _ := fs.ReadFile(e.Files, content.RecordFile(v.Standard.ID, b.Slug))
			for _, section := range form.Sections {
				for _, field := range section.Fields {
					item := v.Standard.Item(field.Key)
					if item == nil || item.Judge.Eval(b.Facts) == criteria.False {
						continue
					}
					typed++
					for _, text := range []string{"", string(was)} {
						file.Text = text
						for key, value := range map[string]string{"points": "1", "reason": "材料齐全。", "by": "评审组", "date": "2026-01-31"} {
							if file.Text, err = d.Set(file.Text, JudgementFile, []Step{{Key: item.ID}, {Key: key}}, value); err != nil {
								t.Fatal(b.File, item.ID, err)
							}
						}
						r, err := d.Check(file)
						if err != nil || len(r.Mistakes) > 0 || r.Path != content.RecordFile(v.Standard.ID, b.Slug) {
							t.Errorf("%s %s: %v %+v\n%s", b.File, item.ID, err, r.Mistakes, file.Text)
						}
						if !slices.ContainsFunc(r.Evaluations, func(e Evaluation) bool {
							return e.Standard == v.Standard.ID && e.Judged && slices.ContainsFunc(e.Items, func(i Item) bool { return i.ID == item.ID && i.Score == "1" })
						}) {
							t.Errorf("%s: %s is not judged", b.File, item.ID)
						}
						for _, key := range []string{"points", "reason"} {
							without, err := d.Set(file.Text, JudgementFile, []Step{{Key: item.ID}, {Key: key}}, nil)
							if err != nil {
								t.Fatal(err)
							}
							r, err := d.Check(File{Kind: file.Kind, Slug: file.Slug, Standard: file.Standard, Brand: file.Brand, Of: file.Of, Text: without})
							if err != nil || len(r.Mistakes) != 1 || !reflect.DeepEqual(r.Mistakes[0].Path, []Step{{Key: item.ID}, {Key: key}}) || strings.Contains(r.Mistakes[0].Message, item.ID) {
								t.Errorf("%s: without %s: %v %+v", b.File, key, err, r.Mistakes)
							}
						}
						file.Text, err = d.Set(file.Text, JudgementFile, []Step{{Key: item.ID}, {Key: "points"}}, "999")
						if err != nil {
							t.Fatal(err)
						}
						if r, err = d.Check(file); err != nil || len(r.Mistakes) != 1 || !reflect.DeepEqual(r.Mistakes[0].Path, []Step{{Key: item.ID}, {Key: "points"}}) {
							t.Errorf("%s: %v %+v", b.File, err, r.Mistakes)
						}
					}
				}
			}
		}
	}
	if typed == 0 {
		t.Error("nothing asks for a judgement")
	}
}

// Where a file lies follows from what it says.
func TestAPathFollowsFromTheText(t *testing.T) {
	d := opened(t, repository(t))
	for _, c := range []struct{ kind, slug, text, want string }{
		{"brand", "", NewText, "content/brands/lianyungang/xin-pinpai.md"},
		{"brand", "", "---\ncounty: 东海县\n---\n", "content/brands/donghai/xin-pinpai.md"},
		{"brand", "", "---\nname: 东海甲工\ncounty: 东海县\n---\n", "content/brands/donghai/donghai-jiagong.md"},
		{"brand", "", "---\nname: 东海硅微粉技工\ncounty: 东海县\n---\n", "content/brands/donghai/donghai-guiweifen-2.md"},
		{"brand", "donghai-guiweifen", "---\nname: 东海硅微粉技工\ncounty: 东海县\n---\n", "content/brands/donghai/donghai-guiweifen-2.md"},
		{"brand", "donghai-lao", "---\nname: 东海甲工\ncounty: 海州区\n---\n", "content/brands/haizhou/donghai-lao.md"},
		{"brand", "donghai-lao", "---\n[\n---\n", "content/brands/lianyungang/donghai-lao.md"},
		{"notice", "", NewText, "content/notices/xin-gonggao.md"},
		{"notice", "", "---\nkind: 认定\nlevel: 市级\ndate: 2026-05-01\n---\n", "content/notices/shiji-2026-rending.md"},
		{"notice", "lao", NewText, "content/notices/lao.md"},
	} {
		r, err := d.Check(File{Kind: c.kind, Slug: c.slug, Text: c.text})
		if err != nil || r.Path != c.want {
			t.Errorf("%s: %s, want %s (%v)", c.text, r.Path, c.want, err)
		}
	}
}

// A brand that gets another address keeps the old ones, each once, and none that it has
// now.
func TestRename(t *testing.T) {
	d := opened(t, repository(t))
	text, path := "---\nname: 东海甲工\n---\n", "content/brands/donghai/donghai-jia.md"
	for _, c := range []struct{ slug, says string }{
		{"donghai-yi", "former_slugs: [donghai-jia]\n"},
		{"donghai-bing", "former_slugs: [donghai-jia, donghai-yi]\n"},
		{"donghai-jia", "former_slugs: [donghai-yi, donghai-bing]\n"},
	} {
		renamed, err := d.Rename(text, path, c.slug)
		if err != nil || !strings.Contains(renamed, c.says) {
			t.Errorf("%s: %v\n%s", c.slug, err, renamed)
		}
		text, path = renamed, "content/brands/donghai/"+c.slug+".md"
	}
	if _, err := d.Rename(text, path, "东海"); err == nil {
		t.Error("a name that is no address")
	}
	if same, err := d.Rename("---\nname: 甲\n---\n", path, "donghai-jia"); err != nil || same != "---\nname: 甲\n---\n" {
		t.Error(same, err)
	}
}
