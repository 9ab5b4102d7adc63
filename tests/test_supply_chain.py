"""What the program is made of: every package pinned with its digests, listed in the SBOM, asked about if possible."""

import json
import re
import tomllib
from typing import Any

import pytest

from tools import known_weaknesses, sbom

PINNED = list(sbom.packages(sbom.LOCK.read_text(encoding="utf-8")))
DEV = list(sbom.packages((sbom.ROOT / "requirements-dev.lock").read_text(encoding="utf-8")))
PROJECT: dict[str, Any] = tomllib.loads((sbom.ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~;\[ ]", name)[0]).lower()


@pytest.mark.parametrize("packages", [PINNED, DEV], ids=["run", "dev"])
def test_every_package_is_pinned_with_its_digests(packages: list[sbom.Package]) -> None:
    assert len(packages) > 40
    for one in packages:
        assert one.digests, one.name
        assert one.via, one.name


def test_every_dependency_is_locked_with_a_lower_bound_and_a_cap() -> None:
    locked = {plain(one.name) for one in PINNED}
    for named in PROJECT["project"]["dependencies"]:
        assert plain(named) in locked, named
        assert ">=" in named, named
        assert ",<" in named or named.startswith("tzdata"), named


def test_the_tools_run_on_what_the_program_runs_on() -> None:
    dev = {plain(one.name): one.version for one in DEV}
    assert {plain(one.name): one.version for one in PINNED}.items() <= dev.items()


def test_the_sbom_is_up_to_date_and_valid() -> None:
    # Here, because they take more than a second, and each process that runs tests reads all files.
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    held = sbom.TARGET.read_text(encoding="utf-8")
    assert held == sbom.text(), "run `make sbom`"
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(held) is None
    assert len(json.loads(held)["components"]) == len(PINNED)


def test_the_sbom_says_who_needs_what() -> None:
    needs = {
        one["ref"]: one["dependsOn"]
        for one in sbom.bom(sbom.LOCK.read_text("utf-8"), PROJECT["project"])["dependencies"]
    }
    (root,) = [ref for ref in needs if ref.startswith("pkg:pypi/lobby-tui@")]
    direct = {re.sub("@.*", "", ref.removeprefix("pkg:pypi/")) for ref in needs[root]}
    assert direct == {plain(name) for name in PROJECT["project"]["dependencies"]}
    reached, to_do = set(), [root]
    while to_do:
        ref = to_do.pop()
        if ref not in reached:
            reached.add(ref)
            to_do += needs[ref]
    to_build = {one.purl for one in PINNED if sbom._only_builds(one)}
    assert to_build
    assert not to_build & reached


def test_a_line_that_is_not_understood_is_no_secret() -> None:
    with pytest.raises(SystemExit, match="evil"):
        list(
            sbom.packages(
                "good==1.0 \\\n    --hash=sha256:" + 64 * "0" + "\n    # via x\nevil @ https://example.org/evil.zip\n"
            )
        )


WEAK = {"name": "leaky", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"], "aliases": []}]}
SOUND = {"name": "sound", "version": "1.0", "vulns": []}
SKIPPED = {"name": "odd", "skip_reason": "Dependency not found on PyPI and could not be audited: odd (1.0)"}


def answers(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": list(packages), "fixes": []})


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ({"pypi": answers(SOUND)}, 0, ["no known weakness in 1 packages"]),
        ({"pypi": answers(SOUND, WEAK)}, 1, ["leaky 1.0: PYSEC-1, mended in 1.1"]),
        ({"pypi": answers(SKIPPED), "osv": answers(SOUND, WEAK)}, 1, ["leaky"]),
        ({"pypi": answers(SOUND, SKIPPED)}, 0, ["NOT CHECKED", "odd"]),
        ({"pypi": answers(SKIPPED)}, 0, ["NOT CHECKED", "skipped"]),
        ({"pypi": "", "osv": "Traceback"}, 0, ["NOT CHECKED", "skipped"]),
    ],
)
def test_what_is_known_is_said(
    said: dict[str, str],
    status: int,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(known_weaknesses, "ask", lambda _, service: said.get(service, ""))
    assert known_weaknesses.main() == status
    out = capsys.readouterr().out
    for word in words:
        assert out.count(word) == len(known_weaknesses.LOCKS), out


def test_the_check_asks() -> None:
    check = (sbom.ROOT / "Makefile").read_text(encoding="utf-8").partition("\ncheck:")[2].partition("\n\n")[0]
    assert "tools/known_weaknesses.py" in check
    assert "tools/sbom.py --check" in check
    assert "--require-hashes" in (sbom.ROOT / "Makefile").read_text(encoding="utf-8")
