// Runs the program built for WebAssembly: `node run.mjs targets.wasm`.
import { readFileSync, writeSync } from "node:fs";

const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), {
    host: { print: (text, bytes) => writeSync(1, new Uint8Array(instance.exports.memory.buffer, text, bytes)) },
});
instance.exports.run();
