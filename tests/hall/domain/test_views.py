"""What screens are shown: true, whole, in both languages, without anybody's name, and no unknown shown as fine."""

import msgspec
import pytest

from hall.contract.base import Actor, Role, Text
from hall.contract.devices import JobDone, PrintSlip
from hall.contract.people import Age, CallForHelp, Identity, Way
from hall.contract.supervision import FindingCode
from hall.contract.tickets import CallNext
from hall.contract.unions import Recorded
from hall.contract.views_catalogue import CatalogueView
from hall.contract.views_devices import DevicesView
from hall.contract.views_host import HostMail, HostView, with_mail
from hall.contract.views_kiosk import KioskView
from hall.contract.views_places import ItemsView, PlacesView
from hall.contract.views_wall import WallView
from hall.contract.views_window import WindowView
from hall.domain.views import build, mail, topics, touched
from tests.hall.domain.shown import full_day, printer, show, slip_job

# --- the table ------------------------------------------------------------------------------------------------------


def test_every_topic_builds_and_travels(stage) -> None:
    kinds = {
        "catalogue": CatalogueView,
        "places": PlacesView,
        "items": ItemsView,
        "wall": WallView,
        "devices": DevicesView,
        "kiosk": KioskView,
        "window": WindowView,
        "host": HostView,
    }
    names = topics(stage.hall)
    assert set(names) == {
        "catalogue", "places", "items", "wall", "devices", "kiosk/k1", "window/w1", "window/w2", "window/w3",
        "host/devices-1", "host/eye-k1", "host/cameras-1",
    }  # fmt: skip
    for topic in names:
        assert isinstance(show(stage, topic), kinds[topic.split("/")[0]])


@pytest.mark.parametrize("topic", ["", "walls", "kiosk/k9", "window/", "host/window-w1", "event"])
def test_a_topic_the_hall_has_not_is_refused(stage, topic) -> None:
    with pytest.raises(KeyError):
        build(topic, stage.hall, stage.now)


def plain(view):
    """A view without its stamps, and without what time alone changes."""
    return msgspec.structs.replace(view, seq=0, at=0)


def test_touched_misses_no_view_that_an_event_changes(stage) -> None:
    """After every event of a busy hour: a view that became different was named."""
    full_day(stage)
    from hall.domain.evolve import evolve
    from hall.domain.state import Hall

    hall = Hall(stage.hall.config)
    before = {}
    missed = []
    for rec in stage.journal:
        # Time alone changes views too; both sides are built at the time of the event.
        before = {t: plain(build(t, hall, rec.at)) for t in topics(hall)}
        evolve(rec, hall)
        named = touched(rec, hall)
        assert named <= set(topics(hall))
        for topic, old in before.items():
            if plain(build(topic, hall, rec.at)) != old and topic not in named:
                missed.append((type(rec.event).__name__, topic))
    assert missed == []


def test_mail_holds_what_changed_in_the_mailboxes_and_nothing_else(stage) -> None:
    """A host that has the first view of a busy day and from then on its mail alone knows every mailbox at any time."""
    full_day(stage)
    from hall.domain.evolve import evolve
    from hall.domain.state import Hall

    hall = Hall(stage.hall.config)
    told, known, letters = {}, {}, 0
    for rec in stage.journal:
        evolve(rec, hall)
        for host in hall.hosts:
            topic = f"host/{host}"
            now = build(topic, hall, rec.at)
            before = known.get(topic)
            letter = mail(topic, hall, told)
            if letter is not None:
                letters += 1
                assert topic in touched(rec, hall) or before is None, type(rec.event).__name__
                had = {} if before is None else {box.device: box.jobs for box in before.mailboxes}
                same = [box.device for box in letter.mailboxes if had.get(box.device, ()) == box.jobs]
                assert same == [], type(rec.event).__name__
                assert msgspec.msgpack.decode(msgspec.msgpack.encode(letter), type=HostMail) == letter
            known[topic] = now if before is None else before
            if before is not None and letter is not None:
                known[topic] = with_mail(before, letter)
            assert known[topic].mailboxes == now.mailboxes, type(rec.event).__name__
            assert mail(topic, hall, told) is None
    assert letters > 10
    assert mail("wall", hall, {}) is None
    assert mail("host/nowhere", hall, {}) is None


def test_touched_names_little_for_little(stage) -> None:
    rec = Recorded(1, stage.now, Actor("x", Role.ADMIN), "", CallForHelp("k1"))
    assert touched(rec, stage.hall) == frozenset()
    stage.do(CallForHelp("k1"))
    assert touched(stage.journal[-1], stage.hall) == {"kiosk/k1", "wall", "host/devices-1", "host/eye-k1"}


# --- privacy and languages ------------------------------------------------------------------------------------------


def texts(value):
    """Every Text inside a view."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from texts(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)


def test_every_sentence_has_both_languages(stage) -> None:
    full_day(stage)
    for topic in topics(stage.hall):
        for text in texts(show(stage, topic)):
            assert bool(text.zh) == bool(text.en), f"{topic}: {text}"


def test_english_sentences_hold_no_chinese_but_what_people_entered(stage) -> None:
    full_day(stage)
    entered = {x for s in stage.hall.config.staff for x in [s.name]} | {
        "地面有水",
        "请B",
        "号到",
        "号窗口",
        "叫号",
    }
    for notice in show(stage, "wall").notices:
        for text in texts(notice):
            if notice.code is FindingCode.PANEL_WRONG and text is notice.facts:
                continue  # quotes what the panel should show
            left = text.en
            for word in entered:
                left = left.replace(word, "")
            assert not any("\u4e00" <= ch <= "\u9fff" for ch in left), text


def test_no_screen_shows_a_visitors_name_and_the_wall_not_even_a_mask(stage) -> None:
    stage.sign_on("w3")
    who = Identity(Way.CARD, "blind-index", "张*", "410183********1234", Age.ADULT)
    from hall.contract.tickets import TakeTicket

    stage.do(TakeTicket("sbk", who, kiosk="k1"))
    stage.do(CallNext("w3"))
    for topic in topics(stage.hall):
        packed = msgspec.json.encode(show(stage, topic)).decode()
        assert "blind-index" not in packed, topic
        if topic in ("wall", "window/w1", "window/w2", "kiosk/k1"):
            assert "张" not in packed and "1234" not in packed, topic
    assert show(stage, "window/w3").ticket.shown == "张*"


# --- hosts ------------------------------------------------------------------------------------------------------------


def test_a_host_sees_the_mailboxes_of_its_devices_only(stage) -> None:
    printer(stage)
    stage.take()
    view = show(stage, "host/devices-1")
    boxes = {m.device: m.jobs for m in view.mailboxes}
    assert "k1.eye" not in boxes
    assert isinstance(boxes["k1.printer"][0], PrintSlip)
    assert boxes["k1.card"] == ()
    stage.do(JobDone("k1.printer", slip_job(stage)))
    assert {m.device: m.jobs for m in show(stage, "host/devices-1").mailboxes}["k1.printer"] == ()
