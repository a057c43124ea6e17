"""A call its panel does not show is made another way: once, by what works, and said as it is (R035, R070, R130)."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hall.contract import config as c
from hall.contract import devices as d
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.calling import Calling, SetCalling
from hall.contract.devices import CallBackedUp, DeviceReport, DeviceState, Fault, JobDone, Speak
from hall.contract.views_common import WindowState
from hall.domain.snapshot import freeze
from hall.domain.truth import BAD, truth
from hall.domain.views import build, touched
from tests.hall.domain.conftest import Stage, small_hall
from tests.hall.domain.days import OPS, Day, step

LED, SCREEN, VOICE = "w3.led", "B.screen", "B.voice"


def hall(**over):
    base = small_hall()
    screen = c.DevicePart(SCREEN, "led.onbon", "pty:screen", zone="B", rows=3)
    return msgspec.structs.replace(base, devices=(*base.devices, screen), **over)


class Play(Stage):
    """The stage with a big screen in zone B, everything well, and somebody waiting for window 3."""

    def __init__(self, quiet: bool = False, config: c.HallConfig | None = None) -> None:
        part = c.HallPart("xinmi", "新密市政务服务中心", "Xinmi Hall", quiet=quiet)
        super().__init__(msgspec.structs.replace(config or hall(), hall=part))
        self.ready(LED, SCREEN, VOICE).sign_on("w3")
        self.ticket = self.take()
        self.draw(LED, SCREEN)

    def draw(self, *displays: str) -> None:
        for display in displays:
            job = self.hall.facts.devices[display].intended
            self.do(JobDone(display, job), Role.DEVICE)
            self.do(DeviceReport(display, DeviceState.READY, shows=job), Role.DEVICE)

    def away(self, *devices: str) -> "Play":
        for device in devices:
            self.do(DeviceReport(device, DeviceState.AWAY, Fault.UNPLUGGED, shown_ms=self.now), Role.DEVICE)
        return self

    def call(self) -> "Play":
        self.do(t.CallNext("w3"))
        return self

    def backed(self) -> list[CallBackedUp]:
        return [e for e in self.tick() if isinstance(e, CallBackedUp)]

    def calls(self) -> list[Speak]:
        return [j for j in self.hall.facts.devices[VOICE].mailbox if isinstance(j, Speak)]

    def panel(self) -> str:
        return build("window/w3", self.hall, self.now).panel.zh


@pytest.fixture
def play() -> Play:
    return Play()


@pytest.fixture
def quiet() -> Play:
    return Play(quiet=True)


def test_a_call_that_is_shown_is_left_alone(play):
    play.call().draw(LED)
    assert [play.later(s).backed() for s in (0, 4, 60)] == [[], [], []]
    assert play.panel() == ""


def test_a_panel_that_does_not_follow_has_its_time_then_the_call_is_made_another_way_once(quiet):
    quiet.call().draw(SCREEN)
    assert quiet.later(5).backed() == [] and quiet.calls() == []
    (event,) = quiet.later(1).backed()
    assert event == CallBackedUp(quiet.ticket, "w3", LED, 1, (VOICE,), (SCREEN,), False)
    assert [(j.number, j.window) for j in quiet.calls()] == [("B001", "3")]
    assert quiet.panel() == "叫号屏显示不对，语音和区屏已经叫了"
    assert [quiet.later(30).backed() for _ in range(3)] == [[], [], []]


def test_a_panel_known_to_be_bad_has_no_time_to_lose(quiet):
    quiet.away(LED).later(2).call()
    (event,) = quiet.backed()
    assert event.voices == (VOICE,)


def test_every_call_is_made_another_way_once(quiet):
    quiet.away(LED).later(2).call()
    assert [e.times for e in quiet.backed()] == [1]
    quiet.later(21).do(t.Recall("w3"))
    assert [e.times for e in quiet.backed()] == [2]
    assert quiet.later(1).backed() == []


def test_a_wink_of_the_line_is_no_reason_to_break_the_silence(quiet):
    quiet.call().draw(LED)
    quiet.later(10).away(LED)
    assert quiet.later(2).backed() == []
    quiet.ready(LED).draw(LED)
    assert quiet.later(10).backed() == []


def test_a_panel_that_is_lost_during_the_call_is_not(quiet):
    quiet.call().draw(LED)
    quiet.later(10).away(LED)
    assert len(quiet.later(6).backed()) == 1


def test_who_was_called_by_voice_is_not_called_by_it_twice(play):
    play.away(LED).later(2).call()
    (event,) = play.backed()
    assert (event.voices, event.spoken, event.screens) == ((), True, (SCREEN,))
    assert len(play.calls()) == 1
    assert play.panel() == "叫号屏线掉了，语音和区屏已经叫了"


@pytest.mark.parametrize(
    ("broken", "voices", "screens"),
    [((SCREEN,), (VOICE,), ()), ((), (), (SCREEN,)), ((VOICE,), (), (SCREEN,))],
)
def test_who_asked_for_silence_keeps_it_where_a_screen_is_left(play, broken, voices, screens):
    play.do(SetCalling(Calling.SILENT, ticket=play.ticket))
    play.away(LED, *broken).later(2).call()
    (event,) = play.backed()
    assert (event.voices, event.screens) == (voices, screens)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ((), "叫号屏线掉了，语音和区屏已经叫了"),
        ((VOICE,), "叫号屏线掉了，区屏已经叫了"),
        ((SCREEN,), "叫号屏线掉了，语音已经叫了"),
        ((SCREEN, VOICE), "叫号屏线掉了，请到窗口外口头叫号"),
    ],
)
def test_the_clerk_and_the_wall_are_told_what_was_done(quiet, broken, said):
    quiet.away(LED, *broken).later(6).call()
    (event,) = quiet.backed()
    assert VOICE not in {*event.voices, *event.screens} or VOICE not in broken
    assert quiet.panel() == said
    found = next(n for n in build("wall", quiet.hall, quiet.now).notices if n.subject == LED)
    if len(broken) == 2:
        assert found.action.zh == "等运维，先到窗口外口头叫"
    else:
        assert found.action.zh.endswith("已经叫了，等运维")


def test_a_make_that_cannot_confirm_is_not_called_around(quiet):
    quiet.do(DeviceReport(LED, DeviceState.UNKNOWN, detail="mute", confirms=False), Role.DEVICE)
    quiet.call()
    quiet.do(JobDone(LED, quiet.hall.facts.devices[LED].intended, confirmed=False), Role.DEVICE)
    assert [quiet.later(s).backed() for s in (1, 6, 600)] == [[], [], []]
    assert quiet.hall.facts.devices[LED].shows == ""


def test_the_silent_host_of_the_panel_counts_as_a_panel_nobody_can_trust(quiet):
    quiet.call().draw(LED)
    quiet.later(3)
    quiet.fold((d.HostLost("devices-1", quiet.now),))
    (event,) = quiet.later(6).backed()
    assert (event.voices, event.screens) == ((), ())  # they are on the same host
    assert quiet.panel().endswith("请到窗口外口头叫号")


def test_the_screen_marks_the_row_of_a_call_made_another_way(quiet):
    quiet.away(LED).later(2).call()
    assert quiet.hall.facts.devices[SCREEN].intended_lines == ("B001  请到 3号窗口",)
    quiet.backed()
    assert quiet.hall.facts.devices[SCREEN].intended_lines == ("B001★请到 3号窗口",)
    quiet.do(t.Start("w3"))
    assert quiet.hall.facts.devices[SCREEN].intended_lines == ("B001  正在 3号窗口",)


def test_it_is_replayed_and_survives_a_restart(quiet):
    quiet.away(LED).later(2).call()
    assert len(quiet.backed()) == 1
    for again in (quiet.replayed(), quiet.restarted()):
        assert again.facts.windows["w3"].backed_by == ("voice", "screen")
        assert build("window/w3", again, quiet.now).panel.zh == quiet.panel()


# --- a voice that says it is well and loses its calls ----------------------------------------------------------------


def end(play, confirmed=True, fault=None):
    """What the device process says of the newest call."""
    job = play.calls()[-1].id
    said = JobDone(VOICE, job, confirmed=confirmed) if fault is None else d.JobFailed(VOICE, job, fault)
    return play.do(said, Role.DEVICE)


def test_a_call_the_voice_lost_is_not_said_to_be_made(quiet):
    """Seen in an audit: the console said 语音已经叫了 of calls nobody heard while the sound card was dead."""
    quiet.away(LED, SCREEN).later(6).call()
    quiet.backed()
    assert quiet.panel() == "叫号屏线掉了，语音已经叫了"
    (lost,) = end(quiet, fault=Fault.INTERNAL)
    assert quiet.panel() == "叫号屏线掉了，请到窗口外口头叫号"
    found = next(n for n in build("wall", quiet.hall, quiet.now).notices if n.subject == LED)
    assert found.action.zh == "等运维，先到窗口外口头叫"
    rec = msgspec.structs.replace(quiet.journal[-1], event=lost)
    assert "window/w3" in touched(rec, quiet.hall), "the clerk reads it at once"
    for again in (quiet.replayed(), quiet.restarted()):
        assert build("window/w3", again, quiet.now).panel.zh == quiet.panel()


def test_a_voice_that_lost_its_last_call_is_raised_and_not_relied_on_until_it_speaks(quiet):
    quiet.away(LED, SCREEN).later(6).call()
    quiet.backed()
    end(quiet, fault=Fault.OFFLINE)
    assert quiet.hall.facts.devices[VOICE].state is DeviceState.READY, "it still says so of itself"
    (raised,) = (e for e in quiet.later(1).tick() if getattr(e, "subject", "") == VOICE)
    assert (raised.code.value, raised.level.value, raised.detail) == ("A08", "warn", "unspoken")
    said = next(n for n in build("wall", quiet.hall, quiet.now).notices if n.subject == VOICE)
    assert said.title.zh == "B 区喇叭没把叫号播出来"
    (line,) = (x for x in build("devices", quiet.hall, quiet.now).devices if x.device == VOICE)
    assert (line.why.zh, line.last_fault.zh, line.lost) == ("没把叫号播出来", "没把叫号播出来", 1)
    assert not [e for e in quiet.later(600).tick() if getattr(e, "subject", "") == VOICE], "said once"

    quiet.do(t.Recall("w3"))
    (event,) = quiet.backed()
    assert event.voices == (VOICE,), "it is tried, else nobody would learn that it speaks again"
    assert quiet.panel() == "叫号屏线掉了，请到窗口外口头叫号", "and nothing is claimed"
    end(quiet, confirmed=False)
    assert quiet.panel() == "叫号屏线掉了，语音已经叫了"
    cleared = [e for e in quiet.later(1).tick() if getattr(e, "finding", "") == raised.finding]
    assert len(cleared) == 1


def test_a_call_the_voice_lost_before_the_panel_did_is_given_to_it_once_more(play):
    play.call().draw(LED, SCREEN)
    end(play, fault=Fault.REFUSED)
    play.later(10).away(LED).later(6)
    (event,) = play.backed()
    assert (event.spoken, event.voices, event.screens) == (False, (VOICE,), (SCREEN,))
    assert play.panel() == "叫号屏线掉了，区屏已经叫了"
    end(play)
    assert play.panel() == "叫号屏线掉了，语音和区屏已经叫了"


def test_a_call_whose_turn_came_too_late_says_nothing_about_the_voice(quiet):
    quiet.away(LED).later(6).call().draw(SCREEN)
    quiet.backed()
    quiet.draw(SCREEN)
    end(quiet, fault=Fault.TIMED_OUT)
    assert quiet.panel() == "叫号屏线掉了，区屏已经叫了"
    assert not [e for e in quiet.later(1).tick() if getattr(e, "subject", "") == VOICE]
    quiet.later(30).do(t.Recall("w3"))
    quiet.backed()
    assert quiet.panel() == "叫号屏线掉了，语音和区屏已经叫了"


def test_where_another_voice_of_the_zone_spoke_the_call_was_spoken():
    base = hall()
    two = c.DevicePart("B.two", "voice.wav", "file:two", zone="B")
    play = Play(quiet=True, config=msgspec.structs.replace(base, devices=(*base.devices, two)))
    play.ready("B.two").away(LED, SCREEN).later(6).call()
    play.backed()
    end(play, fault=Fault.INTERNAL)
    assert play.panel() == "叫号屏线掉了，语音已经叫了"
    (other,) = (j for j in play.hall.facts.devices["B.two"].mailbox if isinstance(j, Speak))
    play.do(d.JobFailed("B.two", other.id, Fault.INTERNAL), Role.DEVICE)
    assert play.panel() == "叫号屏线掉了，请到窗口外口头叫号"


class BackedDay(Day):
    """A random day with a panel that is lost, drawn and lost again; every call made another way is looked at."""

    def __init__(self) -> None:
        self.made: set[tuple[str, str, int, int]] = set()
        super().__init__("head_start")

    def look(self, event) -> None:
        super().look(event)
        if isinstance(event, CallBackedUp):
            window, ticket = self.hall.facts.windows[event.window], self.hall.facts.tickets[event.ticket]
            assert window.state is WindowState.CALLED and window.ticket == event.ticket
            call = (event.window, event.ticket, event.times, ticket.last_call_ms)
            assert call not in self.made, "a call is made another way once"
            self.made.add(call)
            panels = [self.hall.facts.devices[p] for p in self.hall.panels_of_window[event.window]]
            assert all(truth(x, self.now, 5000) in BAD for x in panels)
            assert all(self.hall.facts.devices[v].state is DeviceState.READY for v in event.voices)
            assert not (event.spoken and event.voices)

    def meddle(self, x: int) -> None:
        """The world's hand on the panel over window 3 and the voice of its zone."""
        job = self.hall.facts.devices[LED].intended
        reports = (
            DeviceReport(LED, DeviceState.AWAY, Fault.UNPLUGGED),
            DeviceReport(LED, DeviceState.READY),
            DeviceReport(VOICE, DeviceState.READY),
            DeviceReport(VOICE, DeviceState.FAULTY, Fault.PORT_MISSING),
            JobDone(LED, job),
            JobDone(LED, job, confirmed=False),
            DeviceReport(LED, DeviceState.READY, shows=job),
            DeviceReport(LED, DeviceState.FAULTY, Fault.GARBLED),
        )
        self.press(reports[x % len(reports)], Role.DEVICE)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(OPS), st.integers(0, 999), st.integers(0, 999)), max_size=60))
def test_on_any_day_a_call_is_made_another_way_only_where_it_is_not_seen_and_once(steps):
    day = BackedDay()
    for op, x, y in steps:
        step(day, op, x, y)
        day.meddle(x)
        day.later(3)
        day.tick()
    assert freeze(day.hall) == freeze(day.replayed())
