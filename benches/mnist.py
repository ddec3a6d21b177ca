"""The PyTorch equivalent of benches/workloads/src/bin/mnist.rs: python benches/mnist.py DIR [SEED [THREADS]]."""

import gzip
import sys
import time
from pathlib import Path

import numpy
import torch
from torch import nn

MOST_EPOCHS = 30


def read(name, header):
    data = numpy.frombuffer(gzip.decompress((Path(sys.argv[1]) / name).read_bytes()), numpy.uint8)[header:]
    return torch.from_numpy(data.copy())


def load(name):
    images = read(f"{name}-images-idx3-ubyte.gz", 16).reshape(-1, 784).float() / 255
    return images, read(f"{name}-labels-idx1-ubyte.gz", 8).long()


def learn(name, make, shape, batch, enough, train, test, seed):
    torch.manual_seed(seed)
    network = make()
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    loss = nn.CrossEntropyLoss()
    images, labels = train[0].reshape(-1, *shape), train[1]
    tested, truth = test[0].reshape(-1, *shape), test[1]
    start = time.perf_counter()
    for epoch in range(1, MOST_EPOCHS + 1):
        order = torch.randperm(len(labels))
        for first in range(0, len(labels) - batch + 1, batch):
            indices = order[first : first + batch]
            optimizer.zero_grad()
            loss(network(images[indices]), labels[indices]).backward()
            optimizer.step()
        with torch.no_grad():
            right = sum(
                (network(tested[i : i + 500]).argmax(1) == truth[i : i + 500]).sum().item()
                for i in range(0, len(truth), 500)
            )
        accuracy = right / len(truth)
        if accuracy >= enough or epoch == MOST_EPOCHS:
            seconds = time.perf_counter() - start
            print(f"PyTorch  {name}  {accuracy:.4f} after {epoch:2} epochs and {seconds:6.2f} s", flush=True)
            return


def mlp():
    return nn.Sequential(
        nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
    )


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10),
    )  # fmt: skip


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    train, test = load("train"), load("t10k")
    learn("mlp", mlp, (784,), 128, 0.98, train, test, seed)
    learn("cnn", cnn, (1, 28, 28), 64, 0.988, train, test, seed)
