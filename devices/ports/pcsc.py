"""Smart-card readers of this machine by PC/SC, through pyscard and the pcscd service. Only here is PC/SC known.

On the line each message has its length before it, two bytes, high first, as vpcd and its cards have it: one byte is a
wish (00 no power to the card, 04 power and its answer to reset), anything longer goes to the card as it is. An empty
answer means that there is no card.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from devices.ports.mail import Mail
from devices.ports.port import PortGone, Trouble

_OFF, _ATR = b"\x00", b"\x04"
# Codes of PC/SC (winscard.h); pyscard gives them signed or unsigned, according to its build.
_NO_CARD = {
    0x8010000C,  # no card
    0x8010000F,  # it speaks neither T=0 nor T=1
    0x80100016,  # the exchange broke off
    0x8010002F,  # a card lifted in the middle, as some drivers say it
    0x80100065,  # unsupported
    0x80100066,  # does not answer, or lies the wrong way round
    0x80100067,  # without power
    0x80100068,  # reset by somebody else
    0x80100069,  # taken out
}
_NO_SERVICE = "the PC/SC service does not answer: apt-get install pcscd, and see that it runs"
_NOT_ALLOWED = "this user may not use PC/SC: allow it by polkit (org.debian.pcsc-lite.access_pcsc)"
_TAKEN = 0x8010000B
_DENIED = 0x8010006A


class PcscPort:
    """One reader. `reader` is its name or the beginning of it; "" is the only one, or the first of several."""

    def __init__(self, reader: str = "") -> None:
        self.name = f"pcsc:{reader}"
        self.byte_s = 0.0
        self._wanted = reader
        self._scard: ModuleType | None = None
        self._context = self._card = self._protocol = 0
        self._reader = ""
        self._mail = Mail(2)

    def open(self) -> None:
        self.close()
        self._mail.clear()
        try:
            scard = importlib.import_module("smartcard.scard")
        except ImportError as error:
            raise PortGone(
                Trouble.BARRED,
                "pyscard is not installed: apt-get install libpcsclite-dev swig gcc, then pip install pyscard",
            ) from error
        code, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        if code != scard.SCARD_S_SUCCESS:
            raise PortGone(Trouble.BARRED, _NOT_ALLOWED if _plain(code) == _DENIED else _NO_SERVICE)
        self._scard = scard
        code, readers = scard.SCardListReaders(self._context, [])
        found = [one for one in readers or () if one.startswith(self._wanted)] if not code else []
        if not found:
            self.close()
            there = ", ".join(readers or ()) or "none"
            raise PortGone(Trouble.MISSING, f"{self.name}: no such card reader; there: {there}")
        self._reader = found[0]

    def read(self, timeout_s: float) -> bytes:
        """What was answered is there at once: the card answers within `write`."""
        self._opened()
        return self._mail.read(timeout_s)

    def write(self, data: bytes) -> None:
        self._opened()
        for message in self._mail.written(data):
            if message == _OFF:
                self._let_go()
            elif message == _ATR:
                self._mail.answer(self._power_on())
            elif len(message) > 1:
                self._mail.answer(self._transmit(message))

    def close(self) -> None:
        if self._scard is not None:
            self._let_go()
            self._scard.SCardReleaseContext(self._context)
        self._scard, self._context = None, 0

    def _power_on(self) -> bytes:
        """The card's answer to reset; b"" when no card is in the reader."""
        scard = self._opened()
        self._let_go()
        code, card, protocol = scard.SCardConnect(
            self._context,
            self._reader,
            scard.SCARD_SHARE_SHARED,
            scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1,
        )
        if not self._well(code):
            return b""
        self._card, self._protocol = card, protocol
        code, _reader, _state, _protocol, atr = scard.SCardStatus(card)
        return bytes(atr) if self._well(code) else b""

    def _transmit(self, apdu: bytes) -> bytes:
        """The card's answer; b"" when it was taken out."""
        scard = self._opened()
        if not self._card:
            return b""
        way = scard.SCARD_PCI_T1 if self._protocol == scard.SCARD_PROTOCOL_T1 else scard.SCARD_PCI_T0
        code, answer = scard.SCardTransmit(self._card, way, list(apdu))
        return bytes(byte & 0xFF for byte in answer) if self._well(code) else b""

    def _well(self, code: int) -> bool:
        """True when it went well, False when there is no card to speak with; the rest is the reader's trouble."""
        code = _plain(code)
        if code == 0:
            return True
        self._let_go()
        if code in _NO_CARD:
            return False
        if code == _TAKEN:
            raise PortGone(Trouble.TAKEN, f"{self.name}: another program holds the card")
        raise PortGone(Trouble.GONE, f"{self.name}: the reader is gone (PC/SC says {code:08X})")

    def _let_go(self) -> None:
        if self._card and self._scard is not None:
            self._scard.SCardDisconnect(self._card, self._scard.SCARD_UNPOWER_CARD)
        self._card = 0

    def _opened(self) -> ModuleType:
        if self._scard is None:
            raise PortGone(Trouble.GONE, f"{self.name}: not open")
        return self._scard


def _plain(code: int) -> int:
    return code & 0xFFFFFFFF
