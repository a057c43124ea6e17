"""A key that must be pressed twice: the second press counts, a late one is a first one."""

from window_ui.viewmodels.twice import ARMED_MS, Twice


class Key:
    def __init__(self) -> None:
        self.told: list[bool] = []
        self.twice = Twice(lambda: self.told.append(self.twice.armed))
        self.timer = self.twice._later


def test_the_second_press_counts_and_the_one_after_it_is_a_first_one(qapp: object) -> None:
    key = Key()
    assert [key.twice.press() for _ in range(3)] == [False, True, False]
    assert key.told == [True, False, True]
    assert key.timer.isActive() and key.timer.interval() == ARMED_MS


def test_a_late_press_is_a_first_one(qapp: object) -> None:
    key = Key()
    key.twice.press()
    key.timer.timeout.emit()
    assert key.told == [True, False] and not key.timer.isActive()
    assert not key.twice.press()


def test_what_is_forgotten_is_told_to_nobody(qapp: object) -> None:
    key = Key()
    key.twice.press()
    key.twice.forget()
    assert key.told == [True] and not key.timer.isActive()
    assert not key.twice.press()
