// Mutants tells what the tests of a package do not hold: it changes one thing in a
// file of the package, runs the tests, and prints the change if they still pass.
//
//	go run .ci/mutants.go [-n 40] [-seed 1] ./generator/mend [go test's arguments]
//
// A mutant is a condition that is negated or off by one, an operator or a constant
// that is another, a statement that is left out, or a result that is zero. Files stay
// as they are: the changed one is laid over them (go test -overlay). A mutant that does
// not compile does not count; one whose tests never end is killed. Of all mutants a
// sample is taken, the same for the same seed and files. What follows the package is run
// for the mutants that its own tests let live: "-run TestFix ./generator" where the
// tests of package main are those that hold it.
//
// A mutant that lives asks for a test, or says that the code does nothing; a few
// change nothing that can be seen, which only a person can tell.
//
// The kept tools (go-gremlins/gremlins v0.6.0) try every mutant, leave no statement out
// and know no tests outside the package.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A mutant has other text in place of a piece of a file.
type mutant struct {
	file       string // absolute
	place      token.Position
	start, end int // bytes
	old, text  string
	line       string // as it was
}

// A source is one file and the mutants found in it.
type source struct {
	name    string
	data    []byte
	files   *token.FileSet
	results []*ast.FieldList // of the functions around the node that is visited; nil: none
	mutants []mutant
}

func main() {
	log.SetFlags(0)
	n := flag.Int("n", 40, "how many mutants")
	seed := flag.Uint64("seed", 1, "which sample")
	flag.Parse()
	if flag.NArg() == 0 {
		log.Fatal("usage: go run .ci/mutants.go [-n 40] [-seed 1] PACKAGE [ARGUMENTS OF A SECOND go test]")
	}
	suites := [][]string{{flag.Arg(0)}}
	if flag.NArg() > 1 {
		suites = append(suites, flag.Args()[1:])
	}
	var limits []time.Duration
	for _, suite := range suites {
		start := time.Now()
		if out, err := test("", time.Hour, suite); err != nil {
			log.Fatalf("the tests fail without a mutant:\n%s", out)
		}
		limits = append(limits, 10*time.Second+3*time.Since(start))
	}

	all := mutants(flag.Arg(0))
	tried, lived := 0, 0
	for _, i := range rand.New(rand.NewPCG(*seed, 0)).Perm(len(all)) {
		if tried == *n {
			break
		}
		compiled, killed := all[i].try(suites, limits)
		if !compiled {
			continue
		}
		tried++
		if !killed {
			lived++
			old, _, _ := strings.Cut(all[i].old, "\n")
			fmt.Printf("%s: %s  =>  %s  in  %s\n", all[i].place, old, all[i].text, all[i].line)
		}
	}
	fmt.Printf("%s: %d of %d mutants live (%d in all, seed %d)\n", flag.Arg(0), lived, tried, len(all), *seed)
}

// test runs go test; overlay is a file that go test -overlay takes, or "".
func test(overlay string, limit time.Duration, arguments []string) ([]byte, error) {
	command := []string{"test", "-vet=off", "-failfast", "-overlay=" + overlay, "-timeout=" + limit.String()}
	return exec.Command("go", append(command, arguments...)...).CombinedOutput()
}

// try runs the suites, each bounded, until one fails.
func (m mutant) try(suites [][]string, limits []time.Duration) (compiled, killed bool) {
	dir, err := os.MkdirTemp("", "mutant-*")
	check(err)
	defer os.RemoveAll(dir)
	data, err := os.ReadFile(m.file)
	check(err)
	changed, overlay := filepath.Join(dir, "mutant.go"), filepath.Join(dir, "overlay.json")
	check(os.WriteFile(changed, slices.Concat(data[:m.start], []byte(m.text), data[m.end:]), 0o600))
	list, err := json.Marshal(map[string]any{"Replace": map[string]string{m.file: changed}})
	check(err)
	check(os.WriteFile(overlay, list, 0o600))
	for i, suite := range suites {
		if out, err := test(overlay, limits[i], suite); err != nil {
			return !bytes.Contains(out, []byte("[build failed]")), true
		}
	}
	return true, false
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// mutants returns every mutant of a package, by place.
func mutants(pkg string) []mutant {
	out, err := exec.Command("go", "list", "-f", `{{range .GoFiles}}{{$.Dir}}/{{.}}{{"\n"}}{{end}}`, pkg).Output()
	check(err)
	var all []mutant
	for _, name := range strings.Fields(string(out)) {
		data, err := os.ReadFile(name)
		check(err)
		s := &source{name: name, data: data, files: token.NewFileSet()}
		file, err := parser.ParseFile(s.files, name, data, parser.SkipObjectResolution)
		check(err)
		s.visit(file)
		all = append(all, s.mutants...)
	}
	return all
}

// swapped is what stands in an operator's place.
var swapped = map[token.Token]string{
	token.EQL: "!=", token.NEQ: "==", token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">",
	token.LAND: "||", token.LOR: "&&", token.ADD: "-", token.SUB: "+", token.MUL: "/", token.QUO: "*",
	token.INC: "--", token.DEC: "++", token.ADD_ASSIGN: "-=", token.SUB_ASSIGN: "+=",
	token.BREAK: "continue", token.CONTINUE: "break",
}

// visit finds the mutants of a node and of what is in it.
func (s *source) visit(node ast.Node) {
	ast.Inspect(node, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.FuncDecl:
			if n.Body != nil {
				s.function(n.Type, n.Body)
			}
			return false
		case *ast.FuncLit:
			s.function(n.Type, n.Body)
			return false
		case *ast.BinaryExpr:
			s.operator(n.OpPos, n.Op)
		case *ast.IncDecStmt:
			s.operator(n.TokPos, n.Tok)
			s.leaveOut(n)
		case *ast.BranchStmt:
			s.operator(n.TokPos, n.Tok)
			s.leaveOut(n)
		case *ast.AssignStmt:
			s.operator(n.TokPos, n.Tok)
			if n.Tok != token.DEFINE {
				s.leaveOut(n)
			}
		case *ast.ExprStmt, *ast.DeferStmt, *ast.SendStmt:
			s.leaveOut(n)
		case *ast.IfStmt:
			s.negate(n.Cond)
		case *ast.BasicLit:
			if i, err := strconv.ParseInt(n.Value, 0, 64); err == nil {
				s.replace(n, strconv.FormatInt(i+1, 10))
			}
		case *ast.Ident:
			if swap := map[string]string{"true": "false", "false": "true"}[n.Name]; swap != "" {
				s.replace(n, swap)
			}
		case *ast.ReturnStmt:
			s.zero(n)
		}
		return true
	})
}

func (s *source) function(t *ast.FuncType, body *ast.BlockStmt) {
	s.results = append(s.results, t.Results)
	s.visit(body)
	s.results = s.results[:len(s.results)-1]
}

func (s *source) operator(at token.Pos, op token.Token) {
	if swap := swapped[op]; swap != "" {
		s.add(at, at+token.Pos(len(op.String())), swap)
	}
}

func (s *source) leaveOut(n ast.Node) { s.replace(n, "{}") }

// negate leaves comparisons alone, which another operator negates.
func (s *source) negate(condition ast.Expr) {
	if b, is := condition.(*ast.BinaryExpr); !is || b.Op == token.LAND || b.Op == token.LOR {
		s.replace(condition, "!("+s.text(condition)+")")
	}
}

// zero returns nothing of what was to be returned.
func (s *source) zero(n *ast.ReturnStmt) {
	var zeros []string
	if results := s.results[len(s.results)-1]; results != nil {
		for _, r := range results.List {
			for range max(len(r.Names), 1) {
				zeros = append(zeros, "*new("+s.text(r.Type)+")")
			}
		}
	}
	isZero := func(e ast.Expr) bool { return slices.Contains([]string{"nil", "false", "0", `""`}, s.text(e)) }
	if len(n.Results) > 0 && slices.ContainsFunc(n.Results, func(e ast.Expr) bool { return !isZero(e) }) {
		s.replace(n, "return "+strings.Join(zeros, ", "))
	}
}

func (s *source) text(n ast.Node) string {
	return string(s.data[s.files.Position(n.Pos()).Offset:s.files.Position(n.End()).Offset])
}

func (s *source) replace(n ast.Node, text string) { s.add(n.Pos(), n.End(), text) }

func (s *source) add(from, to token.Pos, text string) {
	place, end := s.files.Position(from), s.files.Position(to).Offset
	line := bytes.LastIndexByte(s.data[:place.Offset], '\n') + 1
	rest, _, _ := bytes.Cut(s.data[line:], []byte("\n"))
	if wd, err := os.Getwd(); err == nil {
		if short, err := filepath.Rel(wd, s.name); err == nil {
			place.Filename = short
		}
	}
	s.mutants = append(s.mutants, mutant{s.name, place, place.Offset, end, string(s.data[place.Offset:end]), text, string(bytes.TrimSpace(rest))})
}
