package public

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// A Way is how a folder becomes another site.
type Way int

// AtOnce is for folders that can be exchanged as a whole, file by file for others.
const (
	Either     Way = iota
	AtOnce         // else it is an error
	FileByFile     // in the order of Sync
)

// Publish makes the folder dir, which it creates where it is absent, the same as t.
//
// A whole new folder is made beside the old one, of links to the files that stay and
// of those that differ; when all of it is on the disk the two change places in one
// step. Whoever looks into dir by its path finds the old site or the new one, also when
// this process is killed or the power fails on the way. What others put into the
// folder goes along. Where the machine, the file system or what lies there does not
// allow it the folder is changed file by file instead, and the Summary says why.
func (t *Tree) Publish(ctx context.Context, dir string, way Way) (Summary, error) {
	if way == FileByFile {
		return t.Sync(ctx, dir)
	}
	done, err := t.exchange(ctx, dir)
	var cannot *cannotExchange
	if !errors.As(err, &cannot) || way == AtOnce {
		return done, err
	}
	done, err = t.Sync(ctx, dir)
	done.NotAtOnce = cannot.why
	return done, err
}

// A cannotExchange says in Chinese why a folder cannot be exchanged as a whole. The
// folder is as it was.
type cannotExchange struct{ why string }

func (c *cannotExchange) Error() string { return "不能整体切换网站：" + c.why }

// exchange is Publish at once.
func (t *Tree) exchange(ctx context.Context, dir string) (done Summary, err error) {
	done = Summary{Files: len(t.files), Bytes: t.bytes}
	if !canExchange {
		return done, &cannotExchange{"本系统不支持"}
	}
	if err := makeFolder(dir); err != nil {
		return done, err
	}
	real, err := filepath.EvalSymlinks(dir)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err != nil {
		return done, failed("打开文件夹", dir, err)
	}
	if filepath.Dir(real) == real {
		return done, &cannotExchange{"它是整个文件系统"}
	}
	x := &exchanger{syncer: &syncer{tree: t, dir: dir}, base: filepath.Base(real)}
	if x.parent, err = os.OpenRoot(filepath.Dir(real)); err != nil {
		return done, x.cannot("打开文件夹", "..", err, "它所在的文件夹不能读取")
	}
	defer x.parent.Close()
	if x.root, err = x.parent.OpenRoot(x.base); err != nil {
		return done, failed("打开文件夹", dir, err)
	}
	defer x.root.Close()

	for _, step := range []func(context.Context) error{x.readRecord, x.list, x.compare, x.removeLeftovers, x.leaveStrangers} {
		if err := step(ctx); err != nil {
			return done, err
		}
	}
	done.Manifest, done.Remains = x.manifest, x.remains
	if len(x.changed)+len(x.strays)+len(x.leftover) == 0 {
		return done, x.finish(ctx)
	}
	if err := x.sort(ctx); err != nil {
		return done, err
	}
	err = x.replace(ctx)
	if x.stage != nil {
		defer x.stage.Close()
	}
	if err != nil {
		return done, err
	}
	done.Written, done.Removed = len(x.changed), len(x.strays)
	if err := x.removeOld(context.WithoutCancel(ctx)); err != nil { // what came into the old one follows the site
		x.remains = append(x.remains, err.Error())
	}
	done.Remains = x.remains
	return done, nil
}

// An exchanger is one exchange at work.
type exchanger struct {
	*syncer
	parent *os.Root // in which the folder lies
	base   string   // its name there
	name   string   // that of the new folder
	stage  *os.Root // the new folder

	folders map[string]fs.FileInfo // to make in the new folder: those of the old one, nil where it has none
	kept    []string               // regular files to link, sorted
	links   []string               // symbolic links of others
	goes    map[string]bool        // what of the old folder is ours, and not in the new one
	remains []string               // for Summary
}

// ownFolder begins the names of new folders for one of the name base, and of old ones
// until they are removed.
func ownFolder(base string) string { return ownPrefix + "-" + base + "-" }

// leaveStrangers takes for strays only what is still as it was written.
func (x *exchanger) leaveStrangers(context.Context) error {
	var mine []string
	for _, p := range x.strays {
		is, err := x.isOurs(p)
		if err != nil {
			return err
		}
		if is {
			mine = append(mine, p)
		}
	}
	x.strays = mine
	return nil
}

// sort tells what goes from the old folder into the new one: every file that stays,
// and all that is not ours.
func (x *exchanger) sort(ctx context.Context) error {
	x.folders = map[string]fs.FileInfo{}
	for _, n := range x.tree.names {
		if n.folder {
			x.folders[n.spelled] = nil
		}
	}
	ours := map[string]bool{}
	for p := range x.ours {
		for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
			ours[dir] = true
		}
	}
	x.goes = map[string]bool{Record: true}
	for _, p := range slices.Concat(x.changed, x.strays, x.leftover) {
		x.goes[p] = true
	}
	there := map[string]fs.FileInfo{}
	var top fs.FileInfo
	err := fs.WalkDir(x.root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return x.cannot("读取文件夹", p, err, "不能读取 "+x.shown(p))
		}
		switch {
		case x.goes[p]:
			return ctx.Err()
		case d.IsDir():
			info, err := d.Info()
			if err != nil {
				return x.failed("读取文件夹", p, err)
			}
			if p == "." {
				top = info
			}
			if err := x.mayChange(p, info, top); err != nil {
				return err
			}
			there[p] = info
			if _, wanted := x.folders[p]; wanted {
				x.folders[p] = info
			} else if !ours[p] {
				x.needs(p, there)
			}
		case d.Type().IsRegular():
			x.kept = append(x.kept, p)
			x.needs(path.Dir(p), there)
		case d.Type() == fs.ModeSymlink:
			x.links = append(x.links, p)
			x.needs(path.Dir(p), there)
		default:
			return &cannotExchange{x.shown(p) + " 不是普通文件"}
		}
		return ctx.Err()
	})
	slices.Sort(x.kept)
	return err
}

// mayChange returns why another folder cannot take the place of one, nil where it can.
func (x *exchanger) mayChange(dir string, is, top fs.FileInfo) error {
	switch {
	case !onOneDisk(is, top): // what is mounted would go with the old folder
		return &cannotExchange{x.shown(dir) + " 是另一个文件系统"}
	case hasACL(x.root, dir):
		return &cannotExchange{x.shown(dir) + " 另设了访问权限（ACL）"}
	}
	return nil
}

// needs notes that a folder is to be made, and those that it lies in.
func (x *exchanger) needs(dir string, there map[string]fs.FileInfo) {
	for ; dir != "."; dir = path.Dir(dir) {
		if _, known := x.folders[dir]; known {
			return
		}
		x.folders[dir] = there[dir]
	}
}

// replace makes the new folder, and has it change places with the old one.
func (x *exchanger) replace(ctx context.Context) (err error) {
	x.name = ownFolder(x.base) + strconv.FormatUint(rand.Uint64(), 10)
	if err := x.parent.Mkdir(x.name, 0o700); err != nil { // by its open folder: what its path leads to may be another by now
		return x.cannot("写入", ".", err, "它所在的文件夹不能写入")
	}
	if x.stage, err = x.parent.OpenRoot(x.name); err != nil {
		return errors.Join(x.failed("建立文件夹", ".", err), x.parent.Remove(x.name))
	}
	err = x.fill(ctx)
	if err == nil {
		err = x.cannot("写入", ".", exchange(x.parent, x.name, x.base), "文件系统不支持")
	}
	if err != nil {
		return errors.Join(err, x.failed("删除", ".", x.parent.RemoveAll(x.name))) // nothing in it is the only link to a file
	}
	if err := flushNames(x.parent); err != nil {
		x.remains = append(x.remains, failed("写入", x.parent.Name(), err).Error())
	}
	return nil
}

// cannot turns an error into a *cannotExchange, if it is the kind that changing file
// by file may not meet; else it is that doing something at p failed.
func (x *exchanger) cannot(doing, p string, err error, why string) error {
	for _, kind := range []error{fs.ErrPermission, errors.ErrUnsupported, syscall.EROFS, syscall.EBUSY, syscall.EXDEV, syscall.EINVAL, syscall.EMLINK} {
		if errors.Is(err, kind) {
			return &cannotExchange{why}
		}
	}
	return x.failed(doing, p, err)
}

// likeOld gives a new folder the owner, the group and the mode of the old one: whoever
// could read and write there can still.
func (x *exchanger) likeOld(dir string, old fs.FileInfo) error {
	if err := own(x.stage, dir, old); err != nil {
		return x.cannot("建立文件夹", dir, err, "不能保留 "+x.shown(dir)+" 的所有者")
	}
	return x.failed("建立文件夹", dir, x.stage.Chmod(dir, old.Mode()))
}

// fill makes the new folder as it is to be, down to the disk. The record comes first:
// what is left of a folder that is not completed is then known to be ours.
func (x *exchanger) fill(ctx context.Context) error {
	info, err := x.root.Stat(".")
	if err != nil {
		return x.failed("读取文件夹", ".", err)
	}
	if err := x.likeOld(".", info); err != nil {
		return err
	}
	if err := create(x.stage, Record, record(nil).with(x.manifest).text()); err != nil {
		return x.failed("写入", Record, err)
	}
	folders := slices.Sorted(maps.Keys(x.folders))
	for _, dir := range folders {
		if err := x.stage.Mkdir(dir, 0o700); err != nil {
			return x.failed("建立文件夹", dir, err)
		}
	}
	if err := x.link(ctx); err != nil {
		return err
	}
	for _, p := range x.links {
		target, err := x.root.Readlink(p)
		if err == nil {
			err = x.stage.Symlink(target, p)
		}
		if err != nil {
			return x.failed("写入", p, err)
		}
	}
	old := x.root
	x.root = x.stage
	err = x.writeAll(ctx, x.changed, create)
	x.root = old
	if err != nil {
		return err
	}
	for _, dir := range folders {
		err := x.stage.Chmod(dir, 0o755) // whatever the umask: a web server is to read it
		if there := x.folders[dir]; err == nil && there != nil {
			err = x.likeOld(dir, there)
		}
		if err != nil {
			return err
		}
	}
	return x.failed("写入", ".", flush(x.stage))
}

// link links the files that stay into the new folder.
func (x *exchanger) link(ctx context.Context) error {
	return inParts(ctx, x.root, x.kept, func(part []string, _ int, from *os.Root) error {
		if from == nil { // it is gone meanwhile
			return x.failed("读取文件夹", path.Dir(part[0]), fs.ErrNotExist)
		}
		to, err := x.stage.OpenRoot(path.Dir(part[0]))
		if err != nil {
			return x.failed("打开文件夹", path.Dir(part[0]), err)
		}
		defer to.Close()
		names := make([]string, len(part))
		for i, p := range part {
			names[i] = path.Base(p)
		}
		if failed, err := linkAll(from, to, names); err != nil {
			return x.cannot("写入", part[failed], err, "不能为 "+x.shown(part[failed])+" 建立链接")
		}
		return nil
	})
}

// removeOld removes the old folder, which has the new one's name now, but what others
// put there meanwhile: that comes into the new one.
func (x *exchanger) removeOld(ctx context.Context) error {
	old, err := x.parent.Stat(x.name)
	if mine, failed := x.root.Stat("."); err != nil || failed != nil || !os.SameFile(old, mine) {
		return fmt.Errorf("%s 同时被别的程序换成了别的文件夹，它在 %s，请核对后删除", filepath.ToSlash(x.dir), filepath.ToSlash(filepath.Join(x.parent.Name(), x.name)))
	}
	left, err := removeFolder(ctx, x.root, x.stage, x.goes)
	for _, p := range left {
		if dir := path.Dir(p); dir != "." && err == nil {
			err = x.stage.MkdirAll(dir, 0o755)
		}
		if err == nil {
			err = x.parent.Rename(path.Join(x.name, p), path.Join(x.base, p))
		}
		if err != nil {
			return x.failed("移动", p, err)
		}
	}
	if len(left) > 0 {
		_, err = removeFolder(ctx, x.root, x.stage, x.goes)
	}
	if err == nil {
		err = x.parent.Remove(x.name)
	}
	return failed("删除", filepath.Join(x.parent.Name(), x.name), err)
}

// removeLeftovers removes what an exchange that was cut short left: a new folder that
// did not come into its place, or an old one.
func (x *exchanger) removeLeftovers(ctx context.Context) error {
	for _, name := range leftovers(x.parent.FS(), x.base) { // none where the folder can be neither read nor, most likely, written
		if err := x.removeLeftover(ctx, name); err != nil {
			return x.cannot("删除", path.Join("..", name), err, "不能删除上次留下的 "+x.shown(path.Join("..", name)))
		}
	}
	return nil
}

// leftovers returns the names of the folders that exchanges of the folder base made beside
// it and did not remove.
func leftovers(parent fs.FS, base string) (names []string) {
	entries, _ := fs.ReadDir(parent, ".")
	for _, e := range entries {
		number, ours := strings.CutPrefix(e.Name(), ownFolder(base))
		if e.IsDir() && ours && strings.Trim(number, "0123456789") == "" { // else of others, or that of a site whose name begins as this one's
			names = append(names, e.Name())
		}
	}
	return names
}

// IsCutShort reports whether an exchange of the folder dir left another folder beside it.
func IsCutShort(dir string) bool {
	real, err := filepath.EvalSymlinks(dir)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	return err == nil && len(leftovers(os.DirFS(filepath.Dir(real)), filepath.Base(real))) > 0
}

// removeLeftover removes a folder but the files in it that no record says are ours and
// that the site's folder has not.
func (x *exchanger) removeLeftover(ctx context.Context, name string) error {
	old, err := x.parent.OpenRoot(name)
	if err != nil {
		return err
	}
	defer old.Close()
	r, _, err := readRecord(old)
	if err != nil {
		return err
	}
	ours := map[string]bool{Record: true} // also where it is torn: then nothing else was made yet
	for p := range r {
		ours[p] = true
	}
	left, err := removeFolder(ctx, old, x.root, ours)
	if len(left) > 0 {
		x.remains = append(x.remains, fmt.Sprintf("以前中断的发布留下了 %s，其中的 %s 等 %d 个文件不是程序写入的，网站里也没有，请核对后移走或删除",
			filepath.ToSlash(filepath.Join(x.parent.Name(), name)), left[0], len(left)))
	}
	if err != nil || len(left) > 0 {
		return err
	}
	return x.parent.Remove(name)
}

// removeFolder removes all that lies in a folder and is ours, or lies at the same place
// in the folder of the site too. It returns what is left, sorted.
func removeFolder(ctx context.Context, old, site *os.Root, ours map[string]bool) (left []string, err error) {
	var files, folders []string
	err = fs.WalkDir(old.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || p == ".":
			return cmp.Or(err, ctx.Err())
		case d.IsDir():
			folders = append(folders, p)
		case p == Record: // goes last: it says whose the others are
		case ours[p] || isSame(old, site, p):
			files = append(files, p)
		default:
			left = append(left, p)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	err = inParts(ctx, old, files, func(part []string, _ int, in *os.Root) error {
		if in == nil { // somebody else removed it
			return nil
		}
		for _, p := range part {
			if err := in.Remove(path.Base(p)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		return nil
	})
	for _, dir := range slices.Backward(folders) {
		_ = old.Remove(dir) // one that holds something stays
	}
	if err == nil && len(left) == 0 {
		if err = old.Remove(Record); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	return left, err
}

// isSame reports whether the same file or link lies at a place in two folders.
func isSame(a, b *os.Root, p string) bool {
	one, err := a.Lstat(p)
	if err != nil {
		return false
	}
	other, err := b.Lstat(p)
	if err != nil || one.Mode().Type() != other.Mode().Type() {
		return false
	}
	if one.Mode().Type() == fs.ModeSymlink {
		from, failed := a.Readlink(p)
		to, err := b.Readlink(p)
		return failed == nil && err == nil && from == to
	}
	return os.SameFile(one, other)
}

// create writes a new file, which anybody may read, whatever the umask.
func create(in *os.Root, name string, data []byte) error {
	f, err := in.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Chmod(0o644), f.Close())
}
