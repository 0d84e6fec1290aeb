package screen

import (
	"io/fs"
	"path"
	"unicode/utf8"

	"minglu/generator/charset"
	"minglu/generator/checkout"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/filename"
)

// maxSkipped is how many bytes are looked at of a file that nobody reads: of very
// long ones the beginning will do.
const maxSkipped = 2 << 20

// Folder looks at all files of a folder that the program publishes, or builds pages
// with, as they are.
func Folder(root fs.FS, dir string) (diag.List, error) {
	entries, err := fs.ReadDir(root, dir)
	if err != nil {
		return nil, err
	}
	return Skipped(root, dir, entries)
}

// Skipped looks at files and folders of dir that the program passes over, such as
// README.md and drafts: everybody can read them, and every system has to hold
// them. The error is the machine's.
func Skipped(root fs.FS, dir string, entries []fs.DirEntry) (diag.List, error) {
	var list diag.List
	names := filename.Names{}
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		list = append(list, Name(p)...)
		if fault := names.Fault(e.Name()); fault != "" {
			src := New(p, "").Source
			src.Report(src.LineSpan(1), diag.BadSlug, "“%s”不能用这个名称：%s，请改名。", filename.Printable(e.Name()), fault)
			list = append(list, src.List...)
		}
		if !utf8.ValidString(p) { // it cannot be opened: io/fs knows paths in UTF-8 alone
			continue
		}
		bad, err := inside(root, p, e)
		if err != nil {
			return nil, err
		}
		list = append(list, bad...)
	}
	return list, nil
}

// inside looks at the text of a file, or at what stands in a folder.
func inside(root fs.FS, p string, e fs.DirEntry) (diag.List, error) {
	switch {
	case e.IsDir():
		entries, err := fs.ReadDir(root, p)
		if err != nil {
			return nil, err
		}
		return Skipped(root, p, entries)
	case e.Type().IsRegular():
		raw, err := checkout.Head(root, p, maxSkipped)
		if err != nil {
			return nil, err
		}
		return aside(p, charset.Text(raw)), nil
	}
	return nil, nil
}

// aside looks at a text file that the program does not read otherwise.
func aside(name, text string) diag.List {
	f := New(name, text)
	switch path.Ext(name) {
	case ".svg", ".css", ".ts", ".js": // full of numbers that nobody reads
	case ".yaml", ".yml":
		f.Lines()
	default:
		f.Marked()
	}
	fields.ReportTurned(f.Source, 1, f.Source.Lines())
	return f.Report("")
}
