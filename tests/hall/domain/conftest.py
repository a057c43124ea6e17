"""A stage on which the rules are played: given what happened, when a command comes at a time, then these events."""

import datetime as dt

import msgspec
import pytest

from hall.contract import config as c
from hall.contract.base import Actor, Role
from hall.contract.devices import DeviceReport, DeviceState
from hall.contract.people import Age, Identity, SignOn, Way
from hall.contract.tickets import TakeTicket
from hall.contract.unions import Recorded
from hall.domain.clock_words import SHANGHAI
from hall.domain.decide import decide, settle, tick
from hall.domain.evolve import evolve
from hall.domain.refusal import Refusal
from hall.domain.snapshot import freeze, thaw
from hall.domain.state import Hall

FRIDAY = dt.date(2026, 11, 20)


def small_hall(**over) -> c.HallConfig:
    """Two zones, two queues, three windows (w2 serves both queues), one kiosk with every device, a panel, a voice."""
    base = c.HallConfig(
        hall=c.HallPart("xinmi", "新密市政务服务中心", "Xinmi Hall"),
        face=c.FacePart(mode=c.FaceMode.ENROLLED),
        zones=(
            c.ZonePart("A", "综合受理", "General", 1, head="s9"),
            c.ZonePart("B", "社保医保", "Social security", 2, head="s9"),
        ),
        queues=(
            c.QueuePart("A", "A", "A", "综合受理", "General"),
            c.QueuePart("B", "B", "B", "社保医保", "Social security"),
        ),
        groups=(c.GroupPart("g", "常办", "Common"),),
        services=(
            c.ServicePart("sbk", "g", "B", "社会保障卡", "Social security card", "shehuibaozhangka", "shbzk"),
            c.ServicePart("yhk", "g", "B", "养老资格认证", "Pension check"),
            c.ServicePart("zhengming", "g", "A", "开证明", "Certificates"),
        ),
        windows=(
            c.WindowPart("w1", "A", "1", ("A",)),
            c.WindowPart("w2", "B", "2", ("A", "B")),
            c.WindowPart("w3", "B", "3", ("B",)),
        ),
        staff=(
            *(c.StaffPart(f"s{n}", f"员工{n}") for n in range(1, 9)),
            c.StaffPart("s9", "王强", "6109", "zone_head"),
            c.StaffPart("s10", "李主任", "6110", "manager"),
        ),
        posts=(c.PostPart("p3", "front", "w3", "B", "cam1", ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))),),
        kiosks=(c.KioskPart("k1", "A", "k1.printer", "k1.card", "k1.scanner", "k1.eye"),),
        devices=(
            c.DevicePart("k1.printer", "printer.escpos", "pty:printer", kiosk="k1"),
            c.DevicePart("k1.card", "card.sdt", "pty:card", kiosk="k1"),
            c.DevicePart("k1.scanner", "scanner.line", "pty:scan", kiosk="k1"),
            c.DevicePart("k1.eye", "eye.camera", "http://127.0.0.1:1/", host="eye-k1", kiosk="k1"),
            c.DevicePart("w3.led", "led.onbon", "pty:led", window="w3"),
            c.DevicePart("B.voice", "voice.wav", "file:out", zone="B"),
        ),
        cameras=(c.CameraPart("cam1", "clip.mp4"),),
    )
    return msgspec.structs.replace(base, **over)


class Stage:
    """Holds a hall and a clock; `do` decides and folds like the controller, `refused` expects words instead."""

    def __init__(self, config: c.HallConfig | None = None, at: str = "09:00") -> None:
        self.hall = Hall(config or small_hall())
        self.journal: list[Recorded] = []
        self.now = 0
        self.n = 0
        self.at("00:00")
        self.fold(tick(self.hall, self.now))
        self.at(at)

    def at(self, clock: str, day: dt.date = FRIDAY) -> "Stage":
        parts = [int(x) for x in clock.split(":")]
        hour, minute, second = [*parts, 0][:3]
        then = dt.datetime.combine(day, dt.time(hour, minute, second), SHANGHAI)
        self.now = int(then.timestamp() * 1000)
        return self

    def later(self, seconds: float) -> "Stage":
        self.now += int(seconds * 1000)
        return self

    def fold(self, events, by: Actor | None = None):
        for event in events:
            rec = Recorded(len(self.journal) + 1, self.now, by or Actor("hall", Role.CONTROLLER), "", event)
            self.journal.append(rec)
            evolve(rec, self.hall)
        return events

    def do(self, command, role: Role = Role.ADMIN, name: str = "admin"):
        self.n += 1
        by = Actor(name, role)
        events = self.fold(decide(command, self.hall, self.now, by, f"fresh{self.n:011d}"), by)
        while more := settle(self.hall, self.now):
            events = (*events, *self.fold(more))
        return events

    def tick(self):
        return self.fold(tick(self.hall, self.now))

    def refused(self, command, role: Role = Role.ADMIN) -> Refusal:
        before = freeze(self.hall)
        with pytest.raises(Refusal) as caught:
            decide(command, self.hall, self.now, Actor("admin", role), "fresh")
        assert freeze(self.hall) == before, "a refused command changed the hall"
        assert caught.value.text.zh
        assert caught.value.text.en
        return caught.value

    def take(self, service: str = "sbk", person: str = "", age: Age = Age.ADULT, **more) -> str:
        """The ticket id of a new number; everybody is a new person unless one is named."""
        self.n += 1
        who = Identity(Way.PHONE, person or f"person{self.n}", "", "138****5678", age)
        (issued,) = self.do(TakeTicket(service, who, kiosk="k1", **more))
        return issued.ticket

    def sign_on(self, *windows: str) -> "Stage":
        for n, window in enumerate(windows, 1):
            self.do(SignOn(window, f"s{n}"))
        return self

    def ready(self, *devices: str) -> "Stage":
        for device in devices:
            self.do(DeviceReport(device, DeviceState.READY), Role.DEVICE)
        return self

    def replayed(self) -> Hall:
        """A new hall folded from this stage's journal alone."""
        hall = Hall(self.hall.config)
        for rec in self.journal:
            evolve(rec, hall)
        return hall

    def restarted(self) -> Hall:
        return thaw(freeze(self.hall), self.hall.config)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture(scope="session")
def make_stage():
    return Stage
