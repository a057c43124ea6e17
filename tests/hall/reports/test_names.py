"""The report calls things what the wall called them."""

import msgspec

from hall.contract import config as c
from hall.contract import supervision as s
from tests.hall.reports.test_figures import CONFIG
from tests.hall.reports.test_recordings import raised, text

FAR = msgspec.structs.replace(
    CONFIG,
    kiosks=(
        c.KioskPart("hall-door", "A"),
        c.KioskPart("dawei", "A", remote=True, place="大隗镇便民服务站", place_en="Dawei Township"),
    ),
    posts=(c.PostPart("guide", "guide", "", "A"),),
)


def test_a_kiosk_by_its_number_and_one_outside_the_hall_by_its_place_too():
    told = text(
        FAR,
        ("09:35", raised(s.FindingCode.HELP, "hall-door", "09:30")),
        ("09:36", raised(s.FindingCode.HELP, "dawei", "09:31")),
    )
    assert "1 号取号机" in told and "Kiosk 1<" in told
    assert "大隗镇便民服务站 2 号取号机" in told and "Kiosk 2 at Dawei Township" in told


def test_a_post_without_a_window_by_what_it_is():
    told = text(FAR, ("09:35", raised(s.FindingCode.OFF_POST, "guide", "09:30")))
    assert "导办" in told and ">guide<" not in told
