package intake

import (
	"os"
	"slices"
	"strings"
	"testing"

	"minglu/generator/desk"
)

// A page hands a file over; what is said of a brand that there is waits until its file is
// at hand, and where a file is open only what is said of its brand is taken.
func TestAFileOfThePage(t *testing.T) {
	repository, err := RepositoryOf(small(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	ask := func(q Question) Answer {
		t.Helper()
		q.Name = "表.xlsx"
		q.Data = bookOf(t, "品牌名称\t县区\t从业人员\n东海老匠人\t东海县\t32000\n东海草编匠人\t东海县\t1200\n")
		a, err := Answered(repository.Desk, os.DirFS(t.TempDir()), q)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	const there = "content/brands/donghai/donghai-laojiangren.md"
	a := ask(Question{})
	if !slices.Equal(a.Wanted, []string{there}) || len(a.Files) != 1 || a.Files[0].Name != "东海草编匠人" || a.Files[0].Before != "" || a.Files[0].Kind != desk.BrandFile {
		t.Errorf("%+v", a)
	}
	a = ask(Question{Files: map[string][]byte{there: []byte(oldBrand)}})
	if len(a.Wanted) > 0 || len(a.Files) != 2 || !slices.ContainsFunc(a.Files, func(m Made) bool {
		return m.Path == there && m.Before == oldBrand && m.Text == strings.Replace(oldBrand, "31000 ", "32000 ", 1)
	}) {
		t.Errorf("%+v", a)
	}
	open := &Open{Path: "content/brands/donghai/donghai-caobian.md", Name: "东海草编匠人", Text: "---\nname: 东海草编匠人\ntype: 民生保障类\ncounty: 东海县\n---\n"}
	a = ask(Question{Open: open})
	if len(a.Files) != 1 || a.Files[0].Path != open.Path || !strings.Contains(a.Files[0].Text, "workers: 1200\n") {
		t.Errorf("%+v", a)
	}
	other := *open
	other.Name = "东海石刻师傅"
	if a = ask(Question{Open: &other}); len(a.Files) > 0 || len(a.Wanted) > 0 || !slices.Equal(a.Others, []string{"东海老匠人", "东海草编匠人"}) {
		t.Errorf("%+v", a)
	}
}
