package search

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// A posting list is where one term stands in one field: ascending numbers of
// documents, and in scored fields the frequency there and the field's length.
type postings struct {
	docs          []uint32
	freqs, length []uint32 // nil in unscored fields
}

// An item is one term with the fields it stands in.
type item struct {
	key    string
	fields uint64 // bit i: shardFields[i]
	data   []byte // of those fields, in that order
}

// A column is one field: its terms in ascending order, and where each stands. There are
// millions in a large directory, so that they lie in one piece, without a pointer.
type column struct {
	bytes []byte
	spots []spot
}

// A spot is where a key and its postings lie in the bytes of a column.
type spot struct {
	key, data         uint64
	keySize, dataSize uint32
}

// add puts a key behind the others, and returns its number.
func (c *column) add(key string) int {
	c.spots = append(c.spots, spot{key: uint64(len(c.bytes)), keySize: uint32(len(key))})
	c.bytes = append(c.bytes, key...)
	return len(c.spots) - 1
}

// fill says where a key stands.
func (c *column) fill(i int, p postings) {
	at := &c.spots[i]
	at.data = uint64(len(c.bytes))
	c.bytes = appendPostings(c.bytes, p)
	at.dataSize = uint32(uint64(len(c.bytes)) - at.data)
}

func (c *column) key(i int) []byte {
	at := c.spots[i]
	return c.bytes[at.key : at.key+uint64(at.keySize)]
}

func (c *column) data(i int) []byte {
	at := c.spots[i]
	return c.bytes[at.data : at.data+uint64(at.dataSize)]
}

// spelled begins every term of pinyin: they lie apart from the others, before them.
const spelled = "\x01"

// shardFields are the fields that stand in the shards; the order is the order
// of bits, and part of the format.
var shardFields = []string{fieldKey, fieldName, fieldPlace, fieldBuilder, fieldIndustry, fieldPinyin, fieldAround, fieldText, fieldPart, fieldNumber, fieldPhone, fieldTrade, fieldGroup}

// appendPostings writes the number of documents, the gaps between them, then
// where they are scored all frequencies and all lengths.
func appendPostings(b []byte, p postings) []byte {
	b = binary.AppendUvarint(b, uint64(len(p.docs)))
	next := uint32(0)
	for _, d := range p.docs {
		b = binary.AppendUvarint(b, uint64(d-next))
		next = d + 1
	}
	for _, list := range [][]uint32{p.freqs, p.length} {
		for _, n := range list {
			b = binary.AppendUvarint(b, uint64(n))
		}
	}
	return b
}

// A shard is a range of terms: for each the number of characters that it shares
// with the term before, the number of its other characters, these, the bits of
// its fields, the fields' postings. All are unsigned varints.
type shard struct {
	first string
	data  []byte
}

// A shard takes at least leastShard bytes, before compression, and ends where one stem gives
// way to another: what begins alike is asked for together. Of these places it takes the next
// that restsAt chooses, about one in restBytes bytes, and not the first: a place that only
// the size of what lies before chose would move with every edit, and all behind it. At
// mostShard it ends whatever comes, but where longestFirst characters do not tell what comes
// from what was: names of files are made of these.
const leastShard, restBytes, mostShard = 2 << 10, 4 << 10, 12 << 10
const longestFirst = 20

// restsAt reports whether a shard may end behind a stem whose items take so many bytes.
func restsAt(stem string, size int) bool {
	sum := sha256.Sum256([]byte(stem))
	return int(binary.BigEndian.Uint16(sum[:]))%restBytes < size
}

// stemOf returns what keys begin with that are kept in one shard.
func stemOf(key string) string {
	if strings.HasPrefix(key, spelled) {
		return key[:min(len(key), len(spelled)+writtenPinyin)]
	}
	return begin(key)
}

// newShards packs the items, which come in ascending order, into shards.
func newShards(items iter.Seq[item]) []shard {
	var out []shard
	var b []byte
	var last []rune
	first, before, stem := "", "", ""
	from := 0 // where the items of the stem begin
	for it := range items {
		key, next := []rune(it.key), stemOf(it.key)
		if next != stem && len(b) >= leastShard && restsAt(stem, len(b)-from) || len(b) >= mostShard {
			if begins := separator(before, it.key); characters(begins) <= longestFirst {
				out, b, last, from = append(out, shard{first, slices.Clip(b)}), nil, nil, 0
				first = begins
			}
		}
		if next != stem {
			stem, from = next, len(b)
		}
		same := 0
		for same < min(len(last), len(key)) && last[same] == key[same] {
			same++
		}
		b = binary.AppendUvarint(b, uint64(same))
		b = binary.AppendUvarint(b, uint64(len(key)-same))
		for _, r := range key[same:] {
			b = binary.AppendUvarint(b, uint64(r))
		}
		b = binary.AppendUvarint(b, it.fields)
		b = append(b, it.data...)
		last, before = key, it.key
	}
	if len(b) > 0 {
		out = append(out, shard{first, slices.Clip(b)})
	}
	return out
}

// separator returns the shortest beginning of key, in whole characters, that is
// greater than before.
func separator(before, key string) string {
	for at := range key {
		if at > 0 && key[:at] > before {
			return key[:at]
		}
	}
	return key
}

// compress packs the data of each file with gzip, on all cores. The browser
// unpacks it itself, since not every host compresses files it does not know.
func compress(files []Exported) {
	var workers sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			w, _ := gzip.NewWriterLevel(nil, gzip.BestCompression)
			for i := range next {
				var b bytes.Buffer
				w.Reset(&b)
				at := 0
				for _, end := range files[i].ends {
					w.Write(files[i].Data[at:end]) // a bytes.Buffer does not fail
					w.Flush()
					at = end
				}
				w.Write(files[i].Data[at:])
				w.Close()
				files[i].Data = b.Bytes()
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	workers.Wait()
}

// packed ends the names of files that are gzip within.
const packed = ".bin"
