"""The card driver against the pretend reader: one card for one reading, every failure told, no number in any text."""

import threading

import pytest

from devices.drivers.base import DeviceSaysNo
from hall.contract.devices import DeviceState, Fault, ReadCard
from hall.contract.people import CardAttest, FailReading, Present
from tests.devices.drivers.cards import READING, connected, lay, looks, read, until_it_left


@pytest.fixture
def reader(rig):
    return connected(rig, "card.sdt")


def test_a_card_is_read(reader):
    number = lay(reader)
    assert read(reader) == Present(
        "device-1", "reading-1", CardAttest(number, "测试甲", "19900307", "resident")
    )


@pytest.mark.parametrize("kind", ["resident", "hmt_resident", "foreigner_2017", "foreigner_2023"])
def test_each_kind_of_card_is_read(reader, kind):
    number = lay(reader, kind=kind)
    assert read(reader).attest == CardAttest(number, "测试甲", "19900307", kind)


@pytest.mark.parametrize("without", ["11FF", "3001", "3010"])
@pytest.mark.parametrize("fingerprint", [False, True])
def test_models_that_answer_21(rig, without, fingerprint):
    """Old modules know no 30 10; others know no status question, or no other way to read."""
    reader = rig(
        "card_reader", "card.sdt", "--fingerprint", "--without", without, poll_ms=20, fingerprint=fingerprint
    )
    assert reader.driver.connect(reader.line).state is DeviceState.READY
    for name in ("测试甲", "测试乙"):
        number = lay(reader, name)
        assert read(reader).attest.number == number
        reader.ask("take")
        assert looks(reader) == []
    assert reader.state()["reads"] == 2
    in_vain = without in ("11FF", "3010" if fingerprint else "3001")
    assert reader.state()["unknown"] == in_vain  # what it does not know is asked once, and then never again


def test_a_reader_that_finds_no_cards_at_all_is_no_reader_of_ours(rig):
    reader = rig("card_reader", "card.sdt", "--without", "2001", poll_ms=20)
    reader.driver.connect(reader.line)
    with pytest.raises(DeviceSaysNo, match="SDT") as caught:
        read(reader)
    assert caught.value.fault is Fault.REFUSED


def test_a_card_pulled_while_it_is_read(rig):
    reader = rig("card_reader", "card.sdt", "--read-ms", "400", poll_ms=20)
    reader.driver.connect(reader.line)
    lay(reader)
    got = []
    reading = threading.Thread(target=lambda: got.append(read(reader)))
    reading.start()
    reader.program.wait_until("the card selected", lambda state: state["selected"])
    reader.ask("take")
    reading.join(10)
    assert [one.fault for one in got] == [Fault.CARD_PULLED.value]
    assert looks(reader, 1) == []
    number = lay(reader, "测试乙")
    assert read(reader).attest.number == number


def test_a_card_lifted_before_it_was_selected_is_waited_for(reader):
    lay(reader)
    reader.fault("pulled_early", times=1)
    assert looks(reader) == []
    number = lay(reader, "测试乙")
    assert read(reader).attest.number == number


def test_without_a_card_it_keeps_looking(reader):
    assert looks(reader) == []
    lay(reader)
    assert isinstance(read(reader), Present)


@pytest.mark.parametrize("fault", ["split", "echo", "noise_before"])
def test_slow_noisy_and_echoing_lines_do_not_matter(rig, fault):
    reader = rig("card_reader", "card.sdt", poll_ms=20, read_s=10.0)
    reader.driver.connect(reader.line)
    lay(reader)
    reader.fault(fault, value=1)
    assert isinstance(read(reader, timeout_s=15), Present)


@pytest.mark.parametrize(
    ("fault", "value", "expected"),
    [
        ("refuse_read", 0x41, Fault.CARD_PULLED),
        ("refuse_read", 0x31, Fault.CARD_UNREADABLE),
        ("pulled", 1, Fault.CARD_PULLED),
        ("pulled_late", 1, Fault.CARD_PULLED),
        ("garbled_text", 1, Fault.CARD_UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_told_without_any_number(reader, fault, value, expected):
    number = lay(reader)
    reader.fault(fault, value=value, times=1)
    got = read(reader)
    assert isinstance(got, FailReading)
    assert got.fault == expected.value
    assert number not in got.detail
    assert got.detail
    reader.ask("take")
    assert looks(reader) == []
    lay(reader)
    assert isinstance(read(reader), Present)


def test_a_refused_selection_is_tried_again(reader):
    lay(reader)
    reader.fault("refuse_select", value=0x81, times=1)
    assert isinstance(read(reader), Present)


def test_a_spoilt_find_is_asked_again(reader):
    lay(reader)
    reader.fault("spoil", times=1)
    assert isinstance(read(reader), Present)


@pytest.mark.parametrize("fault", ["silent", "dead", "half", "merge", "noise_inside"])
def test_one_bad_answer_costs_no_card(reader, fault):
    """The worker connects anew after a silence; the card is still there to be found."""
    number = lay(reader)
    reader.fault(fault, value=3, times=1)
    try:
        result = read(reader)
    except DeviceSaysNo:
        assert reader.driver.connect(reader.line).state is DeviceState.READY
        result = read(reader)
    assert result.attest.number == number


@pytest.mark.parametrize("fault", ["silent", "half", "spoil", "noise_inside"])
def test_a_bad_record_is_told_and_the_card_must_be_laid_again(reader, fault):
    """Only the third answer, the record, is bad: some reader answered, so it is the card that is told as unread."""
    lay(reader)
    reader.ask("take")
    looks(reader)
    number = lay(reader, "测试乙")
    line, sent = reader.line, reader.line.send

    def send(data):
        if data[7:9] == b"\x30\x01":
            reader.fault(fault, value=3, times=1)
        sent(data)

    line.send = send
    got = read(reader)
    line.send = sent
    assert isinstance(got, FailReading) and got.fault == Fault.CARD_UNREADABLE.value
    assert number not in got.detail
    reader.ask("take")
    looks(reader)
    number = lay(reader, "测试丙")
    assert read(reader).attest.number == number


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("silent", Fault.NO_ANSWER),
        ("dead", Fault.NO_ANSWER),
        ("half", Fault.NO_ANSWER),
        ("spoil", Fault.GARBLED),
    ],
)
def test_lasting_trouble_has_its_name(reader, fault, expected):
    reader.fault(fault)
    with pytest.raises(DeviceSaysNo) as caught:
        reader.driver.check(reader.line)
    assert caught.value.fault is expected
    reader.clear()
    assert reader.driver.connect(reader.line).state is DeviceState.READY


def test_a_late_card_is_never_given_to_the_next_visitor(reader):
    """The first read answers too late. Its card is taken away, another is laid: only that one may come out."""
    lay(reader)
    job = READING
    reader.driver.start(ReadCard("4.0", "device-1", "warm-up", 0), reader.line, 0)  # found, selected, read
    reader.ask("take")
    looks(reader)
    first = lay(reader, "测试甲")
    reader.fault(
        "late", value=900, times=3
    )  # find 0.9 s, then select, then read: all later than the driver waits
    got = []
    for _ in range(6):
        try:
            result = reader.driver.go_on(job, reader.line, 0)
        except DeviceSaysNo:
            result = None
        if result is not None:
            got.append(result)
    reader.ask("take")
    while reader.state()["unsent"]:
        try:
            reader.driver.go_on(job, reader.line, 0)
        except DeviceSaysNo:
            pass
    until_it_left(reader)
    second = lay(reader, "测试乙")
    assert first != second
    result = read(reader)
    assert isinstance(result, Present)
    assert result.attest.number == second


def test_nothing_of_a_card_is_logged_or_told(reader, caplog):
    caplog.set_level("DEBUG")
    told = ""
    for fault in ("garbled_text", "pulled", "spoil"):
        number = lay(reader)
        assert read(reader).attest.number == number
        reader.ask("take")
        assert looks(reader) == []
        lay(reader)
        reader.fault(fault, times=1)
        told += str(read(reader)) if fault != "spoil" else ""
        reader.clear()
        reader.ask("take")
        looks(reader)
    for text in (number, "测试甲", "19900307"):
        assert text not in caplog.text + told
