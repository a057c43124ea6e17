"""What a camera sees empty: said by a named person, told to the camera's host, forgotten with the day."""

import msgspec
import pytest

from hall.contract import config as c
from hall.contract.base import Role
from hall.contract.sightings import CaptureEmpty, EmptyCaptured
from hall.contract.views_host import Empty
from hall.domain.views import build, touched
from tests.hall.domain.conftest import Stage, small_hall


@pytest.fixture
def stage():
    base = small_hall()
    other = c.CameraPart("cam2", "rtsp://x", host="cameras-2")
    return Stage(msgspec.structs.replace(base, cameras=(*base.cameras, other)))


def view(stage, host="cameras-1"):
    return build(f"host/{host}", stage.hall, stage.now)


def test_the_host_of_the_camera_is_told_and_no_other(stage):
    (event,) = stage.do(CaptureEmpty("cam1", "p3", "s10"), Role.MONITOR)
    assert event == EmptyCaptured("cam1", "p3", "s10")
    assert view(stage).empties == (Empty("cam1", "p3", stage.now),)
    assert view(stage, "cameras-2").empties == ()
    assert "host/cameras-1" in touched(stage.journal[-1], stage.hall)


def test_the_newest_word_counts_and_a_new_day_forgets_it(stage):
    stage.do(CaptureEmpty("cam1"))
    stage.later(60).do(CaptureEmpty("cam1"))
    assert view(stage).empties == (Empty("cam1", "", stage.now),)
    stage.later(86_400).tick()
    assert view(stage).empties == ()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (CaptureEmpty("cam9", "", "s10"), "no_camera"),
        (CaptureEmpty("cam1", "p9", "s10"), "no_post"),
        (CaptureEmpty("cam2", "p3", "s10"), "no_post"),
        (CaptureEmpty("cam1", "p3"), "no_staff"),
        (CaptureEmpty("cam1", "p3", "s1"), "not_manager"),
    ],
)
def test_what_cannot_be_meant_or_may_not_be_said_is_refused(stage, command, code):
    assert stage.refused(command, Role.MONITOR).code == code


def test_a_host_knows_until_when_the_hall_is_closed(stage):
    assert view(stage.at("10:00")).closed_until_ms == 0
    before = view(stage.at("07:00")).closed_until_ms
    assert stage.at("07:00").now < before <= stage.at("09:00").now
    assert view(stage.at("12:30")).closed_until_ms == 0, "somebody may sit there over noon"
    assert view(stage.at("23:00")).closed_until_ms > stage.now
