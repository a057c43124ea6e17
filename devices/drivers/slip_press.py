"""From the options of a printer to the bytes of its slips: what every printer make has in common."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping

from devices.drivers import slip as paper
from devices.drivers.base import BrokenOff, OptionValue, WrongOption, one_of
from devices.drivers.slip_template import STANDARD, WrongLayout, read
from devices.ports.port import PortGone
from hall.contract.devices import JobDone, PrintSlip, Slip

OPTIONS: dict[str, OptionValue] = {
    "width": 80,  # mm: 58 or 80
    "qr": "native",  # native, or image for printers without QR commands
    "layout": "",  # a template of the hall's own; "" the one every hall has
}
CLEAN_START = b"\x1b@\x1dVB\x00"  # cuts away what an earlier slip left behind


class Press:
    """Sets slips by one template for one width. WrongOption says what does not fit."""

    def __init__(self, told: Mapping[str, OptionValue]) -> None:
        if told["width"] not in paper.DOTS:
            raise WrongOption("'width' must be 58 or 80 (mm of paper)")
        one_of(told, "qr", ("native", "image"))
        self._width, self._native_qr = int(told["width"]), told["qr"] == "native"
        try:
            self._layout = read(
                pathlib.Path(str(told["layout"])) if told["layout"] else STANDARD, self._width
            )
        except WrongLayout as wrong:
            raise WrongOption(f"'layout': {wrong}") from wrong

    def slip(self, slip: Slip) -> bytes:
        """The whole slip, cut at its end."""
        return paper.encode(self._layout.pieces(slip, self._width), self._width, self._native_qr)


def broken_off(device: str, job: PrintSlip, gone: PortGone) -> BrokenOff:
    """A slip that was on its way when the line broke: it may hang from the printer, so it is not printed again."""
    words = "the line broke while printing; nobody knows whether the slip came out"
    return BrokenOff(JobDone(device, job.id, confirmed=False, detail=words), gone)
