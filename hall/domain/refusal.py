"""How a rule says no: with a code for programs and a sentence for people."""

from hall.contract.base import Text


class Refusal(Exception):
    """Nothing happened and nothing will. `hint` carries a fact the screen may use, e.g. the number already held."""

    def __init__(self, code: str, zh: str, en: str, hint: str = "") -> None:
        super().__init__(f"{code}: {en}")
        self.code = code
        self.text = Text(zh, en)
        self.hint = hint
