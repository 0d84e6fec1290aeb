package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/checkout"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/kit"
	"minglu/generator/scaffold"
	"minglu/generator/usage"
	"minglu/generator/values"
)

func (a *app) initCommand() *cobra.Command {
	return command("init REGION [DIR]", "新建一个地方的仓库",
		`在文件夹 DIR（默认为当前文件夹）里新建一个地方自己的仓库：标准、版式、手册、流水线，
以及写好名称和行政区划代码的网站设置。REGION 写市、县（市、区）、省的名称，如 东海县，
或者六位行政区划代码；全国的写 全国。已有的文件一律不动。
建好以后有这个程序就能检查和生成网站，不用装别的软件；换用新版本的程序以后运行 update。`,
		atMost(2), func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage.Errorf("缺少地区：请写明为哪里建名录，如 init 东海县")
			}
			return a.init(args[0], cmp.Or(strings.Join(args[1:], ""), a.root, "."))
		})
}

// init makes a repository of a region's own in a folder.
func (a *app) init(name, dir string) error {
	k, err := a.kit(func(rules *criteria.Rules) (*criteria.Region, error) { return regionCalled(rules, name) })
	if err != nil {
		return err
	}
	files, err := k.Begin()
	if err != nil {
		return err
	}
	maps.Copy(files, k.Files)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	root := checkout.Open(dir)
	if err := refuseOthers(root, dir, files); err != nil {
		return err
	}
	record, written := kit.NewRecord(k.Region.Code), 0
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if _, shared := k.Files[name]; shared {
			continue
		}
		err := root.Create(name, files[name])
		if err == nil {
			written++
		} else if !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("无法写入文件夹 %s：%w", calledHere(dir), err)
		}
	}
	changes, err := a.take(record, root, k, true)
	if err != nil {
		return fmt.Errorf("无法写入文件夹 %s：%w", calledHere(dir), err)
	}
	if written += len(changes); written == 0 {
		fmt.Fprintf(a.stdout, "%s 里已经是%s的仓库，没有新建任何文件。\n", calledHere(dir), k.Region.Name)
	} else {
		fmt.Fprintf(a.stdout, "已在 %s 建好%s的仓库。\n", calledHere(dir), k.Region.Name)
	}
	fmt.Fprintf(a.stderr, "下一步：核对 content/site.yaml，再运行 %s check；README.md 写着怎样开始。\n", programName())
	return nil
}

// calledHere names a folder to people, to whom a dot says nothing.
func calledHere(dir string) string {
	if whole, err := filepath.Abs(dir); err == nil && filepath.Clean(dir) == "." {
		return whole
	}
	return dir
}

// refuseOthers refuses a folder in which one of the files lies already and is another.
func refuseOthers(root *checkout.FS, dir string, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		info, err := root.Lstat(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		data, err := root.ReadFile(name)
		if err != nil || info.IsDir() || string(data) != string(files[name]) {
			return usage.Errorf("%s 里已经有 %s，没有新建任何文件。请换一个空文件夹；已经是名录仓库的，用 update", calledHere(dir), name)
		}
	}
	return nil
}

// kit returns what the program holds for a region.
func (a *app) kit(of func(*criteria.Rules) (*criteria.Region, error)) (*kit.Kit, error) {
	shared, err := kit.Open()
	if err != nil {
		return nil, err
	}
	rules, err := kit.Rules(shared)
	if err != nil {
		return nil, err
	}
	region, err := of(rules)
	if err != nil {
		return nil, err
	}
	return kit.For(shared, rules, region)
}

// regionCalled returns the region that a name or a code means.
func regionCalled(rules *criteria.Rules, name string) (*criteria.Region, error) {
	if r := rules.Region(name); r != nil {
		return r, nil
	}
	var named, casually []*criteria.Region
	var names []string
	for _, r := range rules.Regions {
		full, casual := r.Called()
		names = append(names, r.Name)
		if slices.Contains(full, name) {
			named = append(named, r)
		} else if slices.Contains(casual, name) {
			casually = append(casually, r)
		}
	}
	if len(named) == 0 {
		named = casually
	}
	switch {
	case len(named) == 1:
		return named[0], nil
	case len(named) > 1:
		var each []string
		for _, r := range named {
			each = append(each, fmt.Sprintf("%s（%s）", r.NameWithin(rules.Region("100000")), r.Code))
		}
		return nil, usage.Errorf("叫“%s”的地方有 %d 个：%s。请写全称或代码", name, len(named), strings.Join(each, "、"))
	}
	if near := values.Nearest(name, names); near != "" {
		return nil, usage.Errorf("行政区划表中没有“%s”，是否应为“%s”？", name, near)
	}
	return nil, usage.Errorf("行政区划表中没有“%s”，请写市、县（市、区）、省的全称，如 东海县，或者六位代码", name)
}

// take brings a repository to a kit, and then what is made of its rules for editors.
func (a *app) take(record *kit.Record, root *checkout.FS, k *kit.Kit, write bool) ([]kit.Change, error) {
	changes, err := record.Take(root, k.Files, kit.Holds, write)
	if err != nil {
		return changes, err
	}
	e, _, err := edition.Reader{Day: a.day}.Read(root)
	if err != nil || e.Settings == nil {
		return changes, err // check says what is wrong with them
	}
	made, err := scaffold.ForEditors(e.Rules, e.Settings.Region)
	if err != nil {
		return changes, err
	}
	files := map[string][]byte{}
	for _, f := range made {
		files[f.Path] = f.Data
	}
	more, err := record.Take(root, files, scaffold.IsForEditors, write)
	return append(changes, more...), err
}
