package search

import (
	"fmt"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/registry"
	index "github.com/blevesearch/bleve_index_api"
)

// tokenizerType is the name under which this package's tokenizer stands in
// bleve's registry. Its one setting, cut, names how a text is cut.
const tokenizerType = "minglu"

const (
	analyzerWhole = "minglu_whole"
	analyzerPairs = "minglu_pairs"
	analyzerText  = "minglu_text"
	analyzerPart  = "minglu_part"
)

var cuts = map[string]func(text string, f func(term string)){
	analyzerWhole: whole,
	analyzerPairs: pairs,
	analyzerText:  tails(textWidth),
	analyzerPart:  tails(partWidth),
}

// tokenizer gives bleve the terms of a text.
type tokenizer struct {
	cut func(text string, f func(term string))
}

func (t tokenizer) Tokenize(input []byte) analysis.TokenStream {
	var out analysis.TokenStream
	t.cut(string(input), func(term string) {
		out = append(out, &analysis.Token{Term: []byte(term), Position: len(out) + 1, Type: analysis.Ideographic})
	})
	return out
}

// register makes the tokenizer and the segment builder known to bleve, whose
// registries are the process's.
var register = sync.OnceValue(func() error {
	registerSegments()
	return registry.RegisterTokenizer(tokenizerType, func(config map[string]any, _ *registry.Cache) (analysis.Tokenizer, error) {
		name, _ := config["cut"].(string)
		cut, ok := cuts[name]
		if !ok {
			return nil, fmt.Errorf("search: no cut %q", name)
		}
		return tokenizer{cut}, nil
	})
})

// newMapping says how bleve reads an entry: each field static, none stored, no
// positions, no composite field of everything.
func newMapping() (*mapping.IndexMappingImpl, error) {
	if err := register(); err != nil {
		return nil, err
	}
	m := bleve.NewIndexMapping()
	m.ScoringModel = index.BM25Scoring
	for name := range cuts {
		if err := m.AddCustomTokenizer(name, map[string]any{"type": tokenizerType, "cut": name}); err != nil {
			return nil, err
		}
		if err := m.AddCustomAnalyzer(name, map[string]any{"type": custom.Name, "tokenizer": name}); err != nil {
			return nil, err
		}
	}
	m.DefaultAnalyzer = analyzerWhole
	doc := bleve.NewDocumentStaticMapping()
	for name, k := range kinds {
		f := bleve.NewTextFieldMapping()
		f.Analyzer = k.analyzer
		f.Store, f.IncludeTermVectors, f.IncludeInAll = false, false, false
		f.DocValues = k.options.IncludeDocValues()
		f.SkipFreqNorm = k.options.SkipFreqNorm()
		doc.AddFieldMappingsAt(name, f)
	}
	doc.AddSubDocumentMapping("_all", bleve.NewDocumentDisabledMapping())
	m.DefaultMapping = doc
	return m, nil
}
