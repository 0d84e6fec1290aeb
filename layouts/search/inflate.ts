// Unpacks gzip (RFC 1951, 1952) here, since hosts do not compress files that
// they do not know and older browsers have no DecompressionStream.

const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const distanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** How many codes there are of each length, and the symbols in their order. */
interface Codes {
	counts: number[];
	symbols: number[];
}

function codes(lengths: number[]): Codes {
	const counts: number[] = new Array(16).fill(0);
	for (const l of lengths) counts[l] = (counts[l] as number) + 1;
	counts[0] = 0;
	const symbols: number[] = [];
	for (let l = 1; l < 16; l++) lengths.forEach((length, symbol) => length === l && symbols.push(symbol));
	return { counts, symbols };
}

/** The content of a gzip file as Go writes it; bytes that are none, unchanged. */
export function unpack(packed: Uint8Array): Uint8Array {
	if (packed[0] !== 0x1f || packed[1] !== 0x8b) return packed; // the host unpacked it
	const end = packed.length;
	const size = new DataView(packed.buffer, packed.byteOffset).getUint32(end - 4, true);
	const out = new Uint8Array(size);
	let at = 10; // behind the header
	let to = 0;
	let held = 0;
	let count = 0;

	const bits = (n: number): number => {
		while (count < n) {
			if (at >= end) throw new Error("file ends early");
			held |= (packed[at++] as number) << count;
			count += 8;
		}
		const value = held & ((1 << n) - 1);
		held >>>= n;
		count -= n;
		return value;
	};
	const symbol = ({ counts, symbols }: Codes): number => {
		let code = 0;
		let first = 0;
		let index = 0;
		for (let l = 1; l < 16; l++) {
			code |= bits(1);
			const n = counts[l] as number;
			if (code - n < first) return symbols[index + code - first] as number;
			index += n;
			first = (first + n) << 1;
			code <<= 1;
		}
		throw new Error("no such code");
	};

	for (let last = 0; !last; ) {
		last = bits(1);
		const kind = bits(2);
		if (kind === 0) {
			held = count = 0;
			const length = (packed[at] as number) | ((packed[at + 1] as number) << 8);
			out.set(packed.subarray(at + 4, at + 4 + length), to);
			at += 4 + length;
			to += length;
			continue;
		}
		let literal: Codes;
		let distance: Codes;
		if (kind === 1) {
			literal = codes(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)));
			distance = codes(new Array(30).fill(5));
		} else {
			const literals = bits(5) + 257;
			const distances = bits(5) + 1;
			const orders = bits(4) + 4;
			const lengths: number[] = new Array(19).fill(0);
			for (let i = 0; i < orders; i++) lengths[lengthOrder[i] as number] = bits(3);
			const meta = codes(lengths);
			const all: number[] = [];
			while (all.length < literals + distances) {
				const s = symbol(meta);
				if (s < 16) all.push(s);
				else {
					const value = s === 16 ? (all[all.length - 1] as number) : 0;
					for (let n = s === 16 ? 3 + bits(2) : s === 17 ? 3 + bits(3) : 11 + bits(7); n > 0; n--) all.push(value);
				}
			}
			literal = codes(all.slice(0, literals));
			distance = codes(all.slice(literals));
		}
		for (;;) {
			const s = symbol(literal);
			if (s < 256) out[to++] = s;
			else if (s === 256) break;
			else {
				const l = s - 257;
				let length = (lengthBase[l] as number) + bits(l < 8 || l === 28 ? 0 : (l - 4) >> 2);
				const d = symbol(distance);
				let from = to - (distanceBase[d] as number) - bits(d < 4 ? 0 : (d - 2) >> 1);
				while (length-- > 0) out[to++] = out[from++] as number;
			}
		}
	}
	return out;
}
