"""The review on two years of a busy branch: what each view asks the store, and each view on the screen.

500 business days of 400 visits and 40 referrals. The limits are those of the issue: 300 ms a view, 120 MiB in all.
"""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import date

from benchmarks import two_years
from benchmarks.branch import PASSWORD, folder, set_up, signed_in
from benchmarks.measure import Result, in_turns, median
from benchmarks.pseudo_terminal import Program
from lobby_tui.desk import retention
from lobby_tui.desk.review import changes, glance, odd, people, rows, tallies, trends
from lobby_tui.desk.review.last_day import last_day
from lobby_tui.desk.review.measures import Measure
from lobby_tui.desk.review.span import Span, Unit, span_of
from lobby_tui.desk.review.works_look import Dimension, look
from lobby_tui.desk.shift import Shift
from lobby_tui.settings import Settings

LIMIT = 300
ON_THE_SCREEN = {
    "1": ("today at a glance", "识别未推介"),
    "2": ("review of the day", "已复核"),
    "3": ("worth a second look", "规则"),
    "4": ("what works", "已推介"),
    "5": ("staff", "合计"),
    "6": ("trends and goals", "增减"),
    "7": ("review papers", "是否放入"),
}
"""Each view's digit, its name, and what stands on it once it is filled."""


def run() -> list[Result]:
    """All figures of the review."""
    with folder() as home:
        settings = set_up(home / "home")
        two_years.fill(settings)
        with signed_in(settings, "001") as shift:
            # A branch of that age has done both all along: a bit on each of its days.
            retention.purge(shift)
            tallies.catch_up(shift)
            found = list(_asked(shift))
        return [*found, *_shown(settings)]


def _asked(shift: Shift) -> Iterator[Result]:
    """What the views ask the store for, over the longest span that each has."""
    today = shift.today()
    month, quarter = span_of(Unit.MONTH, today), span_of(Unit.QUARTER, today)
    ever = Span(date(today.year - 3, 1, 1), today)
    works: dict[str, Callable[[], object]] = {
        f"what works by {one.value}, two years": lambda one=one: look(shift, ever, one)  # type: ignore[misc]
        for one in Dimension
    }
    by_unit: dict[str, Callable[[], object]] = {
        f"trend of {measure.value} by {unit.value}": lambda unit=unit, measure=measure: trends.trend(  # type: ignore[misc]
            shift, unit, measure, span_of(unit, today)
        )
        for unit in Unit
        for measure in (Measure.VISITS, Measure.WITH_RESULT)
    }
    last = last_day(shift)
    views: dict[str, Callable[[], object]] = {
        "glance": lambda: glance.of_day(shift, last),
        "has anything changed": lambda: changes.version(shift),
        "review of a day": lambda: rows.of_day(shift, last),
        "odd in a quarter": lambda: odd.look(shift, quarter),
        "everybody's month": lambda: people.of_branch(shift, month.first),
        "one person's year": lambda: people.course(shift, "101", month.first),
        **works,
        **by_unit,
    }
    for name, samples in in_turns(5, views, warm=1).items():
        yield Result(f"review: {name}", median(samples), LIMIT)


def _shown(settings: Settings) -> Iterator[Result]:
    """Each view from its digit to its figures, in a real terminal; then the most memory that was ever used."""
    words = (sys.executable, "-m", "lobby_tui", "--home", str(settings.home), "--lang", "zh")
    environment = {**os.environ, "TEXTUAL_DISABLE_KITTY_KEY": "1", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    with Program(words, environment) as program:
        _sign_in(program)
        times: dict[str, list[float]] = {digit: [] for digit in ON_THE_SCREEN}
        for turn in range(5):
            for digit, (_, text) in ON_THE_SCREEN.items():
                sent = program.press(digit)
                took = (program.wait(lambda shown, text=text: text in shown) - sent) * 1000  # type: ignore[misc]
                if turn:  # at the first time modules are loaded
                    times[digit].append(took)
                program.idle(0.3)
                program.press("\x1b")
                program.wait(lambda shown: "复核材料" in shown and "今日一览" in shown)
                program.idle(0.2)
        memory = program.peak_memory()
    for digit, (name, _) in ON_THE_SCREEN.items():
        yield Result(f"review on the screen: {name}", median(times[digit]), LIMIT)
    yield Result("review: peak memory after every view", memory, 120, unit="MiB")


def _sign_in(program: Program) -> None:
    program.wait(lambda text: "工号" in text)
    program.idle(1.5)
    for keys in ("001", "\r", PASSWORD, "\r"):
        program.press(keys)
        program.idle(0.3)
    program.wait(lambda text: "在场" in text)
    program.idle(1)
    program.press("\x1b[15~")
    program.idle(0.7)
    program.press("\x1b[15~")
    program.wait(lambda text: "走势与目标" in text)
    program.idle(0.5)
