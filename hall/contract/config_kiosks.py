"""Is every ticket machine one machine? Each of its parts is there, is what it is meant to be, and is nobody else's."""

import re
from collections.abc import Iterator

from hall.contract.config import HallConfig, KioskPart

Found = tuple[str, str, str]  # place, what is wrong, what to do

FAMILIES = {
    "printer": ("printer.", "a printer"),
    "spare": ("printer.", "a printer"),
    "card": ("card.", "a card reader"),
    "social": ("card.", "a card reader"),
    "scanner": ("scan.", "a scanner"),
    "eye": ("eye.", "a camera of a ticket machine"),
    "buttons": ("buttons.", "a board of keys"),
}
"""How the make of a part begins, and what it is then."""


def rules(config: HallConfig) -> Iterator[Found]:
    """Every problem, in the order of the file; parts that do not exist at all are `config_rules`' to tell."""
    devices = {x.id: x for x in config.devices}
    owner: dict[str, str] = {}
    for i, kiosk in enumerate(config.kiosks):
        for part, (begin, what) in FAMILIES.items():
            device = devices.get(getattr(kiosk, part))
            if device is None:
                continue
            place = f"kiosks[{i}].{part}"
            if "." in device.make and not device.make.startswith(begin):
                yield (
                    place,
                    f"{device.id!r} is {device.make!r}, not {what}",
                    f"name a device whose make begins with {begin}",
                )
            if part == "spare":  # near by, of another machine or of none
                continue
            if device.id in owner:
                yield (
                    place,
                    f"{device.id!r} is already {owner[device.id]}",
                    "a device belongs to one machine once; a printer for several is named as spare",
                )
            elif device.kiosk and device.kiosk != kiosk.id:
                yield (
                    place,
                    f"{device.id!r} says that it belongs to kiosk {device.kiosk!r}",
                    f'set its kiosk to "{kiosk.id}", or name another device here',
                )
            owner.setdefault(device.id, place)
        yield from _outside(kiosk, i)
        yield from _far(config, kiosk, i)
    yield from _left_out(config, owner)


_PHONE = re.compile(r"\+?[0-9][0-9 -]{1,18}[0-9]")


def _outside(kiosk: KioskPart, row: int) -> Iterator[Found]:
    """Nobody stands beside a machine outside the hall: it says where it is and who helps by telephone."""
    if not kiosk.remote:
        for key in ("place", "place_en", "phone"):
            if getattr(kiosk, key):
                yield (
                    f"kiosks[{row}].{key}",
                    "is of a machine outside the hall",
                    "write remote = true, or leave it out",
                )
        return
    if not kiosk.place:
        yield (
            f"kiosks[{row}].place",
            "is missing: a remote machine says where it stands",
            'write its place, e.g. place = "大隗镇便民服务站"',
        )
    if not _PHONE.fullmatch(kiosk.phone):
        wrong = (
            f"{kiosk.phone!r} is no telephone number"
            if kiosk.phone
            else "is missing: nobody is there to help"
        )
        yield f"kiosks[{row}].phone", wrong, 'write who helps by telephone, e.g. phone = "0371-69880000"'
    if kiosk.zone:
        yield f"kiosks[{row}].zone", "a remote machine stands in no zone of the hall", "leave the zone out"


def _far(config: HallConfig, kiosk: KioskPart, row: int) -> Iterator[Found]:
    """The printer near by stands where the machine does, not in the hall while that is in a village."""
    device = next((x for x in config.devices if x.id == kiosk.spare), None)
    if device is None:
        return
    owner = next((x for x in config.kiosks if x.id == device.kiosk), None)
    apart = owner.place != kiosk.place if owner is not None else kiosk.remote and device.zone != ""
    if apart:
        yield (
            f"kiosks[{row}].spare",
            f"{device.id!r} does not stand at {kiosk.place or kiosk.id!r}",
            "name a printer of the same place, or leave it out",
        )


def _left_out(config: HallConfig, owner: dict[str, str]) -> Iterator[Found]:
    """A device that names a kiosk which does not name it would be driven, and never used."""
    kiosks = {x.id: (i, x) for i, x in enumerate(config.kiosks)}
    for i, device in enumerate(config.devices):
        if device.kiosk not in kiosks or device.id in owner:
            continue
        row, kiosk = kiosks[device.kiosk]
        part = next((p for p, (begin, _) in FAMILIES.items() if device.make.startswith(begin)), "")
        if part:
            yield (
                f"devices[{i}].kiosk",
                f"kiosk {kiosk.id!r} does not name {device.id!r} as a part",
                _where(kiosk, row, part, device.id),
            )


def _where(kiosk: KioskPart, row: int, part: str, device: str) -> str:
    if not getattr(kiosk, part):
        return f'write {part} = "{device}" in kiosks[{row}], or take the device out'
    if part == "card" and not kiosk.social:
        return f'it has another card reader: write social = "{device}" in kiosks[{row}]'
    return f"kiosks[{row}].{part} is another device: take one of them out"
