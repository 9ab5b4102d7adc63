"""Small files, whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from lobby_tui.store.files import make_private_folder, write_private


def test_a_file_is_private_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    write_private(path, b"one", replace=False)
    assert path.read_bytes() == b"one"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_nlink == 1
    assert [one.name for one in tmp_path.iterdir()] == ["keys.json"]


def test_nothing_is_overwritten_unless_it_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    write_private(path, b"one", replace=False)
    with pytest.raises(FileExistsError):
        write_private(path, b"two", replace=False)
    assert path.read_bytes() == b"one"
    write_private(path, b"two", replace=True)
    assert path.read_bytes() == b"two"
    assert [one.name for one in tmp_path.iterdir()] == ["keys.json"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside, path = tmp_path / "outside", tmp_path / "keys.json"
    outside.write_bytes(b"theirs")
    path.symlink_to(outside)
    with pytest.raises(FileExistsError):
        write_private(path, b"one", replace=False)
    write_private(path, b"one", replace=True)
    assert outside.read_bytes() == b"theirs"


def _no_links(*_: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def test_a_memory_stick_without_hard_links_serves_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _no_links)
    path = tmp_path / "backup.db"
    write_private(path, b"one", replace=False)
    with pytest.raises(FileExistsError):
        write_private(path, b"two", replace=False)
    assert path.read_bytes() == b"one"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["backup.db"]


@pytest.mark.parametrize("replace", [False, True])
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replace: bool) -> None:
    path = tmp_path / "keys.json"
    if replace:
        path.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_private(path, b"new", replace=replace)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == ({"keys.json": b"old"} if replace else {})


def test_file_and_folder_are_both_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda one: synced.append(Path(f"/proc/self/fd/{one}").resolve()) or real(one))
    write_private(tmp_path / "keys.json", b"one", replace=True)
    assert len(synced) == 2
    assert synced[0].name.endswith(".part")
    assert synced[1] == tmp_path


def test_a_private_folder_is_its_owners(tmp_path: Path) -> None:
    make_private_folder(tmp_path / "home")
    make_private_folder(tmp_path / "home")
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700
