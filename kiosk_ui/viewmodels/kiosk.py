"""One visit from the first press to home again: which page is shown, who stands here, when the kiosk stops waiting."""

from PySide6.QtCore import Property, QEvent, QObject, QTimer, Signal, Slot

from hall.contract import people as p
from hall.uikit import phrases
from hall.uikit.link import Link, State
from hall.uikit.speech import Speech
from hall.uikit.words import Words
from kiosk_ui.viewmodels.aloud import Aloud
from kiosk_ui.viewmodels.basket import Basket
from kiosk_ui.viewmodels.bookings import Bookings
from kiosk_ui.viewmodels.errand import Errand
from kiosk_ui.viewmodels.helping import Helping
from kiosk_ui.viewmodels.home import Home
from kiosk_ui.viewmodels.identity import Identity
from kiosk_ui.viewmodels.keys import Keys
from kiosk_ui.viewmodels.naming import Naming
from kiosk_ui.viewmodels.numbers import Numbers
from kiosk_ui.viewmodels.patience import ELDER_S, NORMAL_S, RESULT_S, Patience
from kiosk_ui.viewmodels.remote import Remote
from kiosk_ui.viewmodels.services import Services
from kiosk_ui.viewmodels.take_ticket import TakeTicket

HOME = "home"
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress)
READERS = (p.Way.CARD, p.Way.CODE, p.Way.FACE)
HOLDING = {"services", "bookings", "numbers", "number", "priority"}  # pages of somebody who was identified
PROVING = {"reader", "phone", "name", "consent", "mine"}  # pages of somebody who is about to be
CHOOSING = {"services", "search", "guide", "chosen"}


def _part(name: str) -> Property:
    """A view-model of its own that pages reach by this one."""
    return Property(QObject, lambda kiosk: getattr(kiosk, name), constant=True)


class Kiosk(QObject):
    """The root the pages see. `page` names the page of PAGES that is shown."""

    changed = Signal()
    pageChanged = Signal()

    def __init__(self, link: Link, words: Words, kiosk: str, speech: Speech | None = None) -> None:
        super().__init__()
        self._link, self._words, self._kiosk = link, words, kiosk
        topic = f"kiosk/{kiosk}"
        self._trail = [HOME]
        self._elder = False
        self._heard = False
        self._home = Home(link, words, topic)
        self._remote = Remote(link, words, topic)
        self._identity = Identity(link, words, kiosk)
        self._naming = Naming(self._identity, words)
        self._services = Services(link, words, topic)
        self._basket = Basket(self._services, words)
        self._bookings = Bookings(link, words, topic)
        self._numbers = Numbers(link, words, kiosk)
        self._taking = TakeTicket(link, words, kiosk)
        self._errand = Errand(words, self._identity, self._services, self._taking)
        self._keys = Keys(link, topic)
        self._patience = Patience()
        self._aloud = Aloud(speech, words, self._patience)
        self._helping = Helping(link, kiosk, self._home, self._remote)
        self._identity.identified.connect(self._on_identified)
        self._identity.nameWanted.connect(lambda: self._go("name"))
        self._numbers.over.connect(self._on_number_over)
        self._taking.taken.connect(lambda: self._only("result"))
        self._taking.refused.connect(self._on_refused)
        self._keys.pressed.connect(self._on_key)
        self._patience.ranOut.connect(self.goHome)
        link.stateChanged.connect(self._on_line)
        link.viewArrived.connect(self._on_view)
        words.changed.connect(self.changed)
        self._minute = QTimer(self)
        self._minute.timeout.connect(self.changed)
        self._minute.start(1000)
        self._begin()

    def _begin(self) -> None:
        """With the first view: this program was started anew, and whoever was presented before it is gone."""
        view = self._home.view()
        if self._heard or view is None:
            return
        self._heard = True
        if view.reading is not None:
            self._link.ask(p.StopReading(self._kiosk))

    # -- moving ---------------------------------------------------------------------------------------
    def _go(self, page: str) -> None:
        self._trail.append(page)
        self._shown()

    def _only(self, page: str) -> None:
        """A page one cannot go back from."""
        self._trail = [HOME, page]
        self._shown()

    def _shown(self) -> None:
        page = self._trail[-1]
        if page != "name":
            self._naming.clear()
        if page == HOME and (self._home.declined or self._home.child or self._errand.service):
            self._patience.start(NORMAL_S)  # the visit goes on: whoever comes after it may be asked
        elif page == HOME:
            self._patience.stop()
        else:
            slow = self._elder or page == "help"  # a number is dialled
            self._patience.start(ELDER_S if slow else RESULT_S if page == "result" else NORMAL_S)
        self.pageChanged.emit()
        self.changed.emit()

    @Slot()
    def back(self) -> None:
        """One page back, or one level up in the menu; leaving a way forgets what was shown or typed there."""
        if len(self._trail) == 1:
            return
        if self._trail[-1] == "services" and self._services.property("inner"):
            self._services.up()
            self._shown()
            return
        left = self._trail.pop()
        if left == "help":  # the page below it is as it was
            self._shown()
            return
        if left == "services":
            self._basket.unkeep()
        if left == "name":
            self._identity.unname()
        elif left != "refused" and not HOLDING.intersection(self._trail):
            self._identity.clear()
        if left == "refused":
            self._taking.clear()
            if self._errand.booking:
                self._identity.clear()
        if self._trail[-1] == HOME:
            self._forget()
        self._shown()

    def _forget(self) -> None:
        """Nothing of this visitor stays."""
        self._identity.clear()
        self._basket.clear()
        self._services.clear()
        self._numbers.clear()
        self._taking.clear()
        self._errand.forget()

    @Slot()
    def goHome(self) -> None:
        """The visit is over: forget everything of this visitor, also the language and the large type."""
        self._forget()
        self._home.decline(False)
        self._home.for_child(False)
        self._helping.forget()
        self._aloud.stop()
        self._elder = False
        self._words.set_english(False)
        self._trail = [HOME]
        self._shown()

    @Slot()
    def touched(self) -> None:
        """Somebody pressed something: the whole time again."""
        self._patience.again()

    @Slot(QObject)
    def watch(self, window: QObject) -> None:
        """Any press on the window means that somebody is there; the press itself goes on to the page."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _PRESSES:
            self._patience.again()
        return False

    def _on_key(self, action: str) -> None:
        """A key beside the screen does what a touch would; a call for help the hall has made already, and where nobody
        can come the telephone is shown."""
        self._patience.again()
        kind, _, service = action.partition(":")
        if kind == "home":
            self.goHome()
        elif kind == "help":
            self._show_help()
        elif kind == "service" and self._services.card_of(service) is not None:
            self._wish_for(service)

    def _wish_for(self, service: str) -> None:
        """To the page of that service; who is not known yet says so first, on whatever way they like. While no way
        gives a number its guide is shown."""
        if CHOOSING.intersection(self._trail) and self._identity.attest is not None:
            self._trail = [HOME, "services"]
            self.pick(service)
            return
        if self._trail[-1] != HOME and (self._errand.seeks or not PROVING.intersection(self._trail)):
            self.goHome()
        if self._remote.shut:
            self.pick(service)
            return
        self._errand.want(service)
        self._shown()

    # -- the visit --------------------------------------------------------------------------------------
    @Slot(str)
    def choose(self, way: str) -> None:
        """A way was pressed."""
        chosen = p.Way(way)
        if not self._home.ready(chosen) or (self._remote.shut and not self._errand.seeks):
            return
        if chosen is p.Way.FACE:
            self._go("consent")
        elif chosen in READERS:
            self._identity.start(chosen)
            self._go("reader")
        else:
            self._type(chosen)
            if chosen is p.Way.ASSISTED:
                self.callHelp()
            self._go("phone" if chosen is p.Way.TYPED else chosen.value)

    def _type(self, way: p.Way) -> None:
        """A name is asked for only where a number is taken: what is looked for is found by the ID number alone."""
        named = way is p.Way.TYPED and not self._errand.seeks
        self._identity.begin_typing(way, hold=self._errand.mine, name=named)
        if named:
            self._naming.warm()

    @Slot(str)
    def instead(self, way: str) -> None:
        """Phone number instead of ID number, or the other way round, on the same page."""
        self._type(p.Way(way))
        self.changed.emit()

    @Slot()
    def agree(self) -> None:
        """The visitor allows one look at the face; this press is the consent (PIPL §29)."""
        self._trail.pop()
        self._identity.start_face(self._home.before_face())
        self._go("reader")

    @Slot()
    def disagree(self) -> None:
        """No to the face. It is not asked again in this visit."""
        self._home.decline(True)
        self.back()

    @Slot()
    def checkIn(self) -> None:
        """预约签到: show who you are, or the booking's code."""
        self._errand.check_in()
        self._go("mine")

    @Slot()
    def typeCode(self) -> None:
        """The booking's code, typed."""
        self._identity.begin_typing(p.Way.CODE)
        self._go("phone")

    @Slot(str)
    def pickBooking(self, booking: str) -> None:
        """One of several bookings was pressed."""
        if self._identity.attest is not None and self._bookings.ready(booking):
            self._taking.check_in(self._identity.attest, booking)

    @Slot()
    def walkIn(self) -> None:
        """No booking after all: an ordinary number for whoever stands here."""
        self._taking.clear()
        self._errand.check_in(False)
        self._trail = [HOME]
        self._go("services")

    def _on_identified(self) -> None:
        if self._identity.child:
            self._home.for_child(True)
        if self._errand.mine or (self._identity.slip and not self._errand.booking):
            self._errand.find_mine()
            self._show_numbers()
            return
        if self._errand.booking and self._identity.attest is not None:
            if self._identity.handle and self._bookings.choice():
                self._trail = [HOME, "mine"]
                self._go("bookings")
            else:
                self._taking.check_in(self._identity.attest)
            return
        self._trail = [HOME]
        self._go("priority" if self._is_assisted() else "services")
        if self._errand.service and not self._is_assisted():
            self.pick(self._errand.service)
        self._errand.want("")

    def _show_numbers(self) -> None:
        """All numbers of whoever was presented; one alone is shown at once."""
        mine = self._numbers.tickets()
        self._trail = [HOME, "mine"]
        if len(mine) == 1 and self._numbers.show(mine[0].ticket):
            self._go("number")
        else:
            self._go("numbers")

    @Slot(str)
    def showNumber(self, ticket: str) -> None:
        """One of several numbers was pressed."""
        if self._numbers.show(ticket):
            self._go("number")

    @Slot()
    def askEnding(self) -> None:
        """不办了: asked once more before anything is lost."""
        self._go("ending")

    def _on_number_over(self) -> None:
        """The answer of the hall is said on the page of the number."""
        if self._trail[-1] == "ending":
            self._trail.pop()
            self._shown()

    @Slot()
    def printNumber(self) -> None:
        """The slip of the number that is shown, again."""
        self._taking.print_again(self._numbers.property("ticket"))

    @Slot(str, str)
    def prioritise(self, reason: str, note: str) -> None:
        """A guide says why this visitor goes first; "" an ordinary number."""
        self._errand.go_first(reason, note)
        self._go("services")

    def _on_refused(self) -> None:
        """Back from here leads to a page that still makes sense."""
        if self._errand.booking:
            self._trail = [HOME, "mine"]
        elif self._taking.property("code") in ("held_over", "day_turning"):
            self._trail = [HOME]
        self._go("refused")

    @Slot(str)
    def pick(self, service: str) -> None:
        """A service was pressed: first see what to bring (R009)."""
        if self._services.choose(service):
            self._go("guide")

    @Slot()
    def browse(self) -> None:
        """The guides of all items, for whoever wants no number, or none yet."""
        self._go("services")

    @Slot()
    def search(self) -> None:
        self._go("search")

    @Slot()
    def addMore(self) -> None:
        """再加一件事: the item that is shown is kept, another one is chosen."""
        if self._basket.keep():
            self._go("services")

    @Slot()
    def showChosen(self) -> None:
        """All items of this number and the walk, before it is taken."""
        self._go("chosen")

    @Slot()
    def take(self) -> None:
        """The number, please. Whoever only looked at guides says first who they are."""
        wanted, attest = self._basket.wanted, self._identity.attest
        if self._services.card is None:
            self.goHome()
            return
        if attest is None:
            self._errand.want(self._services.card.id)
            self._trail = [HOME]
            self._shown()
            return
        self._taking.take(wanted[0], attest, wanted[1:], self._errand.priority, self._errand.note)

    @Slot()
    def reprint(self) -> None:
        """The slip again."""
        self._taking.reprint()

    @Slot()
    def printNearby(self) -> None:
        """The slip at the printer near by."""
        self._taking.printNearby()

    @Slot()
    def retry(self) -> None:
        """Ask the hall once more for what it did not answer."""
        self._trail.pop()
        self._taking.retry()
        self._shown()

    @Slot()
    def findMine(self) -> None:
        """补打/查询: show who you are, then see your number."""
        self._errand.find_mine()
        self._go("mine")

    @Slot()
    def callHelp(self) -> None:
        """A guide, please (R080); where none can come, the telephone, and the hall hears of it all the same (R088)."""
        self._helping.call()
        self._show_help()

    def _show_help(self) -> None:
        if self._remote.away and self._trail[-1] != "help":
            self._go("help")

    @Slot()
    def toggleElder(self) -> None:
        self._elder = not self._elder
        if self._trail[-1] != HOME:
            self._shown()
        self.changed.emit()

    @Slot()
    def toggleEnglish(self) -> None:
        self._words.switch()

    def _on_view(self, topic: str, view: object) -> None:
        self._begin()
        self.pageChanged.emit()  # the first view brings the kiosk from "connecting" to home
        self.changed.emit()

    def _on_line(self) -> None:
        """A visitor whose number is shown keeps seeing it; everyone else is told that the line is gone."""
        self.pageChanged.emit()
        self.changed.emit()

    # -- for the pages ------------------------------------------------------------------------------------
    def _page(self) -> str:
        page = self._trail[-1]
        if page in ("result", "refused"):
            return page
        return page if self._link.live and self._home.view() is not None else "offline"

    def _get_time(self) -> str:
        return phrases.clock(self._link.now_ms())

    def _date(self) -> str:
        return phrases.date(self._link.now_ms(), self._words.english)

    def _is_elder(self) -> bool:
        return self._elder

    def _is_english(self) -> bool:
        return self._words.english

    def _lost_since(self) -> str:
        return (
            phrases.when(self._link.since_ms, self._link.now_ms()) if self._link.state is State.LOST else ""
        )

    def _is_known(self) -> bool:
        """Has anybody said who they are? Else guides are only looked at."""
        return self._identity.attest is not None

    def _printer(self) -> str:
        view = self._home.view()
        return self._words.of(view.printer) if view else ""

    def _is_assisted(self) -> bool:
        """A guide takes this number for somebody."""
        return self._identity.property("way") == p.Way.ASSISTED.value

    page = Property(str, _page, notify=pageChanged)
    time = Property(str, _get_time, notify=changed)
    date = Property(str, _date, notify=changed)
    elder = Property(bool, _is_elder, notify=changed)
    english = Property(bool, _is_english, notify=changed)
    lostSince = Property(str, _lost_since, notify=changed)
    known = Property(bool, _is_known, notify=changed)
    printer = Property(str, _printer, notify=changed)
    aloud = _part("_aloud")
    errand = _part("_errand")
    helping = _part("_helping")
    home = _part("_home")
    remote = _part("_remote")
    identity = _part("_identity")
    naming = _part("_naming")
    services = _part("_services")
    basket = _part("_basket")
    numbers = _part("_numbers")
    bookings = _part("_bookings")
    taking = _part("_taking")
    patience = _part("_patience")
