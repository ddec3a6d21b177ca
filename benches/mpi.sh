#!/usr/bin/env bash
# Measures the time per epoch of `examples/mnist_mpi.rs` with 1 and 2 processes, and with 1 and 2 threads of the same
# build, in alternating runs, and the share of communication: benches/mpi.sh DIR, where DIR contains the files of MNIST.
# Prints the median of ROUNDS runs, which defaults to 3.
set -euo pipefail
data=$(realpath "${1:?the folder with MNIST}")
cd "$(dirname "$0")/.."
cargo build --release --quiet --features mpi,rayon --example mnist_mpi
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# once PROCESSES THREADS: prints the mean time of the second and third epoch in seconds, and the share of communication
# in percent.
once() {
    rm -rf "$folder/run"
    RAYON_NUM_THREADS=$2 mpirun --oversubscribe --bind-to none -n "$1" target/release/examples/mnist_mpi \
        --data "$data" --out "$folder/run" --epochs 3 > "$folder/text"
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "seconds") at = i } NR > 2 { sum += $at } END { printf "%.3f ", sum / 2 }' \
        "$folder/run/history.csv"
    sed -n 's/.*spent \([0-9.]*\) %.*/\1/p' "$folder/text"
}

printf '%-10s %-8s  %9s  %14s\n' processes threads 's/epoch' 'communication'
: > "$folder/all"
for _ in $(seq "${ROUNDS:-3}"); do
    for what in '1 1' '1 2' '2 1'; do
        # shellcheck disable=SC2086
        echo "$what $(once $what)" >> "$folder/all"
    done
done
for what in '1 1' '1 2' '2 1'; do
    grep "^$what " "$folder/all" | sort -n -k3 | awk '{ row[NR] = $0 } END { split(row[int((NR + 1) / 2)], f, " "); printf "%-10d %-8d  %9.2f  %12.1f %%\n", f[1], f[2], f[3], f[4] }'
done
