"""The report calls things what the wall called them."""

import msgspec
import pytest

from hall.contract import config as c
from hall.contract import supervision as s
from hall.reports import words as w
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


@pytest.mark.parametrize("code", list(s.FindingCode), ids=lambda x: x.value)
def test_every_finding_has_words(code):
    assert w.FINDINGS[code.value].zh and w.FINDINGS[code.value].en


def test_a_bad_rating_names_its_window_and_a_crowd_its_queue():
    told = text(
        FAR,
        ("09:35", raised(s.FindingCode.RATING_BAD, "3", "09:30")),
        ("09:36", raised(s.FindingCode.OPEN_WINDOW, FAR.queues[0].id, "09:31")),
    )
    assert "差评" in told and "3 号窗" in told
    assert FAR.queues[0].name in told
