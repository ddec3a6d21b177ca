#!/usr/bin/env python3
"""Writes `zoo.json` beside this script: outputs and gradients of the models of `examples/zoo`, as modules of PyTorch.

`make.py` runs it, and its conventions hold here, with these differences. A weight, an input or a `dy` is drawn by a generator of
its own, whose seed is the hash of its name, so that the file has only results. These are in millionths. Weights have
PyTorch's names, shapes and orientation.
"""

import math
import pathlib
import platform

import torch
from torch import nn
import torch.nn.functional as F
from make import Lcg, lines

# ---------------------------------------------------------------- models


class SqueezeExcitation(nn.Module):
    def __init__(self):
        super().__init__()
        self.reduce, self.restore = nn.Linear(8, 4), nn.Linear(4, 8)

    def forward(self, x):
        gate = torch.sigmoid(self.restore(torch.relu(self.reduce(x.mean((2, 3))))))
        return x * gate[:, :, None, None]


class SeResNetBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.norm1 = nn.Conv2d(8, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8)
        self.conv2, self.norm2 = nn.Conv2d(8, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8)
        self.gate = SqueezeExcitation()

    def forward(self, x):
        h = torch.relu(self.norm1(self.conv1(x)))
        return torch.relu(x + self.gate(self.norm2(self.conv2(h))))


class MobileNetBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.expand = nn.Conv2d(8, 24, 1, bias=False)
        self.expand_norm = nn.BatchNorm2d(24, eps=1e-3, momentum=0.01)
        self.depthwise = nn.Conv2d(24, 24, 3, padding=1, groups=24, bias=False)
        self.depthwise_norm = nn.BatchNorm2d(24, eps=1e-3, momentum=0.01)
        self.reduce, self.restore = nn.Conv2d(24, 8, 1), nn.Conv2d(8, 24, 1)
        self.project = nn.Conv2d(24, 8, 1, bias=False)
        self.project_norm = nn.BatchNorm2d(8, eps=1e-3, momentum=0.01)

    def forward(self, x):
        h = F.hardswish(self.expand_norm(self.expand(x)))
        h = F.hardswish(self.depthwise_norm(self.depthwise(h)))
        gate = F.hardsigmoid(self.restore(F.relu(self.reduce(F.adaptive_avg_pool2d(h, 1)))))
        return x + self.project_norm(self.project(h * gate))


class ConvNextBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.depthwise = nn.Conv2d(8, 8, 7, padding=3, groups=8)
        self.norm = nn.LayerNorm(8, eps=1e-6)
        self.expand, self.project = nn.Linear(8, 32), nn.Linear(32, 8)
        self.scale = nn.Parameter(torch.zeros(8))

    def forward(self, x):
        h = self.depthwise(x).permute(0, 2, 3, 1)
        h = self.project(F.gelu(self.expand(self.norm(h)))) * self.scale
        return x + h.permute(0, 3, 1, 2)


class DoubleConv(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv1, self.norm1 = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs)
        self.conv2, self.norm2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs)

    def forward(self, x):
        return torch.relu(self.norm2(self.conv2(torch.relu(self.norm1(self.conv1(x))))))


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down1, self.down2, self.bottom = DoubleConv(1, 4), DoubleConv(4, 8), DoubleConv(8, 16)
        self.up2, self.merge2 = nn.ConvTranspose2d(16, 8, 2, stride=2), DoubleConv(16, 8)
        self.up1, self.merge1 = nn.ConvTranspose2d(8, 4, 2, stride=2), DoubleConv(8, 4)
        self.head = nn.Conv2d(4, 2, 1)

    def forward(self, image):
        fine = self.down1(image)
        coarse = self.down2(F.max_pool2d(fine, 2))
        h = self.bottom(F.max_pool2d(coarse, 2))
        h = self.merge2(torch.cat([coarse, self.up2(h)], 1))
        return self.head(self.merge1(torch.cat([fine, self.up1(h)], 1)))


class MixerBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(16, eps=1e-6), nn.LayerNorm(16, eps=1e-6)
        self.patches1, self.patches2 = nn.Linear(9, 8), nn.Linear(8, 9)
        self.channels1, self.channels2 = nn.Linear(16, 32), nn.Linear(32, 16)

    def forward(self, x):
        h = self.patches2(F.gelu(self.patches1(self.norm1(x).transpose(1, 2))))
        x = x + h.transpose(1, 2)
        return x + self.channels2(F.gelu(self.channels1(self.norm2(x))))


class MlpMixer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Conv2d(1, 16, 4, stride=4)
        self.blocks = nn.Sequential(MixerBlock(), MixerBlock())
        self.norm, self.head = nn.LayerNorm(16, eps=1e-6), nn.Linear(16, 10)

    def forward(self, image):
        x = self.embed(image).flatten(2).transpose(1, 2)
        return self.head(self.norm(self.blocks(x)).mean(1))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc, self.mean, self.log_variance = nn.Linear(36, 16), nn.Linear(16, 4), nn.Linear(16, 4)

    def forward(self, image):
        h = torch.relu(self.fc(image))
        return self.mean(h), self.log_variance(h)


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc, self.image = nn.Linear(4, 16), nn.Linear(16, 36)

    def forward(self, latent):
        return self.image(torch.relu(self.fc(latent)))


class Vae(nn.Module):
    # The number of the node of the noise in the graph of the network, on which its generator depends.
    NOISE = 1

    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder()

    def forward(self, image):
        mean, log_variance = self.encoder(image)
        latent = mean + torch.exp(0.5 * log_variance) * noise(mean.shape, Vae.NOISE)
        divergence = -0.5 * (1 + log_variance - mean**2 - torch.exp(log_variance)).sum(1, keepdim=True)
        return self.decoder(latent), divergence


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.norm1 = nn.ConvTranspose2d(8, 8, 4, bias=False), nn.BatchNorm2d(8)
        self.conv2, self.norm2 = nn.ConvTranspose2d(8, 8, 4, 2, 1, bias=False), nn.BatchNorm2d(8)
        self.conv3 = nn.ConvTranspose2d(8, 1, 4, 2, 1, bias=False)

    def forward(self, noise):
        h = torch.relu(self.norm1(self.conv1(noise)))
        return torch.tanh(self.conv3(torch.relu(self.norm2(self.conv2(h)))))


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 4, 2, 1, bias=False)
        self.conv2, self.norm2 = nn.Conv2d(8, 16, 4, 2, 1, bias=False), nn.BatchNorm2d(16)
        self.conv3 = nn.Conv2d(16, 1, 4, bias=False)

    def forward(self, image):
        h = F.leaky_relu(self.norm2(self.conv2(F.leaky_relu(self.conv1(image), 0.2))), 0.2)
        return self.conv3(h).flatten(1)


class FaceEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2, self.fc = nn.Conv2d(1, 4, 3), nn.Conv2d(4, 8, 3), nn.Linear(8, 8)

    def forward(self, image):
        h = F.max_pool2d(torch.relu(self.conv1(image)), 2)
        h = F.max_pool2d(torch.relu(self.conv2(h)), 2)
        return F.normalize(self.fc(h.flatten(1)))


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = FaceEncoder()

    def forward(self, anchor, positive, negative):
        return self.encoder(anchor), self.encoder(positive), self.encoder(negative)


class Hidden(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(16, 16)

    def forward(self, x):
        return torch.relu(self.fc(x))


class Nerf(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.trunk = nn.Linear(27, 16), nn.Sequential(*(Hidden() for _ in range(4)))
        self.skip, self.rest = nn.Linear(43, 16), nn.Sequential(*(Hidden() for _ in range(2)))
        self.alpha, self.feature = nn.Linear(16, 1), nn.Linear(16, 16)
        self.view, self.colour = nn.Linear(31, 8), nn.Linear(8, 3)

    @staticmethod
    def encode(x, frequencies):
        waves = [function(2.0**i * x) for i in range(frequencies) for function in (torch.sin, torch.cos)]
        return torch.cat([x, *waves], 1)

    def forward(self, position, direction):
        encoded = self.encode(position, 4)
        h = self.trunk(torch.relu(self.first(encoded)))
        h = self.rest(torch.relu(self.skip(torch.cat([encoded, h], 1))))
        seen = torch.relu(self.view(torch.cat([self.feature(h), self.encode(direction, 2)], 1)))
        return torch.sigmoid(self.colour(seen)), torch.relu(self.alpha(h))


class Transform(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.norm1 = nn.Conv1d(3, 8, 1, bias=False), nn.BatchNorm1d(8)
        self.conv2, self.norm2 = nn.Conv1d(8, 32, 1, bias=False), nn.BatchNorm1d(32)
        self.fc1, self.norm3, self.fc2 = nn.Linear(32, 16, bias=False), nn.BatchNorm1d(16), nn.Linear(16, 9)

    def forward(self, points):
        h = torch.relu(self.norm2(self.conv2(torch.relu(self.norm1(self.conv1(points))))))
        h = torch.relu(self.norm3(self.fc1(torch.max(h, 2)[0])))
        return self.fc2(h).view(-1, 3, 3) + torch.eye(3, dtype=h.dtype)


class PointNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.transform = Transform()
        self.conv1, self.norm1 = nn.Conv1d(3, 16, 1, bias=False), nn.BatchNorm1d(16)
        self.conv2, self.norm2 = nn.Conv1d(16, 32, 1, bias=False), nn.BatchNorm1d(32)
        self.fc1, self.norm3, self.fc2 = nn.Linear(32, 16, bias=False), nn.BatchNorm1d(16), nn.Linear(16, 5)

    def forward(self, points):
        aligned = torch.bmm(self.transform(points), points)
        h = torch.max(self.norm2(self.conv2(torch.relu(self.norm1(self.conv1(aligned))))), 2)[0]
        return self.fc2(torch.relu(self.norm3(self.fc1(h))))


class DeepSets(nn.Module):
    def __init__(self):
        super().__init__()
        self.phi1, self.phi2 = nn.Linear(4, 16), nn.Linear(16, 16)
        self.rho1, self.rho2 = nn.Linear(16, 16), nn.Linear(16, 1)

    def forward(self, elements, mask):
        elements = torch.relu(self.phi2(torch.relu(self.phi1(elements)))) * mask
        return self.rho2(torch.relu(self.rho1(elements.sum(1))))


class WaveNetBlock(nn.Module):
    def __init__(self, dilation):
        super().__init__()
        self.dilation = dilation
        self.filter, self.gate = nn.Conv1d(8, 8, 2, dilation=dilation), nn.Conv1d(8, 8, 2, dilation=dilation)
        self.residual, self.skip = nn.Conv1d(8, 8, 1), nn.Conv1d(8, 8, 1)

    def forward(self, x):
        past = F.pad(x, (self.dilation, 0))
        h = torch.tanh(self.filter(past)) * torch.sigmoid(self.gate(past))
        return x + self.residual(h), self.skip(h)


class WaveNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.input = nn.Conv1d(1, 8, 1)
        self.block1, self.block2, self.block4 = WaveNetBlock(1), WaveNetBlock(2), WaveNetBlock(4)
        self.hidden, self.output = nn.Conv1d(8, 8, 1), nn.Conv1d(8, 16, 1)

    def forward(self, sound):
        h, a = self.block1(self.input(sound))
        h, b = self.block2(h)
        _, c = self.block4(h)
        return self.output(torch.relu(self.hidden(torch.relu(a + b + c))))


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.project = nn.Linear(8, 24), nn.Linear(8, 8)

    def forward(self, x):
        heads = (part.unflatten(2, (2, 4)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=-1))
        mixed = F.scaled_dot_product_attention(*heads)
        return self.project(mixed.transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(8, eps=1e-6), nn.LayerNorm(8, eps=1e-6)
        self.attention, self.fc1, self.fc2 = Attention(), nn.Linear(8, 16), nn.Linear(16, 8)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class VisionTransformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Conv2d(1, 8, 4, stride=4)
        self.class_token, self.position = nn.Parameter(torch.zeros(1, 8)), nn.Parameter(torch.zeros(5, 8))
        self.blocks = nn.Sequential(*(Block() for _ in range(12)))
        self.norm, self.head = nn.LayerNorm(8, eps=1e-6), nn.Linear(8, 10)

    def forward(self, image):
        patches = self.embed(image).flatten(2).transpose(1, 2)
        tokens = torch.cat([self.class_token.expand(len(patches), -1, -1), patches], 1) + self.position
        return self.head(self.norm(self.blocks(tokens))[:, 0])


class Transformer(nn.Transformer):
    def __init__(self):
        super().__init__(8, 2, 2, 2, 16, dropout=0.0, batch_first=True)

    def forward(self, source, target):
        mask = self.generate_square_subsequent_mask(5, dtype=target.dtype)
        return super().forward(source, target, tgt_mask=mask, tgt_is_causal=True)


class PreNormLayer(nn.TransformerEncoderLayer):
    def __init__(self):
        super().__init__(8, 2, 16, dropout=0.0, activation="gelu", batch_first=True, norm_first=True)


# The module, and the shapes of its inputs, with the batch.
MODELS = {
    "SeResNetBlock": (SeResNetBlock, [(2, 8, 6, 6)]),
    "MobileNetBlock": (MobileNetBlock, [(2, 8, 6, 6)]),
    "ConvNextBlock": (ConvNextBlock, [(2, 8, 8, 8)]),
    "UNet": (UNet, [(2, 1, 16, 16)]),
    "MlpMixer": (MlpMixer, [(3, 1, 12, 12)]),
    "Vae": (Vae, [(4, 36)]),
    "Generator": (Generator, [(3, 8, 1, 1)]),
    "Discriminator": (Discriminator, [(3, 1, 16, 16)]),
    "Siamese": (Siamese, [(3, 1, 12, 12)] * 3),
    "Nerf": (Nerf, [(6, 3), (6, 3)]),
    "PointNet": (PointNet, [(12, 3, 8)]),
    "DeepSets": (DeepSets, [(3, 12, 4), (3, 12, 1)]),
    "WaveNet": (WaveNet, [(2, 1, 16)]),
    "VisionTransformer": (VisionTransformer, [(3, 1, 8, 8)]),
    "Transformer": (Transformer, [(3, 6, 8), (3, 5, 8)]),
    "PreNormLayer": (PreNormLayer, [(2, 6, 8)]),
}



def evidence_lower_bound(inputs, outputs):
    """The negative evidence lower bound of images from 0 to 1, the mean over the batch."""
    pixels = F.binary_cross_entropy_with_logits(outputs[0], (inputs[0].detach() + 1) / 2, reduction="sum")
    return (pixels + outputs[1].sum()) / len(inputs[0])


# The losses that models are declared for; the gradients of the outputs of others are drawn.
LOSSES = {
    "Vae": evidence_lower_bound,
    "Siamese": lambda inputs, outputs: F.triplet_margin_loss(*outputs),
}

# Parameters without a gradient: biases that a normalisation cancels, and the last block of WaveNet, whose sum no block reads.
CANCELLED = {
    "MlpMixer": ["blocks.0.patches2.bias", "blocks.1.patches2.bias"],
    "PointNet": ["norm2.bias"],
    "WaveNet": ["block4.residual.weight", "block4.residual.bias"],
}

# ----------------------------------------------------------------- cases


def noise(shape, number, seed=42, step=7):
    """`x.normal_noise()` in the node of this number: splitmix64 over a key and a counter, and the method of Box and Muller."""
    mask, golden = 2**64 - 1, 0x9E3779B97F4A7C15

    def mix(z):
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    def normal(bits):
        radius, angle = ((bits >> 32) + 1) / 2**32, (bits & 0xFFFFFFFF) / 2**32
        return math.sqrt(-2 * math.log(radius)) * math.cos(2 * math.pi * angle)

    key = mix(mix(mix(seed) ^ step) ^ mix((number + golden) & mask))
    numbers = [normal(mix((key + i * golden) & mask)) for i in range(math.prod(shape))]
    return torch.tensor(numbers, dtype=torch.float64).reshape(shape)


def draw(name, shape):
    """Elements in [-1, 1): those of a weight with n inputs times the largest power of two whose square is at most 7 / n; those of a
    normalisation in [0.5, 1.5), and those of other parameters in [-0.5, 0.5)."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = (seed ^ byte) * 0x100000001B3 % 2**64
    numbers = Lcg(seed).tensor(*shape)
    if "/" in name:
        return numbers
    if not name.endswith(".weight"):
        return numbers / 2
    if len(shape) == 1:
        return 1 + numbers / 2
    bound = 1.0
    while bound**2 * math.prod(shape[1:]) > 7:
        bound /= 2
    return numbers * bound


def rounded(value):
    """A tensor to its shape and data, in millionths."""
    data = [round(number * 1e6) for number in value.detach().reshape(-1).tolist()]
    return {"shape": list(value.shape), "data": data}


def case(name):
    module, shapes = MODELS[name]
    module = module().double()
    with torch.no_grad():
        for parameter, value in module.named_parameters():
            value.copy_(draw(f"{name}.{parameter}", value.shape))
    inputs = [draw(f"{name}/x{i}", shape).requires_grad_() for i, shape in enumerate(shapes)]
    outputs = module(*inputs)
    outputs = list(outputs) if isinstance(outputs, tuple) else [outputs]
    values = {}
    if name in LOSSES:
        loss = LOSSES[name](inputs, outputs)
        loss.backward()
        values["loss"] = round(loss.item() * 1e6)
    else:
        torch.autograd.backward(outputs, [draw(f"{name}/dy{i}", y.shape) for i, y in enumerate(outputs)])
    values |= {"y": [rounded(y) for y in outputs], "dx": [rounded(x.grad) for x in inputs]}
    gradients = {}
    for of, value in module.named_parameters():
        # PyTorch has `None` where nothing depends on a parameter.
        gradients[of] = torch.zeros_like(value) if value.grad is None else value.grad
        assert (gradients[of].abs().max() > 1e-3) == (of not in CANCELLED.get(name, [])), f"{name}.{of}"
    return values | {"gradient": {of: rounded(value) for of, value in gradients.items()}}


def main():
    torch.set_num_threads(1)
    versions = {"torch": torch.__version__.split("+")[0], "python": platform.python_version()}
    document = versions | {"noise": Vae.NOISE, "models": {name: case(name) for name in MODELS}}
    path = pathlib.Path(__file__).resolve().parent / "zoo.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
