"""One paper, four formats."""

import subprocess
import sys

import pytest

from lobby_tui.errors import RefusedError
from lobby_tui.papers.render import FORMATS, render
from tests.papers.samples import line, paper

MAGIC = {"pdf": b"%PDF-", "xlsx": b"PK\x03\x04", "csv": b"\xef\xbb\xbf", "txt": b" "}


@pytest.mark.parametrize("name", FORMATS)
def test_each_format(name: str) -> None:
    assert render(paper(line()), name).startswith(MAGIC[name])


@pytest.mark.parametrize(
    ("asked", "nearest"), [("PDF", "pdf"), ("xls", "xlsx"), ("text", "txt"), ("cvs", "csv")]
)
def test_an_unknown_format_names_the_nearest(asked: str, nearest: str) -> None:
    with pytest.raises(RefusedError) as refused:
        render(paper(), asked)
    assert refused.value.field == "format"
    assert refused.value.remedy is not None
    assert refused.value.remedy.params["nearest"] == nearest


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    code = (
        "import sys, lobby_tui.papers.files, lobby_tui.papers.referral_record;"
        "heavy = {'typst', 'openpyxl', 'textual', 'sqlmodel', 'pylopdf_fonts_zh_cn'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
