"""The words of the command line that need no running hall: check, keys, codes, verify, replay."""

import io
import json
import sqlite3
import stat

import pytest

from hall.__main__ import main
from hall.contract.people import PhoneAttest, SignOn
from hall.contract.tickets import CallNext, TakeTicket
from hall.controller import codes, pins
from tests.hall.house import House


@pytest.fixture
def config(house: House) -> str:
    return str(house.config)


@pytest.fixture
def lived(house: House) -> House:
    """A hall with a few events behind it."""
    with house.running(), house.client("kiosk-1") as kiosk, house.client("window-1") as window:
        for n in range(3):
            kiosk.ask(TakeTicket("pension", PhoneAttest(f"1380000000{n}"), "kiosk-1"))
        window.ask(SignOn("1", "s2"))
        window.ask(CallNext("1"))
    return house


def test_check_prints_all_problems(house: House, config, capsys):
    assert main(["check", config]) == 0
    assert "8 windows" in capsys.readouterr().out
    text = house.config.read_text("utf-8").replace('zone = "A"', 'zone = "B"').replace("[hall]", "[hal]")
    house.config.write_text(text, "utf-8")
    assert main(["check", config]) == 1
    words = capsys.readouterr().err
    assert "hal: unknown key; did you mean 'hall'?" in words
    assert "windows[7].zone: there is no zone 'B'" in words
    assert main(["check", config + ".missing"]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_keys_are_made_listed_and_revoked(house: House, config, capsys):
    house.site.keys.revoke("kiosk-2", 1)
    assert main(["keys", "make", "kiosk-2", "--role", "kiosk", "--config", config]) == 0
    secret = house.site.keys.folder / "kiosk-2.secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert main(["keys", "make", "kiosk-2", "--role", "kiosk", "--config", config]) == 1
    assert "exists" in capsys.readouterr().err
    assert main(["keys", "revoke", "kiosk-2", "--config", config]) == 0
    assert not secret.exists()
    assert main(["keys", "revoke", "kiosk-2", "--config", config]) == 1
    capsys.readouterr()
    assert main(["keys", "list", "--config", config]) == 0
    listed = capsys.readouterr().out
    assert "revoked" in next(line for line in listed.splitlines() if line.startswith("kiosk-2"))
    assert "valid" in next(line for line in listed.splitlines() if line.startswith("window-8"))
    assert house.site.keys.secret("kiosk-1").secret not in listed
    assert main(["keys", "make-all", "--config", config]) == 0
    assert capsys.readouterr().out.endswith("made kiosk-2\n")
    assert main(["keys", "make-all", "--config", config]) == 0
    assert "every key is there" in capsys.readouterr().out
    assert main(["keys", "make", "Kiosk 7", "--role", "kiosk", "--config", config]) == 1


def test_every_process_has_a_key_with_its_role(house: House):
    roles = {e.name: e.role.value for e in house.site.keys.register().keys}
    assert roles["kiosk-1"] == "kiosk"
    assert roles["window-8"] == "window"
    assert roles["devices-1"] == roles["devices-2"] == "device"
    assert roles["monitor-1"] == "monitor"
    assert {"admin", "gateway-1"} <= set(roles)
    assert "controller" not in roles


def test_a_pin_is_sealed(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("2468\n"))
    assert main(["keys", "pin"]) == 0
    sealed = capsys.readouterr().out.strip()
    assert "2468" not in sealed
    assert pins.matches("2468", sealed)
    assert not pins.matches("2469", sealed)
    monkeypatch.setattr("sys.stdin", io.StringIO("abc\n"))
    assert main(["keys", "pin"]) == 1


def test_a_code_is_made(house: House, config, capsys):
    assert main(["codes", "make", "--config", config, "--phone", "13812345678"]) == 0
    text = capsys.readouterr().out.strip()
    secrets = codes.Secrets(house.site.keys.pepper())
    code = codes.read(secrets, text, house.site.clock.now_ms())
    assert code.p == secrets.blind("phone", "13812345678")
    assert "13812345678" not in text
    assert main(["codes", "make", "--config", config, "--phone", "12"]) == 1


def test_verify_walks_the_chain_and_names_the_first_bad_event(lived: House, capsys):
    config = ["--config", str(lived.config)]
    assert main(["verify", *config]) == 0
    assert "each as it was written" in capsys.readouterr().out
    link = sqlite3.connect(lived.site.store)
    link.execute("UPDATE event SET body=replace(body, 'A002', 'A009') WHERE seq=3")
    link.execute("UPDATE event SET body=zeroblob(4) WHERE seq=5")
    link.commit()
    assert main(["verify", *config]) == 1
    said = capsys.readouterr()
    assert "event 3 does not match its hash" in said.err or "event 3 is not of bytes" in said.err
    assert "the 2 events before it are good" in said.out
    link.execute("DELETE FROM event WHERE seq>=3")
    link.commit()
    link.close()
    assert main(["verify", *config]) == 1
    assert "end was cut off" in capsys.readouterr().err


def test_verify_may_run_beside_the_hall(house: House, capsys):
    with house.running(), house.client("kiosk-1") as kiosk:
        kiosk.ask(TakeTicket("pension", PhoneAttest("13800000000"), "kiosk-1"))
        assert main(["verify", "--config", str(house.config)]) == 0
    assert main(["verify", "--journal", str(house.folder / "none.db")]) == 1
    assert "there is no journal" in capsys.readouterr().err


def test_replay_shows_the_hall_as_it_was(lived: House, capsys):
    config = str(lived.config)
    assert main(["replay", "--config", config, "--json"]) == 0
    now = json.loads(capsys.readouterr().out)
    assert now["issued"] == 3
    assert [t["state"] for t in now["tickets"]] == ["called", "waiting", "waiting"]
    assert now["windows"][0] | {"since": ""} == {
        "window": "1", "number": "1", "state": "called", "since": "", "staff": "s2", "ticket": "A001",
        "done": 0, "passed": 0,
    }  # fmt: skip
    assert now["zones"][0]["waiting"] == 2
    assert main(["replay", "--config", config, "--until", "09:29"]) == 0
    before = capsys.readouterr().out
    assert "after event 0" in before
    assert main(["replay", "--config", config, "--until", "2026-11-23 09:31"]) == 0
    page = capsys.readouterr().out
    assert "A001" in page
    assert "window 1" in page
    assert main(["replay", "--config", config, "--until", "half past nine"]) == 2
    assert "is no time" in capsys.readouterr().err
