"""叫人来帮: whether the hall knows that somebody is wanted here, and whether anybody can come (R080, R088)."""

from PySide6.QtCore import Property, QObject, Signal

from hall.contract import people as p
from hall.uikit.link import Link
from kiosk_ui.viewmodels.home import Home
from kiosk_ui.viewmodels.remote import Remote


class Helping(QObject):
    """One call for help at a time, of whoever stands here."""

    changed = Signal()

    def __init__(self, link: Link, kiosk: str, home: Home, remote: Remote) -> None:
        super().__init__()
        self._link, self._kiosk, self._home, self._remote = link, kiosk, home, remote
        self._asked = ""  # "", asked, called, silent
        link.viewArrived.connect(self.changed)

    def call(self) -> None:
        """A guide, please; where none can come the hall hears of it all the same."""
        self._asked = "asked"
        self._link.ask(p.CallForHelp(self._kiosk), self._on_answer)
        self.changed.emit()

    def forget(self) -> None:
        """The visit is over."""
        self._asked = ""
        self.changed.emit()

    def _on_answer(self, reply: object) -> None:
        self._asked = "called" if type(reply).__name__ == "Done" else "silent"
        self.changed.emit()

    def _told(self) -> str:
        """ "", asked, called (the hall knows that help is wanted here), silent (it could not be told)."""
        view = self._home.view()
        return "called" if view is not None and view.help_ms else self._asked

    def _coming(self) -> str:
        """ "", asked, called (a guide is on the way), silent (nobody could be told); "" where no guide can come."""
        return "" if self._remote.away else self._told()

    told = Property(str, _told, notify=changed)
    coming = Property(str, _coming, notify=changed)
