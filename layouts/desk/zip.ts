// A zip without compression: pictures are compressed, and texts are short.

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1
  return n
})

function crc32(data: Uint8Array): number {
  let crc = ~0
  for (const byte of data) crc = table[(crc ^ byte) & 255]! ^ (crc >>> 8)
  return ~crc >>> 0
}

// numbers returns them one behind the other, the lowest byte first: each is [bytes, number].
function numbers(...all: [number, number][]): Uint8Array {
  const out: number[] = []
  for (const [size, n] of all) for (let i = 0; i < size; i++) out.push((n >>> (8 * i)) & 255)
  return Uint8Array.from(out)
}

// zip returns an archive of files by path. All are of one day, so that the same files
// give the same archive.
export function zip(files: [path: string, data: Uint8Array][]): Blob {
  const parts: Uint8Array[] = []
  const list: Uint8Array[] = []
  let at = 0
  for (const [path, data] of files) {
    const name = new TextEncoder().encode(path)
    // version, UTF-8 names, stored, time, 1980-01-01, checksum, sizes, length of the name, nothing more
    const about: [number, number][] = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 33], [4, crc32(data)], [4, data.length], [4, data.length], [2, name.length], [2, 0]]
    const head = numbers([4, 0x04034b50], ...about)
    parts.push(head, name, data)
    list.push(numbers([4, 0x02014b50], [2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), name)
    at += head.length + name.length + data.length
  }
  const size = list.reduce((sum, part) => sum + part.length, 0)
  const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, at], [2, 0])
  return new Blob([...parts, ...list, end] as BlobPart[], { type: 'application/zip' })
}

// unzip returns the files of an archive that zip made: whole, stored and by path.
export function unzip(data: ArrayBuffer): [path: string, data: Uint8Array][] {
  const view = new DataView(data)
  const files: [string, Uint8Array][] = []
  for (let at = 0; at + 30 <= data.byteLength && view.getUint32(at, true) === 0x04034b50; ) {
    const size = view.getUint32(at + 18, true)
    const name = at + 30
    const from = name + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
    if (view.getUint16(at + 8, true) !== 0 || from + size > data.byteLength || files.length > 100) return []
    const content = new Uint8Array(data.slice(from, from + size))
    if (crc32(content) !== view.getUint32(at + 14, true)) return []
    files.push([new TextDecoder().decode(new Uint8Array(data, name, view.getUint16(at + 26, true))), content])
    at = from + size
  }
  return files
}
