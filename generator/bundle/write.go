package bundle

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/fields"
	"minglu/generator/keys"
	"minglu/generator/site"
	"minglu/generator/values"
)

// A Proven is what of a signed site goes into its bundle.
type Proven struct {
	Sign              func(name, path, text string, put func(path string, data []byte) error) error
	Checkpoint, Lines []byte // of the log
}

// Write returns the bundle of a site; proven is nil where it is not signed.
func Write(s *site.Site, proven *Proven) ([]byte, error) {
	w := writer{site: s, files: map[string][]byte{}, sources: map[edition.Provenance]int{}}
	w.manifest = Manifest{Format: Format, Title: s.Settings.Title, Publisher: s.Settings.Publisher, Region: s.Settings.Region.Code,
		BaseURL: s.Settings.BaseURL, Date: s.Date.String(), Demo: s.Settings.Demo, Licence: s.Settings.Licence, Files: []File{}}
	if err := w.content(); err != nil {
		return nil, err
	}
	manifest, err := marshal(w.manifest)
	if err != nil {
		return nil, err
	}
	head := map[string][]byte{}
	if proven != nil {
		base := s.Settings.BaseURL
		err := proven.Sign(noteOrigin(base), noteName, noteText(base, manifest), func(path string, data []byte) error {
			head[path] = data
			return nil
		})
		if err != nil {
			return nil, err
		}
		head[checkpointName], head[linesName] = proven.Checkpoint, proven.Lines
	}
	return pack(manifest, head, w.files)
}

func marshal(m Manifest) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(m)
	return b.Bytes(), err
}

// pack returns the archive: bundle.json first, then what is in head, then the others.
func pack(manifest []byte, head, files map[string][]byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	t := tar.NewWriter(z)
	add := func(name string, data []byte) error {
		if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(data)), Mode: 0o644, Format: tar.FormatUSTAR}); err != nil {
			return err
		}
		_, err := t.Write(data)
		return err
	}
	if err := add(manifestName, manifest); err != nil {
		return nil, err
	}
	for _, part := range []map[string][]byte{head, files} {
		for _, name := range slices.Sorted(maps.Keys(part)) {
			if err := add(name, part[name]); err != nil {
				return nil, err
			}
		}
	}
	if err := t.Close(); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

type writer struct {
	site     *site.Site
	manifest Manifest
	files    map[string][]byte
	sources  map[edition.Provenance]int // without the page: its place in the manifest
}

func (w *writer) content() error {
	for _, b := range w.site.Brands {
		text, err := w.brand(b)
		if err != nil {
			return err
		}
		w.add(b.File, text, b.Path, b.Source)
		if !w.site.Settings.ShowScores {
			continue
		}
		for _, standard := range slices.Sorted(maps.Keys(b.Judgements)) {
			record, err := recordText(b, standard)
			if err != nil {
				return err
			}
			w.add(content.RecordFile(standard, b.Slug), record, b.Path, b.Source)
		}
	}
	for _, n := range w.site.Notices {
		text, err := noticeText(n)
		if err != nil {
			return err
		}
		w.add(n.File, text, n.Path, n.Source)
	}
	slices.SortFunc(w.manifest.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return nil
}

// add adds a file, whose page the site has at the path, unless it is from elsewhere.
func (w *writer) add(file string, text []byte, page string, from *edition.Provenance) {
	sum := sha256.Sum256(text)
	f := File{Path: file, Size: len(text), SHA256: hex.EncodeToString(sum[:])}
	if base := w.site.Settings.BaseURL; base != "" {
		f.Page = base + page
	}
	if from != nil {
		f.Page = from.Page
		key := *from
		key.Page = ""
		if w.sources[key] == 0 {
			w.manifest.Sources = append(w.manifest.Sources, Source{Name: from.Name, Region: from.Region.Code, Date: from.Date.String(), Origin: from.Origin})
			w.sources[key] = len(w.manifest.Sources)
		}
		f.Source = w.sources[key]
	}
	w.files[file] = text
	w.manifest.Files = append(w.manifest.Files, f)
}

// withheld are the keys of a brand that do not travel, though pages show them: pictures are
// no part of a bundle, people can call back what stands on one page alone, and what was let
// through as no number of a person is to be let through anew.
var withheld = []string{"cover", "ai_pictures", "people", "self_scores", content.NotPersonalKey}

// brand returns a brand as its site shows it: its keys, then 基本情况.
func (w *writer) brand(b *site.Brand) ([]byte, error) {
	s := w.site.Settings
	hidden := map[string]bool{"leader": !s.ShowLeader, "opinions": !s.ShowOpinions, "pool": !s.ShowPool, "stage": !s.ShowPool}
	return text(b.Origin.Source().Text, b.Intro, func(key string, value *yaml.Node) bool {
		if key == "links" {
			holdingOn(value, w.site.Date)
			return len(value.Content) > 0
		}
		if key == "county" { // in the form that is no other's, wherever it is read
			value.SetString(b.Region.FullName())
		}
		return keys.Find(keys.Brand, key).Key != "" && !slices.Contains(withheld, key) && !hidden[key]
	})
}

// holdingOn leaves the links that hold on a day.
func holdingOn(links *yaml.Node, day values.Date) {
	links.Content = slices.DeleteFunc(links.Content, func(link *yaml.Node) bool {
		for i := 0; i+1 < len(link.Content); i += 2 {
			if link.Content[i].Value == "until" {
				until, ok := values.ParseDate(link.Content[i+1].Value, false)
				return ok && day.After(until)
			}
		}
		return false
	})
}

// noticeText returns an act as its page shows it. The standard is left out: whether brands
// met it was held when the act was published, by all that the bureau knew of them.
func noticeText(n *site.Notice) ([]byte, error) {
	named := map[string]bool{}
	for _, row := range n.Rows {
		named[row.Slug] = row.Brand != nil
	}
	return text(n.Origin.Source().Text, n.Text, func(key string, value *yaml.Node) bool {
		if key == "brands" {
			value.Content = slices.DeleteFunc(value.Content, func(entry *yaml.Node) bool { return !named[slugOf(entry)] })
			return len(value.Content) > 0
		}
		return keys.Find(keys.Notice, key).Key != "" && key != "standard" && key != content.NotPersonalKey
	})
}

// slugOf returns the brand that an entry of a notice names.
func slugOf(entry *yaml.Node) string {
	if entry.Kind == yaml.ScalarNode {
		return entry.Value
	}
	for i := 0; i+1 < len(entry.Content); i += 2 {
		if entry.Content[i].Value == "slug" {
			return entry.Content[i+1].Value
		}
	}
	return ""
}

var fence = regexp.MustCompile(`(?m)^---[ \t]*\r?\n`)

// text returns a file of content/ with the keys that show lets through, without comments,
// and with prose as plain paragraphs.
func text(source string, prose content.Markdown, show func(key string, value *yaml.Node) bool) ([]byte, error) {
	parts := fence.Split(source, 3)
	if len(parts) < 3 {
		return nil, fmt.Errorf("bundle: a file without keys")
	}
	src := diag.NewSource("", parts[1], content.Mask)
	read := fields.Parse(src, 1, src.Lines()) // as when it was checked: it takes more than YAML does
	if read == nil || read.Partial() {
		return nil, fmt.Errorf("bundle: keys that cannot be read")
	}
	var kept []*yaml.Node
	doc := read.Tree()
	head := doc.Content[0]
	for i := 0; i+1 < len(head.Content); i += 2 {
		if show(head.Content[i].Value, head.Content[i+1]) {
			kept = append(kept, head.Content[i], head.Content[i+1])
		}
	}
	head.Content = kept
	strip(doc)
	var b bytes.Buffer
	b.WriteString("---\n")
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(doc); err != nil {
		return nil, err
	}
	b.WriteString("---\n")
	for i, p := range prose.Paragraphs() {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(escaped(p) + "\n")
	}
	return b.Bytes(), nil
}

// strip takes the comments out of a tree.
func strip(n *yaml.Node) {
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	for _, c := range n.Content {
		strip(c)
	}
}

// escaped returns a paragraph of plain text as Markdown that means the same.
func escaped(s string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(s), " ") {
		if r < 0x80 && strings.ContainsRune("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// recordText returns what was judged of a brand by a standard, as its page shows it.
func recordText(b *site.Brand, standard string) ([]byte, error) {
	doc := &yaml.Node{Kind: yaml.MappingNode}
	add := func(to *yaml.Node, key string, value *yaml.Node) {
		to.Content = append(to.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
	}
	scalar := func(v string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: v} }
	said := func(v string) *yaml.Node {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: v, Style: yaml.DoubleQuotedStyle}
	}
	for _, item := range slices.Sorted(maps.Keys(b.Judgements[standard])) {
		j := b.Judgements[standard][item]
		one := &yaml.Node{Kind: yaml.MappingNode}
		add(one, "points", scalar(j.Points.String()))
		add(one, "reason", said(j.Reason))
		if !j.Date.IsZero() {
			add(one, "date", scalar(j.Date.String()))
		}
		add(doc, item, one)
	}
	if k, has := b.Kept[standard]; has {
		one := &yaml.Node{Kind: yaml.MappingNode}
		add(one, "reason", said(k.Reason))
		add(one, "date", scalar(k.Date.String()))
		add(doc, "kept", one)
	}
	var out bytes.Buffer
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	err := e.Encode(doc)
	return out.Bytes(), err
}
