"""`hall calendar` and `hall packs`, with and without a running hall."""

import pytest

from hall.__main__ import main
from hall.bus.site import CALENDAR
from hall.contract.people import PhoneAttest
from hall.contract.tickets import TakeTicket
from tests.hall.house import House

NEXT = """\ufeff日期,是否工作日,来源,文号
{rest}2027-02-14,上班,test,测试〔2026〕1号
2027-02-20,上班,test,测试〔2026〕1号
"""
REST = [
    *(f"2027-01-0{n}" for n in (1, 2, 3)), *(f"2027-02-{n:02d}" for n in range(5, 14)),
    *(f"2027-05-0{n}" for n in range(1, 6)), *(f"2027-10-0{n}" for n in range(1, 8)),
]  # fmt: skip
TEXT = NEXT.format(rest="".join(f"{day},休息,test,测试〔2026〕1号\n" for day in REST))


@pytest.fixture
def config(house: House) -> str:
    return str(house.config)


def test_a_year_is_shown_and_a_missing_one_says_what_to_do(config, capsys):
    assert main(["calendar", "show", "2026"]) == 0
    shown = capsys.readouterr().out
    assert "2026: 248 working days, make-up days 01-04, 02-14, 02-28, 05-09, 09-20, 10-10" in shown
    assert "国办发明电〔2025〕7号" in shown
    assert len(shown.splitlines()) == 14
    assert main(["calendar", "show", "2027", "--config", config]) == 1
    assert "no calendar. Hours are the weekly pattern, deadlines are provisional" in capsys.readouterr().err


def test_nobody_there_to_take_it_in(house: House, config, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("hall.cli.calendar.TIMEOUT_S", 0.2)
    file = tmp_path / "2027.csv"
    file.write_text(TEXT, "utf-8")
    assert main(["calendar", "import", str(file), "--config", config]) == 1
    assert "hall calendar:" in capsys.readouterr().err


def test_a_notice_is_taken_in_by_the_running_hall(house: House, config, tmp_path, capsys):
    file = tmp_path / "2027.csv"
    file.write_text(TEXT, "utf-8")
    with house.running():
        assert main(["calendar", "import", str(file), "--config", config]) == 0
        assert "in force from now on: 2027" in capsys.readouterr().out
        assert main(["calendar", "import", str(file), "--config", config]) == 0
        assert "nothing to do" in capsys.readouterr().out
    assert main(["calendar", "show", "2027", "--config", config]) == 0
    shown = capsys.readouterr().out
    assert "make-up days 02-14, 02-20 (测试〔2026〕1号; test)" in shown
    assert main(["verify", "--config", config]) == 0


def test_a_wrong_file_changes_nothing(house: House, config, tmp_path, capsys):
    file = tmp_path / "2027.csv"
    file.write_bytes(TEXT.replace("2027-05-03", "2027-05-33").encode("gb18030"))
    with house.running():
        assert main(["calendar", "import", str(file), "--config", config]) == 1
    words = capsys.readouterr().err
    assert "1 problem" in words
    assert "'2027-05-33' is no date" in words
    assert main(["calendar", "check", str(file)]) == 1
    assert main(["calendar", "check", str(CALENDAR)]) == 0
    assert main(["calendar", "check", str(tmp_path / "none.csv")]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert main(["calendar", "show", "2027", "--config", config]) == 1


def test_a_table_of_the_wrong_past_is_refused_by_the_hall(house: House, config, tmp_path, capsys):
    file = tmp_path / "2026.csv"
    rows = CALENDAR.read_text("utf-8").splitlines()
    kept = [row for row in rows if row.startswith(("date", "2026")) and "2026-09-25" not in row]
    file.write_text("\n".join(kept), "utf-8")
    with house.running():
        assert main(["calendar", "import", str(file), "--config", config]) == 1
    assert "2026-09-25 已经过去，不能再改" in capsys.readouterr().err


def test_a_queue_is_closed_and_opened_from_the_command_line(house: House, config, capsys):
    with house.running(), house.client("kiosk-1") as kiosk:
        close = [
            "calendar",
            "close",
            "--queue",
            "social",
            "--reason",
            "停电",
            "--until",
            "14:00",
            "--config",
            config,
        ]
        assert main(close) == 0
        answer = kiosk.ask(TakeTicket("pension", PhoneAttest("13800000001"), "kiosk-1"))
        assert answer.text.zh == "停止取号：停电，今天 14:00 恢复"
        assert main(["calendar", "reopen", "--queue", "social", "--config", config]) == 0
        assert kiosk.ask(TakeTicket("pension", PhoneAttest("13800000001"), "kiosk-1")).events
        assert main(["calendar", "reopen", "--queue", "social", "--config", config]) == 1
        assert "没有停号" in capsys.readouterr().err
        assert main([*close[:-3], "soon", *close[-2:]]) == 1
        assert "--until: 'soon' is no time" in capsys.readouterr().err


def test_packs_are_listed_shown_and_checked(house: House, config, tmp_path, capsys):
    assert main(["packs", "list", "--config", config]) == 0
    assert "in force from the beginning   default" in capsys.readouterr().out
    assert main(["packs", "show", "jiaozou-2024"]) == 1
    assert "did you mean 'jiaozuo-2024'?" in capsys.readouterr().err
    assert main(["packs", "show", "jiaozuo-2024"]) == 0
    text = capsys.readouterr().out
    assert "max_professional = 6" in text
    own = tmp_path / "own.toml"
    own.write_text(text.replace('id = "jiaozuo-2024"', 'id = "own-2026"'), "utf-8")
    assert main(["packs", "check", str(own)]) == 0
    assert "good. own-2026 (2024-09-24 –)" in capsys.readouterr().out
    own.write_text(own.read_text("utf-8").replace("abnormal_s = 1800\n", "abnormal_sec = 1800\n"), "utf-8")
    assert main(["packs", "check", str(own)]) == 1
    words = capsys.readouterr().err
    assert "2 problems" in words
    assert "policies[0].abnormal_sec: unknown key; did you mean 'abnormal_s'?" in words
    assert "policies[0]: does not say abnormal_s" in words
    assert main(["packs", "check", str(tmp_path / "none.toml")]) == 1


def test_a_file_of_packs_is_included_by_a_hall(house: House, config, tmp_path, capsys):
    assert main(["packs", "show", "default"]) == 0
    own = house.config.with_name("packs.toml")
    own.write_text(capsys.readouterr().out.replace('id = "default"', 'id = "own-2026"'), "utf-8")
    text = 'include = ["packs.toml"]\n' + house.config.read_text("utf-8")
    house.config.write_text(text + '\n[[packs]]\nid = "own-2026"\nday = "2026-12-01"\n', "utf-8")
    assert main(["packs", "list", "--config", config]) == 0
    listed = capsys.readouterr().out
    assert "in force from the beginning   default" in listed
    assert "in force from 2026-12-01      own-2026" in listed
