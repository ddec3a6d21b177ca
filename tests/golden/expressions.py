"""Writes `expressions.json` beside this script: element-wise functions, and the arithmetic of `forward` with its broadcasting and
reductions. `make.py` runs it; it may be run by itself, too.
"""

import math
import pathlib
import platform

import torch

from make import Lcg, lines, run_case

# The function, and the range of its inputs.
FUNCTIONS = {
    "exp": (torch.exp, -4.0, 4.0),
    "expm1": (torch.expm1, -4.0, 4.0),
    "ln": (torch.log, 0.125, 5.0),
    "log1p": (torch.log1p, -0.875, 5.0),
    "square": (torch.square, -3.0, 3.0),
    "sqrt": (torch.sqrt, 0.125, 5.0),
    "rsqrt": (torch.rsqrt, 0.125, 5.0),
    "recip": (torch.reciprocal, 0.25, 5.0),
    "sin": (torch.sin, -6.0, 6.0),
    "cos": (torch.cos, -6.0, 6.0),
    "abs": (torch.abs, -3.0, 3.0),
    "sign": (torch.sign, -3.0, 3.0),
    "neg": (torch.neg, -3.0, 3.0),
    "floor": (torch.floor, -3.0, 3.0),
    "erf": (torch.erf, -2.0, 2.0),
    "detach": (lambda x: x.detach() + 0 * x, -3.0, 3.0),
}


def function_cases():
    rng = Lcg(60)

    def case(function, low, high):
        x, dy = rng.tensor(4, 6, low=low, high=high), rng.tensor(4, 6)

        def run(cast):
            tx = cast(x)
            y = function(tx)
            y.backward(cast(dy).detach())
            return {"x": tx, "dy": cast(dy), "y": y, "dx": tx.grad}

        return run_case(run)

    return {name: case(*of) for name, of in FUNCTIONS.items()}


def noise_case():
    """`NormalNoise`: splitmix64 over a key and a counter, and the method of Box and Muller."""
    mask, golden = 2**64 - 1, 0x9E3779B97F4A7C15

    def mix(z):
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    def normal(bits):
        radius, angle = ((bits >> 32) + 1) / 2**32, (bits & 0xFFFFFFFF) / 2**32
        return math.sqrt(-2 * math.log(radius)) * math.cos(2 * math.pi * angle)

    seed, step = 42, 7
    key = mix(mix(seed) ^ step)
    return [normal(mix((key + i * golden) & mask)) for i in range(12)]


def chain(h, y):
    return ((h - y) * 0.5).exp() / (1.0 + y.square()) - 2.0 * h.tanh() + (-y) / 4


def broadcast(h, m, c):
    h = h[:, None, :]
    return (m - h) * c + h / (c.square() + 1.0) - m * h


def reductions(h, m):
    t = m * h[:, None, :]
    return (
        t.sum(1),
        t - t.mean(2, keepdim=True) + t.var(2, correction=0, keepdim=True) * m,
        t.var(2),
        t.std(1),
        t.square().sum(2).sqrt(),
        t.exp().sum((1, 2))[:, None],
    )


def log_sums(h, m):
    t = m * h[:, None, :]
    u = t.reshape(-1, 3, 2, 2)
    return (
        t.logsumexp(1),
        t - t.logsumexp(2, keepdim=True),
        t.logsumexp((1, 2))[:, None],
        u.logsumexp((1, 3)),
        u.logsumexp((2, 3), keepdim=True),
    )


def selections(h, y):
    return (
        torch.where(h > y, h * y, -h),
        h.clamp(-0.5, 0.5) + torch.minimum(h, y) - torch.maximum(h, torch.full_like(h, 0.1)),
        h.pow(3) + (h.abs() + 1.0).pow(y) + (h.abs() + 0.5).pow(0.7) + (h.detach() - y).pow(2),
        h * (y <= h) + y * (h != y),
    )


# The function, and the shapes of its inputs after the first one.
NETWORKS = {
    "chain": (chain, [(4,)]),
    "broadcast": (broadcast, [(3, 4), (3, 1)]),
    "reductions": (reductions, [(3, 4)]),
    "log_sums": (log_sums, [(3, 4)]),
    "selections": (selections, [(4,)]),
}


def network_cases():
    rng = Lcg(61)

    def case(function, shapes):
        x, w, b = rng.tensor(2, 5), rng.tensor(5, 4), rng.tensor(4)
        others = [rng.tensor(2, *shape) for shape in shapes]
        sizes = [y.shape for y in outputs(function, x @ w + b, others)]
        dys = [rng.tensor(*size) for size in sizes]

        def run(cast):
            tx, tw, tb, inputs = cast(x), cast(w), cast(b), [cast(other) for other in others]
            ys = outputs(function, tx @ tw + tb, inputs)
            torch.autograd.backward(ys, [cast(dy).detach() for dy in dys])
            return {
                "x": [tx, *inputs],
                "parameters": [tw, tb],
                "dy": [cast(dy) for dy in dys],
                "y": list(ys),
                "dx": [of.grad for of in (tx, *inputs)],
                "dparameters": [tw.grad, tb.grad],
            }

        return run_case(run)

    return {name: case(*of) for name, of in NETWORKS.items()}


def outputs(function, h, others):
    ys = function(h, *others)
    return ys if isinstance(ys, tuple) else (ys,)


def main():
    document = {
        "torch": torch.__version__.split("+")[0],
        "python": platform.python_version(),
        "functions": function_cases(),
        "networks": network_cases(),
        "normal_noise": noise_case(),
    }
    path = pathlib.Path(__file__).resolve().parent / "expressions.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
