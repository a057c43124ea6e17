"""WS-Discovery as ONVIF cameras speak it: the question who is there, and what an answer says (SOAP 1.2 in a datagram).

Source: WS-Discovery 2005/04, ONVIF Core Specification (Device discovery). Pure bytes in and out. What answers is not
trusted: no document types, only printable characters, and not much of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

PORT = 3702
GROUP = "239.255.255.250"
MOST_BYTES = 65_507
_MOST_TEXT = 20_000  # characters of all fields together
_QUOTED = re.compile(rb"%([0-9A-Fa-f]{2})")
_SCOPE = "onvif://www.onvif.org/"
_DISCOVERY = "http://schemas.xmlsoap.org/ws/2005/04/discovery"
_ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
KINDS = (  # a camera must answer to the second; older ones know the first alone
    ("http://www.onvif.org/ver10/network/wsdl", "NetworkVideoTransmitter"),
    ("http://www.onvif.org/ver10/device/wsdl", "Device"),
)


class BadAnswer(ValueError):
    """These bytes are no answer to a probe; the text says why."""


@dataclass(frozen=True, slots=True)
class Match:
    """One device. `endpoint` is its lasting id (urn:uuid:…); `addresses` are where it serves ONVIF. Texts are the
    device's own, "" where it says nothing."""

    endpoint: str
    name: str = ""
    hardware: str = ""
    location: str = ""
    addresses: tuple[str, ...] = ()


def probe(message_id: str, kind: tuple[str, str]) -> bytes:
    """The question for devices of a kind (namespace, name). `message_id` is a new UUID."""
    namespace, name = kind
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"'
        f' xmlns:w="{_ADDRESSING}" xmlns:d="{_DISCOVERY}" xmlns:k="{namespace}">'
        f"<e:Header><w:MessageID>urn:uuid:{message_id}</w:MessageID>"
        "<w:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To>"
        f"<w:Action>{_DISCOVERY}/Probe</w:Action></e:Header>"
        f"<e:Body><d:Probe><d:Types>k:{name}</d:Types></d:Probe></e:Body></e:Envelope>"
    ).encode()


def matches(data: bytes) -> tuple[Match, ...]:
    """The devices of one answer. Raises BadAnswer."""
    reader = _Reader()
    reader.read(data)
    if not reader.answers:
        raise BadAnswer("no answer to a probe")
    return tuple(_match(fields) for fields in reader.found)


def _match(fields: dict[str, str]) -> Match:
    said: dict[str, str] = {}
    for scope in fields.get("Scopes", "").split():
        if scope.startswith(_SCOPE):
            key, _, value = scope.removeprefix(_SCOPE).partition("/")
            said.setdefault(key, _plain(_unquoted(value)))
    addresses = tuple(_plain(x) for x in fields.get("XAddrs", "").split())
    return Match(
        _plain(fields.get("Address", "")),
        said.get("name", ""),
        said.get("hardware", ""),
        said.get("location", ""),
        addresses,
    )


def _unquoted(text: str) -> str:
    """%E5%8C%97 as its characters; what is no UTF-8 becomes a mark."""
    return _QUOTED.sub(lambda x: bytes.fromhex(x[1].decode()), text.encode()).decode(errors="replace")


def _plain(text: str) -> str:
    """Fit for a terminal: one line, nothing that steers it."""
    return "".join(x if x.isprintable() else " " for x in text).strip()[:200]


@dataclass
class _Reader:
    """Collects the texts of each ProbeMatch, by the local names of their elements."""

    found: list[dict[str, str]] = field(default_factory=list)
    answers: bool = False
    _path: list[str] = field(default_factory=list)
    _size: int = 0

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(data[:MOST_BYTES], True)
        except expat.ExpatError as error:
            raise BadAnswer(f"no XML: {error}") from error

    def _refuse(self, *_: object) -> None:
        raise BadAnswer("a document type has no place in SOAP")

    def _open(self, name: str, _: object) -> None:
        local = name.rpartition(" ")[2]
        self._path.append(local)
        if local == "ProbeMatches":
            self.answers = True
        elif local == "ProbeMatch":
            self.found.append({})

    def _close(self, _: str) -> None:
        self._path.pop()

    def _text(self, text: str) -> None:
        if "ProbeMatch" not in self._path or self._path[-1] not in ("Address", "Scopes", "XAddrs"):
            return
        self._size += len(text)
        if self._size > _MOST_TEXT:
            raise BadAnswer("too much text")
        fields = self.found[-1]
        fields[self._path[-1]] = fields.get(self._path[-1], "") + text
