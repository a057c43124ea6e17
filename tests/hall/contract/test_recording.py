"""Addresses into the recorder: makers' own forms, margins, what cannot be opened; and what is wrong in the tables."""

import datetime as dt
import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from hall.contract import config as c
from hall.contract.check import check
from hall.contract.recording import Clip, Footage, Lack, clips
from tests.hall.contract.test_check import GOOD

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
HIKVISION = "rtsp://nvr.example:554/Streaming/tracks/{channel}?starttime={start}&endtime={end}"
DAHUA = "rtsp://nvr.example:554/cam/playback?channel={channel}&subtype=0&starttime={start}&endtime={end}"
FRIGATE = "http://nvr.example:5000/api/{camera}/start/{start}/end/{end}/clip.mp4"
CAMERAS = (
    c.CameraPart("cam-7", "rtsp://camera.example/1", channel="701"),
    c.CameraPart("北门", "rtsp://camera.example/2", channel="8 a"),
    c.CameraPart("spare", "rtsp://camera.example/3"),
)


def at(clock: str) -> int:
    then = dt.datetime.combine(dt.date(2026, 11, 20), dt.time.fromisoformat(clock), SHANGHAI)
    return int(then.timestamp() * 1000)


NOW = at("10:30:00")


def hall(**recorder) -> c.HallConfig:
    read, problems = check(tomllib.loads(GOOD))
    assert read is not None, problems
    return msgspec.structs.replace(read, cameras=CAMERAS, recording=c.RecordingPart(**recorder))


def one(footage: Footage, now: int = NOW, **recorder) -> Clip:
    (clip,) = clips(hall(**{"link": HIKVISION, **recorder}), footage, now)
    return clip


SPAN = Footage(("cam-7",), at("09:41:00"), at("09:53:30"))


@pytest.mark.parametrize(
    ("recorder", "address"),
    [
        (
            {"link": HIKVISION},
            "rtsp://nvr.example:554/Streaming/tracks/701?starttime=20261120T014000Z&endtime=20261120T015430Z",
        ),
        (
            {"link": HIKVISION, "zone": "local"},
            "rtsp://nvr.example:554/Streaming/tracks/701?starttime=20261120T094000Z&endtime=20261120T095430Z",
        ),
        (
            {"link": DAHUA, "time": "%Y_%m_%d_%H_%M_%S", "zone": "local"},
            DAHUA.partition("?")[0]
            + "?channel=701&subtype=0&starttime=2026_11_20_09_40_00&endtime=2026_11_20_09_54_30",
        ),
        (
            {"link": FRIGATE, "time": "unix"},
            "http://nvr.example:5000/api/cam-7/start/1795138800/end/1795139670/clip.mp4",
        ),
        (
            {"link": "https://vms.example/#/{camera}/{start}", "time": "unix_ms"},
            "https://vms.example/#/cam-7/1795138800000",
        ),
        (
            {
                "link": "https://vms.example/{camera}?at={start}",
                "time": "%Y-%m-%d %H:%M:%S%z",
                "zone": "local",
            },
            "https://vms.example/cam-7?at=2026-11-20%2009:40:00%2B0800",
        ),
    ],
)
def test_each_recorder_gets_the_address_it_reads(recorder, address):
    assert one(SPAN, **recorder).address == address


def test_the_margins_are_the_halls_and_never_reach_into_the_future():
    long = one(SPAN, before_s=300, after_s=600)
    assert (long.start_ms, long.end_ms) == (at("09:36:00"), at("10:03:30"))
    assert one(SPAN, now=at("09:54:00")).end_ms == at("09:54:00")
    assert one(Footage(("cam-7",), at("09:41:00"))).end_ms == NOW, "it goes on: up to now"
    assert one(Footage(("cam-7",), NOW), before_s=0).start_ms == NOW


def test_a_name_of_any_letters_cannot_break_the_address():
    clip = one(
        msgspec.structs.replace(SPAN, cameras=("北门",)),
        link="https://vms.example/{camera}/{channel}?t={start}",
    )
    assert clip.address == "https://vms.example/%E5%8C%97%E9%97%A8/8%20a?t=20261120T014000Z"


def test_what_cannot_be_opened_says_why_and_keeps_its_span():
    spare = msgspec.structs.replace(SPAN, cameras=("spare",))
    day = 86_400_000
    for clip, lack in (
        (one(spare), Lack.CHANNEL),
        (one(SPAN, link=""), Lack.LINK),
        (one(SPAN, now=NOW + 30 * day), Lack.GONE),
        (one(SPAN, now=NOW + 3 * day, keep_days=2), Lack.GONE),
    ):
        assert (clip.lack, clip.address) == (lack, "")
        assert (clip.start_ms, clip.end_ms) == (at("09:40:00"), at("09:54:30"))
    assert one(SPAN, now=NOW + 29 * day).lack is Lack.NOTHING
    assert one(spare, link="https://vms.example/{camera}/{start}").lack is Lack.NOTHING


def test_a_camera_of_an_older_configuration_and_a_hall_without_a_recorder_have_no_clip():
    assert clips(hall(link=HIKVISION), Footage(("gone", "cam-7"), NOW - 1000), NOW)[0].camera == "cam-7"
    assert clips(msgspec.structs.replace(hall(), recording=None), SPAN, NOW) == ()


def test_the_recorders_worked_out_in_the_docs_give_the_addresses_written_there():
    text = (Path(__file__).parents[3] / "docs" / "vision.md").read_text("utf-8")
    worked = re.findall(r"```toml\n(\[recording\][^`]*)```\n\n`(\w+://\S+)`", text)
    assert len(worked) == 3
    for table, address in worked:
        assert told(table.removeprefix("[recording]\n")) == {}
        assert one(SPAN, **tomllib.loads(table)["recording"]).address == address


# --- the tables ---------------------------------------------------------------------------------------------------

CAMERA = '\n[[cameras]]\nid = "a"\nsource = "0"\nchannel = "101"\n'


def told(recorder: str, cameras: str = CAMERA) -> dict[str, str]:
    _, problems = check(tomllib.loads(GOOD + cameras + "\n[recording]\n" + recorder))
    return {p.place: str(p) for p in problems}


@pytest.mark.parametrize(
    "recorder",
    [
        "",
        f'link = "{HIKVISION}"\nzone = "local"',
        f'link = "{DAHUA}"\ntime = "%Y_%m_%d_%H_%M_%S"',
        f'link = "{FRIGATE}"\ntime = "unix_ms"\nbefore_s = 0\nafter_s = 3600\nkeep_days = 90',
    ],
)
def test_a_good_recorder_is_one(recorder):
    assert told(recorder) == {}


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("rtsp://nvr/{chanel}/{start}", "{chanel}; did you mean 'channel'?"),
        ("rtsp://nvr/{channel}/{start:%H%M}", "write {start}; how times are written is said by `time`"),
        ("rtsp://nvr/{channel}/{start}/{ticket}", "known: 'camera', 'channel', 'end', 'start'"),
        ("rtsp://nvr/{channel}/{}/{start}", "known: 'camera'"),
        ("rtsp://nvr/{channel}/{start", "a brace without its partner"),
        ("rtsp://nvr/{channel}/live", "does not say when"),
        ("rtsp://nvr/1?t={start}", "does not say which camera"),
        ("ftp://nvr/{channel}/{start}", "is no address of rtsp, rtsps, http, https"),
        ("nvr/{channel}/{start}", "is no address"),
        ("rtsp://nvr/{channel} {start}", "is no address"),
        ("javascript://nvr/{channel}/{start}", "is no address"),
    ],
)
def test_a_wrong_link_is_told_in_words(link, words):
    assert words in told(f'link = "{link}"')["recording.link"]


@pytest.mark.parametrize(
    "link",
    [
        "rtsp://admin:hall-2468@nvr/{channel}/{start}",
        "rtsp://admin@nvr/{channel}/{start}",
        "http://nvr/{channel}/{start}?user=admin&password=hall-2468",
        "http://nvr/{channel}/{start}?PWD=hall-2468",
        "http://nvr/{channel}/{start}?a=1&token=hall-2468",
        "rtsp://admin:hall-2468@nvr/{chanel}",
    ],
)
def test_a_password_is_refused_and_not_repeated(link):
    words = told(f'link = "{link}"')["recording.link"]
    assert "holds a name, password or key" in words and "signs in at the recorder" in words
    assert "hall-2468" not in words and "admin" not in words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('time = "unx"', 'or "unix", "unix_ms"'),
        ('time = "yyyyMMdd"', 'write it like "%Y%m%dT%H%M%SZ"'),
        ('time = "%Y%m%d"', "lacks %H, %M, %S"),
        ('time = "%Y%m%dT%H%M%S%Q"', "asks for %Q; known: %Y, %m"),
        ('time = "%Y%m%dT%H%M%S%"', "asks for %;"),
        ('zone = "lokal"', "did you mean 'local'?"),
        ('zone = "CST"', "known: 'local', 'utc'"),
        ("before_s = -1", "0 to 3600"),
        ("after_s = 9999", "0 to 3600"),
        ("keep_days = 0", "30 or more"),
        ('before = "60"', "did you mean 'before_s'?"),
        ("after_s = true", "must be a whole number"),
    ],
)
def test_every_other_fault_names_its_key(line, words):
    assert words in told(line)[f"recording.{line.split(' ')[0]}"]


def test_channels_are_there_and_each_ones_own():
    link = f'link = "{HIKVISION}"'
    assert "no camera has one" in told(link, CAMERA.replace('channel = "101"', ""))["recording.link"]
    twice = told(link, CAMERA + CAMERA.replace('"a"', '"b"'))
    assert twice == {
        "cameras[2].channel": "cameras[2].channel: '101' is the channel of camera 'a'; "
        "each camera has one of its own on the recorder"
    }
    assert "did you mean 'channel'?" in told(link, CAMERA.replace("channel", "chanel"))["cameras[1].chanel"]
