"""Is every ticket machine one machine? Each of its parts is there, is what it is meant to be, and is nobody else's."""

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
    yield from _left_out(config, owner)


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
