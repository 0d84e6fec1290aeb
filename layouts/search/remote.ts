// The index over the network.

import { Index, type Answer, type Request, type Row } from "./core";
import { unpack } from "./inflate";
import type { Manifest } from "./shards";

export interface Found {
	answer: Answer;
	rows: Row[];
	index: Index;
}

async function get(url: string, cache: RequestCache): Promise<Response> {
	const response = await fetch(url, { cache });
	if (!response.ok) throw new Error(`${response.status} ${url}`);
	return response;
}

/** Answers searches; of the site below root. */
export class Remote {
	private index: Promise<Index> | undefined;

	constructor(private readonly root: string) {}

	/**
	 * Finds hits and their rows. Where a file is missing, the site may have been
	 * published anew since its manifest was read: once, the manifest is read again.
	 */
	async find(request: Request): Promise<Found> {
		const index = await this.open("no-cache");
		try {
			return await ask(index, request);
		} catch (failure) {
			this.index = undefined;
			const fresh = await this.open("reload");
			if (fresh.manifest.folder === index.manifest.folder) throw failure;
			return ask(fresh, request);
		}
	}

	private open(cache: RequestCache): Promise<Index> {
		this.index ??= (async () => {
			const manifest = (await (await get(this.root + "search/manifest.json", cache)).json()) as Manifest;
			const folder = `${this.root}search/${manifest.folder}/`;
			return new Index(manifest, async (file) => unpack(new Uint8Array(await (await get(folder + file, "default")).arrayBuffer())));
		})();
		this.index.catch(() => (this.index = undefined));
		return this.index;
	}
}

async function ask(index: Index, request: Request): Promise<Found> {
	const answer = await index.search(request);
	return { answer, index, rows: await index.rows(answer.hits.map((hit) => hit.doc)) };
}
