"""A store that does not answer, a disk that refuses, a defect of the program, each under the hands of a person."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from lobby_tui.settings import Settings
from lobby_tui.store.engine import unlock
from lobby_tui.store.keys import KeyFile
from tests.conftest import CHEAP, PASSWORD
from tests.faults.conftest import saved

pytest.importorskip("fcntl", reason="needs pseudo-terminals")

from tests.faults.terminals import FrontDesk, draft

resource = pytest.importorskip("resource", reason="needs limits")
Begin = Callable[..., FrontDesk]

DEFECT = 5
# The program with one function of the desk gone wrong, in a way that quotes a customer.
BROKEN = """
import lobby_tui.desk.visits
def count(*_, **__):
    raise RuntimeError('王小明 13812345678')
lobby_tui.desk.visits.count = count
from lobby_tui.cli import main
main()
"""
# The program with patience for a locked store cut short, so that the test need not have it.
IMPATIENT = """
import lobby_tui.store.engine
lobby_tui.store.engine.BUSY_MILLISECONDS = 200
from lobby_tui.cli import main
main()
"""


@contextmanager
def held(settings: Settings) -> Iterator[None]:
    """Another program begins to write, and does not end."""
    connection = dbapi2.connect(str(settings.store_path), isolation_level=None)
    unlock(connection, KeyFile(settings.home, CHEAP).open("101", PASSWORD).data)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.rollback()
    connection.close()


def test_a_store_held_by_another_program(front_desk: Begin, settings: Settings) -> None:
    program = front_desk(program=("-c", IMPATIENT))
    program.sign_in()
    program.wait("今天尚无登记")
    with held(settings):
        program.press("1")
        program.wait("数据库正被其他程序占用", "请稍候重试")
        program.press("enter")
        program.wait_gone("数据库正被其他程序占用")
    program.press("1")
    program.wait("✓ 小额存取 » 自助服务区")
    assert saved(settings) == {}


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs limits that can be set from outside")
def test_a_disk_that_refuses(front_desk: Begin, settings: Settings) -> None:
    program = front_desk()
    program.sign_in()
    program.wait("今天尚无登记")
    program.press("1")
    program.wait("✓ 小额存取 » 自助服务区")
    program.refer_on_one_page()
    log = settings.store_path.with_name("lobby.db-wal").stat().st_size
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (log, resource.RLIM_INFINITY))
    program.type("王小明")
    refused_and_still_there(program)
    # Nobody is let out of the form, or of the program, before being told.
    program.press("esc")
    refused_and_still_there(program)
    program.press("f8")
    refused_and_still_there(program)

    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    program.press("esc")
    program.wait("一键分流", "到访 1")
    program.close()

    kept = draft(settings.home, "quick")
    assert kept is not None
    assert kept.fields["customer"] == "王小明"
    program = front_desk()
    program.sign_in()
    program.wait("尚未保存的草稿：1 份")
    program.press("esc")
    program.wait("到访 1")
    assert saved(settings) == {}


def refused_and_still_there(program: FrontDesk) -> None:
    """The disk's refusal is told, and under it is what was typed."""
    program.wait("磁盘", "Enter  返回")
    program.press("enter")
    program.wait_gone("Enter  返回")
    program.wait("客户姓名         王小明")


def test_a_defect_tells_nothing_about_anybody(front_desk: Begin, settings: Settings) -> None:
    program = front_desk(program=("-c", BROKEN))
    program.sign_in()
    program.wait("今天尚无登记")
    program.press("1")
    assert program.ended(3) == DEFECT
    written = program.output.decode()
    assert "程序出现故障，必须停止" in written
    line = only_line(settings.home / "logs" / "lobby.log")
    told = json.loads(line)
    assert (told["event"], told["kind"]) == ("defect", "RuntimeError")
    assert told["where"][-1] == "<string>:4 count"
    assert any(place.startswith("desk.py:") for place in told["where"])
    for personal in ("王小明", "138", "Traceback"):
        assert personal not in written
        assert personal not in line


def only_line(path: Path) -> str:
    (line,) = path.read_text(encoding="utf-8").splitlines()
    return line


def test_python_does_what_this_test_relies_on() -> None:
    # A process that is not told to ignore SIGXFSZ dies of the limit; Python tells it at its start.
    import signal

    assert sys.implementation.name == "cpython"
    assert signal.getsignal(signal.SIGXFSZ) is signal.SIG_IGN
