"""Every kind and state has words in both languages, and none of the words screens.md forbids."""

import pytest

from hall.contract.devices import DeviceState, Fault
from hall.contract.people import Way
from hall.contract.sightings import CameraState
from hall.contract.supervision import FindingCode
from hall.domain import words
from hall.domain.notices import _SAY
from hall.domain.notices_waits import WAITS

TABLES = {
    "faults": (words.FAULTS, Fault),
    "states": (words.STATES, DeviceState),
    "cameras": (words.CAMERAS, CameraState),
    "findings": (words.FINDINGS, FindingCode),
}
FORBIDDEN = ("予以受理", "请知悉", "系统异常", "操作超时", "该事项", "失败")


@pytest.mark.parametrize("name", TABLES)
def test_nothing_is_without_words(name) -> None:
    table, kinds = TABLES[name]
    for kind in kinds:
        text = table[kind]
        if kind is Fault.NONE:
            continue
        assert text.zh and text.en, kind
        assert any("\u4e00" <= ch <= "\u9fff" for ch in text.zh)
        assert text.en.isascii()
        assert not any(word in text.zh for word in FORBIDDEN)


def test_every_finding_can_be_said() -> None:
    assert set(_SAY) | set(WAITS) == set(FindingCode)


@pytest.mark.parametrize(
    "fault", [*(x.value for x in Fault), "code_expired", "code_unknown", "slip_over", "something_new"]
)
def test_every_failed_reading_says_what_to_do(fault) -> None:
    text = words.reading(fault)
    assert text.zh and text.en and text.en.isascii()


@pytest.mark.parametrize("state", [DeviceState.AWAY, DeviceState.FAULTY, DeviceState.UNKNOWN])
def test_a_device_that_does_not_work_is_never_silent(state) -> None:
    for fault in Fault:
        assert words.fault(fault, state).zh


def test_readers_have_names_for_every_way_with_a_device() -> None:
    assert set(words.READERS) == set(Way) - {Way.PHONE, Way.TYPED, Way.ASSISTED}


def test_a_fault_of_a_newer_version_is_internal() -> None:
    assert words.fault_of("meteor") is Fault.INTERNAL
