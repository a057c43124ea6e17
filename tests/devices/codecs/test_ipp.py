"""IPP as a real CUPS 2.4.2 answered it, our own messages there and back, and bytes that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codecs import ipp

# Recorded: a queue stopped by a printer without paper, its one job, a queue that does not exist, a job taken in.
QUEUE = bytes.fromhex(
    "000000ef020000000000000101470012617474726962757465732d6368617273657400057574662d3848001b617474726962757465732d6e"
    "61747572616c2d6c616e67756167650002656e042200197072696e7465722d69732d616363657074696e672d6a6f62730001012300 0d70"
    "72696e7465722d73746174650004000000054100157072696e7465722d73746174652d6d65737361676500086e6f20706170657244001570"
    "72696e7465722d73746174652d726561736f6e7300116d656469612d656d7074792d6572726f72440000000670617573656445000a646576"
    "6963652d757269000a70726574656e643a2f3403"
)
JOBS = bytes.fromhex(
    "0000006a020000000000000201470012617474726962757465732d6368617273657400057574662d3848001b617474726962757465732d6e"
    "61747572616c2d6c616e67756167650002656e022100066a6f622d69640004000000052300096a6f622d737461746500040000000303"
)
NO_QUEUE = bytes.fromhex(
    "0000007f020004060000000101470012617474726962757465732d6368617273657400057574662d3848001b617474726962757465732d6e"
    "61747572616c2d6c616e67756167650002656e41000e7374617475732d6d6573736167650024546865207072696e746572206f7220636c61"
    "737320646f6573206e6f742065786973742e03"
)
TAKEN = bytes.fromhex(
    "000000c1020000000000000301470012617474726962757465732d6368617273657400057574662d3848001b617474726962757465732d6e"
    "61747572616c2d6c616e67756167650002656e024500076a6f622d757269001b6970703a2f2f3132372e302e302e313a363633312f6a6f62"
    "732f362100066a6f622d69640004000000062300096a6f622d73746174650004000000034100116a6f622d73746174652d6d657373616765"
    "00004400116a6f622d73746174652d726561736f6e7300046e6f6e6503"
)
RECORDED = {"queue": QUEUE, "jobs": JOBS, "no queue": NO_QUEUE, "taken": TAKEN}


def decoded(raw):
    return ipp.decode(bytearray(raw))


def test_a_queue_that_cups_stopped_for_want_of_paper():
    answer = decoded(QUEUE)
    assert (answer.code, answer.request) == (ipp.OK, 1)
    assert ipp.queue_of(answer.groups[0]) == ipp.Queue(
        stopped=True,
        accepting=True,
        reasons=frozenset(("media-empty", "paused")),
        words="no paper",
        direct=False,
    )


def test_jobs_and_refusals_of_cups():
    assert [ipp.job_of(one) for one in decoded(JOBS).groups] == [ipp.Job(5, ipp.PENDING, "")]
    assert ipp.job_of(decoded(TAKEN).groups[0]) == ipp.Job(6, ipp.PENDING, "")
    refused = decoded(NO_QUEUE)
    assert (refused.code, refused.groups) == (ipp.NOT_FOUND, ())
    assert refused.operation["status-message"] == ("The printer or class does not exist.",)


@pytest.mark.parametrize("name", RECORDED)
def test_whole_byte_by_byte_and_two_at_once(name):
    raw = RECORDED[name]
    one = decoded(raw)
    buffer, heard = bytearray(), []
    for byte in raw + raw:
        buffer.append(byte)
        if (message := ipp.decode(buffer)) is not None:
            heard.append(message)
    assert heard == [one, one]
    buffer = bytearray(raw + raw[:7])
    assert ipp.decode(buffer) == one and bytes(buffer) == raw[:7]


NUMBERS = st.integers(-(2**31), 2**31 - 1)
SOME = {"job-id": NUMBERS, "job-name": st.text(max_size=40), "requested-attributes": st.text(max_size=20),
        "my-jobs": st.booleans(), "x-note": NUMBERS}  # fmt: skip
ATTRIBUTES = st.fixed_dictionaries(
    {}, optional={name: st.lists(one, min_size=1, max_size=3).map(tuple) for name, one in SOME.items()}
)


@given(
    st.integers(0, 0xFFFF),
    st.integers(0, 2**31 - 1),
    ATTRIBUTES,
    st.lists(ATTRIBUTES, max_size=3),
    st.binary(max_size=300),
)
def test_any_message_comes_back_as_it_was(code, request, operation, groups, data):
    message = ipp.Message(code, request, operation, tuple(groups), data)
    assert decoded(ipp.encode(message)) == message


@given(st.binary(max_size=400))
def test_bytes_that_are_none_end_and_leave_nothing_behind(noise):
    buffer = bytearray(len(noise).to_bytes(4, "big") + noise)
    heard = ipp.decode(buffer)
    assert not buffer
    assert isinstance(heard, ipp.Message | ipp.Damaged)
    assert ipp.decode(bytearray(noise)) is None or len(noise) >= 4


@pytest.mark.parametrize("name", RECORDED)
def test_an_answer_that_is_cut_off_is_damaged_not_half_believed(name):
    body = RECORDED[name][4:]
    for size in range(1, len(body)):
        heard = decoded(size.to_bytes(4, "big") + body[:size])
        assert isinstance(heard, ipp.Damaged), size


def test_a_length_that_cannot_be_is_thrown_away():
    buffer = bytearray(b"\xff\xff\xff\xff" + bytes(50))
    assert isinstance(ipp.decode(buffer), ipp.Damaged)
    assert not buffer
    with pytest.raises(ValueError, match="at most"):
        ipp.encode(ipp.Message(2, 1, {}, (), bytes(ipp.MOST)))


@pytest.mark.parametrize(
    ("where", "direct"),
    [
        ("ipp://printer.local/ipp/print", True),
        ("ipps://printer.local:631/ipp", True),
        ("dnssd://Slip._ipp._tcp.local/?uuid=1", True),
        ("dnssd://Slip._pdl-datastream._tcp.local/", False),
        ("socket://10.0.0.7:9100", False),
        ("usb://EPSON/TM-T20", False),
        ("", False),
    ],
)
def test_only_a_printer_that_speaks_ipp_can_know_what_is_on_paper(where, direct):
    assert ipp.queue_of({"device-uri": (where,)}).direct is direct
