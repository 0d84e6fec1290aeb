// Reads what generator/search/shards.go and export.go write.

export interface Manifest {
	folder: string;
	documents: number;
	distinct: Record<string, number>;
	facets: Record<Facet, string[]>;
	names: string[];
	rows: number;
	shards: string[];
}

export const facets = ["type", "county", "level", "year"] as const;
export type Facet = (typeof facets)[number];

/** The fields of the shards, in the order of their bits. */
const fields = ["key", "name", "place", "builder", "industry", "pinyin", "text", "part"] as const;
export type Field = (typeof fields)[number];
const counted: readonly Field[] = ["key", "name", "place", "builder", "industry", "pinyin"];

/** Pinyin lies apart from the other terms, before them. */
export const keyOf = (field: Field, term: string): string => (field === "pinyin" ? "\x01" + term : term);

export interface Postings {
	docs: number[];
	freqs: number[]; // empty in fields that are not scored
	lengths: number[];
}

export const nothing: Postings = { docs: [], freqs: [], lengths: [] };

/** Reads unsigned varints and UTF-8 from bytes. */
export class Reader {
	constructor(
		private readonly bytes: Uint8Array,
		public at = 0,
	) {}

	get done(): boolean {
		return this.at >= this.bytes.length;
	}

	number(): number {
		let n = 0;
		for (let unit = 1; ; unit *= 128) {
			const b = this.bytes[this.at++];
			if (b === undefined) throw new Error("shard ends early");
			n += (b & 127) * unit;
			if (b < 128) return n;
		}
	}

	numbers(count: number): number[] {
		const out: number[] = new Array(count);
		for (let i = 0; i < count; i++) out[i] = this.number();
		return out;
	}

	postings(field: Field): Postings {
		const docs = this.numbers(this.number());
		let next = 0;
		for (let i = 0; i < docs.length; i++) {
			next = docs[i] = (docs[i] as number) + next;
			next++;
		}
		const n = counted.includes(field) ? docs.length : 0;
		return { docs, freqs: this.numbers(n), lengths: this.numbers(n) };
	}

	copy(count: number): number[] {
		return Array.from(this.bytes.subarray(this.at, (this.at += count)));
	}
}

export function utf8(bytes: ArrayLike<number>): string {
	let out = "";
	for (let i = 0; i < bytes.length; ) {
		const b = bytes[i++] as number;
		let more = b < 0x80 ? 0 : b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
		let c = more === 0 ? b : b & (0x3f >> more);
		while (more-- > 0) c = (c << 6) | ((bytes[i++] as number) & 0x3f);
		out += String.fromCodePoint(c);
	}
	return out;
}

/** A range of terms. */
export class Shard {
	private readonly terms = new Map<string, [bits: number, at: number]>();

	constructor(private readonly bytes: Uint8Array) {
		const r = new Reader(bytes);
		let term: number[] = [];
		while (!r.done) {
			const same = r.number();
			term = term.slice(0, same).concat(r.copy(r.number()));
			const bits = r.number();
			const length = r.number();
			this.terms.set(utf8(term), [bits, r.at]);
			r.at += length;
		}
	}

	postings(field: Field, key: string): Postings {
		const [bits, at] = this.terms.get(key) ?? [0, 0];
		const r = new Reader(this.bytes, at);
		for (let i = 0; i < fields.length; i++) {
			if (!(bits & (1 << i))) continue;
			const p = r.postings(fields[i] as Field);
			if (fields[i] === field) return p;
		}
		return nothing;
	}

	/** The documents of all terms that begin so. */
	beginning(field: Field, start: string): number[] {
		const out: number[] = [];
		for (const key of this.terms.keys()) {
			if (key.startsWith(start)) out.push(...this.postings(field, key).docs);
		}
		return out;
	}
}

/** Orders as the shards are: by code point, not by UTF-16 unit. */
export function isBefore(a: string, b: string): boolean {
	const x = Array.from(a);
	const y = Array.from(b);
	for (let i = 0; i < x.length && i < y.length; i++) {
		if (x[i] !== y[i]) return (x[i] as string).codePointAt(0)! < (y[i] as string).codePointAt(0)!;
	}
	return x.length < y.length;
}
