"""What sensors report, decided, folded, and said of a zone: a value nobody vouches for is not known (R035)."""

from collections.abc import Iterator

from hall.contract import sensing as m
from hall.contract.devices import DeviceState, Fault
from hall.contract.unions import Event, Recorded
from hall.contract.views_wall import ZoneAir, ZoneValue
from hall.domain import environment, words
from hall.domain import facts as f
from hall.domain.refusal import Refusal
from hall.domain.state import Hall
from hall.domain.supervision.book import machine_ms, zone_of_device

NOTED_S = 300  # values that stay as they are, are noted so often: the journal is no recorder


def read_sensors(command: m.ReadSensors, hall: Hall, now: int) -> tuple[Event, ...]:
    """An event where a value changed, or the last one was noted a while ago."""
    part = hall.devices.get(command.device)
    if part is None or not part.make.startswith("sensor."):
        raise Refusal(
            "no_device",
            "没有这个传感器",
            f"No such sensor: {command.device}. Check the hall's configuration.",
        )
    have = hall.facts.sensors.get(command.device)
    if (
        have is not None
        and have.values == command.values
        and now - have.at < machine_ms(hall, NOTED_S)
        and have.zone == zone_of_device(hall, command.device)
    ):
        return ()
    return (m.SensorsRead(command.device, zone_of_device(hall, command.device), command.values),)


def fold(e: m.SensorsRead, rec: Recorded, hall: Hall) -> None:
    have = hall.facts.sensors.get(e.device)
    beyond = have.beyond if have is not None else {}
    hall.facts.sensors[e.device] = f.Sensor(e.device, e.zone, rec.at, e.values, beyond)
    environment.note_limits(e, rec, hall)


def air(hall: Hall, now: int) -> tuple[ZoneAir, ...]:
    """What is measured in every zone that has a sensor, in the order of the configuration; "" is the whole hall."""
    by_zone: dict[str, list[str]] = {}
    for part in hall.config.devices:
        if part.make.startswith("sensor."):
            by_zone.setdefault(zone_of_device(hall, part.id), []).append(part.id)
    order = [*(z for z in hall.zones if z in by_zone), *(z for z in by_zone if z not in hall.zones)]
    return tuple(ZoneAir(zone, words.place(hall, zone), _values(hall, by_zone[zone], now)) for zone in order)


def _values(hall: Hall, devices: list[str], now: int) -> tuple[ZoneValue, ...]:
    """One row for each quantity that is measured here: of several sensors the mean of those that know it."""
    found: dict[m.Quantity, list[tuple[f.Sensor, m.Measured]]] = {}
    for device in devices:
        for sensor, measured in _known(hall, device, now):
            found.setdefault(measured.quantity, []).append((sensor, measured))
    rows = []
    for quantity in m.Quantity:
        here = found.get(quantity, [])
        values = [x.value for _, x in here if x.value is not None]
        if values:
            oldest = min(sensor.at for sensor, x in here if x.value is not None)
            rows.append(ZoneValue(quantity, sum(values) / len(values), oldest))
        elif here:
            rows.append(ZoneValue(quantity, None, 0, words.fault(here[0][1].why, DeviceState.UNKNOWN)))
    return tuple(rows)


def _known(hall: Hall, device: str, now: int) -> Iterator[tuple[f.Sensor, m.Measured]]:
    """What the sensor read last; without a value where the sensor is not ready or has not been heard for long."""
    sensor = hall.facts.sensors.get(device)
    state = hall.facts.devices[device]
    for measured in sensor.values if sensor is not None else ():
        assert sensor is not None
        if state.state is not DeviceState.READY and measured.value is not None:
            measured = m.Measured(measured.quantity, None, state.fault)
        elif environment.is_old(hall, sensor, now):
            measured = m.Measured(measured.quantity, None, Fault.NO_ANSWER)
        yield sensor, measured
