"""读给我听: pages are read as they come, once a visitor has asked for that, and the last seconds before home."""

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.uikit.speech import Speech
from hall.uikit.words import Words
from kiosk_ui.viewmodels.patience import Patience


class Aloud(QObject):
    """`speech` None: this kiosk has no voice."""

    changed = Signal()

    def __init__(self, speech: Speech | None, words: Words, patience: Patience) -> None:
        super().__init__()
        self._speech, self._words, self._patience = speech, words, patience
        self._on = False
        self._asked = False
        patience.changed.connect(self._ask)

    def stop(self) -> None:
        """The visit is over: the next visitor asks anew."""
        self._on = False
        self.changed.emit()

    @Slot(str)
    def toggle(self, text: str) -> None:
        """This page aloud, and every page after it; a second press is silence."""
        self._on = not self._on
        if self._on:
            self.say(text)
        elif self._speech is not None:
            self._speech.stop()
        self.changed.emit()

    @Slot(str)
    def say(self, text: str) -> None:
        """A page, or a fact on it, has come: read it if the visitor wants that."""
        if self._on and self._speech is not None and text:
            self._speech.say(text, self._words.english)

    def _ask(self) -> None:
        """The last seconds are spoken once, not every second."""
        asking = bool(self._patience.property("asking"))
        if asking and not self._asked:
            words = self._words.t("还在吗？%1 秒后回首页")
            self.say(words.replace("%1", str(self._patience.property("seconds"))))
        self._asked = asking

    def _can(self) -> bool:
        return self._speech is not None and self._speech.ready

    def _is_on(self) -> bool:
        return self._on

    can = Property(bool, _can, notify=changed)
    on = Property(bool, _is_on, notify=changed)
