"""The way through all pages of the kiosk, for the page tests and the pictures."""

from collections.abc import Callable

from hall.contract import people as p
from hall.contract.views_kiosk import ReadingState, SlipState
from tests.kiosk_ui import scenes
from tests.kiosk_ui.conftest import Machine

NOT_OUTSIDE = ("assisted", "priority")
"""Pages that need a guide beside the machine."""


def walk(m: Machine) -> "dict[str, Callable[[], None]]":
    """Page by page, how to get there from the page before."""
    k = m.kiosk
    link = m.link

    def to_reader() -> None:
        k.choose("card")
        link.done(scenes.started(p.Way.CARD))
        failed = scenes.reading(p.Way.CARD, ReadingState.FAILED, "没读出来。再放一次，或换个办法")
        link.show(scenes.TOPIC, scenes.view(failed))

    def to_name() -> None:
        identity, naming = k.property("identity"), k.property("naming")
        k.instead("typed")
        for digit in "11010519491231002X":
            identity.digit(digit)
        identity.typed()
        for letter in "ZHANG":
            naming.letter(letter)
        naming.pick("张")
        for letter in "XIAO":
            naming.letter(letter)

    def to_services() -> None:
        k.choose("card")
        link.done(scenes.started(p.Way.CARD, "r7"))
        link.show(scenes.TOPIC, scenes.view(scenes.reading(p.Way.CARD, ReadingState.PRESENTED, ident="r7")))
        k.property("services").showGroup("social")

    def to_bookings() -> None:
        k.checkIn()
        k.choose("card")
        link.done(scenes.started(p.Way.CARD, "r8"))
        link.show(scenes.TOPIC, scenes.view(scenes.presented(p.Way.CARD, scenes.bookings(), "r8")))

    def to_priority() -> None:
        k.choose("assisted")
        for digit in "6101":
            k.property("identity").digit(digit)
        k.property("identity").typed()
        link.done(scenes.started(p.Way.ASSISTED, "r9"))
        held = scenes.reading(p.Way.ASSISTED, ReadingState.PRESENTED, ident="r9")
        link.show(scenes.TOPIC, scenes.view(held))

    def to_numbers() -> None:
        k.findMine()
        k.choose("card")
        link.done(scenes.started(p.Way.CARD, "r6"))
        link.show(scenes.TOPIC, scenes.view(scenes.with_numbers("r6")))

    def to_chosen() -> None:
        for service in ("card", "proof", "vat"):
            k.pick(service)
            m.hand.window.grabWindow()  # a page is made before the next takes its place
            k.addMore() if service != "vat" else k.showChosen()
            m.hand.window.grabWindow()

    def to_search() -> None:
        k.search()
        k.property("services").letter("S")

    def to_refused() -> None:
        k.take()
        link.refuse("already", "您已有号 A012，不用再取", "You already hold A012", "2026-11-20-A012")

    def to_result() -> None:
        k.take()
        link.done(scenes.issued())
        link.show(
            scenes.TOPIC,
            scenes.view(tickets=(scenes.ticket(SlipState.FAILED, "没有纸了，号照样有效", **scenes.SEVERAL),)),
        )
        m.hand.window.grabWindow()  # a row is laid out with its frame

    def to_help() -> None:
        link.show(scenes.TOPIC, scenes.outside(scenes.view()))
        k.goHome()
        k.callHelp()
        link.done()

    def back_and(page: Callable[[], None]) -> Callable[[], None]:
        def go() -> None:
            k.back()
            page()

        return go

    return {
        "home": lambda: None,
        "reader": to_reader,
        "consent": back_and(lambda: k.choose("face")),
        "phone": back_and(lambda: k.choose("phone")),
        "name": to_name,
        "assisted": lambda: (k.back(), k.back(), k.choose("assisted")),  # type: ignore[dict-item,func-returns-value]
        "mine": back_and(k.findMine),
        "bookings": back_and(to_bookings),
        "numbers": lambda: (k.goHome(), to_numbers()),  # type: ignore[dict-item,func-returns-value]
        "number": lambda: k.showNumber("2026-11-20-B031"),
        "ending": k.askEnding,
        "priority": lambda: (k.goHome(), to_priority()),  # type: ignore[dict-item,func-returns-value]
        "services": lambda: (k.goHome(), to_services()),  # type: ignore[dict-item,func-returns-value]
        "search": to_search,
        "chosen": back_and(to_chosen),
        "guide": lambda: (k.back(), k.back(), k.back(), k.pick("card")),  # type: ignore[dict-item,func-returns-value]
        "refused": to_refused,
        "result": back_and(to_result),
        "help": to_help,
        "offline": lambda: (k.goHome(), link.show(scenes.TOPIC, scenes.view()), link.lose()),  # type: ignore[dict-item,func-returns-value]
    }
