"""How each loss of PyTorch is declared here: one rule per class, or per family of classes."""

import torch
from program import Network, Program, has_batch, literal, numbers, of_elements, real, rule, shape


def loss(sample, network, expression, target, targets, per="positions", terms=None, line=None, settings=(), inputs=(0,)):
    """The program of a loss. `reduction="none"` has a value for each of its `positions`, or for each of its `samples`."""
    arguments = sample.arguments
    reduction = arguments.get("reduction")
    if reduction == "none":
        every = [network.batch, *network.outputs[0]] if per == "positions" else [network.batch]
        terms = (per, terms or every)
        expression += ".reduction(Reduction::Sum)"
        method, weighted = {
            "positions": ("unreduced_positions", "PositionWeighted"),
            "samples": ("unreduced", "SampleWeighted"),
        }[per]
        ours = f"`{method}` for `reduction=\"none\"`, `{weighted}` for its gradient"
        line = f"{line}; {ours}" if line else ours
    else:
        terms = None
        if reduction is not None:
            name = {"mean": "Mean", "sum": "Sum", "batchmean": "BatchMean"}[reduction]
            expression += f".reduction(Reduction::{name})"
    rest = {"settings": list(settings), "target": target, "targets": targets, "terms": terms}
    return Program(network, line, list(inputs), loss=expression, **rest)


def same_shape(sample, count=1):
    """The network of a loss of `count` outputs of one shape, which passes its inputs on."""
    x = sample.inputs[0]
    axes = of_elements(sample)
    batch = x.shape[0] if has_batch(x, axes) else 1
    sizes = list(x.shape)[has_batch(x, axes) :] or [1]
    body = "x" if count == 1 else f"({', '.join('abc'[:count])})"
    return Network(batch, [sizes] * count, [sizes] * count, body)


def element_wise(sample, expression, line=None, settings=()):
    """The program of a loss of elements."""
    of = same_shape(sample)
    target = numbers("target", [of.batch, *of.inputs[0]])
    return loss(sample, of, expression, target, {"target": sample.inputs[1]}, line=line, settings=settings)


@rule("L1Loss", "MSELoss", "SoftMarginLoss", "HuberLoss", "SmoothL1Loss", "HingeEmbeddingLoss")
def of_differences(sample):
    arguments = sample.arguments
    if sample.name in ("L1Loss", "MSELoss", "SoftMarginLoss"):
        return element_wise(sample, {"L1Loss": "Mae", "MSELoss": "Mse", "SoftMarginLoss": "SoftMargin"}[sample.name])
    ours, name = {
        "HuberLoss": ("Huber", "delta"),
        "SmoothL1Loss": ("SmoothL1", "beta"),
        "HingeEmbeddingLoss": ("HingeEmbedding", "margin"),
    }[sample.name]
    return element_wise(sample, f"{ours}::new({real(arguments.get(name))})" if name in arguments else f"{ours}::default()")


@rule("KLDivLoss")
def kl_div(sample):
    expression, line = "KlDiv" + (".log_target()" if sample.arguments.get("log_target") else ""), None
    if "reduction" not in sample.arguments:
        expression += ".reduction(Reduction::Mean)"
        line = "`.reduction(Reduction::Mean)` for the default reduction"
    return element_wise(sample, expression, line)


@rule("BCELoss", "BCEWithLogitsLoss")
def binary_cross_entropy(sample):
    expression, settings, line = {"BCELoss": "Bce", "BCEWithLogitsLoss": "BceWithLogits"}[sample.name], [], None
    program = element_wise(sample, expression)
    if "weight" in sample.arguments:
        weight, sizes = sample.arguments.get("weight"), program.network.inputs[0]
        if weight.dim() == 0:
            weight = weight.expand(sizes)
            line = "a weight for each element, for one number" if sample.inputs[0].dim() else None
        settings = [f"let weight = {numbers('weight', sizes)};"]
        program = element_wise(sample, f"{expression}.weight(weight)", line, settings)
        program.targets["weight"] = weight
    return program


@rule("PoissonNLLLoss")
def poisson_nll(sample):
    arguments = sample.arguments
    expression = f"PoissonNll::new({literal(arguments.get('log_input'))})" if "log_input" in arguments else "PoissonNll::default()"
    expression += ".full()" if arguments.get("full") else ""
    return element_wise(sample, expression)


@rule("GaussianNLLLoss")
def gaussian_nll(sample):
    mean, target, var = sample.inputs
    batch, width = mean.shape
    of = Network(batch, [[width], [1]], [[width], [width]], f"(a, b.expand::<{width}>())")
    line, inputs, parameters = "`expand` of the variances", [0, 2], {}
    if var.shape[0] != batch:
        of = Network(batch, [[width]], [[width], [width]], f"(x, var.expand::<{width}>())", [f"var: Parameter<{width}>"])
        line, inputs, parameters = "a `Parameter` that is the variance of each sample", [0], {"var": 2}
    value = numbers("target", [batch, width])
    program = loss(sample, of, "GaussianNll::default()", value, {"target": target}, line=line, inputs=inputs)
    program.parameters = parameters
    return program


@rule("MarginRankingLoss")
def margin_ranking(sample):
    arguments, of = sample.arguments, same_shape(sample, 2)
    expression = f"MarginRanking::new({real(arguments.get('margin'))})" if "margin" in arguments else "MarginRanking::default()"
    target = numbers("target", [of.batch, *of.inputs[0]])
    return loss(sample, of, expression, target, {"target": sample.inputs[2]}, inputs=[0, 1])


@rule("CosineEmbeddingLoss")
def cosine_embedding(sample):
    arguments, of = sample.arguments, same_shape(sample, 2)
    expression = f"CosineEmbedding::new({real(arguments.get('margin'))})" if "margin" in arguments else "CosineEmbedding::default()"
    target = numbers("target", [of.batch])
    return loss(sample, of, expression, target, {"target": sample.inputs[2]}, per="samples", inputs=[0, 1])


def class_targets(sizes, count, kind="classes", ignored=None):
    """The expression of a tensor of classes, or of labels."""
    if kind == "classes":
        return f"&*case.classes::<{shape(sizes)}, dim![{count}]>(\"target\")"
    return f"&*case.labels::<{shape(sizes)}, dim![{count}]>(\"target\", {ignored})"


@rule("CrossEntropyLoss", "NLLLoss")
def cross_entropy(sample):
    arguments, target, of = sample.arguments, sample.inputs[1], same_shape(sample)
    ours, line, settings, targets = {"CrossEntropyLoss": "CrossEntropy", "NLLLoss": "Nll"}[sample.name], None, [], {}
    classes, positions = of.inputs[0][0], of.inputs[0][1:]
    if len(positions) == 1:
        ours, line = f"{ours}.class_axis::<0>()", "`class_axis::<0>()` for `[N, C, L]`"
    if "label_smoothing" in arguments:
        ours += f".label_smoothing({real(arguments.get('label_smoothing'))})"
    if "ignore_index" in arguments:
        ignored = arguments.get("ignore_index")
        ours += f".ignore_index(Class::new({ignored}).unwrap())" if ignored >= 0 else ".labels()"
        value = class_targets([of.batch, *positions], classes, "classes" if ignored >= 0 else "labels", ignored)
    else:
        value = class_targets([of.batch, *positions], classes)
    if target.is_floating_point():
        ours += ".soft()"
        value = numbers("target", [of.batch, *of.inputs[0]])
    if "weight" in arguments:
        ours += ".weight(weight)"
        settings, targets = [f"let weight = {numbers('weight', [classes])};"], {"weight": arguments.get("weight")}
    terms = [of.batch, *positions]
    return loss(sample, of, ours, value, {"target": target, **targets}, terms=terms, line=line, settings=settings)


@rule("MultiMarginLoss")
def multi_margin(sample):
    arguments, (x, target), of, targets = sample.arguments, sample.inputs, same_shape(sample), {}
    ours, settings = "MultiMargin::default()", []
    if "margin" in arguments:
        ours = f"MultiMargin::new({real(arguments.get('margin'))})"
    if "p" in arguments:
        ours += {1: "", 2: ".squared()"}[arguments.get("p")]
    if "weight" in arguments:
        ours += ".weight(weight)"
        settings, targets = [f"let weight = {numbers('weight', x.shape[-1:])};"], {"weight": arguments.get("weight")}
    value = class_targets([of.batch], x.shape[-1])
    return loss(sample, of, ours, value, {"target": target, **targets}, per="samples", settings=settings)


@rule("MultiLabelMarginLoss")
def multi_label_margin(sample):
    of = same_shape(sample)
    value = class_targets([of.batch, *of.inputs[0]], of.inputs[0][0], "labels", -1)
    return loss(sample, of, "MultiLabelMargin", value, {"target": sample.inputs[1]}, per="samples")


@rule("MultiLabelSoftMarginLoss")
def multi_label_soft_margin(sample):
    of, ours, settings, targets = same_shape(sample), "MultiLabelSoftMargin", [], {}
    if "weight" in sample.arguments:
        ours += ".weight(weight)"
        settings, targets = [f"let weight = {numbers('weight', of.inputs[0])};"], {"weight": sample.arguments.get("weight")}
    value = numbers("target", [of.batch, *of.inputs[0]])
    return loss(sample, of, ours, value, {"target": sample.inputs[1], **targets}, per="samples", settings=settings)


@rule("CTCLoss")
def ctc(sample):
    outputs, labels, input_lengths, lengths = sample.inputs
    positions, batch, classes = outputs.shape
    lengths = [int(length) for length in lengths]
    rows = labels.split(lengths) if labels.dim() == 1 else [row[:length] for row, length in zip(labels, lengths, strict=True)]
    # Rows of one length, which end at the first label that is ignored.
    longest = max(lengths)
    rows = torch.stack([torch.nn.functional.pad(row, (0, longest - len(row)), value=-1) for row in rows])
    assert all(int(length) == positions for length in input_lengths)
    ours = "Ctc::new()"
    if "blank" in sample.arguments:
        ours += f".blank(Class::new({sample.arguments.get('blank')}).unwrap())"
    # PyTorch's gradient is that of a log-softmax before the loss.
    of = Network(batch, [[positions, classes]], [[positions, classes]], "x.log_softmax()")
    line = "outputs `[N, L, C]` for `[L, N, C]`, labels in rows that end at the first -1"
    value = class_targets([batch, longest], classes, "labels", -1)
    program = loss(sample, of, ours, value, {"target": rows}, per="samples", line=line)
    program.views = {"x 0": lambda x: x.transpose(0, 1)}
    program.before = lambda x: x.log_softmax(2)
    return program
