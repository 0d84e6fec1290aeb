package host

import (
	"fmt"
	"path"
	"strings"
)

// longest is how many bytes an address may have that carries a text. A server in its
// ordinary configuration reads a request line of 8 KiB and refuses longer ones; a
// Chinese character takes nine bytes.
const longest = 8000

// Ways are how an editor brings one file into the repository on the host's pages.
type Ways struct {
	View  string   `json:"view"`  // the page that shows the file; of a file that is there
	Edit  string   `json:"edit"`  // the page that changes it; likewise
	New   string   `json:"new"`   // the page that makes it
	Open  string   `json:"open"`  // the page to open now: Edit or New, with the text where that can be
	Fills bool     `json:"fills"` // Open brings the text; otherwise it goes on the clipboard first
	Limit int      `json:"limit"` // of the bytes of Open if it is to bring a text; 0: it cannot
	Steps []string `json:"steps"` // what to do there, in Chinese
}

// Ways returns the ways of a file, a path from the repository's root with forward
// slashes, that is to hold the text. Whether it is there already decides what is
// opened. A path that leads out of the repository has none.
func (r *Repository) Ways(file, text string, there bool) Ways {
	if !isPath(file) {
		return Ways{}
	}
	w := Ways{View: r.File(file), Edit: r.page(sites[r.Host].edit, file), New: r.create(file)}
	w.Open = w.New
	if there {
		w.Open = w.Edit
	}
	if carries(r.Host, there) {
		w.Limit = longest
		if with := w.Open + sign(w.Open) + "value=" + escaped(text); len(with) <= longest {
			w.Open, w.Fills = with, true
		}
	}
	w.Steps = r.steps(file, there, w.Fills)
	return w
}

// carries reports whether a host of the kind takes the text from the address.
func carries(k Kind, there bool) bool { return k == Gitea || k == GitHub && !there }

// sign returns what stands before one more value of an address.
func sign(address string) string {
	if strings.Contains(address, "?") {
		return "&"
	}
	return "?"
}

// steps says what to do on the page that is opened.
func (r *Repository) steps(file string, there, filled bool) []string {
	steps := []string{fmt.Sprintf("先登录 %s，再打开网页：没有登录就打开的，登录以后填好的内容可能不在了。", r.Name())}
	return append(append(steps, r.fillIn(file, there, filled)...), r.handIn()...)
}

// fillIn says how the file's name and text get into the page.
func (r *Repository) fillIn(file string, there, filled bool) []string {
	var steps []string
	switch {
	case there:
		steps = append(steps, fmt.Sprintf("打开的是修改文件 %s 的网页。", file))
	case sites[r.Host].filename != "":
		steps = append(steps, fmt.Sprintf("打开的是新建文件的网页。核对文件名，连同文件夹应为 %s；不是的，照此填写。", file))
	default:
		step := fmt.Sprintf("打开的是新建文件的网页。文件名一栏填 %s", path.Base(file))
		if dir := path.Dir(file); dir != "." {
			step += fmt.Sprintf("；前面的文件夹应为 %s，不是的，填完整的路径 %s", dir, file)
		}
		steps = append(steps, step+"。")
	}
	switch {
	case filled:
		steps = append(steps, "内容已经填好，看一遍，不用改。")
	case there:
		steps = append(steps, "内容已经复制好：在编辑框里点一下，按 Ctrl+A 全部选中，再按 Ctrl+V 粘贴，换掉原来的全文（苹果电脑用 Command 键）。")
	default:
		steps = append(steps, "内容已经复制好：在编辑框里点一下，按 Ctrl+V 粘贴（苹果电脑用 Command 键）。")
	}
	return steps
}

// handIn says how what was filled in becomes a request to merge.
func (r *Repository) handIn() []string {
	switch r.Host {
	case GitHub:
		return []string{
			"点右上角的“Commit changes…”（提交；没有写入权限的，是“Propose changes”），写一句说明，选“Create a new branch”（新建分支），确认。",
			"在下一页点“Create pull request”（开合并请求）。",
			"等几分钟，看合并请求下方的检查：打了勾就是没有错。",
		}
	case GitLab:
		return []string{
			"点“Commit changes”（提交），写一句说明，选“Commit to a new branch”（提交到新分支），留着“Create a merge request”（开合并请求）前面的勾，确认。",
			"在下一页点“Create merge request”（开合并请求）。",
			"等几分钟，看合并请求中的检查：打了勾就是没有错。",
		}
	case Gitea:
		return []string{
			"在页面下方写一句说明，选“为此提交创建一个新的分支并发起合并请求”，点“提交变更”或“建议文件更改”。先请您派生（Fork）仓库的，点“派生仓库”，就会回到这里。",
			"在下一页点“创建合并请求”，写好标题，再点一次。",
			"等几分钟，看合并请求下方的检查：打了勾就是没有错。",
		}
	}
	return []string{
		"在页面下方的提交信息里写一句说明，点“提交审核”，就开了合并请求。按钮是“提交”的，您可以直接改主分支，先问过维护人员再点。",
		"等几分钟，看 Pull Requests 中的检查：通过就是没有错。",
	}
}
