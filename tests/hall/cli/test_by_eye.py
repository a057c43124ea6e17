"""A count held against one by eye: the scale, or that the picture does not allow it."""

import pytest

from hall.cli.by_eye import held


@pytest.mark.parametrize(
    ("told", "eye", "scale"),
    [
        ((16, 10), (18, 13), 31 / 26),
        ((20, 20), (20, 20), 1.0),
        ((28, 28), (20, 20), 40 / 56),
        ((29, 20), (20, 20), 0.0),  # one way is off by more than 40 %
        ((11, 20), (20, 20), 0.0),
        ((0, 0), (20, 20), 0.0),
        ((38, 2), (40, 1), 41 / 40),  # a door of one way: hardly anybody comes back
        ((38, 20), (40, 1), 0.0),
        ((9, 9), (10, 9), 0.0),  # too few
        ((0, 0), (0, 0), 0.0),
    ],
)
def test_the_scale_is_what_a_count_is_worth_where_both_ways_are_near_enough(told, eye, scale):
    assert held(told, eye)[1] == pytest.approx(scale)


def test_how_far_off_it_was_is_said_for_each_way():
    assert "in is off by -11%, out by -23%" in held((16, 10), (18, 13))[0]
    assert "this picture does not allow it" in held((29, 20), (20, 20))[0]
    assert "too few" in held((9, 9), (10, 9))[0]
