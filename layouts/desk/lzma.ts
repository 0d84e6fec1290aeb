// Unpacks what generator/lzma compressed: a file .lzma of lc 3, lp 0, pb 0 that says
// its size. A damaged one throws or comes out of another size or content, never hangs.
// https://www.7-zip.org/sdk.html, lzma-specification.txt

const states = 12;

// probs returns so many probabilities: even at first.
const probs = (n: number) => new Uint16Array(n).fill(1024);

interface Lengths {
	choice: Uint16Array;
	low: Uint16Array;
	mid: Uint16Array;
	high: Uint16Array;
}

const lengths = (): Lengths => ({ choice: probs(2), low: probs(8), mid: probs(8), high: probs(256) });

export function unpack(from: Uint8Array): Uint8Array<ArrayBuffer> {
	const header = new DataView(from.buffer, from.byteOffset, from.byteLength);
	const size = header.getUint32(5, true);
	if (from[0] !== 3 || header.getUint32(9, true) !== 0 || size > 1 << 28) throw new Error("not a file of ours");
	const out = new Uint8Array(size);

	let at = 18; // behind the header and the first five bytes of the code
	let width = -1 >>> 0;
	let code = header.getUint32(14, false);

	const bit = (p: Uint16Array, i: number): number => {
		const q = p[i]!;
		const bound = (width >>> 11) * q;
		let b = 0;
		if (code < bound) {
			width = bound;
			p[i] = q + ((2048 - q) >> 5);
		} else {
			code = (code - bound) >>> 0;
			width = (width - bound) >>> 0;
			p[i] = q - (q >> 5);
			b = 1;
		}
		if (width < 1 << 24) {
			if (at > from.length) throw new Error("cut off");
			width = (width << 8) >>> 0;
			code = ((code << 8) | (from[at++] ?? 0)) >>> 0;
		}
		return b;
	};
	const direct = (n: number): number => {
		let v = 0;
		while (n-- > 0) {
			width >>>= 1;
			const b = code >= width ? 1 : 0;
			if (b) code = (code - width) >>> 0;
			v = (v << 1) | b;
			if (width < 1 << 24) {
				width = (width << 8) >>> 0;
				code = ((code << 8) | (from[at++] ?? 0)) >>> 0;
			}
		}
		return v;
	};
	// tree reads n bits, the highest first, with the probabilities from base on.
	const tree = (p: Uint16Array, base: number, n: number): number => {
		let m = 1;
		for (let i = 0; i < n; i++) m = (m << 1) | bit(p, base + m);
		return m - (1 << n);
	};
	const reversed = (p: Uint16Array, base: number, n: number): number => {
		let m = 1, v = 0;
		for (let i = 0; i < n; i++) {
			const b = bit(p, base + m);
			m = (m << 1) | b;
			v |= b << i;
		}
		return v;
	};
	const length = (p: Lengths): number => {
		if (!bit(p.choice, 0)) return 2 + tree(p.low, 0, 3);
		if (!bit(p.choice, 1)) return 10 + tree(p.mid, 0, 3);
		return 18 + tree(p.high, 0, 8);
	};

	const isMatch = probs(states), isRep = probs(states), isRep0 = probs(states), isRep1 = probs(states), isRep2 = probs(states), isRep0Long = probs(states);
	const literals = probs(8 * 0x300), slots = probs(4 * 64), middle = probs(14 * 32), align = probs(16);
	const ofMatch = lengths(), ofRepeat = lengths();
	const distance = (n: number): number => {
		const slot = tree(slots, Math.min(n - 2, 3) * 64, 6);
		if (slot < 4) return slot;
		const bits = (slot >> 1) - 1;
		const base = ((2 | (slot & 1)) << bits) >>> 0;
		if (slot < 14) return base + reversed(middle, slot * 32, bits);
		return base + direct(bits - 4) * 16 + reversed(align, 0, 4);
	};

	let state = 0, rep0 = 0, rep1 = 0, rep2 = 0, rep3 = 0;
	for (let to = 0; to < size; ) {
		if (!bit(isMatch, state)) {
			const base = to ? (out[to - 1]! >> 5) * 0x300 : 0;
			let m = 1;
			if (state >= 7) {
				let other = out[to - rep0 - 1]!;
				while (m < 0x100) {
					const like = (other >> 7) & 1;
					other <<= 1;
					const b = bit(literals, base + ((1 + like) << 8) + m);
					m = (m << 1) | b;
					if (like !== b) break;
				}
			}
			while (m < 0x100) m = (m << 1) | bit(literals, base + m);
			out[to++] = m;
			state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
			continue;
		}
		let n: number;
		if (!bit(isRep, state)) {
			n = length(ofMatch);
			rep3 = rep2;
			rep2 = rep1;
			rep1 = rep0;
			rep0 = distance(n);
			state = state < 7 ? 7 : 10;
		} else {
			let short = false;
			if (!bit(isRep0, state)) {
				short = !bit(isRep0Long, state);
			} else {
				let d = rep1;
				if (bit(isRep1, state)) {
					d = rep2;
					if (bit(isRep2, state)) {
						d = rep3;
						rep3 = rep2;
					}
					rep2 = rep1;
				}
				rep1 = rep0;
				rep0 = d;
			}
			n = short ? 1 : length(ofRepeat);
			state = short ? (state < 7 ? 9 : 11) : state < 7 ? 8 : 11;
		}
		if (rep0 >= to || n > size - to) throw new Error("damaged");
		for (; n > 0; n--, to++) out[to] = out[to - rep0 - 1]!;
	}
	return out;
}
