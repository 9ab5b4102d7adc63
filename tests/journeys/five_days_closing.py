"""The ends of the five days: checklists, carrying over, closing, signing, and the papers to file."""

import re
from pathlib import Path

from tests.hand import Hand
from tests.journeys.five_days_branch import Branch
from tests.journeys.reconciling import reconciled

FILED = ("csv", "txt")


async def gone_through(hand: Hand, *rounds: str) -> None:
    """Tick the items of one checklist after another by their digits."""
    await hand.press("f5", "7")
    for place, items in enumerate(rounds):
        await hand.burst(*["right"] * bool(place), *items)
        assert hand.sees(f"{len(items)}/{len(items)} ✓"), hand.screen
    await hand.burst("escape", "escape")


async def carried_over(hand: Hand, day: str, reason: str) -> None:
    """Close the day from its page: what is missing is carried over for a reason, by its digit."""
    await hand.press("f5", "9")
    assert hand.sees(day), hand.screen
    await hand.press("f4", reason, "f2", "1")
    assert hand.sees("结转"), hand.screen


def signed_and_exported(branch: Branch, day: str, folder: str = "") -> dict[str, Path]:
    """The supervisor signs, the lobby manager files the papers; each agrees with the count of the records."""
    keep_head(branch, day)
    assert branch.lobby("001", "day", "sign", "--day", day)["state"] == "signed"
    return filed(branch, day, folder)


def keep_head(branch: Branch, day: str) -> None:
    """The head that the papers of a closed day carry from now on."""
    shown = branch.lobby("101", "day", "show", "--day", day)
    assert shown["state"] == "closed"
    branch.heads[day] = shown["chain_head"]


def filed(branch: Branch, day: str, folder: str = "") -> dict[str, Path]:
    """The papers of a day, in full, reconciled; and the head that stands on them."""
    out = branch.folder / (folder or day)
    words = ("day", "export", "--day", day, "--format", ",".join(FILED), "--out", str(out), "--full", "--with", "001")
    files = branch.lobby("101", *words)["files"]
    assert len(files) == 7 * len(FILED)
    by_paper = {file["paper"]: Path(file["path"]) for file in files if file["format"] == "csv"}
    reconciled(branch, day, by_paper)
    printed = [printed_head(Path(file["path"])) for file in files if file["format"] == "txt"]
    assert set(printed) == {branch.heads[day]}, "every paper carries the head of its closing"
    return by_paper


def printed_head(path: Path) -> str:
    """The audit head as it stands on a paper, in groups."""
    found = re.search(r"(?:[0-9A-Fa-f]{8}\s+){7}[0-9A-Fa-f]{8}", path.read_text("utf-8-sig"))
    assert found, path.read_text("utf-8-sig")
    return re.sub(r"\s", "", found[0]).lower()
