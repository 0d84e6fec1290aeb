package review

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"minglu/generator/content"
	"minglu/generator/git"
	"minglu/generator/public"
	"minglu/generator/unseen"
)

// A place says what a changed file is to the site. Those that say what is checked
// and published at all come first.
type place int

const (
	elsewhere place = iota // a link or a submodule, wherever it is
	program
	automation
	layout
	standard
	made
	other
	odd
	settings
	plain
)

// places are in the order of their constants.
var places = []struct{ title, task, why string }{
	elsewhere:  {"链接和子模块", toDecide, "它们指向别处，所指的内容不在审阅之内。请要求换成文件本身，或删去。"},
	program:    {"程序", toDecide, "这些文件决定检查和发布本身，请由主管部门的技术人员逐行审阅。"},
	automation: {"自动检查、审阅权限和工具的设置", toDecide, "这些文件决定检查怎样运行、由谁审阅、哪些改动看得见，请由主管部门的技术人员逐行审阅。"},
	layout:     {"版式", toDecide, "网站的每一页都由版式生成，其中的脚本在访问者的设备上运行，请由主管部门的技术人员逐行审阅。"},
	standard:   {"标准", toDecide, "评价由这些文件决定。条文的改动和对品牌的影响列在后面，请对照原件审阅。"},
	made:       {"生成的网站和缓存", toDecide, "它们由程序生成，不应提交；提交进来的不能保证是程序生成的。请要求删去。"},
	other:      {"其他文件", toLookAt, "它们不是内容、标准、版式或程序，请看是否应当放在这里。"},
	odd:        {"内容和标准中的特殊文件", toLookAt, "它们是程序不读的，或者可执行、很大、不是文字、名称里有看不见的字符，请看是否应当放在这里。"},
	settings:   {"网站设置和页面", toLookAt, "网站显示哪些内容由 site.yaml 决定，页面以主管部门的名义发布，请核对。"},
	plain:      {"品牌、公告和图片", "", "品牌和公告改了什么，在后面列出；图片请打开查看。"},
}

const (
	toDecide = "须决定"
	toLookAt = "须核对"
)

const (
	manyBytes = 1 << 20 // of one file are said
	manyFiles = 40      // of content are counted by folder
)

// place says where c belongs; of a renamed file the weightier of both ends counts.
func (c Change) place() place {
	if slices.ContainsFunc([]git.Mode{c.Was, c.Mode}, func(m git.Mode) bool { return m == git.Symlink || m == git.Submodule }) {
		return elsewhere
	}
	p := placeOf(c.Path)
	if c.Old != "" {
		p = min(p, placeOf(c.Old))
	}
	if p > odd && len(c.remarks()) > 0 {
		p = odd
	}
	return p
}

// placeOf goes by names as a disk sees them that does not tell case.
func placeOf(file string) place {
	inside := strings.ToLower(file)
	for strings.HasPrefix(inside, "../") {
		inside = inside[len("../"):]
	}
	top, _, nested := strings.Cut(inside, "/")
	base := path.Base(inside)
	switch {
	case top == "generator" && nested, top == "vendor" && nested, strings.HasSuffix(base, ".go"),
		slices.Contains([]string{"go.mod", "go.sum", "go.work", "go.work.sum"}, base):
		return program
	case public.IsMade(inside):
		return made
	case strings.HasPrefix(top, "."), top == "jenkinsfile",
		slices.Contains([]string{"codeowners", ".gitattributes", ".gitignore", ".gitmodules"}, base):
		return automation
	case len(inside) < len(file): // of the clone, and not of this repository
		return other
	case top == "layouts":
		return layout
	case top == "criteria" && isSkipped(inside):
		return odd
	case top == "criteria":
		return standard
	case inside == "content/site.yaml", strings.HasPrefix(inside, "content/pages/"):
		return settings
	case top == "content":
		return plain
	}
	return other
}

// remarks are what is unusual about the file, in words.
func (c Change) remarks() []string {
	var all []string
	say := func(is bool, words string) {
		if is {
			all = append(all, words)
		}
	}
	say(c.Mode == git.Symlink, join("符号链接", "，指向 ", visible(c.Link)))
	say(c.Mode == git.Submodule, "子模块")
	say(c.Was == git.Symlink && c.Mode != git.Symlink, "原为符号链接")
	say(c.Was == git.Submodule && c.Mode != git.Submodule, "原为子模块")
	say(c.Mode == git.Executable && c.Was == "", "可执行")
	say(c.Mode == git.Executable && c.Was == git.Regular, "改为可执行")
	say(c.Mode == git.Regular && c.Was == git.Executable, "改为不可执行")
	say(c.Binary && !content.IsPicture(c.Path), "不是文字")
	say(c.Turned, "有打乱文字次序的看不见的字符，显示的与运行的不同")
	say(c.Size >= manyBytes, fmt.Sprintf("%.1f MiB", float64(c.Size)/manyBytes))
	inContent := strings.HasPrefix(c.Path, "content/") || strings.HasPrefix(c.Path, "criteria/")
	say(inContent && isSkipped(c.Path), "程序不读")
	say(escaped(c.Path) != c.Path, "名称中有看不见或不能显示的字符")
	return all
}

// decidedFiles lists the touched files that somebody has to decide on.
func (d *Document) decidedFiles(all []Change) {
	if files := doing(all, toDecide); len(files) > 0 {
		d.files(toDecide+"：改动的文件（%s 个）", files)
		d.last().Decide = len(files)
	}
}

// otherFiles lists the other touched files.
func (d *Document) otherFiles(all []Change) {
	switch files := doing(all, toLookAt, ""); {
	case len(all) == 0:
		d.section("改动的文件（0 个）")
		d.text("没有改动的文件。")
	case len(files) < len(all) && len(files) > 0:
		d.files("其他改动的文件（%s 个）", files)
	case len(files) > 0:
		d.files("改动的文件（%s 个）", files)
	}
}

// doing returns the changes in places with one of the tasks.
func doing(all []Change, tasks ...string) []Change {
	return slices.DeleteFunc(slices.Clone(all), func(c Change) bool { return !slices.Contains(tasks, places[c.place()].task) })
}

// files lists touched files, by place, the unusual ones first.
func (d *Document) files(title string, all []Change) {
	d.section(fmt.Sprintf(title, number(len(all))))
	byPlace := make([][]Change, len(places))
	for _, c := range all {
		at := c.place()
		byPlace[at] = append(byPlace[at], c)
	}
	for at, group := range byPlace {
		if len(group) == 0 {
			continue
		}
		slices.SortStableFunc(group, func(a, b Change) int { return cmp.Compare(len(b.remarks()), len(a.remarks())) })
		d.text("%s（%s）：%s", places[at].title, join(number(len(group))+" 个", "，", places[at].task), places[at].why)
		var items []string
		for _, c := range group {
			items = append(items, c.line())
		}
		if place(at) == plain && len(group) > manyFiles {
			d.folders(group)
			d.foldedList(fmt.Sprintf("逐个列出（%s 个）", number(len(group))), items)
			continue
		}
		d.list(items)
	}
}

func (c Change) line() string {
	text := kindWords[c.Kind] + " " + join(visible(c.Old), " → ", visible(c.Path))
	if remarks := c.remarks(); len(remarks) > 0 {
		text += "（" + strings.Join(remarks, "，") + "）"
	}
	return text
}

// folders counts changes by folder.
func (d *Document) folders(all []Change) {
	counts := map[string]map[ChangeKind]int{}
	for _, c := range all {
		folder := path.Dir(c.Path)
		if counts[folder] == nil {
			counts[folder] = map[ChangeKind]int{}
		}
		counts[folder][c.Kind]++
	}
	kinds := []ChangeKind{Added, Modified, Deleted, Renamed}
	head := []string{"文件夹"}
	for _, k := range kinds {
		head = append(head, kindWords[k])
	}
	var rows [][]string
	for _, folder := range slices.Sorted(maps.Keys(counts)) {
		row := []string{visible(folder)}
		for _, k := range kinds {
			row = append(row, number(counts[folder][k]))
		}
		rows = append(rows, row)
	}
	d.table(head, rows)
}

// visible returns a path as it may be printed: nothing in it is hidden, and no
// number of a person shown, whatever stands between its digits.
func visible(file string) string {
	if bare := unseen.Drop(strings.ToValidUTF8(file, "")); content.Mask(bare) != bare {
		return content.Mask(bare)
	}
	return escaped(file)
}

// escaped returns file with what cannot be seen written out: \u202e, \n, \xff,
// and \x20 for a space that another follows or that begins or ends a name.
func escaped(file string) string {
	var b strings.Builder
	for i, r := range file {
		_, size := utf8.DecodeRuneInString(file[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, file[i])
		case unicode.IsControl(r), unicode.IsSpace(r) && r != ' ', unicode.Is(unicode.Co, r), r == unicode.ReplacementChar, unseen.Is(r):
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		case r == ' ' && (i == 0 || file[i-1] == '/' || i+1 == len(file) || file[i+1] == '/' || file[i+1] == ' '):
			b.WriteString(`\x20`)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
