"""What pydantic found wrong, said in our words: the dotted key, the message, the nearest valid value."""

import re
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from lobby_tui.locale import Message, msg
from lobby_tui.playbook.errors import Problem, nearest
from lobby_tui.playbook.schema import Playbook


def problem_of(error: ErrorDetails, data: Mapping[str, Any], file: str) -> Problem:
    """The problem that a validation error of `data` stands for."""
    keys, model = _walk(error["loc"], data)
    key = ".".join(keys)
    kind, value = error["type"], error["input"]
    if kind == "extra_forbidden":
        known = [re.sub(r"fen$", "yuan", name) for name in model.model_fields]
        return Problem(file, key, msg("There is no such key."), nearest(keys[-1], known))
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
        message = msg("“{value}” is none of: {choices}.", value=str(value), choices=", ".join(choices))
        return Problem(file, key, message, nearest(str(value), choices))
    return Problem(file, key, _message(kind, keys[-1] if keys else "", error["msg"]))


def _walk(loc: tuple[int | str, ...], data: Any) -> tuple[list[str], type[BaseModel]]:
    """The keys as the file has them, and the model that the last key belongs to."""
    keys: list[str] = []
    model: type[BaseModel] = Playbook
    for place, step in enumerate(loc):
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
            code = (data.get("code") or data.get("kind")) if isinstance(data, dict) else None
            keys.append(code if isinstance(code, str) else str(step + 1))
        elif place and isinstance(loc[place - 1], str) and not _child(step, model, data):
            continue  # the name of a union's branch, which no file has
        else:
            keys.append(re.sub(r"fen$", "yuan", step))
            data = data.get(step) if isinstance(data, dict) else None
            if place < len(loc) - 1:
                model = _model_in(model, step) or model
    return keys, model


def _child(step: str, model: type[BaseModel], data: Any) -> bool:
    return step in model.model_fields or (isinstance(data, dict) and step in data)


def _model_in(model: type[BaseModel], field: str) -> type[BaseModel] | None:
    """The model that a field holds, alone or in a tuple."""
    if field not in model.model_fields:
        return None
    waiting = [model.model_fields[field].annotation]
    while waiting:
        found = waiting.pop()
        if isinstance(found, type) and issubclass(found, BaseModel):
            return found
        waiting.extend(get_args(found))
    return None


def _message(kind: str, key: str, detail: str) -> Message:
    if key.endswith("yuan"):
        return msg("An amount of yuan is expected, such as 200000 or 200000.50.")
    simple = {
        "missing": msg("It is missing."),
        "string_too_short": msg("It must not be empty."),
        "string_type": msg("A text in quotation marks is expected."),
        "bool_type": msg("true or false is expected."),
        "bool_parsing": msg("true or false is expected."),
        "int_type": msg("A whole number is expected."),
        "int_parsing": msg("A whole number is expected."),
        "int_from_float": msg("A whole number is expected."),
        "tuple_type": msg("A list in square brackets is expected."),
        "model_type": msg("A table is expected."),
        "digit": msg("A digit from 0 to 9 is expected."),
        "place": msg("Only greeting and addressee may stand in braces."),
        "string_pattern_mismatch": msg("It is not written as it should be."),
    }
    return simple.get(kind) or msg("It does not fit: {detail}.", detail=detail)
