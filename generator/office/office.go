// Package office has LibreOffice convert files of formats that the program does not read
// itself: .doc, .xls and the like, and PDF.
//
// LibreOffice is a large program, and the file may come from anybody. It is given settings
// of its own, which run no macro, update no link and reach no network; it takes at most
// two minutes; and what it makes is read by the same readers, with the same care, as a
// file that was sent as it is. It stands by itself because nothing else of the program may
// run it: what reads files for the desk is compiled for browsers, too, which run nothing.
package office

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"minglu/generator/checkout"
)

// patience is how long LibreOffice may take for one file.
const patience = 2 * time.Minute

// What is said of files that are not converted.
var (
	ErrMissing = errors.New("这种文件要先用 LibreOffice 转换，本机没有安装。请安装 LibreOffice（免费），或者在 Office、WPS 里打开，另存为 .docx 或 .xlsx 再导入")
	errFailed  = errors.New("LibreOffice 没能转换这个文件，可能已经损坏、加了密码，或者 LibreOffice 没有装全。请在 Office、WPS 里打开，另存为不加密码的 .docx 或 .xlsx 再导入")
	errSlow    = fmt.Errorf("LibreOffice 用了 %d 分钟还没有转换完，已经停止。请在 Office、WPS 里打开，另存为 .docx 或 .xlsx 再导入", int(patience.Minutes()))
	errLarge   = errors.New("文件转换以后太大，请拆成几个文件再导入")
)

// A Conversion is from one format to another, each named by the ending of its files.
type Conversion struct {
	From, To string
	Max      int // bytes of what comes out
}

// Convert returns a file in another format. The error says in Chinese what the user can do.
func (c Conversion) Convert(ctx context.Context, data []byte) ([]byte, error) {
	program := installed()
	if program == "" {
		return nil, ErrMissing
	}
	dir, err := os.MkdirTemp("", "minglu-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	source := "source." + c.From // a name that is no option
	if err := checkout.PutNew(root, source, data, 0o600); err != nil {
		return nil, err
	}
	if err := root.MkdirAll("profile/user", 0o700); err != nil {
		return nil, err
	}
	user, err := root.OpenRoot("profile/user")
	if err != nil {
		return nil, err
	}
	defer user.Close()
	if err := checkout.PutNew(user, "registrymodifications.xcu", settings(), 0o600); err != nil {
		return nil, err
	}
	if err := run(ctx, program, dir, source, c.To); err != nil {
		return nil, err
	}
	out, err := checkout.ReadIn(root, "source."+c.To, c.Max)
	switch {
	case errors.Is(err, checkout.ErrTooLarge):
		return nil, errLarge
	case err != nil:
		return nil, errFailed
	}
	return out, nil
}

// installed returns the program of LibreOffice, "" where there is none. On Windows and
// macOS its folder is on nobody's PATH.
func installed() string {
	for _, name := range []string{
		"soffice", "libreoffice",
		filepath.Join(os.Getenv("ProgramFiles"), "LibreOffice", "program", "soffice.com"),
		"/Applications/LibreOffice.app/Contents/MacOS/soffice",
	} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// settings are LibreOffice's: no macro is run, no link is followed or updated, no Java is
// started, and what asks for the network all the same finds a proxy where nothing listens.
func settings() []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
`)
	for _, set := range [][3]string{
		{"Office.Common/Security/Scripting", "MacroSecurityLevel", "3"},
		{"Office.Common/Security/Scripting", "DisableMacrosExecution", "true"},
		{"Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"},
		{"Office.Calc/Content/Update", "Link", "2"},   // never
		{"Office.Writer/Content/Update", "Link", "0"}, // never
		{"Office.Java/VirtualMachine", "Enable", "false"},
		{"Inet/Settings", "ooInetProxyType", "1"},
		{"Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"},
		{"Inet/Settings", "ooInetHTTPProxyPort", "9"},
		{"Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"},
		{"Inet/Settings", "ooInetHTTPSProxyPort", "9"},
		{"Inet/Settings", "ooInetNoProxy", ""},
	} {
		fmt.Fprintf(&b, `<item oor:path="/org.openoffice.%s"><prop oor:name="%s" oor:op="fuse"><value>%s</value></prop></item>`+"\n", set[0], set[1], set[2])
	}
	b.WriteString("</oor:items>\n")
	return []byte(b.String())
}

// run runs LibreOffice in dir. That it could not convert a file is no error: it does not
// say so in its exit code, but makes no file.
func run(ctx context.Context, program, dir, source, to string) error {
	inTime, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	profile := filepath.ToSlash(filepath.Join(dir, "profile"))
	args := []string{"-env:UserInstallation=file:///" + strings.TrimPrefix(profile, "/"), "--headless", "--norestore", "--nolockcheck", "--nodefault"}
	if strings.HasSuffix(source, ".pdf") {
		args = append(args, "--infilter=writer_pdf_import")
	}
	cmd := bounded(inTime, program, append(args, "--convert-to", to, "--outdir", dir, filepath.Join(dir, source)))
	cmd.Dir, cmd.WaitDelay = dir, 5*time.Second
	err := cmd.Run()
	var ended *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case inTime.Err() != nil:
		return errSlow
	case errors.As(err, &ended):
		return nil
	}
	return err
}
