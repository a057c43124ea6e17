"""The wire on paper: what is written, what is never written, and a session that is played back."""

import io
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codecs import card_sdt, card_social, scan_line
from devices.drivers.base import Line, Status
from devices.ports.memory import null_modem
from devices.ports.port import PortGone
from devices.ports.recorded import Paper, Recorded, Tap, head_of, tap_of
from devices.ports.veil import Veil
from devices.ports.wire_file import NoWireFile, bytes_of, read
from devices.tools.replay import Differs, replayed
from devices.tools.session import Call, words
from hall.__main__ import main
from hall.bus.site import Site
from hall.contract.config import DevicePart
from hall.contract.devices import DeviceState, ShowOnPanel
from hall.contract.people import CardAttest, Present
from tests.devices import small_hall

CAPTURES = sorted((pathlib.Path(__file__).parent.parent / "captures").glob("*.wire"))
PANEL = DevicePart("panel", "led.palh", "/dev/null", address=3)


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_a_recorded_session_is_the_same_today(path):
    assert replayed(read(path), path.name) >= 2


def test_there_is_a_session_of_every_sort_of_make():
    sorts = {read(path).head["make"].split(".")[0] for path in CAPTURES}
    assert {"led", "printer", "card", "scan", "voice"} <= sorts


def changed(tmp_path, name, old, new):
    source = next(path for path in CAPTURES if path.stem == name)
    text = source.read_text("utf-8")
    assert old in text
    path = tmp_path / "changed.wire"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "> A0 03 98 03 50 26 FF",
            "> A0 03 98 03 50 26 FE",
            "the driver sends A0 03 98 03 50 26 FF; line 4 has",
        ),
        (
            "= done, confirmed",
            "= done, not confirmed",
            "tells 'done, not confirmed', the driver 'done, confirmed'",
        ),
        ("= ready", "= unknown", "tells 'unknown', the driver 'ready'"),
    ],
)
def test_a_driver_that_does_something_else_is_found(tmp_path, capsys, old, new, words):
    path = changed(tmp_path, "panel_palh", old, new)
    with pytest.raises(Differs, match=words.split(";")[0]):
        replayed(read(path))
    assert main(["devices", "replay", str(path)]) == 1
    assert words in capsys.readouterr().err


def test_a_device_that_answers_otherwise_is_another_story(tmp_path):
    path = changed(tmp_path, "panel_palh", "< A0 03 14 03 50 06 FF", "< A0 03 14 04 50 07 FF")
    with pytest.raises(Differs):
        replayed(read(path))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "does not begin"),
        ("wire 1 {", "no JSON"),
        ("wire 1 3", "no JSON object"),
        ("wire 1 {}\nx", "2: 'x' is no line"),
        ("wire 1 {}\n1 > 0G", "0G"),
    ],
)
def test_what_is_no_wire_file_is_told_with_its_line(tmp_path, text, words):
    path = tmp_path / "x.wire"
    path.write_text(text, "utf-8")
    with pytest.raises(NoWireFile, match=words):
        read(path)
    assert main(["devices", "replay", str(path)]) == 2


@pytest.mark.parametrize(
    ("content", "words"), [(b"\xff\x80\0", "this is no text"), (None, "cannot be read: ")]
)
def test_a_file_that_is_no_text_is_told_by_its_name(tmp_path, capsys, content, words):
    path = tmp_path / "x.wire"
    if content is not None:
        path.write_bytes(content)
    assert main(["devices", "replay", str(path)]) == 2
    assert f"{path}" in (said := capsys.readouterr().err)
    assert words in said


def recorded(make):
    near, far = null_modem()
    out = io.StringIO()
    paper = Paper(out, "{}", lambda: 0.0)
    port = Recorded(near, make, lambda: paper)
    port.open()
    far.open()
    return port, far, out


def test_both_directions_are_written_and_a_break_too():
    port, far, out = recorded("led.palh")
    line = Line(port)
    line.send(b"\xa0\x01")
    far.write(b"\xa0\x02")
    assert line.listen(1)
    far.unplug()
    with pytest.raises(PortGone):
        line.listen(0.1)
    assert out.getvalue() == "wire 1 {}\n0 ! open\n0 > A0 01\n0 < A0 02\n0 ! gone\n"


@pytest.mark.parametrize("step", [1, 7, 5000])
@pytest.mark.parametrize("make", ["card.sdt", "card.social", "scan.line", "scan.wedge"])
def test_nothing_of_a_card_or_code_is_written(make, step):
    secret = "99999919900307040X"
    text = (secret + "张伟").encode("utf-16-le")
    record = card_sdt.record_data(card_sdt.Record(text, b"photo" * 9))
    said = {
        "card.sdt": card_sdt.encode(card_sdt.reply_packet(card_sdt.Reply(card_sdt.OK, record))),
        "card.social": card_social.encode(secret.encode() + b"\x90\x00") + card_social.encode(b"\x61\x12"),
        "scan.line": scan_line.encode(secret),
        "scan.wedge": secret.encode(),
    }[make]
    said = b"noise" + said if make == "card.sdt" else said
    veil = Veil(make, from_device=True)
    written = [veil.over(said[at : at + step]) for at in range(0, len(said), step)]
    assert sum(len(bytes_of(one)) for one in written) == len(said)
    shown = bytes.fromhex("".join(one for one in " ".join(written).split() if not one.startswith("(")))
    for part in (secret.encode(), secret.encode("utf-16-le"), "张伟".encode("utf-16-le"), b"photo"):
        assert not any(part[at : at + 4] in shown for at in range(len(part) - 3))
    assert len(shown) <= 22


@given(
    data=st.binary(max_size=300), make=st.sampled_from(["card.sdt", "card.social", "scan.line", "led.palh"])
)
def test_a_veil_loses_no_byte_of_the_count(data, make):
    assert len(bytes_of(Veil(make, from_device=True).over(data))) == len(data)


def test_a_tap_writes_only_while_its_file_is_there(tmp_path):
    now = [0.0]
    path = tmp_path / "panel.wire"
    tap = Tap(path, head_of(PANEL), lambda: now[0])
    assert tap() is None
    path.touch()
    assert tap() is None, "it looks once a second"
    now[0] = 1.5
    tap().note("<", "A0")
    now[0] = 3.0
    tap().note("<", "A1")
    assert path.read_text("utf-8").splitlines()[1:] == ["0 < A0", "1500 < A1"]
    path.unlink()
    now[0] = 5.0
    assert tap() is None


def test_a_tap_whose_folder_is_gone_does_not_stop_the_device(tmp_path):
    (tmp_path / "panel.wire").mkdir()
    assert Tap(tmp_path / "panel.wire", "{}")() is None


def test_devices_of_one_port_share_a_file(tmp_path):
    lines = "".join(
        f'[[devices]]\nid = "d{n}"\nmake = "led.palh"\nport = "/dev/bus"\naddress = {n}\n' for n in (1, 2)
    )
    site = Site.load(small_hall.write(tmp_path, lines))
    one, two = site.config.devices
    assert tap_of(site.config, tmp_path, one) == tap_of(site.config, tmp_path, two)
    assert tap_of(site.config, tmp_path, one).name == "d1.wire"


def test_a_call_is_read_back_as_it_was_written():
    call = Call("start", 7, ShowOnPanel("1", "panel", "call", ("请A012号到3号窗口",)))
    assert Call.read(call.text()) == call
    assert Call.read("check 9") == Call("check", 9)
    with pytest.raises(ValueError, match="no call"):
        Call.read("explode 9")


def test_words_of_a_result_hold_nothing_of_a_person():
    assert (
        words(Present("d", "r", CardAttest("99999919900307040X", "张伟", "19900307", "resident"))) == "read"
    )
    assert words(Status(DeviceState.READY)) == "ready"
