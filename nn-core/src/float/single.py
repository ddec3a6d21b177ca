#!/usr/bin/env python3
"""Prints the polynomials of `single.rs`: minimax fits by Remez's exchange, in 50 digits.

    pip install mpmath numpy
    python3 nn-core/src/float/single.py
"""

import numpy
from mpmath import atanh, cos, erfc, exp, expm1, log, lu_solve, matrix, mp, mpf, nstr, pi, polyval, sqrt

mp.dps = 50
POINTS = 1000


def minimax(function, weight, low, high, degree, variable=lambda x: x):
    """Fits the polynomial p that minimises the largest |p(variable(x)) - function(x)| weight(x) from low to high.

    Returns its coefficients, the constant first, and that largest value, both on a grid.
    """
    grid = [low + (high - low) * (mpf(i) + mpf(1) / 2) / POINTS for i in range(POINTS)]
    values = [(variable(x), function(x), weight(x)) for x in grid]
    count = degree + 2
    # Starts with the Chebyshev points, then iterates on the extrema of the error, which alternate in sign.
    nodes = [round(float((1 - cos(pi * i / (count - 1))) / 2) * (POINTS - 1)) for i in range(count)]
    while True:
        left, right = matrix(count), matrix(count, 1)
        for row, node in enumerate(nodes):
            v, right[row], w = values[node]
            for power in range(degree + 1):
                left[row, power] = v**power
            left[row, degree + 1] = (-1) ** row / w
        solution = list(lu_solve(left, right))[:-1]
        errors = [(polyval(solution[::-1], v) - f) * w for v, f, w in values]
        runs = [[0]]
        for i in range(1, POINTS):
            if errors[i] * errors[i - 1] < 0:
                runs.append([])
            runs[-1].append(i)
        largest = [max(run, key=lambda i: abs(errors[i])) for run in runs]
        while len(largest) > count:
            largest.pop(0 if abs(errors[largest[0]]) < abs(errors[largest[-1]]) else -1)
        assert len(largest) == count
        if largest == nodes:
            return solution, max(abs(error) for error in errors)
        nodes = largest


def show(name, fit):
    coefficients, error = fit
    print(f"{name}, relative error {nstr(error, 2)}: {', '.join(str(numpy.float32(c)) for c in coefficients)}")


def tail(a):
    """Returns the upper tail of the standard normal distribution at a, divided by exp(-a^2 / 2)."""
    return erfc(a / sqrt(mpf(2))) / 2 * exp(a * a / 2)


def t(a):
    return 1 / (1 + mpf("0.35") * a)


show(
    "EXP_M1: exp(r) = 1 + r + r^2 p(r), r from -ln(2) / 2 to ln(2) / 2",
    minimax(lambda r: (expm1(r) - r) / r**2, lambda r: r**2 / exp(r), -log(2) / 2, log(2) / 2, 4),
)
show(
    "ATANH: atanh(s) = s + s^3 p(s^2), s^2 from 0 to 1/9",
    minimax(lambda w: (atanh(sqrt(w)) / sqrt(w) - 1) / w, lambda w: w, mpf(0), mpf(1) / 9, 3),
)
show(
    "TAIL: the normal distribution behind a = exp(-a^2 / 2) t p(t), t = 1 / (1 + 0.35 a), a from 0 to 15",
    minimax(lambda a: tail(a) / t(a), lambda a: t(a) / tail(a), mpf(0), mpf(15), 8, t),
)
