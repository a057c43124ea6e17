"""The lists of the pages on which the hall is steered, kept by key so that rows stay where they are."""

from PySide6.QtCore import Property, QObject

from hall.uikit.listmodel import KeyedModel
from monitor.viewmodels import dispatch_rows as rows
from monitor.viewmodels.dispatch_acts import Said, time_words
from monitor.viewmodels.dispatch_choices import CLOSE_TIMES, TABS
from monitor.viewmodels.steered import Steered
from monitor.viewmodels.who import Choice


class DispatchLists(QObject):
    """One list for one kind of thing to choose."""

    def __init__(self) -> None:
        super().__init__()
        self._tabs = KeyedModel(Choice, "id")
        self._zones = KeyedModel(rows.ZoneChoice, "id")
        self._windows = KeyedModel(rows.WindowChoice, "id")
        self._queues = KeyedModel(rows.QueueChoice, "id")
        self._lines = KeyedModel(rows.Line, "id")
        self._reasons = KeyedModel(Choice, "id")
        self._times = KeyedModel(Choice, "id")
        self._alarms = KeyedModel(Choice, "id")

    def show(self, hall: Steered, tab: str, zone: str, said: Said, reasons: list[Choice]) -> None:
        """Everything anew, for the tab and the zone that are chosen."""
        self._tabs.replace([Choice(x, hall.t(zh), x == tab) for x, zh in TABS.items()])
        self._zones.replace(rows.zones(hall, zone))
        self._windows.replace(rows.windows(hall, zone))
        self._queues.replace(rows.queues(hall, said.window, said.queues))
        self._lines.replace(rows.lines(hall, zone))
        self._reasons.replace(reasons)
        self._times.replace([Choice(x, time_words(hall, x), x == said.time) for x in CLOSE_TIMES])
        self._alarms.replace(rows.alarms(hall, said.alarm))

    def line(self, id: str) -> rows.Line | None:
        """The place to close as it is drawn now."""
        return next((x for x in self._lines.rows if x.id == id), None)

    @property
    def alarm_count(self) -> int:
        return len(self._alarms.rows)

    @Property(QObject, constant=True)
    def tabs(self) -> QObject:
        return self._tabs

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
