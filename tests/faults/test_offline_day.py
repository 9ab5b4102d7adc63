"""A whole day without a network: commands, app, papers, in processes that may open no connection, and try none."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lobby_tui.settings import Settings
from tests.faults.terminals import environment

ROOT = Path(__file__).resolve().parents[2]
WATCH = Path(__file__).with_name("no_network")
NETWORK = re.compile(r"AF_INET6?|AF_NETLINK|AF_PACKET|PF_INET")


def run(*command: str, log: Path) -> subprocess.CompletedProcess[str]:
    """Run Python where every process of it, and of its children, is watched."""
    watched = environment(LOBBY_NETWORK_LOG=str(log), PYTHONPATH=f"{WATCH}:{ROOT}", PYTHONIOENCODING="utf-8")
    return subprocess.run(command, env=watched, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


ATTEMPTS = (
    "socket.create_connection(('192.0.2.1', 9), 1)",
    "socket.getaddrinfo('a.invalid', 9)",
    "socket.socket().bind(('', 0))",
)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_whoever_tried_would_be_seen(attempt: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = f"import subprocess, sys, socket; {attempt}"
    done = run(
        sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])", log=log
    )
    assert "no network here" in done.stderr
    assert log.read_text(encoding="utf-8")


def test_a_whole_day_asks_no_network(settings: Settings, tmp_path: Path) -> None:
    log, calls, out = tmp_path / "log", tmp_path / "calls", tmp_path / "out"
    command = [sys.executable, "-m", "tests.faults.offline_day", str(settings.home), str(out)]
    strace = shutil.which("strace")
    # Where there is strace, libraries that are no Python are watched as well.
    traced = [strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=socket", "-o", str(calls)] if strace else []
    done = run(*traced, *command, log=log)
    if traced and "ptrace" in done.stderr and done.returncode:
        done = run(*command, log=log)
    assert done.returncode == 0, done.stderr[-3000:]
    assert not log.exists(), log.read_text(encoding="utf-8")
    if calls.exists():
        assert not NETWORK.findall(calls.read_text(errors="replace"))
    written = sorted(path.suffix for path in out.rglob("*") if path.is_file())
    assert {".pdf", ".xlsx", ".csv", ".txt", ".db"} <= set(written)
    assert len(written) >= 9
