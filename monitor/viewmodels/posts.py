"""The page of posts: who should be where, and for a post without a window a named person says that somebody leaves it,
why and for how long, or is back (R034). Who it is says `Who`."""

from collections.abc import Mapping

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract.posts import DeclareLeave, EndLeave
from hall.contract.unions import Refused
from hall.contract.views_wall import WallPost
from hall.uikit import phrases
from hall.uikit.link import Reply
from hall.uikit.listmodel import KeyedModel
from hall.uikit.reasons import MINUTES, REASONS
from monitor.viewmodels.asking import Asking
from monitor.viewmodels.post_words import PostRow, rows
from monitor.viewmodels.wall import Wall
from monitor.viewmodels.who import Choice, Who


class Posts(QObject):
    """`at` is the post of which something is said, "" while the list is shown. `people`: who usually works where."""

    changed = Signal()
    touched = Signal()

    def __init__(self, wall: Wall, who: Who, people: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self._wall, self._who, self._people = wall, who, people
        self._asking = Asking(wall, who)
        self._rows = KeyedModel(PostRow, "id")
        self._reasons, self._minutes = KeyedModel(Choice, "id"), KeyedModel(Choice, "id")
        self._shown = False  # a great hall has hundreds of rows: they are made while somebody looks
        self._at = self._reason = self._note = ""
        self._span = 0  # minutes until the return, 0 while none is chosen
        wall.changed.connect(self._refresh)
        who.changed.connect(self.changed)
        self._refresh()

    def _refresh(self) -> None:
        view, t = self._wall.view, self._wall.words.t
        made = rows(view, self._wall.is_stale, t, self._wall.words.of) if view and self._shown else []
        self._rows.replace(made)
        self._reasons.replace([Choice(code, t(zh), code == self._reason) for code, zh in REASONS.items()])
        spans = [n for n in MINUTES if view is not None and n <= view.leave_max_min]
        self._minutes.replace([Choice(str(n), t("{n} 分钟").format(n=n), n == self._span) for n in spans])
        self.changed.emit()

    def start(self) -> None:
        """The list, with nothing said yet."""
        self._shown, self._note = True, ""
        self._choose("")

    def leave(self) -> None:
        """Nobody looks any more."""
        self._shown, self._note = False, ""
        self._choose("")

    def _choose(self, post: str) -> None:
        self._at, self._reason, self._span = post, "", 0
        self._touch()

    def _touch(self) -> None:
        self._asking.problem = ""
        self._refresh()
        self.touched.emit()

    @property
    def _post(self) -> WallPost | None:
        view = self._wall.view
        return next((p for p in view.posts if p.post == self._at), None) if view is not None else None

    @property
    def asks_whom(self) -> tuple[str, ...]:
        """Who is likeliest to say it: those who work there."""
        return self._people.get(self._at, ())

    @property
    def zone(self) -> str:
        return self._post.zone if self._post is not None else ""

    # -- choosing and saying -----------------------------------------------------------------------------------
    @Slot(str)
    def choose(self, post: str) -> None:
        """Something is to be said of this post, if anything can be."""
        if any(row.id == post and row.may for row in self._rows.rows):
            self._note = ""
            self._choose(post)

    @Slot()
    def back(self) -> None:
        """To the list; nothing was said."""
        self._choose("")

    @Slot(str)
    def chooseReason(self, reason: str) -> None:
        self._reason = reason if reason in REASONS else ""
        self._touch()

    @Slot(str)
    def chooseMinutes(self, minutes: str) -> None:
        if any(x.id == minutes for x in self._minutes.rows):
            self._span = int(minutes)
            self._touch()

    @Slot()
    def send(self) -> None:
        """Say it."""
        if not self.maySend:
            return
        who, post, said = self._who, self._at, self.sentence
        leave = DeclareLeave(post, self._reason, self._back_ms, who.person_id, who.pin_text)
        command = EndLeave(post, who.person_id, who.pin_text) if self.returns else leave

        def heard(reply: Reply) -> None:
            if isinstance(reply, Refused):
                self.changed.emit()
                self.touched.emit()
            else:
                self._note = self._wall.words.t("记下了：{what}").format(what=said)
                self.back()

        self._asking.ask(command, heard)
        self.changed.emit()

    @property
    def _back_ms(self) -> int:
        """Hall time."""
        return self._wall.link.now_ms() + self._span * 60_000

    # -- what pages read -----------------------------------------------------------------------------------------
    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        return self._rows

    @Property(QObject, constant=True)
    def reasons(self) -> QObject:
        return self._reasons

    @Property(QObject, constant=True)
    def minutes(self) -> QObject:
        return self._minutes

    @Property(str, notify=changed)
    def at(self) -> str:
        return self._at

    @Property(bool, notify=changed)
    def returns(self) -> bool:
        """A leave is declared there: what can be said is that somebody is back."""
        return self._post is not None and self._post.leave is not None

    @Property(str, notify=changed)
    def sentence(self) -> str:
        """What is about to be said."""
        post, t = self._post, self._wall.words.t
        if post is None:
            return ""
        name = self._wall.words.of(post.name)
        if self.returns:
            return t("{post}：人回来了").format(post=name)
        if not self._reason or not self._span:
            return t("{post}：人要离开").format(post=name)
        reason, at = t(REASONS[self._reason]), phrases.clock(self._back_ms)
        return t("{post}：{reason}，{at} 回来").format(post=name, reason=reason, at=at)

    @Property(str, notify=changed)
    def means(self) -> str:
        """What follows from it."""
        if self.returns:
            return self._wall.words.t("从现在起，座位空了照常提醒")
        return self._wall.words.t("到时间以前座位空着不算离岗；摄像头看到人回来 1 分钟就结束")

    @Property(str, notify=changed)
    def hint(self) -> str:
        """What is missing; "" when all is there."""
        t = self._wall.words.t
        if self._wall.is_stale:
            return t("数据太旧，先等一等")
        if not self.returns and not self._reason:
            return t("先选为什么")
        if not self.returns and not self._span:
            return t("先选多久")
        return str(self._who.hint)

    @Property(str, notify=changed)
    def problem(self) -> str:
        """Why the hall refused."""
        return self._asking.problem

    @Property(str, notify=changed)
    def note(self) -> str:
        """What was said last."""
        return self._note

    @Property(bool, notify=changed)
    def maySend(self) -> bool:
        said = self.returns or (self._reason != "" and self._span > 0)
        sure = self._post is not None and not self._wall.is_stale
        return said and sure and self._who.is_ready and not self._asking.under_way
