#!/usr/bin/env bash
# Measures the time to a test accuracy on MNIST of 98 % with the network of W2, and of 98.8 % with that of W3, on one
# thread, and the same in PyTorch with the same network, optimiser, learning rate and batch size: benches/mnist.sh DIR
# [SEEDS]. PYTHON is a Python interpreter; PyTorch is skipped if it is not installed there.
set -euo pipefail
data=$(realpath "${1:?the folder with the four files of MNIST, gzipped}")
cd "$(dirname "$0")/.."
for seed in ${2:-1 2 3}; do
    taskset -c 0 cargo run --release -q -p nn-workloads --bin mnist -- --data "$data" --seed "$seed"
    if "${PYTHON:-python3}" -c 'import torch' 2> /dev/null; then
        taskset -c 0 "${PYTHON:-python3}" benches/mnist.py "$data" "$seed"
    fi
done
