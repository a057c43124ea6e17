"""Keys beside the screen: each press reaches the pages once; one from before this program or the line was up, never."""

from PySide6.QtCore import QObject, Signal

from hall.contract.views_kiosk import KioskView
from hall.uikit.link import Link


class Keys(QObject):
    """`pressed` says what the key stands for: "service:ID", "help" or "home"."""

    pressed = Signal(str)

    def __init__(self, link: Link, topic: str) -> None:
        super().__init__()
        self._link, self._topic = link, topic
        self._count = -1  # not heard yet
        link.viewArrived.connect(self._on_view)
        link.stateChanged.connect(self._on_line)
        view = link.latest(topic)
        if isinstance(view, KioskView):
            self._count = _count_of(view)

    def _on_line(self) -> None:
        if not self._link.live:
            self._count = -1

    def _on_view(self, topic: str, view: object) -> None:
        if topic != self._topic or not isinstance(view, KioskView):
            return
        before, self._count = self._count, _count_of(view)
        if 0 <= before < self._count and view.pressed is not None:
            self.pressed.emit(view.pressed.action)


def _count_of(view: KioskView) -> int:
    return view.pressed.count if view.pressed is not None else 0
