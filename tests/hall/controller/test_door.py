"""The door seals: what identifies goes in clear and comes out as an index, masks and an age class, or as a refusal."""

import tomllib

import msgspec
import pytest

from hall.contract import bookings as b
from hall.contract import people as p
from hall.contract.base import Actor, Role
from hall.contract.check import check
from hall.contract.devices import HostAlive
from hall.contract.sightings import RateEnvironment
from hall.contract.supervision import Acknowledge
from hall.contract.tickets import TakeTicket
from hall.controller import codes, pins
from hall.controller.access import Access
from hall.controller.door import Door, age_class
from hall.domain.refusal import Refusal
from tests.hall.house import MONDAY_0930, TOML, WINDOW

PEPPER = bytes(range(32))
KIOSK = Actor("kiosk-1", Role.KIOSK)
DEVICE = Actor("devices-1", Role.DEVICE)
CAMERA = Actor("cameras-1", Role.CAMERA)
ADMIN = Actor("admin", Role.ADMIN)
SEALED = pins.seal("2468")


@pytest.fixture(scope="module")
def config():
    text = TOML.format(commands=1, views=2, windows=WINDOW.format(n=1), pin=SEALED)
    made, problems = check(tomllib.loads(text))
    assert not problems
    return made


@pytest.fixture
def door(config) -> Door:
    return Door(config, PEPPER)


def present(attest: p.Attest) -> p.Present:
    return p.Present("card-1", "reading-1", attest)


def sealed(door: Door, attest: p.Attest, by: Actor, now: int = MONDAY_0930) -> p.Identity:
    command = door.admit(present(attest), by, now).command
    assert isinstance(command, p.Present), command
    assert isinstance(command.attest, p.Identity)
    return command.attest


def test_a_card_leaves_masks_and_an_index(door):
    identity = sealed(door, p.CardAttest("41018319550230123x", "欧阳娜娜", "19550228"), DEVICE)
    assert (identity.way, identity.shown) == (p.Way.CARD, "欧*")
    assert identity.masked == "410183********123X"
    assert identity.age is p.Age.ELDER
    assert len(identity.person) == 32
    assert b"19550" not in msgspec.json.encode(identity)


def test_the_same_person_has_the_same_index_and_another_hall_another(door, config):
    one = sealed(door, p.CardAttest("410183199001011234", "张三", "19900101"), DEVICE)
    again = sealed(door, p.CardAttest("410183199001011234 ", "张三", "19900101"), DEVICE)
    other = sealed(door, p.CardAttest("410183199001011242", "张三", "19900101"), DEVICE)
    elsewhere = sealed(
        Door(config, bytes(32)), p.CardAttest("410183199001011234", "张三", "19900101"), DEVICE
    )
    assert one == again
    assert len({one.person, other.person, elsewhere.person}) == 3


@pytest.mark.parametrize("number", ["", "41018319900101123", "4101831990010112345", "41018319900101123Y"])
def test_a_card_that_was_read_badly_is_told_to_the_kiosk(door, number):
    command = door.admit(present(p.CardAttest(number, "张三", "19900101")), DEVICE, MONDAY_0930).command
    assert isinstance(command, p.FailReading)
    assert command.fault == "card_unreadable"
    assert not number or number not in command.detail


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        ("20121124", p.Age.UNDER_14),  # 14 tomorrow
        ("20121123", p.Age.ADULT),  # 14 today
        ("19611124", p.Age.ADULT),
        ("19611123", p.Age.ELDER),  # 65 today
        ("19600229", p.Age.ELDER),
        ("20270101", p.Age.UNKNOWN),
        ("1990", p.Age.UNKNOWN),
        ("", p.Age.UNKNOWN),
        ("19901301", p.Age.UNKNOWN),
    ],
)
def test_only_an_age_class_is_kept(birth, age):
    assert age_class(birth, MONDAY_0930, 65) is age


def test_a_phone_is_masked(door):
    admitted = door.admit(TakeTicket("pension", p.PhoneAttest("13812345678"), "kiosk-1"), KIOSK, MONDAY_0930)
    command = admitted.command
    assert isinstance(command, TakeTicket)
    assert isinstance(command.attest, p.Identity)
    assert command.attest.masked == "138****5678"
    assert "13812345678" not in str(command)


@pytest.mark.parametrize(
    "phone", ["", "1381234567", "23812345678", "138123456789", "13812a45678", "1381234567８"]
)
def test_what_is_no_mobile_number_is_refused(door, phone):
    with pytest.raises(Refusal) as caught:
        door.admit(TakeTicket("pension", p.PhoneAttest(phone), "kiosk-1"), KIOSK, MONDAY_0930)
    assert caught.value.code == "phone"


def test_a_code_is_good_for_its_person_until_it_expires(door):
    secrets = codes.Secrets(PEPPER)
    text = codes.make(secrets, "13812345678", MONDAY_0930, 600_000)
    identity = sealed(door, p.CodeAttest(text + "\r\n"), DEVICE)
    assert identity.person == secrets.blind("phone", "13812345678")
    admitted = door.admit(present(p.CodeAttest(text)), CAMERA, MONDAY_0930)
    assert (len(admitted.nonce), admitted.until_ms) == (12, MONDAY_0930 + 600_000)
    late = door.admit(present(p.CodeAttest(text)), DEVICE, MONDAY_0930 + 600_001).command
    assert isinstance(late, p.FailReading)
    assert late.fault == "code_expired"
    again = door.used(present(p.CodeAttest(text))).command
    assert isinstance(again, p.FailReading)


def test_every_garbled_code_is_unreadable_and_none_raises(door, config):
    good = codes.make(codes.Secrets(PEPPER), "13812345678", MONDAY_0930, 600_000)
    foreign = codes.make(codes.Secrets(bytes(32)), "13812345678", MONDAY_0930, 600_000)
    bad = [good[:n] for n in range(len(good))]
    bad += [good[:n] + ("A" if good[n] != "A" else "B") + good[n + 1 :] for n in range(len(good) - 1)]
    bad += [
        foreign,
        "https://example.org",
        "HALL1..",
        "HALL1.é.é",
        "HALL1." + "A" * 9000 + ".AA",
        good + ".x",
    ]
    for text in bad:
        command = door.admit(present(p.CodeAttest(text)), DEVICE, MONDAY_0930).command
        assert isinstance(command, p.FailReading), text
        assert command.fault in ("code_unknown", "code_unreadable"), text
    strange = door.admit(present(p.CodeAttest("https://example.org")), DEVICE, MONDAY_0930).command
    assert strange == p.FailReading("card-1", "reading-1", "code_unknown", "not a code of this hall")


def test_a_face_must_be_near_enough(door):
    near = sealed(door, p.FaceAttest("person-7", 0.30, "m"), CAMERA)
    assert "person-7" not in near.person
    for distance in (0.37, -1.0, float("nan")):
        far = door.admit(present(p.FaceAttest("person-7", distance, "m")), CAMERA, MONDAY_0930).command
        assert isinstance(far, p.FailReading)
        assert far.fault == "face_unsure"


@pytest.mark.parametrize("by", [KIOSK, DEVICE, CAMERA, ADMIN])
def test_nobody_may_bring_a_sealed_identity(door, by):
    forged = p.Identity(p.Way.CARD, "ab" * 16, age=p.Age.ELDER)
    with pytest.raises(Refusal, match="attest"):
        door.admit(TakeTicket("pension", forged, "kiosk-1"), by, MONDAY_0930)
    with pytest.raises(Refusal, match="attest"):
        door.admit(present(forged), by, MONDAY_0930)


def test_staff_take_a_number_for_somebody(door):
    command = door.admit(TakeTicket("pension", p.AssistedAttest("s2")), ADMIN, MONDAY_0930).command
    assert command.attest == p.Identity(p.Way.ASSISTED, "", staff="s2")
    with pytest.raises(Refusal, match="no_staff"):
        door.admit(TakeTicket("pension", p.AssistedAttest("nobody")), ADMIN, MONDAY_0930)


def test_staff_with_a_pin_type_it_at_the_kiosk_too(door):
    for pin, why in (("", "pin_needed:"), ("1111", "pin:")):
        with pytest.raises(Refusal, match=why):
            door.admit(TakeTicket("pension", p.AssistedAttest("s1", pin), "kiosk-1"), KIOSK, MONDAY_0930)
    command = door.admit(
        TakeTicket("pension", p.AssistedAttest("s1", "2468"), "kiosk-1"), KIOSK, MONDAY_0930
    ).command
    assert command.attest == p.Identity(p.Way.ASSISTED, "", staff="s1")
    assert "2468" not in str(command)


ID = "110105194912310021"  # the example below with another check digit
GOOD = "11010519491231002X"  # the example of GB 11643


def test_a_typed_id_number_is_the_same_person_as_by_the_card(door):
    card = sealed(door, p.CardAttest(GOOD, "张三", "19491231"), DEVICE)
    typed = door.admit(
        TakeTicket("pension", p.NameAttest("张三", GOOD.lower()), "kiosk-1"), KIOSK, MONDAY_0930
    ).command.attest
    assert typed == msgspec.structs.replace(card, way=p.Way.TYPED)
    assert (typed.shown, typed.age) == ("张*", p.Age.ELDER)


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (ID, "id_number", "有一位输错了"),
        (GOOD[:17], "id_number", "这里是 17 位"),
        ("1101051949123100XX", "id_number", "17 位数字"),
        ("11010519491331002X", "id_number", "出生日期"),
    ],
)
def test_a_wrong_id_number_is_refused_in_words_without_it(door, number, code, words):
    with pytest.raises(Refusal) as caught:
        door.admit(TakeTicket("pension", p.NameAttest("", number), "kiosk-1"), KIOSK, MONDAY_0930)
    assert caught.value.code == code
    assert words in caught.value.text.zh
    assert number not in str(caught.value.text)


def test_what_is_no_name_is_refused(door):
    for name in ("123", "张", "<b>张三</b>"):
        with pytest.raises(Refusal, match="name"):
            door.admit(TakeTicket("pension", p.NameAttest(name, GOOD), "kiosk-1"), KIOSK, MONDAY_0930)


def test_ten_digits_are_called_ten_digits(door):
    with pytest.raises(Refusal) as caught:
        door.admit(TakeTicket("pension", p.PhoneAttest("1381234567"), "kiosk-1"), KIOSK, MONDAY_0930)
    assert "11 位，这里是 10 位" in caught.value.text.zh


# --- bookings -----------------------------------------------------------------------------------------------------

GATEWAY = Actor("gateway-1", Role.GATEWAY)
ROW = b.BookingRow("20261123-0007", "pension", MONDAY_0930, phone="13812345678", card=GOOD, name="张三")


def rows_of(door: Door, *rows: b.BookingRow) -> tuple[b.BookingRow, ...]:
    return door.admit(b.ImportBookings("city", rows), GATEWAY, MONDAY_0930).command.rows


def test_a_row_is_sealed_under_the_indexes_of_card_phone_and_code(door):
    (row,) = rows_of(door, msgspec.structs.replace(ROW, code="882031"))
    secrets = codes.Secrets(PEPPER)
    assert row.identity == p.Identity(
        p.Way.CARD, secrets.blind("card", f"resident:{GOOD}"), "张*", "110105********002X"
    )
    assert row.also == (secrets.blind("phone", "13812345678"),)
    assert row.code == secrets.blind("booking", "882031")
    for clear in ("13812345678", GOOD, "张三", "882031"):
        assert clear not in str(row)


def test_without_a_code_of_its_own_a_row_goes_by_its_id_which_stays_in_the_clear(door):
    (row,) = rows_of(door, ROW)
    assert (row.booking, row.code) == (ROW.booking, codes.Secrets(PEPPER).blind("booking", ROW.booking))


def test_a_row_cannot_bring_an_identity_of_its_own(door):
    forged = msgspec.structs.replace(ROW, identity=p.Identity(p.Way.CARD, "ab" * 16), also=("cd" * 16,))
    assert rows_of(door, forged) == rows_of(door, ROW)
    (row,) = rows_of(door, msgspec.structs.replace(ROW, card=""))
    assert (row.identity.person, row.also) == (codes.Secrets(PEPPER).blind("phone", "13812345678"), ())


def test_every_row_that_names_nobody_is_told_and_none_passes(door):
    wrong = [
        msgspec.structs.replace(ROW, phone="1381234567"),
        msgspec.structs.replace(ROW, card=ID),
        msgspec.structs.replace(ROW, phone="", card=""),
        msgspec.structs.replace(ROW, code="12"),
    ]
    with pytest.raises(Refusal) as caught:
        rows_of(door, ROW, *wrong)
    told = msgspec.json.decode(caught.value.hint, type=list[b.RowFault])
    assert [(x.row, x.column) for x in told] == [(2, "phone"), (3, "card"), (4, "phone"), (5, "code")]
    assert ID not in caught.value.hint
    assert "1381234567" not in caught.value.hint


def test_a_booking_code_is_typed_scanned_or_shown_as_a_short_lived_picture(door):
    secrets = codes.Secrets(PEPPER)
    index = p.BookingCode(secrets.blind("booking", "BK-882031"))
    typed = door.admit(b.CheckIn("kiosk-1", p.CodeAttest(" bk-882031 ")), KIOSK, MONDAY_0930).command
    assert typed.attest == index
    scanned = door.admit(present(p.CodeAttest("BK-882031\r\n")), DEVICE, MONDAY_0930)
    assert (scanned.command.attest, scanned.nonce) == (index, b"")
    text = codes.make_booking(secrets, "BK-882031", MONDAY_0930, 60_000)
    assert "882031" not in text
    shown = door.admit(present(p.CodeAttest(text)), DEVICE, MONDAY_0930)
    assert shown.command.attest == index
    assert shown.nonce
    late = door.admit(present(p.CodeAttest(text)), DEVICE, MONDAY_0930 + 60_001).command
    assert late.fault == "code_expired"


def test_a_typed_code_checks_in_and_does_nothing_else(door):
    with pytest.raises(Refusal, match="attest"):
        door.admit(TakeTicket("pension", p.CodeAttest("BK-882031"), "kiosk-1"), KIOSK, MONDAY_0930)
    with pytest.raises(Refusal, match="booking_code"):
        door.admit(b.CheckIn("kiosk-1", p.CodeAttest("12")), KIOSK, MONDAY_0930)
    for forged in (p.BookingCode("ab" * 16), p.Identity(p.Way.CARD, "ab" * 16)):
        with pytest.raises(Refusal, match="attest"):
            door.admit(b.CheckIn("kiosk-1", forged), KIOSK, MONDAY_0930)


def test_a_pin_is_checked_and_taken_off(door):
    window = Actor("window-1", Role.WINDOW)
    assert door.admit(p.SignOn("1", "s1", "2468"), window, MONDAY_0930).command == p.SignOn("1", "s1")
    assert door.admit(p.SignOn("1", "s2", "whatever"), window, MONDAY_0930).command == p.SignOn("1", "s2")
    for _ in range(pins.TRIES):
        with pytest.raises(Refusal, match="pin:"):
            door.admit(p.SignOn("1", "s1", "1111"), window, MONDAY_0930)
    with pytest.raises(Refusal, match="pin_wait"):
        door.admit(p.SignOn("1", "s1", "2468"), window, MONDAY_0930)
    assert door.admit(p.SignOn("1", "s1", "2468"), window, MONDAY_0930 + pins.WAIT_MS).command == p.SignOn(
        "1", "s1"
    )


def test_a_host_speaks_for_its_own_devices_only(config):
    access = Access(config)
    access.check(p.FailReading("card-1", "r", "no_answer"), DEVICE)
    for device in ("led-9", "unknown"):
        with pytest.raises(Refusal, match="place"):
            access.check(p.FailReading(device, "r", "no_answer"), DEVICE)
    access.check(HostAlive("devices-1"), DEVICE)
    access.check(TakeTicket("pension", p.AssistedAttest("s2"), "kiosk-1"), ADMIN)
    with pytest.raises(Refusal, match="place"):
        access.check(HostAlive("devices-1"), ADMIN)


@pytest.mark.parametrize(
    "command",
    [
        RateEnvironment("B", True, "hygiene", "找张三13812345678 410183195803011234"),
        TakeTicket("pension", p.AssistedAttest("s1", "2468"), note="身份证11010519491231002X"),
        p.EndEmergency("w1", "打 138-1234-5678 问过", "s1", "2468"),
    ],
)
def test_no_number_of_a_person_passes_in_a_note(door, command):
    with pytest.raises(Refusal) as caught:
        door.admit(command, ADMIN, MONDAY_0930)
    assert caught.value.code == "person_number"
    assert "请不要写身份证号或手机号" in caught.value.text.zh


def test_who_has_a_pin_types_it_to_say_at_the_wall_that_an_alert_was_seen(door):
    wall = Actor("monitor-1", Role.MONITOR)
    for pin in ("", "1111"):
        with pytest.raises(Refusal) as caught:
            door.admit(Acknowledge("A01/B", "s1", pin=pin), wall, MONDAY_0930)
        assert caught.value.code == "pin"
    admitted = door.admit(Acknowledge("A01/B", "s1", pin="2468"), wall, MONDAY_0930)
    assert admitted.command == Acknowledge("A01/B", "s1")
    nobodys = Acknowledge("A01/B", "s2")
    assert door.admit(nobodys, wall, MONDAY_0930).command == nobodys, "s2 has no PIN"
    console = Acknowledge("A01/B", "s1")
    assert door.admit(console, Actor("window-w1", Role.WINDOW), MONDAY_0930).command == console


def test_that_help_has_come_is_said_by_name_too(door):
    wall = Actor("monitor-1", Role.MONITOR)
    with pytest.raises(Refusal) as caught:
        door.admit(p.AnswerHelp("kiosk-1", "s1"), wall, MONDAY_0930)
    assert caught.value.code == "pin"
    assert door.admit(p.AnswerHelp("kiosk-1", "s1", "2468"), wall, MONDAY_0930).command == p.AnswerHelp(
        "kiosk-1", "s1"
    )
