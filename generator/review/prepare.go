package review

import (
	"context"
	"fmt"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// Prepare reads the repository in the folder dir, and returns what
// changed in it since a revision, or what waits where since is "". The error is
// wrong use, or the machine's.
func Prepare(ctx context.Context, dir, since string, by edition.Reader) (*Document, error) {
	after, err := Read(checkout.Open(dir), by)
	if err != nil {
		return nil, err
	}
	if since == "" {
		return Wait(after).Document(), nil
	}
	history, err := Open(ctx, dir, since)
	if err != nil {
		return nil, err
	}
	defer history.Close()
	was := by
	was.Day = func(s *content.Settings) values.Date {
		if after.Readable() { // so that nothing differs but what was changed
			return after.Content.Date
		}
		return by.Day(s)
	}
	before, err := Read(history.Files, was)
	if err != nil {
		return nil, err
	}
	from := fmt.Sprintf("与 %s 比较：从共同的提交 %.10s（%s）到当前文件", since, history.Commit, history.Day)
	if history.Several {
		from = fmt.Sprintf("与 %s 的最新提交 %.10s（%s）比较：两边的历史几次交叉，分不清改动从哪里开始。%s 上新近的改动，在这里显示为被撤销；请先把它合并进来，再审阅一次", since, history.Commit, history.Day, since)
	}
	return Compare(before, after, history.Changes).Document(from), nil
}
