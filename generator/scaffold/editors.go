package scaffold

import (
	"path"
	"strings"

	"minglu/generator/blank"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/keys"
)

// ForEditors returns the files that are made of the rules for a site of the region:
// for VS Code, which knows where to look, and for people in a browser, who copy a
// form.
func ForEditors(rules *criteria.Rules, region *criteria.Region) ([]File, error) {
	var files []File
	for _, f := range keys.Tables {
		data, err := blank.Schema(rules, region, f)
		if err != nil {
			return nil, err
		}
		files = append(files, File{".vscode/" + f.Name + ".schema.json", data})
	}
	for _, t := range rules.Types {
		files = append(files, File{content.BlankDir + "/" + t.Slug + ".md", blank.Empty(rules, t)})
	}
	if !rules.Typed() {
		files = append(files, File{content.BlankDir + "/brand.md", blank.Empty(rules, nil)})
	}
	files = append(files, File{content.BlankDir + "/judgement.yaml", blank.Judgement(rules)})
	data, err := blank.Snippets(rules, region)
	return append(files, File{".vscode/minglu.code-snippets", data}), err
}

// IsForEditors reports whether a file is one of those, of these rules or of others.
func IsForEditors(name string) bool {
	return path.Dir(name) == content.BlankDir || path.Dir(name) == ".vscode" && (strings.HasSuffix(name, ".schema.json") || strings.HasSuffix(name, ".code-snippets"))
}
