"""A resident's ID number (GB 11643): 17 digits and a check digit over them, ISO 7064 MOD 11-2."""

import datetime as dt
import re

from hall.contract.base import Text

_FORM = re.compile(r"[0-9]{17}[0-9X]")
_DIGITS = "10X98765432"  # check digit by the weighted sum modulo 11


def check_digit(first: str) -> str:
    """The eighteenth character for the first seventeen digits; place i from the left weighs 2^(17-i) mod 11."""
    return _DIGITS[sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(first)) % 11]


def problem(number: str) -> Text | None:
    """Why this is no ID number, without repeating it; None when it is one."""
    if len(number) != 18:
        return Text(
            f"身份证号是 18 位，这里是 {len(number)} 位", f"needs 18 characters, this has {len(number)}"
        )
    if not _FORM.fullmatch(number):
        return Text("身份证号是 17 位数字加一位数字或 X", "needs 17 digits, then a digit or X")
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return Text("身份证号里的出生日期不对", "holds no date of birth at its 7th to 14th digit")
    if check_digit(number[:17]) != number[17]:
        return Text(
            "身份证号最后一位对不上，有一位输错了", "does not fit its last digit: one of them is wrong"
        )
    return None
