"""The panel driver against the pretend panel: what is shown is what was confirmed, through every fault."""

import pytest

from devices.drivers.base import DeviceSaysNo, WrongOption
from devices.drivers.panel_onbon import OnbonPanel, make
from devices.ports.port import PortGone
from hall.contract.devices import DeviceState, Fault, JobDone, JobFailed, ShowOnPanel

NOW = 1_795_222_800_000  # 2026-11-21 09:00 in Shanghai


def show(*lines, id="1"):
    return ShowOnPanel(id, "device-1", "call", lines)


@pytest.fixture
def panel(rig):
    made = rig("panel_onbon", "led.onbon", "--width", "160", answer_s=0.4)
    assert made.driver.connect(made.line).state is DeviceState.READY
    made.driver.idle(made.line, NOW)
    return made


def do(panel, job):
    return panel.driver.start(job, panel.line, NOW)


def test_connected_means_on_bright_and_on_time(panel):
    state = panel.state()
    assert (state["on"], state["brightness"]) == (True, 12)
    assert state["clock"].startswith("2026-11-21T09:00:0")


def test_a_call_is_shown_and_confirmed(panel):
    assert do(panel, show("请A012号到3号窗口")) == JobDone("device-1", "1")
    assert panel.driver.shows == "1"
    assert panel.state()["areas"] == {"0": "请A012号到3号窗口"}


def test_the_next_text_replaces_the_last_and_never_too_fast(panel):
    for number in range(3):
        assert isinstance(do(panel, show(f"请A{number:03d}号到3号窗口", id=str(number))), JobDone)
    state = panel.state()
    assert state["areas"] == {"0": "请A002号到3号窗口"}
    assert state["too_fast"] == 0


@pytest.mark.parametrize("fault", ["split", "echo"])
def test_slow_and_echoing_lines_do_not_matter(panel, fault):
    panel.fault(fault)
    assert isinstance(do(panel, show("请A012号到3号窗口")), JobDone)
    assert panel.driver.check(panel.line).state is DeviceState.READY


@pytest.mark.parametrize(
    "fault", ["silent", "spoil", "half", "wrong_address", "noise_inside", "busy", "dead"]
)
def test_one_bad_answer_is_asked_again(panel, fault):
    panel.fault(fault, times=1)
    assert isinstance(do(panel, show("请A012号到3号窗口")), JobDone)
    assert panel.state()["areas"] == {"0": "请A012号到3号窗口"}


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("silent", Fault.NO_ANSWER),
        ("dead", Fault.NO_ANSWER),
        ("wrong_address", Fault.NO_ANSWER),
        ("half", Fault.NO_ANSWER),
        ("spoil", Fault.GARBLED),
        ("busy", Fault.BUSY),
    ],
)
def test_lasting_trouble_has_its_name_and_nothing_counts_as_shown(panel, fault, expected):
    do(panel, show("请A012号到3号窗口"))
    panel.fault(fault)
    with pytest.raises(DeviceSaysNo) as caught:
        do(panel, show("请A013号到3号窗口", id="2"))
    assert caught.value.fault is expected
    assert panel.driver.shows == ""
    panel.clear()
    assert panel.driver.connect(panel.line).state is DeviceState.READY
    assert isinstance(do(panel, show("请A013号到3号窗口", id="2")), JobDone)
    assert panel.state()["areas"] == {"0": "请A013号到3号窗口"}


def test_a_refusal_says_why_and_the_next_text_goes_through(panel):
    panel.fault("nack_text", value=4, times=1)
    got = do(panel, show("请A012号到3号窗口"))
    assert isinstance(got, JobFailed)
    assert (got.fault, "out of memory" in got.detail) == (Fault.REFUSED, True)
    assert panel.driver.shows == ""
    assert isinstance(do(panel, show("请A013号到3号窗口", id="2")), JobDone)


def test_a_late_answer_is_not_taken_for_the_next_command(panel):
    """The call is refused, but late: its refusal must not be read as the answer to anything later, and an answer
    of an earlier command must not confirm a later call."""
    panel.fault("late", value=600, times=1)  # longer than the driver waits
    assert isinstance(do(panel, show("请A012号到3号窗口")), JobDone)
    panel.fault("dead")  # from here on the panel does nothing: any confirmation would be an old answer
    with pytest.raises(DeviceSaysNo):
        do(panel, show("请A013号到3号窗口", id="2"))
    assert panel.driver.shows == ""


def test_a_panel_that_lost_its_power_is_noticed(panel):
    do(panel, show("请A012号到3号窗口"))
    if panel.program.listen.startswith("pty:"):
        panel.ask("power_cut")
        assert panel.driver.check(panel.line).state is DeviceState.READY
        assert panel.driver.shows == ""
    else:
        panel.ask("power_cut")
        with pytest.raises(PortGone):
            panel.driver.check(panel.line)
    panel.line.port.close()
    panel.line.port.open()
    panel.driver.connect(panel.line)
    assert isinstance(do(panel, show("请A012号到3号窗口")), JobDone)
    assert panel.state()["areas"] == {"0": "请A012号到3号窗口"}


def test_a_hang_up_in_the_middle_is_port_gone(panel):
    panel.fault("hang_up_after", value=20, times=1)
    with pytest.raises(PortGone):
        do(panel, show("请A012号到3号窗口"))


def test_unplugged_is_port_gone(panel):
    panel.ask("unplug")
    with pytest.raises(PortGone):
        do(panel, show("请A012号到3号窗口"))


def test_two_panels_on_one_line_by_their_address(rig):
    panel = rig("panel_onbon", "led.onbon", "--address", "7", address=7, answer_s=0.4)
    stranger = make("device-2", 8, {"answer_s": 0.2})
    assert panel.driver.connect(panel.line).state is DeviceState.READY
    with pytest.raises(DeviceSaysNo):
        stranger.connect(panel.line)
    assert panel.state()["foreign"] > 0
    assert isinstance(do(panel, show("请A012号到3号窗口")), JobDone)


def test_broadcast_is_never_confirmed(rig):
    panel = rig("panel_onbon", "led.onbon", address=0xFFFF)
    got = do(panel, show("请A012号到3号窗口"))
    assert (got.confirmed, panel.driver.shows) == (False, "")
    panel.program.wait_until("the text", lambda state: state["areas"] == {"0": "请A012号到3号窗口"})


def test_an_old_card_without_status_is_only_pinged(rig):
    panel = rig("panel_onbon", "led.onbon", status=False, answer_s=0.4)
    panel.driver.connect(panel.line)
    panel.driver.check(panel.line)
    assert panel.state()["pings"] == 2


@pytest.mark.parametrize("options", [{"status": False, "answer_s": 0.4}, {"address": 0xFFFF}])
def test_who_cannot_say_what_it_holds_is_drawn_again(rig, options):
    """It may have lost its power and have it back: what was confirmed then is not left to itself."""
    panel = rig("panel_onbon", "led.onbon", **options)
    panel.driver.connect(panel.line)
    do(panel, show("请A012号到3号窗口"))
    panel.program.wait_until("the text", lambda state: state["draws"] == 1)
    panel.driver.check(panel.line)
    real = panel.line.now_s
    panel.line.now_s = lambda: real() + 31
    panel.driver.check(panel.line)
    panel.program.wait_until("the text again", lambda state: state["draws"] == 2)
    assert panel.driver.shows == ("1" if "status" in options else "")


def test_text_from_people_cannot_command_the_panel(panel):
    do(panel, show("\\C2\\FO002䶮号到3号窗口"))
    assert panel.state()["areas"] == {"0": "C2FO002□号到3号窗口"}


@pytest.mark.parametrize(
    ("width", "height", "lines", "font", "single"),
    [
        (160, 32, ("请A012号到3号窗口",), b"0", False),
        (288, 32, ("请A012号到3号窗口",), b"2", False),
        (192, 64, ("请A012号", "到3号窗口"), b"2", False),
        (128, 32, ("请A012号", "到3号窗口"), b"0", False),
        (64, 32, ("请A012号到3号窗口",), b"0", True),
    ],
)
def test_the_largest_font_that_fits_else_it_runs(width, height, lines, font, single):
    area = make("p", 1, {"width": width, "height": height})._area(lines)
    assert area.text[5:6] == font
    assert (area.single_line == 1) is single


def test_wrong_options_are_told_together():
    with pytest.raises(WrongOption, match=r"'widht' is not known.*'height' must be int"):
        OnbonPanel("p", 1, {"widht": 3, "height": "tall"})


def test_two_answers_in_one_piece(panel):
    panel.fault("merge", times=1)  # the first answer comes together with the second
    assert isinstance(do(panel, show("请A012号到3号窗口")), JobDone)
    assert isinstance(do(panel, show("请A013号到3号窗口", id="2")), JobDone)
    assert panel.state()["areas"] == {"0": "请A013号到3号窗口"}
