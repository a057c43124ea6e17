"""Chinese first, English switched live: one translator for QML (`qsTr`) and for view-models (`words.t`).

The source text is Chinese and is its own key. Each screen brings a table `EN: dict[str, str]`; the controls' own
words are in `hall.uikit.words_en`. A sentence without English is shown in Chinese and remembered in `missing`,
so that a test can name it.
"""

from PySide6.QtCore import Property, QCoreApplication, QTranslator, Signal, Slot

from hall.contract.base import Text
from hall.uikit.words_en import EN as CONTROLS_EN


def source_is_chinese(text: str) -> bool:
    """Qt itself asks for translations of its own English sentences; those are not ours."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


class Words(QTranslator):
    """Install once per application with `install()`; give it to view-models, which re-read on `changed`."""

    changed = Signal()

    def __init__(self, *tables: dict[str, str]) -> None:
        super().__init__()
        self._english = False
        self._table: dict[str, str] = dict(CONTROLS_EN)
        for table in tables:
            self._table.update(table)
        self.missing: set[str] = set()

    def install(self) -> None:
        """Make `qsTr` in QML use this table."""
        QCoreApplication.installTranslator(self)

    def remove(self) -> None:
        """Stop doing so (tests)."""
        QCoreApplication.removeTranslator(self)

    # QTranslator's own two questions
    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return self.t(source)

    def t(self, zh: str) -> str:
        """The sentence in the language shown now."""
        if not self._english or not zh:
            return zh
        en = self._table.get(zh)
        if en is None and source_is_chinese(zh):
            self.missing.add(zh)
            return zh
        return en or zh

    def of(self, text: Text) -> str:
        """A bilingual text of the hall in the language shown now; Chinese where no English was given."""
        return text.en or text.zh if self._english else text.zh

    def _get_english(self) -> bool:
        return self._english

    def set_english(self, english: bool) -> None:
        if english != self._english:
            self._english = english
            self.changed.emit()

    english = Property(bool, _get_english, set_english, notify=changed)

    @Slot()
    def switch(self) -> None:
        """The other language."""
        self.set_english(not self._english)
