"""The list of what the program is made of, as CycloneDX 1.6 (`docs/sbom.json`). Run by `make sbom`.

It is made of `requirements.lock` alone, so it says what is installed, is the same wherever it is made, and needs
neither the network nor an environment. `--check` fails where it is out of date.
"""

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK, TARGET = ROOT / "requirements.lock", ROOT / "docs" / "sbom.json"
PINNED = re.compile(r"([A-Za-z0-9._-]+)==(\S+)(?: ; ([^\\]+?))? \\$")
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")
OURS = re.compile(r"lobby-tui \(pyproject\.toml(?::(\w+))?\)")


@dataclass
class Package:
    """One line of the lock: what it is, where it is needed, its digests, and who asks for it."""

    name: str
    version: str
    marker: str
    digests: list[str] = field(default_factory=list)
    via: list[str] = field(default_factory=list)

    @property
    def purl(self) -> str:
        """Its name in every register of weaknesses."""
        return f"pkg:pypi/{re.sub(r'[-_.]+', '-', self.name).lower()}@{self.version}"


def packages(lock: str) -> Iterator[Package]:
    """Everything that the lock pins. SystemExit for a line that is not understood: silence would hide a package."""
    found: Package | None = None
    for line in lock.splitlines():
        if begun := PINNED.match(line):
            if found:
                yield found
            found = Package(begun[1], begun[2], begun[3] or "")
        elif found and (digest := DIGEST.search(line)):
            found.digests.append(digest[1])
        elif found and line.startswith("    #"):
            found.via += [word for word in [line.lstrip(" #").removeprefix("via").strip()] if word]
        elif line and not line.startswith("#"):
            raise SystemExit(f"tools/sbom.py: not understood in {LOCK.name}: {line}")
    if found:
        yield found


def bom(lock: str, project: dict[str, Any]) -> dict[str, Any]:
    """The document, in one order only."""
    found = sorted(packages(lock), key=lambda one: one.purl)
    root = f"pkg:pypi/{project['name']}@{project['version']}"
    refs = {one.name: one.purl for one in found}
    needs: dict[str, set[str]] = {root: set(), **{one.purl: set() for one in found}}
    for one in found:
        for parent in one.via:
            ours = OURS.fullmatch(parent)
            if ours is None:
                needs[refs[parent]].add(one.purl)
            elif ours[1] is None:
                needs[root].add(one.purl)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, root + lock)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": project["name"],
                "version": project["version"],
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": root,
            }
        },
        "components": [_component(one) for one in found],
        "dependencies": [{"ref": ref, "dependsOn": sorted(on)} for ref, on in sorted(needs.items())],
    }


def _component(one: Package) -> dict[str, Any]:
    where = [{"name": "lobby:only-where", "value": one.marker}] if one.marker else []
    built = [{"name": "lobby:only-to-build", "value": "true"}] if _only_builds(one) else []
    return {
        "type": "library",
        "bom-ref": one.purl,
        "name": one.name,
        "version": one.version,
        "purl": one.purl,
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/simple/{one.name}/",
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in sorted(one.digests)],
            }
        ],
        **({"properties": where + built} if where or built else {}),
    }


def _only_builds(one: Package) -> bool:
    return all((ours := OURS.fullmatch(parent)) and ours[1] for parent in one.via)


def text() -> str:
    """What `docs/sbom.json` should hold."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return json.dumps(bom(LOCK.read_text(encoding="utf-8"), project), indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write or check; the exit status of the tool."""
    if arguments[:1] != ["--check"]:
        TARGET.write_text(text(), encoding="utf-8", newline="\n")
        return 0
    fresh = TARGET.exists() and TARGET.read_text(encoding="utf-8") == text()
    if not fresh:
        print("docs/sbom.json is out of date; run `make sbom`")
    return 0 if fresh else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
