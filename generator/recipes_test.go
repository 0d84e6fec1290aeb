package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/fixture"
	"minglu/generator/scaffold"
)

// recipes are the files that run the program where nobody sits at a terminal,
// with what each must run.
var recipes = map[string][]string{
	"../.github/workflows/site.yml": {"generator check", "generator review --since", "generator build", "go mod verify"},
	"../.gitlab-ci.yml":             {"generator check", "generator review --since", "generator build", "go mod verify", "govulncheck@"},
	"../.workflow/minglu-pr.yml":    {"generator check", "generator review --since", "generator build"},
	"../.workflow/minglu-main.yml":  {"generator check", "generator build", "go mod verify"},
}

const weekly = "../.github/workflows/govulncheck.yml"

// collecting are the recipes of repositories that hold the directories of several levels.
var collecting = []string{"../.github/workflows/collect.yml", "../.gitlab/collect.yml"}

// invocation is the program as it is called in recipes, tasks and handbooks. It
// ends where the shell or the sentence goes on.
var invocation = regexp.MustCompile("go run \\./generator((?: +(?:\"[^\"]*\"|[^\\s`|>;&）。，、：\"<#]+))*)")

// TestCommandsAreThePrograms holds every command in recipes and handbooks against
// the program: there is such a command, with these flags, which take these
// values.
func TestCommandsAreThePrograms(t *testing.T) {
	files := append([]string{"../README.md", "../content/README.md", "../content/pages/guide.md", "../.github/PULL_REQUEST_TEMPLATE.md"}, slices.Sorted(maps.Keys(recipes))...)
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
	for file, steps := range recipes {
		text := withoutComments(recipeText(t, file))
		for _, step := range steps {
			if !strings.Contains(text, step) {
				t.Errorf("%s has no %q", file, step)
			}
		}
		// What is built goes into a folder that the machine has just made: what a
		// stranger committed to public/ is no part of it.
		for _, build := range regexp.MustCompile(`generator build.*`).FindAllString(text, -1) {
			if !regexp.MustCompile(`^generator build --out "\$(RUNNER_TEMP|site)/site"`).MatchString(build) {
				t.Errorf("%s builds into no fresh folder: %s", file, build)
			}
		}
		if strings.Contains(text, `"$site/site"`) && !strings.Contains(text, "site=$(mktemp -d)") {
			t.Errorf("%s builds into a folder that it did not make", file)
		}
		if strings.Contains(text, "public") && !strings.Contains(text, "rm -rf public") && file != "../.github/workflows/site.yml" {
			t.Errorf("%s publishes what may have been committed", file)
		}
		if !strings.Contains(text, "-mod=readonly") {
			t.Errorf("%s may change go.mod", file)
		}
	}
	if !strings.Contains(withoutComments(recipeText(t, weekly)), "govulncheck@") {
		t.Errorf("%s looks for no vulnerabilities", weekly)
	}
}

// TestRecipesAreExact holds that what recipes fetch and run is named exactly.
func TestRecipesAreExact(t *testing.T) {
	toolchain := regexp.MustCompile(`(?m)^toolchain go([0-9.]+)$`).FindStringSubmatch(recipeText(t, "../go.mod"))
	if toolchain == nil {
		t.Fatal("go.mod names no toolchain")
	}
	for _, file := range append(append(slices.Sorted(maps.Keys(recipes)), weekly), collecting...) {
		text := recipeText(t, file)
		for _, danger := range []string{"pull_request_target", "secrets.", "write-all", "contents: write", "latest", "stable", "@main", "@master"} {
			if strings.Contains(withoutComments(text), danger) {
				t.Errorf("%s says %q", file, danger)
			}
		}
		for _, uses := range regexp.MustCompile(`uses: *(.*)`).FindAllStringSubmatch(text, -1) {
			if !regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`).MatchString(uses[1]) {
				t.Errorf("%s: %s is not named by its commit, with its version", file, uses[1])
			}
		}
		for _, image := range regexp.MustCompile(`image: *(.*)`).FindAllStringSubmatch(text, -1) {
			if !regexp.MustCompile(`^[\w./-]+:[\d.]+@sha256:[0-9a-f]{64}$`).MatchString(image[1]) {
				t.Errorf("%s: %s is not named by its digest, with its version", file, image[1])
			}
		}
		for _, v := range regexp.MustCompile(`(?:go-version: |golang:)([\w.]+)`).FindAllStringSubmatch(text, -1) {
			if v[1] != toolchain[1] {
				t.Errorf("%s runs Go %s, go.mod wants %s", file, v[1], toolchain[1])
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

// TestPullRequestsPublishNothing holds that what a pull request runs, which a
// stranger may have written, hands nothing to what publishes.
func TestPullRequestsPublishNothing(t *testing.T) {
	t.Run("GitHub", func(t *testing.T) {
		var workflow struct {
			Permissions map[string]string
			Jobs        map[string]githubJob
		}
		parseRecipe(t, "../.github/workflows/site.yml", &workflow)
		if !maps.Equal(workflow.Permissions, map[string]string{"contents": "read"}) {
			t.Errorf("every job may %v", workflow.Permissions)
		}
		reached := 0
		for name, job := range workflow.Jobs {
			if job.If == "${{ github.event_name != 'pull_request' && github.ref == 'refs/heads/main' }}" {
				job.holdFresh(t, name)
				continue
			}
			reached++
			if job.If != "" || len(job.Permissions) > 0 || job.Environment != nil {
				t.Errorf("%s, which pull requests reach, may publish: %+v", name, job)
			}
			for _, step := range job.Steps {
				if action, _, _ := strings.Cut(step.Uses, "@"); action != "" && !slices.Contains([]string{"actions/checkout", "actions/setup-go"}, action) {
					t.Errorf("%s, which pull requests reach, uses %s", name, step.Uses)
				}
			}
		}
		if reached != 1 || len(workflow.Jobs) != 3 {
			t.Errorf("pull requests reach %d of %d jobs", reached, len(workflow.Jobs))
		}
	})
	t.Run("GitLab", func(t *testing.T) {
		var all map[string]yaml.Node
		parseRecipe(t, "../.gitlab-ci.yml", &all)
		if _, found := all["cache"]; found {
			t.Error("jobs share a cache, which requests may fill")
		}
		const main = `$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $WEEKLY == null`
		for name, node := range all {
			var job gitlabJob
			if node.Decode(&job) != nil || len(job.Script) == 0 {
				continue
			}
			conditions := job.conditions(t)
			if name == "对象存储" { // it brings elsewhere what pages made, where a bureau asks for it
				if !slices.Equal(conditions, []string{main + " && $MINGLU_STORAGE"}) || !slices.Equal(job.Needs, []string{"pages"}) || !slices.Contains(job.Script, "go mod verify") {
					t.Errorf("%s runs when %q, after %q", name, conditions, job.Needs)
				}
				if job.Cache.Kind != 0 {
					t.Errorf("%s has a cache, which others may fill", name)
				}
				continue
			}
			publishes := name == "pages" || slices.Contains(job.Artifacts.Paths, "public")
			if job.Cache.Kind != 0 {
				t.Errorf("%s has a cache, which others may fill", name)
			}
			if publishes && !slices.Equal(conditions, []string{main}) {
				t.Errorf("%s runs not on the main branch alone: %q", name, conditions)
			}
			if publishes && (!slices.Contains(job.Script, "go mod verify") || !slices.Contains(job.Script, "rm -rf public")) {
				t.Errorf("%s publishes what others may have left: %q", name, job.Script)
			}
			if publishes != (name == "pages") || len(conditions) == 0 {
				t.Errorf("%s publishes: %v, when %q", name, publishes, conditions)
			}
		}
	})
	t.Run("Gitee", func(t *testing.T) {
		var pr, main giteePipeline
		parseRecipe(t, "../.workflow/minglu-pr.yml", &pr)
		parseRecipe(t, "../.workflow/minglu-main.yml", &main)
		if pr.Triggers["pr"] == nil || pr.Triggers["push"] != nil || main.Triggers["push"] == nil || main.Triggers["pr"] != nil || pr.Name == main.Name {
			t.Error("pull requests and the main branch have not one pipeline each")
		}
		if !reflect.DeepEqual(main.Triggers["push"], map[string]any{"branches": map[string]any{"precise": []any{"main"}}}) {
			t.Errorf("what is published is not the main branch: %v", main.Triggers["push"])
		}
		for name, pipeline := range map[string]giteePipeline{"pr": pr, "main": main} {
			for _, stage := range pipeline.Stages {
				for _, step := range stage.Steps {
					if step["caches"] != nil {
						t.Errorf("%s: %v keeps a cache", name, step["name"])
					}
					if name == "pr" && (step["step"] != "build@golang" || step["artifacts"] != nil) {
						t.Errorf("%v of pull requests hands something on", step["name"])
					}
				}
			}
		}
		if files, err := filepath.Glob("../.workflow/*"); err != nil || len(files) != 2 {
			t.Errorf("pipelines: %v", files)
		}
	})
}

// A githubJob is what matters here of a job of GitHub Actions.
type githubJob struct {
	If          string
	Permissions map[string]string
	Environment any
	Steps       []struct {
		Uses string
		Run  string
		With map[string]any
	}
}

// holdFresh holds that a job that may publish takes over no cache, and verifies
// what it fetched before it builds.
func (j githubJob) holdFresh(t *testing.T, name string) {
	verified := false
	for _, step := range j.Steps {
		verified = verified || strings.Contains(step.Run, "go mod verify")
		if strings.HasPrefix(step.Uses, "actions/setup-go@") && step.With["cache"] != false {
			t.Errorf("%s takes over a cache", name)
		}
		if strings.Contains(step.Run, "generator build") && !verified {
			t.Errorf("%s builds with what nobody verified", name)
		}
	}
}

// A gitlabJob is what matters here of a job of GitLab.
type gitlabJob struct {
	Script    []string
	Needs     []string
	Rules     []yaml.Node // lists where they were referred to
	Cache     yaml.Node
	Artifacts struct{ Paths []string }
}

// conditions returns when the job runs.
func (j gitlabJob) conditions(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, node := range j.Rules {
		type rule struct{ If string }
		var one rule
		var several []rule
		if node.Decode(&several) != nil {
			if err := node.Decode(&one); err != nil {
				t.Fatal(err)
			}
			several = []rule{one}
		}
		for _, r := range several {
			all = append(all, r.If)
		}
	}
	return all
}

// A giteePipeline is what matters here of a pipeline of Gitee Go.
type giteePipeline struct {
	Name     string
	Triggers map[string]any
	Stages   []struct{ Steps []map[string]any }
}

func recipeText(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func parseRecipe(t *testing.T, file string, v any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(recipeText(t, file)), v); err != nil {
		t.Fatal(file, err)
	}
}

func withoutComments(text string) string {
	return regexp.MustCompile(`(?m)(^| )#.*$`).ReplaceAllString(text, "")
}

// TestCodeOwners holds the owners against the files that there are: each county that has
// brands owns their folder, and the bureau everything else.
func TestCodeOwners(t *testing.T) {
	owners := readOwners(t)
	bureau := owners.of("README.md")
	rules, bad, err := criteria.Load(os.DirFS(".."))
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	settings, bad, err := content.LoadSettings(os.DirFS(".."), rules)
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	county := map[string]bool{}
	for _, r := range rules.RegionsIn(settings.Region) {
		owner := owners.of("content/brands/" + r.Slug + "/a.md")
		if owner != bureau && (path.Base(owner) != r.Slug || !r.IsCounty()) {
			t.Errorf("the brands of %s belong to %q", r.Name, owner)
		}
		county[r.Slug] = r.IsCounty()
	}
	folders, err := os.ReadDir("../content/brands")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if own, known := county[f.Name()]; !known || own && owners.of("content/brands/"+f.Name()+"/a.md") == bureau {
			t.Errorf("content/brands/%s/ has no owner of its own", f.Name())
		}
	}
	for _, p := range []string{
		"content/judgements/lianyungang-2024/a.yaml", "content/judgements/x", "content/notices/a.md", "content/pages/a.md", "content/_blank/a.md",
		"content/site.yaml", "content/README.md", "content/brands/README.md", "criteria/facts.yaml", "criteria/standards/a.yaml", "layouts/a.html", "generator/main.go",
		".github/CODEOWNERS", ".github/workflows/site.yml", ".gitlab-ci.yml", ".workflow/minglu-pr.yml", ".gitee/a.md", ".gitee/CODEOWNERS", ".gitlab/CODEOWNERS",
		".ci/run", ".vscode/settings.json", "go.mod", "go.sum", ".gitignore", "public/index.html", "a",
	} {
		if got := owners.of(p); got != bureau {
			t.Errorf("%s belongs to %q, not to the bureau", p, got)
		}
		top, _, _ := strings.Cut(p, "/")
		listed := slices.ContainsFunc(owners, func(o owned) bool { return strings.HasPrefix(o.pattern, "/"+top) })
		if _, err := os.Stat("../" + top); err == nil && !listed && !slices.Contains([]string{"README.md", ".gitignore", "public"}, top) {
			t.Errorf("%s belongs to the bureau only because nobody else is named", p)
		}
	}
	for _, o := range owners {
		if _, err := os.Stat(filepath.Join("..", o.pattern)); err != nil && o.pattern != "*" && !strings.HasSuffix(o.pattern, "/lianyungang/") {
			t.Errorf("%s: there is no such file or folder", o.pattern)
		}
	}
}

// An owned is a line of CODEOWNERS: everything, a folder or a file, all from the
// root.
type owned struct{ pattern, owner string }

type codeOwners []owned

func readOwners(t *testing.T) codeOwners {
	t.Helper()
	var all codeOwners
	for line := range strings.Lines(withoutComments(recipeText(t, "../.github/CODEOWNERS"))) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if len(words) != 2 || !strings.HasPrefix(words[1], "@") || words[0] != "*" && (words[0][0] != '/' || strings.ContainsAny(words[0], "*?[!\\")) {
			t.Fatalf("want a path from the root and one owner: %s", line)
		}
		all = append(all, owned{words[0], words[1]})
	}
	return all
}

// of returns the owner of a file: the last line that it matches says so.
func (c codeOwners) of(file string) string {
	for _, o := range slices.Backward(c) {
		if o.pattern == "*" || o.pattern == "/"+file || strings.HasSuffix(o.pattern, "/") && strings.HasPrefix("/"+file, o.pattern) {
			return o.owner
		}
	}
	return ""
}

// TestEditorFilesAreUpToDate holds the files that `schema --write` makes against
// criteria/ and the reader.
func TestEditorFilesAreUpToDate(t *testing.T) {
	a := &app{root: "..", now: fixedNow, stdout: io.Discard, stderr: io.Discard}
	e, _, err := a.read(nil)
	if err != nil || e.Settings == nil {
		t.Fatal(err)
	}
	files, err := scaffold.ForEditors(e.Rules, e.Settings.Region)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join("..", f.Path))
		if err != nil || !bytes.Equal(data, f.Data) {
			t.Errorf("%s is not what the program makes (%v): go run ./generator schema --write", f.Path, err)
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
		if err := fixture.CopyFolder("..", dir, folder); err != nil {
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
