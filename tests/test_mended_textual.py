"""What changes while a layout is on its way is measured as it is, and what is gone is gone."""

import gc
import weakref

from textual._styles_cache import StylesCache
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widgets import DataTable

from lobby_tui import mended_textual

mended_textual.mend()


class TableApp(App[None]):
    """A table alone."""

    CSS = "DataTable { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield DataTable()


async def test_a_table_that_is_filled_while_the_screen_is_laid_out_shows_its_headings() -> None:
    async with TableApp().run_test() as pilot:
        table, screen = pilot.app.query_one(DataTable), pilot.app.screen
        table.styles.height = "auto"
        # Another widget has the screen laid out before the table has had a turn.
        screen._clear_arrangement_cache()
        screen._refresh_layout()
        assert table.size.height == 0
        table.add_column("序号")
        await pilot.pause()
        assert table.size.height == 1


def test_what_was_drawn_goes_with_the_widget() -> None:
    drawn = StylesCache()
    assert drawn.get_inner_outer(Color(1, 2, 3), Color(4, 5, 6))
    gone = weakref.ref(drawn)
    del drawn
    gc.collect()
    assert gone() is None
