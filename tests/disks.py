# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Disks that are full or read-only, as far as the machine lets one make them."""
from __future__ import annotations

import contextlib
import functools
import resource
import signal
import subprocess
import unittest
from pathlib import Path
from typing import Any, Iterator

from server import temp


def _mount(case: unittest.TestCase, options: str) -> Path | None:
    """A file system in memory; None where we may not mount."""
    folder = temp(case) / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    if done.returncode != 0:
        return None
    case.addCleanup(lambda: subprocess.run(["umount", str(folder)], check=True))
    return folder


def read_only(case: unittest.TestCase) -> Path:
    folder = _mount(case, "size=1m,ro")
    if folder is None:
        folder = temp(case) / "disk"
        folder.mkdir(mode=0o500)
        case.addCleanup(folder.chmod, 0o700)
    return folder


@contextlib.contextmanager
def small(case: unittest.TestCase, size: int) -> Iterator[tuple[Path, dict[str, Any]]]:
    """
    A folder where so many bytes fit and no more, until the end of the block, and what run()
    needs for that. Where we may not mount, no file of the process can grow beyond it.
    """
    folder = _mount(case, f"size={size}")
    if folder is None:
        yield temp(case), {"preexec_fn": lambda: _limit(size), "restore_signals": False}
        return
    yield folder, {}
    subprocess.run(["mount", "-o", "remount,size=200m", str(folder)], check=True)


class Disk:
    """
    A disk for a data folder that can be full and have room again while processes work on it. Where we
    may not mount, no file of the processes grows meanwhile; popen is what starts them so.
    """

    def __init__(self, case: unittest.TestCase, size: int) -> None:
        self.mounted = _mount(case, f"size={size}")
        self.folder = self.mounted or temp(case)
        self.popen: dict[str, Any] = {}
        if not self.mounted:
            ignore = functools.partial(signal.signal, signal.SIGXFSZ, signal.SIG_IGN)
            self.popen = {"preexec_fn": ignore, "restore_signals": False}

    def full(self, *pids: int) -> None:
        if not self.mounted:
            most = max(f.stat().st_size for f in self.folder.rglob("*.db*"))
            for pid in pids:
                hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))
            return
        with open(self.folder / "ballast", "ab", buffering=0) as f:
            for piece in (1 << 16, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while f.write(bytes(piece)) == piece:
                        pass

    def room(self, *pids: int) -> None:
        if self.mounted:
            (self.folder / "ballast").unlink()
        for pid in () if self.mounted else pids:
            hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))


def _limit(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
