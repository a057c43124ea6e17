"""V23: one visitor refuses the face, another is thirteen, a third agrees. Every other way works, consent stands for the
third alone, and nothing of a face is on the disk or on the wire."""

import msgspec

from hall.bus.wire import encode
from hall.contract import people as p
from hall.contract.bookings import CheckIn
from hall.contract.devices import DeviceReport, DeviceState
from hall.contract.tickets import TakeTicket
from hall.contract.unions import Done, Refused
from hall.contract.views_kiosk import KioskView
from tests.hall.house import House, until

GALLERY_ID, DISTANCE, MODEL = "f-5d0c81aa7e", 0.28125, "resnet-34"
CHILD, ADULT = "110105201311230018", "11010519491231002X"
EYE = """
[face]
mode = "1:n"
[[devices]]
id = "eye-1"
make = "eye.camera"
port = "0"
host = "eyes-1"
kiosk = "kiosk-1"
"""


def with_an_eye(house: House) -> House:
    text = house.config.read_text("utf-8").replace('scanner = "scan-1"', 'scanner = "scan-1"\neye = "eye-1"')
    house.config.write_text(text.replace("[[staff]]", EYE + "\n[[staff]]", 1), "utf-8")
    made = House.__new__(House)
    made.folder, made.config = house.folder, house.config
    from hall.bus.site import Site

    made.site = Site.load(house.config)
    made.site.keys.make_all(made.site.config, 1)
    return made


def test_v23_no_face_without_a_yes_none_of_a_child_and_none_kept(house: House) -> None:
    house = with_an_eye(house)
    wire: list[bytes] = []
    with (
        house.running(),
        house.client("kiosk-1") as kiosk,
        house.client("devices-1") as readers,
        house.client("eyes-1") as eyes,
        house.client("gateway-1") as gateway,
    ):
        kiosk.follow("kiosk/kiosk-1")
        gateway.follow("event", after=0)
        readers.ask(DeviceReport("card-1", DeviceState.READY))
        eyes.ask(DeviceReport("eye-1", DeviceState.READY))

        def view(test) -> KioskView:
            found: list[KioskView] = []

            def there() -> bool:
                news = [*kiosk.poll(0.05), *gateway.poll(0.01)]
                wire.extend(encode(x) for x in news)
                found.extend(x for x in news if isinstance(x, KioskView) and test(x))
                return bool(found)

            until(there)
            return found[-1]

        def read(way: p.Way, attest: p.Attest, consent: bool = False) -> p.HeldAttest:
            done = kiosk.ask(p.StartReading("kiosk-1", way, consent))
            assert isinstance(done, Done), done
            reading = done.events[-1].event.reading
            device, line = ("eye-1", eyes) if way is p.Way.FACE else ("card-1", readers)
            line.ask(p.Present(device, reading, attest))
            shown = view(
                lambda x: x.reading is not None and x.reading.reading == reading and x.reading.handle
            )
            return p.HeldAttest(shown.reading.handle)

        # the first says no: nothing is switched on, nothing is asked
        no = kiosk.ask(p.StartReading("kiosk-1", p.Way.FACE, consent=False))
        assert isinstance(no, Refused)
        assert no.code == "no_consent"
        for attest in (p.PhoneAttest("13812345678"), p.NameAttest("", ADULT), p.AssistedAttest("s2")):
            assert isinstance(kiosk.ask(TakeTicket("pension", attest, "kiosk-1")), Done), attest
        # the second is thirteen: the card works, the face is not looked at, not even with a yes
        held = read(p.Way.CARD, p.CardAttest(CHILD, "小明", "20131123"))
        child = kiosk.ask(p.StartReading("kiosk-1", p.Way.FACE, consent=True))
        assert isinstance(child, Refused)
        assert child.code == "under_14"
        assert isinstance(kiosk.ask(TakeTicket("vat", held, "kiosk-1")), Done)
        kiosk.ask(p.StopReading("kiosk-1"))
        # the third agrees
        held = read(p.Way.FACE, p.FaceAttest(GALLERY_ID, DISTANCE, MODEL), consent=True)
        assert isinstance(kiosk.ask(CheckIn("kiosk-1", held)), Refused)  # a face finds no booking, in words
        assert isinstance(kiosk.ask(TakeTicket("pension", held, "kiosk-1")), Done)
        view(lambda x: len(x.tickets) == 5)

    events = [x.event for x in house.events()]
    consents = [x for x in events if isinstance(x, p.ConsentGiven)]
    looks = [x for x in events if isinstance(x, p.ReadingStarted) and x.way is p.Way.FACE]
    assert [x.consent for x in consents] == [x.reading for x in looks]
    assert len(consents) == 1
    disk = b"".join(x.read_bytes() for x in house.site.store.parent.rglob("*") if x.is_file())
    for place in (disk, b"".join(wire)):
        assert place
        for unsaid in (GALLERY_ID, MODEL, CHILD, ADULT, "13812345678", "小明"):
            assert unsaid.encode() not in place
        assert msgspec.msgpack.encode(DISTANCE) not in place


def test_v23_a_face_travels_as_an_id_and_a_distance_and_never_as_a_picture() -> None:
    fields = {x.name: x.type for x in msgspec.structs.fields(p.FaceAttest)}
    assert fields == {"person": str, "distance": float, "model": str}
