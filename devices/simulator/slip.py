"""Draws a slip as it leaves a printer: `python -m devices.simulator.slip --layout own.toml --width 58 --out slip.png`.

For who lays out a hall's own slip; every row of a template can be seen with the example of the right `--like`.
"""

from __future__ import annotations

import argparse
import pathlib
import sys
import tempfile
from collections.abc import Sequence

from devices.drivers.base import WrongOption
from devices.drivers.slip_press import OPTIONS, Press
from devices.simulator.printer import Printer
from hall.contract.base import Text
from hall.contract.devices import Slip

_FIRST = Slip(
    hall=Text("新密市政务服务中心", "Xinmi Government Service Centre"),
    number="A012",
    service=Text("社会保障卡申领", "Social security card"),
    place=Text("2楼 B区 3–8号窗口", "Floor 2, zone B, windows 3–8"),
    way=Text("出电梯右转，跟蓝色地标走 40 米", "Right of the lift, follow the blue line"),
    ahead=7,
    low_min=15,
    high_min=25,
    known=True,
    rough=False,
    at=1_795_222_800_000,
    qr="k3jxq9vt2mwc8zpl",
)
_ITEMS = (
    Text("发票代开 1楼 C区 12号窗口", "Invoice on request, floor 1, zone C, window 12"),
    Text("参保登记 2楼 B区 9号窗口", "Joining the insurance, floor 2, zone B, window 9"),
)


def _like(**changes: object) -> Slip:
    whole = {name: getattr(_FIRST, name) for name in _FIRST.__struct_fields__}
    return Slip(**{**whole, **changes})


EXAMPLES = {
    "first": _FIRST,
    "copy": _like(copy=1, klass="priority", masked="1234", rough=True),
    "several": _like(then=_ITEMS, klass="booked", masked="1234"),
    "unknown": _like(ahead=0, known=False),
    "remote": _like(
        where=Text(
            "新密市政务服务中心，溱水路东段 1 号", "Xinmi Government Service Centre, 1 Zhenshui Road East"
        )
    ),
    "rare": _like(
        service=Text("䶮㛃𠮷村集体土地登记", "Land register"), way=Text("䶮山路口左转", "Turn left")
    ),
}


def draw(press: Press, slip: Slip, width_mm: int, path: pathlib.Path) -> None:
    """One slip on paper, as a picture at 203 dpi."""
    with tempfile.TemporaryDirectory() as folder:
        printer = Printer(width_mm, pathlib.Path(folder), 10_000, 0)
        printer.hear(press.slip(slip))
        pathlib.Path(folder, "slip-0001.png").replace(path)


def main(argv: Sequence[str] | None = None) -> int:
    """The program; 2 when the template is wrong, with all that is wrong in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layout", default="", help="the template; without it the standard one")
    parser.add_argument("--width", type=int, default=80, choices=(58, 80), help="paper width in mm")
    parser.add_argument("--like", default="first", choices=EXAMPLES, help="which example")
    parser.add_argument("--out", required=True, help="the picture, a PNG")
    told = parser.parse_args(argv)
    try:
        press = Press({**OPTIONS, "width": told.width, "layout": told.layout})
    except WrongOption as wrong:
        print(wrong, file=sys.stderr)
        return 2
    draw(press, EXAMPLES[told.like], told.width, pathlib.Path(told.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
