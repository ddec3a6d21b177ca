#!/usr/bin/env python3
"""Writes `normalization.json` beside this script: normalisations, PReLU and dropout, computed by PyTorch.

`make.py` runs it, and its conventions hold here. The shapes stand in `tests/golden/normalization.rs`, too, which reads the
file.
"""

import pathlib
import platform

import torch
import torch.nn as nn
import torch.nn.functional as F
from make import Lcg, lines, run_case

BATCH_STEPS = 3
LR = 0.1


def batch_norm_case(rng, make, *shape):
    """Three training steps, each on a batch of its own, then inference on the last one; running statistics throughout."""
    channels = shape[1]
    weight, bias = rng.tensor(channels, low=0.5, high=1.5), rng.tensor(channels)
    # Each channel has its own mean and spread.
    spread = torch.arange(1, channels + 1, dtype=torch.float64).reshape(1, channels, *[1] * (len(shape) - 2))
    steps = [(rng.tensor(*shape, low=-2.0, high=2.0) * spread + spread, rng.tensor(*shape)) for _ in range(BATCH_STEPS)]

    def run(cast):
        norm = make(channels)
        norm.weight, norm.bias = nn.Parameter(cast(weight).detach()), nn.Parameter(cast(bias).detach())
        norm = norm.to(norm.weight.dtype)
        optimizer = torch.optim.SGD(norm.parameters(), lr=LR)
        result = {"weight": cast(weight), "bias": cast(bias)}
        for number, (x, dy) in enumerate(steps, start=1):
            tx = cast(x)
            optimizer.zero_grad()
            y = norm(tx)
            y.backward(cast(dy).detach())
            optimizer.step()
            result[f"step{number}"] = {
                "x": tx,
                "dy": cast(dy),
                "y": y,
                "dx": tx.grad,
                "dweight": norm.weight.grad.clone(),
                "dbias": norm.bias.grad.clone(),
                "running_mean": norm.running_mean.clone(),
                "running_var": norm.running_var.clone(),
            }
        norm.eval()
        result["inference"] = norm(cast(steps[-1][0]))
        return result

    return run_case(run)


def option_case(rng, make, *shape):
    """Three training steps, as in `batch_norm_case`, of a normalisation with any options."""
    channels = shape[1]
    values = {"weight": rng.tensor(channels, low=0.5, high=1.5), "bias": rng.tensor(channels)}
    spread = torch.arange(1, channels + 1, dtype=torch.float64).reshape(1, channels, *[1] * (len(shape) - 2))
    steps = [(rng.tensor(*shape, low=-2.0, high=2.0) * spread + spread, rng.tensor(*shape)) for _ in range(BATCH_STEPS)]

    def run(cast):
        norm = make(channels).to(torch.float64)
        parameters = {name: value for name, value in values.items() if getattr(norm, name) is not None}
        for name, value in parameters.items():
            setattr(norm, name, nn.Parameter(cast(value).detach()))
        result = {name: cast(value) for name, value in parameters.items()}
        for number, (x, dy) in enumerate(steps, start=1):
            tx = cast(x)
            norm.zero_grad()
            y = norm(tx)
            y.backward(cast(dy).detach())
            with torch.no_grad():
                for parameter in norm.parameters():
                    parameter -= LR * parameter.grad
            gradients = {f"d{name}": getattr(norm, name).grad.clone() for name in parameters}
            # A count is a float here, and exists only where it is used.
            counts = norm.track_running_stats and norm.momentum is None
            buffers = {
                name: value.clone().to(torch.float64).reshape(value.shape)
                for name, value in norm.named_buffers()
                if counts or name != "num_batches_tracked"
            }
            packed = {name: {"shape": [], "data": [value.item()]} for name, value in buffers.items() if value.dim() == 0}
            result[f"step{number}"] = {"x": tx, "dy": cast(dy), "y": y, "dx": tx.grad, **gradients, **buffers, **packed}
        norm.eval()
        result["inference"] = norm(cast(steps[-1][0]))
        return result

    return run_case(run)


def frozen_batch_norm_case(rng, make, *shape):
    """A training step through a normalisation in evaluation mode: by running statistics, which do not move."""
    channels = shape[1]
    parameters = {
        "weight": rng.tensor(channels, low=0.5, high=1.5),
        "bias": rng.tensor(channels),
        "running_mean": rng.tensor(channels, low=-2.0, high=2.0),
        "running_var": rng.tensor(channels, low=0.25, high=3.25),
    }
    x, dy = rng.tensor(*shape, low=-2.0, high=3.0), rng.tensor(*shape)

    def run(cast):
        norm = make(channels).to(cast(x).dtype)
        norm.load_state_dict({name: cast(value).detach() for name, value in parameters.items()}, strict=False)
        norm.eval()
        tx = cast(x)
        y = norm(tx)
        y.backward(cast(dy).detach())
        assert torch.equal(norm.running_mean, cast(parameters["running_mean"]).detach())
        return {
            "x": tx,
            "dy": cast(dy),
            **{name: cast(value) for name, value in parameters.items()},
            "y": y,
            "dx": tx.grad,
            "dweight": norm.weight.grad,
            "dbias": norm.bias.grad,
        }

    return run_case(run)


def layer_case(rng, shape, parameters, function, x=None):
    """Forward and gradients of `function(x, *parameters)`."""
    x = rng.tensor(*shape, low=-2.0, high=3.0) if x is None else x
    values = {name: rng.tensor(*size, low=-1.0, high=2.0) for name, size in parameters.items()}
    dy = rng.tensor(*shape)

    def run(cast):
        tx, tp = cast(x), {name: cast(value) for name, value in values.items()}
        y = function(tx, *tp.values())
        y.backward(cast(dy).detach())
        gradients = {f"d{name}": value.grad for name, value in tp.items()}
        return {"x": tx, "dy": cast(dy), **tp, "y": y, "dx": tx.grad, **gradients}

    return run_case(run)


def affine(*size):
    return {"weight": size, "bias": size}


def option_cases(rng):
    return {
        "batch_momentum": option_case(rng, lambda c: nn.BatchNorm1d(c, momentum=0.25), 5, 3),
        "batch_cumulative": option_case(rng, lambda c: nn.BatchNorm1d(c, momentum=None), 4, 2, 3),
        "batch_no_bias": option_case(rng, lambda c: nn.BatchNorm2d(c, bias=False), 2, 3, 2, 2),
        "batch_not_affine": option_case(rng, lambda c: nn.BatchNorm2d(c, affine=False, momentum=1.0), 3, 2, 2, 2),
        "batch_untracked": option_case(rng, lambda c: nn.BatchNorm1d(c, track_running_stats=False), 6, 3),
        "batch_of_volumes": option_case(rng, lambda c: nn.BatchNorm3d(c, eps=1e-3), 2, 2, 2, 1, 3),
        "instance_lines": option_case(rng, nn.InstanceNorm1d, 2, 3, 5),
        "instance_affine": option_case(rng, lambda c: nn.InstanceNorm2d(c, affine=True, eps=1e-3), 2, 3, 2, 3),
        "instance_tracked": option_case(
            rng, lambda c: nn.InstanceNorm2d(c, affine=True, track_running_stats=True, bias=False), 3, 2, 2, 3
        ),
        "instance_of_volumes": option_case(
            rng, lambda c: nn.InstanceNorm3d(c, track_running_stats=True, momentum=0.5), 2, 2, 2, 1, 3
        ),
    }


def cases():
    rng, frozen, options = Lcg(40), Lcg(41), Lcg(43)
    # Kinks and what is near; rows without variance.
    kinks = rng.tensor(4, 6, low=-3.0, high=3.0)
    kinks[0, :3] = torch.tensor([0.0, 2.0**-100, -(2.0**-100)], dtype=torch.float64)
    flat = rng.tensor(3, 2, 4)
    flat[0], flat[1, 0] = 0.75, -2.0
    return {
        "batch_norm": {
            "rows": batch_norm_case(rng, nn.BatchNorm1d, 6, 4),
            "lines": batch_norm_case(rng, nn.BatchNorm1d, 3, 2, 5),
            "maps": batch_norm_case(rng, nn.BatchNorm2d, 2, 3, 4, 2),
            "maps_eps": batch_norm_case(rng, lambda c: nn.BatchNorm2d(c, eps=1e-3), 2, 2, 3, 3),
        },
        "batch_norm_frozen": {
            "rows": frozen_batch_norm_case(frozen, nn.BatchNorm1d, 6, 4),
            "lines": frozen_batch_norm_case(frozen, nn.BatchNorm1d, 3, 2, 5),
            "maps": frozen_batch_norm_case(frozen, lambda c: nn.BatchNorm2d(c, eps=1e-3), 2, 3, 4, 2),
        },
        "layer_norm": {
            "rows": layer_case(rng, (4, 6), affine(6), lambda x, w, b: F.layer_norm(x, (6,), w, b)),
            "last": layer_case(rng, (3, 2, 4), affine(4), lambda x, w, b: F.layer_norm(x, (4,), w, b), flat),
            "whole": layer_case(rng, (3, 2, 4), affine(2, 4), lambda x, w, b: F.layer_norm(x, (2, 4), w, b, 1e-3)),
        },
        "rms_norm": {
            "rows": layer_case(rng, (4, 6), {"weight": (6,)}, lambda x, w: F.rms_norm(x, (6,), w)),
            "last": layer_case(rng, (3, 2, 4), {"weight": (4,)}, lambda x, w: F.rms_norm(x, (4,), w), flat),
            "whole": layer_case(rng, (3, 2, 4), {"weight": (2, 4)}, lambda x, w: F.rms_norm(x, (2, 4), w, 1e-3)),
        },
        "group_norm": {
            "rows": layer_case(rng, (3, 6), affine(6), lambda x, w, b: F.group_norm(x, 2, w, b)),
            "lines": layer_case(rng, (3, 2, 4), affine(2), lambda x, w, b: F.group_norm(x, 2, w, b), flat),
            "maps": layer_case(rng, (2, 4, 3, 2), affine(4), lambda x, w, b: F.group_norm(x, 2, w, b, 1e-3)),
        },
        "options": option_cases(Lcg(42)),
        "layer_norm_options": {
            "no_bias": layer_case(options, (3, 2, 4), {"weight": (4,)}, lambda x, w: F.layer_norm(x, (4,), w)),
            "nothing": layer_case(options, (3, 2, 4), {}, lambda x: F.layer_norm(x, (4,))),
        },
        "rms_norm_options": {
            "nothing": layer_case(options, (3, 6), {}, lambda x: F.rms_norm(x, (6,))),
        },
        "group_norm_options": {
            "no_bias": layer_case(options, (2, 4, 3), {"weight": (4,)}, lambda x, w: F.group_norm(x, 2, w)),
            "nothing": layer_case(options, (3, 6), {}, lambda x: F.group_norm(x, 2)),
        },
        "prelu": {
            "one": layer_case(rng, (4, 6), {"weight": (1,)}, F.prelu, kinks),
            "rows": layer_case(rng, (4, 6), {"weight": (6,)}, F.prelu, kinks),
            "maps": layer_case(rng, (2, 3, 2, 2), {"weight": (3,)}, F.prelu),
        },
        # What does not hang on chance.
        "dropout": {
            "nothing": layer_case(rng, (3, 5), {}, lambda x: F.dropout(x, 0.0)),
            "everything": layer_case(rng, (3, 5), {}, lambda x: F.dropout(x, 1.0)),
            "inference": layer_case(rng, (3, 5), {}, lambda x: F.dropout(x, 0.5, training=False)),
            "maps_nothing": layer_case(rng, (2, 3, 2, 2), {}, lambda x: F.dropout2d(x, 0.0)),
            "maps_everything": layer_case(rng, (2, 3, 2, 2), {}, lambda x: F.dropout2d(x, 1.0)),
            "maps_inference": layer_case(rng, (2, 3, 2, 2), {}, lambda x: F.dropout2d(x, 0.5, training=False)),
        },
    }


def main():
    document = {"torch": torch.__version__.split("+")[0], "python": platform.python_version(), **cases()}
    path = pathlib.Path(__file__).resolve().parent / "normalization.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
