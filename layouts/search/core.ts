// The search itself: loads the shards that a query needs and answers as bleve
// does. Knows no page, so that tests run it without a browser.

import { newPlan, type Plan } from "./plan";
import { allOf, anyOf, constant, evaluate, term, type Clause } from "./score";
import { facets, isBefore, keyOf, nothing, Reader, Shard, utf8, type Facet, type Field, type Manifest } from "./shards";

export type Sort = "" | "name" | "date";
export type Chosen = Record<Facet, string[]>;

export interface Request {
	text: string;
	chosen: Chosen;
	sort: Sort;
	from: number;
	size: number;
}

export interface Answer {
	total: number;
	loose: boolean;
	hits: { doc: number; score: number }[];
	facets: Record<Facet, Map<string, number>>;
}

export interface Row {
	slug: string;
	name: string;
	town: string;
	builder: string;
	industry: string;
	badges: [text: string, kind: string][];
	text: string;
	type: string;
	county: string;
}

/** A file of rows, and the row in it. */
type Place = [file: string, row: number];

/** Of each document its facets' values, and its place in the order of kin. */
type Columns = Record<Facet, number[]> & { place: number[] };

/** Fetches a file of the index's folder, unpacked. */
export type Load = (file: string) => Promise<Uint8Array>;

const boosts: readonly (readonly [Field, number])[] = [["name", 8], ["place", 3], ["builder", 3], ["industry", 3]];
const keyBoost = 12;
const pinyinBoost = 4;
const partBoost = 1e6;

export class Index {
	private readonly names: ReadonlySet<string>;
	private readonly regions: string[][]; // of each county: itself, the city before its name
	private readonly files = new Map<string, Promise<unknown>>();
	private shards = new Map<number, Shard>();

	constructor(
		readonly manifest: Manifest,
		private readonly load: Load,
	) {
		this.names = new Set(manifest.names);
		const { county } = manifest.facets;
		this.regions = county.map((name) => [name, ...county.filter((city) => city !== name && name.startsWith(city))]);
	}

	plan(text: string): Plan {
		return newPlan(text, this.names);
	}

	async search(r: Request): Promise<Answer> {
		const n = this.manifest.documents;
		const plan = this.plan(r.text);
		const empty: Answer = { total: 0, loose: false, hits: [], facets: count(() => new Map()) };
		if (n === 0 || (plan.tokens.length === 0 && r.text.trim() !== "")) return empty;
		const [columns, order] = await Promise.all([this.columns(), r.sort && this.order(r.sort), this.fetchTerms(plan)]);

		let loose = false;
		let scores = this.evaluate(plan, plan.tokens.length);
		if (plan.tokens.length > 1 && scores.every((s) => s !== s)) {
			loose = true;
			scores = this.evaluate(plan, Math.ceil(plan.tokens.length / 2));
		}

		const passes = facets.map((f) => this.filter(f, columns[f], r.chosen[f]));
		const answer: Answer = { ...empty, loose, facets: count((f) => new Map(this.manifest.facets[f].map((v) => [v, 0]))) };
		const found: number[] = [];
		for (let d = 0; d < n; d++) {
			if (scores[d] !== scores[d]) continue;
			const failed = facets.filter((_, i) => !(passes[i] as (d: number) => boolean)(d));
			if (failed.length === 0) found.push(d);
			if (failed.length > 1) continue;
			for (const f of failed.length ? failed : facets) {
				for (const v of this.values(f, columns[f][d] as number)) answer.facets[f].set(v, (answer.facets[f].get(v) as number) + 1);
			}
		}
		if (order) {
			const place: number[] = [];
			order.forEach((d, i) => (place[d] = i));
			found.sort((x, y) => (place[x] as number) - (place[y] as number));
		} else {
			found.sort((x, y) => (scores[y] as number) - (scores[x] as number) || x - y);
		}
		answer.total = found.length;
		answer.hits = found.slice(r.from, r.from + r.size).map((doc) => ({ doc, score: scores[doc] as number }));
		return answer;
	}

	/** The rows of documents, from those files by slug or by kin that are fewer. */
	async rows(docs: number[]): Promise<Row[]> {
		const columns = await this.columns();
		const size = this.manifest.rows;
		const bySlug = docs.map((doc): Place => ["r" + Math.floor(doc / size), doc % size]);
		const byKin = docs.map((doc): Place => ["k" + Math.floor((columns.place[doc] as number) / size), (columns.place[doc] as number) % size]);
		const missing = (places: Place[]): number => new Set(places.map(([file]) => file).filter((file) => !this.files.has(file))).size;
		const places = missing(byKin) < missing(bySlug) ? byKin : bySlug;
		return Promise.all(
			docs.map(async (doc, i) => {
				const [file, at] = places[i] as Place;
				const rows = await this.once(file, (bytes) => JSON.parse(utf8(bytes)) as unknown[][]);
				const [slug, name, town, builder, industry, badges, text] = rows[at] as [string, string, string, string, string, Row["badges"], string];
				const of = (f: Facet): string => this.values(f, columns[f][doc] as number)[0] ?? "";
				return { slug, name, town, builder, industry, badges, text, type: of("type"), county: of("county") };
			}),
		);
	}

	/** Keeps what a file holds; forgets a failure, so that it can be tried again. */
	private once<T>(file: string, read: (bytes: Uint8Array) => T): Promise<T> {
		let held = this.files.get(file) as Promise<T> | undefined;
		if (!held) {
			held = this.load(file + ".bin").then(read);
			held.catch(() => this.files.delete(file));
			this.files.set(file, held);
		}
		return held;
	}

	private columns(): Promise<Columns> {
		return this.once("docs", (bytes) => {
			const r = new Reader(bytes);
			const n = this.manifest.documents;
			const columns = count(() => r.numbers(n));
			const kin = r.numbers(n);
			const byKin = kin.map((_, doc) => doc).sort((x, y) => (kin[x] as number) - (kin[y] as number) || x - y);
			const place: number[] = new Array(n);
			byKin.forEach((doc, i) => (place[doc] = i));
			return { ...columns, place };
		});
	}

	private order(sort: "name" | "date"): Promise<number[]> {
		return this.once("by-" + sort, (bytes) => new Reader(bytes).numbers(this.manifest.documents));
	}

	/** The names in a facet's column: a place from 1, or a bit for each. */
	private values(f: Facet, n: number): string[] {
		const all = this.manifest.facets[f];
		if (f === "type") return n ? [all[n - 1] as string] : [];
		if (f === "county") return n ? (this.regions[n - 1] as string[]) : [];
		return all.filter((_, i) => Math.floor(n / 2 ** i) % 2 === 1);
	}

	private filter(f: Facet, column: number[], chosen: string[]): (d: number) => boolean {
		if (chosen.length === 0) return () => true;
		return (d) => this.values(f, column[d] as number).some((v) => chosen.includes(v));
	}

	/** The number of the shard that holds the key. */
	private shardOf(key: string): number {
		let low = 0;
		let high = this.manifest.shards.length;
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if (isBefore(key, this.manifest.shards[middle] as string)) high = middle;
			else low = middle;
		}
		return low;
	}

	/** The numbers of the shards that hold keys which begin so. */
	private shardsOf(start: string): number[] {
		const out = [this.shardOf(start)];
		for (let i = (out[0] as number) + 1; this.manifest.shards[i]?.startsWith(start); i++) out.push(i);
		return out;
	}

	private async fetchTerms(plan: Plan): Promise<void> {
		if (plan.tokens.length === 0) return;
		const wanted = new Set([this.shardOf(plan.key)]);
		for (const t of plan.tokens) {
			for (const g of t.grams) wanted.add(this.shardOf(g));
			if (t.pinyin) wanted.add(this.shardOf(keyOf("pinyin", t.pinyin)));
		}
		for (const start of plan.parts.flat()) this.shardsOf(start).forEach((i) => wanted.add(i));
		await Promise.all(
			[...wanted].map(async (i) => this.shards.set(i, await this.once("t" + i, (bytes) => new Shard(bytes)))),
		);
	}

	private evaluate(plan: Plan, least: number): Float64Array {
		const n = this.manifest.documents;
		if (plan.tokens.length === 0) return evaluate(allOf([constant(n, null, 1)]), null);
		const tokens = plan.tokens.map((t): Clause => {
			const grams = t.grams.map((g) => this.gram(g));
			return t.pinyin ? anyOf([this.term("pinyin", t.pinyin, pinyinBoost), allOf(grams)]) : (grams[0] as Clause);
		});
		const must = allOf(least === tokens.length ? tokens : [anyOf(tokens, least)]);
		const should = [this.term("key", plan.key, keyBoost)];
		for (const ends of plan.parts) {
			const [first, ...rest] = ends.map((e) => this.beginning("part", e)) as [Set<number>, ...Set<number>[]];
			should.push(constant(n, [...first].filter((d) => rest.every((s) => s.has(d))), partBoost));
		}
		return evaluate(must, anyOf(should));
	}

	private gram(g: string): Clause {
		const clauses = boosts.map(([field, boost]) => this.term(field, g, boost));
		const pair = Array.from(g).length > 1;
		clauses.push(pair ? this.term("text", g, 1) : constant(this.manifest.documents, this.postings("text", g).docs, 0));
		return anyOf(clauses);
	}

	private term(field: Field, t: string, boost: number): Clause {
		return term(this.manifest.documents, this.manifest.distinct[field] ?? 0, this.postings(field, t), boost);
	}

	private postings(field: Field, t: string) {
		const key = keyOf(field, t);
		return this.shards.get(this.shardOf(key))?.postings(field, key) ?? nothing;
	}

	private beginning(field: Field, start: string): Set<number> {
		return new Set(this.shardsOf(start).flatMap((i) => this.shards.get(i)?.beginning(field, start) ?? []));
	}
}

function count<T>(f: (facet: Facet) => T): Record<Facet, T> {
	const out = {} as Record<Facet, T>;
	for (const facet of facets) out[facet] = f(facet);
	return out;
}
