"""Networks in PyTorch's files, both ways, with what PyTorch computes with them.

    NN_BLESS=1 cargo test --test files          # writes *.for_pytorch.safetensors
    pip install torch safetensors numpy && python3 tests/files/pytorch.py

Reads those, and writes *.from_pytorch.safetensors and pytorch.json: an input of each network, the output of PyTorch's own
weights, and that of the weights that were exported.
"""

import json
import pathlib

import torch
from safetensors.torch import load_file, save_file
from torch import nn

HERE = pathlib.Path(__file__).parent


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(6, 16)
        self.fc2 = nn.Linear(16, 3)

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x)))


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 6, 3, groups=2)
        self.up = nn.ConvTranspose2d(6, 3, 2, stride=2)
        self.fc = nn.Linear(48, 5)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.norm(self.conv1(x))), 2)
        x = torch.relu(self.up(torch.relu(self.conv2(x))))
        return self.fc(x.flatten(1))


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(7, 4)
        self.norm = nn.LayerNorm(4)
        self.blocks = nn.ModuleList([nn.Linear(4, 4) for _ in range(2)])

    def forward(self, x):
        x = self.norm(self.embed(x))
        for block in self.blocks:
            x = block(x)
        return torch.tanh(x)


class Counted(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 4)
        self.norm = nn.BatchNorm1d(4, momentum=None, bias=False)
        self.bare = nn.BatchNorm1d(4, affine=False, track_running_stats=False)
        self.image = nn.InstanceNorm1d(2, affine=True, track_running_stats=True)

    def forward(self, x):
        y = self.norm(self.fc(x)) + self.bare(self.fc(x))
        return self.image(y.reshape(-1, 2, 2)).flatten(1)


class Attending(nn.MultiheadAttention):
    def __init__(self):
        super().__init__(8, 2, dropout=0.1, batch_first=True)

    def forward(self, x):
        return super().forward(x, x, x, need_weights=False)[0]


class Layer(nn.TransformerEncoderLayer):
    def __init__(self):
        super().__init__(8, 2, 16, batch_first=True)


class Encoder(nn.TransformerEncoder):
    def __init__(self):
        super().__init__(Layer(), 2, norm=nn.LayerNorm(8), enable_nested_tensor=False)


class Projected(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 5, num_layers=2, bidirectional=True, proj_size=2, batch_first=True)

    def forward(self, x):
        return self.lstm(x)[0]


def main():
    torch.manual_seed(0)
    cases = {
        "mlp": (Mlp(), torch.randn(4, 6)),
        "cnn": (Cnn(), torch.randn(4, 1, 8, 8)),
        "words": (Words(), torch.tensor([3, 0, 6, 3])),
    }
    golden = exchanged(cases)
    # A case with a seed of its own leaves the others as they are.
    torch.manual_seed(1)
    golden |= exchanged({"counted": (Counted(), torch.randn(4, 6))})
    torch.manual_seed(2)
    transformers = {"attending": Attending(), "layer": Layer(), "encoder": Encoder()}
    golden |= exchanged({name: (module, torch.randn(3, 5, 8)) for name, module in transformers.items()})
    torch.manual_seed(3)
    golden |= exchanged({"projected": (Projected(), torch.randn(4, 6, 3))})
    (HERE / "pytorch.json").write_text(json.dumps(golden) + "\n")


def exchanged(cases):
    golden = {}
    for name, (module, x) in cases.items():
        with torch.no_grad():
            # Biases of attentions begin at zero, and the layers of an encoder as copies of one.
            for tensor in module.parameters() if name in ("attending", "layer", "encoder") else ():
                tensor += 0.1 * torch.randn_like(tensor)
        module.train()
        for _ in range(3):
            # Running statistics that are not those of the beginning.
            module(torch.randn_like(x) * 2 + 1 if x.is_floating_point() else x)
        module.eval()
        save_file(module.state_dict(), HERE / f"{name}.from_pytorch.safetensors")
        with torch.no_grad():
            own = module(x)
            module.load_state_dict(load_file(HERE / f"{name}.for_pytorch.safetensors"), strict=True)
            exported = module(x)
        golden[name] = {"x": x.flatten().tolist(), "own": own.flatten().tolist(), "exported": exported.flatten().tolist()}
    return golden


main()
