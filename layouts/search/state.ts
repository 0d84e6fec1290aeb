// The state of a search is its address: it can be linked, and back and forward
// work.

import { facets } from "./shards";
import type { Chosen, Sort } from "./core";

export interface State {
	text: string;
	chosen: Chosen;
	sort: Sort;
	page: number; // from 1
}

export function read(query: string): State {
	const p = new URLSearchParams(query);
	const chosen = {} as Chosen;
	for (const f of facets) chosen[f] = [...new Set(p.getAll(f).filter((v) => v !== ""))];
	const sort = p.get("sort");
	return {
		text: p.get("q") ?? "",
		chosen,
		sort: sort === "name" || sort === "date" ? sort : "",
		page: Math.max(1, Math.floor(Number(p.get("page"))) || 1),
	};
}

export function write(s: State): string {
	const p = new URLSearchParams();
	if (s.text) p.set("q", s.text);
	for (const f of facets) for (const v of s.chosen[f]) p.append(f, v);
	if (s.sort) p.set("sort", s.sort);
	if (s.page > 1) p.set("page", String(s.page));
	const query = p.toString();
	return query ? "?" + query : location.pathname;
}

export const isEmpty = (s: State): boolean => s.text.trim() === "" && facets.every((f) => s.chosen[f].length === 0);
