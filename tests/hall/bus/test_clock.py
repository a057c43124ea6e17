"""The hall's clock, beside the machine's."""

import pytest

from hall.bus.clock import Clock

MORNING = 1_795_300_000_000


def test_without_a_word_hall_and_machine_show_the_same():
    assert Clock().at_ms(MORNING) == MORNING


@pytest.mark.parametrize("speed", [0.5, 1.0, 7.3, 60.0])
def test_a_moment_has_one_hall_time_and_spans_keep_their_length(speed):
    """Whatever the time is when somebody asks: a report's since and until are turned into hall time one by one."""
    clock = Clock(start_ms=MORNING, speed=speed, origin_ms=MORNING + 5_000)
    assert clock.at_ms(MORNING + 5_000) == MORNING
    assert clock.at_ms(MORNING + 65_000) - clock.at_ms(MORNING + 5_000) == 60_000 * speed


def test_a_clock_travels_to_another_process(monkeypatch):
    clock = Clock.starting(MORNING, 12.5)
    monkeypatch.setenv("HALL_CLOCK", clock.to_env())
    assert Clock.from_env() == clock


@pytest.mark.parametrize("text", ["soon", "1@2", "1@0@3", "1@-2@3", "a@1@2"])
def test_a_clock_that_is_none_says_what_to_write(monkeypatch, text):
    monkeypatch.setenv("HALL_CLOCK", text)
    with pytest.raises(ValueError, match="hall start ms"):
        Clock.from_env()
