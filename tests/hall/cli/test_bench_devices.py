"""The bench of the devices: its hall is whole, it finds each call on the wire and judges it as it says, and it runs."""

import argparse
import json
import tomllib

import pytest

from hall.cli import bench_devices as bench
from hall.cli import bench_devices_hall as house
from hall.cli import bench_devices_told as told
from hall.contract.check import check

SMALL = house.Size(windows=8, lines=4, machines=1, printers=1, voices=1)


@pytest.mark.parametrize("size", [house.BIG, SMALL])
def test_every_window_has_a_panel_and_both_sides_agree_on_every_line(size, tmp_path):
    config, problems = check(tomllib.loads(house.config_text(size, tmp_path, 5701, 5702)))
    assert problems == ()
    panels = [part for part in config.devices if part.make.startswith("led.")]
    assert sorted(part.window for part in panels) == sorted(window.id for window in config.windows)
    assert len(panels) == size.windows
    lines = json.loads(house.plan(size, tmp_path))["lines"]
    far = {line["link"]: (line["make"], line["baud"]) for line in lines[: -len(house.BARE)]}
    near = {part.port: (part.make, part.baud) for part in config.devices if part.make != "voice.wav"}
    assert far == near
    assert len({part.port for part in panels}) == size.lines
    assert {(part.port, part.address) for part in panels} == {
        (line["link"], address) for line in lines[: size.lines] for address in line["addresses"]
    }
    lengths = [len(line["addresses"]) for line in lines[: size.lines]]
    assert max(lengths) - min(lengths) <= 1


LINE = house.Line("led.palh", 9600, ("7", "9"))
REST_S = told.silence_s(9600)
FRAME = "00" * 30  # 31.25 ms of line
FRAME_S = 300 / 9600


def row(wrote_s, text="", address=0, answer_s=0.01):
    left_s = wrote_s + FRAME_S
    return (wrote_s, left_s, left_s + answer_s, FRAME, text, address)


def call(window, number, called_s):
    return told.Call(window, 0, number, called_s - 0.001, called_s)


@pytest.mark.parametrize(
    ("before", "free", "slipped"),
    [
        ([], True, False),
        ([row(9.0)], True, False),
        ([row(10.0 - FRAME_S / 2)], False, False),
        ([row(10.0 - FRAME_S - 0.005)], False, False),  # its answer is on the line
        ([row(10.0 - FRAME_S - 0.01 - REST_S / 2)], False, False),  # the line has to rest
        ([row(10.0 - FRAME_S - 0.01 - REST_S * 2)], True, False),
        ([row(10.001)], True, True),
    ],
)
def test_a_line_is_free_when_nothing_of_ours_is_on_it(before, free, slipped):
    rows = [*before, row(10.05, "请A001号到9号窗口", 2)]
    (shown,), missing = told.found([call("9", "A001", 10.0)], [rows], (LINE,))
    assert missing is None
    assert (shown.free, shown.slipped) == (free, slipped)
    assert shown.line_s == pytest.approx(FRAME_S)
    assert shown.took_s == pytest.approx(0.05 + FRAME_S)
    assert not shown.in_aim
    assert shown.over_ms == pytest.approx(50)


def test_a_call_is_not_found_in_another_panels_frame_or_an_older_one():
    wanted = call("9", "A001", 10.0)
    rows = [
        row(9.9, "请A001号到9号窗口", 2),
        row(10.1, "请A001号到7号窗口", 1),
        row(10.2, "请A002号到9号窗口", 2),
    ]
    assert told.found([wanted], [rows], (LINE,)) == ([], wanted)


@pytest.mark.parametrize(("twice", "fair"), [(False, True), (True, False)])
def test_a_burst_is_judged_by_the_lines_own_time_and_by_who_was_served(twice, fair):
    step_s = FRAME_S + 0.01 + REST_S
    texts = ["请A001号到7号窗口", "请A002号到9号窗口"]
    rows = [row(10.0, texts[0], 1), row(10.0 + step_s, texts[1], 2)]
    if twice:
        rows = [rows[0], row(10.0 + step_s, texts[0], 1), row(10.0 + 2 * step_s, texts[1], 2)]
    calls = [call("7", "A001", 10.0), call("9", "A002", 10.0)]
    shown, _ = told.found(calls, [rows], (LINE,))
    judged = told.burst(shown, rows, LINE)
    assert judged["once_before_twice"] is fair
    assert judged["line_ms"] == pytest.approx((2 * FRAME_S + 0.01 + REST_S) * 1000)
    assert (judged["ratio"] == pytest.approx(1.0)) is fair


@pytest.mark.slow
def test_the_bench_answers_with_its_fields(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bench, "SIZE", SMALL)
    monkeypatch.setattr(bench, "SETTLE_S", 0.5)
    monkeypatch.setattr(bench, "NOTICED_S", 0.5)
    monkeypatch.setattr(bench, "REFRESHED_S", 1.2)
    plan = bench.Plan(idle_s=1.0, calls=12, calls_per_s=10.0, bursts=2, bare=4, silent=1)
    monkeypatch.setattr(bench, "QUICK", plan)
    assert bench.main(argparse.Namespace(quick=True, json=True, dir=str(tmp_path))) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ratios"]["call_to_wire_p99"] >= 1
    assert found["ratios"]["bare_write_p99"] >= 1
    assert found["ratios"]["idle_core"] >= 0
    assert found["ms"]["over_line_time_p99"] > 0
    assert found["ms"]["over_line_time_max_beside_a_silent_panel"] > 0
    assert found["counts"]["calls"] == 12
    assert found["counts"]["collisions"] == 0
    assert found["counts"]["bursts_unfair"] == 0
    assert {kind["baud"] for kind in found["kinds"]} == {house.SLOW, house.FAST}
    assert told.words(found).count("aim") == 3
    assert list(tmp_path.iterdir()) == []
