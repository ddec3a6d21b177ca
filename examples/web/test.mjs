// Tests that the page built by `./build` recognises the committed drawings: `node test.mjs [PAGE]`. First the module alone, then,
// if there is a Chromium, the page itself, on which the strokes are drawn with a pointer.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { reader } from "./reader.mjs";

const path = process.argv[2] ?? fileURLToPath(new URL("../../target/web/digits.html", import.meta.url));
const page = readFileSync(path, "utf8");
const part = (id) => page.match(new RegExp(`<script[^>]*id="${id}"[^>]*>([^<]*)</script>`))[1];
const drawings = JSON.parse(part("drawings"));
let failed = 0;
let passed = 0;
const expect = (what, found, expected) => {
    if (found === expected) {
        passed += 1;
    } else {
        failed += 1;
        console.log(`${what}: ${found} instead of ${expected}`);
    }
};

const outside = [...page.matchAll(/\b(?:src|href)\s*=\s*"(?!data:|#)[^"]*"|url\((?!["']?data:)|@import|https?:/g)];
expect("what the page takes from elsewhere", outside.map(([text]) => text).join(" "), "");

const network = await reader(Buffer.from(part("program"), "base64"));
expect("an empty page", network.read([]), -1);
for (const { digit, strokes } of drawings) {
    expect(`${digit} in the program`, network.read(strokes), digit);
    const sum = network.probabilities().reduce((sum, p) => sum + p);
    expect(`${digit}: its probabilities add up to 1`, Math.abs(sum - 1) < 1e-5, true);
    // Position, size and duplicate points must not matter.
    const moved = strokes.map((stroke) => stroke.flatMap(([x, y]) => [[3 * x - 70, 3 * y + 20], [3 * x - 70, 3 * y + 20]]));
    expect(`${digit}, larger and elsewhere`, network.read(moved), digit);
}
// Distortions as by other writers: rotated, slanted, stretched, bent.
let seed = 1;
const within = (bound) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return bound * (seed / 2 ** 31 - 1);
};
let right = 0;
const HANDS = 100;
for (let hand = 0; hand < HANDS; hand += 1) {
    const [turn, slant, wide, phase, bend] = [within(0.2), within(0.25), 1 + within(0.25), within(3), 2 + within(2)];
    const other = ([x, y]) => {
        const across = (x - 50) * wide + slant * (y - 50) + bend * Math.sin(y / 15 + phase) + within(1);
        const down = y - 50 + bend * Math.cos(x / 15 + phase) + within(1);
        return [across * Math.cos(turn) - down * Math.sin(turn), across * Math.sin(turn) + down * Math.cos(turn)];
    };
    right += drawings.filter(({ digit, strokes }) => network.read(strokes.map((stroke) => stroke.map(other))) === digit).length;
}
console.log(`${right} of ${HANDS * drawings.length} digits of other hands are read`);
expect("most of them", right >= 0.95 * HANDS * drawings.length, true);

// Degenerate and oversized drawings: no digit is correct, but the output must be valid.
for (const strokes of [[[[5, 5]]], [[[NaN, 1], [2, 2]]], [Array.from({ length: 9000 }, (_, i) => [Math.cos(i), i % 50])]]) {
    const digit = network.read(strokes);
    expect("an answer", digit >= 0 && digit <= 9 && network.probabilities().every((p) => p >= 0 && p <= 1), true);
}

const browser = ["chromium", "chromium-browser", "google-chrome"].find((name) => !spawnSync(name, ["--version"]).error);
if (browser) {
    for (const { digit } of drawings) {
        const url = `${pathToFileURL(path)}?draw=${digit}`;
        const options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=10000", "--dump-dom", url];
        const { stdout, stderr, status } = spawnSync(browser, options, { encoding: "utf8", timeout: 120_000 });
        const shown = stdout?.match(/<output id="digit"[^>]*>([^<]*)<\/output>/)?.[1];
        expect(`${digit} in ${browser}`, shown, String(digit));
        if (shown === undefined) console.log(`status ${status}: ${stderr}`);
    }
} else {
    console.log("SKIPPED: no Chromium is here: the page was NOT opened, its program alone was run");
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
