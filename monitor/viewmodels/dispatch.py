"""What a manager changes at the wall while the hall runs: which queues a window serves, closing and opening a queue,
calling without voice, a number first, the end of an emergency. Each act is said in one sentence before it is sent.

Who may do it is decided by the hall; the wall only asks who it is (`Who`).
"""

import msgspec
from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract.config import HallConfig
from hall.contract.unions import Command, Refused
from hall.contract.views_places import PlacesView
from hall.uikit.link import Reply
from monitor.viewmodels import dispatch_acts as acts
from monitor.viewmodels import dispatch_rows as rows
from monitor.viewmodels.dispatch_acts import Act, Said
from monitor.viewmodels.dispatch_choices import CLOSE_TIMES, TABS, reasons_of
from monitor.viewmodels.dispatch_lists import DispatchLists
from monitor.viewmodels.hall_plan import HallPlan
from monitor.viewmodels.steered import Steered
from monitor.viewmodels.wall import Wall
from monitor.viewmodels.who import Choice, Who

NUMBER_MAX = 8


class Dispatch(QObject):
    """`tab` is what is being changed, `step` how far: "" choosing, "detail" one window or one closing, "confirm"."""

    changed = Signal()
    touched = Signal()

    def __init__(self, wall: Wall, who: Who, config: HallConfig) -> None:
        super().__init__()
        self._wall, self._who, self._plan = wall, who, HallPlan(config)
        self._hall = Steered(wall, self._plan)
        self._under_way = False
        self._shown = False
        self._zone = next(iter(self._plan.zone_ids()), "")
        self._tab = "windows"
        self._note = ""
        self._clear()
        self._lists = DispatchLists()
        self._on_view("places", wall.link.latest("places"))
        wall.link.viewArrived.connect(self._on_view)
        wall.changed.connect(self.refresh)
        who.changed.connect(self.changed)
        self.refresh()

    def _clear(self) -> None:
        """Back to choosing; what was half said is forgotten."""
        self._step = self._problem = ""
        self._said = Said(number_act="push" if self._tab == "number" else "")
        self._pending: Act | None = None
        self._why = ""  # of the pending act, where its sentence says none

    def _on_view(self, topic: str, view: object) -> None:
        if topic == "places" and isinstance(view, PlacesView):
            self._hall.places = view
            self.refresh()

    def start(self, tab: str = "windows", zone: str = "", alarm: str = "") -> None:
        """The page is opened."""
        self._tab = tab
        self._clear()
        self._shown = True
        self._note = ""
        if zone in self._plan.zone_ids():
            self._zone = zone
        self._said.alarm = alarm
        self.refresh()

    def leave(self) -> None:
        """The page is closed: nothing is worked out for it any more."""
        self._clear()
        self._shown = False
        self._note = ""
        self.changed.emit()

    def _touch(self) -> None:
        self._note = ""
        self.refresh()
        self.touched.emit()

    @Slot()
    def refresh(self) -> None:
        if not self._shown:
            return
        hall, said = self._hall, self._said
        if said.alarm not in {a.id for a in rows.alarms(hall, said.alarm)} and self._step != "confirm":
            said.alarm = ""
        self._lists.show(hall, self._tab, self._zone, said, self._reason_choices())
        self.changed.emit()

    def _reason_choices(self) -> list[Choice]:
        """Of the act to be confirmed where it wants one, else of the one that is being said."""
        t = self._hall.t
        if whys := self._whys():
            return [Choice(why, t(why), why == self._why) for why in whys]
        found = reasons_of(self._tab, self._said.gives_priority)
        return [Choice(key, t(zh), key == self._said.reason) for key, zh in found.items()]

    # -- choosing ---------------------------------------------------------------------------------------------
    @Slot(str)
    def chooseTab(self, tab: str) -> None:
        if tab in TABS:
            self._tab = tab
            self._clear()
            self._touch()

    @Slot(str)
    def chooseZone(self, zone: str) -> None:
        if zone in self._plan.zone_ids():
            self._clear()
            self._zone = zone
            self._touch()

    @Slot(int)
    def chooseFloor(self, floor: int) -> None:
        first = next((z for z in self._plan.zone_ids() if self._plan.floor(z) == floor), "")
        self.chooseZone(first)

    @Slot(str)
    def chooseWindow(self, window: str) -> None:
        """Its queues are shown, to be given and taken."""
        if self._plan.window(window) is not None:
            self._said.window, self._step, self._problem = window, "detail", ""
            self._said.queues = self._hall.given(window)
            self._touch()

    @Slot(str)
    def toggleQueue(self, queue: str) -> None:
        """Give the queue to the window, or take it away; the last one stays."""
        part, given = self._plan.window(self._said.window), self._said.queues
        if part is None or queue in self._plan.fixed(part):
            return
        if queue not in given:
            self._said.queues, self._problem = (*given, queue), ""
        elif len(given) > 1:
            self._said.queues, self._problem = tuple(q for q in given if q != queue), ""
        else:
            self._problem = self._hall.t("窗口至少要办一个队列")
        self._touch()

    @Slot(str)
    def chooseLine(self, line: str) -> None:
        """Close a queue, the zone or the hall (why and until when is asked next), or open it again."""
        have = self._lists.line(line)
        if have is None or not have.key:
            return
        said, self._problem = self._said, ""
        said.place, said.reason, said.typed, said.time = line, "", "", CLOSE_TIMES[0]
        if have.closed:
            self._propose(acts.reopen(self._hall, line, self._zone))
        else:
            self._step = "detail"
        self._touch()

    @Slot(str, bool)
    def setQuiet(self, where: str, quiet: bool) -> None:
        """无声叫号 of the zone that is chosen, or of the hall ("hall")."""
        self._propose(acts.quiet(self._hall, "" if where == "hall" else self._zone, quiet))
        self._touch()

    @Slot(str)
    def chooseTime(self, key: str) -> None:
        if key in CLOSE_TIMES:
            self._said.time = key
            self._touch()

    @Slot(str)
    def chooseReason(self, reason: str) -> None:
        """Of the act that is being said, or, where it is said already, of the one to be confirmed."""
        self._problem = ""
        if self._step == "confirm":
            if reason in self._whys():
                self._why = reason
            self._touch()
            return
        self._said.reason = reason
        if not self._said.needs_words(reason):
            self._said.typed = ""
        self._touch()

    @Slot(str)
    def typeText(self, text: str) -> None:
        """A reason in one's own words."""
        if text != self._said.typed:
            self._said.typed, self._problem = text, ""
            if text.strip() and not self._said.gives_priority:
                self._said.reason = ""
            self._touch()

    @Slot(str)
    def typeNumber(self, text: str) -> None:
        number = "".join(text.upper().split())[:NUMBER_MAX]
        if number != self._said.number:
            self._said.number, self._problem = number, ""
            self._touch()

    @Slot(str)
    def typeKey(self, key: str) -> None:
        """One key of the pad on the page; "<" takes one away."""
        self.typeNumber(self._said.number[:-1] if key == "<" else self._said.number + key)

    @Slot(str)
    def chooseAct(self, act: str) -> None:
        """ "push" to the top, or "priority"."""
        self._said.number_act, self._said.reason, self._said.typed, self._problem = act, "", "", ""
        self._touch()

    @Slot(str)
    def chooseAlarm(self, window: str) -> None:
        self._said.alarm, self._problem = window, ""
        self._touch()

    @Slot()
    def back(self) -> None:
        """One step back, keeping what was chosen before."""
        if self._step == "confirm":
            self._pending, self._why, self._problem = None, "", ""
            detailed = self._said.window or (self._tab == "queues" and self._said.why)
            self._step = "detail" if detailed else ""
            if not self._step:
                self._said.place = ""
        else:
            self._clear()
        self._touch()

    # -- saying it and sending it -------------------------------------------------------------------------------
    def _whys(self) -> tuple[str, ...]:
        return self._pending.whys if self._pending is not None else ()

    def _propose(self, act: Act) -> None:
        self._pending, self._step, self._problem, self._why = act, "confirm", "", ""

    @Slot()
    def asConfigured(self) -> None:
        """The window gets back the queues of the configuration."""
        act = acts.reset(self._hall, self._said.window)
        if act is not None:
            self._propose(act)
            self._touch()

    @Slot()
    def propose(self) -> None:
        """Say what will be changed; it is sent from the next page."""
        if self.mayPropose:
            self._propose(acts.act(self._hall, self._tab, self._zone, self._said))
            self._touch()

    @Slot()
    def send(self) -> None:
        """The sentence is confirmed: ask the hall."""
        if not self.maySend or self._pending is None:
            return
        command, sentence = self._pending.command, self._pending.sentence
        if self._why:
            command = msgspec.structs.replace(command, reason=self._why)
        self._under_way, self._problem = True, ""

        def on_reply(reply: Reply) -> None:
            self._under_way = False
            if isinstance(reply, Refused):
                self._problem = self._hall.of(reply.text)
                self.refresh()
                self.touched.emit()
                return
            self._clear()
            self._touch()
            self._note = self._hall.t("改好了：{what}").format(what=sentence)
            self.changed.emit()

        named = _named(command, self._who.person_id, self._who.pin_text)
        self._wall.link.ask(named, self._who.heard(on_reply))
        self.changed.emit()

    # -- what pages read --------------------------------------------------------------------------------------
    @Property(QObject, constant=True)
    def lists(self) -> QObject:
        return self._lists

    @Property(str, notify=changed)
    def tab(self) -> str:
        return self._tab

    @Property(str, notify=changed)
    def step(self) -> str:
        return self._step

    @Property(str, notify=changed)
    def zone(self) -> str:
        return self._zone

    @Property("QVariantList", notify=changed)
    def floorList(self) -> list[int]:
        return sorted({self._plan.floor(z) for z in self._plan.zone_ids()})

    @Property(int, notify=changed)
    def floor(self) -> int:
        return self._hall.floor(self._zone)

    @Property(int, notify=changed)
    def alarmCount(self) -> int:
        return self._lists.alarm_count

    @Property(str, notify=changed)
    def windowTitle(self) -> str:
        """12 号窗 · 张三在办."""
        return self._hall.window_title(self._said.window)

    @Property(bool, notify=changed)
    def otherQueues(self) -> bool:
        """The window serves other queues than configured now."""
        return self._hall.serves_others(self._said.window)

    @Property(str, notify=changed)
    def placeTitle(self) -> str:
        return self._hall.place_name(self._said.place, self._zone)

    @Property(bool, notify=changed)
    def zoneQuiet(self) -> bool:
        return self._hall.is_quiet(self._zone)

    @Property(str, notify=changed)
    def zoneVoice(self) -> str:
        """How the zone is called now: by hand without voice, by the clock, or aloud."""
        return self._hall.zone_voice(self._zone)

    @Property(bool, notify=changed)
    def hallQuiet(self) -> bool:
        return self._wall.view is not None and self._wall.view.quiet

    @Property(str, notify=changed)
    def zoneName(self) -> str:
        return self._hall.zone_name(self._zone)

    @Property(str, notify=changed)
    def typed(self) -> str:
        return self._said.typed

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._said.number

    @Property("QVariantList", constant=True)
    def letters(self) -> list[str]:
        """Keys of the pad: every letter a number may begin with."""
        return sorted({letter for q in self._plan.config.queues for letter in q.letter})

    @Property(str, notify=changed)
    def numberNote(self) -> str:
        """What the number says of itself, or what is wrong with it."""
        number, hall = self._said.number, self._hall
        if not number:
            return hall.t("例如 A012")
        part = self._plan.by_letter(number)
        return hall.queue_name(part.id) if part is not None else hall.t("没有这样开头的号")

    @Property(bool, notify=changed)
    def numberWrong(self) -> bool:
        return self._said.number != "" and self._plan.by_letter(self._said.number) is None

    @Property(str, notify=changed)
    def act(self) -> str:
        return self._said.number_act

    @Property(bool, notify=changed)
    def wantsWords(self) -> bool:
        """A field for one's own words has a meaning here."""
        return not self._said.gives_priority or self._said.needs_words(self._said.reason)

    @Property(bool, notify=changed)
    def alarmChosen(self) -> bool:
        return self._said.alarm != ""

    @Property(str, notify=changed)
    def sentence(self) -> str:
        """What will be changed."""
        return self._pending.sentence if self._pending is not None else ""

    @Property(str, notify=changed)
    def problem(self) -> str:
        return self._problem

    @Property(str, notify=changed)
    def note(self) -> str:
        """What has just been changed."""
        return self._note

    @Property(bool, notify=changed)
    def mayPropose(self) -> bool:
        """Everything is said that is needed."""
        if self._tab == "queues" and self._step != "detail":
            return False
        return acts.is_whole(self._hall, self._tab, self._said)

    @Property(bool, notify=changed)
    def maySend(self) -> bool:
        if self._pending is None or self._under_way or self.lacksWhy:
            return False
        return self._who.is_ready

    @Property(bool, notify=changed)
    def asksWhy(self) -> bool:
        """The act to be confirmed wants a reason beside its sentence."""
        return self._whys() != ()

    @Property(bool, notify=changed)
    def lacksWhy(self) -> bool:
        """That reason is not chosen yet."""
        return self._whys() != () and not self._why

    @property
    def asks_whom(self) -> tuple[str, ...]:
        """The likeliest to stand here: the head of the zone in question."""
        part = self._plan.window(self._said.alarm) if self._said.alarm else None
        return self._plan.head(part.zone if part is not None else self._zone)


def _named(command: Command, staff: str, pin: str) -> Command:
    """The command with who asks for it."""
    return msgspec.structs.replace(command, staff=staff, pin=pin)
