"""The least that a Textual app of this kind can be: a header, a footer, an input, a table. Run as a program."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header, Input


class FloorApp(App[None]):
    """Shows FLOOR, and what is typed."""

    TITLE = "FLOOR"
    BINDINGS = [("f1", "help", "Help")]  # noqa: RUF012 - as Textual wants it

    def compose(self) -> ComposeResult:
        yield Header()
        yield Input()
        yield DataTable()
        yield Footer()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("number", "customer", "status")
        table.add_rows((str(number), "*", "-") for number in range(20))
        self.query_one(Input).focus()


if __name__ == "__main__":
    FloorApp().run()
