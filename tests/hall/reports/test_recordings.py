"""The findings of a day lead to the recorder: a link for each camera, or why there is none."""

import msgspec

from hall.contract import config as c
from hall.contract import supervision as s
from hall.contract import tickets as t
from hall.contract.recording import Footage
from hall.contract.unions import Event
from hall.reports.figures import figures
from hall.reports.page import page
from tests.hall.reports.test_figures import CONFIG, at, issued, journal

SEAT = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
LINK = "https://vms.example/{channel}?from={start}&to={end}"
WATCHED = msgspec.structs.replace(
    CONFIG,
    cameras=(
        c.CameraPart("cam-3", "0", name="3号窗口", channel="301"),
        c.CameraPart("hall-a", "1", name="A区", zone="A", channel="101"),
    ),
    posts=(c.PostPart("p3", "front", "3", "A", "cam-3", SEAT), c.PostPart("guide", "guide", "", "A")),
    recording=c.RecordingPart(LINK, "%Y%m%dT%H%M%S", "local"),
)


def raised(
    code: s.FindingCode, subject: str, since: str, zone: str = "A", finding: str = ""
) -> s.FindingRaised:
    return s.FindingRaised(
        finding or f"{code.value}-{subject}",
        code,
        s.Level.WARN,
        s.FindingState.RAISED,
        subject,
        zone,
        at(since),
    )


def text(config: c.HallConfig, *lines: tuple[str, Event], now_ms: int = 0) -> str:
    made = page(figures(journal(*lines), config), config, now_ms=now_ms)
    return made.partition("发现的问题")[2].partition("</section>")[0]


ABSENT = (
    ("09:35", raised(s.FindingCode.OFF_POST, "p3", "09:30")),
    ("09:41", s.FindingCleared("A06-p3", 660)),
)


def test_an_empty_seat_links_to_its_camera_with_the_margins() -> None:
    assert (
        '<a rel="noreferrer" href="https://vms.example/301?from=20261120T092900&amp;to=20261120T094100">'
        '<span class="zh">摄像头 3号窗口 09:29:00–09:41:00</span>'
    ) in text(WATCHED, *ABSENT)
    assert "to=20261120T094200" in text(WATCHED, *ABSENT, now_ms=at("10:30"))


def test_what_goes_on_is_linked_up_to_the_last_event_whenever_the_page_is_made() -> None:
    lines = (*ABSENT[:1], ("09:50", issued("A001")))
    assert "to=20261120T095000" in text(WATCHED, *lines)
    assert "to=20261120T095100" in text(WATCHED, *lines, now_ms=at("17:00"))


def test_after_the_days_it_is_kept_a_recording_is_gone() -> None:
    late = text(WATCHED, *ABSENT, now_ms=at("09:50") + 31 * 86_400_000)
    assert "已过保存期" in late and "摄像头 3号窗口 09:29:00–09:42:00" in late
    assert "<a " not in late


def test_a_place_without_a_camera_of_its_own_shows_that_of_its_zone_and_says_so() -> None:
    told = text(WATCHED, ("09:35", raised(s.FindingCode.OFF_POST, "guide", "09:30")))
    assert "摄像头 A区（本区） 09:29:00" in told and "Camera A区 (zone) 09:29:00" in told
    nobody = msgspec.structs.replace(WATCHED, cameras=WATCHED.cameras[:1], posts=WATCHED.posts[1:])
    assert "没有摄像头" in text(nobody, ("09:35", raised(s.FindingCode.OFF_POST, "guide", "09:30")))


def test_a_bad_rating_links_to_the_service_and_names_no_number() -> None:
    lines = (
        ("09:00", issued("A001")),
        ("09:10", t.TicketCalled("A001", "3")),
        ("09:11", t.TicketCalled("A001", "3", 2)),
        ("09:20", t.TicketFinished("A001", "3", t.Outcome.ACCEPTED)),
        ("09:21", raised(s.FindingCode.RATING_BAD, "3", "09:21", finding="A03-A001-1")),
        ("09:50", s.FindingCleared("A03-A001-1")),
    )
    fig = figures(journal(*lines), WATCHED)
    assert fig.findings[0].footage == Footage(("cam-3",), at("09:10"), at("09:21"))
    told = text(WATCHED, *lines)
    assert "from=20261120T090900&amp;to=20261120T092200" in told
    assert "A001" not in told


def test_one_cause_in_many_places_gives_three_links_and_says_how_many_more() -> None:
    cameras = tuple(c.CameraPart(f"cam-{n}", str(n), channel=str(n)) for n in range(5))
    posts = tuple(c.PostPart(f"p{n}", "guide", "", "A", f"cam-{n}", SEAT) for n in range(5))
    config = msgspec.structs.replace(WATCHED, cameras=cameras, posts=posts)
    told = text(config, *(("09:35", raised(s.FindingCode.OFF_POST, f"p{n}", "09:30")) for n in range(5)))
    assert told.count("<a ") == 3
    assert "还有 2 段" in told


def test_what_was_nowhere_has_a_dash_and_a_hall_without_a_recorder_no_column() -> None:
    stranger = ("09:35", raised(s.FindingCode.ACCESS, "stranger", "09:30", ""))
    assert '<span class="off">—</span>' in text(WATCHED, stranger)
    plain = text(msgspec.structs.replace(WATCHED, recording=None), *ABSENT)
    assert "录像" not in plain and "<a " not in plain
