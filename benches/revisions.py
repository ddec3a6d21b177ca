"""Compares the speed of the workloads with another revision: python benches/revisions.py REVISION [ROUNDS [SECONDS]].

Builds the program `workloads` of both revisions in cargo's release profile, runs the two in turn, pinned to a core, and
prints the ratio of the minimum times of each workload: above 1, this revision is slower. Requires git, cargo and taskset.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

REVISION = sys.argv[1]
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
SECONDS = sys.argv[3] if len(sys.argv) > 3 else "0.5"
ROOT = Path(__file__).resolve().parent.parent


def build(tree, target):
    environment = {**os.environ, "CARGO_TARGET_DIR": str(target)}
    command = ["cargo", "build", "--release", "--quiet", "-p", "nn-workloads", "--bin", "workloads"]
    subprocess.run(command, cwd=tree, env=environment, check=True)
    return target / "release" / "workloads"


def times(program):
    command = ["taskset", "-c", "1", program, "--seconds", SECONDS]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return {line["workload"]: line["min_us"] for line in map(json.loads, lines) if "min_us" in line}


with tempfile.TemporaryDirectory() as folder:
    tree = Path(folder) / "tree"
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree, REVISION], cwd=ROOT, check=True)
    try:
        programs = [build(tree, Path(folder) / "before"), build(ROOT, Path(folder) / "now")]
        least = [{}, {}]
        for _ in range(ROUNDS):
            for all_times, program in zip(least, programs):
                for workload, time in times(program).items():
                    all_times[workload] = min(time, all_times.get(workload, time))
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=True)
print(f"{'workload':<12} {'before, us':>12} {'now, us':>12} {'ratio':>7}")
for workload, before in least[0].items():
    print(f"{workload:<12} {before:12.2f} {least[1][workload]:12.2f} {least[1][workload] / before:7.3f}")
