#!/usr/bin/env bash
# Times a cold `cargo check` of a crate with one network of 40, 50 and 100 layers, with built dependencies: `Linear` and
# `Conv2d` layers with literal and with named sizes, without and with a ReLU after each, and nested networks. Prints the
# minimum of seven runs, or of another number of them, which is the least sensitive to other load on the machine, and the
# ratios.
#
#     benches/compile-time.sh [RUNS]
set -euo pipefail
runs=${1:-7}
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cp "$root/rust-toolchain.toml" "$folder/"
cat > "$folder/Cargo.toml" <<EOF
[package]
name = "deep"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
nn = { package = "typed-nn", path = "$root" }
EOF
cp "$root/Cargo.lock" "$folder/" 2>/dev/null || true

# network LAYERS TYPE SHAPE AFTER: writes a network whose layers have the same type, so that their sizes can be a name.
network() {
    {
        echo 'use nn::prelude::*;'
        echo 'pub type Width = dim![32];'
        echo 'network! { pub struct Block { fc: Linear<32, 32> } fn forward(x: Tensor<32>) -> Tensor<32> { x.fc() } }'
        echo 'network! { pub struct Deep {'
        for i in $(seq "$1"); do echo "layer$i: $2,"; done
        echo "} fn forward(x: Tensor<$3>) -> Tensor<$3> { x"
        for i in $(seq "$1"); do echo ".layer$i()$4"; done
        echo '} }'
    } > "$folder/src/lib.rs"
}

# Prints the minimum of cold checks, in milliseconds.
least() {
    for _ in $(seq "$runs"); do
        touch "$folder/src/lib.rs"
        local start
        start=$(date +%s%N)
        (cd "$folder" && CARGO_INCREMENTAL=0 CARGO_TARGET_DIR="$folder/target" cargo check --quiet)
        echo $((($(date +%s%N) - start) / 1000000))
    done | sort -n | sed -n 1p
}

network 1 'Linear<32, 32>' 32 ""
(cd "$folder" && CARGO_INCREMENTAL=0 CARGO_TARGET_DIR="$folder/target" cargo check --quiet)
while IFS='|' read -r type shape behind; do
    declare -A times
    for layers in 40 50 100; do
        network "$layers" "$type" "$shape" "$behind"
        times[$layers]=$(least)
    done
    awk -v row="$type $behind" -v a="${times[40]}" -v b="${times[50]}" -v c="${times[100]}" 'BEGIN {
        printf "%-50s  40 layers %5d ms  50 layers %5d ms  100 layers %5d ms", row, a, b, c
        printf "  100 to 40: %.2f  100 to 50: %.2f\n", c / a, c / b
    }'
done << 'EOF'
Linear<32, 32>|32|
Linear<Width, Width>|Width|
Linear<32, 32>|32|.relu()
Conv2d<32, 32, kernel = 3, padding = 1>|32, 14, 14|.relu()
Conv2d<Width, Width, kernel = 3, padding = 1>|Width, 14, 14|.relu()
Block|32|.relu()
EOF
