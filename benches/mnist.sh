#!/usr/bin/env bash
# Time to 98 % of MNIST's test by W2's network and to 98.8 % by W3's, one thread each, beside PyTorch with the same network,
# optimiser, rate and batch: benches/mnist.sh DIR [SEEDS]. PYTHON names a Python with PyTorch; without one, it is left out.
set -euo pipefail
data=$(realpath "${1:?the folder with the four files of MNIST, gzipped}")
cd "$(dirname "$0")/.."
for seed in ${2:-1 2 3}; do
    taskset -c 0 cargo run --release -q -p nn-workloads --bin mnist -- --data "$data" --seed "$seed"
    if "${PYTHON:-python3}" -c 'import torch' 2> /dev/null; then
        taskset -c 0 "${PYTHON:-python3}" benches/mnist.py "$data" "$seed"
    fi
done
