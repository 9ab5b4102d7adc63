"""Python imports this first in every process of the offline day: it notes and refuses what asks for a network."""

import os
import socket
import sys
from typing import Any

FORBIDDEN = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo")
ALSO = (
    "socket.gethostby",
    "socket.getnameinfo",
    "urllib.",
    "http.client.",
    "ftplib.",
    "smtplib.",
    "poplib.",
    "imaplib.",
)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    asks = event.startswith(ALSO) or event in FORBIDDEN
    # Event loops wake themselves through a pair of local sockets, which is no network.
    if event in FORBIDDEN and arguments and isinstance(arguments[0], socket.socket):
        asks = arguments[0].family not in (getattr(socket, "AF_UNIX", None),)
    elif event == "socket.__new__":
        asks = arguments[1] in (socket.AF_INET, socket.AF_INET6)
    if asks:
        with open(os.environ["LOBBY_NETWORK_LOG"], "a", encoding="utf-8") as log:  # noqa: PTH123 - nothing else is here yet
            log.write(f"{event} {arguments[1:]!r}\n")
        raise PermissionError(f"no network here: {event}")


if "LOBBY_NETWORK_LOG" in os.environ:
    sys.addaudithook(_watch)
