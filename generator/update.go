package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"minglu/generator/checkout"
	"minglu/generator/criteria"
	"minglu/generator/kit"
	"minglu/generator/usage"
)

func (a *app) updateCommand() *cobra.Command {
	var list, diffs bool
	cmd := command("update", "换用新版本的程序以后，更新标准和版式",
		`把 criteria/、layouts/、手册和流水线与程序所带的比较，列出不同的文件。
本单位没有改过的，换成程序所带的；本单位改过而程序没有改的，不动；
两边都改过的也不动，程序所带的放在 .ci/new/ 的同名位置，由您比较以后合并，合并完删去它。
取来时是什么样记在 .ci/taken，请一起提交。有待合并的，退出码为 1。`,
		noArgs, func(*cobra.Command, []string) error { return a.update(list, diffs) })
	cmd.Flags().BoolVar(&list, "list", false, "只列出，不写任何文件")
	cmd.Flags().BoolVar(&diffs, "diff", false, "还列出改动的内容")
	return cmd
}

// update brings a repository to what the program holds.
func (a *app) update(list, diffs bool) error {
	dir, err := a.repository()
	if err != nil {
		return err
	}
	root := checkout.Open(dir)
	record, err := kit.ReadRecord(root)
	if errors.Is(err, fs.ErrNotExist) {
		return usage.Errorf("“%s”不是用 init 建的仓库：没有 .ci/taken；带有程序源码的仓库用 git 更新", dir)
	}
	if err != nil {
		return err
	}
	k, err := a.kit(func(rules *criteria.Rules) (*criteria.Region, error) {
		if r := rules.Region(record.Region); r != nil {
			return r, nil
		}
		return nil, usage.Errorf(".ci/taken 没有写明地区，或者程序不知道代码“%s”：请从以前的提交恢复这个文件", record.Region)
	})
	if err != nil {
		return err
	}
	changes, err := a.take(record, root, k, !list)
	if err != nil {
		return err
	}
	return a.sayTaken(changes, list, diffs)
}

// sayTaken lists what an update changed, and what it left to people.
func (a *app) sayTaken(changes []kit.Change, list, diffs bool) error {
	counts, waiting := map[kit.What]int{}, 0
	for _, c := range changes {
		if counts[c.What]++; c.ForPeople() {
			waiting++
		}
		says := map[kit.What]string{
			kit.Added: "新增 %s", kit.Changed: "更新 %s", kit.Removed: "删去 %s",
			kit.Yours:   "未动 %s（本单位改过，程序没有改）",
			kit.Orphan:  "未动 %s（本单位改过，程序不再带这个文件；不需要的请删去）",
			kit.Both:    "待合并 %s（本单位和程序都改过）：程序所带的在 " + c.New() + "，请把要的改动抄过来，再删去它",
			kit.Pending: "待合并 %s：程序所带的还在 " + c.New() + "，请把要的改动抄过来，再删去它",
			kit.Edited:  "待合并 %s：" + c.New() + " 也改过，没有盖掉。请把要的抄到原文件，删去它，再运行一次",
		}
		say := says[c.What]
		switch {
		case c.Deleted() && c.What == kit.Yours:
			say = "未动 %s（本单位删去了；要恢复的，从以前的提交取回）"
		case c.Deleted() && c.What == kit.Both:
			say = "待合并 %s（本单位删去了，程序改过）：程序所带的在 " + c.New() + "，要用的移到原处，不要的删去它"
		}
		fmt.Fprintf(a.stdout, say+"\n", c.Path)
		if diffs && c.What != kit.Pending {
			if _, err := a.stdout.Write(c.Diff()); err != nil {
				return err
			}
		}
	}
	if len(changes) == 0 {
		fmt.Fprintln(a.stdout, "与程序所带的一样，没有要更新的。")
		return nil
	}
	verb := "共"
	if list {
		verb = "没有写入。将"
	}
	fmt.Fprintf(a.stdout, "%s新增 %d 个、更新 %d 个、删去 %d 个文件，%d 个待合并。\n", verb, counts[kit.Added], counts[kit.Changed], counts[kit.Removed], waiting)
	if waiting > 0 {
		return errMistakes
	}
	return nil
}
