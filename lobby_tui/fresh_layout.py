"""A widget that asks for a new layout is measured anew, always.

Textual remembers how large a widget is until it asks for a layout: a count in the key of what is remembered goes up.
It does not go up a second time before the first asking has been dealt with (textual 8.2, `Widget.refresh`). When the
screen is laid out between the two for another widget's sake, the second change is measured as the first was, and stays
so: on a busy machine a table stood without its headings, in a line of no height, until the window was resized.
"""

from typing import Any

from textual.widget import Widget

_refresh = Widget.refresh


def _refresh_and_measure(self: Widget, *args: Any, layout: bool = False, **options: Any) -> Widget:
    if layout and self._layout_required:
        self._layout_updates += 1
    return _refresh(self, *args, layout=layout, **options)


def always() -> None:
    """Have every widget of this process measured anew whenever it asks for it. Twice is once."""
    Widget.refresh = _refresh_and_measure  # type: ignore[method-assign,assignment]
