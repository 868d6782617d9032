"""What this computer can give a model now: cores and free memory, within the bounds of a container."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

_CGROUP = Path("/sys/fs/cgroup")
_CPUS = Path("/sys/devices/system/cpu")
_MEMORY = Path("/proc/meminfo")
_MAX_GENERATING = 8
"""Generating waits for memory, not for arithmetic: more threads than this make it slower on most computers."""


def threads() -> int:
    """How many threads generate: one for each real core, one core left to the program when there are many."""
    cores = physical_cores()
    return max(1, min(_MAX_GENERATING, cores - 1 if cores >= 4 else cores))


def physical_cores() -> int:
    """Cores that this process may use; two threads of one core count once, and slow cores do not count on macOS."""
    usable = _usable()
    if sys.platform == "darwin":
        return min(usable, _fast_cores() or usable)
    found = _linux_cores() or (usable // 2 if usable >= 4 else usable)
    return max(1, min(found, _quota() or found))


def available_memory() -> int | None:
    """Bytes that can be taken without anything being swapped out; None when the system does not say."""
    if sys.platform == "win32":
        return _windows_memory()
    if sys.platform == "darwin":
        return _mac_memory()
    return min((bound for bound in (_free_memory(), _container_memory()) if bound is not None), default=None)


def taken_memory(pid: int) -> int | None:
    """The most bytes that a process has held so far, or holds now; None when the system does not say."""
    with suppress(OSError, ValueError, IndexError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        told = next(line for line in lines if line.startswith("VmHWM:"))
        return int(told.split()[1]) * 1024
    if sys.platform == "win32":
        return None
    with suppress(OSError, ValueError, subprocess.SubprocessError):
        told = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True, timeout=5
        ).stdout
        return int(told) * 1024
    return None


def _usable() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _linux_cores() -> int:
    """The number of different cores among the processors that may be used; 0 when the system does not say."""
    groups = set()
    if sys.platform == "linux":
        for processor in os.sched_getaffinity(0):
            with suppress(OSError):
                groups.add((_CPUS / f"cpu{processor}" / "topology" / "thread_siblings_list").read_text())
    return len(groups)


def _quota() -> int:
    """Whole processors that a container may use; 0 without a bound."""
    with suppress(OSError, ValueError):
        allowed, period = (_CGROUP / "cpu.max").read_text().split()
        if allowed != "max":
            return max(1, int(allowed) // int(period))
    return 0


def _fast_cores() -> int:
    return _sysctl("hw.perflevel0.physicalcpu") or _sysctl("hw.physicalcpu")


def _sysctl(name: str) -> int:
    with suppress(OSError, ValueError, subprocess.SubprocessError):
        told = subprocess.run(["/usr/sbin/sysctl", "-n", name], capture_output=True, timeout=2, check=True)
        return int(told.stdout)
    return 0


def _free_memory() -> int | None:
    with suppress(OSError, ValueError, IndexError):
        for line in _MEMORY.read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return None


def _container_memory() -> int | None:
    """What a container may still take; pages of files count as free, as they do for the whole computer."""
    with suppress(OSError, ValueError):
        allowed, used = (int((_CGROUP / f"memory.{name}").read_text()) for name in ("max", "current"))
        stat = dict(line.split() for line in (_CGROUP / "memory.stat").read_text().splitlines())
        return max(0, allowed - used + int(stat.get("inactive_file", 0)) + int(stat.get("active_file", 0)))
    return None


def _mac_memory() -> int | None:
    """Pages that are free, inactive, speculative or can be purged."""
    with suppress(OSError, ValueError, IndexError, subprocess.SubprocessError):
        told = subprocess.run(["/usr/bin/vm_stat"], capture_output=True, text=True, timeout=2, check=True).stdout
        lines = told.splitlines()
        size = int(lines[0].split("page size of")[1].split()[0])
        wanted = ("Pages free", "Pages inactive", "Pages speculative", "Pages purgeable")
        return size * sum(int(line.split(":")[1].strip(" .")) for line in lines if line.startswith(wanted))
    return None


def _windows_memory() -> int | None:
    import ctypes

    class Status(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API."""

        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            ("total", ctypes.c_ulonglong),
            ("available", ctypes.c_ulonglong),
            *((f"rest{number}", ctypes.c_ulonglong) for number in range(5)),
        )

    status = Status(length=ctypes.sizeof(Status))
    windows = getattr(ctypes, "windll")  # noqa: B009
    return int(status.available) if windows.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)) else None
