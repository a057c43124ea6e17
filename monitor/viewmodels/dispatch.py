"""What a manager changes at the wall while the hall runs: which queues a window serves, closing and opening a queue,
calling without voice, a number first, the end of an emergency. Each act is said in one sentence before it is sent.

Who may do it is decided by the hall; the wall only asks who it is (`Who`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract.base import Text
from hall.contract.config import HallConfig
from hall.contract.opening import CloseQueue, ReopenQueue
from hall.contract.people import EndEmergency
from hall.contract.supervision import FindingCode
from hall.contract.tickets import Prioritise, PriorityReason, PushToTop, SetQueues, SetQuiet
from hall.contract.unions import Command, Refused
from hall.contract.views import PlacesView, WallQueue
from hall.uikit import phrases
from hall.uikit.link import Reply
from hall.uikit.listmodel import KeyedModel
from monitor.viewmodels.hall_plan import HallPlan, live
from monitor.viewmodels.rows import code_of
from monitor.viewmodels.wall import Wall
from monitor.viewmodels.who import Choice, Who

TABS = {"windows": "窗口办什么", "queues": "取号和叫号", "number": "插队和优先", "emergency": "紧急求助"}
CLOSE_REASONS = ("系统维护", "设备故障", "窗口人手不够", "停电或断网", "安全检查")
CLOSE_TIMES = ("open", "30", "60", "120", "day")  # minutes, or until opened again, or until this day is over
PUSH_REASONS = ("系统或设备耽误了", "补完材料回来接着办", "身体不舒服", "叫号时出了差错")
PRIORITY = {
    PriorityReason.ELDER: "老年人",
    PriorityReason.DISABLED: "残疾人",
    PriorityReason.PREGNANT: "孕妇",
    PriorityReason.MILITARY: "军人",
    PriorityReason.OTHER: "其他原因",
}
EMERGENCY_REASONS = ("保安到场，已平息", "已送医", "已报警，警察接手", "火情已排除", "误按")
# Why, for the acts that are said without it; asked beside the sentence, which it does not change.
WHY: dict[type[Command], tuple[str, ...]] = {
    SetQueues: ("人多调配", "有人请假", "业务调整", "设备故障", "恢复配置"),
    SetQuiet: ("会议或考试", "听力设备", "节假日", "恢复广播"),
    ReopenQueue: ("故障已排除", "人员到岗", "提前恢复"),
}
NUMBER_MAX = 8


@dataclass(frozen=True)
class ZoneChoice:
    """A zone of the rail: `note` how many wait, `set` whether something there is changed by hand."""

    id: str
    text: str
    note: str
    chosen: bool
    changed: bool


@dataclass(frozen=True)
class WindowChoice:
    """A window and what it serves now; `code` as the shared table WindowState names it."""

    id: str
    number: str
    serves: str
    code: str
    other: bool


@dataclass(frozen=True)
class QueueChoice:
    """A queue a window may serve. `fixed`: it serves it whatever it is given."""

    id: str
    text: str
    note: str
    chosen: bool
    fixed: bool


@dataclass(frozen=True)
class Line:
    """A queue, or the whole zone or hall, as something to close: `closed` says from where, "" not."""

    id: str
    name: str
    note: str
    state: str
    closed: str
    key: str


class Dispatch(QObject):
    """`tab` is what is being changed, `step` how far: "" choosing, "detail" one window or one closing, "confirm"."""

    changed = Signal()
    touched = Signal()

    def __init__(self, wall: Wall, who: Who, config: HallConfig) -> None:
        super().__init__()
        self._wall, self._who, self._plan = wall, who, HallPlan(config)
        self._places: PlacesView | None = None
        self._under_way = False
        self._shown = False
        self._zone = next(iter(self._plan.zone_ids()), "")
        self._tab = "windows"
        self._note = ""
        self._clear()
        self._tabs = KeyedModel(Choice, "id")
        self._zones = KeyedModel(ZoneChoice, "id")
        self._windows = KeyedModel(WindowChoice, "id")
        self._queues = KeyedModel(QueueChoice, "id")
        self._lines = KeyedModel(Line, "id")
        self._reasons = KeyedModel(Choice, "id")
        self._times = KeyedModel(Choice, "id")
        self._alarms = KeyedModel(Choice, "id")
        latest = wall.link.latest("places")
        if isinstance(latest, PlacesView):
            self._places = latest
        wall.link.viewArrived.connect(self._on_view)
        wall.changed.connect(self.refresh)
        who.changed.connect(self._who_changed)
        self.refresh()

    def _clear(self) -> None:
        """Back to choosing; what was half said is forgotten."""
        self._step = self._window = self._place = self._act = ""
        self._reason = self._typed = self._number = self._problem = self._alarm = ""
        self._time = CLOSE_TIMES[0]
        self._draft: tuple[str, ...] = ()
        self._pending: tuple[Command, str] | None = None
        self._why = ""

    def _on_view(self, topic: str, view: object) -> None:
        if topic == "places" and isinstance(view, PlacesView):
            self._places = view
            self.refresh()

    def _who_changed(self) -> None:
        self.changed.emit()

    def start(self, tab: str = "windows", zone: str = "", alarm: str = "") -> None:
        """The page is opened."""
        self._clear()
        self._shown = True
        self._note = ""
        self._tab = tab
        if zone in self._plan.zone_ids():
            self._zone = zone
        if alarm:
            self._alarm = alarm
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

    # -- lists ------------------------------------------------------------------------------------------------
    @Slot()
    def refresh(self) -> None:
        if not self._shown:
            return
        alarms = self._alarm_choices()
        if self._alarm and self._alarm not in {a.id for a in alarms} and self._step != "confirm":
            self._alarm = ""
        self._tabs.replace([Choice(tab, self._t(zh), tab == self._tab) for tab, zh in TABS.items()])
        self._zones.replace(self._zone_choices())
        self._windows.replace(self._window_choices())
        self._queues.replace(self._queue_choices())
        self._lines.replace(self._line_choices())
        self._reasons.replace(self._reason_choices())
        self._times.replace(self._time_choices())
        self._alarms.replace(alarms)
        self.changed.emit()

    def _t(self, zh: str) -> str:
        return self._wall.words.t(zh)

    def _of(self, text: Text) -> str:
        return self._wall.words.of(text)

    def _waiting(self) -> dict[str, WallQueue]:
        return {q.queue: q for q in self._wall.view.queues} if self._wall.view is not None else {}

    def _zone_choices(self) -> list[ZoneChoice]:
        view = self._wall.view
        zones = {z.zone: z for z in view.zones} if view is not None else {}
        by_hand = {q.zone for q in view.queues if q.closed} if view is not None else set()
        by_hand |= {w.zone for w in view.windows if w.other} if view is not None else set()
        by_hand |= {z.zone for z in zones.values() if z.quiet}
        floor = self._plan.floor(self._zone) if self._zone else 0
        return [
            ZoneChoice(
                name,
                self._of(self._plan.zone_name(name)),
                str(zones[name].waiting) if name in zones and not self._wall.is_stale else "—",
                name == self._zone,
                name in by_hand,
            )
            for name in self._plan.zone_ids()
            if self._plan.floor(name) == floor
        ]

    def _serves(self, window: str) -> tuple[str, ...]:
        """What it serves now, as the hall says; as configured until it has said."""
        place = live(self._places, window)
        part = self._plan.window(window)
        return place.queues if place is not None else part.queues if part is not None else ()

    def _window_choices(self) -> list[WindowChoice]:
        shown = {w.window: w for w in self._wall.view.windows} if self._wall.view is not None else {}
        letters = {q.id: q.letter for q in self._plan.config.queues}
        return [
            WindowChoice(
                w.id,
                w.number,
                " ".join(letters.get(q, q) for q in self._serves(w.id)),
                code_of(shown[w.id]) if w.id in shown and not self._wall.is_stale else "closed",
                w.id in shown and shown[w.id].other,
            )
            for w in self._plan.windows(self._zone)
        ]

    def _queue_choices(self) -> list[QueueChoice]:
        part = self._plan.window(self._window)
        if part is None:
            return []
        fixed, waiting = self._plan.fixed(part), self._waiting()
        return [
            QueueChoice(
                q.id,
                f"{q.letter} {self._of(self._plan.queue_name(q.id))}",
                str(waiting[q.id].waiting) if q.id in waiting and waiting[q.id].waiting else "",
                q.id in self._draft or q.id in fixed,
                q.id in fixed,
            )
            for q in self._plan.possible(part)
        ]

    def _line_choices(self) -> list[Line]:
        """The zone's queues, the whole zone, the whole hall. Each is opened as it was closed."""
        waiting, t = self._waiting(), self._t
        found = []
        for part in self._plan.queues(self._zone):
            have = waiting.get(part.id)
            note, state, closed = "", t("不知道"), ""
            if have is not None and not self._wall.is_stale:
                note = t("{n} 人在等 · {w} 个窗口在办").format(n=have.waiting, w=have.at_work)
                closed, state = have.closed, self._state_words(have)
            name = f"{part.letter} {self._of(self._plan.queue_name(part.id))}"
            key = "" if closed in ("zone", "hall") else t("恢复取号") if closed else t("停止取号")
            found.append(Line(f"queue/{part.id}", name, note, state, closed, key))
        for kind, name in (("zone", self._of(self._plan.zone_name(self._zone))), ("hall", t("整个大厅"))):
            mine = [
                q for q in waiting.values() if q.closed == kind and (kind == "hall" or q.zone == self._zone)
            ]
            words = self._closing_words(mine[0]) if mine else ""
            title = t("{zone} 全区").format(zone=name) if kind == "zone" else name
            key = t("恢复取号") if mine else t("停止取号")
            found.append(Line(kind, title, "", words, kind if mine else "", key))
        return found

    def _state_words(self, queue: WallQueue) -> str:
        if queue.closed:
            return self._closing_words(queue)
        return self._t("在取号") if queue.open else self._t("没开")

    def _closing_words(self, queue: WallQueue) -> str:
        """停号：系统升级，10:30 恢复（李主任）."""
        t = self._t
        until = t("，{at} 恢复").format(at=phrases.clock(queue.until_ms)) if queue.until_ms else ""
        by = t("（{who}）").format(who=queue.by) if queue.by else ""
        return t("停号：{why}").format(why=queue.why) + until + by

    def _reason_choices(self) -> list[Choice]:
        if whys := self._whys():
            return [Choice(why, self._t(why), why == self._why) for why in whys]
        if self._tab == "queues":
            words: tuple[tuple[str, str], ...] = tuple((r, r) for r in CLOSE_REASONS)
        elif self._tab == "emergency":
            words = tuple((r, r) for r in EMERGENCY_REASONS)
        elif self._act == "priority":
            words = tuple((reason.value, zh) for reason, zh in PRIORITY.items())
        else:
            words = tuple((r, r) for r in PUSH_REASONS)
        return [Choice(key, self._t(zh), key == self._reason) for key, zh in words]

    def _time_choices(self) -> list[Choice]:
        return [Choice(key, self._time_words(key), key == self._time) for key in CLOSE_TIMES]

    def _until(self, key: str) -> int:
        """Hall time (ms) of the reopening: on the next five minutes, or at midnight; 0 until it is opened again."""
        now = self._wall.link.now_ms()
        if key == "open":
            return 0
        if key == "day":
            moment = phrases.moment(now)
            left = 86_400 - (moment.hour * 3600 + moment.minute * 60 + moment.second)
            return now - now % 1000 + left * 1000
        five = 5 * 60_000
        return -(-(now + int(key) * 60_000) // five) * five

    def _time_words(self, key: str) -> str:
        if key == "open":
            return self._t("到再恢复为止")
        if key == "day":
            return self._t("今天不再取号")
        return self._t("到 {at}").format(at=phrases.clock(self._until(key)))

    def _alarm_choices(self) -> list[Choice]:
        found = [n for n in self._wall.notices if n.code is FindingCode.EMERGENCY and n.subject]
        return [Choice(n.subject, self._of(n.title), n.subject == self._alarm) for n in found]

    # -- choosing ---------------------------------------------------------------------------------------------
    @Slot(str)
    def chooseTab(self, tab: str) -> None:
        if tab in TABS:
            self._clear()
            self._tab = tab
            if tab == "number":
                self._act = "push"
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
        part = self._plan.window(window)
        if part is not None:
            fixed = self._plan.fixed(part)
            self._window, self._step, self._problem = window, "detail", ""
            self._draft = tuple(q for q in self._serves(window) if q in part.queues or q not in fixed)
            self._touch()

    @Slot(str)
    def toggleQueue(self, queue: str) -> None:
        """Give the queue to the window, or take it away; the last one stays."""
        part = self._plan.window(self._window)
        if part is None or queue in self._plan.fixed(part):
            return
        if queue not in self._draft:
            self._draft, self._problem = (*self._draft, queue), ""
        elif len(self._draft) > 1:
            self._draft, self._problem = tuple(q for q in self._draft if q != queue), ""
        else:
            self._problem = self._t("窗口至少要办一个队列")
        self._touch()

    @Slot(str)
    def chooseLine(self, line: str) -> None:
        """Close a queue, the zone or the hall (why and until when is asked next), or open it again."""
        have = next((x for x in self._lines.rows if x.id == line), None)
        if have is None or not have.key:
            return
        self._place, self._reason, self._typed, self._problem = line, "", "", ""
        self._time = CLOSE_TIMES[0]
        if have.closed:
            name = self._line_name(line)
            queue, zone = self._line_ids(line)
            sentence = self._t("{name}恢复取号").format(name=name)
            self._propose(ReopenQueue(queue, zone), sentence)
        else:
            self._step = "detail"
        self._touch()

    @Slot(str, bool)
    def setQuiet(self, where: str, quiet: bool) -> None:
        """无声叫号 of the zone that is chosen, or of the hall ("hall")."""
        zone = "" if where == "hall" else self._zone
        name = self._of(self._plan.zone_name(zone)) if zone else self._t("整个大厅")
        words = "{name}改为无声叫号：只上屏，不出声" if quiet else "{name}恢复出声叫号"
        self._propose(SetQuiet(quiet, zone), self._t(words).format(name=name))
        self._touch()

    @Slot(str)
    def chooseTime(self, key: str) -> None:
        if key in CLOSE_TIMES:
            self._time = key
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
        self._reason = reason
        if not self._needs_words(reason):
            self._typed = ""
        self._touch()

    @Slot(str)
    def typeText(self, text: str) -> None:
        """A reason in one's own words."""
        if text != self._typed:
            self._typed, self._problem = text, ""
            if text.strip() and self._act != "priority":
                self._reason = ""
            self._touch()

    @Slot(str)
    def typeNumber(self, text: str) -> None:
        number = "".join(text.upper().split())[:NUMBER_MAX]
        if number != self._number:
            self._number, self._problem = number, ""
            self._touch()

    @Slot(str)
    def typeKey(self, key: str) -> None:
        """One key of the pad on the page; "<" takes one away."""
        self.typeNumber(self._number[:-1] if key == "<" else self._number + key)

    @Slot(str)
    def chooseAct(self, act: str) -> None:
        """ "push" to the top, or "priority"."""
        self._act, self._reason, self._typed, self._problem = act, "", "", ""
        self._touch()

    @Slot(str)
    def chooseAlarm(self, window: str) -> None:
        self._alarm, self._problem = window, ""
        self._touch()

    @Slot()
    def back(self) -> None:
        """One step back, keeping what was chosen before."""
        if self._step == "confirm":
            self._pending, self._why = None, ""
            self._step = "detail" if self._window or (self._tab == "queues" and self._reason_words()) else ""
            self._problem = ""
            if not self._step:
                self._place = ""
        else:
            self._clear()
            if self._tab == "number":
                self._act = "push"
        self._touch()

    # -- saying it in one sentence ------------------------------------------------------------------------------
    def _needs_words(self, reason: str) -> bool:
        return self._act == "priority" and reason == PriorityReason.OTHER.value

    def _reason_words(self) -> str:
        return self._typed.strip() or ("" if self._act == "priority" else self._reason)

    def _names(self, queues: tuple[str, ...]) -> str:
        return self._t("、").join(self._of(self._plan.queue_name(q)) for q in queues)

    def _line_ids(self, line: str) -> tuple[str, str]:
        """(queue, zone) as the commands name a place."""
        kind, _, name = line.partition("/")
        return (name, "") if kind == "queue" else ("", self._zone if kind == "zone" else "")

    def _line_name(self, line: str) -> str:
        return next((x.name for x in self._lines.rows if x.id == line), "")

    @Slot()
    def asConfigured(self) -> None:
        """The window gets back the queues of the configuration."""
        part = self._plan.window(self._window)
        if part is not None:
            words = self._t("{window} 号窗恢复成配置：办 {queues}")
            sentence = words.format(window=part.number, queues=self._names(part.queues))
            self._propose(SetQueues(part.id, ()), sentence)
            self._touch()

    @Slot()
    def propose(self) -> None:
        """Say what will be changed; it is sent from the next page."""
        make: dict[str, Callable[[], None]] = {
            "windows": self._propose_queues,
            "queues": self._propose_close,
            "number": self._propose_number,
            "emergency": self._propose_end,
        }
        if self.mayPropose:
            make[self._tab]()
            self._touch()

    def _propose(self, command: Command, sentence: str) -> None:
        self._pending, self._step, self._problem, self._why = (command, sentence), "confirm", "", ""

    def _whys(self) -> tuple[str, ...]:
        """Why the act to be confirmed may be done; empty where its sentence says so already."""
        return WHY.get(type(self._pending[0]), ()) if self._pending is not None else ()

    def _propose_queues(self) -> None:
        part = self._plan.window(self._window)
        assert part is not None
        same = set(self._draft) == set(part.queues)
        words = self._t("{window} 号窗改办 {queues}，原来办 {before}")
        sentence = words.format(
            window=part.number, queues=self._names(self._draft), before=self._names(self._serves(part.id))
        )
        self._propose(SetQueues(part.id, () if same else self._draft), sentence)

    def _propose_close(self) -> None:
        queue, zone = self._line_ids(self._place)
        reason, until = self._reason_words(), self._until(self._time)
        waiting = self._waiting().values()
        wanted = [q for q in waiting if q.queue == queue or (not queue and zone in ("", q.zone))]
        words = self._t("{name}停止取号，{until}。原因：{why}。已经在等的 {n} 人照常办")
        sentence = words.format(
            name=self._line_name(self._place), until=self._time_words(self._time), why=self._t(reason),
            n=sum(q.waiting for q in wanted),
        )  # fmt: skip
        self._propose(CloseQueue(reason, queue, zone, until), sentence)

    def _propose_number(self) -> None:
        ticket = f"{phrases.moment(self._wall.link.now_ms()).date().isoformat()}-{self._number}"
        if self._act == "priority":
            reason = PriorityReason(self._reason)
            why = self._t(PRIORITY[reason])
            why = f"{why} {self._typed.strip()}".strip()
            sentence = self._t("{number} 改为优先。原因：{why}").format(number=self._number, why=why)
            self._propose(Prioritise(ticket, reason, self._typed.strip()), sentence)
        else:
            reason_words = self._reason_words()
            words = self._t("{number} 排到最前，下一个就叫。原因：{why}")
            sentence = words.format(number=self._number, why=self._t(reason_words))
            self._propose(PushToTop(ticket, reason_words), sentence)

    def _propose_end(self) -> None:
        part = self._plan.window(self._alarm)
        why = self._reason_words()
        words = self._t("{window} 号窗的紧急求助结束。处理：{why}")
        number = part.number if part is not None else self._alarm
        self._propose(EndEmergency(self._alarm, why), words.format(window=number, why=self._t(why)))

    @Slot()
    def send(self) -> None:
        """The sentence is confirmed: ask the hall."""
        if not self.maySend or self._pending is None:
            return
        command, sentence = self._pending
        if self._why:
            command = msgspec.structs.replace(command, reason=self._why)
        named = _named(command, self._who.person_id, self._who.pin_text)
        self._under_way, self._problem = True, ""

        def on_reply(reply: Reply) -> None:
            self._under_way = False
            if isinstance(reply, Refused):
                self._problem = self._of(reply.text)
                self.refresh()
                self.touched.emit()
                return
            self._clear()
            if self._tab == "number":
                self._act = "push"
            self._touch()
            self._note = self._t("改好了：{what}").format(what=sentence)
            self.changed.emit()

        self._wall.link.ask(named, self._who.heard(on_reply))
        self.changed.emit()

    # -- what pages read --------------------------------------------------------------------------------------
    @Property(QObject, constant=True)
    def tabs(self) -> QObject:
        return self._tabs

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
        return self._plan.floor(self._zone) if self._zone else 0

    @Property(QObject, constant=True)
    def zones(self) -> QObject:
        return self._zones

    @Property(QObject, constant=True)
    def windows(self) -> QObject:
        return self._windows

    @Property(QObject, constant=True)
    def queues(self) -> QObject:
        return self._queues

    @Property(QObject, constant=True)
    def lines(self) -> QObject:
        return self._lines

    @Property(QObject, constant=True)
    def reasons(self) -> QObject:
        return self._reasons

    @Property(QObject, constant=True)
    def times(self) -> QObject:
        return self._times

    @Property(QObject, constant=True)
    def alarms(self) -> QObject:
        return self._alarms

    @Property(int, notify=changed)
    def alarmCount(self) -> int:
        return len(self._alarms.rows)

    @Property(str, notify=changed)
    def windowTitle(self) -> str:
        """12 号窗 · 张三在办."""
        part = self._plan.window(self._window)
        if part is None:
            return ""
        place, t = live(self._places, part.id), self._t
        name = t("{window} 号窗").format(window=part.number)
        if place is None:
            return name
        return name + " · " + (place.staff_name or place.staff or t("现在没有人"))

    @Property(bool, notify=changed)
    def otherQueues(self) -> bool:
        """The window serves other queues than configured now."""
        part = self._plan.window(self._window)
        if part is None:
            return False
        return set(self._serves(part.id)) - self._plan.fixed(part) != set(part.queues) - self._plan.fixed(
            part
        )

    @Property(str, notify=changed)
    def placeTitle(self) -> str:
        return self._line_name(self._place)

    @Property(bool, notify=changed)
    def zoneQuiet(self) -> bool:
        view = self._wall.view
        return view is not None and any(z.quiet for z in view.zones if z.zone == self._zone)

    @Property(str, notify=changed)
    def zoneVoice(self) -> str:
        """How the zone is called now: by hand without voice, by the clock, or aloud."""
        zones = self._wall.view.zones if self._wall.view is not None else ()
        until_ms = max((z.silent_until_ms for z in zones if z.zone == self._zone), default=0)
        if self.zoneQuiet:
            return self._t("现在无声")
        if until_ms:
            return self._t("静音时段，到 {at}").format(at=phrases.clock(until_ms))
        return self._t("现在出声")

    @Property(bool, notify=changed)
    def hallQuiet(self) -> bool:
        return self._wall.view is not None and self._wall.view.quiet

    @Property(str, notify=changed)
    def zoneName(self) -> str:
        return self._of(self._plan.zone_name(self._zone))

    @Property(str, notify=changed)
    def typed(self) -> str:
        return self._typed

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._number

    @Property("QVariantList", constant=True)
    def letters(self) -> list[str]:
        """Keys of the pad: every letter a number may begin with."""
        return sorted({letter for q in self._plan.config.queues for letter in q.letter})

    @Property(str, notify=changed)
    def numberNote(self) -> str:
        """What the number says of itself, or what is wrong with it."""
        if not self._number:
            return self._t("例如 A012")
        part = self._plan.by_letter(self._number)
        if part is None:
            return self._t("没有这样开头的号")
        return self._of(self._plan.queue_name(part.id))

    @Property(bool, notify=changed)
    def numberWrong(self) -> bool:
        return self._number != "" and self._plan.by_letter(self._number) is None

    @Property(str, notify=changed)
    def act(self) -> str:
        return self._act

    @Property(bool, notify=changed)
    def wantsWords(self) -> bool:
        """A field for one's own words has a meaning here."""
        return self._act != "priority" or self._needs_words(self._reason)

    @Property(bool, notify=changed)
    def alarmChosen(self) -> bool:
        return self._alarm != ""

    @Property(str, notify=changed)
    def sentence(self) -> str:
        """What will be changed."""
        return self._pending[1] if self._pending is not None else ""

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
        said = bool(self._reason_words())
        if self._tab == "windows":
            return self._window != "" and set(self._draft) != set(self._own())
        if self._tab == "queues":
            return self._step == "detail" and self._place != "" and said
        if self._tab == "emergency":
            return self._alarm != "" and said
        known = self._plan.by_letter(self._number) is not None and self._number[-1:].isdigit()
        if self._act == "priority":
            return known and self._reason != "" and (not self._needs_words(self._reason) or said)
        return known and said

    def _own(self) -> tuple[str, ...]:
        part = self._plan.window(self._window)
        if part is None:
            return ()
        fixed = self._plan.fixed(part)
        return tuple(q for q in self._serves(part.id) if q in part.queues or q not in fixed)

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
        part = self._plan.window(self._alarm) if self._alarm else None
        return self._plan.head(part.zone if part is not None else self._zone)


def _named(command: Command, staff: str, pin: str) -> Command:
    """The command with who asks for it."""
    return msgspec.structs.replace(command, staff=staff, pin=pin)
