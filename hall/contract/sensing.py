"""What sensors measure in a zone: quantities, what a sensor reads, what the hall then holds for true (R035)."""

import enum

from hall.contract.base import Word
from hall.contract.devices import Fault


class Quantity(enum.Enum):
    """Each with its unit; the value is also the name of the driver's option."""

    TEMPERATURE = "temperature"  # °C
    HUMIDITY = "humidity"  # relative, %
    CO2 = "co2"  # ppm
    PM25 = "pm25"  # µg/m³
    NOISE = "noise"  # dB(A)


class Measured(Word, frozen=True, tag=False):
    """`value` in the unit of its quantity; None while nobody knows it, and `why` says why."""

    quantity: Quantity
    value: float | None = None
    why: Fault = Fault.NONE


# --- command (role device) ---------------------------------------------------------------------------------------


class ReadSensors(Word, frozen=True):
    """All that a sensor measures, whenever a value moved or became known or unknown, and every minute in any case."""

    device: str
    values: tuple[Measured, ...]


# --- event -------------------------------------------------------------------------------------------------------


class SensorsRead(Word, frozen=True):
    """`zone` is that of the device. Values that stayed as they were are noted every few minutes only."""

    device: str
    zone: str
    values: tuple[Measured, ...]
