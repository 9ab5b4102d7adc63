"""The day pack: every paper of the day behind one cover, to be signed once and filed [ICBC 3]."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from lobby_tui.locale import Renderable
from lobby_tui.papers.content import Pack, Pairs, Paper
from lobby_tui.papers.referral_record import CODE as REFERRAL_RECORD
from lobby_tui.papers.sheet import Sheet

CODE: Final = "day_pack"


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says beside the list of papers: where the day stands, its figures, its audit head."""

    state: str
    figures: Pairs
    moves: Pairs
    head: str
    events: int
    qr: str
    final: bool


def day_pack(sheet: Sheet, title: Renderable, cover: Cover, papers: Sequence[Paper]) -> Pack:
    """`papers` behind their cover, which is signed for all of them.

    Only the referral form keeps boxes of its own, as customer managers sign there. The cover of a day that is not
    closed says that its head is provisional.
    """
    t = sheet.t
    notes = [t("To check it: lobby store verify, followed by the printed groups or the text of the code.")]
    if not cover.final:
        notes.insert(0, t("Provisional: the day is not closed, and every entry changes the head."))
    if not sheet.masked:
        notes.append(t("This copy has personal details in full: keep it locked away, and shred it when done."))
    kept = [one if one.code == REFERRAL_RECORD else replace(one, signatures=()) for one in papers]
    return covered(sheet, CODE, title, cover, kept, notes, (t("Lobby manager"), t("Head of the branch")))


def covered(
    sheet: Sheet,
    code: str,
    title: Renderable,
    cover: Cover,
    papers: Sequence[Paper],
    notes: Sequence[str],
    signatures: tuple[str, ...],
) -> Pack:
    """`papers` as they are behind a cover that says whether they are masked."""
    t = sheet.t
    return Pack(
        code=code,
        title=t.render(title),
        bank=sheet.bank,
        branch=sheet.branch,
        day=sheet.day,
        language=sheet.language,
        state=cover.state,
        figures=cover.figures,
        moves=cover.moves,
        head=cover.head,
        events=cover.events,
        qr=cover.qr,
        final=cover.final,
        papers=tuple(papers),
        facts=((t("Personal details"), t("masked") if sheet.masked else t("in full")), *sheet.facts),
        signatures=signatures,
        notes=tuple(notes),
        masked=sheet.masked,
    )
