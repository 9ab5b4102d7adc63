"""Windows' own safe for small secrets (DPAPI), bound to this machine.

To the machine and not to one person's account: at a terminal of the lobby several people sign in to Windows.
"""

import ctypes
import sys
from typing import Any, Final

# CRYPTPROTECT_UI_FORBIDDEN | CRYPTPROTECT_LOCAL_MACHINE
_FLAGS: Final = 0x1 | 0x4
_ENTROPY: Final = b"lobby device secret"


class _Blob(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("data", ctypes.POINTER(ctypes.c_char)))


def protect(secret: bytes) -> bytes:
    """`secret`, readable on this machine only. Raises OSError where Windows refuses, or where there is no Windows."""
    return _called("CryptProtectData", secret)


def unprotect(kept: bytes) -> bytes:
    """What `protect` kept. Raises OSError."""
    return _called("CryptUnprotectData", kept)


def _called(function: str, data: bytes) -> bytes:
    crypt, kernel = _libraries()
    result = _Blob()
    worked = getattr(crypt, function)(
        ctypes.byref(_blob(data)), None, ctypes.byref(_blob(_ENTROPY)), None, None, _FLAGS, ctypes.byref(result)
    )
    if not worked:
        raise OSError(f"{function} refused")
    try:
        return ctypes.string_at(result.data, result.size)
    finally:
        kernel.LocalFree(result.data)


def _blob(data: bytes) -> _Blob:
    return _Blob(len(data), ctypes.cast(ctypes.create_string_buffer(data, len(data)), ctypes.POINTER(ctypes.c_char)))


def _libraries() -> tuple[Any, Any]:
    if sys.platform != "win32":
        raise OSError("there is no Windows here")
    return ctypes.windll.crypt32, ctypes.windll.kernel32
