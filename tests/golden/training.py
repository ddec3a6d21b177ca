"""Writes `training.json` beside this script: losses with their options, optimisers, learning rates, and what is done to
gradients and weights around a step. `make.py` runs it; it may be run by itself, too.
"""

import pathlib
import platform

import torch
import torch.nn.functional as F
from torch.optim import lr_scheduler, swa_utils

from make import Lcg, linear, lines, pack, run_case

# ---------------------------------------------------------------- losses


def loss_case(x, loss, **known):
    """`loss(cast, x)` and its gradient by `x`; `known` is written beside them."""

    def run(cast):
        tx = cast(x)
        value = loss(cast, tx)
        value.backward()
        return {"x": tx, "loss": value, "dx": tx.grad, **known}

    return run_case(run)


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


# ------------------------------------------------------------ optimizers

STEPS = 50
RECORDED = (1, 50)


def problem():
    """The batch and the weights that every optimiser begins with."""
    rng = Lcg(21)
    return {
        "x": rng.tensor(6, 4),
        "target": torch.tensor([0, 2, 1, 1, 0, 2]),
        "initial": {
            "w1": rng.tensor(4, 5),
            "b1": rng.tensor(5, low=-0.25, high=0.25),
            "w2": rng.tensor(5, 3),
            "b2": rng.tensor(3, low=-0.25, high=0.25),
        },
    }


def decayed(make, weight_decay, everywhere=False):
    """The optimiser that `make` makes, with this weight decay of the weights, and of the biases `everywhere`."""

    def run(params):
        weights = {"params": [params["w1"], params["w2"]], "weight_decay": weight_decay}
        biases = {
            "params": [params["b1"], params["b2"]],
            "weight_decay": weight_decay if everywhere else 0.0,
        }
        return make([weights, biases])

    return run


def trained(make, clip=None, frozen=(), batches=1, schedule=None, average=None):
    """50 steps of a small network; the loss of each, and the weights after some of them."""
    x, target, initial = problem().values()

    def run(cast):
        params = {name: cast(value) for name, value in initial.items()}
        for name in frozen:
            params[name].requires_grad_(False)
        learned = [value for value in params.values() if value.requires_grad]
        optimizer = make(params)
        scheduler = schedule(optimizer) if schedule else None
        network = torch.nn.ParameterDict(params)
        averaged = (
            swa_utils.AveragedModel(network, multi_avg_fn=swa_utils.get_ema_multi_avg_fn(average))
            if average
            else None
        )
        if averaged:
            averaged.update_parameters(network)  # The first one copies.
        inputs = cast(x).detach()
        losses, norms, weights = [], [], {}
        for step in range(1, STEPS + 1):
            optimizer.zero_grad()
            parts = []
            for part, labels in zip(inputs.chunk(batches), target.chunk(batches)):
                hidden = torch.tanh(linear(part, params["w1"], params["b1"]))
                loss = F.cross_entropy(linear(hidden, params["w2"], params["b2"]), labels)
                (loss / batches).backward()
                parts.append(loss.item())
            losses.append(sum(parts) / batches)
            if clip:
                norms.append(clip(learned))
            optimizer.step()
            if scheduler:
                scheduler.step()
            if averaged:
                averaged.update_parameters(network)
            if step in RECORDED:
                weights[str(step)] = {
                    name: value.detach().clone() for name, value in params.items()
                }
        result = {"losses": losses, "weights": weights}
        if norms and norms[0] is not None:
            result["norms"] = [norm.item() for norm in norms]
        if averaged:
            result["average"] = {name: averaged.module[name] for name in params}
        return result

    return run_case(run)


def optimizer_cases():
    optim = torch.optim

    def sgd(params, **options):
        return optim.SGD(params, **{"lr": 0.1, **options})

    def everything(make):
        return lambda params: make([value for value in params.values() if value.requires_grad])

    nesterov = {"lr": 0.05, "momentum": 0.9, "nesterov": True}
    betas = {"lr": 0.01, "betas": (0.8, 0.9), "eps": 1e-6}
    plain = everything(sgd)
    return {
        "sgd": trained(plain),
        "sgd_l2": trained(decayed(sgd, 0.02)),
        "sgd_l2_everywhere": trained(decayed(sgd, 0.02, everywhere=True)),
        "momentum": trained(everything(lambda p: sgd(p, lr=0.05, momentum=0.9))),
        "momentum_l2": trained(decayed(lambda p: sgd(p, lr=0.05, momentum=0.9), 0.02)),
        "nesterov": trained(everything(lambda p: sgd(p, **nesterov))),
        "nesterov_l2": trained(decayed(lambda p: sgd(p, **nesterov), 0.02)),
        "dampening": trained(everything(lambda p: sgd(p, momentum=0.9, dampening=0.5))),
        "adam": trained(everything(lambda p: optim.Adam(p, lr=0.01))),
        "adam_betas": trained(everything(lambda p: optim.Adam(p, **betas))),
        "adam_l2": trained(decayed(lambda p: optim.Adam(p, lr=0.01), 0.02)),
        "adamw": trained(decayed(lambda p: optim.AdamW(p, lr=0.01), 0.1)),
        "adamw_everywhere": trained(everything(lambda p: optim.AdamW(p, lr=0.01))),
        "amsgrad": trained(everything(lambda p: optim.Adam(p, amsgrad=True, **betas))),
        "amsgrad_l2": trained(decayed(lambda p: optim.Adam(p, amsgrad=True, **betas), 0.02)),
        "amsgrad_decay": trained(decayed(lambda p: optim.AdamW(p, amsgrad=True, **betas), 0.1)),
        "rmsprop": trained(everything(lambda p: optim.RMSprop(p, lr=0.01))),
        "rmsprop_l2": trained(decayed(lambda p: optim.RMSprop(p, lr=0.01, alpha=0.9), 0.02)),
        "adagrad": trained(everything(lambda p: optim.Adagrad(p, lr=0.1))),
        "adagrad_l2": trained(decayed(lambda p: optim.Adagrad(p, lr=0.1), 0.02)),
        # Around a step.
        "clip_norm": trained(plain, clip=lambda p: torch.nn.utils.clip_grad_norm_(p, 0.25)),
        "clip_value": trained(plain, clip=lambda p: torch.nn.utils.clip_grad_value_(p, 0.05)),
        "frozen": trained(
            everything(lambda p: optim.Adam(p, lr=0.01)),
            frozen=("w1", "b2"),
            clip=lambda p: torch.nn.utils.clip_grad_norm_(p, 0.25),
        ),
        "accumulated": trained(everything(lambda p: optim.Adam(p, lr=0.01)), batches=2),
        "average": trained(plain, average=0.9),
        "one_cycle": trained(
            everything(lambda p: optim.Adam(p, lr=0.02)),
            schedule=lambda o: lr_scheduler.OneCycleLR(o, 0.02, total_steps=STEPS + 1, cycle_momentum=False),
        ),
    }


# ------------------------------------------------------------ schedulers


def schedule_cases():
    """The rates of 50 steps at a base rate of 1."""
    metrics = [round(1.0 / (1 + min(step, 12)) + 0.001 * (step % 3), 6) for step in range(STEPS)]

    def rates(make, metric=None):
        parameter = torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))
        optimizer = torch.optim.SGD([parameter], lr=1.0)
        scheduler = make(optimizer)
        found = []
        for step in range(STEPS):
            if not metric:
                found.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step(*([metric[step]] if metric else []))
            if metric:
                found.append(optimizer.param_groups[0]["lr"])
        return found

    s = lr_scheduler
    cases = {
        "constant": rates(lambda o: s.ConstantLR(o)),
        "constant_0.5_8": rates(lambda o: s.ConstantLR(o, 0.5, 8)),
        "step": rates(lambda o: s.StepLR(o, 7)),
        "multi_step": rates(lambda o: s.MultiStepLR(o, [5, 20, 21], gamma=0.3)),
        "exponential": rates(lambda o: s.ExponentialLR(o, 0.9)),
        "linear": rates(lambda o: s.LinearLR(o)),
        "linear_0.1_0.6_20": rates(lambda o: s.LinearLR(o, 0.1, 0.6, 20)),
        "polynomial": rates(lambda o: s.PolynomialLR(o, 30, 2.5)),
        "cosine": rates(lambda o: s.CosineAnnealingLR(o, 49)),
        "cosine_0.1": rates(lambda o: s.CosineAnnealingLR(o, 60, eta_min=0.1)),
        "restarts": rates(lambda o: s.CosineAnnealingWarmRestarts(o, 8)),
        "restarts_2_0.1": rates(lambda o: s.CosineAnnealingWarmRestarts(o, 6, T_mult=2, eta_min=0.1)),
        "one_cycle": rates(lambda o: s.OneCycleLR(o, 1.0, total_steps=51)),
        "one_cycle_linear": rates(lambda o: s.OneCycleLR(o, 1.0, total_steps=51, anneal_strategy="linear")),
        "one_cycle_three_phase": rates(
            lambda o: s.OneCycleLR(
                o, 1.0, total_steps=60, pct_start=0.25, div_factor=10.0, final_div_factor=100.0, three_phase=True
            )
        ),
        "chained": rates(lambda o: s.ChainedScheduler([s.ConstantLR(o, 0.1, 10), s.ExponentialLR(o, 0.9)])),
        "sequential": rates(
            lambda o: s.SequentialLR(o, [s.LinearLR(o, 0.1, 1.0, 10), s.CosineAnnealingLR(o, 40)], [10])
        ),
        "lambda": rates(lambda o: s.LambdaLR(o, lambda step: 0.95**step)),
        "plateau": rates(lambda o: s.ReduceLROnPlateau(o, patience=3), metrics),
        "plateau_max": rates(
            lambda o: s.ReduceLROnPlateau(
                o, mode="max", factor=0.5, patience=2, threshold=0.01, cooldown=3, min_lr=0.02
            ),
            [1.0 - metric for metric in metrics],
        ),
    }
    return {"metrics": metrics, "rates": cases}


# ------------------------------------------------------------------ main


def main():
    document = {
        "torch": torch.__version__.split("+")[0],
        "python": platform.python_version(),
        "losses": loss_cases(),
        "problem": pack(problem()),
        "optimizers": optimizer_cases(),
        "schedules": schedule_cases(),
    }
    path = pathlib.Path(__file__).resolve().parent / "training.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
