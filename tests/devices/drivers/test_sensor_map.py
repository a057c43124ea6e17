"""The register map of the configuration: understood, grouped into few questions, or refused with everything wrong."""

import pytest

from devices.codecs.sensor_modbus import Table
from devices.drivers.base import WrongOption
from devices.drivers.sensor_map import blocks_of, spot_of, spots_of
from devices.drivers.sensor_modbus import make
from hall.contract.sensing import Quantity


def spots(**told):
    return spots_of(told)


def test_one_option_in_words():
    (spot,) = spots(temperature="holding 501 int16 0.1 -40 85")
    assert (spot.quantity, spot.table, spot.start, spot.count) == (
        Quantity.TEMPERATURE,
        Table.HOLDING,
        501,
        1,
    )
    assert spot.value((0xFF9B,)) == -10.1
    assert spot.value((851,)) is None and spot.value((850,)) == 85.0
    assert spot.step == 0.5
    assert spot_of(Quantity.CO2, "input 3 uint16 1 300 5000 120").step == 120.0


def test_what_is_no_number_is_not_believed():
    (spot,) = spots(co2="input 0 float32 1 300 5000")
    assert spot.value((0x7FC0, 0)) is None and spot.value((0x7F80, 0)) is None
    assert spot.value((0x4416, 0)) == 600.0


def test_registers_side_by_side_are_one_question_and_others_are_not_asked_for():
    found = blocks_of(
        spots(
            temperature="holding 501 int16 0.1 -40 85",
            humidity="holding 500 int16 0.1 0 100",
            co2="holding 502 uint32 1 300 5000",
            pm25="holding 510 uint16 1 0 1000",
            noise="input 504 uint16 0.1 20 130",
        )
    )
    assert [(b.table, b.start, b.count) for b in found] == [
        (Table.HOLDING, 500, 4),
        (Table.HOLDING, 510, 1),
        (Table.INPUT, 504, 1),
    ]
    assert [s.quantity for s in found[0].spots] == [Quantity.HUMIDITY, Quantity.TEMPERATURE, Quantity.CO2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("501", "is not TABLE REGISTER KIND SCALE LOW HIGH"),
        ("coil 501 int16 0.1 -40 85", "holding and input exist"),
        ("holding 501 int8 0.1 -40 85", "'int8'; int16, uint16"),
        ("holding 65536 int16 0.1 -40 85", "0 to 65535"),
        ("holding 65535 int32 0.1 -40 85", "0 to 65535"),
        ("holding -1 int16 0.1 -40 85", "0 to 65535"),
        ("holding 501 int16 x -40 85", "'x' is no number"),
        ("holding 501 int16 0 -40 85", "a scale that is not 0"),
        ("holding 501 int16 0.1 85 -40", "low below high"),
        ("holding 501 int16 0.1 -40 85 0", "a step above 0"),
        ("holding 501 int16 nan -40 85", "a number like 0.1"),
    ],
)
def test_a_wrong_option_is_told_in_words(text, words):
    with pytest.raises(WrongOption, match=words):
        spots(temperature=text)


def test_everything_wrong_is_told_at_once():
    options = {
        "temperature": "501",
        "humidity": "coil 1 int16 1 0 100",
        "pressure": "holding 1 int16 1 0 1",
        "poll_s": 0,
        "gap_ms": "soon",
    }
    with pytest.raises(WrongOption) as caught:
        make("sensor-1", 300, options)
    for word in (
        "'temperature'",
        "'humidity'",
        "'pressure' is not known",
        "'poll_s'",
        "'gap_ms'",
        "address 300",
    ):
        assert word in str(caught.value)


def test_a_sensor_that_measures_nothing_is_told():
    with pytest.raises(WrongOption, match="no quantity is named; name one of temperature"):
        make("sensor-1", 1, {})
