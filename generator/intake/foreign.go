package intake

import (
	"bytes"
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

// MaxConverted bounds what LibreOffice makes of a file, in bytes: pages are drawn in many
// words.
const MaxConverted = 2 * maxUnpacked

var (
	errOld    = errors.New("这种文件（.doc、.xls、.wps、.et、.odt、.ods、.rtf 或 PDF）程序不能直接读，请在 Office、WPS 里打开，另存为 .docx 或 .xlsx 再导入")
	errLocked = errors.New("文件加了密码，打不开。请在 Office、WPS 里打开，去掉密码后存盘再导入")
)

// Foreign returns from which format LibreOffice must convert a file, and to which, before
// it can be taken in, each by the ending of its files; "" of what is read as it is. It
// goes by the content: endings are changed too often. The error is of files of which
// nothing can be converted, or that mean harm.
func Foreign(data []byte) (from, to string, err error) {
	head := data[:min(len(data), 4096)]
	lower := bytes.ToLower(head)
	switch {
	case isCompound(data):
		switch streams := streamsOf(data); {
		case streams["EncryptedPackage"]:
			return "", "", errLocked
		case streams["Workbook"] || streams["Book"]:
			return "xls", "xlsx", nil
		}
		return "doc", "docx", nil
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return "pdf", "fodt", nil
	case bytes.HasPrefix(data, []byte(`{\rtf`)):
		return "rtf", "docx", nil
	case isOpenDocument(head, "text"):
		return "odt", "docx", inspect(data)
	case isOpenDocument(head, "spreadsheet"):
		return "ods", "xlsx", inspect(data)
	case !isPages(data) && bytes.HasPrefix(bytes.TrimLeft(lower, "\ufeff \r\n\t"), []byte("<")) &&
		(bytes.Contains(lower, []byte("<html")) || bytes.Contains(lower, []byte("<table")) || bytes.Contains(lower, []byte("urn:schemas-microsoft-com:office:spreadsheet"))):
		return "xls", "xlsx", nil // as other programs write what Excel opens
	}
	return "", "", nil
}

// isCompound reports whether data is a file of Office before 2007, or one with a password.
func isCompound(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
}

// isOpenDocument reports whether a file that begins with head is of LibreOffice.
func isOpenDocument(head []byte, kind string) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) && bytes.Contains(head[:min(len(head), 200)], []byte("mimetypeapplication/vnd.oasis.opendocument."+kind))
}

// streamsOf returns the names in the folders of a compound file. Folders lie in sectors
// anywhere, an entry in each 128 bytes: its name, padded to 64, and the length of it.
func streamsOf(data []byte) map[string]bool {
	known := map[string]bool{}
	for at := 512; at+128 <= len(data); at += 128 {
		entry := data[at : at+128]
		n := int(binary.LittleEndian.Uint16(entry[64:]))
		if n < 4 || n > 64 || n%2 != 0 || entry[66] == 0 || entry[66] > 5 {
			continue
		}
		units := make([]uint16, n/2-1)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(entry[2*i:])
		}
		known[string(utf16.Decode(units))] = true
	}
	return known
}
