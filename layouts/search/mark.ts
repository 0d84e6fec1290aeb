// Marks what was searched in the texts of a row. Texts become text nodes, never
// HTML.

import { fold, isLetter } from "./tokens";
import type { Plan } from "./plan";

/** The text with <mark> around every character and pair that the plan asks for. */
export function marked(text: string, plan: Plan): DocumentFragment {
	const chars = Array.from(text);
	let folded = "";
	const from: number[] = []; // of each unit of folded: the character it comes from
	chars.forEach((char, i) => {
		for (const f of fold(char)) {
			folded += isLetter(f) ? f : " ";
			while (from.length < folded.length) from.push(i);
		}
	});
	const hit = new Set<number>();
	for (const needle of plan.tokens.flatMap((t) => t.grams)) {
		for (let at = -1; (at = folded.indexOf(needle, at + 1)) >= 0; ) {
			for (let n = 0; n < needle.length; n++) hit.add(from[at + n] as number);
		}
	}
	const out = document.createDocumentFragment();
	for (let i = 0; i < chars.length; ) {
		let end = i;
		while (end < chars.length && hit.has(end) === hit.has(i)) end++;
		const piece = chars.slice(i, end).join("");
		out.append(hit.has(i) ? element("mark", {}, piece) : piece);
		i = end;
	}
	return out;
}

export function element<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Record<string, string>, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
	const e = document.createElement(name);
	for (const key in attributes) e.setAttribute(key, attributes[key] as string);
	e.append(...children);
	return e;
}
