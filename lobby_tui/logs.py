"""The log: what went wrong and where, one JSON object a line, without personal data, in a file that rotates."""

import json
import logging
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1_000_000


def places(error: BaseException) -> list[str]:
    """The last places that an exception passed, without any value."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-8:]]


def log_defect(home: Path, kind: str, where: Sequence[str], event: str = "defect") -> None:
    """Note what failed: the kind of the exception and the places it passed, never its text or any value."""
    # Here and not above: it brings sockets and pickle along, 9 ms before the first frame.
    from logging.handlers import RotatingFileHandler

    folder = home / "logs"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "lobby.log", maxBytes=MEGABYTE, backupCount=3, encoding="utf-8")
    except OSError:
        return  # the disk is what is wrong; the person is told so by whatever failed there
    line = {"at": datetime.now(UTC).isoformat(), "event": event, "kind": kind, "where": list(where)}
    handler.handleError = lambda record: None  # type: ignore[method-assign] # it would write over the screen
    record = logging.LogRecord("lobby", logging.ERROR, "", 0, json.dumps(line, ensure_ascii=False), None, None)
    handler.emit(record)
    handler.close()
