"""The name of a visitor without a card, beside the number typed before (无卡取号, R130).

Pinyin letters become characters. The name stays here only while its page is shown; the hall gives back its mask
(张*). It is never written anywhere.
"""

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from hall.uikit.words import Words
from kiosk_ui.viewmodels import hanzi
from kiosk_ui.viewmodels.identity import Identity

DOT = "·"  # between the parts of a minority name
PAGE = 14  # keys of candidates shown at once
LEAST = 2  # signs of any name
MOST = 6  # characters of a name, or of each part beside a dot
MOST_LETTERS = 6  # of a syllable: zhuang
MOST_LATIN = 30


class Naming(QObject):
    """Letters become a syllable, a press on one of its characters adds it to the name. In English the letters are the
    name."""

    changed = Signal()

    def __init__(self, identity: Identity, words: Words) -> None:
        super().__init__()
        self._identity, self._words = identity, words
        self._name = self._letters = ""
        self._page = 0
        self._tried = False
        identity.changed.connect(self.changed)
        words.changed.connect(self.clear)

    def warm(self) -> None:
        """Soon, between two presses: so that the first letter need not wait for the table."""
        QTimer.singleShot(0, self, hanzi.warm)

    @Slot()
    def clear(self) -> None:
        """Forget the name."""
        self._name = self._letters = ""
        self._page, self._tried = 0, False
        self.changed.emit()

    def _again(self) -> None:
        """What was wrong before is not wrong with what is typed now."""
        self._page, self._tried = 0, False
        self._identity.unrefuse()
        self.changed.emit()

    @Slot(str)
    def letter(self, key: str) -> None:
        """A key of the alphabet."""
        if len(key) != 1 or not (key.isascii() and key.isalpha()):
            return
        if self._words.english:
            if len(self._name) < MOST_LATIN:
                inside = self._name[-1:].isalpha()
                self._name += key.lower() if inside else key.upper()
        elif len(self._letters) < MOST_LETTERS and self._room():
            self._letters += key.lower()
        self._again()

    @Slot()
    def between(self) -> None:
        """The sign between two parts of a name: a space in English, the middle dot in Chinese, once."""
        sign = " " if self._words.english else DOT
        open_ = self._name[-1:].isalpha() and not self._letters
        if open_ and (self._words.english or DOT not in self._name):
            self._name += sign
        self._again()

    @Slot(str)
    def pick(self, character: str) -> None:
        """A character was pressed."""
        if character and character in self._found() and self._room():
            self._name += character
            self._letters = ""
        self._again()

    @Slot()
    def rub(self) -> None:
        """The last letter away, else the last character."""
        if self._letters:
            self._letters = self._letters[:-1]
        else:
            self._name = self._name[:-1]
        self._again()

    @Slot()
    def turn(self) -> None:
        """The next page of characters; after the last one the first."""
        self._page = (self._page + 1) % max(1, self._pages())
        self.changed.emit()

    @Slot()
    def done(self) -> None:
        """The name is whole: it goes to the hall with the number. Otherwise it is said what is missing."""
        if self._complete():
            self._identity.named(self._name)
        else:
            self._tried = True
            self.changed.emit()

    @Slot()
    def skip(self) -> None:
        """The number alone is enough."""
        self._identity.named("")

    # -- what is typed ---------------------------------------------------------------------------------
    def _room(self) -> bool:
        return len(self._name.split(DOT)[-1]) < MOST

    def _found(self) -> str:
        return hanzi.candidates(self._letters, surname=self._name == "")

    def _pages(self) -> int:
        return -(-len(self._found()) // PAGE)

    def _candidates(self) -> list[str]:
        start = self._page * PAGE
        return list(self._found()[start : start + PAGE])

    def _complete(self) -> bool:
        signs = sum(c.isalpha() for c in self._name)
        return not self._letters and signs >= LEAST and self._name[-1].isalpha()

    # -- for the pages ---------------------------------------------------------------------------------
    def _get_name(self) -> str:
        return self._name

    def _get_letters(self) -> str:
        return self._letters

    def _wrong(self) -> bool:
        refused = self._identity.property("problem") != ""
        return refused or self._tried or (self._letters != "" and not hanzi.begins(self._letters))

    def _lead(self) -> str:
        """How to type; where the name was called ready too early, what is missing, above the characters."""
        t = self._words.t
        if self._tried and self._letters:
            return t("还有拼音没选字，请按下面的字")
        return t("打拼音，再按字，ü 打 V。只留下第一个字，如“张*”")

    def _said(self) -> str:
        """What to do next, or what is wrong; "" when the characters say it themselves."""
        t = self._words.t
        refused: str = self._identity.property("problem")
        if refused:
            return refused
        if self._letters and not hanzi.begins(self._letters):
            return t("没有这个音，删掉一个字母试试")
        if self._candidates():
            return ""  # they stay to be pressed, whatever else is wrong
        if self._tried:
            return t("姓名至少两个字，不会打就按“跳过”")
        if self._words.english:
            return t("打字母就是姓名")
        if not self._room():
            return t("最多六个字，好了就按“完成”")
        return t("打完一个字的拼音，再按这个字")

    name = Property(str, _get_name, notify=changed)
    letters = Property(str, _get_letters, notify=changed)
    candidates = Property(list, _candidates, notify=changed)
    pages = Property(int, _pages, notify=changed)
    complete = Property(bool, _complete, notify=changed)
    said = Property(str, _said, notify=changed)
    lead = Property(str, _lead, notify=changed)
    wrong = Property(bool, _wrong, notify=changed)
