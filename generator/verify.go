package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/proof"
	"minglu/generator/public"
	"minglu/generator/review"
	"minglu/generator/usage"
)

func (a *app) verifyCommand() *cobra.Command {
	var byRecord bool
	var site string
	var except, trust []string
	var twins codingsArg
	format := choice("text", "json")
	cmd := command("verify [DIR|FILE|URL]", "核对网站的文件是否齐全、未被改动，查验证明",
		`逐个字节核对文件夹 DIR 里的网站，默认为仓库的 public/：应有的文件都在，一个字节不差，没有多出别的文件。
不一样的逐个列出，不写任何文件。DIR 也可以是从服务器下载的一份。

默认与本仓库的内容核对：这些内容今天应当生成怎样的网站，就应当是怎样的。生成网站的那一天不是今天的，用 --date 写明。
写了 --record 的，只与 DIR 里的发布记录 `+public.Record+` 核对，不需要仓库：查得出传输中缺损的文件，
查不出连记录一起改动的。

别人放在网站里的文件，如 CNAME，用 --except 写明，就不算多出；最外层的 .gitignore 不用写明。有不一样的，退出码为 1。
网站有签名的，--record 还核对签名的清单、日志和每份凭证。

写的是文件或网址的，查验一份证明：二维码里的网址（也可以存在文件里）、品牌的可验证凭证（.vc.json），
或者一个有签名的网站的地址。回答 有效、已退出、已到期、不是本名录签发 或 名录数据过旧，只有有效的退出码为 0。
不联网时用 --site DIR 写明下载的网站在哪里。`,
		cobra.ArbitraryArgs, func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return usage.Errorf("verify 只接受一个文件夹，多出了“%s”", args[1])
			case len(args) == 1 && args[0] == "":
				return usage.Errorf("DIR 不能是空的")
			case len(args) == 1 && isProof(args[0]):
				return a.checkProof(cmd.Context(), args[0], site, format.value, trust)
			}
			return a.verify(cmd.Context(), strings.Join(args, ""), format.value, byRecord, except, twins)
		})
	cmd.Flags().BoolVar(&byRecord, "record", false, "只与发布记录核对")
	cmd.Flags().StringArrayVar(&except, "except", nil, "文件或文件夹 `PATH` 不算多出，可以写几次")
	twins.addTo(cmd, "网站是写了 --precompress 生成的，这里也照样写")
	cmd.Flags().Var(&format, "format", "输出 `FORMAT`：text（默认）、json")
	cmd.Flags().Var(filledArg{&site}, "site", "查验证明时用 `DIR|URL` 的网站，默认是证明上写的")
	cmd.Flags().StringArrayVar(&trust, "trust", nil, "查验证明时只认公钥 `KEY`，可以写几次")
	return a.signing(cmd)
}

// verify holds the site in the folder dir, the repository's where it is "", against what
// the repository makes, or against its own record.
func (a *app) verify(ctx context.Context, dir, format string, byRecord bool, except []string, twins []public.Coding) error {
	for i, p := range except {
		if except[i] = filepath.ToSlash(filepath.Clean(p)); p == "" {
			return usage.Errorf("--except 不能是空的")
		}
	}
	if dir == "" {
		repository, err := a.repository()
		if err != nil {
			return err
		}
		dir = filepath.Join(repository, "public")
	}
	manifest, of, err := a.expected(ctx, dir, byRecord, twins)
	if errors.Is(err, public.ErrNoRecord) {
		v := verdict{Folder: filepath.ToSlash(dir), Against: of, Files: 1, Changed: []string{public.Record}}
		if _, err := os.Lstat(filepath.Join(dir, public.Record)); err != nil {
			v.Missing, v.Changed = v.Changed, nil
		}
		return cmp.Or(v.write(a.stdout, format), errMistakes)
	}
	if err != nil {
		return err
	}
	d, err := manifest.Hold(ctx, dir)
	if err != nil {
		return fmt.Errorf("无法读取文件夹 %s：%w", filepath.ToSlash(dir), err)
	}
	d.Strange = slices.DeleteFunc(d.Strange, func(p string) bool {
		return p == ".gitignore" || slices.ContainsFunc(except, func(e string) bool { return p == e || strings.HasPrefix(p, e+"/") })
	})
	v := verdict{Folder: filepath.ToSlash(dir), Against: of, Files: len(manifest), Bytes: d.Bytes,
		Missing: d.Missing, Changed: d.Changed, Strange: d.Strange}
	if byRecord {
		if v.Faults, v.signed, err = a.checkSigned(ctx, dir); err != nil {
			return err
		}
	} else {
		v.twins = len(manifest.TwinsOf(d.Strange))
	}
	if err := v.write(a.stdout, format); err != nil || v.agrees() {
		return err
	}
	return errMistakes
}

// expected returns what the folder is to hold, and by what that is known.
func (a *app) expected(ctx context.Context, dir string, byRecord bool, twins []public.Coding) (public.Manifest, string, error) {
	if byRecord {
		m, err := public.ReadManifest(dir)
		return m, "record", err
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, "", usage.Errorf("没有文件夹“%s”", filepath.ToSlash(dir))
	}
	var tree public.Tree
	defer tree.Close()
	if _, err := a.buildInto(ctx, &tree, dir, twins); err != nil {
		return nil, "", err
	}
	m, err := tree.Manifest(ctx)
	return m, "sources", err
}

// A verdict is what verify found. Paths are below the folder.
type verdict struct {
	Folder  string   `json:"folder"`
	Against string   `json:"against"` // record or sources
	Files   int      `json:"files"`   // that there should be
	Bytes   int64    `json:"bytes"`   // of those that are as they should be
	Missing []string `json:"missing"`
	Changed []string `json:"changed"`
	Strange []string `json:"strange"`
	Faults  []string `json:"faults,omitempty"` // of what was signed

	signed *proof.Published // nil: nothing is, or it is not whole
	twins  int              // of the strange ones, those of files that the repository makes
}

func (v *verdict) agrees() bool {
	return len(v.Missing)+len(v.Changed)+len(v.Strange)+len(v.Faults) == 0
}

func (v *verdict) write(w io.Writer, format string) error {
	if format == "json" {
		for _, list := range []*[]string{&v.Missing, &v.Changed, &v.Strange} {
			*list = append([]string{}, *list...)
		}
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(v)
	}
	what := map[string]string{"record": "发布记录", "sources": "本仓库的内容"}[v.Against]
	var b strings.Builder
	if len(v.Missing)+len(v.Changed)+len(v.Strange) == 0 {
		fmt.Fprintf(&b, "%s 与%s一致：%d 个文件，共 %s，没有缺少、改动和多出的。\n", v.Folder, what, v.Files, size(v.Bytes))
	} else {
		fmt.Fprintf(&b, "%s 与%s不一致：应有 %d 个文件，缺少 %d 个，改动 %d 个，多出 %d 个。\n", v.Folder, what, v.Files, len(v.Missing), len(v.Changed), len(v.Strange))
		for _, list := range []struct {
			name  string
			paths []string
		}{{"缺少", v.Missing}, {"改动", v.Changed}, {"多出", v.Strange}} {
			for _, p := range list.paths {
				fmt.Fprintf(&b, "%s  %s\n", list.name, review.Printable(p))
			}
		}
		if v.twins > 0 {
			fmt.Fprintf(&b, "多出的有 %d 个是网页的压缩件：网站是写了 --precompress 生成的，核对时也照样写。\n", v.twins)
		}
		switch {
		case len(v.Missing)+len(v.Changed) == 0:
		case v.Against == "sources":
			fmt.Fprint(&b, "缺少和改动的，重新运行 build 补齐；是从别处下载的，请重新发布后再核对。\n")
		case slices.Contains(slices.Concat(v.Missing, v.Changed), public.Record):
			fmt.Fprint(&b, "没有完好的发布记录，其他文件无从核对；在仓库里不写 --record，可以与内容核对。\n")
		default:
			fmt.Fprint(&b, "缺少和改动的，请重新下载后再核对；还是这样的，请重新发布。\n")
		}
		if len(v.Strange) > v.twins {
			fmt.Fprint(&b, "多出的不是程序写入的，请确认是谁放的，不需要的删去；需要的用 --except 写明。\n")
		}
	}
	for _, f := range v.Faults {
		fmt.Fprintf(&b, "签名不符  %s\n", review.Printable(f))
	}
	if v.signed != nil && len(v.Faults) == 0 {
		fmt.Fprintf(&b, "签名对得上：日志 %d 项，清单 %d 个文件。\n", v.signed.Acts(), v.signed.Files())
	}
	_, err := io.WriteString(w, b.String())
	return err
}
