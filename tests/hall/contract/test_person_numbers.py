"""What is a person's number in a text, and what only looks like a long number. Every number here is made up."""

import pytest

from hall.contract.id_number import check_digit
from hall.contract.person_numbers import PersonNumber, held, struck
from tests.hall.house import MONDAY_0930

ID, MOBILE = PersonNumber.ID, PersonNumber.MOBILE
NUMBER = "41018319580301123" + check_digit("41018319580301123")
WITH_X = next(f"{n}X" for n in map(str, range(41018319900101000, 41018319900101999)) if check_digit(n) == "X")
OF_CASE = "41018320261120001"  # region, day, serial


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (NUMBER, ID),
        (f"找张三{NUMBER}。", ID),
        (f"身份证{WITH_X}", ID),
        (WITH_X.lower(), ID),
        (f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}", ID),
        (f"{NUMBER[:6]}-{NUMBER[6:14]}-{NUMBER[14:]}", ID),
        (" ".join(NUMBER), ID),
        (f"2026-11-20 {NUMBER}", ID),
        (NUMBER.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}), ID),
        ("410183580301123", ID),  # fifteen digits, as until 1999
        ("410183 580301 123", ID),
        ("13812345678", MOBILE),
        ("打13812345678找他", MOBILE),
        ("tel13812345678", MOBILE),
        ("138 1234 5678", MOBILE),
        ("138-1234-5678", MOBILE),
        ("138 12345678", MOBILE),
        ("1381234 5678", MOBILE),
        ("+8613812345678", MOBILE),
        ("+86 138 1234 5678", MOBILE),
        ("1 3 8 1 2 3 4 5 6 7 8", MOBILE),
        ("１３８１２３４５６７８", MOBILE),
        ("2026-11-20 13812345678", MOBILE),
        (f"13812345678 {NUMBER}", ID),
    ],
)
def test_a_persons_number_is_found_however_it_is_written(text, kind):
    assert held(text, MONDAY_0930) is kind
    assert held(struck(text, MONDAY_0930), MONDAY_0930) is None
    assert "***" in struck(text, MONDAY_0930)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2号柜台帮忙，14:30 回来",
        "窗口 13-15，2026-11-20 14:30 到 15:20",
        "0371-67180000 转 8013",
        "12345",
        "410183********1234",
        "138****5678",
        NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1"),  # last digit does not fit
        "410183195813011232",  # no such month
        f"1{NUMBER}",  # nineteen digits
        f"{NUMBER}1",
        "138123456789",  # twelve digits
        "12812345678",
        "1795308600000",  # a moment in ms
        "11410183MB0W12345X4410183001000",  # an item's code
        "91410183712345678X",  # a firm's code
        "410183261120001",  # region, day of this year, serial: fifteen digits, and no number of 1926
        "2026-11-20-A013",
        "2026-11-20-0013",
        "410183-20261120-0012",
    ],
)
def test_a_long_number_is_not_yet_a_person(text):
    assert held(text, MONDAY_0930) is None
    assert struck(text, MONDAY_0930) == text


def test_a_case_number_has_the_shape_of_an_id_number_and_a_day_of_its_own():
    case = OF_CASE + check_digit(OF_CASE)
    assert held(case, MONDAY_0930, serial=True) is None
    assert held(f"{case[:6]}-{case[6:14]}-{case[14:]}", MONDAY_0930, serial=True) is None
    assert held("150-20261120", MONDAY_0930, serial=True) is None, "department and day"
    assert held(NUMBER, MONDAY_0930, serial=True) is ID
    assert held("13812345678", MONDAY_0930, serial=True) is MOBILE


def test_of_a_report_only_the_number_is_taken_out():
    said = f"no answer from 13812345678, card {NUMBER}, try 3"
    assert struck(said, MONDAY_0930) == "no answer from ***, card ***, try 3"
