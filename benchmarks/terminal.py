"""The app in a real pseudo-terminal against the least Textual app: first frame, keys, memory, idling."""

import os
import sys
from pathlib import Path

from benchmarks.branch import PASSWORD, folder, set_up
from benchmarks.measure import Result, median, quantile
from benchmarks.pseudo_terminal import Program

STARTS = 9
KEYS = 150
IDLE_SECONDS = 10.0
FLOOR_TEXT, SIGN_IN_TEXT, DESK_TEXT = "FLOOR", "工号", "在场"


def run() -> list[Result]:
    """All figures of the app on the screen."""
    with folder() as home:
        set_up(home / "home", None)
        return [_first_frame(home / "home"), _keys(home / "home"), *_at_the_desk(home / "home")]


def _floor() -> Program:
    return Program((sys.executable, str(Path(__file__).with_name("floor_app.py"))), _environment())


def _lobby(home: Path) -> Program:
    words = (sys.executable, "-m", "lobby_tui", "--home", str(home), "--lang", "zh")
    return Program(words, _environment())


def _environment() -> dict[str, str]:
    return {**os.environ, "TEXTUAL_DISABLE_KITTY_KEY": "1", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


def _first_frame(home: Path) -> Result:
    """From the start of the process until the screen can be read, by turns."""
    floor, ours = [], []
    for turn in range(-1, STARTS):
        with _floor() as program:
            reached = program.wait(lambda text: FLOOR_TEXT in text) - program.since
        with _lobby(home) as program:
            reached_ours = program.wait(lambda text: SIGN_IN_TEXT in text) - program.since
        if turn >= 0:
            floor.append(reached * 1000)
            ours.append(reached_ours * 1000)
    return Result("first frame", median(ours), 1.25, median(floor))


def _keys(home: Path) -> Result:
    """From a digit sent to the digit on the screen, in the input of each app, by turns."""
    with _floor() as floor, _lobby(home) as ours:
        floor.wait(lambda text: FLOOR_TEXT in text)
        ours.wait(lambda text: SIGN_IN_TEXT in text)
        for program in (floor, ours):
            program.idle(1.5)
        found: dict[Program, list[float]] = {floor: [], ours: []}
        for turn in range(KEYS):
            for program, samples in found.items():
                samples.append(_one_key(program, turn))
    return Result("key to screen, p95", quantile(found[ours], 0.95), 1.5, quantile(found[floor], 0.95))


def _one_key(program: Program, turn: int) -> float:
    """Milliseconds until a new digit is seen; then it is taken back."""
    before, digit = program.text, "3456789"[turn % 7]
    there = before.count(digit)
    sent = program.press(digit)
    took = (program.wait(lambda text: text.count(digit) > there) - sent) * 1000
    program.idle(0.03)
    program.press("\x7f")
    program.wait(lambda text: text.count(digit) <= there)
    program.idle(0.03)
    return took


def _at_the_desk(home: Path) -> list[Result]:
    """Memory and processor time of an app that somebody has signed in to, and left alone."""
    with _lobby(home) as program:
        program.wait(lambda text: SIGN_IN_TEXT in text)
        program.idle(1.5)
        program.press("101")
        program.idle(0.2)
        program.press("\r")
        program.idle(0.3)
        program.press(PASSWORD)
        program.idle(0.2)
        program.press("\r")
        program.wait(lambda text: DESK_TEXT in text)
        program.idle(2)
        before = program.cpu_seconds()
        program.idle(IDLE_SECONDS)
        idle = (program.cpu_seconds() - before) / IDLE_SECONDS * 100
        memory = program.peak_memory()
    return [
        Result("peak memory, signed in", memory, 85, unit="MiB"),
        Result("idle at the desk", idle, 1, unit="% CPU"),
    ]
