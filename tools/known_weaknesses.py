"""Ask whether a weakness is known of any pinned package, where somebody can be asked. Run by `make check`.

pip-audit calls a run clean in which nothing could be looked up, so what it says is read here: a weakness fails, and
whatever could not be looked up is said aloud. Being offline is no failure: neither tests nor program need a network.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
SERVICES = ("pypi", "osv")
SECONDS = 120


@dataclass(frozen=True)
class Found:
    """What is known of one lock: weaknesses, one line each; what was looked up, and what could not be."""

    weak: tuple[str, ...]
    looked_up: int
    unknown: tuple[str, ...]


def ask(lock: str, service: str) -> str:
    """What pip-audit answers, as JSON; nothing where it could not ask."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", lock, "--no-deps", "--disable-pip"]
    options = ["--vulnerability-service", service, "--format", "json", "--progress-spinner", "off", "--timeout", "5"]
    try:
        done = subprocess.run(
            [*command, *options], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


def read(answer: str) -> Found:
    """An answer of pip-audit. What is no answer has looked nothing up."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Found((), 0, ())
    weak = [
        f"{one['name']} {one['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'no release'}"
        for one in packages
        for known in one.get("vulns", ())
    ]
    unknown = [one["name"] for one in packages if "skip_reason" in one]
    return Found(tuple(weak), len(packages) - len(unknown), tuple(unknown))


def best(lock: str) -> Found:
    """What the service that knows most has answered; the first one that knows all is enough."""
    found = Found((), 0, ())
    for service in SERVICES:
        answer = read(ask(lock, service))
        if answer.looked_up > found.looked_up:
            found = answer
        if found.looked_up and not found.unknown:
            break
    return found


def report(lock: str, found: Found) -> list[str]:
    """What is to be said of one lock."""
    if not found.looked_up:
        return [f"!! {lock}: NOT CHECKED for known weaknesses. Nobody who knows could be reached; skipped."]
    lines = [f"!! {lock}: {one}" for one in found.weak]
    if found.unknown:
        lines.append(f"!! {lock}: NOT CHECKED, as nothing is known of them: {', '.join(found.unknown)}")
    return lines or [f"{lock}: no known weakness in {found.looked_up} packages"]


def main() -> int:
    """Ask about each lock; the exit status is 1 where a weakness is known."""
    weak, found = False, Found((), 1, ())
    for lock in LOCKS:
        # Whoever could not be reached for the first lock is not waited for again.
        found = best(lock) if found.looked_up else found
        print("\n".join(report(lock, found)))
        weak = weak or bool(found.weak)
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main())
