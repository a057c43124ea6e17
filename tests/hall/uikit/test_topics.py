"""Every view reaches a screen under the very topic the hall publishes it by; one without is a page that stays empty."""

import typing

import msgspec
import pytest

from hall.contract.views import View
from hall.domain.views import build
from hall.uikit.buslink import topic_of
from tests.hall.domain.conftest import Stage, small_hall

TOPICS = ("wall", "devices", "places", "items", "catalogue", "kiosk/kiosk-1", "window/w1", "host/devices-1")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_view_goes_back_to_its_topic(topic):
    stage = Stage(small_hall())
    stage.tick()
    kiosk, window = stage.hall.config.kiosks[0].id, stage.hall.config.windows[0].id
    host = next(iter(stage.hall.hosts))
    name = {"kiosk/": f"kiosk/{kiosk}", "window": f"window/{window}", "host/d": f"host/{host}"}.get(
        topic[:6], topic
    )
    assert topic_of(build(name, stage.hall, stage.now)) == name


def test_no_kind_of_view_is_left_out():
    kinds = set(typing.get_args(View))
    assert len(kinds) == len(TOPICS)
    assert all(issubclass(kind, msgspec.Struct) for kind in kinds)
