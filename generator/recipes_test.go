package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"minglu/generator/content"
	"minglu/generator/criteria"
)

// recipes are the files that run the program where nobody sits at a terminal.
var recipes = []string{"../.github/workflows/site.yml", "../.gitlab-ci.yml", "../.workflow/minglu.yml"}

// invocation is the program as it is called in recipes, tasks and handbooks. It
// ends where the shell or the sentence goes on.
var invocation = regexp.MustCompile("go run \\./generator((?: +(?:\"[^\"]*\"|[^\\s`|>;&）。，、：\"<#]+))*)")

// TestCommandsAreThePrograms holds every command in recipes and handbooks against
// the program: there is such a command, with these flags, which take these
// values.
func TestCommandsAreThePrograms(t *testing.T) {
	files := append([]string{"../README.md", "../content/README.md", "../content/pages/guide.md", "../.github/PULL_REQUEST_TEMPLATE.md"}, recipes...)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := invocation.FindAllStringSubmatch(string(data), -1)
		if len(found) == 0 {
			t.Errorf("%s runs nothing", file)
		}
		for _, f := range found {
			holdCommand(t, file, strings.Fields(strings.ReplaceAll(f[1], `"`, "")))
		}
	}
}

// holdCommand holds the arguments of one call against the program.
func holdCommand(t *testing.T, file string, args []string) {
	t.Helper()
	if len(args) == 0 {
		return
	}
	root := newRoot(io.Discard, io.Discard, fixedNow)
	args, err := commandFirst(root, args)
	if err != nil {
		t.Errorf("%s: %s: %v", file, strings.Join(args, " "), err)
		return
	}
	cmd, rest, err := root.Find(args)
	if err != nil || cmd == root {
		if args[0] != "COMMAND" {
			t.Errorf("%s: there is no command %s", file, args[0])
		}
		return
	}
	if err := cmd.ParseFlags(rest); err != nil {
		t.Errorf("%s: %s: %v", file, strings.Join(args, " "), err)
	} else if err := cmd.ValidateArgs(cmd.Flags().Args()); err != nil {
		t.Errorf("%s: %s: %v", file, strings.Join(args, " "), err)
	}
}

// TestRecipes holds what each recipe must do, and must not.
func TestRecipes(t *testing.T) {
	for _, file := range recipes {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var parsed map[string]any
		if err := yaml.Unmarshal(data, &parsed); err != nil || len(parsed) == 0 {
			t.Errorf("%s: %v", file, err)
		}
		text := withoutComments(string(data))
		for _, step := range []string{"generator check", "generator review --since", "generator build", "public"} {
			if !strings.Contains(text, step) {
				t.Errorf("%s has no %q", file, step)
			}
		}
		for _, danger := range []string{"pull_request_target", "secrets.", "write-all", "contents: write", "@main", "@master", ":latest"} {
			if strings.Contains(text, danger) {
				t.Errorf("%s says %q", file, danger)
			}
		}
		for _, uses := range regexp.MustCompile(`uses: (.*)`).FindAllStringSubmatch(text, -1) {
			if !regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40} *$`).MatchString(uses[1]) {
				t.Errorf("%s: %s is not pinned", file, uses[1])
			}
		}
		// What a stranger names must not become part of a command.
		for _, run := range regexp.MustCompile(`(?m)^ +(?:- )?run: (.*)$`).FindAllStringSubmatch(text, -1) {
			if strings.Contains(run[1], "${{") {
				t.Errorf("%s: %s", file, run[1])
			}
		}
	}
}

func withoutComments(text string) string {
	return regexp.MustCompile(`(?m)(^| )#.*$`).ReplaceAllString(text, "")
}

// TestCodeOwners holds the owners against the folders that there are.
func TestCodeOwners(t *testing.T) {
	data, err := os.ReadFile("../.github/CODEOWNERS")
	if err != nil {
		t.Fatal(err)
	}
	owned := map[string]string{}
	for line := range strings.Lines(withoutComments(string(data))) {
		if words := strings.Fields(line); len(words) > 0 {
			if len(words) != 2 || !strings.HasPrefix(words[1], "@") {
				t.Errorf("want one owner: %s", line)
			}
			owned[words[0]] = words[len(words)-1]
		}
	}
	bureau := owned["*"]
	for _, folder := range []string{"content/notices", "content/pages", "criteria", "layouts", "generator"} {
		if owned["/"+folder+"/"] != bureau {
			t.Errorf("%s/ belongs to %q, not to the bureau", folder, owned["/"+folder+"/"])
		}
	}
	rules, bad, err := criteria.Load(os.DirFS(".."))
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	settings, bad, err := content.LoadSettings(os.DirFS(".."), rules)
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	for _, r := range rules.RegionsIn(settings.Region) {
		owner := owned["/content/brands/"+r.Slug+"/"]
		if owner == "" || r.IsCounty() && path.Base(owner) != r.Slug {
			t.Errorf("the brands of %s belong to %q", r.Name, owner)
		}
	}
	for pattern := range owned {
		if _, err := os.Stat(filepath.Join("..", pattern)); err != nil && pattern != "*" && !strings.HasSuffix(pattern, "/lianyungang/") {
			t.Errorf("%s: there is no such folder", pattern)
		}
	}
}

// TestEditorFilesAreUpToDate holds the files that `schema --write` makes against
// criteria/ and the reader.
func TestEditorFilesAreUpToDate(t *testing.T) {
	a := &app{root: "..", now: fixedNow, stdout: io.Discard, stderr: io.Discard}
	e, _, err := a.read(nil)
	if err != nil || e.settings == nil {
		t.Fatal(err)
	}
	files, err := e.editorFiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join("..", f.path))
		if err != nil || !bytes.Equal(data, f.data) {
			t.Errorf("%s is not what the program makes (%v): go run ./generator schema --write", f.path, err)
		}
	}
}

// TestTasks holds the tasks of VS Code against the program, and the pattern by
// which it finds places against what check prints.
func TestTasks(t *testing.T) {
	var tasks struct {
		Tasks []struct {
			Label          string
			Command        string
			Args           []string
			ProblemMatcher any
		}
	}
	var settings struct {
		Schemas map[string]string `json:"yaml.schemas"`
	}
	for file, v := range map[string]any{"tasks.json": &tasks, "settings.json": &settings, "extensions.json": &struct{}{}} {
		data, err := os.ReadFile("../.vscode/" + file)
		if err == nil {
			err = json.Unmarshal(data, v)
		}
		if err != nil {
			t.Fatal(file, err)
		}
	}
	for schema, files := range settings.Schemas {
		for _, f := range []string{schema, files} {
			if found, err := filepath.Glob("../" + f); err != nil || len(found) == 0 {
				t.Errorf("there is no %s (%v)", f, err)
			}
		}
	}
	if len(settings.Schemas) != 2 {
		t.Errorf("%d kinds of YAML files have a schema", len(settings.Schemas))
	}
	matched := 0
	for _, task := range tasks.Tasks {
		if task.Command != "go" || !slices.Equal(task.Args[:2], []string{"run", "./generator"}) {
			t.Errorf("%s runs %s %s", task.Label, task.Command, task.Args)
		}
		holdCommand(t, "tasks.json", task.Args[2:])
		if m, ok := task.ProblemMatcher.(map[string]any); ok {
			matched++
			holdPattern(t, m["pattern"].(map[string]any))
		}
	}
	if matched < 2 {
		t.Error("no task shows the mistakes where they are")
	}
}

func holdPattern(t *testing.T, pattern map[string]any) {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range []string{"criteria", "content"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join("..", folder))); err != nil {
			t.Fatal(err)
		}
	}
	const file = "content/brands/donghai/x.md"
	if err := os.WriteFile(filepath.Join(dir, file), []byte("---\nname: 甲\ncounty: 东海\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	run(context.Background(), []string{"check", "-C", dir, filepath.Join(dir, file)}, &out, io.Discard, fixedNow)
	re := regexp.MustCompile("(?m)" + pattern["regexp"].(string))
	all := re.FindAllStringSubmatch(out.String(), -1)
	if len(all) != 1 {
		t.Fatalf("%d places found in\n%s", len(all), &out)
	}
	part := func(name string) string { return all[0][int(pattern[name].(float64))] }
	if got := fmt.Sprint(part("file"), part("line"), part("column"), part("code")); got != fmt.Sprint(file, "3", "9", "unknown-county") {
		t.Errorf("found %s in\n%s", got, &out)
	}
}
