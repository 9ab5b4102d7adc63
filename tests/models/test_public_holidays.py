"""China's calendar without the rest of the world: the same days, and nothing else is loaded."""

import subprocess
import sys

import pytest

from lobby_tui.models.public_holidays import china

ONLY_CHINA = """
import sys
from lobby_tui.models.working_time import public_year
assert public_year(2026).announced
loaded = [name for name in sys.modules if name.startswith("holidays.countries.")]
assert loaded == ["holidays.countries.china"], loaded
from holidays import country_holidays
assert country_holidays("US", years=2026).get("2026-07-04") == "Independence Day"
"""


@pytest.mark.parametrize("year", [1990, 2008, 2020, 2025, 2026, 2027, 2040])
def test_the_same_days(year: int) -> None:
    from holidays import country_holidays

    whole = country_holidays("CN", years=year)
    found = china(year)
    assert dict(found) == dict(whole)
    assert found.weekend_workdays == whole.weekend_workdays
    assert (found.start_year, found.end_year) == (whole.start_year, whole.end_year)


def test_no_other_country_is_loaded_and_others_can_still_be_had() -> None:
    subprocess.run([sys.executable, "-c", ONLY_CHINA], check=True)
