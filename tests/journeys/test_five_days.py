"""Five working days of five people, keyed through the real app at 80×24 in Chinese and sent as commands, on one store.

The days lie around a public holiday. Each is closed and signed, and its papers are reconciled with a count of the
test's own.
"""

from pathlib import Path

import pytest

from tests.journeys.five_days_after import friday, thursday
from tests.journeys.five_days_before import eve, tuesday
from tests.journeys.five_days_branch import set_up
from tests.journeys.five_days_last import looked_back_at, saturday


async def test_five_working_days(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    branch = set_up(tmp_path / "home", capfdbinary, monkeypatch)
    for day in (tuesday, eve, thursday, friday, saturday):
        await day(branch)
    looked_back_at(branch)
