"""The big screen of a zone: the calls of its zones, the newest first, never more than it has rows (R071, R130)."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from hall.contract import config as c
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.calling import SetQuiet
from hall.contract.devices import ShowOnPanel
from hall.contract.views_common import WindowState
from hall.domain.screens import IDLE
from tests.hall.domain.conftest import Stage, small_hall
from tests.hall.domain.days import OPS, Day, step


def with_screens(base, *screens):
    return msgspec.structs.replace(base, devices=(*base.devices, *screens))


def screen(id="B.screen", zone="B", rows=2, **more):
    return c.DevicePart(id, "led.onbon", f"pty:{id}", zone=zone, rows=rows, **more)


def lines(stage, id="B.screen"):
    return stage.hall.facts.devices[id].intended_lines


def test_it_waits_for_calls_from_the_morning_on():
    stage = Stage(with_screens(small_hall(), screen()))
    assert lines(stage) == (IDLE,)
    (job,) = stage.hall.facts.devices["B.screen"].mailbox
    assert isinstance(job, ShowOnPanel) and job.kind == "zone"


def test_the_newest_call_stands_first_and_rows_are_all_there_are():
    stage = Stage(with_screens(small_hall(), screen())).sign_on("w2", "w3")
    for _ in range(3):
        stage.take()
    stage.do(t.CallNext("w3"))
    assert lines(stage) == ("B001  请到 3号窗口",)
    stage.later(5).do(t.CallNext("w2"))
    assert lines(stage) == ("B002  请到 2号窗口", "B001  请到 3号窗口")
    stage.later(5).do(t.Start("w2"))
    assert lines(stage) == ("B002  正在 2号窗口", "B001  请到 3号窗口")
    stage.later(20).do(t.Recall("w3"))
    assert lines(stage) == ("B001  请到 3号窗口", "B002  正在 2号窗口")
    stage.do(t.Start("w3"))
    stage.do(t.Finish("w3"))
    stage.do(t.Finish("w2"))
    assert lines(stage) == (IDLE,)


def test_rows_are_equally_long_so_that_their_parts_stand_below_one_another():
    config = small_hall()
    windows = tuple(
        msgspec.structs.replace(w, number=n) for w, n in zip(config.windows, ("8", "9", "10"), strict=True)
    )
    stage = Stage(with_screens(msgspec.structs.replace(config, windows=windows), screen())).sign_on(
        "w2", "w3"
    )
    for _ in range(2):
        stage.take()
    stage.do(t.CallNext("w2"))
    assert lines(stage) == ("B001  请到 9号窗口",)
    stage.later(1).do(t.CallNext("w3"))
    assert lines(stage) == ("B002  请到 10号窗口", "B001  请到  9号窗口")


def test_one_screen_may_stand_over_several_zones_and_others_see_nothing_of_it():
    both = screen("both", "A", 4, zones=("B",))
    stage = Stage(with_screens(small_hall(), both, screen())).sign_on("w1", "w3")
    stage.take("zhengming")
    stage.take("sbk")
    stage.do(t.CallNext("w1"))
    stage.later(1).do(t.CallNext("w3"))
    assert lines(stage, "both") == ("B001  请到 3号窗口", "A001  请到 1号窗口")
    assert lines(stage) == ("B001  请到 3号窗口",)


def test_what_does_not_change_its_lines_does_not_redraw_it():
    stage = Stage(with_screens(small_hall(), screen())).sign_on("w2", "w3")
    before = stage.hall.facts.devices["B.screen"].intended
    stage.do(p.Pause("w3", "meal"))
    stage.do(p.SignOff("w2"))
    assert stage.hall.facts.devices["B.screen"].intended == before


def test_a_quiet_zone_is_called_by_its_screen():
    stage = Stage(with_screens(small_hall(), screen())).sign_on("w3")
    stage.do(SetQuiet(True, "B"))
    stage.take()
    stage.do(t.CallNext("w3"))
    assert lines(stage) == ("B001  请到 3号窗口",)
    assert stage.hall.facts.devices["B.voice"].mailbox == []


class ScreenDay(Day):
    """A random day whose big screen is looked at after every step."""

    def hall_of(self, rule: str) -> c.HallConfig:
        return with_screens(super().hall_of(rule), screen("screen", "B", 3))

    def look_at_screens(self) -> None:
        facts = self.hall.facts
        shown = facts.devices["screen"].intended_lines
        calling = {
            facts.tickets[w.ticket].number: self.hall.windows[w.id].number
            for w in facts.windows.values()
            if w.state in (WindowState.CALLED, WindowState.SERVING) and self.hall.windows[w.id].zone == "B"
        }
        assert 1 <= len(shown) <= 3
        if not calling:
            assert shown == (IDLE,)
            return
        assert len(shown) == min(3, len(calling))
        numbers = [row.replace("★", " ").split()[0] for row in shown]
        for number, row in zip(numbers, shown, strict=True):
            assert row.endswith(f" {calling[number]}号窗口")
        called = {facts.tickets[w.ticket].number: facts.tickets[w.ticket].last_call_ms
                  for w in facts.windows.values() if w.ticket}  # fmt: skip
        times = [called[n] for n in numbers]
        assert times == sorted(times, reverse=True)
        assert all(called[n] <= times[-1] for n in calling if n not in numbers)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(OPS), st.integers(0, 999), st.integers(0, 999)), max_size=60))
def test_on_any_day_it_shows_who_is_called_and_nobody_else(steps):
    day = ScreenDay("head_start")
    for op, x, y in steps:
        step(day, op, x, y)
        day.later(7)
        day.look_at_screens()
