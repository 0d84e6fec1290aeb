package checkout

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"minglu/generator/usage"
)

// RealPath returns path as an absolute one without links, as far as it exists
// and can be looked at.
func RealPath(path string) (string, error) {
	at, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	rest := ""
	for {
		real, err := filepath.EvalSymlinks(at)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		up := filepath.Dir(at)
		if up == at {
			return "", err
		}
		at, rest = up, filepath.Join(filepath.Base(at), rest)
	}
}

// Below returns the path from a folder to another, with forward slashes, if that
// is the folder or lies in it. Links are followed.
func Below(folder, inner string) (below string, inside bool, err error) {
	from, err := RealPath(folder)
	if err != nil {
		return "", false, err
	}
	to, err := RealPath(inner)
	if err != nil {
		return "", false, err
	}
	below, err = filepath.Rel(from, to)
	return filepath.ToSlash(below), err == nil && filepath.IsLocal(below), nil
}

// Locate returns the path from the root of the repository in the folder dir of a
// file that was typed: relative to the current folder or to the root, absolute,
// with either slash. Links are followed but for the file itself, which may be one.
// A file that does not exist, or lies elsewhere, is wrong use.
func Locate(dir, typed string) (string, error) {
	outside := false
	for _, t := range slices.Compact([]string{typed, strings.ReplaceAll(typed, `\`, "/")}) {
		tries := []string{t}
		if !filepath.IsAbs(t) {
			tries = append(tries, filepath.Join(dir, t))
		}
		for _, try := range tries {
			if _, err := os.Lstat(try); err != nil {
				continue
			}
			folder, base := try, ""
			if info, err := os.Stat(try); err != nil || !info.IsDir() {
				folder, base = filepath.Split(try)
			}
			if below, inside, err := Below(dir, folder); err == nil && inside {
				return path.Join(below, base), nil
			}
			outside = true
		}
	}
	if outside {
		return "", usage.Errorf("文件“%s”不在仓库中", typed)
	}
	return "", usage.Errorf("没有文件“%s”", typed)
}

// RefuseSources refuses a folder, named by what, in which what is written would
// lie among the sources of the repository in the folder dir: the repository
// itself, a folder around it, and its folders of sources or with a dot, those
// allowed apart. Links are followed first, but none that lies in the repository: a
// stranger may have put it there. What is refused is wrong use.
func RefuseSources(dir, what, out string, allowed ...string) error {
	link, err := linkIn(dir, out)
	if err != nil {
		return err
	}
	if link != "" {
		return usage.Errorf("%s不能是“%s”：%s 是仓库里的符号链接，请换成文件夹", what, out, link)
	}
	if _, around, err := Below(out, dir); err != nil {
		return err
	} else if around {
		return usage.Errorf("%s不能是“%s”：它是仓库本身，或者仓库就在它里面；其中有符号链接的，请换成文件夹", what, out)
	}
	below, inside, err := Below(dir, out)
	if err != nil || !inside {
		return err
	}
	top, _, _ := strings.Cut(below, "/")
	if strings.HasPrefix(top, ".") && !slices.Contains(allowed, top) || slices.Contains([]string{"content", "criteria", "layouts", "generator"}, strings.ToLower(top)) {
		return usage.Errorf("%s不能是“%s”：生成的文件不能写进存放原稿的文件夹；其中有符号链接的，请换成文件夹", what, out)
	}
	return nil
}

// linkIn returns the outermost symbolic link in the folder dir that the path leads
// over, "" where there is none.
func linkIn(dir, path string) (string, error) {
	at, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	found := ""
	for up := filepath.Dir(at); up != at; at, up = up, filepath.Dir(up) {
		if info, err := os.Lstat(at); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			continue // what is not there yet is no link
		}
		if _, inside, err := Below(dir, up); err != nil {
			return "", err
		} else if inside {
			found = at
		}
	}
	return found, nil
}
