package mend

import (
	"errors"
	"fmt"
	"io/fs"

	"minglu/generator/checkout"
)

// Write puts the mended bytes into the file: whole or not at all, with the mode
// that the file has, and only if the file is as it was when it was read. A file
// that is to be made must not be there.
func (f File) Write(to *checkout.FS) error {
	var err error
	if f.Made {
		if err = to.Create(f.Name, f.After); errors.Is(err, fs.ErrExist) {
			err = checkout.ErrChanged
		}
	} else {
		err = to.Replace(f.Name, f.Before, f.After)
	}
	if err != nil {
		return fmt.Errorf("写入 %s：%w", f.Name, err)
	}
	return nil
}
