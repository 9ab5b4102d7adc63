"""From the text of a playbook to its model: TOML, then types, every mistake with its key."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from lobby_tui.locale import msg
from lobby_tui.playbook.errors import PlaybookError, Problem
from lobby_tui.playbook.mistakes import problem_of
from lobby_tui.playbook.schema import Playbook

TABLES = (
    "zones", "needs", "signal_classes", "signals", "thresholds", "segments", "corporate_kinds", "addressees",
    "assistance", "triggers", "best_times", "override_reasons", "not_referred_reasons", "leave_reasons",
    "products", "statuses", "papers", "checklists", "return_reasons", "no_result_reasons", "contact_outcomes",
    "devices", "crowding_measures", "complaint_kinds", "complaint_channels", "notification_means",
    "incident_kinds", "meetings",
)  # fmt: skip
"""The lists whose entries the file writes as tables named by their code: `[needs.cash_small]`."""


def read_playbook(text: str, name: str) -> Playbook:
    """The typed playbook in a TOML text. Raises `PlaybookError` with every mistake of form or type."""
    data = shaped(_toml(text, name))
    try:
        return Playbook.model_validate(data)
    except ValidationError as error:
        raise PlaybookError(name, tuple(problem_of(item, data, name) for item in error.errors())) from error


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = place.groups() if place else (len(text.splitlines()), 1)
        detail = re.sub(r" \(at .*\)$", "", str(error))
        message = msg(
            "Line {line}, column {column}: not valid TOML ({detail}).",
            line=line,
            column=column,
            detail=detail,
        )
        raise PlaybookError(name, (Problem(name, "", message),)) from error


def shaped(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The tables named by codes, made lists of entries that carry their code."""
    data = dict(raw)
    for table in TABLES:
        if isinstance(data.get(table), dict):
            data[table] = _entries(data[table], "kind" if table == "thresholds" else "code")
    if isinstance(data.get("checklists"), list):
        data["checklists"] = [_with_named(entry, "items") for entry in data["checklists"]]
    if isinstance(data.get("meetings"), list):
        data["meetings"] = [_with_agenda(_with_named(entry, "questions")) for entry in data["meetings"]]
    if isinstance(data.get("scorecard"), dict) and isinstance(data["scorecard"].get("items"), dict):
        data["scorecard"] = {**data["scorecard"], "items": _entries(data["scorecard"]["items"], "code")}
    if isinstance(data.get("segments"), list):
        data["segments"] = [_with_rank(entry, rank) for rank, entry in enumerate(data["segments"])]
    return data


def _entries(table: Mapping[str, Any], key: str) -> list[Any]:
    return [{key: code, **entry} if isinstance(entry, dict) else entry for code, entry in table.items()]


def _with_named(entry: Any, key: str) -> Any:
    """An entry whose texts under `key`, `code = text` in the file, are made a list of entries."""
    if not isinstance(entry, dict) or not isinstance(entry.get(key), dict):
        return entry
    return {**entry, key: [{"code": code, "name": name} for code, name in entry[key].items()]}


def _with_agenda(meeting: Any) -> Any:
    """A meeting whose agenda, tables named by their code in the file, is made a list."""
    if not isinstance(meeting, dict) or not isinstance(meeting.get("agenda"), dict):
        return meeting
    return {**meeting, "agenda": _entries(meeting["agenda"], "code")}


def _with_rank(segment: Any, rank: int) -> Any:
    return {"rank": rank, **segment} if isinstance(segment, dict) else segment
