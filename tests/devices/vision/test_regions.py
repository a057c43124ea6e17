"""Polygons that cannot be used are told when they are read, never when the first picture comes."""

import numpy as np
import pytest

from devices.vision.regions import BadRegion, Cutter, Points, Region

SEAT: Points = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
ALL: Points = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
HALF: Points = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.5), (0.2, 0.5))
EDGE: Points = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.78), (0.2, 0.78))


@pytest.mark.parametrize(
    ("polygon", "ignore", "said"),
    [
        (((0.1, 0.1), (0.2, 0.2)), (), "2 points"),
        (((0.1, 0.1), (1.2, 0.2), (0.5, 0.9)), (), "outside the picture"),
        (((float("nan"), 0.1), (0.2, 0.2), (0.5, 0.9)), (), "outside the picture"),
        (((0.1, 0.1), (0.1, 0.1), (0.1, 0.1)), (), "draw it larger"),
        (SEAT, (((0.1, 0.1), (0.2, 2.0), (0.5, 0.9)),), "ignore polygon: point"),
        (SEAT, (SEAT,), "nothing is left"),
        (SEAT, (ALL,), "nothing is left"),
    ],
)
def test_a_polygon_that_cannot_be_used_is_refused_in_words(polygon, ignore, said):
    with pytest.raises(BadRegion, match=said):
        Region(polygon, ignore)


def test_what_is_to_be_ignored_is_left_out():
    cutter = Cutter(Region(SEAT, (HALF,)))
    cutter.cut(np.zeros((360, 640, 3), np.uint8))
    assert 0.4 < cutter.mask.mean() < 0.6


@pytest.mark.parametrize("size", [(4, 4), (12, 16), (360, 640)])
def test_a_picture_so_small_that_nothing_is_left_shows_all_of_the_polygon(size):
    cutter = Cutter(Region(SEAT, (EDGE,)))
    cutter.cut(np.zeros((*size, 3), np.uint8))
    assert cutter.mask.any()
