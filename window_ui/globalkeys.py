"""F1 to F4, F9 and F11 for the small bar while another program has the focus: key grabs on an X11 display.

The bar never takes the focus, so its keys would otherwise reach the program below it. Where there is no X11 (Wayland,
offscreen) or somebody else holds the keys, nothing is held, and the bar may be given the focus by a click instead.
"""

import ctypes
import ctypes.util
from collections.abc import Iterable

from PySide6.QtCore import Property, QObject, QSocketNotifier, Signal, Slot

# X.h and keysymdef.h (X.Org): F1 is 0xffbe, the others follow.
_F1 = 0xFFBE
_LOCK, _NUM_LOCK = 1 << 1, 1 << 4
_ANY_LOCK = (0, _LOCK, _NUM_LOCK, _LOCK | _NUM_LOCK)  # a key counts with Caps Lock and Num Lock on, too
_ASYNC, _KEY_PRESS = 1, 2

KEYS = ("F1", "F2", "F3", "F4", "F9", "F11")


class _KeyEvent(ctypes.Structure):
    """XKeyEvent of Xlib.h."""

    _fields_ = [
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong), ("root", ctypes.c_ulong), ("subwindow", ctypes.c_ulong), ("time", ctypes.c_ulong),
        ("x", ctypes.c_int), ("y", ctypes.c_int), ("x_root", ctypes.c_int), ("y_root", ctypes.c_int),
        ("state", ctypes.c_uint), ("keycode", ctypes.c_uint), ("same_screen", ctypes.c_int),
    ]  # fmt: skip


class _Event(ctypes.Union):
    _fields_ = [("type", ctypes.c_int), ("key", _KeyEvent), ("pad", ctypes.c_long * 24)]


_ON_ERROR = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


def _xlib() -> ctypes.CDLL | None:
    name = ctypes.util.find_library("X11")
    if name is None:
        return None
    x = ctypes.CDLL(name)
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XDefaultRootWindow.restype = ctypes.c_ulong
    x.XKeysymToKeycode.restype = ctypes.c_ubyte
    x.XSetErrorHandler.restype = ctypes.c_void_p
    x.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
    x.XGrabKey.argtypes = [
        ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_ulong, ctypes.c_int, ctypes.c_int, ctypes.c_int,
    ]  # fmt: skip
    x.XUngrabKey.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_ulong]
    x.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.POINTER(_Event)]
    x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
    x.XSetErrorHandler.argtypes = [ctypes.c_void_p]
    for name in ("XDefaultRootWindow", "XConnectionNumber", "XPending", "XCloseDisplay"):
        getattr(x, name).argtypes = [ctypes.c_void_p]
    return x


class GlobalKeys(QObject):
    """`pressed` tells the key's name while `held`. Harmless where there is no X11."""

    pressed = Signal(str)
    heldChanged = Signal()

    def __init__(self, platform: str, keys: Iterable[str] = KEYS) -> None:
        """`platform` is Qt's platform name; only xcb has an X display."""
        super().__init__()
        self._x = _xlib() if platform == "xcb" else None
        self._display = self._x.XOpenDisplay(None) if self._x else None
        self._codes: dict[int, str] = {}
        self._held = False
        if self._x is None or not self._display:
            return
        self._root = self._x.XDefaultRootWindow(self._display)
        for key in keys:
            self._codes[self._x.XKeysymToKeycode(self._display, _F1 + int(key[1:]) - 1)] = key
        self._notifier = QSocketNotifier(self._x.XConnectionNumber(self._display), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._drain)

    @Property(bool, notify=heldChanged)
    def held(self) -> bool:
        return self._held

    @Slot(bool)
    def hold(self, wanted: bool) -> None:
        """Take the keys from everybody, or give them back. All or none: a half is worse than a click."""
        if wanted == self._held or self._x is None or not self._display:
            return
        refused = self._grab() if wanted else False
        if not wanted or refused:
            for code in self._codes:
                for lock in _ANY_LOCK:
                    self._x.XUngrabKey(self._display, code, lock, self._root)
            self._x.XSync(self._display, 0)
        self._held = wanted and not refused
        self.heldChanged.emit()

    def _grab(self) -> bool:
        """True when another program holds one of the keys. Xlib's own handler would end the process."""
        assert self._x is not None
        errors: list[int] = []
        handler = _ON_ERROR(lambda display, event: errors.append(1) or 0)
        before = self._x.XSetErrorHandler(ctypes.cast(handler, ctypes.c_void_p))
        for code in self._codes:
            for lock in _ANY_LOCK:
                self._x.XGrabKey(self._display, code, lock, self._root, 1, _ASYNC, _ASYNC)
        self._x.XSync(self._display, 0)
        self._x.XSetErrorHandler(before)
        return bool(errors)

    @Slot()
    def _drain(self) -> None:
        assert self._x is not None
        event = _Event()
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, ctypes.byref(event))
            if event.type == _KEY_PRESS and event.key.keycode in self._codes:
                self.pressed.emit(self._codes[event.key.keycode])

    def close(self) -> None:
        """Give the keys back."""
        self.hold(False)
        if self._x is not None and self._display:
            self._notifier.setEnabled(False)
            self._x.XCloseDisplay(self._display)
            self._display = None
