// What the page and its worker say to each other.

// Parts are the compressed files, as they came.
export interface Parts {
	engine: ArrayBuffer;
}

export interface Words {
	words: ArrayBuffer;
}

// A Call asks the engine, which answers with the same id. Input and output are JSON.
export interface Call {
	id: number;
	call: string;
	input: string;
}

export type ToWorker = Parts | Words | Call;

export type FromWorker =
	| { id: number; output: string }
	| { id: number; error: string }
	| { ready: true } // the engine runs
	| { read: true } // and knows the dictionary
	| { unread: string } // or cannot read it, and proposes no names
	| { ended: string }; // it does not run, or no longer
