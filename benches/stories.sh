#!/usr/bin/env bash
# Compares the speed of the example `stories` with that of the C program that its model comes from: benches/stories.sh DIR RUN_C [ROUNDS].
# DIR is as for the example; RUN_C is the path of `run.c` of llama2.c (A. Karpathy), compiled here with `gcc -Ofast -march=native`.
# Both generate the same 500 tokens in turn on one core; prints the largest numbers of tokens per second, and their ratio.
set -euo pipefail
data=$(realpath "$1")/stories260k
c=$(realpath "$2")
rounds=${3:-20}
cd "$(dirname "$0")/.."
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
gcc -Ofast -march=native -o "$dir/run" "$c" -lm
cargo build --quiet --release --example stories
ours() { taskset -c 0 "${CARGO_TARGET_DIR:-target}/release/examples/stories" --data "$data/.." --temperature 0 --steps 500; }
theirs() { taskset -c 0 "$dir/run" "$data/stories260K.bin" -z "$data/tok512.bin" -t 0 -n 500; }
for ((round = 0; round < rounds; round++)); do
    ours 2>> "$dir/ours" > "$dir/text"
    theirs 2>> "$dir/theirs" > "$dir/other"
done
# The C program ends its text with a new line.
[ "$(cat "$dir/text")" = "$(cat "$dir/other")" ] || { echo "the texts differ"; exit 1; }
most() { grep -oE '[0-9.]+( tokens per second)?$' "$1" | awk '{ if ($1 > most) most = $1 } END { print most }'; }
awk -v ours="$(most "$dir/ours")" -v theirs="$(most "$dir/theirs")" \
    'BEGIN { printf "tokens per second: nn %d, C %d, ratio %.2f\n", ours, theirs, ours / theirs }'
