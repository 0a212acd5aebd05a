"""What code that took over a reader would try. Each function succeeds silently, or raises OSError if it is refused."""

from __future__ import annotations

import ctypes
import fcntl
import mmap
import os
import platform
import resource
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """What the tries aim at: a file of the user's with its folder, and the engine's process."""

    file: str
    folder: str
    engine: int


_IS_ARM = platform.machine() != "x86_64"


def _call(number: int, arm: int, *arguments: object) -> int:
    """A system call by its number on x86-64 and on arm64."""
    libc = ctypes.CDLL(None, use_errno=True)
    result = int(libc.syscall(arm if _IS_ARM else number, *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def read_file(target: Target) -> None:
    with open(target.file, "rb") as file:
        file.read()


def write_file(target: Target) -> None:
    with open(os.path.join(target.folder, "planted"), "w", encoding="ascii") as file:
        file.write("x")


def append_to_ragdesk(_: Target) -> None:
    import ragdesk

    os.close(os.open(ragdesk.__file__, os.O_WRONLY | os.O_APPEND))


def connect(family: int, kind: int, address: tuple[str, int] | str) -> Callable[[Target], None]:
    def attempt(_: Target) -> None:
        with socket.socket(family, kind) as sock:
            sock.settimeout(1)
            try:
                sock.connect(address)
            except ConnectionRefusedError:
                return  # it got as far as the network

    return attempt


def look_up_a_name(_: Target) -> None:
    socket.getaddrinfo("localhost", 80)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"question", ("127.0.0.1", 53))


def fork(_: Target) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def start_a_thread(_: Target) -> None:
    try:
        thread = threading.Thread(target=lambda: None)
        thread.start()
    except RuntimeError as error:
        raise OSError(str(error)) from error
    thread.join()


def read_process(what: str) -> Callable[[Target], None]:
    def attempt(target: Target) -> None:
        os.close(os.open(f"/proc/{target.engine}/{what}", os.O_RDONLY))

    return attempt


def copy_memory(target: Target) -> None:
    buffer = ctypes.create_string_buffer(8)

    class Part(ctypes.Structure):
        _fields_ = (("start", ctypes.c_void_p), ("length", ctypes.c_size_t))

    own = Part(ctypes.addressof(buffer), 8)
    _call(310, 270, os.getppid(), ctypes.byref(own), 1, ctypes.byref(own), 1, 0)


def take_descriptor(target: Target) -> None:
    _call(434, 434, target.engine, 0)


def own_signals_sent(target: Target) -> None:
    fcntl.fcntl(3, fcntl.F_SETOWN, target.engine)


def raise_own_limits(_: Target) -> None:
    most = resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def take_memory(_: Target) -> None:
    try:
        held = bytearray(2_000_000_000)
    except MemoryError as error:
        raise OSError("no memory") from error
    del held


ESCAPES: dict[str, Callable[[Target], object]] = {
    "read a file of the user's": read_file,
    "list the user's folder": lambda target: os.listdir(target.folder),
    "list the root folder": lambda _: os.listdir("/"),
    "read the list of users": lambda _: open("/etc/passwd", "rb").close(),
    "write a file": write_file,
    "change ragdesk's own code": append_to_ragdesk,
    "remove a file": lambda target: os.remove(target.file),
    "rename a file": lambda target: os.rename(target.file, target.file + ".bak"),
    "make a folder": lambda target: os.mkdir(os.path.join(target.folder, "made")),
    "make a link": lambda target: os.symlink(target.file, os.path.join(target.folder, "link")),
    "change permissions": lambda target: os.chmod(target.file, 0o777),
    "cut a file": lambda target: os.truncate(target.file, 0),
    "read the engine's memory": read_process("mem"),
    "read the engine's environment": read_process("environ"),
    "read its own maps": lambda _: open("/proc/self/maps", "rb").close(),
    "copy the host's memory": copy_memory,
    "hold the engine's process": take_descriptor,
    "trace the host": lambda _: _call(101, 117, 0x4206, os.getppid(), 0, 0),
    "connect by TCP, IPv4": connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 9)),
    "connect by TCP, IPv6": connect(socket.AF_INET6, socket.SOCK_STREAM, ("::1", 9)),
    "connect by UDP": connect(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 9)),
    "look up a name": look_up_a_name,
    "connect to an abstract socket": connect(socket.AF_UNIX, socket.SOCK_STREAM, "\0ragdesk-test"),
    "ask the kernel about networks": lambda _: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0),
    "make a pair of sockets": lambda _: socket.socketpair(),
    "run a program": lambda _: subprocess.run([shutil.which("true") or "/bin/true"], check=True),
    "become a program": lambda _: os.execv("/bin/true", ["true"]),
    "fork": fork,
    "start a thread": start_a_thread,
    "signal the host": lambda _: os.kill(os.getppid(), signal.SIGCONT),
    "signal the engine": lambda target: os.kill(target.engine, signal.SIGCONT),
    "signal by a descriptor": own_signals_sent,
    "signal a thread of the engine's": lambda target: _call(234, 131, target.engine, target.engine, 18),
    "set up io_uring": lambda _: _call(425, 425, 0, 0),
    "load a program into the kernel": lambda _: _call(321, 280, 99, 0, 0),
    "make a file in memory": lambda _: os.close(os.memfd_create("planted")),
    "share memory": lambda _: _call(29, 194, 0x7261, 4096, 0o1600),
    "leave its namespaces": lambda _: _call(272, 97, 0x10000000),
    "raise its own limits": raise_own_limits,
    "raise the host's limits": lambda _: resource.prlimit(os.getppid(), resource.RLIMIT_CORE, (0, 0)),
    "lower its priority for others": lambda _: os.setpriority(os.PRIO_PROCESS, os.getppid(), 0),
    "type on a terminal": lambda _: fcntl.ioctl(3, 0x5412, b"x"),
    "take 2 GB of memory": take_memory,
}


def other_numbering(_: Target) -> None:
    """A socket by the second numbering of x86-64. Ends the worker."""
    _call(0x40000000 | 41, 198, 2, 1, 0)


def calls_of_32_bit(_: Target) -> None:
    """A call by the old 32-bit gate of x86-64: socketcall, by machine code. Ends the worker."""
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, getpid; int 0x80; ret
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    ctypes.CFUNCTYPE(ctypes.c_int)(address)()


DEADLY: dict[str, Callable[[Target], object]] = {} if _IS_ARM else {
    "use the second numbering of calls": other_numbering,
    "use the calls of 32-bit programs": calls_of_32_bit,
}  # fmt: skip
