// The worker in which the engine runs, so that typing never waits. Go's wasm_exec.js
// stands before this script. It is handed the engine's bytes by the page, and then
// calls, which it answers one after the other, and the dictionary.

import type { FromWorker, ToWorker } from "./calls";
import { unpack } from "./lzma";

type Engine = (call: string, input: Uint8Array) => Uint8Array | string; // a string is an error

interface GoProgram {
	importObject: WebAssembly.Imports;
	run(instance: WebAssembly.Instance): Promise<void>;
}

// The part of a worker that is used; the library of types knows the page alone.
interface Scope {
	Go: new () => GoProgram;
	engineIsReady(engine: Engine): void;
	postMessage(message: FromWorker): void;
	onmessage: ((e: MessageEvent<ToWorker>) => void) | null;
}

const scope = self as unknown as Scope;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

let engine: Engine | undefined;
const waiting: ToWorker[] = []; // for the engine

scope.onmessage = (e) => {
	if ("engine" in e.data) start(e.data.engine).catch((err: unknown) => scope.postMessage({ ended: String(err) }));
	else if (engine) answer(engine, e.data);
	else waiting.push(e.data);
};

async function start(packed: ArrayBuffer): Promise<void> {
	const go = new scope.Go();
	const { instance } = await WebAssembly.instantiate(unpack(new Uint8Array(packed)), go.importObject);
	scope.engineIsReady = (made) => {
		engine = made;
		scope.postMessage({ ready: true });
		for (const message of waiting.splice(0)) answer(made, message);
	};
	await go.run(instance);
	throw new Error("the engine ended");
}

function answer(made: Engine, message: ToWorker): void {
	if ("words" in message) {
		try {
			const fault = made("dictionary", unpack(new Uint8Array(message.words)));
			scope.postMessage(typeof fault === "string" ? { unread: fault } : { read: true });
		} catch (err) {
			scope.postMessage({ unread: String(err) });
		}
	} else if ("id" in message) {
		const { id } = message;
		try {
			const output = made(message.call, encoder.encode(message.input));
			scope.postMessage(typeof output === "string" ? { id, error: output } : { id, output: decoder.decode(output) });
		} catch (err) {
			scope.postMessage({ id, error: String(err) });
		}
	}
}
