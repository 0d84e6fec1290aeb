package forms

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"minglu/generator/usage"
)

func TestWriteMakesTheFolderAndReplacesFiles(t *testing.T) {
	base := t.TempDir()
	dir, public := filepath.Join(base, "表", "2026"), filepath.Join(base, "public")
	for _, text := range []string{"旧", "新"} {
		paths, err := Write(t.Context(), dir, public, []Form{{Name: "甲-推荐表.html", Data: []byte(text)}})
		if err != nil || len(paths) != 1 {
			t.Fatal(paths, err)
		}
		if got, err := os.ReadFile(paths[0]); err != nil || string(got) != text {
			t.Errorf("文件内容为“%s”，应为“%s”：%v", got, text, err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("留下了别的文件：%v %v", entries, err)
	}
	if info, err := os.Stat(filepath.Join(dir, "甲-推荐表.html")); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("表格应只有本人能读：%v %v", info.Mode(), err)
	}
}

func TestWriteRefusesWhatIsPublished(t *testing.T) {
	base := t.TempDir()
	at := func(name string) string { return filepath.Join(base, name) }
	for _, dir := range []string{"public/brands", "docs/brands"} {
		if err := os.MkdirAll(at(dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(at("docs/.minglu.sha256"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	refused := []string{"public", "public/brands", "public/forms/2026", "x/../public/forms", "docs", "docs/brands/forms"}
	if err := os.Symlink(at("public/brands"), at("link")); err == nil {
		refused = append(refused, "link", "link/forms")
	}
	for _, dir := range refused {
		// Joined by hand: filepath.Join would tidy the path first.
		_, err := Write(t.Context(), base+"/"+dir, at("public"), []Form{{Name: "a.html", Data: nil}})
		if wrong := usage.Error(""); !errors.As(err, &wrong) {
			t.Errorf("%s 应拒绝写入：%v", dir, err)
		}
	}
	for _, dir := range []string{"publication", "forms/public"} {
		if _, err := Write(t.Context(), at(dir), at("public"), []Form{{Name: "a.html", Data: nil}}); err != nil {
			t.Errorf("%s 应可写入：%v", dir, err)
		}
	}
	if _, err := os.Stat(at("public/forms")); err == nil {
		t.Error("拒绝以前已经建了文件夹")
	}
}

func TestWriteRefusesBeforeThereIsAPublicFolder(t *testing.T) {
	base := t.TempDir()
	if _, err := Write(t.Context(), filepath.Join(base, "public", "forms"), filepath.Join(base, "public"), nil); err == nil {
		t.Error("public/ 尚未建立时也应拒绝")
	}
}

func TestWriteKeepsToItsFolder(t *testing.T) {
	base := t.TempDir()
	if _, err := Write(t.Context(), filepath.Join(base, "out"), filepath.Join(base, "public"), []Form{{Name: "../a.html", Data: nil}}); err == nil {
		t.Error("文件名不应离开文件夹")
	}
}

func TestWriteRefusesWhatWouldBeCommitted(t *testing.T) {
	base := t.TempDir()
	if out, err := exec.Command("git", "-C", base, "init", "-q").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := os.WriteFile(filepath.Join(base, ".gitignore"), []byte("/表格/\nx.html\nb.html\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for dir, refused := range map[string]bool{".": true, "新/2026": true, "表格": false, "表格/2026": false, "../" + filepath.Base(base) + "/x": true, ".git": false} {
		_, err := Write(t.Context(), base+"/"+dir, filepath.Join(base, "public"), []Form{{Name: "a.html", Data: nil}, {Name: "b.html", Data: nil}})
		if wrong := usage.Error(""); errors.As(err, &wrong) != refused {
			t.Errorf("%s：%v", dir, err)
		}
	}
	if _, err := os.Stat(filepath.Join(base, "新")); err == nil {
		t.Error("拒绝以前已经建了文件夹")
	}
}
