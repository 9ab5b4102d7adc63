"""Wrapping in a child process does what wrapping here does."""

import subprocess
from typing import Any

import pytest

from lobby_tui.store import wrapping_apart
from lobby_tui.store.wrapping import Wrapping, unwrap, wrap
from lobby_tui.store.wrapping_apart import CHEAP_KIBIBYTES, in_child

HERE = {"time_cost": 1, "memory_cost": CHEAP_KIBIBYTES, "parallelism": 1}
APART = {**HERE, "memory_cost": CHEAP_KIBIBYTES * 2}


def facts(figures: dict[str, int], **changes: Any) -> dict[str, Any]:
    usual = {
        "password": "密码 correct".encode(),
        "salt": bytes(16),
        "figures": figures,
        "device_secret": bytes(32),
        "nonce": bytes(12),
        "owner": b"001",
    }
    return usual | changes


@pytest.mark.parametrize("figures", [HERE, APART])
def test_what_was_wrapped_unwraps(figures: dict[str, int]) -> None:
    wrapped = in_child("wrap", b"k" * 32, **facts(figures))
    assert wrapped == wrap(Wrapping(**facts(figures)), b"k" * 32)
    assert in_child("unwrap", wrapped or b"", **facts(figures)) == b"k" * 32


@pytest.mark.parametrize(
    "change", [{"password": b"wrong"}, {"owner": b"002"}, {"device_secret": b"d" * 32}, {"salt": b"s" * 16}]
)
def test_everything_has_to_be_right(change: dict[str, bytes]) -> None:
    wrapped = wrap(Wrapping(**facts(APART)), b"k" * 32)
    assert in_child("unwrap", wrapped, **facts(APART, **change)) is None
    assert unwrap(Wrapping(**facts(APART, **change)), wrapped) is None


@pytest.mark.parametrize("figures", [HERE | {"time_cost": 0}, APART | {"parallelism": 0}, {"memory_cost": 8}])
def test_figures_that_argon2_does_not_take_are_said(figures: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="figures"):
        in_child("unwrap", b"w" * 48, **facts(figures))


def test_cheap_figures_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("a process was started"))
    assert in_child("wrap", b"k" * 32, **facts(HERE))


def test_without_a_process_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = in_child("wrap", b"k" * 32, **facts(APART))
    monkeypatch.setattr(wrapping_apart.sys, "executable", "/bin/false")
    assert in_child("wrap", b"k" * 32, **facts(APART)) == expected


def test_the_secrets_are_not_in_the_child_s_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = subprocess.run, []

    def spy(arguments: list[str], **options: Any) -> Any:
        seen.append((arguments, options.get("env")))
        return real(arguments, **options)

    monkeypatch.setattr(subprocess, "run", spy)
    in_child("wrap", b"k" * 32, **facts(APART))
    assert [(arguments[1:], env) for arguments, env in seen] == [(["-m", "lobby_tui.store.wrapping"], None)]
