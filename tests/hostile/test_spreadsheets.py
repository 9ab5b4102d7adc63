"""Exports in LibreOffice itself: whatever the cells say, none of them is a formula when a person opens the file.

Skipped, with these words, where LibreOffice is not installed (Debian: libreoffice-calc-nogui).
"""

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook

from lobby_tui.papers import csv_file, xlsx
from tests.hostile.texts import FORMULAS, TEXTS, WIDE, share, tell
from tests.papers.samples import line, paper

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CSV_IN_UTF8 = "--infilter=CSV:44,34,76,1,,0,false,true,true"  # UTF-8, formulas and numbers recognised: the worst case


def opened(files: list[Path], folder: Path, *options: str) -> None:
    """Open files in LibreOffice and save what it made of them as flat XML, with a formula beside each value."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [str(OFFICE), profile, "--headless", *options, "--convert-to", "fods", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=120)


def cells(file: Path) -> list[tuple[str, str | None]]:
    """Each cell's text, with its formula where it has one."""
    found = ElementTree.parse(file).iter(f"{TABLE}table-cell")  # LibreOffice wrote it a moment ago
    return [("".join("".join(p.itertext()) for p in one.iter(f"{TEXT}p")), one.get(f"{TABLE}formula")) for one in found]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed, so no spreadsheet looked at the exports")
def test_no_cell_is_a_formula_when_the_file_is_opened(tmp_path: Path) -> None:
    texts = [*FORMULAS, *WIDE, *share(TEXTS, 0, 4)]
    made = paper(*(line(n, customer=text, remarks=text) for n, text in enumerate(texts)))
    (tmp_path / "book.xlsx").write_bytes(xlsx.render(made))
    (tmp_path / "rows.csv").write_bytes(csv_file.render(made))
    armed = Workbook()
    armed.active["A1"] = "=1+1"  # so that this test knows a formula when it sees one
    armed.save(tmp_path / "armed.xlsx")
    (tmp_path / "bare.csv").write_text('"=1+1"\n', encoding="utf-8")
    opened([tmp_path / "book.xlsx", tmp_path / "armed.xlsx"], tmp_path)
    opened([tmp_path / "rows.csv", tmp_path / "bare.csv"], tmp_path, CSV_IN_UTF8)
    assert [formula for _, formula in cells(tmp_path / "armed.fods") if formula]
    assert [formula for _, formula in cells(tmp_path / "bare.fods") if formula]
    for name in ("book.fods", "rows.fods"):
        found = cells(tmp_path / name)
        assert [one for one in found if one[1]] == []
        said = {re.sub(r"\s", "", text) for text, _ in found}
        assert "'=cmd|'/C calc'!A0".replace(" ", "") in said
        tell(name, cells=len(found))
