package public

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"minglu/generator/filename"
)

func (s *syncer) readRecord(context.Context) (err error) {
	s.ours, s.believed, err = readRecord(s.root)
	return s.failed("读取", Record, err)
}

// list reads every folder that the tree or the record has files in. A link or a
// file where a folder must be is refused: what lies behind it is not ours.
func (s *syncer) list(context.Context) error {
	s.folders = make(map[string]folder)
	for _, dir := range s.foldersOf() {
		if dir != "." {
			above, listed := s.folders[path.Dir(dir)]
			entry, found := above[path.Base(dir)]
			needed := s.tree.names[filename.Fold(dir)].folder
			switch {
			case !listed || !found:
				if needed {
					s.missing = append(s.missing, dir)
				}
				continue
			case !entry.IsDir():
				if needed {
					return s.inTheWay(dir, "应为文件夹")
				}
				continue
			}
		}
		entries, err := fs.ReadDir(s.root.FS(), dir)
		if err != nil {
			return s.failed("读取文件夹", dir, err)
		}
		held := make(folder, len(entries))
		for _, e := range entries {
			held[e.Name()] = e
			if s.isLeftover(dir, e.Name()) {
				s.leftover = append(s.leftover, path.Join(dir, e.Name()))
			}
		}
		s.folders[dir] = held
	}
	return nil
}

// isLeftover reports whether a name in dir is one that a file of ours has until it
// is whole. What only looks like it is somebody else's.
func (s *syncer) isLeftover(dir, name string) bool {
	whole, ours := strings.CutPrefix(name, ownPrefix+"-")
	whole, unfinished := strings.CutSuffix(whole, tempSuffix)
	_, planned := s.tree.files[path.Join(dir, whole)]
	return ours && unfinished && (planned || s.ours[path.Join(dir, whole)] != nil || dir == "." && whole == Record)
}

// foldersOf returns the folders of the tree and the record, parents first.
func (s *syncer) foldersOf() []string {
	known := map[string]bool{}
	add := func(p string) {
		for dir := path.Dir(p); !known[dir]; dir = path.Dir(dir) {
			known[dir] = true
		}
	}
	for p := range s.tree.files {
		add(p)
	}
	for p := range s.ours {
		add(p)
	}
	var dirs []string
	for dir := range known {
		dirs = append(dirs, dir)
	}
	slices.Sort(dirs)
	return dirs
}

// entry returns what stands at p, nil where nothing does.
func (s *syncer) entry(p string) fs.DirEntry { return s.folders[path.Dir(p)][path.Base(p)] }

// compare finds the files that differ, and those that are no longer wanted.
func (s *syncer) compare(ctx context.Context) error {
	paths := s.tree.Paths()
	same := make([]bool, len(paths))
	sums := make([]sum, len(paths))
	err := s.each(ctx, paths, func(i int, data []byte, in *os.Root, buffer *[]byte) (err error) {
		sums[i] = sha256.Sum256(data)
		if e := s.entry(paths[i]); e != nil && e.Type().IsRegular() && in != nil { // nil where somebody removed it meanwhile
			same[i], err = holds(in, path.Base(paths[i]), data, buffer)
		}
		return s.failed("读取", paths[i], err)
	})
	if err != nil {
		return err
	}
	s.manifest = make(Manifest, len(paths))
	for i, p := range paths {
		s.manifest[p] = sums[i]
		if same[i] {
			continue
		}
		if e := s.entry(p); e != nil {
			switch _, mine := s.ours[p]; {
			case !e.Type().IsRegular():
				return s.inTheWay(p, "应为普通文件")
			case !mine && !s.believed:
				return s.inTheWay(p, "记录 "+Record+" 已损坏，无法判断它是否由本程序写入")
			case !mine:
				return s.inTheWay(p, "不是本程序写入的")
			}
		}
		s.changed = append(s.changed, p)
	}
	for p := range s.ours {
		if _, wanted := s.manifest[p]; !wanted {
			s.strays = append(s.strays, p)
		}
	}
	slices.Sort(s.strays)
	return nil
}

// holds reports whether the file name in a folder holds data.
func holds(in *os.Root, name string, data []byte, buffer *[]byte) (bool, error) {
	f, err := in.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() != int64(len(data)) {
		return false, err
	}
	b := slices.Grow((*buffer)[:0], len(data)+1)[:len(data)+1]
	*buffer = b
	for n := 0; ; {
		m, err := f.Read(b[n:])
		n += m
		if err != nil || n == len(b) { // at its end, or grown meanwhile
			return n == len(data) && bytes.Equal(b[:n], data), nil
		}
	}
}
