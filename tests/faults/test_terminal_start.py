"""Where the program cannot show itself it says so, in words that this very terminal can print."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("fcntl", reason="needs pseudo-terminals")

from tests.faults.terminals import FrontDesk, environment
from tests.pty_driver import Terminal

Begin = Callable[..., FrontDesk]

WRONG_USAGE = 2
KITTY_ASKED_FOR = b"\x1b[>25u"


@pytest.mark.parametrize(
    ("language", "told"), [("zh", "本程序需要在终端中显示界面"), ("en", "Lobby needs a terminal to show its screens.")]
)
def test_without_a_terminal(tmp_path: Path, language: str, told: str) -> None:
    words = [sys.executable, "-m", "lobby_tui", "--home", str(tmp_path), "--lang", language]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, env=environment(), check=False)
    assert done.returncode == WRONG_USAGE
    assert done.stdout == b""
    assert told in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_with_its_screen_sent_into_a_file(tmp_path: Path) -> None:
    # Textual draws on stderr: the person would sit before an empty window that takes no Ctrl+C.
    program = f"exec {sys.executable} -m lobby_tui --home {tmp_path} --lang en 2>{tmp_path}/errors"
    terminal = Terminal(["/bin/sh", "-c", program], environment())
    assert terminal.ended(10) == WRONG_USAGE
    assert "Lobby needs a terminal" in (tmp_path / "errors").read_text()
    terminal.close()


@pytest.mark.parametrize(
    ("variables", "encoding", "told"),
    [
        # A system without this locale lets Python take UTF-8; one that has it gives GBK.
        ({"LANG": "zh_CN.GBK"}, "gbk", "请将终端及环境变量 LANG 设为 UTF-8"),
        ({"LC_ALL": "zh_CN.GB18030"}, "gb18030", "请将终端及环境变量 LANG 设为 UTF-8"),
        ({"PYTHONIOENCODING": "gbk"}, "gbk", "请将终端及环境变量 LANG 设为 UTF-8"),
        (
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            "ascii",
            "Set the terminal and the variable LANG to UTF-8",
        ),
    ],
)
def test_a_terminal_of_another_encoding(front_desk: Begin, variables: dict[str, str], encoding: str, told: str) -> None:
    program = front_desk(**variables)
    assert program.ended(10) == WRONG_USAGE
    written = program.output.decode(encoding)
    assert told in written
    assert encoding in written
    assert "\\u" not in written
    assert "Traceback" not in written


def test_a_locale_that_overrides_the_language_counts(front_desk: Begin) -> None:
    program = front_desk(LANG="zh_CN.GBK", LC_ALL="C.UTF-8")
    program.wait("工号")


@pytest.mark.parametrize(("chosen", "asked"), [({}, False), ({"TEXTUAL_DISABLE_KITTY_KEY": "0"}, True)])
def test_keys_come_as_characters_unless_somebody_wants_otherwise(
    front_desk: Begin, chosen: dict[str, str], asked: bool
) -> None:
    program = front_desk(**chosen)
    program.wait("工号")
    assert (KITTY_ASKED_FOR in program.output) is asked
