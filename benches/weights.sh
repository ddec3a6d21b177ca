#!/usr/bin/env bash
# Measures the build time that embedded weights add: a program that predicts with a file of about 10 MB, embedded by
# `include_weights!`, is compared with the same program with weights initialised at run time. Prints the minimum time of
# a cold `cargo check` and a cold `cargo build --release` of each, with built dependencies, over five alternating runs,
# and the difference.
#
#     benches/weights.sh
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export CARGO_TARGET_DIR=$folder/target CARGO_INCREMENTAL=0 CARGO_TERM_COLOR=never
unset RUSTFLAGS

network='network! {
    struct Net { fc1: Linear<1024, 1280>, fc2: Linear<1280, 1024> }
    fn forward(x: Tensor<1024>) -> Tensor<1024> { x.fc1().relu().fc2() }
}'

program() { # name, feature of nn, what main does
    mkdir -p "$folder/$1/src"
    cp "$root/rust-toolchain.toml" "$root/Cargo.lock" "$folder/$1/"
    cat > "$folder/$1/Cargo.toml" << EOF
[package]
name = "$1"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
nn = { package = "typed-nn", path = "$root", features = ["$2"] }
EOF
    printf 'use nn::prelude::*;\n\n%s\n\nfn main() {\n%s\n}\n' "$network" "$3" > "$folder/$1/src/main.rs"
}

# Both programs enable the same features, so that they have the same dependencies.
predict='    let x = Tensor::<shape![1, 1024]>::full(1.0);
    println!("{:?}", net.forward(&x)[[0, 0]]);'
program with weights "    static NET: &Net = nn::include_weights!(Net, \"net.safetensors\");
    let net = NET;
$predict"
program without weights "    let net = Net::new(1);
$predict"
program save files '    nn::files::save(&*Net::new(1), "../with/net.safetensors").unwrap();'

(cd "$folder/save" && cargo run --quiet)
echo "weights: $(stat -c %s "$folder/with/net.safetensors") bytes"

# Prints the time of a cargo command on one of the programs, in milliseconds.
time_of() { # name, command
    touch "$folder/$1/src/main.rs"
    local start
    start=$(date +%s%N)
    (cd "$folder/$1" && cargo $2 --quiet)
    echo $((($(date +%s%N) - start) / 1000000))
}

for command in 'check' 'build --release'; do
    for name in with without; do
        time_of $name "$command" > /dev/null
        : > "$folder/$name.times"
    done
    for _ in 1 2 3 4 5; do
        for name in with without; do
            time_of $name "$command" >> "$folder/$name.times"
        done
    done
    with=$(sort -n "$folder/with.times" | sed -n 1p)
    without=$(sort -n "$folder/without.times" | sed -n 1p)
    printf 'cargo %-16s with %5d ms  without %5d ms  the weights add %5d ms\n' \
        "$command" "$with" "$without" $((with - without))
done
[ "$(cd "$folder/with" && cargo run --quiet --release)" = "$(cd "$folder/without" && cargo run --quiet --release)" ] || {
    echo "the programs differ in what they print"
    exit 1
}
