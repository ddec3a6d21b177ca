"""Writes `training.json` beside this script: losses with their options, optimisers, learning rates, and what is done to
gradients and weights around a step. `make.py` runs it; it may be run by itself, too.
"""

import pathlib
import platform

import torch
import torch.nn.functional as F

from make import Lcg, both, lines

# ---------------------------------------------------------------- losses


def loss_case(x, loss, **known):
    """`loss(cast, x)` and its gradient by `x`; `known` is written beside them."""

    def run(cast):
        tx = cast(x)
        value = loss(cast, tx)
        value.backward()
        return {"x": tx, "loss": value, "dx": tx.grad, **known}

    return both(run)


def loss_cases():
    rng = Lcg(20)
    logits = rng.tensor(5, 4, low=-3.0, high=3.0)
    extreme = torch.tensor(
        [
            [1e4, -1e4, 0.0, 1.0],  # right and certain
            [1e4, -1e4, 0.0, 1.0],  # wrong and certain
            [1e4, 1e4, -1e4, -1e4],  # a tie
            [-1e4, -1e4, -1e4, -1e4],  # all equal and far below zero
            [2.0**-130, 0.0, -(2.0**-130), 2.0**-140],  # denormal in float32
        ],
        dtype=torch.float64,
    )
    classes = torch.tensor([2, 0, 3, 1, 1])
    class_weights = torch.tensor([0.5, 2.0, 0.0, 1.25], dtype=torch.float64)
    soft = torch.tensor(
        [[5, 1, 1, 1], [0, 8, 0, 0], [2, 2, 2, 2], [0, 1, 3, 4], [1, 0, 7, 0]],
        dtype=torch.float64,
    ) / 8
    cases = {}

    def classes_case(name, x, loss, **options):
        def run(cast, tx):
            options_here = {
                key: cast(value).detach() if isinstance(value, torch.Tensor) else value
                for key, value in options.items()
            }
            return loss(tx, classes, **options_here)

        cases[name] = loss_case(x, run, target=classes, weights=class_weights)

    for reduction in ("mean", "sum"):
        for kind, x in (("", logits), ("_extreme", extreme)):
            name = f"{reduction}{kind}"
            classes_case(f"cross_entropy_{name}", x, F.cross_entropy, reduction=reduction)
            classes_case(
                f"cross_entropy_weighted_{name}", x, F.cross_entropy,
                reduction=reduction, weight=class_weights,
            )  # fmt: skip
            classes_case(
                f"cross_entropy_all_{name}", x, F.cross_entropy, reduction=reduction,
                weight=class_weights, ignore_index=1, label_smoothing=0.2,
            )  # fmt: skip
            classes_case(f"multi_margin_{name}", x, F.multi_margin_loss, reduction=reduction)
            classes_case(
                f"multi_margin_squared_{name}", x, F.multi_margin_loss, reduction=reduction,
                margin=0.5, p=2,
            )  # fmt: skip
        log_probabilities = rng.tensor(5, 4, low=-8.0, high=-0.25)
        classes_case(f"nll_{reduction}", log_probabilities, F.nll_loss, reduction=reduction)
        classes_case(
            f"nll_all_{reduction}", log_probabilities, F.nll_loss, reduction=reduction,
            weight=class_weights, ignore_index=1,
        )  # fmt: skip

        def soft_case(name, x, reduction=reduction, weighted=False, smoothing=0.0):
            def run(cast, tx):
                weight = cast(class_weights).detach() if weighted else None
                return F.cross_entropy(
                    tx, cast(soft).detach(), weight=weight, reduction=reduction,
                    label_smoothing=smoothing,
                )  # fmt: skip

            cases[name] = loss_case(x, run, target=soft, weights=class_weights)

        for kind, x in (("", logits), ("_extreme", extreme)):
            soft_case(f"soft_cross_entropy_{reduction}{kind}", x)
            soft_case(
                f"soft_cross_entropy_all_{reduction}{kind}", x, weighted=True, smoothing=0.2
            )

    # Element-wise losses. The differences of `far` are large, equal to zero, and denormal in float32.
    near, wanted = rng.tensor(4, 6, low=-2.0, high=2.0), rng.tensor(4, 6, low=-2.0, high=2.0)
    far, far_wanted = near.clone(), wanted.clone()
    far[0] = torch.tensor([1e4, -1e4, 0.0, 2.0**-130, 1e4, 5.0])
    far_wanted[0] = torch.tensor([-1e4, 1e4, 0.0, 0.0, 1e4, 5.0])
    elementwise = {
        "mse": F.mse_loss,
        "mae": F.l1_loss,
        "huber": F.huber_loss,
        "huber_0.5": lambda x, t, reduction: F.huber_loss(x, t, delta=0.5, reduction=reduction),
        "smooth_l1": F.smooth_l1_loss,
        "smooth_l1_0.5": lambda x, t, reduction: F.smooth_l1_loss(x, t, beta=0.5, reduction=reduction),
        "smooth_l1_0": lambda x, t, reduction: F.smooth_l1_loss(x, t, beta=0.0, reduction=reduction),
    }

    def pair_case(name, x, target, loss):
        def run(cast, tx):
            return loss(tx, cast(target).detach())

        cases[name] = loss_case(x, run, target=target)

    for name, loss in elementwise.items():
        for reduction in ("mean", "sum"):
            for kind, x, target in (("", near, wanted), ("_far", far, far_wanted)):
                pair_case(
                    f"{name}_{reduction}{kind}", x, target,
                    lambda x, t, loss=loss, reduction=reduction: loss(x, t, reduction=reduction),
                )  # fmt: skip

    # Yes or no: probabilities as targets, and logits that overflow a plain exp.
    certain = near.clone()
    certain[0] = torch.tensor([1e4, -1e4, 1e4, -1e4, 0.0, 2.0**-130])
    chances = (wanted.abs() * 1024).round() / 2048
    chances[0] = torch.tensor([1.0, 1.0, 0.0, 0.0, 1.0, 0.0])
    positive = torch.tensor([0.5, 3.0, 1.0, 0.0, 2.0, 7.0], dtype=torch.float64)
    for reduction in ("mean", "sum"):
        pair_case(
            f"bce_{reduction}", certain, chances,
            lambda x, t, reduction=reduction: F.binary_cross_entropy_with_logits(x, t, reduction=reduction),
        )  # fmt: skip
        cases[f"bce_weighted_{reduction}"] = loss_case(
            certain,
            lambda cast, tx, reduction=reduction: F.binary_cross_entropy_with_logits(
                tx, cast(chances).detach(), pos_weight=cast(positive).detach(), reduction=reduction
            ),
            target=chances,
            weights=positive,
        )
        signs = torch.where(wanted < 0, -1.0, 1.0).double()
        pair_case(
            f"hinge_{reduction}", far, signs,
            lambda x, t, reduction=reduction: getattr(torch.clamp(1 - t * x, min=0), reduction)(),
        )  # fmt: skip

    log_q = rng.tensor(5, 4, low=-8.0, high=-0.25)
    log_q[4] = -1e4
    for reduction in ("mean", "sum", "batchmean"):
        pair_case(
            f"kl_div_{reduction}", log_q, soft,
            lambda x, t, reduction=reduction: F.kl_div(x, t, reduction=reduction),
        )  # fmt: skip
    return cases


# ------------------------------------------------------------------ main


def main():
    document = {
        "torch": torch.__version__.split("+")[0],
        "python": platform.python_version(),
        "losses": loss_cases(),
    }
    path = pathlib.Path(__file__).resolve().parent / "training.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
