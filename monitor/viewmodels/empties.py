"""Telling a camera from the wall what empty looks like: a named person who has just looked at its picture says that
nobody is at a seat, or nowhere (R034). `Cameras` says which camera is looked at.
"""

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract.sightings import CameraState, CaptureEmpty
from hall.contract.unions import Refused
from hall.contract.views_devices import CameraLine
from hall.uikit import phrases
from hall.uikit.link import Reply
from hall.uikit.listmodel import KeyedModel
from monitor.viewmodels.asking import Asking
from monitor.viewmodels.wall import Wall
from monitor.viewmodels.who import Choice, Who

ALL = "*"  # every seat of the camera, its floor and its view
COUNTS_S = 30  # so long what was said is news for a camera
PATIENCE_S = COUNTS_S + 20  # its report and the next view come within this


class Empties(QObject):
    """`places` is what may be said to be empty; `asks`: one of them was pressed, who says so is asked. `now_s` is the
    machine's clock."""

    changed = Signal()
    touched = Signal()

    def __init__(self, wall: Wall, who: Who, now_s: Callable[[], float]) -> None:
        super().__init__()
        self._wall, self._who, self._now_s = wall, who, now_s
        self._asking = Asking(wall, who)
        self._places = KeyedModel(Choice, "id")
        self._line: CameraLine | None = None
        self._seen = False
        self._place = ""
        self._told = ""  # the place the hall has told the camera of, and when
        self._told_s, self._told_ms, self._before_ms = 0.0, 0, 0
        who.changed.connect(self.changed)

    def watch(self, line: CameraLine | None, seen: bool) -> None:
        """`line` is the camera that is looked at, None for none; `seen`: its picture is on the screen now."""
        if (line.camera if line else "") != (self._line.camera if self._line else ""):
            self._place = self._told = self._asking.problem = ""
        self._line, self._seen = line, seen
        posts = line.posts if line is not None and self.sure else ()
        all_of = [Choice(ALL, self._wall.words.t("整个画面"), False)] if self.sure else []
        self._places.replace([*all_of, *(Choice(x.post, self._wall.words.of(x.name), False) for x in posts)])
        self.changed.emit()

    @property
    def sure(self) -> bool:
        """May anything be said: is the camera well, and does somebody look at what it sees?"""
        line = self._line
        well = line is not None and line.state == CameraState.OK.value and not self._wall.is_stale
        return well and self._seen

    @property
    def zone(self) -> str:
        return self._line.zone if self._line is not None else ""

    @Slot(str)
    def choose(self, place: str) -> None:
        """This is empty now; who says so is asked next."""
        if any(x.id == place for x in self._places.rows):
            self._place, self._told = place, ""
            self._touch()

    @Slot()
    def back(self) -> None:
        """Nothing was said."""
        self._place = ""
        self._touch()

    def _touch(self) -> None:
        self._asking.problem = ""
        self.changed.emit()
        self.touched.emit()

    @Slot()
    def send(self) -> None:
        """Say it."""
        line = self._line
        if not self.maySend or line is None:
            return
        place, post = self._place, "" if self._place == ALL else self._place
        command = CaptureEmpty(line.camera, post, self._who.person_id, self._who.pin_text)

        def heard(reply: Reply) -> None:
            if isinstance(reply, Refused) or self._line is None or self._line.camera != line.camera:
                self.changed.emit()
            else:
                self._told, self._before_ms = place, line.emptied_ms
                self._told_s, self._told_ms = self._now_s(), self._wall.link.now_ms()
                self._place = ""
                self.changed.emit()
            self.touched.emit()

        self._asking.ask(command, heard)
        self.changed.emit()

    def _name(self, place: str) -> str:
        words, posts = self._wall.words, self._line.posts if self._line is not None else ()
        named = next((words.of(x.name) for x in posts if x.post == place), "")
        return words.t("整个画面") if place == ALL else named

    # -- what pages read ---------------------------------------------------------------------------------------
    @Property(QObject, constant=True)
    def places(self) -> QObject:
        return self._places

    @Property(bool, notify=changed)
    def asks(self) -> bool:
        return self._place != ""

    @Property(str, notify=changed)
    def sentence(self) -> str:
        """What is about to be said."""
        if not self._place or self._line is None:
            return ""
        words = self._wall.words
        said = words.t("{camera}：{place}现在是空的")
        return said.format(camera=words.of(self._line.name), place=self._name(self._place))

    @Property(str, notify=changed)
    def means(self) -> str:
        """What follows from it."""
        if self._place == ALL:
            return self._wall.words.t("所有座位、地面和镜头的角度，都照它现在看到的记")
        return self._wall.words.t("它现在看到的，就是没有人的样子") if self._place else ""

    @Property(str, notify=changed)
    def hint(self) -> str:
        """Why nothing can be said now, or what is missing; "" when all is there."""
        t, line = self._wall.words.t, self._line
        if line is None:
            return ""
        if line.state != CameraState.OK.value or self._wall.is_stale:
            return t("摄像头正常了才能记空位")
        if not self._seen:
            return t("看到画面才能记空位")
        return self._who.hint if self._place else ""

    @Property(str, notify=changed)
    def problem(self) -> str:
        """Why the hall refused."""
        return self._asking.problem

    @Property(bool, notify=changed)
    def maySend(self) -> bool:
        return self._place != "" and self.sure and self._who.is_ready and not self._asking.under_way

    @Property(str, notify=changed)
    def status(self) -> str:
        """Of what was said last: "" nothing, "told", "taken" or "missed"."""
        if not self._told or self._line is None:
            return ""
        if self._line.emptied_ms > self._before_ms:
            return "taken"
        return "missed" if self._now_s() - self._told_s > PATIENCE_S else "told"

    @Property(str, notify=changed)
    def note(self) -> str:
        """What became of it, in words."""
        words = {
            "": "",
            "told": "{at} 已告诉摄像头：{place}是空的。{s} 秒内的画面才算数",
            "taken": "{at} 摄像头记下了：{place}是空的",
            "missed": "{s} 秒内摄像头没有记下{place}，请再说一次",
        }[self.status]
        if not words or self._line is None:
            return ""
        at_ms = self._line.emptied_ms if self.status == "taken" else self._told_ms
        place = self._name(self._told)
        return self._wall.words.t(words).format(at=phrases.clock(at_ms), place=place, s=COUNTS_S)
