"""People in and out on the wall: an estimate in words, and never a figure while its camera cannot count."""

import msgspec
import pytest

from hall.contract.base import Text
from tests.monitor.scenes import FLOWS, NOW, at, entrances, view


def row(room):
    (found,) = [x for x in room.wall.facts.rows if x.id == "flow"]
    return found


@pytest.mark.parametrize(
    ("flow", "word", "detail", "status"),
    [
        (FLOWS[0], "进约 120 / 出约 96", "近一小时，估计，其中 8 分钟看不到", "plain"),
        (msgspec.structs.replace(FLOWS[0], blind_min=0), "进约 120 / 出约 96", "近一小时，估计", "plain"),
        (
            msgspec.structs.replace(FLOWS[1], since_ms=at("09:30")),
            "进约 31 / 出约 22",
            "A 综合受理：09:30 起，估计",
            "plain",
        ),
        (FLOWS[2], "不知道", "E 办不成事：摄像头被挡住了，09:41 起", "stale"),
    ],
)
def test_one_entrance_in_words(room, flow, word, detail, status):
    room.show(view(flows=(flow,)))
    assert (row(room).word, row(room).detail, row(room).status) == (word, detail, status)


def test_of_several_the_one_that_cannot_count_is_named_first(room):
    room.show(entrances())
    assert row(room).word == "不知道"
    assert row(room).detail.endswith("，还有 2 处")
    room.show(view(flows=FLOWS[:2]))
    assert row(room).word == "进约 120 / 出约 96"


def test_a_zone_says_it_beside_how_full_it_is(room):
    room.show(entrances())
    marks = {x.id: (x.mark, x.mark_status) for x in room.wall.zones.rows}
    assert marks["A"] == ("环境差 · 进约 31 出约 22", "warn")
    assert marks["E"] == ("进出不知道", "stale")
    assert "进" not in marks["B"][0]


def test_without_an_entrance_nothing_is_said(room):
    room.show(view())
    assert not [x for x in room.wall.facts.rows if x.id == "flow"]


def test_english_says_that_it_is_an_estimate(room):
    room.words.switch()
    room.show(view(flows=(FLOWS[0], msgspec.structs.replace(FLOWS[2], why=Text("", ""), since_ms=NOW))))
    assert row(room).word == "In ~120 / out ~96"
    assert row(room).detail == "Last hour, estimated, 8 min not seen, 1 more"
