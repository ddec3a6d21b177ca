"""Writes `einsum.json` beside this script: `einsum` of one and two values. `make.py` runs it, and its conventions hold here.

The texts and shapes stand in `tests/golden/einsum.rs`, too, which reads the file. There they have no batch, which is `Z` here.
"""

import pathlib
import platform

import torch

from make import Lcg, lines, run_case

# name: the text, and the shapes of the operands.
CASES = {
    "matrices": ("ij,jk->ik", (3, 4), (4, 2)),
    "exchanged": ("ij,jk->ki", (3, 4), (4, 2)),
    "transposed": ("ji,kj->ik", (4, 3), (2, 4)),
    "implicit": ("kj,ji", (3, 4), (4, 2)),
    "vector": ("i,jik->kj", (3,), (2, 3, 4)),
    "heads": ("qhd,khd->hqk", (3, 2, 4), (5, 2, 4)),
    "mixed": ("hqk,khd->qhd", (2, 3, 5), (5, 2, 4)),
    "convolved": ("cij,ojic->o", (2, 3, 4), (5, 4, 3, 2)),
    "many": ("abcdk,bkcae->edbac", (2, 1, 3, 2, 4), (1, 4, 3, 2, 2)),
    "outer": ("i,j->ij", (3,), (4,)),
    "outer_exchanged": ("ab,cd->dcab", (3, 2), (2, 4)),
    "elements": ("ij,ji->ij", (3, 4), (4, 3)),
    "scaled": ("jk,ikj->ikj", (4, 3), (2, 3, 4)),
    "scaled_rows": ("ij,i->ji", (3, 4), (3,)),
    "row_dots": ("ij,ji->i", (3, 4), (4, 3)),
    "column_dots": ("ijk,kij->ki", (3, 2, 4), (4, 3, 2)),
    "summed": ("ijk,kl->l", (2, 3, 4), (4, 5)),
    "all": ("ij,jk->", (3, 4), (4, 2)),
    "permuted": ("ijk->kij", (2, 3, 4)),
    "alphabetical": ("bca", (2, 3, 4)),
    "reduced": ("ijk->ki", (2, 3, 4)),
    "total": ("ijk->", (2, 3, 4)),
}


def with_batch(text):
    """The text with the axis of the batch."""
    operands, arrow, result = text.partition("->")
    if not arrow:
        result = "".join(letter for letter in sorted(operands) if letter != "," and operands.count(letter) == 1)
    return ",".join("Z" + operand for operand in operands.split(",")) + "->Z" + result


def cases():
    rng = Lcg(71)

    def make(text, *shapes):
        inputs = [rng.tensor(2, *shape) for shape in shapes]
        dy = rng.tensor(*torch.einsum(with_batch(text), *inputs).shape)

        def case(cast):
            leaves = [cast(x) for x in inputs]
            y = torch.einsum(with_batch(text), *leaves)
            y.backward(cast(dy).detach())
            return {"x": leaves, "dy": [cast(dy)], "y": [y], "dx": [x.grad for x in leaves]}

        return run_case(case)

    return {name: make(*case) for name, case in CASES.items()}


def main():
    document = {
        "torch": torch.__version__.split("+")[0],
        "python": platform.python_version(),
        **cases(),
    }
    path = pathlib.Path(__file__).resolve().parent / "einsum.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
