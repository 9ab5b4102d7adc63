"""Wrapping in a child process does what wrapping here does."""

import subprocess
from typing import Any

import pytest

from lobby_tui.store import wrapping_apart
from lobby_tui.store.wrapping import Wrapping, unwrap, wrap
from lobby_tui.store.wrapping_apart import CHEAP_KIBIBYTES, in_child, is_cheap

FIGURES = {"time_cost": 1, "memory_cost": CHEAP_KIBIBYTES, "parallelism": 1}
PURPOSE = "lobby slot"


def facts(**changes: Any) -> dict[str, Any]:
    usual = {
        "password": "密码 correct".encode(),
        "salt": bytes(16),
        "figures": FIGURES,
        "device_secret": bytes(32),
        "nonce": bytes(12),
        "owner": b"001",
    }
    return usual | changes


def asked(wrapped: bytes, **changes: Any) -> dict[str, Any]:
    texts = {name: value.hex() if isinstance(value, bytes) else value for name, value in facts(**changes).items()}
    return {"purpose": PURPOSE, "wrapped": wrapped.hex(), **texts}


@pytest.fixture(scope="module")
def wrapped() -> bytes:
    return wrap(Wrapping(**facts()), b"k" * 32)


@pytest.mark.parametrize("apart", [False, True])
def test_what_was_wrapped_unwraps(wrapped: bytes, apart: bool) -> None:
    assert in_child("unwrap", asked(wrapped), apart=apart) == (b"k" * 32).hex()


@pytest.mark.parametrize(
    "change",
    [
        {"password": b"wrong"}, {"owner": b"002"}, {"device_secret": b"d" * 32}, {"salt": b"s" * 16},
        {"purpose": "lobby pin"}, {"figures": {**FIGURES, "time_cost": 2}}, {"figures": None},
    ],
)  # fmt: skip
def test_everything_has_to_be_right(wrapped: bytes, change: dict[str, Any]) -> None:
    assert in_child("unwrap", asked(wrapped) | asked(wrapped, **change), apart=False) is None
    assert unwrap(Wrapping(**facts(**change)), wrapped) is None


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("figures", [{"time_cost": 0}, {"parallelism": 0}, {"memory_cost": "much"}])
def test_figures_that_argon2_does_not_take_are_said(apart: bool, figures: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        in_child("unwrap", asked(bytes(48), figures={**FIGURES, **figures}), apart=apart)


def test_cheap_figures_need_no_process(wrapped: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("a process was started"))
    assert in_child("unwrap", asked(wrapped), apart=not is_cheap(FIGURES))
    assert not is_cheap({**FIGURES, "memory_cost": CHEAP_KIBIBYTES + 1})


def test_without_a_process_it_is_done_here(wrapped: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrapping_apart.sys, "executable", "/bin/false")
    assert in_child("unwrap", asked(wrapped), apart=True) == (b"k" * 32).hex()


def test_the_secrets_are_not_in_the_child_s_arguments(wrapped: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = subprocess.run, []

    def spy(arguments: list[str], **options: Any) -> Any:
        seen.append((arguments, options.get("env")))
        return real(arguments, **options)

    monkeypatch.setattr(subprocess, "run", spy)
    in_child("unwrap", asked(wrapped), apart=True)
    assert [(arguments[1:], env) for arguments, env in seen] == [(["-m", "lobby_tui.store.wrapping"], None)]
