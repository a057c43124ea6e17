"""Long random days under every rule: whoever presses what, the books stay right and nobody is called out of turn."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hall.domain.snapshot import freeze
from tests.hall.domain.days import OPS, RULES, Day, step

STEP = st.tuples(st.sampled_from(OPS), st.integers(0, 62), st.integers(0, 59), st.integers(0, 90))


def whole(day: Day) -> None:
    """What must hold at any moment: the books, and the same hall from the journal and from a snapshot."""
    day.check()
    live = freeze(day.hall)
    assert freeze(day.replayed()) == live
    assert freeze(day.restarted()) == live


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=20, max_size=150))
def test_any_day_keeps_the_books_and_the_turns(rule, steps):
    day = Day(rule)
    for op, x, y, seconds in steps:
        day.later(seconds)
        step(day, op, x, y)
        day.check()
    whole(day)


def long_day(rule: str, seed: int, presses: int) -> Day:
    """A day from before nine to five, its end and the morning after."""
    day, chance = Day(rule), random.Random(f"{rule}-{seed}")
    pause = 8.1 * 3600 / presses
    for n in range(presses):
        day.later(chance.expovariate(1 / pause))
        step(day, chance.choice(OPS), chance.randrange(63), chance.randrange(60))
        if n % 20 == 0:
            day.tick()
            day.check()
    day.check()
    day.at("23:59:59").tick()
    day.later(2)
    day.tick()
    day.check()
    assert not any(x.state for x in day.hall.facts.tickets.values()), "yesterday's numbers are gone"
    return day


@pytest.mark.parametrize("rule", RULES)
def test_a_long_day_from_opening_to_the_next_morning(rule):
    day = long_day(rule, 1, 1500)
    whole(day)
    assert day.calls > 100
    if rule == "head_start":
        assert day.inverted > 600_000, "nobody was ever overtaken: the bound was not tried"


def test_the_same_keys_give_the_same_day():
    one, two = long_day("head_start", 7, 400), long_day("head_start", 7, 400)
    assert one.journal == two.journal
    assert freeze(one.hall) == freeze(two.hall)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 8))
@pytest.mark.parametrize("rule", RULES)
def test_many_long_days(rule, seed):
    whole(long_day(rule, seed, 2500))
