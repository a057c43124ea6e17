"""Answers of cameras to the question who is there, as the specification and makers write them; and what is none."""

from contextlib import suppress
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codecs.ws_discovery import KINDS, BadAnswer, Match, matches, probe

SCOPES = (
    "onvif://www.onvif.org/type/video_encoder onvif://www.onvif.org/name/%E5%A4%A7%E5%8E%85%E5%8C%97 "
    "onvif://www.onvif.org/hardware/DS-2CD2T46 onvif://www.onvif.org/location/floor%202 http://maker.example/x"
)


def answer(
    scopes: str = SCOPES, addresses: str = "http://10.1.3.21/onvif/device_service", more: str = ""
) -> bytes:
    """One device, with the prefixes of another maker than ours."""
    return f"""<?xml version="1.0" encoding="utf-8"?>{more}
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"
 xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"
 xmlns:wsdd="http://schemas.xmlsoap.org/ws/2005/04/discovery">
<SOAP-ENV:Header><wsa:ReplyTo><wsa:Address>nobody</wsa:Address></wsa:ReplyTo></SOAP-ENV:Header>
<SOAP-ENV:Body><wsdd:ProbeMatches><wsdd:ProbeMatch>
<wsa:EndpointReference><wsa:Address>urn:uuid:1419d68a-1dd2-11b2-a105-000000000001</wsa:Address></wsa:EndpointReference>
<wsdd:Scopes>{scopes}</wsdd:Scopes><wsdd:XAddrs>{addresses}</wsdd:XAddrs>
<wsdd:MetadataVersion>10</wsdd:MetadataVersion>
</wsdd:ProbeMatch></wsdd:ProbeMatches></SOAP-ENV:Body></SOAP-ENV:Envelope>""".encode()


def test_an_answer_has_id_name_hardware_place_and_addresses():
    assert matches(answer(addresses="http://10.1.3.21/onvif http://[fe80::1]/onvif")) == (
        Match(
            "urn:uuid:1419d68a-1dd2-11b2-a105-000000000001",
            "大厅北",
            "DS-2CD2T46",
            "floor 2",
            ("http://10.1.3.21/onvif", "http://[fe80::1]/onvif"),
        ),
    )


def test_a_device_that_says_little_is_still_one():
    assert matches(answer("", "")) == (Match("urn:uuid:1419d68a-1dd2-11b2-a105-000000000001"),)


def test_what_a_device_calls_itself_cannot_steer_a_terminal():
    (found,) = matches(answer("onvif://www.onvif.org/name/a%1b%5b2Jb%0Ac"))
    assert found.name == "a [2Jb c"
    (long,) = matches(answer(f"onvif://www.onvif.org/name/{'x' * 5000}"))
    assert len(long.name) == 200


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"HTTP/1.1 200 OK",
        answer()[:200],
        answer(more='<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>'),
        answer(scopes="x" * 30_000),
        b'<?xml version="1.0"?><Envelope/>',
        probe("0", KINDS[0]),  # the echo of a question is no answer
    ],
    ids=["nothing", "http", "cut", "doctype", "endless", "other", "question"],
)
def test_what_is_no_answer_is_said_so(data: bytes):
    with pytest.raises(BadAnswer, match=r"\w"):
        matches(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer_or_refused(data: bytes):
    with suppress(BadAnswer):
        assert isinstance(matches(data), tuple)


@given(st.integers(0, 1200), st.binary(min_size=1, max_size=4))
def test_noise_in_an_answer_is_taken_or_refused(at: int, noise: bytes):
    whole = answer()
    with suppress(BadAnswer):
        for match in matches(whole[:at] + noise + whole[at + len(noise) :]):
            assert match.name.isprintable()


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_a_probe_for_its_kind(kind: tuple[str, str]):
    root = ET.fromstring(probe("5306", kind))
    discovery = "{http://schemas.xmlsoap.org/ws/2005/04/discovery}"
    addressing = "{http://schemas.xmlsoap.org/ws/2004/08/addressing}"
    assert root.findtext(f".//{discovery}Types") == f"k:{kind[1]}"
    assert root.findtext(f".//{addressing}MessageID") == "urn:uuid:5306"
    assert root.findtext(f".//{addressing}Action", "").endswith("/discovery/Probe")
