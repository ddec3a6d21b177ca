#!/usr/bin/env bash
# Time to a test accuracy of 98 % on MNIST by W2's network and of 98.8 % by W3's, one thread each, compared with PyTorch with the
# same network, optimiser, rate and batch: benches/mnist.sh DIR [SEEDS]. PYTHON is a Python with PyTorch; without it, PyTorch is
# skipped.
set -euo pipefail
data=$(realpath "${1:?the folder with the four files of MNIST, gzipped}")
cd "$(dirname "$0")/.."
for seed in ${2:-1 2 3}; do
    taskset -c 0 cargo run --release -q -p nn-workloads --bin mnist -- --data "$data" --seed "$seed"
    if "${PYTHON:-python3}" -c 'import torch' 2> /dev/null; then
        taskset -c 0 "${PYTHON:-python3}" benches/mnist.py "$data" "$seed"
    fi
done
