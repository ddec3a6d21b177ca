#!/usr/bin/env python3
"""Writes `convolution.json` beside this script: convolutions, pools, upsampling and padding, computed by PyTorch.

`make.py` runs it, and its conventions hold here. Each case is a forward and a backward pass with all gradients; the
sizes of each stand in `tests/golden/convolution.rs`, too, which reads the file.
"""

import json
import pathlib
import platform

import torch
import torch.nn.functional as F
from make import Lcg, lines, run_case

# name: channels in and out, height and width, and what is not PyTorch's default.
CONV2D = {
    "plain": (2, 3, (5, 4), {"kernel": (3, 3)}),
    "padded": (1, 4, (6, 5), {"kernel": (3, 3), "padding": (1, 1)}),
    "strided": (2, 2, (7, 8), {"kernel": (2, 2), "stride": (2, 3), "bias": False}),
    "not_square": (2, 3, (5, 9), {"kernel": (1, 4), "stride": (2, 1), "padding": (0, 2)}),
    "dilated": (2, 2, (9, 7), {"kernel": (3, 2), "dilation": (2, 3), "padding": (1, 2)}),
    "groups": (4, 6, (5, 5), {"kernel": (3, 3), "groups": 2, "padding": (1, 0)}),
    "depthwise": (3, 3, (6, 6), {"kernel": (3, 3), "groups": 3, "stride": (2, 2), "padding": (1, 1)}),
    "multiplied": (2, 6, (4, 5), {"kernel": (2, 2), "groups": 2, "bias": False}),
    "pointwise": (3, 5, (4, 4), {"kernel": (1, 1)}),
    # Rows and columns that no window reaches: (8 - 3) / 4 and (9 - 3) / 5 leave rests.
    "floor": (2, 2, (8, 9), {"kernel": (3, 3), "stride": (4, 5)}),
    "padding_beyond_kernel": (1, 2, (3, 2), {"kernel": (2, 2), "padding": (3, 2)}),
    "all_at_once": (
        4,
        4,
        (9, 11),
        {"kernel": (3, 5), "stride": (2, 3), "padding": (2, 1), "dilation": (3, 2), "groups": 2},
    ),
    "one_number": (1, 1, (1, 1), {"kernel": (1, 1)}),
    "wide": (2, 3, (2, 35), {"kernel": (3, 3), "padding": (1, 1)}),
}

CONV1D = {
    "plain": (2, 3, (9,), {"kernel": (3,)}),
    "all_at_once": (4, 6, (13,), {"kernel": (3,), "stride": (2,), "padding": (2,), "dilation": (3,), "groups": 2}),
    "depthwise": (3, 3, (8,), {"kernel": (4,), "groups": 3, "bias": False}),
    "floor": (2, 2, (11,), {"kernel": (2,), "stride": (4,)}),
}

CONV_TRANSPOSE2D = {
    "doubling": (3, 2, (3, 4), {"kernel": (2, 2), "stride": (2, 2)}),
    "plain": (2, 3, (3, 3), {"kernel": (3, 3), "padding": (1, 1)}),
    "output_padding": (2, 2, (3, 2), {"kernel": (3, 3), "stride": (2, 3), "padding": (1, 0), "output_padding": (1, 2)}),
    "dilated": (2, 2, (3, 4), {"kernel": (2, 3), "dilation": (2, 1), "stride": (1, 2), "bias": False}),
    "groups": (4, 6, (3, 3), {"kernel": (3, 2), "groups": 2, "stride": (3, 1)}),
    "depthwise": (3, 3, (4, 3), {"kernel": (2, 2), "groups": 3, "padding": (1, 0)}),
    # A stride beyond the kernel: rows and columns that no number reaches hold the bias alone.
    "gaps": (1, 2, (2, 3), {"kernel": (1, 2), "stride": (3, 4)}),
}

CONV3D = {
    "plain": (2, 3, (3, 4, 3), {"kernel": (2, 3, 2)}),
    "padded": (1, 2, (2, 3, 4), {"kernel": (3, 3, 3), "padding": (1, 1, 1)}),
    "all_at_once": (
        4,
        2,
        (4, 5, 6),
        {"kernel": (2, 1, 3), "stride": (1, 2, 2), "padding": (1, 0, 1), "dilation": (2, 1, 1), "groups": 2},
    ),
    "depthwise": (2, 2, (3, 2, 3), {"kernel": (2, 2, 1), "groups": 2, "stride": (2, 1, 1), "bias": False}),
    "of_an_image": (1, 2, (1, 4, 5), {"kernel": (1, 3, 3)}),
}

CONV_TRANSPOSE1D = {
    "doubling": (3, 2, (5,), {"kernel": (2,), "stride": (2,)}),
    "all_at_once": (
        4,
        6,
        (4,),
        {"kernel": (3,), "stride": (3,), "padding": (2,), "dilation": (2,), "output_padding": (2,), "groups": 2},
    ),
}

CONV_TRANSPOSE3D = {
    "doubling": (2, 3, (2, 1, 3), {"kernel": (2, 2, 2), "stride": (2, 2, 2)}),
    "all_at_once": (
        2,
        4,
        (2, 3, 2),
        {
            "kernel": (2, 1, 3),
            "stride": (1, 2, 2),
            "padding": (1, 0, 1),
            "dilation": (2, 1, 1),
            "output_padding": (0, 1, 0),
            "groups": 2,
            "bias": False,
        },
    ),
}

# name: channels, sizes, and the arguments in PyTorch's words.
MAX_POOL_OPTIONS = {
    "volume": (2, (3, 4, 5), {"kernel_size": 2}),
    "volume_overlapping": (1, (4, 3, 5), {"kernel_size": (2, 3, 2), "stride": (1, 2, 1), "padding": (1, 1, 0)}),
    "volume_rounded_up": (1, (3, 4, 5), {"kernel_size": 2, "ceil_mode": True}),
    "rounded_up": (2, (5, 7), {"kernel_size": (2, 3), "ceil_mode": True}),
    "rounded_up_with_padding": (1, (6, 8), {"kernel_size": 3, "stride": 4, "padding": 1, "ceil_mode": True}),
    "row_rounded_up": (2, (10,), {"kernel_size": 3, "stride": 2, "padding": 1, "dilation": 2, "ceil_mode": True}),
}

AVG_POOL_OPTIONS = {
    "volume": (2, (3, 4, 5), {"kernel_size": 2}),
    "volume_without_padding": (
        1,
        (3, 4, 5),
        {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True, "count_include_pad": False},
    ),
    "rounded_up": (2, (5, 7), {"kernel_size": (2, 3), "ceil_mode": True}),
    "rounded_up_with_padding": (1, (6, 8), {"kernel_size": 3, "stride": 4, "padding": 1, "ceil_mode": True}),
    "without_padding": (2, (4, 5), {"kernel_size": 3, "stride": 2, "padding": 1, "count_include_pad": False}),
    "divisor": (1, (4, 5), {"kernel_size": (2, 3), "stride": 1, "padding": 1, "divisor_override": 5}),
    "row_without_padding": (
        2,
        (8,),
        {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True, "count_include_pad": False},
    ),
}

MAX_POOL = {
    "halving": (2, (4, 6), {"kernel_size": 2}),
    "floor": (2, (5, 7), {"kernel_size": (2, 3)}),
    "overlapping": (2, (6, 5), {"kernel_size": 3, "stride": 2, "padding": 1}),
    "dilated": (1, (7, 8), {"kernel_size": (2, 3), "stride": 1, "padding": (0, 1), "dilation": (3, 2)}),
    "row": (2, (9,), {"kernel_size": 2}),
    "row_overlapping": (2, (9,), {"kernel_size": 3, "stride": 2, "padding": 1, "dilation": 2}),
}

AVG_POOL = {
    "halving": (2, (4, 6), {"kernel_size": 2}),
    "floor": (2, (5, 7), {"kernel_size": (2, 3)}),
    "overlapping": (2, (6, 5), {"kernel_size": 3, "stride": 2, "padding": 1}),
    "not_square": (1, (5, 6), {"kernel_size": (1, 4), "stride": (3, 1), "padding": (0, 2)}),
    "row": (2, (9,), {"kernel_size": 2}),
    "row_overlapping": (2, (9,), {"kernel_size": 3, "stride": 2, "padding": 1}),
}


def case(rng, function, x, params):
    """Forward and backward of `function(x, *params)`, which gives a tensor."""
    dy = rng.tensor(*function(x, *params.values()).shape)

    def run(cast):
        tx = cast(x)
        tp = {name: cast(value) for name, value in params.items()}
        y = function(tx, *tp.values())
        y.backward(cast(dy).detach())
        grads = {f"d{name}": value.grad for name, value in tp.items()}
        return {"x": tx, **tp, "dy": cast(dy), "y": y, "dx": tx.grad, **grads}

    return run_case(run)


def convolutions(seed, function, cases, transposed=False):
    rng = Lcg(seed)

    def one(inputs, outputs, size, options):
        options = dict(options)
        kernel, groups, bias = options.pop("kernel"), options.get("groups", 1), options.pop("bias", True)
        first, second = (inputs, outputs // groups) if transposed else (outputs, inputs // groups)
        params = {"w": rng.tensor(first, second, *kernel)}
        if bias:
            params["b"] = rng.tensor(outputs)
        x = rng.tensor(2, inputs, *size)
        return case(rng, lambda x, w, b=None: function(x, w, b, **options), x, params)

    return {name: one(*sizes) for name, sizes in cases.items()}


def pools(seed, functions, cases):
    rng = Lcg(seed)

    def one(channels, size, options):
        # A few values only, so that windows hold equal numbers: which of them takes the gradient is a part of the case.
        x = torch.round(rng.tensor(2, channels, *size, low=-2.0, high=2.0))
        x += torch.where(x > 0, x / 8, torch.zeros_like(x))
        return case(rng, lambda x: functions[len(size)](x, **options), x, {})

    return {name: one(*sizes) for name, sizes in cases.items()}


def others(seed):
    rng = Lcg(seed)
    image, row = rng.tensor(2, 3, 4, 5), rng.tensor(2, 3, 7)
    return {
        "global_avg_pool": case(rng, lambda x: F.adaptive_avg_pool2d(x, 1).flatten(1), image, {}),
        "global_avg_pool_row": case(rng, lambda x: F.adaptive_avg_pool1d(x, 1).flatten(1), row, {}),
        "upsample": case(rng, lambda x: F.interpolate(x, scale_factor=2), image, {}),
        "upsample_not_square": case(rng, lambda x: F.interpolate(x, scale_factor=(3, 2)), image, {}),
        "upsample_row": case(rng, lambda x: F.interpolate(x, scale_factor=3), row, {}),
        "zero_pad": case(rng, lambda x: F.pad(x, (1, 1, 1, 1)), image, {}),
        "zero_pad_sides": case(rng, lambda x: F.pad(x, (1, 2, 0, 3)), image, {}),
        "zero_pad_row": case(rng, lambda x: F.pad(x, (2, 1)), row, {}),
    }


def lp_pools(seed):
    rng = Lcg(seed)

    def one(function, channels, size, options):
        x = rng.tensor(2, channels, *size, low=0.125, high=2.0)
        return case(rng, lambda x: function(x, **options), x, {})

    return {
        "row": one(F.lp_pool1d, 2, (9,), {"norm_type": 2, "kernel_size": 2}),
        "row_rounded_up": one(F.lp_pool1d, 2, (9,), {"norm_type": 3, "kernel_size": 2, "ceil_mode": True}),
        "image": one(F.lp_pool2d, 2, (4, 5), {"norm_type": 4, "kernel_size": (2, 3), "stride": 1}),
        "image_rounded_up": one(F.lp_pool2d, 1, (5, 6), {"norm_type": 1, "kernel_size": (2, 4), "ceil_mode": True}),
        "volume": one(F.lp_pool3d, 1, (3, 2, 4), {"norm_type": 2, "kernel_size": (2, 1, 2), "stride": 1}),
    }


def adaptive_pools(seed, functions):
    rng = Lcg(seed)

    def one(channels, size, output):
        x = rng.tensor(2, channels, *size)
        return case(rng, lambda x: functions[len(size)](x, output), x, {})

    return {
        "row": one(2, (7,), 3),
        "row_larger": one(2, (3,), 5),
        "image": one(2, (6, 4), 2),
        "image_unlike": one(2, (7, 5), (3, 2)),
        "image_of_one": one(3, (4, 5), 1),
        "volume": one(1, (3, 5, 4), (2, 3, 1)),
    }


def upsampled(seed):
    rng = Lcg(seed)
    row, image, volume = rng.tensor(2, 3, 7), rng.tensor(2, 2, 4, 5), rng.tensor(1, 2, 2, 3, 4)
    volume = torch.cat([volume, volume.flip(2)])

    def one(x, scale, mode, corners=None):
        return case(rng, lambda x: F.interpolate(x, scale_factor=scale, mode=mode, align_corners=corners), x, {})

    return {
        "nearest_volume": one(volume, (2, 1, 3), "nearest"),
        "linear": one(row, 3, "linear", False),
        "linear_aligned": one(row, 2, "linear", True),
        "bilinear": one(image, 2, "bilinear", False),
        "bilinear_aligned": one(image, (3, 2), "bilinear", True),
        "trilinear": one(volume, 2, "trilinear", False),
        "trilinear_aligned": one(volume, (2, 3, 1), "trilinear", True),
        "bicubic": one(image, (2, 3), "bicubic", False),
        "bicubic_aligned": one(image, 2, "bicubic", True),
    }


def padded(seed):
    rng = Lcg(seed)
    row, image = rng.tensor(2, 3, 7), rng.tensor(2, 2, 4, 5)
    volume = rng.tensor(2, 1, 3, 4, 2)

    def one(x, sides, mode, value=None):
        return case(rng, lambda x: F.pad(x, sides, mode, value), x, {})

    return {
        "constant_row": one(row, (2, 1), "constant", 0.5),
        "constant_image": one(image, (1, -2, 3, -1), "constant", -2.25),
        "constant_volume": one(volume, (1, 0, 0, 2, -1, 1), "constant", 3.0),
        "zero_volume": one(volume, (1, 1, 1, 1, 1, 1), "constant", 0.0),
        "reflect_row": one(row, (6, 3), "reflect"),
        "reflect_image": one(image, (1, 2, 3, 0), "reflect"),
        "reflect_cropped": one(image, (2, -1, -2, 1), "reflect"),
        "reflect_volume": one(volume, (1, 0, 2, 3, 1, 2), "reflect"),
        "replicate_row": one(row, (9, 1), "replicate"),
        "replicate_image": one(image, (1, 2, 5, 0), "replicate"),
        "replicate_cropped": one(image, (2, -1, -2, 1), "replicate"),
        "replicate_volume": one(volume, (3, 0, 2, 1, 1, 4), "replicate"),
        "circular_row": one(row, (7, 3), "circular"),
        "circular_image": one(image, (1, 2, 4, 0), "circular"),
        "circular_cropped": one(image, (2, -1, -2, 1), "circular"),
        "circular_volume": one(volume, (1, 2, 2, 1, 3, 0), "circular"),
    }


# Windows of images as columns: the arguments of PyTorch's functions, and the sizes of the image.
COLUMNS = {
    "plain": ({"kernel_size": 2}, (3, 4, 5)),
    "padded": ({"kernel_size": (3, 2), "stride": 2, "padding": (1, 0)}, (2, 5, 6)),
    "dilated": ({"kernel_size": (2, 3), "stride": (1, 3), "padding": (0, 2), "dilation": (3, 1)}, (1, 5, 7)),
    "apart": ({"kernel_size": (1, 2), "stride": (3, 4), "dilation": 2}, (2, 7, 11)),
}


def columns(seed):
    rng = Lcg(seed)
    cases = {}
    for name, (arguments, size) in COLUMNS.items():
        image = rng.tensor(2, *size)
        cases["unfold2d_" + name] = case(rng, lambda x, of=arguments: F.unfold(x, **of), image, {})
        x = rng.tensor(*F.unfold(image, **arguments).shape)
        fold = lambda x, of=arguments, size=size: F.fold(x, output_size=size[1:], **of)
        cases["fold2d_" + name] = case(rng, fold, x, {})
    return cases


def shuffled(seed):
    rng = Lcg(seed)
    return {
        "pixel_shuffle": case(rng, lambda x: F.pixel_shuffle(x, 2), rng.tensor(2, 8, 2, 3), {}),
        "pixel_unshuffle": case(rng, lambda x: F.pixel_unshuffle(x, 3), rng.tensor(2, 2, 3, 6), {}),
        "channel_shuffle": case(rng, lambda x: F.channel_shuffle(x, 3), rng.tensor(2, 6, 2, 3), {}),
        "channel_shuffle_row": case(rng, lambda x: F.channel_shuffle(x, 2), rng.tensor(2, 4, 5), {}),
    }


def main():
    document = {
        "torch": torch.__version__.split("+")[0],
        "python": platform.python_version(),
        "conv2d": convolutions(21, F.conv2d, CONV2D),
        "conv1d": convolutions(22, F.conv1d, CONV1D),
        "conv_transpose2d": convolutions(23, F.conv_transpose2d, CONV_TRANSPOSE2D, transposed=True),
        "max_pool": pools(24, {1: F.max_pool1d, 2: F.max_pool2d}, MAX_POOL),
        "avg_pool": pools(25, {1: F.avg_pool1d, 2: F.avg_pool2d}, AVG_POOL),
        "others": others(26),
        "conv3d": convolutions(27, F.conv3d, CONV3D),
        "conv_transpose1d": convolutions(28, F.conv_transpose1d, CONV_TRANSPOSE1D, transposed=True),
        "conv_transpose3d": convolutions(29, F.conv_transpose3d, CONV_TRANSPOSE3D, transposed=True),
        "max_pool_options": pools(30, {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}, MAX_POOL_OPTIONS),
        "avg_pool_options": pools(31, {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}, AVG_POOL_OPTIONS),
        "lp_pool": lp_pools(32),
        "adaptive_avg_pool": adaptive_pools(
            33, {1: F.adaptive_avg_pool1d, 2: F.adaptive_avg_pool2d, 3: F.adaptive_avg_pool3d}
        ),
        "adaptive_max_pool": adaptive_pools(
            34, {1: F.adaptive_max_pool1d, 2: F.adaptive_max_pool2d, 3: F.adaptive_max_pool3d}
        ),
        "upsampled": upsampled(35),
        "padded": padded(36),
        "shuffled": shuffled(37),
        "columns": columns(38),
    }
    path = pathlib.Path(__file__).resolve().parent / "convolution.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
