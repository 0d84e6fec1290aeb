package main

import (
	"context"
	"maps"
	"math/rand/v2"
	"sync"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// blockSize is what a disk writes whole or not at all, as those of today do; of 512 bytes
// ext4 itself cannot always be mounted again, whose superblock is longer.
const blockSize = 4096

// An image is what a disk holds, by the number of the block; blocks that are not there
// are zero. A block is not written to again once it is in an image.
type image map[int64]*[blockSize]byte

// write puts data at an offset.
func (m image) write(data []byte, at int64) {
	for len(data) > 0 {
		number, within := at/blockSize, at%blockSize
		var block [blockSize]byte
		if old := m[number]; old != nil {
			block = *old
		}
		n := copy(block[within:], data)
		m[number] = &block
		data, at = data[n:], at+int64(n)
	}
}

// read fills data from an offset.
func (m image) read(data []byte, at int64) {
	for len(data) > 0 {
		number, within := at/blockSize, at%blockSize
		block := m[number]
		if block == nil {
			block = new([blockSize]byte)
		}
		n := copy(data, block[within:])
		data, at = data[n:], at+int64(n)
	}
}

// An event is a write that a disk was told of, or a flush, where data is nil.
type event struct {
	data []byte
	at   int64
}

// A disk is a file of one size, on which a loop device and a file system can lie. It notes
// in which order it is written to and flushed.
type disk struct {
	fs.Inode
	size int64

	mu    sync.Mutex
	holds image
	noted []event
}

// A folder holds one file, the disk.
type folder struct {
	fs.Inode
	disk *disk
}

func (f *folder) OnAdd(ctx context.Context) {
	f.AddChild("disk", f.NewPersistentInode(ctx, f.disk, fs.StableAttr{Mode: syscall.S_IFREG}), false)
}

// image returns what the disk holds.
func (d *disk) image() image {
	d.mu.Lock()
	defer d.mu.Unlock()
	return maps.Clone(d.holds)
}

// insert makes the disk hold what an image does, and forget what it noted.
func (d *disk) insert(m image) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.holds, d.noted = maps.Clone(m), nil
}

// events returns what the disk noted.
func (d *disk) events() []event {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.noted[:len(d.noted):len(d.noted)]
}

// afterLoss returns what a disk that held an image has when power is lost after some
// events: all that came before the last flush, and of what was written since some blocks,
// each kept with a chance.
func afterLoss(before image, events []event, random *rand.Rand, chance float64) image {
	m := maps.Clone(before)
	flushed := len(events)
	for flushed > 0 && events[flushed-1].data != nil {
		flushed--
	}
	for i, e := range events {
		for data, at := e.data, e.at; len(data) > 0; {
			n := min(int64(len(data)), blockSize-at%blockSize)
			if i < flushed || random.Float64() < chance {
				m.write(data[:n], at)
			}
			data, at = data[n:], at+n
		}
	}
	return m
}

var _ = interface {
	fs.NodeGetattrer
	fs.NodeSetattrer
	fs.NodeOpener
	fs.NodeReader
	fs.NodeWriter
	fs.NodeFsyncer
}((*disk)(nil))

func (d *disk) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	out.Mode, out.Size, out.Blksize = 0o600, uint64(d.size), blockSize
	return fs.OK
}

func (d *disk) Setattr(ctx context.Context, f fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	if size, changes := in.GetSize(); changes && int64(size) != d.size {
		return syscall.EPERM
	}
	return d.Getattr(ctx, f, out)
}

// Open has nothing kept by the system: what it writes and flushes, the disk is told at once.
func (d *disk) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	return nil, fuse.FOPEN_DIRECT_IO, fs.OK
}

func (d *disk) Read(_ context.Context, _ fs.FileHandle, data []byte, at int64) (fuse.ReadResult, syscall.Errno) {
	data = data[:max(0, min(int64(len(data)), d.size-at))]
	d.mu.Lock()
	defer d.mu.Unlock()
	d.holds.read(data, at)
	return fuse.ReadResultData(data), fs.OK
}

func (d *disk) Write(_ context.Context, _ fs.FileHandle, data []byte, at int64) (uint32, syscall.Errno) {
	if at+int64(len(data)) > d.size {
		return 0, syscall.ENOSPC
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.holds.write(data, at)
	d.noted = append(d.noted, event{append([]byte{}, data...), at})
	return uint32(len(data)), fs.OK
}

func (d *disk) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.noted = append(d.noted, event{})
	return fs.OK
}
