// Loads the engine into a worker: from the site, or from a disk, where a page can read
// no other files and workers come from none: there scripts have left the files in
// deskFiles, in Base64 (engine.Scripts).

import type { FromWorker, ToWorker } from "./calls";

// Addresses are those of the files.
export interface Addresses {
	worker: string;
	program: string;
	words?: string; // without them no names are proposed
	kind?: "documents"; // of the program: what it is called on a disk
}

declare global {
	interface Window {
		deskFiles?: { [name: string]: string };
	}
}

// onDisk returns a file that a script holds; that of one which few need comes now.
export async function onDisk(name: string): Promise<ArrayBuffer> {
	if (!window.deskFiles![name])
		await new Promise((done, failed) => {
			const script = document.createElement("script");
			script.src = `desk/${name}.js`;
			script.onload = done;
			script.onerror = () => failed(new Error(`desk/${name}.js 读不出来，请检查文件夹是否完整。`));
			document.head.append(script);
		});
	return bytesOf(window.deskFiles![name]!);
}

export interface Engine {
	// ask answers a call, both JSON; it waits until the engine is there, and fails with
	// what the engine says, or when it has ended.
	ask(call: string, input: string): Promise<string>;
	ready: Promise<void>; // the engine answers
	read: Promise<void>; // and proposes names
}

// load begins to load. progress is told which part, from 0 to 1, of the engine has come.
export function load(from: Addresses, progress: (part: number) => void): Engine {
	const disk = window.deskFiles;
	const worker = new Worker(disk ? URL.createObjectURL(new Blob([bytesOf(disk.worker!)], { type: "text/javascript" })) : from.worker);
	const say = (message: ToWorker, ...moved: ArrayBuffer[]) => worker.postMessage(message, moved);
	const waiting = new Map<number, { done: (output: string) => void; failed: (err: Error) => void }>();
	let asked = 0;
	let ended: Error | undefined;
	let isReady!: () => void, isNot!: (err: Error) => void, isRead!: () => void, cannotRead!: (err: Error) => void;
	const ready = new Promise<void>((done, failed) => ((isReady = done), (isNot = failed)));
	const read = new Promise<void>((done, failed) => ((isRead = done), (cannotRead = failed)));
	ready.catch(() => {}); // who does not ask does not mind
	read.catch(() => {});

	const end = (why: string) => {
		ended = new Error(why);
		isNot(ended);
		cannotRead(ended);
		for (const w of waiting.values()) w.failed(ended);
		waiting.clear();
		worker.terminate();
	};
	worker.onerror = (e) => end(e.message);
	worker.onmessage = (e: MessageEvent<FromWorker>) => {
		const said = e.data;
		if ("ready" in said) isReady();
		else if ("read" in said) isRead();
		else if ("unread" in said) cannotRead(new Error(said.unread));
		else if ("ended" in said) end(said.ended);
		else {
			const w = waiting.get(said.id);
			waiting.delete(said.id);
			if ("output" in said) w?.done(said.output);
			else w?.failed(new Error(said.error));
		}
	};

	(disk ? onDisk(from.kind ?? "program") : fetched(from.program, progress))
		.then((bytes) => {
			progress(1);
			say({ engine: bytes }, bytes);
		})
		.catch((err: unknown) => end(String(err)));
	// The dictionary comes behind: names are proposed when it is there.
	const { words } = from;
	if (words !== undefined)
		ready
			.then(() => (disk ? onDisk("words") : fetched(words, () => {})))
			.then((bytes) => say({ words: bytes }, bytes))
			.catch((err: unknown) => cannotRead(err instanceof Error ? err : new Error(String(err))));

	return {
		ask: (call, input) =>
			new Promise((done, failed) => {
				if (ended) return failed(ended);
				waiting.set(++asked, { done, failed });
				say({ id: asked, call, input });
			}),
		ready,
		read,
	};
}

// fetched fetches a file and tells which part of it has come.
async function fetched(address: string, progress: (part: number) => void): Promise<ArrayBuffer> {
	const response = await fetch(address);
	if (!response.ok || !response.body) throw new Error(`${address}: ${response.status}`);
	const length = Number(response.headers.get("Content-Length"));
	const parts: Uint8Array[] = [];
	let come = 0;
	for (const reader = response.body.getReader(); ; ) {
		const { done, value } = await reader.read();
		if (done) break;
		parts.push(value);
		come += value.length;
		if (length) progress(Math.min(1, come / length));
	}
	const all = new Uint8Array(come);
	come = 0;
	for (const part of parts) {
		all.set(part, come);
		come += part.length;
	}
	return all.buffer;
}

function bytesOf(base64: string): ArrayBuffer {
	const text = atob(base64);
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
	return bytes.buffer;
}
