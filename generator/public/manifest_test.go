package public

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Whatever of a published folder is not as it was written is named, its record too: a
// copy may lack that, but not have another.
func TestHoldNamesWhatDiffers(t *testing.T) {
	files := map[string]string{"index.html": "home", "data/a.json": "{}", "data/b.json": "[]", "empty.txt": ""}
	for want, change := range map[string]func(dir string) error{
		"[] [] []":                        func(string) error { return nil },
		"[data/a.json] [] []":             func(dir string) error { return os.Remove(filepath.Join(dir, "data/a.json")) },
		"[] [empty.txt] []":               func(dir string) error { return os.WriteFile(filepath.Join(dir, "empty.txt"), []byte("x"), 0o600) },
		"[] [index.html] []":              func(dir string) error { return os.WriteFile(filepath.Join(dir, "index.html"), []byte("hime"), 0o600) },
		"[] [] [data/c.json]":             func(dir string) error { return os.WriteFile(filepath.Join(dir, "data/c.json"), nil, 0o600) },
		"[] [] [.minglu-index.html.tmp]":  func(dir string) error { return os.WriteFile(filepath.Join(dir, ".minglu-index.html.tmp"), nil, 0o600) },
		"[data/a.json data/b.json] [] []": func(dir string) error { return os.RemoveAll(filepath.Join(dir, "data")) },
		"[] [.minglu.sha256] []": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, Record), record{"CNAME": {{}}}.text(), 0o600)
		},
		"[] [] [] ": func(dir string) error { return os.Remove(filepath.Join(dir, Record)) },
		"[] [empty.txt] [empty.txt/x]": func(dir string) error {
			at := filepath.Join(dir, "empty.txt")
			if err := os.Remove(at); err != nil {
				return err
			}
			if err := os.Mkdir(at, 0o700); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(at, "x"), nil, 0o600)
		},
	} {
		dir := filepath.Join(t.TempDir(), "public")
		m := publish(t, dir, files).Manifest
		if err := change(dir); err != nil {
			t.Fatal(err)
		}
		d, err := m.Hold(t.Context(), dir)
		if got := fmt.Sprint(d.Missing, d.Changed, d.Strange); err != nil || got != want && got+" " != want {
			t.Errorf("%s, not %s (%v)", got, want, err)
		}
		if want == "[] [] []" && d.Bytes != 8 {
			t.Errorf("%d bytes", d.Bytes)
		}
	}
}
