"""How each layer and operation of PyTorch is declared here: one rule per class, or per family of classes."""

import torch
from program import NotDeclared, Network, Program, call, has_batch, literal, of_elements, real, rule


def spatial(name):
    """The number of axes after the channels that a class has in its name, as in `Conv2d`."""
    return int(name[-2])


def one_to_one(sample, axes, body="x.layer()", layers=()):
    """A network of one tensor, whose samples have this number of axes."""
    x, y = sample.inputs[0], sample.output
    batched = has_batch(x, axes)
    of_sample = lambda tensor: list(tensor.shape)[batched:] or [1]
    return Network(x.shape[0] if batched else 1, [of_sample(x)], [of_sample(y)], body, list(layers))


def trained(sample, declaration, line=None, axes=None, views=None):
    """A network with one layer, and its parameters; `views` maps some of PyTorch's tensors to their layout here."""
    # Batches are counted here only where their number determines the running statistics.
    counts = "momentum = None" in declaration
    names = [name for name in sample.tensors if counts or name != "num_batches_tracked"]
    parameters = {f"layer.{name}": name for name in names}
    views = {f"layer.{name}": function for name, function in (views or {}).items()}
    of = one_to_one(sample, axes, layers=[f"layer: {declaration}"])
    return Program(of, line, parameters=parameters, views=views)


# Functions of elements: their names here, and their arguments.
FUNCTIONS = {
    "CELU": ("celu", ["alpha"]),
    "ELU": ("elu", ["alpha"]),
    "Hardshrink": ("hardshrink", ["lambd"]),
    "Hardswish": ("hard_swish", []),
    "Hardtanh": ("hardtanh", ["min_val", "max_val"]),
    "LeakyReLU": ("leaky_relu", ["negative_slope"]),
    "LogSigmoid": ("log_sigmoid", []),
    "Mish": ("mish", []),
    "ReLU": ("relu", []),
    "ReLU6": ("relu6", []),
    "SELU": ("selu", []),
    "Sigmoid": ("sigmoid", []),
    "SiLU": ("silu", []),
    "Softshrink": ("softshrink", ["lambd"]),
    "Softsign": ("softsign", []),
    "Tanh": ("tanh", []),
    "Tanhshrink": ("tanhshrink", []),
    "Threshold": ("threshold", ["threshold", "value"]),
}


@rule(*FUNCTIONS)
def function(sample):
    method, names = FUNCTIONS[sample.name]
    arguments = [real(sample.arguments.get(name)) for name in names if name in sample.arguments]
    return Program(one_to_one(sample, of_elements(sample), call(method, arguments)))


@rule("Softplus")
def softplus(sample):
    arguments = sample.arguments
    beta, threshold = (arguments.get(name) for name in ("beta", "threshold"))
    given = [real(value) for value in (beta, threshold) if value is not None]
    if threshold is None or threshold >= 0:
        return Program(one_to_one(sample, of_elements(sample), call("softplus", given)))
    body = f"select(x * {given[0]} > {given[1]}, x, x.softplus::<{given[0]}>())"
    return Program(one_to_one(sample, of_elements(sample), body), "`select` for a negative threshold")


@rule("GELU")
def gelu(sample):
    method = {"none": "gelu", "tanh": "gelu_tanh"}[sample.arguments.get("approximate", "none")]
    return Program(one_to_one(sample, of_elements(sample), call(method, [])))


@rule("GLU", "LogSoftmax", "Softmax", "Softmin")
def along_axis(sample):
    method = {"GLU": "glu", "LogSoftmax": "log_softmax", "Softmax": "softmax", "Softmin": "softmin"}[sample.name]
    axes = of_elements(sample)
    if "dim" not in sample.arguments:
        return Program(one_to_one(sample, axes, call(method, [])))
    axis = sample.arguments.get("dim")
    axis = axis - has_batch(sample.inputs[0], axes) if axis >= 0 else axes + axis
    # The last axis is the default.
    return Program(one_to_one(sample, axes, call(method, [] if axis == axes - 1 else [str(axis)])))


@rule("Softmax2d")
def softmax2d(sample):
    return Program(one_to_one(sample, 3, "x.softmax2d()"))


@rule("LocalResponseNorm")
def local_response_norm(sample):
    arguments = [literal(sample.arguments.get("size")), *sample.arguments.named("alpha", "beta", "k")]
    return Program(one_to_one(sample, sample.inputs[0].dim() - 1, call("local_response_norm", arguments)))


@rule("AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d")
@rule("AdaptiveMaxPool1d", "AdaptiveMaxPool2d", "AdaptiveMaxPool3d")
def adaptive_pool(sample):
    count, line, x = spatial(sample.name), None, sample.inputs[0]
    sizes = sample.arguments.get("output_size")
    sizes = list(sizes) if isinstance(sizes, (tuple, list)) else [sizes] * count
    if None in sizes:
        line = "`None` is the size of the input"
        sizes = [size or x.shape[axis - count] for axis, size in enumerate(sizes)]
    arguments = [str(sizes[0])] if len(set(sizes)) == 1 else list(map(str, sizes))
    method = "adaptive_avg_pool" if "Avg" in sample.name else "adaptive_max_pool"
    return Program(one_to_one(sample, count + 1, call(method, arguments)), line)


def kernel(sizes):
    """The sizes of a window: one, or one for each axis."""
    sizes = sizes if isinstance(sizes, (tuple, list)) else [sizes]
    return [str(sizes[0])] if len(set(sizes)) == 1 else list(map(str, sizes))


@rule("AvgPool1d", "AvgPool2d", "AvgPool3d", "MaxPool1d", "MaxPool2d", "MaxPool3d")
def pool(sample):
    arguments = sample.arguments
    returns_indices = arguments.get("return_indices")
    names = ["stride", "padding", "dilation", "ceil_mode", "count_include_pad", "divisor_override"]
    sizes = kernel(arguments.get("kernel_size"))
    method = "avg_pool" if "Avg" in sample.name else "max_pool"
    named = sizes + arguments.named(*names)
    if not returns_indices:
        return Program(one_to_one(sample, spatial(sample.name) + 1, call(method, named)))
    # A network returns no indices: it also returns the maxima at these places.
    pooled = call(method, [*named, "return_indices = true"])
    size = literal(list(sample.inputs[0].shape[-spatial(sample.name) :]))
    unpooled = f"max_unpool::<{', '.join([*sizes, f'output_size = {size}'])}>(h.detach(), places)"
    network = one_to_one(sample, spatial(sample.name) + 1, f"let (h, places) = {pooled};\n        (h, {unpooled})")
    network.outputs.append(network.inputs[0])
    return Program(network, others=lambda x, output: [unpool(spatial(sample.name), x, *output)])


def unpool(axes, x, maxima, places):
    """The maxima of windows that may overlap, at their indices."""
    y = torch.zeros_like(x).flatten(-axes)
    return y.scatter(-1, places.flatten(-axes), maxima.flatten(-axes))


@rule("LPPool1d", "LPPool2d", "LPPool3d")
def lp_pool(sample):
    arguments, axes = sample.arguments, spatial(sample.name) + 1
    p, sizes = arguments.get("norm_type"), kernel(arguments.get("kernel_size"))
    if p == int(p):
        named = [f"norm_type = {int(p)}", *arguments.named("stride", "ceil_mode")]
        return Program(one_to_one(sample, axes, call("lp_pool", sizes + named)))
    # The sum of a window is its mean times its size, that of a cube.
    assert len(sizes) == 1, sizes
    count = int(sizes[0]) ** (axes - 1)
    body = f"({call('avg_pool', sizes).replace('x.', f'x.pow({p}).')} * {float(count)}).pow({1 / p!r})"
    return Program(one_to_one(sample, axes, body), "`(x.pow(p).avg_pool::<k>() * n).pow(1 / p)`, where p is no integer")


@rule("FractionalMaxPool2d", "FractionalMaxPool3d")
def fractional_max_pool(_):
    raise NotDeclared("no pooling over random windows")


PADS = {
    "Circular": "circular_pad",
    "Constant": "constant_pad",
    "Reflection": "reflect_pad",
    "Replication": "replicate_pad",
    "Zero": "zero_pad",
}


@rule(*(f"{kind}Pad{axes}d" for kind in PADS for axes in (1, 2, 3)))
def pad(sample):
    kind, axes = sample.name.split("Pad")
    arguments = kernel(sample.arguments.get("padding"))
    arguments += [f"value = {real(sample.arguments.get('value'))}"] if "value" in sample.arguments else []
    return Program(one_to_one(sample, int(axes[0]) + 1, call(PADS[kind], arguments)))


@rule("Linear")
def linear(sample):
    arguments = sample.arguments
    sizes = [literal(arguments.get("in_features")), literal(arguments.get("out_features")), *arguments.named("bias")]
    return trained(sample, f"Linear<{', '.join(sizes)}>", axes=1, views={"weight": lambda x: x.T})


@rule("Bilinear")
def bilinear(sample):
    arguments = sample.arguments
    sizes = [literal(arguments.get(name)) for name in ("in1_features", "in2_features", "out_features")]
    program = trained(sample, f"Bilinear<{', '.join(sizes + arguments.named('bias'))}>", axes=1)
    program.network.inputs = [[int(sizes[0])], [int(sizes[1])]]
    program.network.body = "layer(a, b)"
    program.inputs = [0, 1]
    return program


@rule("Embedding")
def embedding(sample):
    rows, columns = sample.arguments.get("num_embeddings"), sample.arguments.get("embedding_dim")
    program = trained(sample, f"Embedding<{rows}, {columns}>", axes=sample.inputs[0].dim() - 1)
    program.network.inputs[0].append(-rows)
    return program


@rule("Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d")
@rule("LazyConv1d", "LazyConv2d", "LazyConv3d", "LazyConvTranspose1d", "LazyConvTranspose2d", "LazyConvTranspose3d")
def convolution(sample):
    arguments, line = sample.arguments, None
    inputs = "_" if sample.name.startswith("Lazy") else literal(arguments.get("in_channels"))
    size = arguments.get("kernel_size")
    named = [f"kernel = {literal(size)}"]
    if arguments.given.get("padding") == "same":
        arguments.get("padding")
        named.append(f"padding = {(size - 1) // 2}")
        line = f"`padding = {(size - 1) // 2}` for `'same'`"
    else:
        named += arguments.named("padding")
    named += arguments.named("stride", "output_padding", "dilation", "groups", "bias")
    declaration = f"{sample.name.removeprefix('Lazy')}<{inputs}, {arguments.get('out_channels')}, {', '.join(named)}>"
    return trained(sample, declaration, line, axes=spatial(sample.name) + 1)


def refuse_empty(sample):
    if 0 in sample.inputs[0].shape:
        raise NotDeclared("a batch of no samples")


@rule("BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d")
def batch_norm(sample):
    refuse_empty(sample)
    arguments, x = sample.arguments, sample.inputs[0]
    tracks = arguments.given.get("track_running_stats", "Batch" in sample.name)
    names = ["eps", "momentum", "affine", "bias", "track_running_stats"]
    if not tracks:
        # It has no effect.
        arguments.get("momentum")
        names.remove("momentum")
    sizes = [literal(arguments.get("num_features")), *arguments.named(*names)]
    declaration = f"{sample.name}<{', '.join(sizes)}>"
    axes = x.dim() - 1 if "Batch" in sample.name else spatial(sample.name) + 1
    return trained(sample, declaration, axes=axes)


@rule("GroupNorm")
def group_norm(sample):
    arguments = sample.arguments
    sizes = [literal(arguments.get("num_groups")), literal(arguments.get("num_channels"))]
    sizes += arguments.named("eps", "affine", "bias")
    return trained(sample, f"GroupNorm<{', '.join(sizes)}>", axes=sample.inputs[0].dim() - 1)


@rule("LayerNorm", "RMSNorm")
def layer_norm(sample):
    refuse_empty(sample)
    arguments, name = sample.arguments, {"LayerNorm": "LayerNorm", "RMSNorm": "RmsNorm"}[sample.name]
    sizes = list(map(str, arguments.get("normalized_shape")))
    sizes += arguments.named("eps", "elementwise_affine", "bias")
    return trained(sample, f"{name}<{', '.join(sizes)}>", axes=sample.inputs[0].dim() - 1)


@rule("PReLU")
def prelu(sample):
    count = sample.arguments.get("num_parameters")
    return trained(sample, "PRelu" if count is None else f"PRelu<{count}>", axes=of_elements(sample))
