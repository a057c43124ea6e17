"""Where the small bar stands on the clerk's screen, kept over restarts."""

from PySide6.QtCore import QObject, QSettings, Slot


class Place(QObject):
    """Kept in the clerk's own settings; `file` names an ini file instead (tests)."""

    def __init__(self, window: str, file: str = "") -> None:
        super().__init__()
        self._settings = (
            QSettings(file, QSettings.Format.IniFormat) if file else QSettings("service-hall", "window-bar")
        )
        self._key = f"window-{window}"

    @Slot(int, result=int)
    def barX(self, otherwise: int) -> int:
        return self._read("x", otherwise)

    @Slot(int, result=int)
    def barY(self, otherwise: int) -> int:
        return self._read("y", otherwise)

    @Slot(int, int)
    def keep(self, x: int, y: int) -> None:
        self._settings.setValue(f"{self._key}/x", x)
        self._settings.setValue(f"{self._key}/y", y)

    def _read(self, axis: str, otherwise: int) -> int:
        value = self._settings.value(f"{self._key}/{axis}")
        try:
            return int(value)  # type: ignore[call-overload]
        except (TypeError, ValueError):
            return otherwise
