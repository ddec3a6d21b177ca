"""Compares fused element-wise expressions with PyTorch, eager and compiled, and with JAX: python3 benches/expressions.py [ROUNDS].

Builds and runs the program `expressions`, and the same expressions of 2, 5 and 10 operations in the other frameworks, in turn on
one core; prints the minimum times, and the ratio of the best of the others to ours: above 1, the others take longer. A training
step is forward and backward, for both inputs. Bytes moved are compared with a copy: of 2 inputs and 1 output forward, and of 3
inputs and 2 outputs backward.

Requires cargo, taskset and `pip install torch jax`; without JAX, its column is omitted, and says so.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 0.3


def two(np, x, z):
    return (x - z) * 0.5


def five(np, x, z):
    return np.maximum(np.square(two(np, x, z)) + x, z)


def ten(np, x, z):
    difference = two(np, x, z)
    square = np.square(difference)
    return np.tanh(square / (np.exp(difference) + np.maximum(square + x, z))) * x


EXPRESSIONS = {2: two, 5: five, 10: ten}


def least(call):
    """The minimum time of a call, in microseconds, over samples of at least 100 us."""
    for _ in range(5):
        call()
    best, begin = float("inf"), time.perf_counter()
    while time.perf_counter() - begin < SECONDS:
        calls = 1
        while True:
            start = time.perf_counter()
            for _ in range(calls):
                call()
            took = time.perf_counter() - start
            if took > 1e-4:
                break
            calls *= 4
        best = min(best, took / calls)
    return best * 1e6


def inputs(n):
    import numpy

    index = numpy.arange(n)
    return [values.astype("float32") for values in ((index % 100) / 50 - 1, (index % 77) / 50 - 0.5, (index % 13) / 13)]


def of_torch(compiled):
    import torch

    torch.set_num_threads(1)
    for operations, expression in EXPRESSIONS.items():
        for n in (1000, 1_000_000):
            x, z, dy = map(torch.from_numpy, inputs(n))
            learned = [x.clone().requires_grad_(), z.clone().requires_grad_()]

            def value(x, z, expression=expression):
                return expression(torch, x, z)

            run = torch.compile(value, dynamic=False) if compiled else value

            def step():
                torch.autograd.grad(run(*learned), learned, dy)

            with torch.no_grad():
                forward = least(lambda: run(x, z))
            yield operations, n, forward, least(step)


def of_jax():
    import jax

    for operations, expression in EXPRESSIONS.items():
        for n in (1000, 1_000_000):
            x, z, dy = map(jax.numpy.asarray, inputs(n))

            def value(x, z, expression=expression):
                return expression(jax.numpy, x, z)

            run = jax.jit(value)

            def both(x, z, dy, value=value):
                y, pull = jax.vjp(value, x, z)
                return y, pull(dy)

            step = jax.jit(both)
            forward = least(lambda: run(x, z).block_until_ready())
            yield operations, n, forward, least(lambda: jax.block_until_ready(step(x, z, dy)))


FRAMEWORKS = {"eager": lambda: of_torch(False), "compiled": lambda: of_torch(True), "jax": of_jax}


def run(command, **options):
    return subprocess.run(["taskset", "-c", "1", *command], check=True, capture_output=True, text=True, **options).stdout


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    build = ["cargo", "build", "--release", "--quiet", "-p", "nn-workloads", "--bin", "expressions"]
    subprocess.run(build, cwd=ROOT, check=True)
    program = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "expressions"
    ours, others = {}, {}
    missing = set()
    for _ in range(rounds):
        for line in map(json.loads, run([program]).splitlines()):
            times = [line[name] for name in ("forward_us", "backward_us", "copy_us")]
            key = line["operations"], line["elements"]
            ours[key] = list(map(min, zip(times, ours.get(key, times))))
        for name in FRAMEWORKS:
            try:
                lines = run([sys.executable, __file__, "--framework", name]).splitlines()
            except subprocess.CalledProcessError as error:
                missing.add(name)
                print(f"SKIPPED: {name}: {error.stderr.strip().splitlines()[-1]}", file=sys.stderr)
                continue
            for operations, n, *times in map(json.loads, lines):
                key = name, operations, n
                others[key] = list(map(min, zip(times, others.get(key, times))))
    names = [name for name in FRAMEWORKS if name not in missing]
    columns = "".join(f"{name + ', us':>14}" for name in names)
    print(f"{'operations':>10} {'elements':>9} {'what':>9} {'ours, us':>10}{columns} {'best/ours':>10} {'of a copy':>10}")
    for (operations, n), (forward, backward, copy) in ours.items():
        for what, time_of, streams in (("forward", forward, 3), ("step", forward + backward, 8)):
            all_times = [others[name, operations, n][what == "step"] for name in names]
            columns = "".join(f"{each:14.2f}" for each in all_times)
            ratio = f"{min(all_times) / time_of:10.2f}" if all_times else f"{'':10}"
            print(f"{operations:10} {n:9} {what:>9} {time_of:10.2f}{columns} {ratio} {time_of / (copy * streams / 2):10.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--framework"]:
        for result in FRAMEWORKS[sys.argv[2]]():
            print(json.dumps(result))
    else:
        main()
