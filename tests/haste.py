"""What makes the tests faster and nothing else different."""

import gc
from functools import wraps
from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

_paint = Screen._compositor_refresh
_unpainted: set[Screen[Any]] = set()


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


def paint_at_rest() -> None:
    """Draw a screen when the hand looks up, once: nobody sees the seven drawings on the way there."""

    def later(screen: Screen[Any]) -> None:
        if screen is not screen.app.screen:
            _paint(screen)
            return
        screen._dirty_widgets.clear()
        _unpainted.add(screen)

    Screen._compositor_refresh = later  # type: ignore[method-assign]


def paint(screen: Screen[Any]) -> None:
    """Draw what has changed on a screen since it was last drawn."""
    if screen in _unpainted:
        _unpainted.discard(screen)
        _paint(screen)
