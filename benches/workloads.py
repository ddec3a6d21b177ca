"""The PyTorch equivalent of benches/workloads, with the same output: python benches/workloads.py [THREADS [SECONDS]]."""

import json
import math
import sys
import time

import torch
from mnist import cnn, mlp
from torch import nn

THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else 1
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 2.0
TIMED = 1e-5


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(65)
        self.fc1, self.fc2 = nn.Linear(65, 131), nn.Linear(131, 65)

    def forward(self, x):
        return x + self.fc2(nn.functional.gelu(self.fc1(self.norm(x)), approximate="tanh"))


def small_mlp():
    return nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))


def tiny():
    return nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 3))


def odd_mlp():
    return nn.Sequential(nn.Linear(100, 333), nn.Tanh(), nn.Linear(333, 77), nn.Tanh(), nn.Linear(77, 7))


def batch_norm_cnn():
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
        nn.Conv2d(16, 32, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(32), nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10),
    )  # fmt: skip


def deep():
    return nn.Sequential(nn.Linear(33, 65), *[Block() for _ in range(6)], nn.Linear(65, 5))


def sgd(parameters, scale):
    return torch.optim.SGD(parameters, lr=0.01 * scale, momentum=0.9)


def adam(parameters, scale):
    return torch.optim.Adam(parameters, lr=1e-3 * scale)


def adamw(parameters, scale):
    return torch.optim.AdamW(parameters, lr=1e-3 * scale)


def step_of(make, shape, batch, classes, optimizer, scale):
    torch.manual_seed(1)
    network = make()
    x, labels = torch.rand(batch, *shape) * 2 - 1, torch.randint(classes, (batch,))
    optimizer, loss = optimizer(network.parameters(), scale), nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad()
        value = loss(network(x), labels)
        value.backward()
        optimizer.step()
        return value

    return step


def timed(step):
    start, count = time.perf_counter(), 0
    while time.perf_counter() - start < SECONDS / 5 or count < 3:
        step()
        count += 1
    calls = max(1, math.ceil(100e-6 / ((time.perf_counter() - start) / count)))
    samples, begin = [], time.perf_counter()
    while time.perf_counter() - begin < SECONDS or len(samples) < 7:
        start = time.perf_counter()
        for _ in range(calls):
            step()
        samples.append((time.perf_counter() - start) * 1e6 / calls)
    samples.sort()
    return {"median_us": samples[len(samples) // 2], "min_us": samples[0], "reps": len(samples) * calls}


def line(workload):
    return {"peer": "torch-eager", "version": torch.__version__, "workload": workload, "threads": THREADS}


def train(workload, *arguments, steps=100):
    step = step_of(*arguments, 1.0)
    first = step().item()
    for _ in range(steps):
        last = step().item()
    learned = {"check": "learn", "loss_first": first, "loss_last": last, "steps": steps, "ok": last < 0.9 * first}
    print(json.dumps(line(workload) | learned))
    print(json.dumps(line(workload) | timed(step_of(*arguments, TIMED))), flush=True)


def predict(workload, make, shape):
    torch.manual_seed(1)
    network, x = make().eval(), torch.rand(1, *shape) * 2 - 1
    with torch.inference_mode():
        print(json.dumps(line(workload) | timed(lambda: network(x))), flush=True)


def main():
    torch.set_num_threads(THREADS)
    train("W1", small_mlp, (784,), 32, 10, sgd)
    train("W2", mlp, (784,), 128, 10, adam)
    train("W3", cnn, (1, 28, 28), 64, 10, sgd)
    predict("W4-mlp", small_mlp, (784,))
    predict("W4-cnn", cnn, (1, 28, 28))
    predict("W5-infer", tiny, (4,))
    train("W5-train", tiny, (4,), 16, 3, sgd, steps=1000)
    train("X1", odd_mlp, (100,), 50, 7, adam)
    train("X2", batch_norm_cnn, (3, 32, 32), 32, 10, sgd)
    train("X3", deep, (33,), 20, 5, adamw)


main()
