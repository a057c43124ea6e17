"""Every strip's driver against its pretend panel: what it shows, what counts as shown, what one bad answer costs.

Every fault of a line, with what the hall is told of it, is tried in `test_fault_plan`.
"""

import dataclasses

import msgspec
import pytest

from devices.catalog import find
from devices.drivers.base import DeviceSaysNo, Line
from devices.ports.memory import null_modem
from devices.ports.port import PortGone
from hall.contract.devices import DeviceState, Fault, JobDone, JobFailed, ShowOnPanel, Speak
from hall.contract.people import Pause
from hall.contract.tickets import CallNext, Finish, Start
from hall.domain.screens import panel_lines
from tests.devices.layouts import LAYOUTS
from tests.hall.domain.conftest import Stage

CALL = "请A012号到3号窗口"
NEXT = "请A013号到3号窗口"


@dataclasses.dataclass(frozen=True)
class Kind:
    """`confirms`: it answers texts. `asks`: it can be asked whether it is there. `checks`: a damaged answer
    is known to be one; else it is like none."""

    make: str
    confirms: bool = True
    asks: bool = True
    checks: bool = True

    @property
    def answers(self):
        return self.confirms or self.asks


KINDS = {
    "palh": Kind("led.palh"),
    "ruize": Kind("led.ruize", confirms=False),
    "zhongyi": Kind("led.zhongyi", asks=False, checks=False),
    "yinda": Kind("led.yinda", confirms=False, asks=False),
    "yongtai": Kind("led.yongtai", confirms=False, asks=False),
    "ruize by template": Kind("led.template", confirms=False, checks=False),
    "zhongyi by template": Kind("led.template", asks=False, checks=False),
}
ANSWERING = [name for name, kind in KINDS.items() if kind.answers]
CONFIRMING = [name for name, kind in KINDS.items() if kind.confirms]
MUTE = [name for name, kind in KINDS.items() if not kind.answers]


def show(text=CALL, id="1"):
    return ShowOnPanel(id, "device-1", "call", (text,))


@pytest.fixture
def strip(rig):
    def start(name, *arguments, address=3, **options):
        kind = KINDS[name]
        vendor = name.split()[0]
        layout = LAYOUTS[vendor] if kind.make == "led.template" else {}
        quick = {"answer_s": 0.25, "gap_ms": 5, **layout, **options}
        card = ("--make", vendor, "--address", "3")
        return rig("panel_strip", kind.make, *card, *arguments, address=address, **quick)

    return start


def of_a_window():
    """What the hall sends to the panel of window 3 in the course of a call, and what a card of tickets makes of it."""
    stage = Stage()
    ask = [
        (None, "暂停服务"),  # 未开: such a card has no word of its own for it
        (lambda: stage.sign_on("w3"), "欢迎光临"),
        (lambda: stage.take() and stage.do(CallNext("w3")), "请B001号到3号窗口"),
        (lambda: stage.do(Start("w3")), "正在办理"),
        (lambda: (stage.do(Finish("w3")), stage.do(Pause("w3", "meal"))), "暂停服务"),
    ]
    for at, (act, words) in enumerate(ask):
        if act is not None:
            act()
        kind, lines, number = panel_lines(stage.hall, "w3")
        (sent,) = [x for x in stage.hall.facts.devices["w3.led"].mailbox if isinstance(x, ShowOnPanel)]
        assert (sent.kind, sent.lines, sent.number, sent.window) == (kind, lines, number, "3")
        yield msgspec.structs.replace(sent, id=str(at), device="device-1"), words


def connected(strip, name, **options):
    made = strip(name, **options)
    expected = DeviceState.READY if KINDS[name].answers else DeviceState.UNKNOWN
    assert made.driver.connect(made.line).state is expected
    return made


def do(panel, job):
    return panel.driver.start(job, panel.line, 0)


def busy(panel, times=1):
    """A text and a question, so often."""
    for turn in range(times):
        do(panel, show(NEXT, f"again {turn}"))
        panel.driver.check(panel.line)


def holds(panel, text):
    """A make that does not answer has shown it when it has."""
    return panel.program.wait_until("the text", lambda state: state["text"] == text)


@pytest.mark.parametrize("name", KINDS)
def test_a_call_is_shown_and_confirmed_only_by_a_make_that_answers(strip, name):
    panel = connected(strip, name)
    for number, text in enumerate((CALL, NEXT)):
        confirmed = KINDS[name].confirms
        got = do(panel, show(text, str(number)))
        assert isinstance(got, JobDone) and got.confirmed is confirmed
        assert panel.driver.shows == (str(number) if confirmed else "")
        holds(panel, text)


@pytest.mark.parametrize("name", KINDS)
def test_people_cannot_command_a_panel_and_rare_names_are_marked(strip, name):
    panel = connected(strip, name)
    do(panel, show("\x1a\x00䶮𠮷号\x7f到3号窗口"))
    holds(panel, "□□号到3号窗口")


@pytest.mark.parametrize("name", KINDS)
def test_a_name_of_200_characters_is_cut_between_two(strip, name):
    panel = connected(strip, name)
    do(panel, show("王" * 200))
    panel.program.wait_until("the cut text", lambda state: state["text"] and set(state["text"]) == {"王"})


@pytest.mark.parametrize("name", KINDS)
def test_after_a_while_the_text_is_drawn_again_by_itself(strip, name):
    panel = connected(strip, name, again_s=0.0)
    do(panel, show())
    holds(panel, CALL)
    panel.ask("power_cut")
    if panel.program.listen.startswith("tcp:"):
        panel.line.port.open()
    assert panel.state()["text"] == ""
    panel.driver.check(panel.line)
    holds(panel, CALL)


@pytest.mark.parametrize("name", KINDS)
def test_another_panels_text_is_not_ours(strip, name):
    panel = strip(name, address=4)
    if KINDS[name].answers:
        with pytest.raises(DeviceSaysNo):
            panel.driver.connect(panel.line)
    else:
        do(panel, show())
    panel.program.wait_until("foreign frames", lambda state: state["foreign"] > 0)
    assert panel.state()["text"] == ""


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        (name, fault)
        for name in CONFIRMING
        for fault in ("silent", "spoil", "half", "wrong_address", "noise_inside", "dead")
    ],
)
def test_one_bad_answer_is_asked_again(strip, name, fault):
    panel = connected(strip, name)
    panel.fault(fault, value=3, times=1)
    assert do(panel, show()) == JobDone("device-1", "1")
    holds(panel, CALL)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        (name, fault)
        for name in ANSWERING
        for fault in ("silent", "dead", "deaf", "half", "spoil", "wrong_address")
        # The one byte of a make that only says it is there has no address.
        if KINDS[name].confirms or fault != "wrong_address"
    ],
)
def test_lasting_trouble_has_a_name_and_nothing_counts_as_shown(strip, name, fault):
    kind = KINDS[name]
    panel = connected(strip, name)
    do(panel, show())
    panel.fault(fault)
    with pytest.raises(DeviceSaysNo) as caught:
        busy(panel)
    expected = Fault.GARBLED if fault == "spoil" and kind.checks else Fault.NO_ANSWER
    assert caught.value.fault is expected
    assert panel.driver.shows == ""
    panel.clear()
    assert panel.driver.connect(panel.line).state is DeviceState.READY
    assert isinstance(do(panel, show(NEXT, "3")), JobDone)
    holds(panel, NEXT)


@pytest.mark.parametrize("name", KINDS)
def test_unplugged_is_port_gone(strip, name):
    panel = connected(strip, name)
    panel.ask("unplug")
    with pytest.raises(PortGone):
        busy(panel, 20)


@pytest.mark.parametrize("name", KINDS)
def test_other_jobs_are_refused_and_wrong_options_are_told(strip, name):
    panel = connected(strip, name)
    assert isinstance(do(panel, Speak("1", "device-1", "A012", "3")), JobFailed)
    with pytest.raises(ValueError, match="'widht' is not known"):
        find(KINDS[name].make).driver("device-1", 1, {"widht": 3})


@pytest.mark.parametrize("name", MUTE)
def test_a_mute_panel_is_unknown_whatever_happens_to_it(strip, name):
    panel = connected(strip, name)
    do(panel, show())
    panel.fault("dead")
    for _ in range(3):
        status = panel.driver.check(panel.line)
        assert (status.state, panel.driver.shows) == (DeviceState.UNKNOWN, "")
        assert "never answers" in status.text


def test_the_line_rests_after_the_last_byte_whichever_panel_was_spoken_to():
    """Two panels on one line of 10 ms a byte: the second is not spoken to while the first one's frame still runs."""
    port, far = null_modem()
    port.byte_s, now = 0.01, [100.0]
    port.open()
    far.open()
    line = Line(port, lambda: now[0], lambda seconds: now.__setitem__(0, now[0] + seconds))
    sent = []
    for address in (3, 4):
        driver = find("led.yongtai").driver("device-1", address, {"gap_ms": 100})
        driver.start(show("请3"), line, 0)
        sent.append((now[0], len(far.read(0))))
    (first_s, size), (second_s, _) = sent
    assert second_s - first_s == pytest.approx(size * 0.01 + 0.1)


class TestPalh:
    def test_a_ticket_card_says_in_its_own_words_what_the_hall_sends_to_a_window(self, strip):
        panel = connected(strip, "palh", card="ticket")
        for at, (job, words) in enumerate(of_a_window()):
            assert do(panel, job) == JobDone("device-1", job.id)
            assert holds(panel, words)["draws"] == at + 1

    @pytest.mark.parametrize(
        ("job", "words"),
        [
            (ShowOnPanel("1", "device-1", "zone", ("A012  请到 3号窗口",)), "one window alone"),
            (ShowOnPanel("1", "device-1", "call", ("请A012号到3号窗口",)), "ticket ''"),
            (ShowOnPanel("1", "device-1", "call", ("x",), "AB12", "3"), "ticket 'AB12'"),
            (ShowOnPanel("1", "device-1", "call", ("x",), "A012", "300"), "window '300'"),
            (ShowOnPanel("1", "device-1", "call", ("x",), "A012", "综合1"), "window '综合1'"),
        ],
    )
    def test_what_a_ticket_card_cannot_show_is_refused_in_words(self, strip, job, words):
        panel = connected(strip, "palh", card="ticket")
        got = do(panel, job)
        assert (type(got), got.fault, panel.driver.shows) == (JobFailed, Fault.REFUSED, "")
        assert words in got.detail
        assert panel.state()["text"] == ""

    def test_an_old_card_without_answers_is_unknown_and_confirms_nothing(self, strip):
        panel = strip("palh", acks=False)
        panel.fault("silent")
        assert panel.driver.connect(panel.line).state is DeviceState.UNKNOWN
        assert do(panel, show()).confirmed is False
        holds(panel, CALL)


class TestRuize:
    def test_colours_go_before_their_text(self, strip):
        panel = connected(strip, "ruize", colour="green")
        do(panel, show())
        assert holds(panel, CALL)["colour"] == "green"

    def test_a_strip_of_one_colour_gets_the_text_alone(self, strip):
        panel = connected(strip, "ruize", colour="none")
        do(panel, show())
        assert holds(panel, CALL)["frames"] == 2  # the question and the text


class TestZhongyi:
    def test_a_refusal_is_told_and_the_next_text_goes_through(self, strip):
        panel = connected(strip, "zhongyi", colour="yellow")
        panel.fault("refuse", times=1)
        got = do(panel, show())
        assert (type(got), got.fault, panel.driver.shows) == (JobFailed, Fault.REFUSED, "")
        assert isinstance(do(panel, show(NEXT, "2")), JobDone)
        assert holds(panel, NEXT)["colour"] == "yellow"

    def test_its_text_is_the_question_and_so_heals_a_power_cut(self, strip):
        panel = connected(strip, "zhongyi")
        do(panel, show())
        panel.ask("power_cut")
        if panel.program.listen.startswith("tcp:"):
            panel.line.port.open()
        assert panel.driver.check(panel.line).state is DeviceState.READY
        assert (holds(panel, CALL)["text"], panel.driver.shows) == (CALL, "1")


class TestTemplate:
    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ({}, "the word text is missing"),
            ({"frame": "A0 adr text"}, "'adr' is not known"),
            ({"frame": "A0 text", "ask": "A1"}, "a question and its answer"),
            ({"frame": "A0 text", "colour": "blue"}, "red, green and yellow"),
            ({"frame": "A0 text", "colours": "red"}, "bytes such as"),
            ({"frme": "A0 text"}, "'frme' is not known"),
        ],
    )
    def test_a_wrong_configuration_is_told_in_words(self, options, words):
        with pytest.raises(ValueError, match=words):
            find("led.template").driver("device-1", 1, options)

    def test_a_refusal_is_told(self, strip):
        panel = connected(strip, "zhongyi by template")
        panel.fault("refuse", times=1)
        assert do(panel, show()).fault is Fault.REFUSED
