package layouts

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image/color"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"minglu/generator/checkout"
)

// assets are the style sheet, the scripts and the static files, as they are
// published.
type assets struct {
	files   map[string][]byte // by address
	sheet   string            // address of the style sheet
	sheets  map[string]string // by page: address of a sheet of its own
	base    string            // address of the script of every page
	scripts map[string]string // by page: address of its own script
	worker  []byte            // of the desk, which is published with its engine
	more    string            // address of the desk's second script
	after   string            // address of what the search reads once its first answers are shown
	try     string            // address of the script by which figures are tried on a brand's page
	colours []color.RGBA      // coloursOf
}

// bundle bundles layouts/. Names carry a hash of the content, so that browsers
// may keep them for ever.
func bundle(dir fs.FS) (assets, error) {
	a := assets{files: map[string][]byte{}, sheets: map[string]string{}, scripts: map[string]string{}}
	sheets, err := styleSheets(dir)
	if err != nil {
		return a, err
	}
	css, err := build(dir, "all.css", "@import \""+strings.Join(sheets, "\";@import \"")+"\";", api.LoaderCSS, api.FormatDefault)
	if err != nil {
		return a, err
	}
	a.sheet = a.add("site", ".css", css)
	if a.worker, err = script(dir, "desk/worker.ts"); err != nil {
		return a, err
	}
	for i, address := range []*string{&a.more, &a.try} {
		name := []string{"more", "try"}[i]
		js, err := script(dir, "desk/"+name+".ts")
		if err != nil {
			return a, err
		}
		if js != nil {
			*address = a.add("desk-"+name, ".js", js)
		}
	}
	after, err := build(dir, "after-entry.ts", `export * from "./search/after.ts";`, api.LoaderTS, api.FormatESModule) // the search reads an index, which a disk does not give either
	if err != nil {
		return a, err
	}
	a.after = a.add("search-after", ".js", after)
	for _, folder := range apart {
		css, err := build(dir, folder+".css", `@import "./`+path.Join(folder, folder+".css")+`";`, api.LoaderCSS, api.FormatDefault)
		if err != nil {
			return a, err
		}
		a.sheets[folder] = a.add(folder, ".css", css)
	}
	for _, folder := range append([]string{"base"}, folders()...) {
		js, err := script(dir, path.Join(folder, folder+".ts"))
		if err != nil {
			return a, err
		}
		if js == nil {
			continue
		}
		if name := a.add(folder, ".js", js); folder == "base" {
			a.base = name
		} else {
			a.scripts[folder] = name
		}
	}
	tokens, err := checkout.Read(dir, "base/tokens.css", maxFile)
	if err != nil {
		return a, err
	}
	a.colours = coloursOf(tokens)
	return a, a.addStatic(dir)
}

// apart are the pages whose style sheet is their own: readers of the others need not
// wait for it.
var apart = []string{"desk", "compare", "verify", "embed"}

// script bundles what a script imports, nil where there is no such script.
func script(dir fs.FS, entry string) ([]byte, error) {
	if _, err := fs.Stat(dir, entry); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return build(dir, strings.TrimSuffix(path.Base(entry), ".ts")+"-entry.ts", "import \"./"+entry+"\";", api.LoaderTS, api.FormatIIFE) // not a module: those do not load from a disk
}

func folders() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.folder
	}
	return names
}

// styleSheets returns every style sheet of the one that all pages share: base/tokens.css, the rest of base, the
// parts, the pages, so that a page's rules have the last word.
func styleSheets(dir fs.FS) ([]string, error) {
	sheets := []string{"./base/tokens.css"}
	patterns := []string{"base/*.css", "parts/*/*.css"}
	for _, folder := range folders() {
		if slices.Contains(apart, folder) {
			continue
		}
		patterns = append(patterns, folder+"/*.css")
	}
	for _, pattern := range patterns {
		found, err := fs.Glob(dir, pattern)
		if err != nil {
			return nil, err
		}
		for _, file := range found {
			if file = "./" + file; file != sheets[0] {
				sheets = append(sheets, file)
			}
		}
	}
	return sheets, nil
}

// add keeps a bundle and returns its address.
func (a *assets) add(name, ext string, data []byte) string {
	sum := sha256.Sum256(data)
	address := "assets/" + name + "-" + hex.EncodeToString(sum[:5]) + ext
	a.files[address] = data
	return address
}

// addStatic copies layouts/static/: x is published as /x.
func (a *assets) addStatic(dir fs.FS) error {
	err := fs.WalkDir(dir, "static", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		a.files[strings.TrimPrefix(file, "static/")], err = checkout.Read(dir, file, maxFile)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// build bundles and minifies one entry point.
func build(dir fs.FS, name, entry string, loader api.Loader, format api.Format) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		Stdin:             &api.StdinOptions{Contents: entry, Sourcefile: name, ResolveDir: "/", Loader: loader},
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsInline,
		Format:            format,
		Target:            api.ES2020,
		Engines: []api.Engine{{Name: api.EngineChrome, Version: "90"}, {Name: api.EngineFirefox, Version: "90"},
			{Name: api.EngineSafari, Version: "15"}},
		LogLevel: api.LogLevelSilent,
		Plugins:  []api.Plugin{fromFS(dir)},
	})
	if len(result.Errors) > 0 {
		if err, ok := result.Errors[0].Detail.(error); ok { // of fromFS
			return nil, err
		}
		lines := api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage})
		return nil, fmt.Errorf("%s", strings.Join(lines, ""))
	}
	return result.OutputFiles[0].Contents, nil
}

// fromFS has esbuild read what is imported from dir and nothing else.
func fromFS(dir fs.FS) api.Plugin {
	resolve := func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		from := ""
		if args.Namespace == "layouts" {
			from = path.Dir(args.Importer)
		}
		file := path.Join(from, args.Path)
		for _, ext := range []string{"", ".ts", ".js"} {
			if info, err := fs.Stat(dir, file+ext); err == nil && !info.IsDir() {
				return api.OnResolveResult{Path: file + ext, Namespace: "layouts"}, nil
			}
		}
		return api.OnResolveResult{}, &fs.PathError{Op: "import", Path: file, Err: fs.ErrNotExist}
	}
	load := func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		data, err := checkout.Read(dir, args.Path, maxFile)
		text := string(data)
		loaders := map[string]api.Loader{".css": api.LoaderCSS, ".ts": api.LoaderTS, ".js": api.LoaderJS, ".json": api.LoaderJSON}
		return api.OnLoadResult{Contents: &text, Loader: loaders[path.Ext(args.Path)]}, err
	}
	return api.Plugin{Name: "layouts", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `^\.`}, resolve)
		b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "layouts"}, load)
	}}
}
