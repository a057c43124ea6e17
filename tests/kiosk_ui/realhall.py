"""A link behind which the real rules stand: door, decide, evolve and views of a small hall, without a wire between."""

import msgspec

from hall.contract import config as c
from hall.contract import devices as d
from hall.contract import people as p
from hall.contract.base import Actor, Role
from hall.contract.unions import Command, Done, Recorded, Refused
from hall.controller import codes, pins
from hall.controller.access import Access
from hall.controller.door import Door
from hall.domain import views_catalogue, views_kiosk
from hall.domain.decide import decide
from hall.domain.refusal import Refusal
from hall.uikit.fakelink import FakeLink
from tests.hall.domain.conftest import Stage, small_hall

KIOSK = "k1"
PIN = "2468"
PEPPER = bytes(range(32))
TOKENS = "abcdefghijklmnopqrstuvwxyz"


def config() -> c.HallConfig:
    """The small hall; s1 has a PIN, s2 has none, and a bundle of three items has no queue of its own."""
    base = small_hall()
    staff = tuple(msgspec.structs.replace(x, pin=pins.seal(PIN)) if x.id == "s1" else x for x in base.staff)
    named = {"s1": "6101", "s2": "6102"}
    staff = tuple(msgspec.structs.replace(x, id=named.get(x.id, x.id)) for x in staff)
    birth = c.ServicePart(
        "birth", "g", "", "新生儿“一件事”", "A child is born", bundle=("sbk", "yhk", "zhengming")
    )
    return msgspec.structs.replace(base, staff=staff, services=(*base.services, birth))


class RealLink(FakeLink):
    """Questions wait until `settle`, as an answer takes its time on a wire."""

    def __init__(self) -> None:
        self.stage = Stage(config())
        super().__init__(self.stage.now)
        self._door = Door(self.stage.hall.config, PEPPER)
        self._access = Access(self.stage.hall.config)
        self._todo: list[tuple[str, Command]] = []
        self._n = 0
        self.stage.ready("k1.printer", "k1.card", "k1.scanner", "k1.eye")
        self.publish()

    def _send(self, command: Command, deadline_s: float, again: str) -> str:
        ident = super()._send(command, deadline_s, again)
        self._todo.append((ident, command))
        return ident

    def publish(self) -> None:
        """The hall tells this kiosk how things are."""
        self.now = self.stage.now
        self.show("catalogue", views_catalogue.catalogue(self.stage.hall))
        self.show(f"kiosk/{KIOSK}", views_kiosk.kiosk(self.stage.hall, KIOSK, self.stage.now))

    def settle(self) -> None:
        """The hall answers everything that was asked."""
        while self._todo:
            ident, command = self._todo.pop(0)
            reply = self.decided(ident, command, Actor(KIOSK, Role.KIOSK))
            self.publish()
            self.answered.emit(ident, reply)

    def decided(self, ident: str, command: Command, by: Actor) -> Done | Refused:
        """As the controller would: who may ask, what is sealed, what the rules say."""
        stage = self.stage
        self._n += 1
        stage.n = self._n
        try:
            self._access.check(command, by)
            sealed = self._door.admit(command, by, stage.now).command
            fresh = "k" * 14 + TOKENS[self._n // 26] + TOKENS[self._n % 26]
            first = len(stage.journal)
            stage.fold(decide(sealed, stage.hall, stage.now, by, fresh), by)
        except Refusal as refusal:
            return Refused(ident, refusal.code, refusal.text, refusal.hint)
        return Done(ident, tuple(stage.journal[first:]))

    # -- the visitor's hands and the hall's windows ---------------------------------------------------
    def present(self, attest: p.Attest, device: str = "k1.card") -> None:
        """A reader of this kiosk has something for the reading that is on."""
        reading = self.stage.hall.facts.readings[KIOSK].reading
        host = Actor(self._host(device), Role.CAMERA if isinstance(attest, p.FaceAttest) else Role.DEVICE)
        done = self.decided("device", p.Present(device, reading, attest), host)
        assert isinstance(done, Done), done
        self.publish()

    def paper_comes(self) -> None:
        """The printer of this kiosk confirms whatever it was told to print."""
        for job in list(self.stage.hall.facts.devices["k1.printer"].mailbox):
            self.stage.do(d.JobDone("k1.printer", job.id), Role.DEVICE)
        self.publish()

    def _host(self, device: str) -> str:
        return next(x.host for x in self.stage.hall.config.devices if x.id == device)

    def at_window(self, *commands: Command) -> None:
        for command in commands:
            self.stage.do(command)
        self.publish()

    def events(self, kind: type) -> list[Recorded]:
        return [x for x in self.stage.journal if isinstance(x.event, kind)]

    def index(self, phone: str) -> str:
        """The blind index of a phone, as the journal has it."""
        return codes.Secrets(PEPPER).blind("phone", phone)
