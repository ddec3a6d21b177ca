"""Scaling of data-parallel training: fits a cost model to measured steps, and predicts up to 1,000 nodes.

    python3 benches/scaling.py                  measures (a minute or two), fits, and prints docs/scaling.md's tables
    python3 benches/scaling.py --measured FILE  fits the measurements that an earlier run wrote with --keep FILE

The model, for K processes with B samples each and a network of n parameters of 4 bytes:

    step(K, B) = c0 + c1 B + allreduce(K, n)
    allreduce(K, n) = 2 log2(K) latency + 2 (K - 1) / K 4 n / bandwidth      (0 for K = 1)

c0 and c1 are fitted for each network to the steps of one process, latency and bandwidth to the communication time
between processes on this machine. For a cluster, latency and bandwidth are those of its network: two are assumed below,
--network adds others.
"""

import argparse
import json
import math
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/data_parallel"

# Latency of a message in seconds, and bandwidth of a node in bytes per second: assumed, not measured.
NETWORKS = {"10 Gb/s Ethernet": (25e-6, 1.25e9), "100 Gb/s InfiniBand": (2e-6, 12.5e9)}
NODES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000]


def measure(rounds):
    command = ["cargo", "build", "--release", "--quiet", "-p", "nn-workloads", "--features", "mpi", "--bin", "data_parallel"]
    subprocess.run(command, cwd=ROOT, check=True)
    environment = os.environ | {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    rows = []
    for _ in range(rounds):
        for processes, more in [(1, []), (2, []), (2, ["--overlap"]), (4, [])]:
            command = ["mpirun", "--oversubscribe", "--bind-to", "none", "-n", str(processes), str(PROGRAM), *more]
            out = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
            rows += [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    return rows


def median(values):
    values = sorted(values)
    return values[len(values) // 2]


def table(rows):
    """Maps (network, batch, processes, overlap) to (parameters, step, communication), with median times in seconds."""
    groups = {}
    for row in rows:
        key = (row["network"], row["batch"], row["processes"], row["overlap"])
        groups.setdefault(key, []).append(row)
    return {
        key: (
            group[0]["parameters"],
            1e-6 * median([row["step_us"] for row in group]),
            1e-6 * median([row["communication_us"] for row in group]),
        )
        for key, group in groups.items()
    }


def line_through(points):
    """Returns a and b of the line y = a + b x that minimises the squared relative errors."""
    w = [1 / y**2 for _, y in points]
    s, sx, sy = sum(w), sum(v * x for v, (x, _) in zip(w, points)), sum(v * y for v, (_, y) in zip(w, points))
    sxx, sxy = (
        sum(v * x * x for v, (x, _) in zip(w, points)),
        sum(v * x * y for v, (x, y) in zip(w, points)),
    )
    b = (s * sxy - sx * sy) / (s * sxx - sx * sx)
    return (sy - b * sx) / s, b


def all_reduce(k, n, latency, bandwidth):
    return 0.0 if k == 1 else 2 * math.log2(k) * latency + 2 * (k - 1) / k * 4 * n / bandwidth


def us(seconds):
    return f"{1e6 * seconds:,.0f}" if seconds >= 1e-5 else f"{1e6 * seconds:.1f}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--measured")
    parser.add_argument("--keep")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--network", nargs=3, metavar=("NAME", "LATENCY_US", "GBIT"), action="append", default=[])
    arguments = parser.parse_args()
    if arguments.measured:
        rows = [json.loads(line) for line in Path(arguments.measured).read_text().splitlines()]
    else:
        rows = measure(arguments.rounds)
    if arguments.keep:
        Path(arguments.keep).write_text("".join(json.dumps(row) + "\n" for row in rows))
    for name, latency, gbit in arguments.network:
        NETWORKS[name] = (1e-6 * float(latency), 1e9 * float(gbit) / 8)
    measured = table(rows)
    cores = os.cpu_count()

    networks = {network: parameters for (network, *_), (parameters, *_) in measured.items()}
    compute = {}
    for network in networks:
        points = [(b, step) for (name, b, k, _), (_, step, _) in measured.items() if name == network and k == 1]
        compute[network] = line_through(points) if len(points) > 1 else (0.0, points[0][1] / points[0][0])
    # Fitted for two processes, which send as many messages as in the model: 2 log2(2) latencies, and n elements in each
    # direction.
    points = {}
    for (network, _, k, overlap), (n, _, communication) in measured.items():
        if k == 2 and not overlap:
            points.setdefault(n, []).append(communication)
    latency, per_number = line_through([(n, min(times)) for n, times in points.items()])
    latency, bandwidth = max(latency, 0.0) / 2, 4 / per_number

    print(f"### Fitted, on {cores} cores\n")
    print("| network | parameters | c0, us | c1, us a sample |\n|---|---|---|---|")
    for network, n in networks.items():
        print(f"| `{network}` | {n:,} | {us(compute[network][0])} | {1e6 * compute[network][1]:.2f} |")
    print(f"\nBetween processes of this machine: {1e6 * latency:.1f} us a message, {bandwidth / 1e9:.1f} GB/s.\n")

    print("### Measured beside the model, us a step\n")
    print("| network | batch | processes | step | communication | the model's step | of that communication | step, overlapping |")
    print("|---|---|---|---|---|---|---|---|")
    for (network, b, k, overlap), (n, step, communication) in sorted(measured.items()):
        if overlap:
            continue
        # If there are more processes than cores, they take turns.
        turns = max(1, k / cores)
        c0, c1 = compute[network]
        reduce = turns * all_reduce(k, n, latency, bandwidth)
        model = turns * (c0 + c1 * b) + reduce
        early = measured.get((network, b, k, True))
        early = us(early[1]) if early else ""
        cells = [us(step), us(communication), us(model), us(reduce), early]
        print(f"| `{network}` | {b} | {k} | {' | '.join(cells)} |")

    for name, (latency, bandwidth) in NETWORKS.items():
        print(f"\n### {name}: {1e6 * latency:g} us a message, {bandwidth / 1e9:g} GB/s a node\n")
        print("Share of the time that is spent computing, with one process a node:\n")
        print("| network, samples of a process | " + " | ".join(f"{k:,}" for k in NODES) + " | half at |")
        print("|---" * (len(NODES) + 2) + "|")
        for network, n in networks.items():
            for b in (32, 512):
                c0, c1 = compute[network]
                work = c0 + c1 * b
                share = [work / (work + all_reduce(k, n, latency, bandwidth)) for k in NODES]
                half = next((k for k in (1 << i for i in range(21)) if all_reduce(k, n, latency, bandwidth) > work), None)
                shares = " | ".join(f"{100 * x:.0f} %" for x in share)
                print(f"| `{network}`, {b} | {shares} | {'never' if half is None else f'{half:,}'} |")
        print("\nA step of 4,096 samples in all, us, and the number of nodes that is fastest:\n")
        print("| network | " + " | ".join(f"{k:,}" for k in NODES) + " | fastest |")
        print("|---" * (len(NODES) + 2) + "|")
        for network, n in networks.items():
            c0, c1 = compute[network]
            time = {k: c0 + c1 * 4096 / k + all_reduce(k, n, latency, bandwidth) for k in range(1, 1001)}
            fastest = min(time, key=time.get)
            print(f"| `{network}` | " + " | ".join(us(time[k]) for k in NODES) + f" | {fastest:,} |")


if __name__ == "__main__":
    sys.exit(main())
