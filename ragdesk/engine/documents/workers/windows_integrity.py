"""Windows: lowers this process to "low integrity", from which the user's files, registry and windows cannot be changed.

Never tried: written from Microsoft's documentation of mandatory integrity control. Reading and the network stay open.
"""

from __future__ import annotations

import ctypes
import sys

LOW = "S-1-16-4096"
_ADJUST_DEFAULT, _QUERY = 0x80, 0x8
_INTEGRITY_LEVEL = 25
_IS_INTEGRITY = 0x20


class Label(ctypes.Structure):
    """TOKEN_MANDATORY_LABEL."""

    _fields_ = (("sid", ctypes.c_void_p), ("attributes", ctypes.c_uint32))


def lower_integrity() -> str:
    """Cannot be undone. Raises OSError where Windows refuses."""
    if sys.platform != "win32":
        raise OSError("only Windows has integrity levels")
    handle = ctypes.c_void_p
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    advanced = ctypes.WinDLL("advapi32", use_last_error=True)
    kernel.GetCurrentProcess.restype = handle
    advanced.OpenProcessToken.argtypes = (handle, ctypes.c_uint32, ctypes.POINTER(handle))
    advanced.ConvertStringSidToSidW.argtypes = (ctypes.c_wchar_p, ctypes.POINTER(handle))
    advanced.GetLengthSid.argtypes = (handle,)
    advanced.SetTokenInformation.argtypes = (handle, ctypes.c_int, handle, ctypes.c_uint32)
    kernel.LocalFree.argtypes = kernel.CloseHandle.argtypes = (handle,)
    token, sid = handle(), handle()
    if not advanced.OpenProcessToken(kernel.GetCurrentProcess(), _ADJUST_DEFAULT | _QUERY, ctypes.byref(token)):
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        if not advanced.ConvertStringSidToSidW(LOW, ctypes.byref(sid)):
            raise ctypes.WinError(ctypes.get_last_error())
        label = Label(sid, _IS_INTEGRITY)
        size = ctypes.sizeof(label) + advanced.GetLengthSid(sid)
        if not advanced.SetTokenInformation(token, _INTEGRITY_LEVEL, ctypes.byref(label), size):
            raise ctypes.WinError(ctypes.get_last_error())
    finally:
        kernel.LocalFree(sid)
        kernel.CloseHandle(token)
    return "low integrity: nothing of the user's can be changed"
