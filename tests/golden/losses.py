"""Writes `losses.json` beside this script: losses with a target for each position of a sequence or an image, losses with weights
for each sample or position, and losses of pairs, triplets and alignments. `make.py` runs it; it may be run by itself, too.
`training.py` has the losses with one target per sample.
"""

import pathlib
import platform

import torch
import torch.nn.functional as F

from make import Lcg, lines, pack, run_case

REDUCTIONS = ("mean", "sum")


def case(ys, loss):
    """`loss(*ys)` and its gradients."""

    def run(cast):
        leaves = [cast(y) for y in ys]
        value = loss(*leaves)
        value.backward()
        grads = [torch.zeros_like(y) if y.grad is None else y.grad for y in leaves]
        return {"loss": value, "dy": grads}

    return run_case(run)


def inputs(**tensors):
    """What the cases of a section have in common; floating point is exact in float32."""
    for value in tensors.values():
        assert not value.is_floating_point() or torch.equal(value.float().double(), value)
    return pack(tensors)


def position_cases():
    rng = Lcg(60)
    cases = {}
    # The class axis is the last one of sequences, and the first one of images and of sequences with channels first.
    forms = {
        "sequence": (rng.tensor(2, 3, 4, low=-3.0, high=3.0), lambda y: y.transpose(1, 2)),
        "image": (rng.tensor(2, 4, 3, 5, low=-3.0, high=3.0), lambda y: y),
        "channels": (rng.tensor(2, 4, 3, low=-3.0, high=3.0), lambda y: y),
    }
    # More than one tile of the positions of an image.
    forms["large"] = (rng.tensor(1, 2, 9, 8, low=-3.0, high=3.0), lambda y: y)
    for form, (y, move) in forms.items():
        extreme = y.clone()
        extreme.reshape(-1)[:6] = torch.tensor([1e4, -1e4, 0.0, 1e4, -1e4, 2.0**-130])
        moved = move(y)
        classes = moved.shape[1]
        positions = [moved.shape[0], *moved.shape[2:]]
        count = moved.numel() // classes
        target = torch.tensor([rng.bits() % classes for _ in range(count)]).reshape(positions)
        labels = target.clone()
        labels.reshape(-1)[::3] = -100
        class_weights = torch.tensor([0.5, 2.0, 1.25, 0.75][:classes], dtype=torch.float64)
        negative = class_weights * torch.tensor([-1.0, 1.0, -1.0, 1.0][:classes], dtype=torch.float64)
        soft = rng.tensor(*y.shape, low=0.0, high=1.0)
        weights = rng.tensor(*positions, low=0.0, high=2.0)
        weights.reshape(-1)[1] = 0.0
        of_samples = rng.tensor(y.shape[0], low=0.5, high=2.0)
        cases[form] = {
            "inputs": inputs(
                y=y, extreme=extreme, target=target, labels=labels, class_weights=class_weights, negative=negative,
                soft=soft, weights=weights, sample_weights=of_samples,
            )
        }  # fmt: skip

        def add(name, loss, y=y, form=form, move=move):
            if form != "large" or name in ("ce_all_mean", "ce_labels_all_mean", "ce_position_weights"):
                cases[form][name] = case([y], lambda y: loss(move(y)))

        for reduction in REDUCTIONS:
            options = {"reduction": reduction}
            add(f"ce_{reduction}", lambda y, o=options: F.cross_entropy(y, target, **o))
            add(f"ce_extreme_{reduction}", lambda y, o=options: F.cross_entropy(y, target, **o), y=extreme)
            add(
                f"ce_all_{reduction}",
                lambda y, o=options: F.cross_entropy(
                    y, target, weight=class_weights, ignore_index=1, label_smoothing=0.2, **o
                ),
            )
            add(f"ce_labels_{reduction}", lambda y, o=options: F.cross_entropy(y, labels, **o))
            add(
                f"ce_labels_all_{reduction}",
                lambda y, o=options: F.cross_entropy(
                    y, labels, weight=class_weights, label_smoothing=0.2, **o
                ),
            )
            for name, of in (("", target), ("labels_", labels), ("soft_", move(soft))):
                add(
                    f"ce_negative_{name}{reduction}",
                    lambda y, o=options, of=of: F.cross_entropy(y, of, weight=negative, label_smoothing=0.2, **o),
                )
            add(f"nll_negative_{reduction}", lambda y, o=options: F.nll_loss(y, target, weight=negative, **o))
            add(f"nll_{reduction}", lambda y, o=options: F.nll_loss(y, target, **o))
            add(
                f"nll_labels_{reduction}",
                lambda y, o=options: F.nll_loss(y, labels, weight=class_weights, **o),
            )
            add(
                f"soft_{reduction}",
                lambda y, o=options: F.cross_entropy(
                    y, move(soft), weight=class_weights, label_smoothing=0.1, **o
                ),
            )
        none = F.cross_entropy(moved, labels, weight=class_weights, label_smoothing=0.2, reduction="none")
        if form != "large":
            cases[form]["ce_none"] = pack(none)

        def weighted(y, weights):
            # Written out, since the weight of a position is that of the position times that of its class.
            losses = F.cross_entropy(y, target, weight=class_weights, label_smoothing=0.2, reduction="none")
            return (losses * weights).sum() / (class_weights[target] * weights).sum()

        add("ce_position_weights", lambda y: weighted(y, weights))
        shape = [-1] + [1] * (len(positions) - 1)
        add("ce_sample_weights", lambda y: weighted(y, of_samples.reshape(shape)))
    return cases


def weight_cases():
    """Element-wise losses with a weight for each element or sample."""
    rng = Lcg(61)
    y, target = rng.tensor(3, 4, low=-2.0, high=2.0), rng.tensor(3, 4, low=-2.0, high=2.0)
    weights, of_samples = rng.tensor(3, 4, low=0.0, high=2.0), rng.tensor(3, low=0.5, high=2.0)
    weights[1, 2] = 0.0
    losses = F.mse_loss(y, target, reduction="none")
    return {
        "inputs": inputs(y=y, target=target, weights=weights, sample_weights=of_samples),
        "mse_position_weights": case(
            [y], lambda y: (F.mse_loss(y, target, reduction="none") * weights).sum() / weights.sum()
        ),
        "mse_position_weights_sum": case(
            [y], lambda y: (F.mse_loss(y, target, reduction="none") * weights).sum()
        ),
        "mse_sample_weights": case(
            [y],
            lambda y: (F.mse_loss(y, target, reduction="none").mean(1) * of_samples).sum() / of_samples.sum(),
        ),
        "mse_none": pack(losses),
    }


def elementwise_cases():
    rng = Lcg(62)
    cases = {}
    p = (rng.tensor(4, 6, low=0.0, high=1.0) * 1024).round() / 1024
    p = p.clamp(1 / 1024, 1 - 1 / 1024)
    p[0] = torch.tensor([0.0, 1.0, 0.0, 1.0, 2.0**-100, 1 - 2.0**-20])
    chances = (rng.tensor(4, 6, low=0.0, high=1.0) * 8).round() / 8
    chances[0] = torch.tensor([0.0, 1.0, 1.0, 0.0, 1.0, 0.0])
    weights = torch.tensor([0.5, 3.0, 1.0, 0.0, 2.0, 7.0], dtype=torch.float64)
    negative = torch.tensor([-0.5, 3.0, 0.0, -2.0, 1.0, -7.0], dtype=torch.float64)
    positive = torch.tensor([2.0, 0.25, 1.0, 3.0, 0.5, 1.5], dtype=torch.float64)
    logits, wanted = rng.tensor(4, 6, low=-3.0, high=3.0), rng.tensor(4, 6, low=-2.0, high=2.0)
    signs = torch.where(wanted < 0, -1.0, 1.0).double()
    counts = (rng.tensor(4, 6, low=0.0, high=6.0)).round()
    rates = rng.tensor(4, 6, low=0.0, high=3.0).abs() + 1 / 64
    rates[0, 0], counts[0, 0] = 0.0, 2.0
    log_q = rng.tensor(4, 6, low=-8.0, high=-0.25)
    log_p = rng.tensor(4, 6, low=-8.0, high=-0.25)
    cases["inputs"] = inputs(
        p=p, chances=chances, weights=weights, negative=negative, pos_weights=positive, logits=logits, signs=signs,
        counts=counts, rates=rates, log_q=log_q, log_p=log_p,
    )  # fmt: skip
    for reduction in REDUCTIONS:
        r = {"reduction": reduction}
        cases[f"bce_{reduction}"] = case([p], lambda p: F.binary_cross_entropy(p, chances, **r))
        cases[f"bce_weight_{reduction}"] = case(
            [p], lambda p: F.binary_cross_entropy(p, chances, weight=weights, **r)
        )
        cases[f"bce_logits_weight_{reduction}"] = case(
            [logits],
            lambda y: F.binary_cross_entropy_with_logits(y, chances, weight=weights, **r),
        )
        cases[f"bce_logits_both_{reduction}"] = case(
            [logits],
            lambda y: F.binary_cross_entropy_with_logits(
                y, chances, weight=weights, pos_weight=positive, **r
            ),
        )
        cases[f"bce_negative_{reduction}"] = case(
            [p], lambda p: F.binary_cross_entropy(p, chances, weight=negative, **r)
        )
        cases[f"bce_logits_negative_{reduction}"] = case(
            [logits],
            lambda y: F.binary_cross_entropy_with_logits(
                y, chances, weight=negative, pos_weight=-positive, **r
            ),
        )
        cases[f"soft_margin_{reduction}"] = case(
            [logits], lambda y: F.soft_margin_loss(y, signs, **r)
        )
        for margin in (1.0, 0.5):
            cases[f"hinge_embedding_{margin}_{reduction}"] = case(
                [logits], lambda y: F.hinge_embedding_loss(y, signs, margin=margin, **r)
            )
        for log_input in (True, False):
            for full in (False, True):
                name = f"poisson_{'log' if log_input else 'rate'}{'_full' if full else ''}_{reduction}"
                cases[name] = case(
                    [logits if log_input else rates],
                    lambda y: F.poisson_nll_loss(y, counts, log_input=log_input, full=full, **r),
                )
    for reduction in (*REDUCTIONS, "batchmean"):
        cases[f"kl_div_log_{reduction}"] = case(
            [log_q], lambda y: F.kl_div(y, log_p, reduction=reduction, log_target=True)
        )
    return cases


def class_cases():
    rng = Lcg(63)
    y = rng.tensor(4, 5, low=-2.0, high=2.0)
    classes = torch.tensor([2, 0, 4, 1])
    weights = torch.tensor([0.5, 2.0, 0.0, 1.25, 3.0], dtype=torch.float64)
    negative = torch.tensor([-0.5, 2.0, -1.25, 0.0, 3.0], dtype=torch.float64)
    lists = torch.tensor([[3, 0, -1, 1, -1], [-1, 0, 1, 2, 3], [4, 1, 0, 3, 2], [2, 2, -1, -1, -1]])
    flags = torch.tensor([[1, 0, 0, 1, 0], [0] * 5, [1] * 5, [0, 0, 1, 0, 0]], dtype=torch.float64)
    cases = {"inputs": inputs(y=y, classes=classes, weights=weights, negative=negative, lists=lists, flags=flags)}
    for reduction in REDUCTIONS:
        r = {"reduction": reduction}
        for p in (1, 2):
            cases[f"multi_margin_weight_{p}_{reduction}"] = case(
                [y], lambda y: F.multi_margin_loss(y, classes, p=p, margin=0.75, weight=weights, **r)
            )
            cases[f"multi_margin_negative_{p}_{reduction}"] = case(
                [y], lambda y: F.multi_margin_loss(y, classes, p=p, margin=0.75, weight=negative, **r)
            )
        cases[f"multi_label_margin_{reduction}"] = case(
            [y], lambda y: F.multilabel_margin_loss(y, lists, **r)
        )
        cases[f"multi_label_soft_margin_{reduction}"] = case(
            [y], lambda y: F.multilabel_soft_margin_loss(y, flags, **r)
        )
        cases[f"multi_label_soft_margin_weight_{reduction}"] = case(
            [y], lambda y: F.multilabel_soft_margin_loss(y, flags, weight=weights, **r)
        )
        cases[f"multi_label_soft_margin_negative_{reduction}"] = case(
            [y], lambda y: F.multilabel_soft_margin_loss(y, flags, weight=negative, **r)
        )
    return cases


def tuple_cases():
    rng = Lcg(64)
    a, b, c = (rng.tensor(4, 6, low=-2.0, high=2.0) for _ in range(3))
    signs = torch.where(rng.tensor(4, 6) < 0, -1.0, 1.0).double()
    similar = torch.tensor([1.0, -1.0, -1.0, 1.0], dtype=torch.float64)
    # The second pair is similar, although it should not be.
    b[1] = a[1] + 1 / 8
    var = rng.tensor(4, 6, low=0.0, high=2.0) + 1 / 64
    var[0, 0], var[0, 1] = 0.0, 2.0**-30
    # Ties of the largest difference and of the two distances.
    a[3], b[3], c[3] = 0.0, 0.0, 0.0
    b[3, 0], c[3, 1] = 1.0, 1.0
    cases = {"inputs": inputs(a=a, b=b, c=c, var=var, signs=signs, similar=similar)}
    for reduction in REDUCTIONS:
        r = {"reduction": reduction}
        for margin in (0.0, 0.5):
            cases[f"margin_ranking_{margin}_{reduction}"] = case(
                [a, b], lambda a, b: F.margin_ranking_loss(a, b, signs, margin=margin, **r)
            )
            cases[f"cosine_embedding_{margin}_{reduction}"] = case(
                [a, b], lambda a, b: F.cosine_embedding_loss(a, b, similar, margin=margin, **r)
            )
        for full in (False, True):
            cases[f"gaussian{'_full' if full else ''}_{reduction}"] = case(
                [a, var], lambda m, v: F.gaussian_nll_loss(m, c, v, full=full, **r)
            )
        cases[f"gaussian_eps_{reduction}"] = case(
            [a, var], lambda m, v: F.gaussian_nll_loss(m, c, v, eps=0.5, **r)
        )
        for p in (1.0, 1.5, 2.0, 3.0, float("inf")) if reduction == "mean" else (2.0,):
            for swap in (False, True):
                cases[f"triplet_{p}{'_swap' if swap else ''}_{reduction}"] = case(
                    [a, b, c],
                    lambda a, b, c: F.triplet_margin_loss(a, b, c, margin=0.5, p=p, swap=swap, **r),
                )
        cases[f"triplet_eps_{reduction}"] = case(
            [a, b, c], lambda a, b, c: F.triplet_margin_loss(a, b, c, margin=2.0, eps=0.25, **r)
        )
    return cases


def ctc_cases():
    """Of logits: PyTorch's gradient with respect to the log-probabilities is meant for a log-softmax before it."""
    rng = Lcg(65)
    length, count, classes = 20, 4, 5
    logits = rng.tensor(count, length, classes, low=-2.0, high=2.0)
    # Repeated labels, one without any, and one that does not fit a short input.
    labels = torch.tensor(
        [[1, 2, 2, 3, 1, -1], [4, -1, 0, 0, 0, 0], [-1, 1, 1, 1, 1, 1], [3, 3, 3, 1, 2, 4]]
    )
    lengths = {"whole": [length] * count, "short": [12, 1, 17, 0], "infinite": [20, 13, 5, 6]}
    cases = {"inputs": inputs(logits=logits)}
    for blank in (0, 4):
        # The labels of the cases with another blank.
        moved = torch.where(labels < 0, labels, (labels + blank) % classes)
        ends = [row.index(-1) if -1 in row else len(row) for row in moved.tolist()]
        for kind, positions in lengths.items():
            for reduction in REDUCTIONS:
                if (blank > 0 or kind == "short") and reduction == "sum":
                    continue

                def loss(z):
                    y = F.log_softmax(z, dim=2).transpose(0, 1)
                    return F.ctc_loss(
                        y, moved.clamp(min=0), torch.tensor(positions), torch.tensor(ends), blank=blank,
                        reduction=reduction, zero_infinity=kind != "whole",
                    )  # fmt: skip

                cases[f"{kind}_{blank}_{reduction}"] = case([logits], loss)
        cases["inputs"][f"labels_{blank}"] = pack(moved)
    cases["inputs"] |= {kind: positions for kind, positions in lengths.items()}
    return cases


def main():
    document = {
        "torch": torch.__version__.split("+")[0],
        "python": platform.python_version(),
        "positions": position_cases(),
        "weights": weight_cases(),
        "elementwise": elementwise_cases(),
        "classes": class_cases(),
        "tuples": tuple_cases(),
        "ctc": ctc_cases(),
    }
    path = pathlib.Path(__file__).resolve().parent / "losses.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
