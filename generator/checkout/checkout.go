// Package checkout opens the files of a checked-out repository, and is the only way to
// them: what lies there was written by strangers.
//
// No symbolic link is followed, neither at the end of a path nor on the way;
// nothing but regular files is opened, so that no device is read and no pipe is
// waited for; and no more is read of a file than its reader asks for. What is
// written goes the same way, whole or not at all.
package checkout

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"strconv"
	"sync"
)

var (
	// ErrNotAFile says that a path leads over a symbolic link, or to a device, a
	// pipe or a folder where a file should be.
	ErrNotAFile = errors.New("不是普通文件，或路径中有符号链接，请换成文件本身")
	// ErrTooLarge says that a file is larger than its reader allows.
	ErrTooLarge = errors.New("文件太大")
	// ErrChanged says that somebody changed a file after it was read.
	ErrChanged = errors.New("文件在检查期间被改动，未写入，请重新运行")
)

// maxFile is the most that is read of a file for which its reader names no
// limit, in bytes.
const maxFile = 16 << 20

// Read returns the bytes of a file of root, whatever file system that is. The
// error is ErrTooLarge where they are more than limit.
func Read(root fs.FS, name string, limit int) ([]byte, error) {
	data, err := Head(root, name, limit+1)
	if len(data) > limit {
		return nil, &fs.PathError{Op: "read", Path: name, Err: ErrTooLarge}
	}
	return data, err
}

// Head returns the first bytes of a file of root, at most limit.
func Head(root fs.FS, name string, limit int) ([]byte, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "read", Path: name, Err: ErrNotAFile}
	}
	data := bytes.NewBuffer(make([]byte, 0, min(info.Size(), int64(limit))+bytes.MinRead))
	_, err = data.ReadFrom(io.LimitReader(f, int64(limit)))
	return data.Bytes(), err
}

// An FS is the files of a repository as they are when it is opened for one
// reading: folders are looked up once.
type FS struct {
	dir string

	mu      sync.Mutex
	folders map[string]*os.Root // that were looked up and are no links
}

// maxFolders is how many folders are kept open. Further ones are looked up for
// each of their files.
const maxFolders = 500

// Open returns the repository in the folder dir. It is looked at when it is first
// used, and let go of when nobody uses it any more.
func Open(dir string) *FS { return &FS{dir: dir, folders: map[string]*os.Root{}} }

// folder returns the folder at the path, and what to do with it afterwards.
func (f *FS) folder(dir string) (in *os.Root, done func(), err error) {
	f.mu.Lock()
	in = f.folders[dir]
	f.mu.Unlock()
	if in != nil {
		return in, func() {}, nil
	}
	if in, err = f.openFolder(dir); err != nil {
		return nil, nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.folders) >= maxFolders || f.folders[dir] != nil {
		return in, func() { _ = in.Close() }, nil
	}
	f.folders[dir] = in
	return in, func() {}, nil
}

func (f *FS) openFolder(dir string) (*os.Root, error) {
	if dir == "." {
		return os.OpenRoot(f.dir)
	}
	parent, done, err := f.folder(path.Dir(dir))
	if err != nil {
		return nil, err
	}
	defer done()
	info, err := parent.Lstat(path.Base(dir))
	if err == nil && !info.IsDir() {
		err = ErrNotAFile
	}
	if err != nil {
		return nil, err
	}
	return parent.OpenRoot(path.Base(dir))
}

// at calls do with the folder that name lies in and the name that it has there.
func (f *FS) at(op, name string, do func(in *os.Root, base string) error) error {
	if !fs.ValidPath(name) {
		return &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	dir, base := path.Dir(name), path.Base(name)
	in, done, err := f.folder(dir)
	if err == nil {
		err = do(in, base)
		done()
	}
	return named(op, name, err)
}

// named returns err with the path from the repository's root.
func named(op, name string, err error) error {
	if err == nil {
		return nil
	}
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		err = p.Err
	case errors.As(err, &l):
		err = l.Err
	}
	return &fs.PathError{Op: op, Path: name, Err: err}
}

// Open opens a regular file or a folder.
func (f *FS) Open(name string) (file fs.File, err error) {
	err = f.at("open", name, func(in *os.Root, base string) error {
		opened, err := openIn(in, base)
		if err == nil {
			file = opened
		}
		return err
	})
	return file, err
}

// openIn opens what has the name in a folder, if that is a regular file or a
// folder.
func openIn(in *os.Root, base string) (*os.File, error) {
	info, err := in.Lstat(base)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() && !info.IsDir() {
		return nil, ErrNotAFile
	}
	opened, err := in.Open(base)
	if err != nil {
		return nil, err
	}
	if now, err := opened.Stat(); err != nil || !os.SameFile(info, now) {
		return nil, errors.Join(err, opened.Close(), ErrNotAFile)
	}
	return opened, nil
}

// A folder is one that is open already, for Read.
type folder struct{ in *os.Root }

func (f folder) Open(name string) (fs.File, error) { return openIn(f.in, name) }

// ReadIn is Read of the file that has the name base in an open folder, with the
// care that FS takes.
func ReadIn(in *os.Root, base string, limit int) ([]byte, error) {
	return Read(folder{in}, base, limit)
}

// ReadFile returns the bytes of a file of at most 16 MiB.
func (f *FS) ReadFile(name string) ([]byte, error) { return Read(f, name, maxFile) }

// ReadDir lists a folder by name.
func (f *FS) ReadDir(name string) (entries []fs.DirEntry, err error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	in, done, err := f.folder(name)
	if err == nil {
		entries, err = fs.ReadDir(in.FS(), ".")
		done()
	}
	return entries, named("readdir", name, err)
}

// Lstat describes what is at the path.
func (f *FS) Lstat(name string) (info fs.FileInfo, err error) {
	err = f.at("lstat", name, func(in *os.Root, base string) (err error) {
		info, err = in.Lstat(base)
		return err
	})
	return info, err
}

// Stat is Lstat: no link is followed.
func (f *FS) Stat(name string) (fs.FileInfo, error) { return f.Lstat(name) }

// ReadLink returns where a symbolic link points.
func (f *FS) ReadLink(name string) (target string, err error) {
	err = f.at("readlink", name, func(in *os.Root, base string) (err error) {
		target, err = in.Readlink(base)
		return err
	})
	return target, err
}

// Create writes a new file, whole or not at all, and makes the folders that it
// needs. The error is fs.ErrExist where something has the name.
func (f *FS) Create(name string, data []byte) error {
	if err := f.makeFolders(path.Dir(name)); err != nil {
		return err
	}
	return f.at("create", name, func(in *os.Root, base string) error {
		return PutNew(in, base, data, 0o644)
	})
}

// Replace puts data in the place of the file that may be there, whole or not at
// all, with the mode that it has. before is what must be there: the error is
// ErrChanged where something else is; nil allows anything.
func (f *FS) Replace(name string, before, data []byte) error {
	if err := f.makeFolders(path.Dir(name)); err != nil {
		return err
	}
	return f.at("write", name, func(in *os.Root, base string) error {
		mode := fs.FileMode(0o644)
		info, err := in.Lstat(base)
		switch {
		case err == nil && !info.Mode().IsRegular():
			return ErrNotAFile
		case err == nil:
			mode = info.Mode().Perm()
		case !errors.Is(err, fs.ErrNotExist):
			return err
		}
		if before != nil {
			if err := unchanged(in, base, before); err != nil {
				return err
			}
		}
		return Put(in, "", base, data, mode)
	})
}

// Remove removes a file whose bytes are before.
func (f *FS) Remove(name string, before []byte) error {
	return f.at("remove", name, func(in *os.Root, base string) error {
		info, err := in.Lstat(base)
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return ErrNotAFile
		}
		if err := unchanged(in, base, before); err != nil {
			return err
		}
		return in.Remove(base)
	})
}

// unchanged returns ErrChanged where a file is not as it was before. No more is
// read than that takes: what is longer has changed.
func unchanged(in *os.Root, base string, before []byte) error {
	now, err := ReadIn(in, base, len(before))
	if errors.Is(err, ErrTooLarge) || err == nil && !bytes.Equal(now, before) {
		return ErrChanged
	}
	return err
}

// makeFolders makes the folder and those around it, as far as they are absent.
func (f *FS) makeFolders(dir string) error {
	if dir == "." || !fs.ValidPath(dir) {
		return nil // at says what is wrong with a path
	}
	if err := f.makeFolders(path.Dir(dir)); err != nil {
		return err
	}
	err := f.at("mkdir", dir, func(in *os.Root, base string) error { return in.Mkdir(base, 0o755) })
	if errors.Is(err, fs.ErrExist) { // what has the name is looked at when it is opened
		return nil
	}
	return err
}

// Put writes a file in a folder under the name temp first: whoever reads
// meanwhile meets the whole file or what was there. The mode is given whatever
// the umask. It is not forced onto the disk. Where temp is "", it is a name that
// nobody else has and that starts with a dot.
func Put(in *os.Root, temp, name string, data []byte, mode fs.FileMode) error {
	return put(in, temp, name, data, mode, func(*os.File) error { return nil })
}

// PutOnDisk is Put, but the bytes are on the disk before the name is that of the file: also
// after a power failure it is whole, or what was there.
func PutOnDisk(in *os.Root, temp, name string, data []byte, mode fs.FileMode) error {
	return put(in, temp, name, data, mode, func(f *os.File) error { return errors.Join(f.Chmod(mode), f.Sync()) })
}

// put is Put; when all is written it calls written.
func put(in *os.Root, temp, name string, data []byte, mode fs.FileMode, written func(*os.File) error) error {
	temp, err := writeTemp(in, temp, data, 0o600, written)
	if err != nil {
		return err
	}
	if err = in.Chmod(temp, mode); err == nil {
		err = in.Rename(temp, name)
	}
	if err != nil {
		return errors.Join(err, in.Remove(temp))
	}
	return nil
}

// PutNew is Put of a file that must not be there yet, else the error is
// fs.ErrExist. The umask has its say in the mode.
func PutNew(in *os.Root, name string, data []byte, mode fs.FileMode) error {
	if _, err := in.Lstat(name); err == nil {
		return &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
	}
	temp, err := writeTemp(in, "", data, mode, func(*os.File) error { return nil })
	if err != nil {
		return err
	}
	err = in.Link(temp, name) // unlike Rename it replaces nothing
	if err != nil && !errors.Is(err, fs.ErrExist) && in.Rename(temp, name) == nil {
		return nil // the disk knows no links, as that of a USB stick
	}
	return errors.Join(err, in.Remove(temp))
}

// writeTemp writes a file of the name temp, or one of its own where that is "",
// and leaves none behind where it fails. It calls written before it closes the file.
func writeTemp(in *os.Root, temp string, data []byte, mode fs.FileMode, written func(*os.File) error) (string, error) {
	if temp == "" {
		temp = ".minglu-" + strconv.FormatUint(rand.Uint64(), 36) // nobody else's: it is made with O_EXCL
	}
	file, err := in.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return temp, err
	}
	if _, err = file.Write(data); err == nil {
		err = written(file)
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return temp, errors.Join(err, in.Remove(temp))
	}
	return temp, nil
}
