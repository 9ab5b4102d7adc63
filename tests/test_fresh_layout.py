"""What changes while a layout is on its way is measured as it is, not as it was."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable

from lobby_tui import fresh_layout

fresh_layout.always()


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
