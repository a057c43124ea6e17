"""The wall as a manager steers the hall from it: its view-models on the real door and the real rules."""

import msgspec

from hall.contract.base import Actor, Role
from hall.controller.door import Door
from hall.controller.pins import seal
from hall.domain.refusal import Refusal
from hall.domain.views import build
from hall.uikit.fakelink import FakeLink
from hall.uikit.words import Words
from monitor.app import models
from tests.hall.domain.conftest import Stage, small_hall

WALL = Actor("monitor-1", Role.MONITOR)


class Room:
    """The wall's view-models on the real hall: what is asked goes through the real door and the real rules."""

    def __init__(self, words: Words) -> None:
        base = small_hall()
        pins = {"s9": seal("1234"), "s10": seal("2468")}
        staff = tuple(msgspec.structs.replace(s, pin=pins.get(s.id, "")) for s in base.staff)
        self.stage = Stage(small_hall(staff=staff), "09:00")
        self.door = Door(self.stage.hall.config, b"p" * 32)
        self.link = FakeLink(self.stage.now)
        self.made = models(self.link, words, self.stage.hall.config)
        self.wall, self.desk = self.made["wall"], self.made["desk"]
        self.dispatch, self.who = self.made["dispatch"], self.made["who"]
        self.publish()

    def publish(self) -> None:
        self.link.now = self.stage.now
        hall, now = self.stage.hall, self.stage.now
        self.link.show("places", build("places", hall, now))
        self.link.show("wall", build("wall", hall, now))

    def answer(self) -> str:
        """The hall's answer to the newest command: "" or the code of the refusal."""
        command = self.link.commands[-1]
        try:
            self.stage.do(self.door.admit(command, WALL, self.stage.now).command, WALL.role, WALL.name)
        except Refusal as no:
            self.link.refuse(no.code, no.text.zh, no.text.en)
            return no.code
        self.publish()
        self.link.done()
        return ""

    def sign(self, person: str = "s10", pin: str = "2468", why: str = "") -> str:
        """Say why where it is asked and who it is, with the PIN where one is asked for, and send."""
        if why:
            assert self.dispatch.asksWhy
            self.dispatch.chooseReason(why)
        self.desk.choosePerson(person)
        if self.who.wantsPin:
            self.who.setPin(pin)
        before = len(self.link.commands)
        self.dispatch.send()
        assert len(self.link.commands) == before + 1, "nothing was sent"
        return self.answer()


def propose_quiet(room: Room) -> None:
    room.desk.openDispatch()
    room.dispatch.chooseTab("queues")
    room.dispatch.setQuiet("zone", not room.dispatch.zoneQuiet)
    room.dispatch.chooseReason("会议或考试")
