package layouts

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"
)

// spoken is what pages use of schema.org: which properties a type has there, its own and
// those that it inherits (https://schema.org/Brand and so on).
var spoken = map[string][]string{
	"Brand":          {"name", "alternateName", "description", "url"},
	"Organization":   {"name", "alternateName", "description", "url"},
	"BreadcrumbList": {"name", "itemListElement", "url"},
	"ListItem":       {"name", "position", "item"},
}

const schemaOrg = "http://schema.org/" // as its context has it, whatever a page is fetched by

// LoadDocument hands out what pages use of the context of schema.org. Unlike the whole it
// turns no other word into one of schema.org.
func (keptContext) LoadDocument(address string) (*ld.RemoteDocument, error) {
	if address != "https://schema.org" {
		return nil, fmt.Errorf("the context %s is asked for", address)
	}
	terms := map[string]any{}
	for kind, properties := range spoken {
		terms[kind] = schemaOrg + kind
		for _, p := range properties {
			terms[p] = schemaOrg + p
		}
	}
	for _, p := range []string{"url", "item"} {
		terms[p] = map[string]any{"@id": schemaOrg + p, "@type": "@id"}
	}
	return &ld.RemoteDocument{DocumentURL: address, Document: map[string]any{"@context": terms}}, nil
}

type keptContext struct{}

// Whatever a page says to machines, a program that knows JSON-LD reads: each word is one of
// schema.org, of a type that has it, and every address is whole.
func TestWhatPagesSayToMachinesIsSchemaOrg(t *testing.T) {
	files := sample(t)
	options := ld.NewJsonLdOptions("")
	options.SafeMode, options.DocumentLoader = true, keptContext{}
	types := map[string]int{}
	for path, page := range render(t, siteOf(t, files), files) {
		if !strings.HasSuffix(path, ".html") {
			continue
		}
		for _, n := range parsePage(t, path, page).tags("script") {
			if attr(n, "type") != "application/ld+json" {
				continue
			}
			var said any
			if err := json.Unmarshal([]byte(text(n)), &said); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			graph, err := ld.NewJsonLdProcessor().Expand(said, options)
			if err != nil || len(graph) == 0 {
				t.Errorf("%s: %s is read as %v, %v", path, text(n), graph, err)
			}
			for _, node := range graph {
				checkSpoken(t, path, node.(map[string]any), types)
			}
		}
	}
	for kind := range spoken {
		if types[kind] == 0 {
			t.Errorf("no page speaks of a %s", kind)
		}
	}
}

func checkSpoken(t *testing.T, path string, node map[string]any, types map[string]int) {
	t.Helper()
	of, _ := node["@type"].([]any)
	if len(of) != 1 {
		t.Errorf("%s says %v", path, node)
		return
	}
	kind := strings.TrimPrefix(of[0].(string), schemaOrg)
	types[kind]++
	for property, values := range node {
		name, is := strings.CutPrefix(property, schemaOrg)
		if property != "@type" && (!is || !slices.Contains(spoken[kind], name)) {
			t.Errorf("%s says %s of a %s", path, property, kind)
		}
		for i, value := range values.([]any) {
			switch v, _ := value.(map[string]any); name {
			case "url", "item":
				if id, _ := v["@id"].(string); !strings.HasPrefix(id, "https://minglu.example.org/sub/") {
					t.Errorf("%s leads to %v", path, v)
				}
			case "itemListElement":
				checkSpoken(t, path, v, types)
				if at := v[schemaOrg+"position"].([]any)[0].(map[string]any)["@value"]; at != float64(i+1) {
					t.Errorf("%s has %v in place %d", path, at, i+1)
				}
			case "name", "description", "alternateName":
				if s, _ := v["@value"].(string); s == "" {
					t.Errorf("%s has the %s %v", path, name, v)
				}
			}
		}
	}
}
