// Marks what was searched in the texts of a row. Texts become text nodes, never
// HTML.

import { fold, isLetter } from "./tokens";
import type { Plan } from "./plan";

/** What to mark: the pairs and characters that the query asks for. */
export const needles = (plan: Plan): string[] => plan.tokens.flatMap((t) => t.grams);

/** The text with <mark> around every needle. */
export function marked(text: string, wanted: string[]): DocumentFragment {
	const chars = Array.from(text);
	let folded = "";
	const from: number[] = []; // of each unit of folded: the character it comes from
	chars.forEach((char, i) => {
		for (const f of fold(char)) {
			const unit = isLetter(f) ? f : " ";
			for (let n = 0; n < unit.length; n++) from.push(i);
			folded += unit;
		}
	});
	const hit: boolean[] = new Array(chars.length).fill(false);
	for (const needle of wanted) {
		for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + 1)) {
			for (let n = 0; n < needle.length; n++) hit[from[at + n] as number] = true;
		}
	}
	const out = document.createDocumentFragment();
	for (let i = 0; i < chars.length; ) {
		let end = i;
		while (end < chars.length && hit[end] === hit[i]) end++;
		const piece = chars.slice(i, end).join("");
		out.append(hit[i] ? element("mark", {}, piece) : piece);
		i = end;
	}
	return out;
}

export function element<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Record<string, string>, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
	const e = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
	e.append(...children);
	return e;
}
