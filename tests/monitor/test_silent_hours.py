"""Silent hours at the wall: a zone says until when; what a manager sets by hand goes before what the clock does."""

import msgspec

from hall.contract.calling import SetQuiet
from hall.uikit.words import Words
from monitor.viewmodels.rows import zone_tags
from monitor.words_en import EN
from tests.monitor.managed import WALL, Room
from tests.monitor.scenes import at

UNTIL = at("14:00")


def show(room: Room, until_ms: int) -> None:
    """The wall as the real rules make it, with silent hours in zone A."""
    room.publish()
    view = room.wall.view
    assert view is not None
    zones = [msgspec.structs.replace(z, silent_until_ms=until_ms if z.zone == "A" else 0) for z in view.zones]
    room.link.show("wall", msgspec.structs.replace(view, zones=tuple(zones)))


def tags(room: Room) -> dict[str, tuple[str, ...]]:
    view = room.wall.view
    assert view is not None
    return {z.zone: zone_tags(z, (), lambda zh: zh) for z in view.zones}


def test_a_zone_says_until_when_its_voice_is_kept_back(words: Words) -> None:
    room = Room(words)
    room.desk.openDispatch()
    room.dispatch.chooseTab("queues")
    room.dispatch.chooseZone("A")
    assert (room.dispatch.zoneVoice, tags(room)) == ("现在出声", {"A": (), "B": ()})
    show(room, UNTIL)
    assert (room.dispatch.zoneVoice, tags(room)) == (
        "静音时段，到 14:00",
        {"A": ("静音至 14:00",), "B": ()},
    )
    assert not room.dispatch.zoneQuiet, "nobody made it so by hand"
    room.stage.do(SetQuiet(True, "A", "会议或考试", "s9"), WALL.role, WALL.name)
    show(room, UNTIL)
    assert (room.dispatch.zoneVoice, tags(room)["A"]) == ("现在无声", ("无声",))


def test_it_is_said_in_english_too() -> None:
    assert EN["静音至 {at}"].format(at="14:00") == "silent to 14:00"
    assert "{at}" in EN["静音时段，到 {at}"]
