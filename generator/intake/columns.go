package intake

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"

	"gopkg.in/yaml.v3"

	"minglu/generator/checkout"
	"minglu/generator/mend"
)

// ColumnsFile remembers what columns are that no rule knows: by their heads, as --map said.
const ColumnsFile = "content/_import/columns.yaml"

const maxRemembered = 64 << 10 // bytes

// ReadColumns returns what is remembered of columns.
func ReadColumns(root fs.FS) (map[string]string, error) {
	data, err := checkout.Read(root, ColumnsFile, maxRemembered)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	columns := map[string]string{}
	if err == nil {
		if err = yaml.Unmarshal(data, &columns); err != nil {
			err = fmt.Errorf("%s 每行应为“列名: 名称”，请改正或者删去这个文件", ColumnsFile)
		}
	}
	return columns, err
}

// Remember returns the file that remembers columns, nil where it says so already.
func Remember(root fs.FS, columns map[string]string) (*mend.File, error) {
	was, err := ReadColumns(root)
	if err != nil || maps.Equal(was, columns) {
		return nil, err
	}
	after, err := yaml.Marshal(columns)
	if err != nil {
		return nil, err
	}
	f := &mend.File{Name: ColumnsFile, Made: was == nil, After: append([]byte("# import 记下的列名：左边是表里的列名，右边是名称；不要的列写“不要”。\n"), after...)}
	if !f.Made {
		f.Before, err = checkout.Read(root, ColumnsFile, maxRemembered)
	}
	return f, err
}
