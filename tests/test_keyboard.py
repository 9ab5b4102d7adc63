"""What is typed is passed on, whenever it comes."""

import asyncio
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
