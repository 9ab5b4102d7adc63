"""A data folder on another computer is refused, before anything of it is opened."""

from contextlib import closing
from pathlib import Path

import pytest

from lobby_tui.desk.opening import open_desk
from lobby_tui.desk.setup import NewBranch, set_up_branch
from lobby_tui.errors import StoreError
from lobby_tui.settings import Settings
from lobby_tui.store import place
from tests.conftest import CHEAP, PASSWORD

NEW = NewBranch("长安街支行", "icbc", "001", "孙丽", PASSWORD)
LINES = (
    "21 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
    "30 21 0:26 / /proc rw - proc proc rw",
    "31 21 0:45 / /srv/lobby rw,relatime shared:7 - {kind} bank:/lobby rw,vers=4.2",
    "32 31 0:46 / /srv/lobby/local rw,relatime - xfs /dev/vdb rw",
    r"33 21 0:47 / /srv/with\040space\134here rw - nfs4 bank:/other rw",
    "34 21 0:48 / /srv/lobby2 rw - btrfs /dev/vdc rw",
    "odd",
    "",
)


@pytest.fixture
def mounts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    table = tmp_path / "mountinfo"
    monkeypatch.setattr(place, "MOUNTS", table)
    return table


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/lobby.db", "ext4"),
        ("/srv/lobby/lobby.db", "nfs4"),
        ("/srv/lobby", "nfs4"),
        ("/srv/lobby/local/lobby.db", "xfs"),
        ("/srv/lobby/localised/lobby.db", "nfs4"),
        ("/srv/lobby2/lobby.db", "btrfs"),
        ("/srv/with space\\here/lobby.db", "nfs4"),
    ],
)
def test_the_nearest_mount_counts(mounts: Path, path: str, kind: str) -> None:
    mounts.write_text("\n".join(LINES).format(kind="nfs4"))
    assert place.kind_of(Path(path)) == kind


def test_of_two_on_one_place_the_later_counts(mounts: Path) -> None:
    mounts.write_text("\n".join([*LINES, "35 21 0:49 / /srv/lobby rw - ext4 /dev/vdd rw"]).format(kind="cifs"))
    assert place.kind_of(Path("/srv/lobby/lobby.db")) == "ext4"


def test_a_system_that_has_no_such_table_is_let_be(mounts: Path) -> None:
    assert place.kind_of(Path("/srv/lobby/lobby.db")) == ""
    place.refuse_network(Path("/srv/lobby/lobby.db"))


def on_the_network(mounts: Path, home: Path, kind: str = "cifs") -> None:
    mounts.write_text("\n".join(LINES[:2]) + f"\n40 21 0:50 / {home.resolve()} rw - {kind} //bank/lobby rw\n")


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs"])
def test_nobody_signs_in_and_the_file_stays_as_it_was(mounts: Path, settings: Settings, kind: str) -> None:
    on_the_network(mounts, settings.home, kind)
    before = settings.store_path.read_bytes()
    with closing(open_desk(settings)) as desk, pytest.raises(StoreError) as caught:
        desk.sign_in("001", PASSWORD)
    assert caught.value.code == "store_on_network"
    assert kind in str(caught.value)
    assert caught.value.remedy is not None
    assert settings.store_path.read_bytes() == before
    assert list(settings.home.glob("lobby.db-*")) == []


def test_nor_is_a_branch_set_up_there(mounts: Path, tmp_path: Path) -> None:
    home = tmp_path / "new"
    on_the_network(mounts, home)
    with pytest.raises(StoreError) as caught:
        set_up_branch(Settings(home, "zh", CHEAP), NEW)
    assert caught.value.code == "store_on_network"
    assert not home.exists()


def test_a_link_does_not_hide_it(mounts: Path, settings: Settings, tmp_path: Path) -> None:
    on_the_network(mounts, settings.home)
    link = tmp_path / "link"
    link.symlink_to(settings.home, target_is_directory=True)
    with pytest.raises(StoreError):
        place.refuse_network(link / "lobby.db")


def test_a_folder_of_this_device_is_taken(mounts: Path, settings: Settings) -> None:
    on_the_network(mounts, settings.home.with_name("other"))
    with closing(open_desk(settings)) as desk:
        assert desk.sign_in("001", PASSWORD).person.no == "001"
