"""What visitors do at a kiosk: they press the real controls of the real screen, and lay real cards on its reader.

One thread for each kiosk, because one person stands before it at a time. The others wait behind.
"""

import re
import threading
from collections.abc import Callable
from pathlib import Path

from hall.bus.keys import Keys
from hall.contract.config import HallConfig
from hall.contract.people import AnswerHelp, HeadTurn
from hall.controller import codes
from hall.demo.album import Album
from hall.demo.controls import Control, RemoteHand, SaidNo
from hall.demo.people import Visitor, Way
from hall.demo.watch import Trouble, Watch

NUMBER = re.compile(r"\b[A-Z]\d{3}\b")
CODE_VALID_MS = 60 * 60_000  # of the hall's clock
PAGE_MS = 12_000  # of the machine's clock, for a page to come
READ_MS = 15_000  # for a reader to see what is held before it
GUIDES = ("111", "103")  # staff numbers that guides type for visitors


class Kiosk:
    """One ticket machine with its pretend reader, scanner and camera."""

    def __init__(
        self,
        kiosk: str,
        hand: RemoteHand,
        controls: dict[str, str],
        config: HallConfig,
        keys: Keys,
        media: Path,
        watch: Watch,
        album: Album,
        good_ms: int,
    ) -> None:
        part = next(k for k in config.kiosks if k.id == kiosk)
        self.id = kiosk
        self._first = config.kiosks[0].id
        self.hand = hand
        self.lock = threading.RLock()
        self._stop = threading.Event()  # only to wait by
        self._card = Control(controls[part.card])
        self._scanner = Control(controls[part.scanner])
        self._eye = Control(controls[part.eye])
        self._secrets = codes.Secrets(keys.pepper())
        self._groups = {s.id: s.group for s in config.services}
        self._media, self._watch, self._album, self._good_ms = media, watch, album, good_ms

    def close(self) -> None:
        for line in (self._card, self._scanner, self._eye, self.hand):
            line.close()

    def _picture(self, name: str, zh: str, en: str) -> None:
        """The first kiosk stands upright and makes the better pictures; before the hall is in full swing a picture is
        kept only until a better one comes."""
        if self.id == self._first:
            self._album.once(self.hand, name, zh, en, final=self._watch.now_ms() >= self._good_ms)
        elif not self._album.has(name):
            self._album.once(self.hand, name, zh, en, final=False)

    # --- a visit -----------------------------------------------------------------------------------------------

    def visit(self, visitor: Visitor) -> str:
        """From home to home; the number that was taken. Trouble or SaidNo when it cannot be done."""
        with self.lock:
            self.hand.wait("page_home", PAGE_MS)
            self._home()
            if visitor.english:
                self.hand.tap("english")
                self._picture("kiosk-home-en", "取号机首页（英文）", "Kiosk, home, in English")
            if self._is_elder(visitor):
                self.hand.tap("elder")
                self._album.once(
                    self.hand, "kiosk-home-elder", "取号机首页（关怀版）", "Kiosk, home, large type"
                )
            if visitor.booking:
                return self._check_in(visitor)
            self._identify(visitor)
            self._choose(visitor.service)
            self.hand.wait("take", PAGE_MS)
            self.hand.tap("take")
            return self._take()

    def _home(self) -> None:
        """The home page is at its best in portrait, while people wait."""
        wall = self._watch.wall
        if self.id == self._first:
            busy = wall is not None and wall.waiting >= 3 and self._watch.now_ms() >= self._good_ms
            self._album.once(self.hand, "kiosk-home", "取号机首页", "Kiosk, home", final=busy)
        elif self._watch.now_ms() >= self._good_ms:
            self._album.once(self.hand, "kiosk-home-wide", "取号机首页（横屏）", "Kiosk, home, landscape")

    def _is_elder(self, visitor: Visitor) -> bool:
        return visitor.born < "1948" and not visitor.english and visitor.way is Way.CARD

    def recover(self) -> None:
        """Back to the home page from wherever a failed visit ended, as the next visitor would."""
        with self.lock:
            for line, word in ((self._card, {"do": "take"}), (self._eye, {"do": "show", "what": "black"})):
                try:
                    line.tell(word)
                except SaidNo:
                    pass
            for _ in range(6):
                if self.hand.has("page_home"):
                    return
                for name in ("done", "toHome", "anotherWay", "disagree", "back"):
                    try:
                        self.hand.tap(name)
                        break
                    except SaidNo:
                        continue
            self.hand.wait("page_home", 90_000)  # patience ends and the kiosk goes home by itself

    # --- who are you ----------------------------------------------------------------------------------------------

    def _identify(self, visitor: Visitor) -> None:
        by: dict[Way, Callable[[Visitor], None]] = {
            Way.CARD: self._by_card,
            Way.CODE: self._by_code,
            Way.FACE: self._by_face,
            Way.PHONE: self._by_phone,
            Way.ASSISTED: self._by_staff,
        }
        by[visitor.way](visitor)
        self.hand.wait("page_services", PAGE_MS)

    def _reader_on(self, way: str) -> None:
        self.hand.tap(f"way_{way}")
        self.hand.wait("page_reader", PAGE_MS)
        self._watch.until(
            f"{self.id}: the reader for {way} is on", lambda: self._reading(way), PAGE_MS / 1000
        )

    def _reading(self, way: str) -> bool:
        view = self._watch.kiosks.get(self.id)
        return view is not None and view.reading is not None and view.reading.way.value == way

    def _by_card(self, visitor: Visitor) -> None:
        self._reader_on("card")
        self._picture("kiosk-card", "刷身份证", "Kiosk, card")
        self._card.ask("lay", name=visitor.name, born=visitor.born, order=visitor.n)
        try:
            self._read("card")
        finally:
            self._card.ask("take")

    def _by_code(self, visitor: Visitor) -> None:
        text = codes.make(self._secrets, visitor.phone, self._watch.now_ms(), CODE_VALID_MS)
        self._reader_on("code")
        if visitor.by_camera:
            self._eye.ask("show", what="qr", text=text)
            self._album.pretend(
                self._eye, "kiosk-eye-code", "取号机摄像头看到的码", "A code before the kiosk's camera"
            )
            try:
                self._read("code")
            finally:
                self._eye.ask("show", what="black")
        else:
            self._scanner.ask("scan", text=text)
            self._read("code", lambda: self._scanner.ask("scan", text=text))  # a phone is held until it works

    def _by_face(self, visitor: Visitor) -> None:
        self.hand.tap("way_face")
        self.hand.wait("page_consent", PAGE_MS)
        self._picture("kiosk-consent", "刷脸前先问", "Kiosk, consent before the camera opens")
        self.hand.tap("agree")
        self.hand.wait("page_reader", PAGE_MS)
        self._face(visitor, HeadTurn.FRONT)
        self._picture("kiosk-face", "看一眼摄像头", "Kiosk, face")
        shown = HeadTurn.FRONT

        def follow() -> None:
            """As a visitor would: look where the kiosk says."""
            nonlocal shown
            view = self._watch.kiosks.get(self.id)
            asked = view.reading.turn if view is not None and view.reading is not None else None
            if asked is not None and asked is not shown:
                shown = asked
                self._face(visitor, asked)
                self._picture("kiosk-face-turn", "转一下头", "Kiosk, turn of the head")

        try:
            self._read("face", follow, every=1)
        finally:
            self._eye.ask("show", what="black")

    def _face(self, visitor: Visitor, turn: HeadTurn) -> None:
        folder = self._media / "portraits" / visitor.portrait / turn.value
        self._eye.ask("show", what="folder", path=str(folder))

    def _read(self, way: str, meanwhile: Callable[[], object] | None = None, every: int = 10) -> None:
        """Until the services are shown. One more try when the reader says that it did not work."""
        for last in (False, True):
            page = self._one_of("page_services", "again", READ_MS, meanwhile, every)
            if page == "page_services":
                return
            if last:
                break
            self.hand.tap("again")
        raise Trouble(f"{self.id}: {way} was not read: {self.hand.see('readerState')['text']}")

    def _one_of(
        self, good: str, bad: str, ms: int, meanwhile: Callable[[], object] | None = None, every: int = 10
    ) -> str:
        """Whichever comes first; `bad` counts when it can be pressed. `meanwhile` is done at every so many looks."""
        for turn in range(1, max(2, ms // 150)):
            try:
                self.hand.wait(good, 150)
                return good
            except SaidNo:
                pass
            try:
                if self.hand.see(bad)["enabled"]:
                    return bad
            except SaidNo:
                pass
            if meanwhile is not None and turn % every == 0:
                meanwhile()
        words = (
            f"{self.id}: neither {good} nor {bad} within {ms / 1000:.0f} s; on the page: {self.hand.page()}"
        )
        raise Trouble(words)

    def _by_phone(self, visitor: Visitor) -> None:
        self.hand.tap("way_phone")
        self.hand.wait("page_phone", PAGE_MS)
        for digit in visitor.phone:
            self.hand.tap(f"key_{digit}")
        self._picture("kiosk-phone", "输手机号", "Kiosk, phone number")
        self.hand.tap("next")

    def _by_staff(self, visitor: Visitor) -> None:
        """The kiosk calls a guide, who comes, says so, and types the own staff number."""
        self.hand.tap("way_assisted")
        self.hand.wait("page_assisted", PAGE_MS)
        guide = GUIDES[visitor.n % len(GUIDES)]
        self._watch.until(f"{self.id}: a guide was called", self._help_called, PAGE_MS / 1000)
        self._picture("kiosk-assisted", "工作人员代取", "Kiosk, by staff")
        self._watch.ask(AnswerHelp(self.id, guide))
        for digit in guide:
            self.hand.tap(f"key_{digit}")
        self.hand.tap("next")
        self.hand.wait("page_priority", PAGE_MS)
        self._picture("kiosk-priority", "导办员：要不要优先", "Kiosk, a guide: first or not")
        self.hand.tap("priority_none")

    def _help_called(self) -> bool:
        view = self._watch.kiosks.get(self.id)
        return view is not None and view.help_ms > 0

    # --- what for, and the number -----------------------------------------------------------------------------------

    def _choose(self, service: str) -> None:
        self._picture("kiosk-services", "选事项", "Kiosk, choosing a service")
        self._reach(f"group_{self._groups[service]}", "groups")
        self._reach(f"service_{service}", "services")
        self.hand.wait("page_guide", PAGE_MS)
        self._picture("kiosk-guide", "先看要带什么", "Kiosk, what to bring")

    def _reach(self, name: str, list_name: str) -> None:
        """Press an entry of a list, pushing the list up when it is further down."""
        for last in (False, False, False, True):
            try:
                self.hand.wait(name, 1500)
                self.hand.tap(name)
                return
            except SaidNo:
                if last:
                    raise
                self.hand.swipe(list_name, -400)

    def _check_in(self, visitor: Visitor) -> str:
        """预约签到: by the code of the booking or the phone number it was made with."""
        self.hand.tap("checkin")
        self.hand.wait("page_mine", PAGE_MS)
        self._picture("kiosk-checkin", "预约签到", "Kiosk, check in for a booking")
        by_code = visitor.way is Way.CODE
        self.hand.tap("find_booking" if by_code else "find_phone")
        self.hand.wait("page_phone", PAGE_MS)
        for digit in visitor.booking if by_code else visitor.phone:
            self.hand.tap(f"key_{digit}")
        self.hand.tap("next")
        return self._take()

    def _take(self) -> str:
        page = self._one_of("page_result", "toHome", PAGE_MS)
        if page != "page_result":
            why = self.hand.see("why")["text"]
            raise Trouble(f"{self.id}: no number was given: {why}")
        found = self._watch.until(
            f"{self.id}: a number on the result page", self._shown_number, PAGE_MS / 1000
        )
        self._look_at_the_slip()
        self.hand.tap("done")
        self.hand.wait("page_home", PAGE_MS)
        return found

    def _shown_number(self) -> str:
        match = NUMBER.search(self.hand.page())
        return match.group() if match else ""

    def _look_at_the_slip(self) -> None:
        """A visitor waits a moment for the paper; without it the number is good as well."""
        for _ in range(20):
            words = self.hand.see("slip")["text"]
            if "小票好了" in words:
                self._picture("kiosk-result", "号取好了", "Kiosk, the number")
                return
            if "正在打印" not in words:
                break
            self.hand.wait("slip", 150)
            self._stop.wait(0.1)
        if not self.hand.has("reprint"):
            return
        self._album.once(
            self.hand, "kiosk-no-paper", "没有纸了，号照样有效", "Kiosk, out of paper: the number is good"
        )
