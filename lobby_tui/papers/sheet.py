"""What the papers of one day have in common, and how a paper is made of its own part and of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lobby_tui.locale import Catalogue, Language, Renderable, catalogue
from lobby_tui.papers.content import Pairs, Paper, Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """Whose paper it is, of which day, in which language, masked or in full; `facts` stand in every foot."""

    bank: str
    branch: str
    day: date
    language: Language
    masked: bool
    facts: Pairs = ()

    @property
    def t(self) -> Catalogue:
        """The language of the paper."""
        return catalogue(self.language)

    def paper(
        self,
        code: str,
        title: Renderable,
        tables: Sequence[Table],
        *,
        signatures: tuple[str, ...],
        facts: Pairs = (),
        notes: tuple[str, ...] = (),
        personal: bool = False,
        upright: bool = False,
    ) -> Paper:
        """A paper of this day. A `personal` one names customers, and says whether it masks them."""
        t = self.t
        own = (*facts, *([(t("Personal details"), t("masked") if self.masked else t("in full"))] if personal else []))
        warned = personal and not self.masked
        kept = t("This copy has personal details in full: keep it locked away, and shred it when done.")
        return Paper(
            code=code,
            title=t.render(title),
            bank=self.bank,
            branch=self.branch,
            day=self.day,
            language=self.language,
            tables=tuple(tables),
            facts=(*own, *self.facts),
            signatures=signatures,
            notes=(*notes, kept) if warned else notes,
            masked=self.masked,
            upright=upright,
        )


def clock(seconds: int | None) -> str:
    """A time that somebody waited, as minutes and seconds: 3:05; nothing where nobody did."""
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02d}"
