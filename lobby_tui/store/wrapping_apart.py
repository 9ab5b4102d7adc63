"""Wrapping and unwrapping in a process of its own, which takes the memory that they need along when it ends.

In the desk's own process Argon2's 64 MiB and OpenSSL's 7 would stay on its account for the day: 146 MiB at its highest,
against 81. The child costs about 60 ms.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Final

# Below this a child would cost more than it saves: the tests' figures.
CHEAP_KIBIBYTES: Final = 1024


def is_cheap(figures: Mapping[str, Any]) -> bool:
    """Whether figures of Argon2 are so small that no child is worth it. Figures that are none cost nothing either."""
    cost = figures.get("memory_cost")
    return not isinstance(cost, int) or cost <= CHEAP_KIBIBYTES


def in_child(action: str, asked: Mapping[str, Any], *, apart: bool) -> Any:
    """What `wrapping` answers to `action`; with `apart` it runs in a process of its own.

    Raises ValueError where what is asked about makes no sense, as with figures that Argon2 does not take. The secrets
    go through a pipe, never through an argument or the environment.
    """
    answered = _answer({"action": action, **asked}, apart)
    if answered.get("damaged"):
        raise ValueError("this cannot be wrapped or unwrapped")
    return answered["found"]


def _answer(asked: Mapping[str, Any], apart: bool) -> dict[str, Any]:
    if apart:
        child = subprocess.run(
            [sys.executable, "-m", "lobby_tui.store.wrapping"],
            input=json.dumps(asked).encode(),
            capture_output=True,
            check=False,
        )
        if child.returncode == 0:
            answered = json.loads(child.stdout)
            assert isinstance(answered, dict)
            return answered
    # Cheap, or no process to be had: then here, whatever it costs.
    from lobby_tui.store.wrapping import answer

    return answer(asked)
