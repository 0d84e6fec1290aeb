package mend

import (
	"fmt"

	"minglu/generator/checkout"
)

// Write puts the mended bytes into the file: whole or not at all, with the mode
// that the file has, and only if the file is as it was when it was read.
func (f File) Write(to *checkout.FS) error {
	if err := to.Replace(f.Name, f.Before, f.After); err != nil {
		return fmt.Errorf("写入 %s：%w", f.Name, err)
	}
	return nil
}
