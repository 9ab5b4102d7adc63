"""The calendar of mainland China out of the package `holidays`, without those of the rest of the world.

The package imports the modules of its countries one by one when they are asked for, but the folder they lie in imports
all of them: 280 modules, 8 MiB, 80 ms, of which one is wanted.
"""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any, Final

_FOLDER: Final = "holidays.countries"


def china(year: int) -> Any:
    """The calendar of a year, a `holidays.HolidayBase`."""
    spec = find_spec(_FOLDER)
    assert spec is not None
    if _FOLDER not in sys.modules:
        # The folder as a package that knows where its modules lie, and has not been run.
        sys.modules[_FOLDER] = module_from_spec(spec)
    return import_module(f"{_FOLDER}.china").China(years=year)
