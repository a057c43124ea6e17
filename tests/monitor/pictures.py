"""Draws every page and state of the wall at its real sizes: python -m tests.monitor.pictures out/monitor"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from PySide6.QtCore import QCoreApplication

from hall.bus.tiles import Kept, Tiles
from hall.contract.config import HallConfig
from hall.contract.views_wall import WallView
from hall.uikit import screen
from hall.uikit.fakelink import FakeLink
from hall.uikit.words import Words
from monitor.app import EN, MAIN, SIZE, models
from tests.monitor import great
from tests.monitor.camera_scenes import POSTS, camera_lines, keep_pictures, picture
from tests.monitor.scenes import (
    NOTICES,
    NOW,
    SCENES,
    TROUBLES,
    config,
    device_lines,
    machines,
    staffed,
    township,
    view,
    watched,
)
from tests.monitor.test_recordings import AROUND, OFF_POST, RECORDER, hall
from tests.monitor.test_recordings import seen as recorded

Made = dict[str, object]
Act = Callable[[Made], None]
LARGE = (3840, 2160)


def draw(folder: Path) -> None:
    """Every scene in both languages at 1080p, some at 4K, the manager's pages, and a great hall."""
    app = screen.application()
    screen.watch_warnings()
    for english in (False, True):
        mark = "en-" if english else ""
        for name, facts in SCENES.items():
            _scene(folder / f"{mark}{name}.png", facts, english)
        _scene(folder / f"{mark}stale.png", view(), english, lambda made: _lose(made))
        _scene(
            folder / f"{mark}finding.png", view(), english, lambda made: made["desk"].open(NOTICES[1].finding)
        )
        _scene(folder / f"{mark}seen.png", view(), english, _seen, hall=with_pins(config()))
        _scene(folder / f"{mark}recording.png", recorded(AROUND), english, _recorded, hall=hall(RECORDER))
        _scene(folder / f"{mark}judging.png", view(), english, _judge)
        _scene(folder / f"{mark}environment.png", view(), english, _rate)
        _scene(folder / f"{mark}troubles.png", watched(), english, _rate)
        _scene(folder / f"{mark}excuse.png", watched(), english, _excuse, hall=with_pins(config()))
        _scene(folder / f"{mark}devices.png", view(), english, _truth)
        _with_a_picture(folder / f"{mark}cameras.png", english, _cameras)
        _with_a_picture(folder / f"{mark}empty.png", english, _say_empty)
        _with_a_picture(folder / f"{mark}empty-told.png", english, _told_empty)
        _with_kept(folder / f"{mark}record.png", english, _look)
        _with_kept(folder / f"{mark}record-large.png", english, _enlarge)
        _scene(folder / f"{mark}record-elsewhere.png", watched(), english, _look)
        _scene(folder / f"{mark}machines.png", view(), english, _machines)
        outside = view(machines=(*machines(), *township()))
        _scene(folder / f"{mark}machines-outside.png", outside, english, _machines)
        _scene(folder / f"{mark}outside.png", view(machines=(machines()[1], *township())), english)
        _scene(folder / f"{mark}posts.png", staffed(), english, _posts, hall=with_pins(config()))
        _scene(folder / f"{mark}leave.png", staffed(), english, _leave, hall=with_pins(config()))
        _scene(folder / f"{mark}leave-over.png", staffed(), english, _return, hall=with_pins(config()))
        _great(folder / f"{mark}great-devices.png", english, _truth_of_zone)
        for floor in (1, 2, 3, 4):
            _great(folder / f"{mark}great-floor-{floor}.png", english, _floor(floor))
        for name, act in DISPATCH.items():
            _great(folder / f"{mark}dispatch-{name}.png", english, act)
        _great(folder / f"{mark}great-judging.png", english, _judge_in_great)
    _scene(folder / "busy-4k.png", view(), False, size=LARGE)
    _great(folder / "great-floor-1-4k.png", False, _floor(1), LARGE)
    _great(folder / "dispatch-windows-4k.png", False, _open, LARGE)
    _scene(folder / "watched-4k.png", watched(), False, size=LARGE)
    _scene(folder / "troubles-4k.png", watched(), False, _rate, LARGE)
    _scene(folder / "devices-4k.png", view(), False, _truth, LARGE)
    _scene(folder / "posts-4k.png", staffed(), False, _posts, LARGE)
    _scene(folder / "leave-4k.png", staffed(), False, _leave, LARGE, with_pins(config()))
    _with_a_picture(folder / "empty-4k.png", False, _say_empty, LARGE)
    _with_kept(folder / "record-4k.png", False, _look, LARGE)
    print("warnings:", screen.warnings)
    del app


def _lose(made: Made) -> None:
    link = made["wall"].link
    link.lose()
    link.now = NOW + 40_000
    made["wall"].tick()


def _recorded(made: Made) -> None:
    made["desk"].open(OFF_POST)


def _judge(made: Made) -> None:
    desk = made["desk"]
    desk.open(NOTICES[1].finding)
    desk.choosePerson("2")
    desk.judge("dismiss")
    desk.chooseReason("人在，镜头没看到")


def _judge_in_great(made: Made) -> None:
    desk = made["desk"]
    desk.open(made["wall"].notices[0].finding)
    made["who"].showAll()


def _rate(made: Made) -> None:
    desk = made["desk"]
    desk.openEnvironment()
    desk.environment.chooseZone("B")
    desk.environment.chooseItem("hygiene")


def _excuse(made: Made) -> None:
    desk = made["desk"]
    desk.openEnvironment()
    desk.environment.excuse(TROUBLES[0].record)
    made["who"].choose("2")
    desk.environment.chooseReason("新摆放的物品")


def _truth(made: Made) -> None:
    made["wall"].link.show("devices", device_lines())
    made["desk"].openDevices()


def _cameras(made: Made) -> None:
    made["wall"].link.show("devices", camera_lines())
    made["desk"].openDevices()
    made["devices"].chooseKind("camera")
    made["devices"].cameras.choose("hall-1")


def _seen(made: Made) -> None:
    """The camera that watches seats, looked at."""
    _cameras(made)
    made["devices"].cameras.choose("well-0")


def _say_empty(made: Made) -> None:
    _seen(made)
    made["devices"].cameras.empties.choose(POSTS[0].post)
    made["who"].choose("2")
    made["who"].setPin("42")


def _told_empty(made: Made) -> None:
    _say_empty(made)
    made["devices"].cameras.empties.send()
    made["wall"].link.done()
    made["wall"].link.show("devices", camera_lines(emptied_ms=NOW + 4000))


def _with_a_picture(path: Path, english: bool, act: Act, size: tuple[int, int] = SIZE) -> None:
    with TemporaryDirectory() as folder:
        tiles = Tiles(Path(folder) / "hall.journal")
        tiles.open(())
        for camera in ("hall-1", "well-0"):
            tiles.put(camera, picture())
        _scene(path, view(), english, act, size, with_pins(config()), tiles)


def _look(made: Made) -> None:
    made["desk"].openEnvironment()
    made["desk"].environment.look(TROUBLES[0].record)


def _enlarge(made: Made) -> None:
    _look(made)
    made["desk"].environment.enlarge("after")


def _with_kept(path: Path, english: bool, act: Act, size: tuple[int, int] = SIZE) -> None:
    with TemporaryDirectory() as folder:
        kept = keep_pictures(Path(folder) / "hall.journal")
        _scene(path, watched(), english, act, size, kept=kept)


def _machines(made: Made) -> None:
    made["desk"].openMachines()


def _posts(made: Made) -> None:
    made["desk"].openPosts()


def _leave(made: Made) -> None:
    """Refused once, with everything chosen."""
    _posts(made)
    posts = made["desk"].posts
    posts.choose("consult")
    posts.chooseReason("materials")
    posts.chooseMinutes("15")
    made["who"].choose("5")
    made["who"].setPin("24")
    posts.send()
    made["wall"].link.refuse("pin", "密码不对，请再输一次。", "Wrong PIN. Please type it again.")


def _seen(made: Made) -> None:
    """Refused once: the words of the hall are long and the PIN pad stands beside them."""
    made["desk"].open(NOTICES[0].finding)
    made["who"].choose("1")
    made["who"].setPin("24")
    made["desk"].acknowledge()
    made["wall"].link.refuse(
        "person_number",
        "原因里像有身份证号，请不要写身份证号或手机号",
        "Write no ID or mobile number in the reason.",
    )


def _return(made: Made) -> None:
    _posts(made)
    made["desk"].posts.choose("help")


def _truth_of_zone(made: Made) -> None:
    made["desk"].openDevices()
    made["devices"].chooseZone("B")


# -- a great hall ------------------------------------------------------------------------------------------


def _floor(floor: int) -> Act:
    def act(made: Made) -> None:
        while made["wall"].floor != floor or made["wall"].pageWords.startswith("2"):
            made["wall"].nextFloor()

    return act


def _open(made: Made) -> None:
    made["desk"].openDispatch()


def _window(made: Made) -> None:
    _open(made)
    made["dispatch"].chooseZone("B")
    made["dispatch"].chooseWindow("60")
    made["dispatch"].toggleQueue("Q")


def _confirm(made: Made) -> None:
    """Nobody is named and no reason chosen yet."""
    _window(made)
    made["dispatch"].propose()


def _pin(made: Made) -> None:
    _confirm(made)
    made["dispatch"].chooseReason("人多调配")
    made["who"].choose(next(p.id for p in great.config().staff if p.duty == "manager"))
    made["who"].setPin("2468")
    made["dispatch"].send()
    made["wall"].link.refuse("pin", "密码不对，请再输一次。", "Wrong PIN. Please type it again.")


def _queues(made: Made) -> None:
    _open(made)
    made["dispatch"].chooseTab("queues")


def _close(made: Made) -> None:
    _queues(made)
    made["dispatch"].chooseZone("H")
    made["dispatch"].chooseLine("queue/V")
    made["dispatch"].chooseReason("系统维护")
    made["dispatch"].chooseTime("60")


def _quiet(made: Made) -> None:
    _queues(made)
    made["dispatch"].chooseZone("H")
    made["dispatch"].setQuiet("zone", True)
    made["dispatch"].chooseReason("会议或考试")
    made["who"].choose(next(p.id for p in great.config().staff if p.duty == "manager"))


def _reopen(made: Made) -> None:
    _queues(made)
    zone = next(q.zone for q in great.config().queues if q.id == "Y")
    made["dispatch"].chooseZone(zone)
    made["dispatch"].chooseLine("queue/Y")
    made["who"].showAll()


def _number(made: Made) -> None:
    _open(made)
    made["dispatch"].chooseTab("number")
    made["dispatch"].typeNumber("g041")
    made["dispatch"].chooseReason("身体不舒服")


def _priority(made: Made) -> None:
    _number(made)
    made["dispatch"].chooseAct("priority")
    made["dispatch"].chooseReason("other")


def _alarm(made: Made) -> None:
    desk = made["desk"]
    desk.open(made["wall"].notices[0].finding)
    desk.endEmergency()
    made["dispatch"].chooseReason("已送医")


DISPATCH: dict[str, Act] = {
    "windows": _open,
    "window": _window,
    "confirm": _confirm,
    "pin": _pin,
    "queues": _queues,
    "close": _close,
    "quiet": _quiet,
    "reopen": _reopen,
    "number": _number,
    "priority": _priority,
    "emergency": _alarm,
}


def with_pins(hall: HallConfig) -> HallConfig:
    """The people of a hall, each with a PIN."""
    return msgspec.structs.replace(
        hall, staff=tuple(msgspec.structs.replace(p, pin="scrypt$00$00") for p in hall.staff)
    )


def _great(path: Path, english: bool, act: Act, size: tuple[int, int] = SIZE) -> None:
    def prepared(made: Made) -> None:
        made["wall"].link.show("places", great.places())
        made["wall"].link.show("devices", great.devices())
        act(made)

    _scene(path, great.wall(), english, prepared, size, with_pins(great.config()))


def _scene(
    path: Path, facts: WallView | None, english: bool, act: Act | None = None,
    size: tuple[int, int] = SIZE, hall: object = None, tiles: Tiles | None = None, kept: Kept | None = None,
) -> None:  # fmt: skip
    words = Words(EN)
    words.install()
    link = FakeLink(NOW)
    made = dict(models(link, words, hall or config(), tiles, kept))
    if facts:
        link.show("wall", facts)
    words.set_english(english)
    shown = screen.show(MAIN, made, words, size)
    _settle()
    if act:
        act(made)
    _settle()
    path.parent.mkdir(parents=True, exist_ok=True)
    shown.window.grabWindow().save(str(path))
    shown.end()
    print(path.name, "missing English:", {w for w in words.missing if not w.isascii()} or "none")


def _settle() -> None:
    for _ in range(30):
        QCoreApplication.processEvents()


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"
    draw(Path(sys.argv[1] if len(sys.argv) > 1 else "out/monitor"))
