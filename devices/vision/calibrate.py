"""What a hall's own gallery says about its tolerance: how often two different people enrolled there would match.

Enrolled people are strangers to one another, so their distances estimate how often a stranger would be taken for one
of them, with the faces and the camera this hall really has (handbook, vision.md section 3e).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from devices.vision.gallery import Gallery

TOLERANCES = (0.30, 0.32, 0.34, 0.36, 0.38, 0.40, 0.42, 0.45, 0.50, 0.60)
LEAST_PEOPLE = 10  # below, the figures say nothing
MOST_PEOPLE = 2000  # of more, so many are drawn: two million pairs are enough
WANTED = 0.02  # strangers taken for somebody, of all strangers


@dataclass(frozen=True, slots=True)
class Rate:
    """At one tolerance. `pairs` of `of` pairs of different people match; `stranger` is the share 0..1 of strangers who
    would match somebody of this gallery, `at_most` the same with 95 % certainty from these pairs alone."""

    tolerance: float
    pairs: int
    of: int
    stranger: float
    at_most: float


@dataclass(frozen=True, slots=True)
class Advice:
    """`tolerance`: the largest at which surely no more than `WANTED` of strangers match; None where that is sure of not
    even the smallest. Then `people` is how many must be enrolled to be sure, if no further pair matches at that one;
    None where too many match for it."""

    tolerance: float | None
    people: int | None = None


def rates(gallery: Gallery, tolerances: Iterable[float] = TOLERANCES) -> list[Rate]:
    """One line per tolerance. ValueError where fewer than `LEAST_PEOPLE` are enrolled."""
    people = len(gallery)
    if people < LEAST_PEOPLE:
        raise ValueError(
            f"{people} people are enrolled; {LEAST_PEOPLE} are needed before their distances say anything"
        )
    distances = _distances(gallery)
    found = []
    for tolerance in tolerances:
        hits = int((distances <= tolerance).sum())
        found.append(
            Rate(
                tolerance,
                hits,
                len(distances),
                _any_of(hits / len(distances), people),
                _any_of(_upper(hits, len(distances)), people),
            )
        )
    return found


def advised(found: Sequence[Rate], people: int) -> Advice:
    """What the rates of a gallery of `people` allow. No pair among few people matches at any tolerance, so the share
    that is sure (`at_most`) decides, never the one that was seen."""
    good = [rate.tolerance for rate in found if rate.at_most <= WANTED]
    if good:
        return Advice(max(good))
    least = min(found, key=lambda rate: rate.tolerance)
    if least.stranger > WANTED:
        return Advice(None)
    more = range(people + 1, MOST_PEOPLE + 1)
    enough = (n for n in more if _any_of(_upper(least.pairs, n * (n - 1) // 2), n) <= WANTED)
    return Advice(None, next(enough, None))


def _distances(gallery: Gallery) -> NDArray[np.float32]:
    matrix = gallery.matrix
    if len(matrix) > MOST_PEOPLE:
        matrix = matrix[np.random.default_rng(0).choice(len(matrix), MOST_PEOPLE, replace=False)]
    squares = np.einsum("ij,ij->i", matrix, matrix)
    squared = squares[:, None] + squares[None] - 2 * matrix @ matrix.T
    return np.asarray(np.sqrt(np.maximum(squared[np.triu_indices(len(matrix), 1)], 0)), dtype=np.float32)


def _any_of(share: float, people: int) -> float:
    """Chance that at least one of `people` matches when each does with `share`."""
    return -math.expm1(people * math.log1p(-min(share, 1 - 1e-12)))


def _upper(hits: int, of: int) -> float:
    """Wilson's upper limit (one-sided 95 %) of a share of `hits` in `of`; 3/n where there is none."""
    if hits == 0:
        return min(1.0, 3 / of)
    z, share = 1.645, hits / of
    middle = share + z * z / (2 * of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return min(1.0, (middle + spread) / (1 + z * z / of))
