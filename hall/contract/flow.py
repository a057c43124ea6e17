"""People over the line of an entrance (R035): what its camera estimates went in and out. An estimate that a person held
against a count by eye before it was let in (`CameraPart.line_scale`); never a head count, and nobody is recognised."""

from hall.contract.base import Text, Word

# --- command (role camera) ---------------------------------------------------------------------------------------


class SeeFlow(Word, frozen=True):
    """What went over a camera's line from `since_ms` to `until_ms`, as counted, before any scale. `inward` is from the
    left of the line to its right, seen along it from its first point to its second. For `blind_ms` of that time it
    could not watch: whoever came then is missing, not nobody."""

    camera: str
    since_ms: int
    until_ms: int
    inward: int
    outward: int
    blind_ms: int = 0


# --- event -------------------------------------------------------------------------------------------------------


class FlowSeen(Word, frozen=True):
    """As `SeeFlow`; one for each camera and five minutes. `scale` is what the configuration said a count is worth."""

    camera: str
    zone: str
    since_ms: int
    until_ms: int
    inward: int
    outward: int
    blind_ms: int
    scale: float


# --- view --------------------------------------------------------------------------------------------------------


class WallFlow(Word, frozen=True, tag=False):
    """Estimated people in and out at the entrances of a zone ("" the hall's own): since `since_ms`, an hour ago at
    most, of which `blind_min` minutes could not be watched; and of today. `why` it is not known now, since `why_ms`;
    empty where it is."""

    zone: str
    name: Text
    inward: int = 0
    outward: int = 0
    since_ms: int = 0
    blind_min: int = 0
    today_in: int = 0
    today_out: int = 0
    why: Text = Text("")
    why_ms: int = 0
