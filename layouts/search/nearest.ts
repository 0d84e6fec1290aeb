// What may have been meant when nothing is found.

import type { Index, Row } from "./core";
import { runs } from "./tokens";

const few = 5;

/** Some brands whose names come near the text. */
export async function nearest(index: Index, text: string): Promise<Row[]> {
	const run = runs(text).join(" ");
	const tries: string[] = [];
	if (/^[a-z]+$/.test(run)) {
		for (let n = Math.min(run.length - 1, 15); n > 1; n--) tries.push(run.slice(0, n)); // the end may be mistyped
	} else {
		tries.push(Array.from(run).join(" ")); // half of the characters, apart
	}
	for (const attempt of tries) {
		const answer = await index.search({ text: attempt, chosen: { type: [], county: [], level: [], year: [] }, sort: "", from: 0, size: few });
		if (answer.total) return index.rows(answer.hits.map((hit) => hit.doc));
	}
	return [];
}
