package fields

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
)

var update = flag.Bool("update", false, "write what is found into the want part of testdata")

// Each archive of testdata is a file that someone could have sent: input.yaml,
// what is printed about it, and what of it can be read all the same.
func TestParse(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases in testdata", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil || len(archive.Files) != 2 {
				t.Fatal("want input.yaml and want", err)
			}
			got := report(archive.Files[0].Name, string(archive.Files[0].Data))
			if *update {
				archive.Files[1].Data = got
				if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if want := archive.Files[1].Data; !bytes.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// report returns what Parse says about a text, and what it reads.
func report(name, text string) []byte {
	src := diag.NewSource(name, text, nil)
	m := Parse(src, 1, src.Lines())
	var b bytes.Buffer
	src.List.Sort()
	_ = src.List.Text(&b)
	switch {
	case m == nil:
		b.WriteString("nothing is read\n")
		return b.Bytes()
	case m.Partial():
		b.WriteString("read in part:\n")
	default:
		b.WriteString("read:\n")
	}
	for _, k := range m.Keys() {
		at := k.Value.At().Start
		fmt.Fprintf(&b, "  %d:%d %s: %s\n", at.Line, at.Column, k.Name, outline(k.Value.yaml))
	}
	return b.Bytes()
}

// outline writes n on one line.
func outline(n *yaml.Node) string {
	var parts []string
	switch n.Kind {
	case yaml.AliasNode:
		return "*" + n.Value
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			parts = append(parts, outline(n.Content[i])+": "+outline(n.Content[i+1]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case yaml.SequenceNode:
		for _, c := range n.Content {
			parts = append(parts, outline(c))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return fmt.Sprintf("%.60q", n.Value)
}
