"""The cover of a pack as a sheet of its workbook: what the PDF has, with the text of its code in place of the code."""

from lobby_tui.locale import catalogue
from lobby_tui.papers.content import Column, Pack, Pairs, Paper, Table


def paper_of(pack: Pack) -> Paper:
    """The cover as a paper of tables."""
    t = catalogue(pack.language)
    head = ((t("Audit head"), pack.head), (t("Audit events"), str(pack.events)), (t("Text of the code"), pack.qr))
    listed = tuple((one.title, one.count) for one in pack.papers)
    made = (Column("paper", t("Paper"), 70), Column("rows", t("Rows"), 110, "number"))
    tables = [
        _pairs(t("Figures"), (t("Item"), t("Number")), pack.figures),
        *([_pairs(t("Closing and signing"), (t("Item"), t("Who and when")), pack.moves)] if pack.moves else []),
        Table(made, listed, t("Papers")),
        _pairs(t("Audit head") if pack.final else t("Audit head (provisional)"), (t("Item"), t("Value")), head),
    ]
    return Paper(
        code=pack.code,
        title=pack.title,
        bank=pack.bank,
        branch=pack.branch,
        day=pack.day,
        language=pack.language,
        tables=tuple(tables),
        facts=((t("State"), pack.state), *pack.facts),
        signatures=pack.signatures,
        notes=pack.notes,
        masked=pack.masked,
        upright=True,
    )


def _pairs(title: str, headings: tuple[str, str], pairs: Pairs) -> Table:
    left, right = headings
    return Table((Column("what", left, 70), Column("value", right, 110)), pairs, title)
