"""An entrance counted in a real small hall: controller and camera process as programs, on a day that runs fast."""

import contextlib

import pytest

from hall.bus.clock import VARIABLE, Clock
from hall.contract.flow import FlowSeen
from tests.devices import small_hall
from tests.devices.small_hall import SmallHall

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

SPEED = 20  # five minutes of the hall's day in 15 s
START_MS = 1_795_136_400_000  # Friday 20 November 2026, 09:00 in the hall
CAMERA = """
[[cameras]]
id = "door"
source = "{clip}"
loop = true
line = [[0.5, 0.0], [0.5, 1.0]]
line_scale = 1.5
"""


def out(house: SmallHall) -> int:
    return round(sum(x.outward * x.scale for x in house.of(FlowSeen)))


def test_people_over_the_line_reach_the_wall_scaled_and_with_what_was_not_seen(root, tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, Clock.starting(START_MS, SPEED).to_env())
    clip = root / "examples/demo/media/post_a.mp4"
    with contextlib.ExitStack() as stack:
        house = SmallHall(small_hall.write(tmp_path, CAMERA.format(clip=clip)), stack)
        house.start("hall.controller")
        house.start("devices.vision.worker", "--host", "cameras-1")
        house.until(
            "the wall says why nobody knows",
            lambda: house.wall and house.wall.flows and house.wall.flows[0].why.zh,
        )
        house.until("two spans", lambda: len(house.of(FlowSeen)) >= 2, 60)
        house.until(
            "who went out stands on the wall", lambda: 0 < house.wall.flows[0].today_out == out(house), 60
        )
        spans = house.of(FlowSeen)
        assert house.wall.flows[0].name.zh == "测试大厅"
    assert [x.since_ms for x in spans[1:]] == [x.until_ms for x in spans[:-1]]
    assert all(300_000 <= x.until_ms - x.since_ms < 330_000 for x in spans)
    assert spans[0].blind_ms > 60_000  # before the usual picture was known
