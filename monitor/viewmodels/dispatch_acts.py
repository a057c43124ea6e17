"""From what a manager has chosen to one act: the command, and the sentence that says it before it is sent."""

from dataclasses import dataclass

from hall.contract.calling import SetQueues, SetQuiet
from hall.contract.opening import CloseQueue, ReopenQueue
from hall.contract.people import EndEmergency
from hall.contract.tickets import Prioritise, PriorityReason, PushToTop
from hall.contract.unions import Command
from hall.uikit import phrases
from monitor.viewmodels.dispatch_choices import CLOSE_TIMES, PRIORITY, WHY, until_ms
from monitor.viewmodels.steered import Steered


@dataclass(frozen=True)
class Act:
    """`sentence` is what will be changed, in the language of the screen."""

    command: Command
    sentence: str

    @property
    def whys(self) -> tuple[str, ...]:
        """Why it may be done; empty where the sentence says so already."""
        return WHY.get(type(self.command), ())


@dataclass
class Said:
    """What has been chosen so far. `number_act` is "push" or "priority"; `queues` the window shall serve."""

    window: str = ""
    queues: tuple[str, ...] = ()
    place: str = ""
    time: str = CLOSE_TIMES[0]
    number: str = ""
    number_act: str = ""
    alarm: str = ""
    reason: str = ""
    typed: str = ""

    @property
    def gives_priority(self) -> bool:
        return self.number_act == "priority"

    def needs_words(self, reason: str) -> bool:
        """A reason that says nothing by itself."""
        return self.gives_priority and reason == PriorityReason.OTHER.value

    @property
    def why(self) -> str:
        """The reason in words: one's own first."""
        return self.typed.strip() or ("" if self.gives_priority else self.reason)


def is_whole(hall: Steered, tab: str, said: Said) -> bool:
    """Everything is said that is needed."""
    if tab == "windows":
        return said.window != "" and set(said.queues) != set(hall.given(said.window))
    if tab == "queues":
        return said.place != "" and said.why != ""
    if tab == "emergency":
        return said.alarm != "" and said.why != ""
    known = hall.plan.by_letter(said.number) is not None and said.number[-1:].isdigit()
    if said.gives_priority:
        return known and said.reason != "" and (not said.needs_words(said.reason) or said.why != "")
    return known and said.why != ""


def act(hall: Steered, tab: str, zone: str, said: Said) -> Act:
    """Of what `is_whole`."""
    if tab == "windows":
        return _serve(hall, said)
    if tab == "queues":
        return _close(hall, zone, said)
    if tab == "emergency":
        return _end(hall, said)
    return _prioritise(hall, said) if said.gives_priority else _push(hall, said)


def reset(hall: Steered, window: str) -> Act | None:
    """The window gets back the queues of the configuration."""
    part = hall.plan.window(window)
    if part is None:
        return None
    words = hall.t("{window} 号窗恢复成配置：办 {queues}")
    sentence = words.format(window=part.number, queues=hall.queue_names(part.queues))
    return Act(SetQueues(part.id, ()), sentence)


def reopen(hall: Steered, place: str, zone: str) -> Act:
    """The place gives numbers again."""
    sentence = hall.t("{name}恢复取号").format(name=hall.place_name(place, zone))
    return Act(ReopenQueue(*_ids(place, zone)), sentence)


def quiet(hall: Steered, zone: str, silent: bool) -> Act:
    """无声叫号 of a zone, or of the hall ("")."""
    name = hall.zone_name(zone) if zone else hall.t("整个大厅")
    words = "{name}改为无声叫号：只上屏，不出声" if silent else "{name}恢复出声叫号"
    return Act(SetQuiet(silent, zone), hall.t(words).format(name=name))


def time_words(hall: Steered, key: str) -> str:
    """Until when a place is closed."""
    if key == "open":
        return hall.t("到再恢复为止")
    if key == "day":
        return hall.t("今天不再取号")
    return hall.t("到 {at}").format(at=phrases.clock(until_ms(key, hall.wall.link.now_ms())))


def _ids(place: str, zone: str) -> tuple[str, str]:
    """(queue, zone) as the commands name a place."""
    kind, _, name = place.partition("/")
    return (name, "") if kind == "queue" else ("", zone if kind == "zone" else "")


def _serve(hall: Steered, said: Said) -> Act:
    part = hall.plan.window(said.window)
    assert part is not None
    same = set(said.queues) == set(part.queues)
    words = hall.t("{window} 号窗改办 {queues}，原来办 {before}")
    before = hall.queue_names(hall.serves(part.id))
    sentence = words.format(window=part.number, queues=hall.queue_names(said.queues), before=before)
    return Act(SetQueues(part.id, () if same else said.queues), sentence)


def _close(hall: Steered, chosen: str, said: Said) -> Act:
    queue, zone = _ids(said.place, chosen)
    until = until_ms(said.time, hall.wall.link.now_ms())
    wanted = [q for q in hall.waiting().values() if q.queue == queue or (not queue and zone in ("", q.zone))]
    words = hall.t("{name}停止取号，{until}。原因：{why}。已经在等的 {n} 人照常办")
    sentence = words.format(
        name=hall.place_name(said.place, chosen), until=time_words(hall, said.time), why=hall.t(said.why),
        n=sum(q.waiting for q in wanted),
    )  # fmt: skip
    return Act(CloseQueue(said.why, queue, zone, until), sentence)


def _ticket(hall: Steered, number: str) -> str:
    """The id of today's ticket of this number."""
    return f"{phrases.moment(hall.wall.link.now_ms()).date().isoformat()}-{number}"


def _prioritise(hall: Steered, said: Said) -> Act:
    reason, note = PriorityReason(said.reason), said.typed.strip()
    why = f"{hall.t(PRIORITY[reason])} {note}".strip()
    sentence = hall.t("{number} 改为优先。原因：{why}").format(number=said.number, why=why)
    return Act(Prioritise(_ticket(hall, said.number), reason, note), sentence)


def _push(hall: Steered, said: Said) -> Act:
    words = hall.t("{number} 排到最前，下一个就叫。原因：{why}")
    sentence = words.format(number=said.number, why=hall.t(said.why))
    return Act(PushToTop(_ticket(hall, said.number), said.why), sentence)


def _end(hall: Steered, said: Said) -> Act:
    part = hall.plan.window(said.alarm)
    number = part.number if part is not None else said.alarm
    words = hall.t("{window} 号窗的紧急求助结束。处理：{why}")
    return Act(EndEmergency(said.alarm, said.why), words.format(window=number, why=hall.t(said.why)))
