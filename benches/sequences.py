"""Compares training steps of models of sequences with PyTorch, eager and compiled, and with JAX: python3 benches/sequences.py [ROUNDS].

Builds and runs the program `sequences`, and the same models in the other frameworks, in turn on one core; prints the minimum times
of a step (forward, cross-entropy of each position, backward, Adam), and the ratio of the best of the others to ours: above 1, the
others take longer. The models: a GPT of 4 blocks, 4 heads, 128 wide, on 12 windows of 64 characters; an LSTM of 2 layers of 128
units, on 32 windows of 64.

Requires cargo, taskset and `pip install torch jax`; without JAX, its column is omitted, and says so. The environment variables
NN_BEFORE and NN_AFTER may name two programs `sequences`, which are compared instead.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 3.0
VOCAB, WINDOW, WIDTH, HEADS, BLOCKS = 96, 64, 128, 4, 4
BATCHES = {"gpt": 12, "lstm": 32}
RATE = 1e-8


def least(call):
    """The minimum time of a call, in microseconds."""
    for _ in range(5):
        call()
    best, begin = float("inf"), time.perf_counter()
    while time.perf_counter() - begin < SECONDS:
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best * 1e6


def characters(batch, seed):
    import numpy

    return numpy.random.default_rng(seed).integers(0, VOCAB, (batch, WINDOW))


def torch_models():
    import torch
    from torch import nn

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
            self.qkv, self.project = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
            self.fc1, self.fc2 = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

        def forward(self, x):
            batch = x.shape[0]
            q, k, v = self.qkv(self.norm1(x)).reshape(batch, WINDOW, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
            y = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + self.project(y.transpose(1, 2).reshape(batch, WINDOW, WIDTH))
            return x + self.fc2(nn.functional.gelu(self.fc1(self.norm2(x))))

    class Gpt(nn.Module):
        def __init__(self):
            super().__init__()
            self.embed, self.head = nn.Embedding(VOCAB, WIDTH), nn.Linear(WIDTH, VOCAB)
            self.positions = nn.Parameter(0.02 * torch.randn(WINDOW, WIDTH))
            self.blocks, self.norm = nn.Sequential(*[Block() for _ in range(BLOCKS)]), nn.LayerNorm(WIDTH)

        def forward(self, x):
            return self.head(self.norm(self.blocks(self.embed(x) + self.positions)))

    class Recurrent(nn.Module):
        def __init__(self):
            super().__init__()
            self.embed, self.head = nn.Embedding(VOCAB, WIDTH), nn.Linear(WIDTH, VOCAB)
            self.lstm = nn.LSTM(WIDTH, WIDTH, num_layers=2, batch_first=True)

        def forward(self, x):
            return self.head(self.lstm(self.embed(x))[0])

    return {"gpt": Gpt, "lstm": Recurrent}


def of_torch(compiled):
    import torch

    torch.set_num_threads(1)
    for name, make in torch_models().items():
        x, y = (torch.from_numpy(characters(BATCHES[name], seed)) for seed in (1, 2))
        model = make()
        optimizer = torch.optim.Adam(model.parameters(), lr=RATE, fused=True)

        def loss_of(x, y, model=model):
            return torch.nn.functional.cross_entropy(model(x).flatten(0, 1), y.flatten())

        run = torch.compile(loss_of, dynamic=False) if compiled else loss_of

        def step():
            optimizer.zero_grad()
            run(x, y).backward()
            optimizer.step()

        yield name, least(step)


def jax_models():
    import jax
    import jax.numpy as np

    def uniform(key, *shape):
        limit = shape[0] ** -0.5
        return jax.random.uniform(key, shape, minval=-limit, maxval=limit)

    def linear(key, inputs, outputs):
        return {"w": uniform(key, inputs, outputs), "b": np.zeros(outputs)}

    def apply(p, x):
        return x @ p["w"] + p["b"]

    def norm(p, x):
        mean, variance = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
        return (x - mean) * jax.lax.rsqrt(variance + 1e-5) * p["w"] + p["b"]

    def new_norm():
        return {"w": np.ones(WIDTH), "b": np.zeros(WIDTH)}

    def new_gpt(key):
        keys = iter(jax.random.split(key, 64))
        sizes = {"qkv": (WIDTH, 3 * WIDTH), "project": (WIDTH, WIDTH), "fc1": (WIDTH, 4 * WIDTH), "fc2": (4 * WIDTH, WIDTH)}
        block = lambda: {n: linear(next(keys), *s) for n, s in sizes.items()} | {"norm1": new_norm(), "norm2": new_norm()}
        return {
            "embed": jax.random.normal(next(keys), (VOCAB, WIDTH)),
            "positions": 0.02 * jax.random.normal(next(keys), (WINDOW, WIDTH)),
            "blocks": [block() for _ in range(BLOCKS)],
            "norm": new_norm(),
            "head": linear(next(keys), WIDTH, VOCAB),
        }

    def gpt(p, x):
        h = p["embed"][x] + p["positions"]
        for block in p["blocks"]:
            parts = apply(block["qkv"], norm(block["norm1"], h)).reshape(h.shape[0], WINDOW, 3, HEADS, WIDTH // HEADS)
            y = jax.nn.dot_product_attention(parts[:, :, 0], parts[:, :, 1], parts[:, :, 2], is_causal=True)
            h = h + apply(block["project"], y.reshape(h.shape))
            h = h + apply(block["fc2"], jax.nn.gelu(apply(block["fc1"], norm(block["norm2"], h)), approximate=False))
        return apply(p["head"], norm(p["norm"], h))

    def new_lstm(key):
        keys = iter(jax.random.split(key, 8))
        layer = lambda: {"i": linear(next(keys), WIDTH, 4 * WIDTH), "h": linear(next(keys), WIDTH, 4 * WIDTH)}
        embed = jax.random.normal(next(keys), (VOCAB, WIDTH))
        return {"embed": embed, "layers": [layer(), layer()], "head": linear(next(keys), WIDTH, VOCAB)}

    def lstm(p, x):
        h = p["embed"][x]
        for layer in p["layers"]:
            gates = apply(layer["i"], h).swapaxes(0, 1)

            def cell(state, gates, layer=layer):
                h, c = state
                i, f, g, o = np.split(gates + apply(layer["h"], h), 4, axis=-1)
                c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * np.tanh(g)
                h = jax.nn.sigmoid(o) * np.tanh(c)
                return (h, c), h

            zeros = np.zeros((x.shape[0], WIDTH))
            h = jax.lax.scan(cell, (zeros, zeros), gates)[1].swapaxes(0, 1)
        return apply(p["head"], h)

    return {"gpt": (new_gpt, gpt), "lstm": (new_lstm, lstm)}


def of_jax():
    import jax
    import jax.numpy as np

    for name, (new, forward) in jax_models().items():
        x, y = (np.asarray(characters(BATCHES[name], seed)) for seed in (1, 2))
        p = new(jax.random.key(1))
        zeros = jax.tree.map(np.zeros_like, p)
        state = [p, zeros, jax.tree.map(np.zeros_like, p), np.float32(0)]

        def loss_of(p, x, y, forward=forward):
            scores = jax.nn.log_softmax(forward(p, x))
            return -np.take_along_axis(scores, y[..., None], -1).mean()

        def update(state, x, y, loss_of=loss_of):
            p, first, second, t = state
            value, grad = jax.value_and_grad(loss_of)(p, x, y)
            first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, grad)
            second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, grad)
            t = t + 1
            rate, root = RATE / (1 - 0.9**t), np.sqrt(1 - 0.999**t)
            p = jax.tree.map(lambda p, m, v: p - rate * m / (np.sqrt(v) / root + 1e-8), p, first, second)
            return [p, first, second, t], value

        run = jax.jit(update, donate_argnums=0)
        held = [state]

        def step():
            held[0], value = run(held[0], x, y)
            value.block_until_ready()

        yield name, least(step)


FRAMEWORKS = {"eager": lambda: of_torch(False), "compiled": lambda: of_torch(True), "jax": of_jax}
ALONE = os.environ | {"XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false", "OMP_NUM_THREADS": "1"}


def run(command):
    done = subprocess.run(["taskset", "-c", "1", *command], check=True, capture_output=True, text=True, env=ALONE)
    return [json.loads(line) for line in done.stdout.splitlines()]


def compare(rounds, programs):
    """Prints the minimum times of two programs, in turn, and their ratio."""
    best = {}
    for _ in range(rounds):
        for program in programs:
            for line in run([program, "--seconds", str(SECONDS)]):
                key = line["model"], program
                best[key] = min(line["us"], best.get(key, float("inf")))
    for model in BATCHES:
        before, after = (best[model, program] for program in programs)
        print(f"{model:>6} {before:10.0f} us before, {after:10.0f} us after: {after / before:.3f}")


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    if "NN_BEFORE" in os.environ:
        return compare(rounds, [os.environ["NN_BEFORE"], os.environ["NN_AFTER"]])
    build = ["cargo", "build", "--release", "--quiet", "-p", "nn-workloads", "--bin", "sequences"]
    subprocess.run(build, cwd=ROOT, check=True)
    program = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "sequences"
    best, missing = {}, set()
    for _ in range(rounds):
        lines = [("ours", line["model"], line["us"]) for line in run([program, "--seconds", str(SECONDS)])]
        for name in FRAMEWORKS:
            try:
                lines += [(name, *line) for line in run([sys.executable, __file__, "--framework", name])]
            except subprocess.CalledProcessError as error:
                missing.add(name)
                print(f"SKIPPED: {name}: {error.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        for name, model, took in lines:
            best[name, model] = min(took, best.get((name, model), float("inf")))
    names = [name for name in FRAMEWORKS if name not in missing]
    print(f"{'model':>6} {'ours, us':>10}" + "".join(f"{name + ', us':>14}" for name in names) + f"{'best/ours':>11}")
    for model in BATCHES:
        ours, others = best["ours", model], [best[name, model] for name in names]
        print(f"{model:>6} {ours:10.0f}" + "".join(f"{other:14.0f}" for other in others) + f"{min(others) / ours:11.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--framework"]:
        for result in FRAMEWORKS[sys.argv[2]]():
            print(json.dumps(result))
    else:
        main()
