"""The pretend speaking modules by their own clock: what is said, what is broken off, and anything they are fed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codecs import voice_bytes as wire
from devices.codecs import voice_syn6288 as syn
from devices.codecs import voice_xfs5152 as xfs
from devices.codecs.voice_bytes import Says
from devices.simulator.voice_module import MAKES, STALE_S, VoiceModule

CODECS = {"syn6288": syn, "xfs5152ce": xfs}


class Room:
    """A module with a clock that stands still, and what it answered."""

    def __init__(self, make):
        self.now_s, self.sent, self.codec = 100.0, [], CODECS[make]
        self.module = VoiceModule(MAKES[make], 250, 1.0, lambda: self.now_s)
        self.module.send = lambda data: self.sent.append(Says(data[0]))

    def tell(self, frame):
        self.module.hear(self.codec.encode(frame))
        return self.heard()

    def say(self, text, volume=5):
        return self.tell(self.codec.speech(text, volume))

    def after(self, seconds):
        self.now_s += seconds
        self.module.tick(self.now_s)
        return self.heard()

    def heard(self):
        heard, self.sent = self.sent, []
        return heard

    def spoken(self):
        return [(one["text"], one["volume"], one["cut"]) for one in self.module.state()["spoken"]]


@pytest.fixture(params=sorted(MAKES))
def room(request):
    return Room(request.param)


def test_a_speech_lasts_as_long_as_its_text_and_its_end_is_said_unasked(room):
    assert room.say("请三号") == [Says.TAKEN]
    assert room.tell(wire.Order(wire.STATUS)) == [Says.TAKEN, Says.BUSY]
    assert room.after(0.7) == []
    assert room.after(0.1) == [Says.IDLE]
    assert room.tell(wire.Order(wire.STATUS)) == [Says.TAKEN, Says.IDLE]
    assert room.spoken() == [("请三号", 5, "")]


def test_a_new_text_breaks_off_the_one_before_and_that_is_remembered(room):
    room.say("请三号")
    assert room.say("请四号", 2) == [Says.TAKEN]
    room.after(0.8)
    assert room.spoken() == [("请三号", 5, "text"), ("请四号", 2, "")]
    assert room.module.state()["cut"] == 1


def test_stop_pause_and_resume(room):
    room.say("请三号")
    room.after(0.5)
    assert room.tell(wire.Order(wire.PAUSE)) == [Says.TAKEN]
    assert room.after(60.0) == []
    assert room.tell(wire.Order(wire.RESUME)) == [Says.TAKEN]
    assert room.after(0.2) == []
    assert room.after(0.1) == [Says.IDLE]
    room.say("请四号")
    assert room.tell(wire.Order(wire.STOP)) == [Says.TAKEN]
    assert room.after(5.0) == []
    assert room.spoken()[1] == ("请四号", 5, "stop")


def test_power_cut_in_the_middle_and_the_word_after_it(room):
    room.say("请三号")
    room.module.power_cut()
    assert room.after(0.0) == [Says.STARTED]
    assert room.spoken() == [("请三号", 5, "power")]


def test_a_module_that_sleeps_is_deaf_to_all_but_what_wakes_it(room):
    room.tell(wire.Order(wire.SLEEP))
    assert room.say("请三号") == []
    if room.codec is xfs:
        assert room.tell(wire.Order(xfs.WAKE)) == [Says.TAKEN]
        assert room.say("请三号") == [Says.TAKEN]


def test_a_frame_that_stands_still_is_thrown_away(room):
    raw = room.codec.encode(room.codec.speech("请三号", 5))
    room.module.hear(raw[:8])
    room.now_s += STALE_S + 0.1
    room.module.hear(raw)
    assert room.heard() == [Says.BAD, Says.TAKEN]


def test_the_wrong_check_is_refused_where_there_is_one():
    room = Room("syn6288")
    room.module.hear(syn.encode(syn.speech("请三号", 5))[:-1] + b"\0")
    assert room.heard() == [Says.BAD]


@pytest.mark.parametrize("make", sorted(MAKES))
@settings(max_examples=60)
@given(st.lists(st.binary(max_size=80), max_size=20), st.binary(min_size=1, max_size=60), st.integers(0, 3))
def test_a_module_obeys_and_draws_anything(make, parts, text, encoding):
    room = Room(make)
    for part in parts:
        room.module.hear(part)
        room.after(0.1)
    room.now_s += 1.0
    room.tell(room.codec.Speak(text.replace(b"\0", b"0"), encoding))
    room.after(60.0)
    assert room.module.state()["spoken"][-1]["cut"] == ""


@pytest.mark.parametrize("make", sorted(MAKES))
def test_what_was_said_can_be_drawn(make, tmp_path):
    room = Room(make)
    room.module.draw(tmp_path / "silent.png")
    room.say("请三号")
    room.say("长" * 60)
    room.module.draw(tmp_path / "now.png")
    assert (tmp_path / "silent.png").stat().st_size > 1000
    assert (tmp_path / "now.png").read_bytes() != (tmp_path / "silent.png").read_bytes()
