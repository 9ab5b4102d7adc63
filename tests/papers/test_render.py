"""One paper, four formats."""

import subprocess
import sys
from typing import Any

import pytest

from lobby_tui.errors import RefusedError, StoreError
from lobby_tui.papers import apart
from lobby_tui.papers.apart import render_all, render_apart
from lobby_tui.papers.render import FORMATS, PACK_FORMATS, render
from tests.papers.samples import line, one_cell, pack, paper

MAGIC = {"pdf": b"%PDF-", "xlsx": b"PK\x03\x04", "csv": b"\xef\xbb\xbf", "txt": b" "}


@pytest.mark.parametrize("name", FORMATS)
def test_each_format(name: str) -> None:
    assert render(paper(line()), name).startswith(MAGIC[name])


@pytest.mark.parametrize(("asked", "nearest"), [("PDF", "pdf"), ("xls", "xlsx"), ("text", "txt"), ("cvs", "csv")])
def test_an_unknown_format_names_the_nearest(asked: str, nearest: str) -> None:
    with pytest.raises(RefusedError) as refused:
        render(paper(), asked)
    assert refused.value.field == "format"
    assert refused.value.remedy is not None
    assert refused.value.remedy.params["nearest"] == nearest


def test_a_pack_has_the_formats_that_hold_several_papers() -> None:
    for name in PACK_FORMATS:
        assert render(pack(paper(line())), name).startswith(MAGIC[name])
    with pytest.raises(RefusedError) as refused:
        render(pack(paper()), "csv")
    assert refused.value.field == "format"


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    code = (
        "import sys, lobby_tui.papers.files, lobby_tui.papers.referral_record;"
        "heavy = {'typst', 'openpyxl', 'segno', 'textual', 'sqlmodel', 'pylopdf_fonts_zh_cn'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_heavy_formats_are_made_by_a_child_and_say_the_same() -> None:
    for name in ("pdf", "xlsx", "csv"):
        assert render_apart(paper(), name)[:4] == render(paper(), name)[:4]


def test_one_child_makes_several_files_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    run, calls = subprocess.run, []

    def counted(*args: Any, **options: Any) -> Any:
        calls.append(args)
        return run(*args, **options)

    monkeypatch.setattr(apart.subprocess, "run", counted)
    made = render_all([(paper(), "txt"), (pack(paper()), "pdf"), (paper(), "csv"), (paper(line()), "xlsx")])
    assert [data[:2] for data in made] == [b"  ", b"%P", b"\xef\xbb", b"PK"]
    assert len(calls) == 1
    assert render_all([(paper(), "csv")]) == [render(paper(), "csv")]
    assert len(calls) == 1


def test_what_the_child_refuses_is_refused_here() -> None:
    long = one_cell("x" * 40_000)
    with pytest.raises(RefusedError) as caught:
        render_apart(long, "xlsx")
    with pytest.raises(RefusedError) as at_home:
        render(long, "xlsx")
    assert caught.value.message == at_home.value.message
    assert caught.value.remedy == at_home.value.remedy


def test_a_child_that_fails_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(StoreError) as caught:
        render_apart(paper(), "pdf")
    assert caught.value.code == "paper_failed"
