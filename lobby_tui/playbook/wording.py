"""What is said: both languages complete, short names short, offers of investments with their risk."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from lobby_tui.locale import msg
from lobby_tui.playbook.flaws import Flaw
from lobby_tui.playbook.schema import Playbook
from lobby_tui.playbook.texts import Pattern, Text, has_chinese


def texts_in(part: BaseModel, key: str = "") -> Iterator[tuple[str, Text]]:
    """Every text in a part of a playbook, with its dotted key."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        yield from _texts(value, f"{key}.{name}" if key else name)


def _texts(value: Any, key: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield key, value
    elif isinstance(value, BaseModel):
        yield from texts_in(value, key)
    elif isinstance(value, tuple):
        for place, item in enumerate(value, start=1):
            code = getattr(item, "code", None) or getattr(item, "kind", None)
            yield from _texts(item, f"{key}.{code or place}")


def check_texts(playbook: Playbook) -> Iterator[Flaw]:
    """Every text is Chinese in Chinese and not in English, and says what it must."""
    for key, text in texts_in(playbook):
        if not isinstance(text, Pattern) and not has_chinese(text.zh):
            yield Flaw(f"{key}.zh", msg("There is no Chinese in the Chinese text."))
        if has_chinese(text.en):
            yield Flaw(f"{key}.en", msg("There is Chinese in the English text."))
        if key.endswith(".short") and not text.short():
            yield Flaw(key, msg("A short name has at most four Chinese characters or eight letters."))
    for need in playbook.needs:
        if need.investment and need.prompt is not None and need.risk is None:
            yield Flaw(f"needs.{need.code}.risk", msg("An offer on investment needs its risk reminder."))
