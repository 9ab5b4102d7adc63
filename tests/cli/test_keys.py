"""`lobby store paper-key, recover, rotate-key, device-secret`."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lobby_tui.settings import Settings
from lobby_tui.store import device_secret, windows_safe
from tests.cli.conftest import REFER, Lobby
from tests.conftest import PASSWORD

NEW = "a new and long sentence"


@pytest.fixture
def words(lobby: Lobby) -> list[str]:
    english: list[str] = lobby("store", "paper-key", "--json", who="001").json["english"]
    return english


def test_the_words_are_shown_once_and_in_both_languages(lobby: Lobby, settings: Settings) -> None:
    assert "no paper key" in lobby("store", "check", who="001").out
    answer = lobby("store", "paper-key", who="001")
    assert answer.status == 0
    lines = [line.split() for line in answer.out.splitlines()[1:]]
    assert [line[0] for line in lines] == [str(number) for number in range(1, 13)]
    assert "no paper key" not in lobby("store", "check", who="001").out
    assert lobby("store", "check", "--json", who="001").json["paper_key"]
    kept = settings.store_path.parent.rglob("*")
    assert not any(
        lines[0][2].encode() + b" " + lines[1][2].encode() in one.read_bytes() for one in kept if one.is_file()
    )


def test_a_page_to_print(lobby: Lobby, tmp_path: Path, words: list[str], settings: Settings) -> None:
    line = ("store", "paper-key", "--out", str(tmp_path), "--format", "txt,pdf", "--json")
    made = lobby(*line, who="001").json
    text, _ = sorted(map(Path, made["files"]), key=lambda path: path.suffix, reverse=True)
    assert text.stat().st_mode & 0o777 == 0o600
    page = text.read_text()
    assert all(word in page for word in (*made["chinese"], *made["english"]))
    # Refused where a page lies already: then the key from before still holds.
    before = (settings.home / "keys.json").read_bytes()
    assert lobby(*line, who="001").error["field"] == "out"
    assert (settings.home / "keys.json").read_bytes() == before


@pytest.mark.parametrize("line", [("paper-key",), ("rotate-key",), ("device-secret", "keep-in", "file")])
def test_supervisors_only(lobby: Lobby, line: tuple[str, ...]) -> None:
    assert lobby("store", *line, "--json").error["code"] == "not_allowed"


def test_recover(lobby: Lobby, words: list[str], settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    (settings.home / "device.key").unlink()
    monkeypatch.setenv("LOBBY_PAPER_KEY", " ".join(words))
    monkeypatch.setenv("LOBBY_NEW_PASSWORD", NEW)
    answer = lobby("store", "recover", "--json", who="001")
    assert answer.json == {
        "no": "001", "dropped": ["101", "102", "201", "202", "301", "302"], "new_terminal": False,
    }  # fmt: skip
    monkeypatch.setenv("LOBBY_PASSWORD", NEW)
    assert lobby("store", "check", who="001").status == 0
    (settings.home / "device.key").unlink()
    lobby("store", "recover", who="001")
    assert "001 can sign in" in lobby("store", "recover", who="001").out


def test_wrong_words(lobby: Lobby, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOBBY_PAPER_KEY", "abandon " * 12)
    monkeypatch.setenv("LOBBY_NEW_PASSWORD", NEW)
    answer = lobby("store", "recover", "--json", who="001")
    assert (answer.status, answer.error["code"], answer.error["field"]) == (1, "words_checksum", "words")


def test_recover_needs_words_and_somebody(lobby: Lobby, command: Lobby, words: list[str]) -> None:
    assert lobby("store", "recover", "--json", who="001").error["field"] == "words"
    assert command("store", "recover", "--json").error["field"] == "as"


def test_rotate_key(lobby: Lobby, settings: Settings) -> None:
    lobby(*REFER)
    answer = lobby("store", "rotate-key", "--json", who="001")
    assert answer.json["dropped"] == []
    assert Path(answer.json["backup"]).exists()
    assert len(lobby("referrals", "--json").json) == 1


def test_the_keyring_keeps_the_secret(lobby: Lobby, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[tuple[str, str], str] = {}
    ring = SimpleNamespace(
        set_password=lambda service, name, value: kept.update({(service, name): value}),
        get_password=lambda service, name: kept.get((service, name)),
        delete_password=lambda service, name: kept.pop((service, name)),
    )
    monkeypatch.setitem(sys.modules, "keyring", ring)
    secret = (settings.home / "device.key").read_bytes()
    assert lobby("store", "device-secret", "keep-in", "keyring", "--json", who="001").json == {"place": "keyring"}
    assert secret not in (settings.home / "device.key").read_bytes()
    assert lobby(*REFER).status == 0
    assert lobby("store", "device-secret", "keep-in", "file", who="001").status == 0
    assert (settings.home / "device.key").read_bytes() == secret
    assert kept == {}
    lobby("store", "device-secret", "keep-in", "keyring", who="001")
    kept.clear()
    assert lobby("referrals", "--json").error["code"] == "device_secret_missing"


def test_a_keyring_that_does_not_work_is_said(
    lobby: Lobby, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: str) -> None:
        raise RuntimeError("No recommended backend was available.")

    secret = (settings.home / "device.key").read_bytes()
    for ring in (SimpleNamespace(set_password=fail), None):
        monkeypatch.setitem(sys.modules, "keyring", ring)
        answer = lobby("store", "device-secret", "keep-in", "keyring", "--json", who="001")
        assert (answer.status, answer.error["code"]) == (1, "no_such_safe")
        assert (settings.home / "device.key").read_bytes() == secret
    assert lobby("store", "device-secret", "keep-in", "attic", "--json", who="001").error["field"] == "place"
    if sys.platform != "win32":
        assert lobby("store", "device-secret", "keep-in", "windows", "--json", who="001").error["field"] == "place"


class Crypt:
    """Windows' safe as it behaves: what went in comes out on this machine, with the same entropy."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def _answer(self, arguments: tuple[Any, ...], change: Any) -> bool:
        source, _, entropy, _, _, flags, target = arguments
        data = bytes(source._obj.data[: source._obj.size])
        self.seen.append(flags)
        result = change(data, bytes(entropy._obj.data[: entropy._obj.size]))
        if result is None:
            return False
        self.kept = windows_safe._blob(result)
        target._obj.size, target._obj.data = self.kept.size, self.kept.data
        return True

    def CryptProtectData(self, *arguments: Any) -> bool:
        return self._answer(arguments, lambda data, entropy: b"blob:" + entropy + data[::-1])

    def CryptUnprotectData(self, *arguments: Any) -> bool:
        return self._answer(
            arguments,
            lambda data, entropy: data[5 + len(entropy) :][::-1] if data.startswith(b"blob:" + entropy) else None,
        )


def test_windows_keeps_the_secret_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crypt, path = Crypt(), tmp_path / "device.key"
    monkeypatch.setattr(windows_safe, "_libraries", lambda: (crypt, SimpleNamespace(LocalFree=lambda _: None)))
    monkeypatch.setattr(device_secret.sys, "platform", "win32")
    secret = device_secret.create(path)
    assert secret not in path.read_bytes()
    assert device_secret.place_of(path) == "windows"
    assert device_secret.read(path) == secret
    assert set(crypt.seen) == {5}  # no window, this machine
    path.write_bytes(path.read_bytes().replace(b"blob", b"blub"))
    with pytest.raises(Exception, match="does not give it back"):
        device_secret.read(path)


def test_windows_that_refuses_is_no_hindrance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Any:
        raise OSError("refused")

    monkeypatch.setattr(windows_safe, "_libraries", refuse)
    monkeypatch.setattr(device_secret.sys, "platform", "win32")
    assert device_secret.create(tmp_path / "device.key") == (tmp_path / "device.key").read_bytes()


def test_the_password_of_the_tests_is_none_of_the_words(words: list[str]) -> None:
    assert PASSWORD not in " ".join(words)
