"""A paper on disk: whole or not at all, private, and never over anything."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from lobby_tui.errors import LobbyError, RefusedError, StoreError
from lobby_tui.papers import files
from lobby_tui.papers.files import SAFE, write_paper, write_papers
from lobby_tui.papers.render import render
from tests.papers.samples import line, paper

NAME = "2026-11-22_referral_record_masked.csv"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fails(number: int) -> Callable[..., Any]:
    def failing(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return failing


def fails_at(call: int, real: Callable[..., Any]) -> Callable[..., Any]:
    calls: list[int] = []

    def failing(*names: Any, **options: Any) -> None:
        calls.append(1)
        if len(calls) == call:
            raise OSError(errno.EIO, "broken")
        real(*names, **options)

    return failing


def refused(kind: type[LobbyError], folder: Path) -> LobbyError:
    with pytest.raises(kind) as caught:
        write_paper(paper(line()), "csv", folder)
    assert caught.value.data is SAFE
    assert caught.value.remedy is not None
    assert caught.value.field == "out"
    return caught.value


def test_the_file_and_what_is_said_of_it(tmp_path: Path) -> None:
    made = paper(line(), line(2))
    written = write_paper(made, "csv", tmp_path)
    data = written.path.read_bytes()
    assert written.path == tmp_path / NAME
    assert data == render(made, "csv")
    assert (written.paper, written.format, written.rows) == ("referral_record", "csv", 2)
    assert written.sha256 == hashlib.sha256(data).hexdigest()
    assert names(tmp_path) == [NAME]


def test_the_name_tells_full_from_masked_and_english_from_chinese(tmp_path: Path) -> None:
    write_paper(paper(masked=False), "txt", tmp_path)
    write_paper(paper(language="en"), "txt", tmp_path)
    assert names(tmp_path) == [
        "2026-11-22_referral_record_full.txt",
        "2026-11-22_referral_record_masked_en.txt",
    ]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    written = write_paper(paper(), "csv", tmp_path)
    assert stat.S_IMODE(written.path.stat().st_mode) == 0o600
    assert written.path.stat().st_nlink == 1


def test_a_file_of_that_name_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("old")
    refused(RefusedError, tmp_path)
    assert (tmp_path / NAME).read_text() == "old"
    assert names(tmp_path) == [NAME]


@pytest.mark.parametrize("dangling", [True, False])
def test_nor_a_link_of_that_name(tmp_path: Path, dangling: bool) -> None:
    target = tmp_path / "elsewhere"
    if not dangling:
        target.write_text("old")
    (tmp_path / NAME).symlink_to(target)
    refused(RefusedError, tmp_path)
    assert target.exists() is not dangling
    assert (tmp_path / NAME).is_symlink()


def test_nor_one_that_appears_while_the_paper_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def render_and_race(*_: object) -> list[bytes]:
        (tmp_path / NAME).write_text("theirs")
        return [b"ours"]

    monkeypatch.setattr(files, "render_all", render_and_race)
    refused(RefusedError, tmp_path)
    assert (tmp_path / NAME).read_text() == "theirs"
    assert names(tmp_path) == [NAME]


def test_a_disk_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", fails(errno.EPERM))
    written = write_paper(paper(line()), "csv", tmp_path)
    assert written.path.read_bytes() == render(paper(line()), "csv")
    assert names(tmp_path) == [NAME]
    refused(RefusedError, tmp_path)


def test_the_same_race_on_a_disk_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object, **__: object) -> None:
        (tmp_path / NAME).write_text("theirs")
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", link)
    refused(RefusedError, tmp_path)
    assert (tmp_path / NAME).read_text() == "theirs"
    assert names(tmp_path) == [NAME]


def test_a_trap_laid_for_the_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "uuid4", lambda: UUID(int=7))
    victim, trap = tmp_path / "victim", tmp_path / f".lobby-{UUID(int=7).hex}.tmp"
    victim.write_text("mine")
    trap.symlink_to(victim)
    refused(RefusedError, tmp_path)
    assert victim.read_text() == "mine"
    assert trap.is_symlink()


def test_folders_that_will_not_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    messages = {str(refused(RefusedError, tmp_path / name).message.text) for name in ("none", "file", "link")}
    assert len(messages) == 3
    assert names(tmp_path / "real") == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "no room"),
        (errno.EDQUOT, "no room"),
        (errno.EROFS, "Nothing may be written"),
        (errno.EACCES, "Nothing may be written"),
        (errno.EIO, "could not be written"),
    ],
)
@pytest.mark.parametrize("step", ["open", "fsync", "link"])
def test_an_error_of_the_disk_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str, step: str
) -> None:
    monkeypatch.setattr(os, step, fails(number))
    error = refused(StoreError, tmp_path)
    monkeypatch.undo()
    assert said in error.message.text
    assert names(tmp_path) == []


def test_a_name_that_did_not_reach_the_disk_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, "broken")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    refused(StoreError, tmp_path)
    assert names(tmp_path) == []


def test_everything_is_forced_to_the_disk_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, link = os.fsync, os.link

    def watched_fsync(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def watched_link(*names: Any, **options: Any) -> None:
        steps.append("name")
        link(*names, **options)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(os, "link", watched_link)
    write_paper(paper(), "csv", tmp_path)
    assert steps == ["file", "name", "folder"]


def test_all_of_several_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = [(paper(line()), "csv"), (paper(line()), "txt"), (paper(language="en"), "txt")]
    monkeypatch.setattr(os, "link", fails_at(3, os.link))
    with pytest.raises(StoreError):
        write_papers(jobs, tmp_path)
    assert names(tmp_path) == []
    monkeypatch.undo()
    written = write_papers(jobs, tmp_path)
    assert [(file.path.name, file.rows) for file in written] == [
        (NAME, 1),
        (NAME.replace("csv", "txt"), 1),
        (NAME.replace(".csv", "_en.txt"), 0),
    ]
    for file in written:
        assert file.sha256 == hashlib.sha256(file.path.read_bytes()).hexdigest()


def test_a_taken_name_is_seen_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> list[bytes]:
        raise AssertionError("made for nothing")

    monkeypatch.setattr(files, "render_all", never)
    (tmp_path / NAME).write_text("old")
    with pytest.raises(RefusedError):
        write_papers([(paper(line()), "txt"), (paper(line()), "csv")], tmp_path)
    assert names(tmp_path) == [NAME]


def test_an_unknown_format_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        write_paper(paper(), "docx", tmp_path)
    assert names(tmp_path) == []
