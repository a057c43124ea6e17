"""Messages with their length before them come out whole, however they were written."""

import pytest

from devices.ports.mail import Mail

MESSAGES = (b"", b"\x04", b"\x00\xa4" * 200)


@pytest.mark.parametrize("width", [2, 4])
@pytest.mark.parametrize("step", [1, 3, 1000])
def test_messages_come_out_whole_in_whatever_pieces_they_were_written(width, step):
    near, far = Mail(width), Mail(width)
    for message in MESSAGES:
        far.answer(message)
    line = far.read(0)
    pieces = [line[at : at + step] for at in range(0, len(line), step)]
    assert [message for piece in pieces for message in near.written(piece)] == list(MESSAGES)


def test_what_was_read_or_forgotten_does_not_come_again():
    mail = Mail(2)
    mail.answer(b"card")
    assert mail.read(0) == b"\0\4card"
    assert mail.read(0) == b""
    mail.answer(b"late")
    assert list(mail.written(b"\0\2x")) == []
    mail.clear()
    assert mail.read(0) == b""
    assert list(mail.written(b"\0\1y")) == [b"y"]
