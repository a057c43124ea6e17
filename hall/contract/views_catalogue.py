"""What may be chosen at a kiosk and booked (topic "catalogue"; changes rarely)."""

from hall.contract.base import Text, Word


class GroupCard(Word, frozen=True, tag=False):
    """`parent` is the group of the first level it stands in, "" for one of the first level."""

    id: str
    name: Text
    parent: str = ""


class ServiceCard(Word, frozen=True, tag=False):
    """One item as the kiosk shows it (R009, R118). `pinyin` (syllables apart) and `initials` serve the search; days are
    working days, 0 not said; `ends` is the first day without it; `bundle` names what a bundle is made of."""

    id: str
    group: str
    queue: str
    name: Text
    pinyin: str = ""
    initials: str = ""
    materials: tuple[Text, ...] = ()
    fee: Text = Text("")
    limit: Text = Text("")
    guide: Text = Text("")
    place: Text = Text("")
    plain: Text = Text("")  # 白话版 (R098)
    steps: tuple[Text, ...] = ()
    department: str = ""
    code: str = ""
    charged: bool = False
    legal_days: int = 0
    promised_days: int = 0
    trips: int = 1
    ends: str = ""
    bundle: tuple[Text, ...] = ()
    elsewhere: bool = False  # no number for it here; `place` says where to go (R007)
    parts: tuple[str, ...] = ()  # the items a bundle without a queue of its own is served as, one leg each
    after: tuple[str, ...] = ()  # items that come before it where both stand on one number


class CatalogueView(Word, frozen=True):
    """What is offered on `day`. `version` and `sm3` are those of the imported list, "" while it is the configured."""

    seq: int
    at: int
    groups: tuple[GroupCard, ...]
    services: tuple[ServiceCard, ...]
    version: str = ""
    sm3: str = ""
    day: str = ""
