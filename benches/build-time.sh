#!/usr/bin/env bash
# Measures the time of release builds: benches/build-time.sh. Builds a program that trains an MLP 784-128-10 with
# momentum from scratch, in cargo's default release profile and with fat LTO in one codegen unit, and again after an
# edit of the network; then a network like VGG-16, and networks of 25, 50 and 100 layers. Crates are fetched in advance.
# CPU time includes all processes. For the first build, also prints the CPU time of the six slowest crates.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export CARGO_TARGET_DIR=$dir/target CARGO_TERM_COLOR=never
unset RUSTFLAGS

program() { # name, network, input, output, extra profile lines
    mkdir -p "$dir/$1/src"
    cat > "$dir/$1/Cargo.toml" << EOF
[package]
name = "$1"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
nn = { package = "typed-nn", path = "$root" }
[profile.release]
$5
EOF
    cp "$root/Cargo.lock" "$dir/$1/Cargo.lock"
    cat > "$dir/$1/src/main.rs" << EOF
use nn::prelude::*;
network! {
$2
}
fn main() {
    let mut session = Session::<Net, Momentum, dim![32]>::new(Momentum::new(0.01, 0.9), 1);
    let (x, labels) = (Tensor::<shape![32, $3]>::zeros(), Tensor::<shape![32], Class<dim![$4]>>::zeros());
    for _ in 0..100 {
        println!("{}", session.step(&x, &CrossEntropy, &labels));
    }
}
EOF
    (cd "$dir/$1" && cargo fetch -q)
}

# Prints the wall and CPU time of a build in seconds.
build() { # name
    local TIMEFORMAT='%R %U %S'
    (cd "$dir/$1" && { time cargo build --release -q --offline 2> "$dir/errors"; } 2>&1 || { cat "$dir/errors"; exit 1; }) |
        awk 'NF == 3 { printf "%.1f s wall, %.1f s CPU\n", $1, $2 + $3; next } { print }'
}

# Runs the compiler, and records its CPU time by crate.
cat > "$dir/compiler" << 'EOF'
#!/usr/bin/env bash
crate= previous= TIMEFORMAT='%U %S'
for argument; do
    [ "$previous" != --crate-name ] || crate=$argument
    previous=$argument
done
{ spent=$({ time "$@" 1>&3 2>&4; } 2>&1); } 3>&1 4>&2
status=$?
echo "$spent $crate" >> "$SPENT"
exit $status
EOF
chmod +x "$dir/compiler"

# Prints the CPU time of the crates that took the longest, in seconds.
spent() {
    awk '$3 != "" && $3 != "___" { sum[$3] += $1 + $2 } END { for (crate in sum) printf "%.1f %s\n", sum[crate], crate }' "$dir/spent" |
        sort -rn | head -6 | awk '{ printf "%s%s %s", (NR > 1 ? ", " : ""), $2, $1 } END { print " s" }'
}

size() { # name
    strip -o "$dir/stripped" "$dir/target/release/$1"
    echo "$(($(stat -c %s "$dir/stripped") / 1024)) KiB stripped"
}

clean() { rm -rf "$dir/target"; }

mlp='    struct Net { fc1: Linear<784, 128>, fc2: Linear<128, 10> }
    fn forward(x: Tensor<784>) -> Tensor<10> { x.fc1().relu().fc2() }'
program mlp "$mlp" 784 10 ''
program mlp-lto "$mlp" 784 10 'lto = "fat"
codegen-units = 1'

echo "crates: $(cd "$dir/mlp" && cargo tree --offline -e normal,build --prefix none | sed 's/ (\*)$//' | sort -u | wc -l)"
echo "MLP, from nothing: $(RUSTC_WRAPPER=$dir/compiler SPENT=$dir/spent build mlp), $(size mlp)"
echo "CPU time by crate: $(spent)"
sed -i 's/[.]relu/.tanh/' "$dir/mlp/src/main.rs"
echo "MLP, after an edit of the network: $(build mlp)"
clean
echo "MLP, fat LTO, one unit, from nothing: $(build mlp-lto), $(size mlp-lto)"
sed -i 's/[.]relu/.tanh/' "$dir/mlp-lto/src/main.rs"
echo "MLP, fat LTO, one unit, after an edit: $(build mlp-lto)"
clean

vgg() {
    local fields='' body='' channels=3 index=0
    for next in 64 64 p 128 128 p 256 256 256 p 512 512 512 p 512 512 512 p; do
        if [ $next = p ]; then
            body="$body.max_pool::<2>()"
        else
            index=$((index + 1))
            fields="$fields conv$index: Conv2d<$channels, $next, kernel = 3, padding = 1>,"
            body="$body.conv$index().relu()"
            channels=$next
        fi
    done
    echo "    struct Net {$fields fc1: Linear<_, 512>, fc2: Linear<512, 512>, fc3: Linear<512, 10> }
    fn forward(x: Tensor<3, 32, 32>) -> Tensor<10> { x$body.flatten().fc1().relu().fc2().relu().fc3() }"
}
# Building the first program builds the dependencies.
program vgg "$(vgg)" '3, 32, 32' 10 ''
build mlp > /dev/null
echo "like VGG-16, dependencies built: $(build vgg)"
for layers in 25 50 100; do
    fields='' body=''
    for layer in $(seq "$layers"); do
        fields="$fields fc$layer: Linear<64, 64>," body="$body.fc$layer().relu()"
    done
    program "deep$layers" "    struct Net {$fields fc: Linear<64, 10> }
    fn forward(x: Tensor<64>) -> Tensor<10> { x$body.fc() }" 64 10 ''
    echo "$layers layers, dependencies built: $(build "deep$layers")"
done
