"""What a manager does at the wall: look at one alert, say 知道了, confirm or dismiss a suspicion; and the pages of
`Environment`, `Dispatch`, `Devices`, `Machines` and `Posts`. Who it is says `Who`. A page nobody touches goes away.
"""

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from hall.contract.people import AnswerHelp
from hall.contract.supervision import Acknowledge, FindingCode, FindingState, JudgeFinding, Level
from hall.contract.unions import Refused
from hall.contract.views_common import Notice
from hall.uikit import phrases
from hall.uikit.link import Reply
from hall.uikit.listmodel import KeyedModel
from monitor.viewmodels.air import Air
from monitor.viewmodels.asking import Asking, Why
from monitor.viewmodels.devices import Devices
from monitor.viewmodels.dispatch import Dispatch
from monitor.viewmodels.environment import Environment, Place
from monitor.viewmodels.machines import Machines
from monitor.viewmodels.posts import Posts
from monitor.viewmodels.wall import Wall
from monitor.viewmodels.who import Choice, Who

CLOSE_MS = 120_000  # a page nobody touches goes away

CONFIRM_REASONS = ("到现场看过，没有人", "打电话没人接", "签到了但人不在")
DISMISS_REASONS = ("人在，镜头没看到", "去取材料或打印", "正在交接班", "报备过的短时离开")


class ManagerDesk(QObject):
    """`page` is "", "finding", "environment", "dispatch", "devices", "machines" or "posts"."""

    changed = Signal()

    def __init__(
        self, wall: Wall, who: Who, dispatch: Dispatch, devices: Devices, environment: Environment,
        posts: Posts, zones: tuple[Place, ...],
    ) -> None:  # fmt: skip
        super().__init__()
        self._wall, self._who, self._dispatch, self._places = wall, who, dispatch, zones
        self._devices, self._environment = devices, environment
        self._air, self._machines, self._posts = Air(wall), Machines(wall), posts
        self._page = ""
        self._finding = ""
        self._judging = ""  # "", "confirm" or "dismiss"
        self._asking, self._why = Asking(wall, who), Why()
        self._reasons = KeyedModel(Choice, "id")
        self._close_later = self._timer(self.close)
        wall.changed.connect(self._refresh)
        who.changed.connect(self._on_who)
        dispatch.touched.connect(self._on_dispatch)
        devices.touched.connect(self._on_devices)
        posts.touched.connect(self._on_posts)
        self._environment.touched.connect(self._on_environment)
        self._environment.finished.connect(self.close)
        self._refresh()

    def _timer(self, slot: object) -> QTimer:
        timer = QTimer()
        timer.setSingleShot(True)
        timer.timeout.connect(slot)
        return timer

    def _refresh(self) -> None:
        t = self._wall.words.t
        reasons = {"confirm": CONFIRM_REASONS, "dismiss": DISMISS_REASONS}.get(self._judging, ())
        self._reasons.replace(self._why.choices(reasons, t))
        if self._page == "finding":
            notice = self._notice
            self._who.ask(self._heads(notice.zone if notice else ""), False, self.asksPin)
        elif self._page == "dispatch":
            self._who.ask(self._dispatch.asks_whom, True, True)
        elif self._page == "environment":
            self._who.ask(self._environment.asks_whom, True, self._environment.judges)
        elif self._page == "devices":
            empties = self._devices.empties
            self._who.ask(self._heads(empties.zone), True, empties.asks)
        elif self._page == "posts":
            posts = self._posts
            self._who.ask((*posts.asks_whom, *self._heads(posts.zone)), False, posts.at != "")
        self.changed.emit()

    def _heads(self, zone: str) -> tuple[str, ...]:
        """Of the staff, the head of a zone, where it has one."""
        return tuple(z.head for z in self._places if z.id == zone and z.head)

    def _on_who(self) -> None:
        """A key on the pad, a chosen person: somebody is there."""
        if self._page:
            self._close_later.start(CLOSE_MS)
        self.changed.emit()

    def _on_dispatch(self) -> None:
        if self._page == "dispatch":
            self._touch()

    def _on_environment(self) -> None:
        if self._page == "environment":
            self._touch()

    def _on_devices(self) -> None:
        if self._page == "devices":
            self._touch()

    def _on_posts(self) -> None:
        if self._page == "posts":
            self._touch()

    # -- opening and closing -----------------------------------------------------------------------------
    @Slot(str)
    def open(self, finding: str) -> None:
        """Look at one alert."""
        self._page, self._finding = "finding", finding
        self._judging = self._asking.problem = ""
        self._why.clear()
        self._touch()

    @Slot(int)
    def openNth(self, place: int) -> None:
        """Keys 1, 2, 3: the alerts from the top."""
        notices = self._wall.notices
        if 0 < place <= min(3, len(notices)) and self._page == "":
            self.open(notices[place - 1].finding)

    @Slot()
    def openNext(self) -> None:
        """The alert after the one that is open, so that those behind the first three can be reached too."""
        notices = [notice.finding for notice in self._wall.notices]
        if notices:
            at = notices.index(self._finding) + 1 if self._finding in notices else 0
            self.open(notices[at % len(notices)])

    @Slot()
    def openRest(self) -> None:
        """The first alert for which there was no room on the wall."""
        notices = self._wall.notices
        if len(notices) > 3:
            self.open(notices[3].finding)

    @Slot()
    def openEnvironment(self) -> None:
        """Records of 环境差, and recording one by hand (key E)."""
        self._page = "environment"
        self._environment.start()
        self._touch()

    @Slot()
    def openDispatch(self) -> None:
        """The page of a manager's acts (key D)."""
        self._page = "dispatch"
        self._dispatch.start()
        self._touch()

    @Slot()
    def openDevices(self) -> None:
        """The truth about every device (key S)."""
        self._page = "devices"
        self._devices.start()
        self._touch()

    @Slot()
    def openMachines(self) -> None:
        """Every ticket machine as a whole (key M)."""
        self._page = "machines"
        self._touch()

    @Slot()
    def openPosts(self) -> None:
        """Who should be where, and a leave of a post without a window (key G)."""
        self._page = "posts"
        self._posts.start()
        self._touch()

    @Slot(str)
    def openFact(self, fact: str) -> None:
        """What stands behind a line of the wall."""
        pages = {
            "environment": self.openEnvironment,
            "devices": self.openDevices,
            "machines": self.openMachines,
            "posts": self.openPosts,
            "dispatch": self.openDispatch,
        }
        if fact in pages:
            pages[fact]()

    @Slot()
    def endEmergency(self) -> None:
        """From the alert to the page where it is ended."""
        notice = self._notice
        if notice is not None and self.emergency:
            self._page = "dispatch"
            self._dispatch.start("emergency", notice.zone, notice.subject)
            self._touch()

    @Slot()
    def back(self) -> None:
        """Esc: one step back inside a page, then away from it."""
        if self._page == "dispatch" and self._dispatch.step:
            self._dispatch.back()
        elif self._page == "environment" and self._environment.at:
            self._environment.back()
        elif self._page == "devices" and self._devices.empties.asks:
            self._devices.empties.back()
        elif self._page == "posts" and self._posts.at:
            self._posts.back()
        else:
            self.close()

    @Slot()
    def close(self) -> None:
        self._close_later.stop()
        if self._page == "dispatch":
            self._dispatch.leave()
        self._devices.leave()
        self._environment.start()
        self._who.leave()
        self._page = self._finding = self._judging = self._asking.problem = ""
        self._posts.leave()
        self._why.clear()
        self._refresh()

    def _touch(self) -> None:
        self._close_later.start(CLOSE_MS)
        self._refresh()

    # -- choosing ------------------------------------------------------------------------------------------
    @Slot(str)
    def choosePerson(self, person: str) -> None:
        self._asking.problem = ""
        self._who.choose(person)
        self._touch()

    @Slot(str)
    def judge(self, how: str) -> None:
        """ "confirm" or "dismiss"; a reason is asked for next, "" takes it back."""
        self._judging, self._why.chosen, self._asking.problem = how, "", ""
        self._touch()

    @Slot(str)
    def chooseReason(self, reason: str) -> None:
        self._why.choose(reason)
        self._asking.problem = ""
        self._touch()

    @Slot(str)
    def typeText(self, text: str) -> None:
        """The reason in one's own words."""
        if self._why.type(text):
            self._asking.problem = ""
            self._touch()

    # -- saying ----------------------------------------------------------------------------------------------
    @Slot()
    def acknowledge(self) -> None:
        """知道了."""
        if self.mayAcknowledge:
            seen = Acknowledge(self._finding, self._who.person_id, pin=self._who.pin_text)
            self._asking.ask(seen, self._on_reply)

    @Slot()
    def answerHelp(self) -> None:
        """The guide has come to the kiosk (R080)."""
        notice = self._notice
        if self.mayAnswer and notice is not None:
            self._asking.ask(
                AnswerHelp(notice.subject, self._who.person_id, self._who.pin_text), self._on_reply
            )

    @Slot()
    def settle(self) -> None:
        """Send the judgement with its reason."""
        if self.maySettle:
            confirmed = self._judging == "confirm"
            who = self._who
            judged = JudgeFinding(self._finding, who.person_id, confirmed, self._why.text, who.pin_text)
            self._asking.ask(judged, self._on_reply)

    def _on_reply(self, reply: Reply) -> None:
        if isinstance(reply, Refused):
            self._touch()
        else:
            self.close()

    # -- what pages read ---------------------------------------------------------------------------------------
    @property
    def _notice(self) -> Notice | None:
        return next((n for n in self._wall.notices if n.finding == self._finding), None)

    @Property(str, notify=changed)
    def page(self) -> str:
        return self._page

    @Property(str, notify=changed)
    def finding(self) -> str:
        return self._finding

    @Property(QObject, constant=True)
    def air(self) -> QObject:
        return self._air

    @Property(QObject, constant=True)
    def environment(self) -> QObject:
        return self._environment

    @Property(QObject, constant=True)
    def machines(self) -> QObject:
        return self._machines

    @Property(QObject, constant=True)
    def posts(self) -> QObject:
        return self._posts

    @Property(QObject, constant=True)
    def people(self) -> QObject:
        return self._who.people

    @Property(QObject, constant=True)
    def reasons(self) -> QObject:
        return self._reasons

    @Property(str, notify=changed)
    def problem(self) -> str:
        return self._asking.problem

    @Property(str, notify=changed)
    def typed(self) -> str:
        return self._why.typed

    @Property(str, notify=changed)
    def judging(self) -> str:
        return self._judging

    @Property(bool, notify=changed)
    def over(self) -> bool:
        """The alert is no longer there: it is over, or somebody settled it."""
        return self._page == "finding" and self._notice is None

    @Property(str, notify=changed)
    def title(self) -> str:
        notice = self._notice
        return self._wall.words.of(notice.title) if notice else self._wall.words.t("这件事已经过去了")

    @Property(bool, notify=changed)
    def red(self) -> bool:
        notice = self._notice
        return notice is not None and notice.level is Level.ALERT

    @Property("QStringList", notify=changed)
    def lines(self) -> list[str]:
        """Since when, the facts, who was told, what to do, who knows."""
        notice, words = self._notice, self._wall.words
        if notice is None:
            return []
        told, now_ms = "", self._wall.link.now_ms()
        if words.of(notice.told):
            told = words.t("已告诉 {who}").format(who=words.of(notice.told))
            told += f" {phrases.when(notice.told_ms, now_ms)}" if notice.told_ms else ""
        known = words.t("{who} 知道了").format(who=notice.by) if notice.known and notice.by else ""
        since = words.t("{at} 起").format(at=phrases.when(notice.since_ms, now_ms))
        return [line for line in (since, words.of(notice.facts), told, known) if line]

    @Property(str, notify=changed)
    def action(self) -> str:
        notice = self._notice
        return self._wall.words.of(notice.action) if notice else ""

    @Property(bool, notify=changed)
    def suspected(self) -> bool:
        """A camera only suspects; a named person decides (R030)."""
        notice = self._notice
        return notice is not None and notice.state is FindingState.SUSPECTED

    @Property(bool, notify=changed)
    def known(self) -> bool:
        notice = self._notice
        return notice is not None and notice.known

    @Property(bool, notify=changed)
    def asksPin(self) -> bool:
        """知道了, 已经有人帮了 and a judgement are said by name: whoever has a PIN types it."""
        return self._notice is not None and (self._judging != "" or not self.known or self.helping)

    @Property(bool, notify=changed)
    def mayAcknowledge(self) -> bool:
        return self._notice is not None and not self.known and self._who.is_ready

    @Property(bool, notify=changed)
    def emergency(self) -> bool:
        """A clerk asks for help at once; ended by a manager who says what was done."""
        notice = self._notice
        return notice is not None and notice.code is FindingCode.EMERGENCY and notice.subject != ""

    @Property(bool, notify=changed)
    def reasonGiven(self) -> bool:
        return self._why.text != ""

    @Property(bool, notify=changed)
    def helping(self) -> bool:
        """Somebody asks for a guide at a kiosk."""
        notice = self._notice
        return notice is not None and notice.code is FindingCode.HELP and notice.subject != ""

    @Property(bool, notify=changed)
    def mayAnswer(self) -> bool:
        return self.helping and self._who.is_ready

    @Property(bool, notify=changed)
    def maySettle(self) -> bool:
        return self.suspected and self._judging != "" and self._why.text != "" and self._who.is_ready
