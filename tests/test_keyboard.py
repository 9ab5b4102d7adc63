"""What is typed is passed on, whenever it comes."""

import asyncio
import time
from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual.app import App
from textual.events import Key

from lobby_tui.keyboard import Keyboard, Typed


class Node:
    """A widget that has always dealt with everything."""

    def call_later(self, callback: Any) -> bool:
        callback()
        return True

    @property
    def ancestors_with_self(self) -> list["Node"]:
        return [self]


@pytest.mark.parametrize("later", range(6))
async def test_a_key_that_comes_as_the_one_before_is_done_with_does_not_wait_for_a_third(later: int) -> None:
    given: list[str] = []

    async def give(typed: Typed) -> None:
        assert isinstance(typed, Key)
        given.append(typed.key)

    node = Node()
    app = SimpleNamespace(focused=node, screen_stack=[node])
    keyboard = Keyboard(cast(App[Any], app), give)
    keyboard.take(Key("a", "a"))
    for _ in range(later):
        await asyncio.sleep(0)
    keyboard.take(Key("b", "b"))
    for _ in range(30):
        await asyncio.sleep(0)
    assert given == ["a", "b"]
    assert not keyboard.busy


class Slow(Node):
    """A widget that deals with a key only when the event loop has turned so many times."""

    def __init__(self, turns: float) -> None:
        self.turns = turns
        self.dealt = False

    def call_later(self, callback: Any) -> bool:
        async def answer() -> None:
            turn = 0
            while turn < self.turns:
                turn += 1
                await asyncio.sleep(0)
            self.dealt = True
            callback()

        self.answering = asyncio.create_task(answer())
        return True


async def _typed_ahead(node: Slow, busy: float, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the widget had dealt with the key before, for each of two keys. Others are busy in each turn."""
    monkeypatch.setattr("lobby_tui.keyboard.TURN_SECONDS", 0.0001)
    given: list[bool] = []

    async def give(_: Typed) -> None:
        given.append(node.dealt)

    keyboard = Keyboard(cast(App[Any], SimpleNamespace(focused=node, screen_stack=[node])), give)
    keyboard.take(Key("a", "a"))
    keyboard.take(Key("b", "b"))
    while len(given) < 2:
        time.sleep(busy)  # somebody else has the processor
        await asyncio.sleep(0)
    keyboard.drop()
    node.answering.cancel()
    return given


async def test_on_a_busy_machine_a_key_waits_for_the_one_before_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await _typed_ahead(Slow(40), 0.001, monkeypatch) == [False, True]


async def test_a_widget_that_never_answers_does_not_leave_the_keyboard_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await _typed_ahead(Slow(float("inf")), 0, monkeypatch) == [False, False]
