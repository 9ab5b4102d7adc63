"""Two faults of Textual 8.2 that a terminal which is open all day cannot live with, mended from outside.

**A stale height.** Textual remembers how large a widget is until it asks for a layout: a count in the key of what is
remembered goes up. It does not go up a second time before the first asking has been dealt with (`Widget.refresh`). When
the screen is laid out between the two for another widget's sake, the second change is measured as the first was, and
stays so: on a busy machine a table stood without its headings, in a line of no height, until the window was resized.

**Drawings that are never thrown away.** `StylesCache.get_inner_outer` takes a class, but is not declared to; so what it
remembers holds on to the drawings of the last thousand widgets, long after their screens are gone: 12 MiB in a day.

Both mends do nothing where a later Textual no longer needs them.
"""

from typing import Any

from textual._styles_cache import StylesCache
from textual.widget import Widget

_refresh = Widget.refresh


def _refresh_and_measure(self: Widget, *args: Any, layout: bool = False, **options: Any) -> Widget:
    if layout and self._layout_required:
        self._layout_updates += 1
    return _refresh(self, *args, layout=layout, **options)


def mend() -> None:
    """Mend the Textual of this process. Twice is once."""
    Widget.refresh = _refresh_and_measure  # type: ignore[method-assign,assignment]
    if not isinstance(colours := vars(StylesCache)["get_inner_outer"], classmethod):
        StylesCache.get_inner_outer = classmethod(colours)  # type: ignore[method-assign,assignment]
