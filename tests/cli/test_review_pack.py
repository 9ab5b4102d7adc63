"""`lobby review pack`."""

from pathlib import Path

import pytest

from tests.cli.conftest import REFER, Lobby


@pytest.fixture
def day(lobby: Lobby) -> str:
    lobby(*REFER)
    lobby("visit", "--need", "cash_small")
    name: str = lobby("day", "show", "--json").json["day"]
    return name


def test_a_day(lobby: Lobby, day: str, tmp_path: Path) -> None:
    found = lobby("review", "pack", "--out", str(tmp_path / "out"), "--json", who="001").json["files"]
    (path,) = [Path(one["path"]) for one in found]
    assert path.name.startswith(f"{day}_review_pack_day_masked")
    assert path.read_bytes().startswith(b"%PDF")
    assert len(found[0]["sha256"]) == 64


def test_a_month_with_what_was_asked_for(lobby: Lobby, day: str, tmp_path: Path) -> None:
    where = ("--out", str(tmp_path / "out"), "--format", "pdf, xlsx", "--month", day[:7], "--parts", "days,people")
    answer = lobby("review", "pack", *where, who="001")
    assert answer.out.count("review_pack_month_masked") == 2
    assert len(list((tmp_path / "out").iterdir())) == 2


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("--format", "csv"), 1),
        (("--parts", "people"), 1),
        (("--day", "2020-01-01"), 1),
        (("--month", "2026-13"), 1),
        (("--month", "2026-11", "--day", "2026-11-23"), 2),
    ],
)
def test_refused(lobby: Lobby, day: str, tmp_path: Path, words: tuple[str, ...], status: int) -> None:
    answer = lobby("review", "pack", "--out", str(tmp_path / "out"), *words, who="001")
    assert answer.status == status
    assert not (tmp_path / "out").exists()


def test_only_the_branch_head(lobby: Lobby, day: str, tmp_path: Path) -> None:
    assert lobby("review", "pack", "--out", str(tmp_path / "out"), who="101").status == 3
