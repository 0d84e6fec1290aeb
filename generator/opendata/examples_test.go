package opendata

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"minglu/generator/site"
)

// The examples of the documentation run, and give what it says.
func TestExamples(t *testing.T) {
	for name, change := range settings() {
		t.Run(name, func(t *testing.T) {
			s := smallSite(t, change)
			checkExamples(t, s, written(t, s))
		})
	}
}

func checkExamples(t *testing.T, s *site.Site, files map[string][]byte) {
	t.Helper()
	for _, e := range Describe(s, func(string) int { return 0 }).Examples {
		data := files[e.File]
		if data == nil {
			t.Errorf("%s: there is no %s", e.Title, e.File)
			continue
		}
		if got, ran := run(t, e, data); ran && strings.TrimSpace(got) != e.Output {
			t.Errorf("%s gives %q, not %q", e.Code, got, e.Output)
		}
	}
}

// run does what e says in a folder that holds its file, and reports whether the
// tool is there.
func run(t *testing.T, e Example, data []byte) (string, bool) {
	t.Helper()
	var command *exec.Cmd
	switch e.Tool {
	case "Excel":
		return calculated(t, e.Code, data), true
	case "jq":
		command = exec.Command("sh", "-c", e.Code)
	case "Python":
		command = exec.Command("python3", "-c", e.Code)
	default:
		t.Fatalf("no way to run %s", e.Tool)
	}
	tool := strings.ToLower(strings.Replace(e.Tool, "Python", "python3", 1))
	if _, err := exec.LookPath(tool); err != nil {
		t.Logf("THE EXAMPLE %q WAS NOT RUN: there is no %s", e.Title, tool)
		return "", false
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, filepath.Base(e.File)), data, 0o644); err != nil {
		t.Fatal(err)
	}
	command.Dir = dir
	command.Env = append(os.Environ(), "PYTHONIOENCODING=utf-8")
	out, err := command.CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", e.Code, err, out)
	}
	return string(out), true
}

// calculated types a formula into a sheet of its own and returns its value.
func calculated(t *testing.T, formula string, data []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.NewSheet("计算"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellFormula("计算", "A1", formula); err != nil {
		t.Fatal(err)
	}
	value, err := f.CalcCellValue("计算", "A1", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Errorf("%s: %v", formula, err)
	}
	return value
}
