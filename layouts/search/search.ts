// The page /search.html: the box, the facets, the results; its state is the
// address.

import { element, marked, needles } from "./mark";
import { nearest } from "./nearest";
import { Remote, type Found } from "./remote";
import { facets, type Facet } from "./shards";
import { isEmpty, read, write, type State } from "./state";
import type { Row, Sort } from "./core";
import { arrows, whileTyping } from "./typing";

const perPage = 10;
const shownValues = 8; // of a facet; the others fold

const root = document.documentElement.dataset.root ?? "";
const byId = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;

const form = byId<HTMLFormElement>("search");
const input = byId<HTMLInputElement>("search-q");
const status = byId("search-status");
const notice = byId("search-notice");
const results = byId("results");
const pages = byId("search-pages");
const order = byId<HTMLSelectElement>("search-sort");
const narrow = byId<HTMLFormElement>("narrow");
const box = byId<HTMLDetailsElement>("narrow-box");
const lists = byId("lists");
const finder = byId("finder");

const remote = new Remote(root);
let state = read(location.search);
let turn = 0; // of the last search asked for; answers to others are stale
let typed = false; // the last change of the address came from typing

/** Takes a new state, writes it into the address and searches. */
function go(next: State, typing = false): void {
	if (write(next) !== write(state)) {
		history[typing && typed ? "replaceState" : "pushState"](null, "", write(next));
		typed = typing;
	}
	state = next;
	void show();
}

async function show(): Promise<void> {
	const mine = ++turn;
	finder.hidden = isEmpty(state);
	lists.hidden = !isEmpty(state);
	if (isEmpty(state)) {
		results.replaceChildren();
		status.textContent = "";
		settle(0);
		return;
	}
	results.setAttribute("aria-busy", "true");
	try {
		const found = await remote.find({ ...state, from: (state.page - 1) * perPage, size: perPage });
		const names = found.answer.total ? [] : await nearest(found.index, state.text);
		if (mine === turn) draw(found, names);
	} catch {
		if (mine !== turn) return;
		const retry = element("button", { type: "button" }, "重试");
		retry.addEventListener("click", () => void show());
		results.replaceChildren();
		pages.hidden = true;
		status.textContent = "";
		notice.replaceChildren(element("p", { class: "state no", role: "alert" }, "索引没有读全，可能是网络中断。", retry));
		lists.hidden = false;
		settle(0);
	}
}

function settle(total: number): void {
	results.dataset.total = String(total);
	results.setAttribute("aria-busy", "false");
}

function draw({ answer, rows, index }: Found, names: Row[]): void {
	const last = Math.max(1, Math.ceil(answer.total / perPage));
	if (state.page > last) {
		state.page = last;
		history.replaceState(null, "", write(state));
		void show();
		return;
	}
	status.textContent = answer.total ? `找到 ${answer.total} 个品牌${last > 1 ? `，第 ${state.page} 页，共 ${last} 页` : ""}` : "没有找到品牌";
	notice.replaceChildren();
	if (answer.loose && answer.total) {
		notice.append(element("p", { class: "state open" }, "没有完全匹配的结果，下面的品牌含有其中一部分字词。"));
	}
	if (!answer.total) notice.append(help(names));
	lists.hidden = answer.total > 0;
	const wanted = needles(index.plan(state.text));
	results.replaceChildren(...rows.map((row) => draft(row, wanted)));
	drawPages(last);
	drawFacets(answer.facets, index.manifest.facets);
	settle(answer.total);
}

function draft(row: Row, wanted: string[]): HTMLElement {
	const line = (name: string, text: string): HTMLElement[] => (text ? [element("span", { class: name }, marked(text, wanted))] : []);
	return element(
		"li",
		{ "data-slug": row.slug },
		element("h3", {}, element("a", { href: `${root}brands/${encodeURIComponent(row.slug)}.html` }, marked(row.name, wanted))),
		element("p", { class: "badges" }, ...row.badges.map(([text, kind]) => element("b", { class: "badge " + kind }, text))),
		element("p", { class: "what" }, ...line("type", row.type), ...line("place", row.county + row.town), ...line("unit", row.builder)),
		element("p", { class: "snippet" }, marked(row.text, wanted)),
	);
}

function help(names: Row[]): HTMLElement {
	const out = element("div", { class: "help" });
	if (names.length) {
		const links = names.map((row) => element("li", {}, element("a", { href: `${root}brands/${encodeURIComponent(row.slug)}.html` }, row.name)));
		out.append(element("p", {}, "相近的品牌："), element("ul", { class: "chips" }, ...links));
	}
	const narrowed = facets.some((f) => state.chosen[f].length > 0);
	out.append(element("p", {}, narrowed ? "可以清除所选的范围，减少字词，或者从下面的名单进入。" : "可以减少字词，换一种说法，只输县区或行当，或者从下面的名单进入。"));
	return out;
}

function drawPages(last: number): void {
	pages.hidden = last < 2;
	const link = (page: number, text: string, attributes: Record<string, string> = {}): HTMLElement => {
		const a = element("a", { href: write({ ...state, page }), ...attributes }, text);
		a.addEventListener("click", (event) => {
			if (event.ctrlKey || event.metaKey || event.shiftKey) return;
			event.preventDefault();
			go({ ...state, page });
			form.scrollIntoView();
			status.tabIndex = -1;
			status.focus();
		});
		return element("li", {}, a);
	};
	const items: HTMLElement[] = [];
	if (state.page > 1) items.push(link(state.page - 1, "上一页", { rel: "prev" }));
	for (let n = 1, before = 0; n <= last; n++) {
		if (n > 1 && n < last && Math.abs(n - state.page) > 1) continue;
		if (n > before + 1) items.push(element("li", {}, element("span", {}, "…")));
		items.push(link(n, String(n), { "aria-label": `第${n}页`, ...(n === state.page ? { "aria-current": "page" } : {}) }));
		before = n;
	}
	if (state.page < last) items.push(link(state.page + 1, "下一页", { rel: "next" }));
	pages.replaceChildren(element("ul", {}, ...items));
}

function drawFacets(counts: Record<Facet, Map<string, number>>, values: Record<Facet, string[]>): void {
	let chosen = 0;
	for (const f of facets) {
		chosen += state.chosen[f].length;
		const set = narrow.querySelector(`[data-facet="${f}"]`) as HTMLElement;
		const count = (v: string): number => counts[f].get(v) ?? 0;
		const list = [...new Set([...values[f], ...state.chosen[f]])].filter((v) => count(v) > 0 || state.chosen[f].includes(v));
		if (f === "type" || f === "county") list.sort((x, y) => count(y) - count(x));
		set.hidden = list.length === 0;
		const items = list.map((v) => {
			const check = element("input", { type: "checkbox", name: f, value: v });
			check.checked = state.chosen[f].includes(v);
			return element("li", {}, element("label", {}, check, element("span", {}, v), element("i", {}, String(count(v)))));
		});
		const open = set.querySelector("details")?.open || list.slice(shownValues).some((v) => state.chosen[f].includes(v));
		const ul = set.querySelector("ul") as HTMLElement;
		const focus = document.activeElement instanceof HTMLInputElement && set.contains(document.activeElement) ? document.activeElement.value : null;
		const rest = items.splice(list.length > shownValues + 1 ? shownValues : list.length);
		ul.replaceChildren(...items);
		if (rest.length) {
			const more = element("details", {}, element("summary", {}, `其余 ${rest.length} 个`), element("ul", {}, ...rest));
			more.open = open;
			ul.append(element("li", {}, more));
		}
		if (focus !== null) [...set.querySelectorAll("input")].find((i) => i.value === focus)?.focus();
	}
	byId("narrow-count").textContent = chosen ? `（已选 ${chosen} 项）` : "";
	byId("narrow-clear").hidden = chosen === 0;
}

function fill(): void {
	input.value = state.text;
	order.value = state.sort;
}

whileTyping(input, () => go({ ...state, text: input.value, page: 1 }, true));
arrows(input, results);
form.addEventListener("submit", (event) => {
	event.preventDefault();
	go({ ...state, text: input.value, page: 1 });
});
order.addEventListener("change", () => go({ ...state, sort: order.value as Sort, page: 1 }));
narrow.addEventListener("change", () => {
	const chosen = { ...state.chosen };
	for (const f of facets) chosen[f] = [...narrow.querySelectorAll<HTMLInputElement>(`input[name="${f}"]:checked`)].map((i) => i.value);
	go({ ...state, chosen, page: 1 });
});
narrow.addEventListener("reset", (event) => {
	event.preventDefault();
	go({ ...state, chosen: { type: [], county: [], level: [], year: [] }, page: 1 });
});
addEventListener("popstate", () => {
	state = read(location.search);
	typed = false;
	fill();
	void show();
});
addEventListener("keydown", (event) => {
	if (event.key !== "/" || event.ctrlKey || event.metaKey || (event.target as Element).closest("input, select, textarea")) return;
	event.preventDefault();
	input.select();
});

box.open = matchMedia("(min-width: 60em)").matches;
fill();
if (isEmpty(state)) input.focus({ preventScroll: true });
void show();
