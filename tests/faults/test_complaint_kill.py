"""`kill -9` while a complaint or an incident is being typed: what was typed is there again."""

import signal
from collections.abc import Callable

import pytest

from lobby_tui.settings import Settings

pytest.importorskip("fcntl", reason="needs pseudo-terminals")

from tests.faults.terminals import FrontDesk, draft

DRAFT_SECONDS = 0.5


@pytest.mark.parametrize(
    ("kind", "part", "title", "digit", "text"),
    [("complaint", "4", "登记投诉", "2", "柜台没人"), ("incident", "6", "登记突发事件", "4", "插座冒烟")],
)
def test_what_was_typed_survives(
    front_desk: Callable[..., FrontDesk], settings: Settings, kind: str, part: str, title: str, digit: str, text: str
) -> None:
    program = front_desk()
    program.sign_in()
    program.press("f5")
    program.wait("网点事务")
    program.press(part)
    program.wait("F2")
    program.press("f2")
    program.wait(title, "F2  保存")
    program.press(digit)
    program.type(text)
    program.idle(DRAFT_SECONDS)
    program.signal(signal.SIGKILL)
    assert program.ended(3) == -signal.SIGKILL
    found = draft(settings.home, kind)
    assert found is not None
    assert found.fields["what"] == text
