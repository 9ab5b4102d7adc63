"""Wrapping and unwrapping in a process of its own, which takes the memory that they need along when it ends.

In the desk's own process Argon2's 64 MiB and OpenSSL's 7 would stay on its account for the day: 146 MiB at its highest,
against 81. The child costs about 60 ms.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Final, Literal

Action = Literal["wrap", "unwrap"]

# Below this a child would cost more than it saves: the tests' figures.
CHEAP_KIBIBYTES: Final = 1024


def in_child(
    action: Action,
    data: bytes,
    *,
    password: bytes,
    salt: bytes,
    figures: Mapping[str, int],
    device_secret: bytes,
    nonce: bytes,
    owner: bytes,
) -> bytes | None:
    """Wrap or unwrap `data`; None where it does not unwrap. Raises ValueError for figures that Argon2 does not take.

    The secrets go through a pipe, never through an argument or the environment.
    """
    texts = {"password": password, "salt": salt, "device_secret": device_secret, "nonce": nonce, "owner": owner}
    asked = {name: value.hex() for name, value in texts.items()}
    asked_of = {"action": action, "data": data.hex(), "figures": dict(figures), **asked}
    answered = _answer(asked_of)
    if answered.get("damaged"):
        raise ValueError("these are no figures of Argon2")
    return None if answered["data"] is None else bytes.fromhex(answered["data"])


def _answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    cost = asked["figures"].get("memory_cost")
    if isinstance(cost, int) and cost > CHEAP_KIBIBYTES:
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
