package layouts

import (
	"strings"
	"testing"
)

func TestTheListOfATypeNamesItsDepartments(t *testing.T) {
	files := sample(t)
	s := siteOf(t, files)
	pages := pageText(t)
	for _, l := range s.Types {
		want := "牵头：人力资源社会保障。指导：" + strings.Join(l.Type.Departments, "、") + "。"
		if !strings.Contains(pages[l.Path], want) || len(l.Type.Departments) == 0 {
			t.Errorf("%s does not say %s", l.Path, want)
		}
	}
}
