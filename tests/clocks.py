# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Wall clocks that a test sets while processes run: tests/step_clock.c, preloaded into them."""
from __future__ import annotations

import functools
import os
import struct
import subprocess
import time
from pathlib import Path
from typing import Mapping

from server import ROOT, temp

HOUR_MS = 3600000
DAY_MS = 24 * HOUR_MS


@functools.cache
def _library() -> Path:
    made = temp() / "step_clock.so"
    source = ROOT / "tests" / "step_clock.c"
    command = ["cc", "-std=c11", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run([*command, "-o", str(made), str(source)], check=True)
    return made


class Clock:
    """One wall clock, of as many processes as are started with env."""

    def __init__(self, offset_ms: int = 0) -> None:
        self.path = temp() / "step"
        self.offset_ms = 0
        self.path.write_bytes(struct.pack("=q", 0))
        self.step(offset_ms)

    @property
    def env(self) -> Mapping[str, str]:
        # Another library before the sanitizer's is meant here.
        asan = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        preload = {"LD_PRELOAD": str(_library()), "STEP_CLOCK": str(self.path)}
        return preload | {"ASAN_OPTIONS": asan}

    def now_ms(self) -> int:
        return int(time.time() * 1000) + self.offset_ms

    def step(self, ms: int) -> None:
        """In one write of eight bytes: nobody sees half of it."""
        self.offset_ms += ms
        with open(self.path, "r+b") as f:
            f.write(struct.pack("=q", self.offset_ms))


def at_time_of_day(hour: int, minute: int) -> int:
    """What to add to the clock so that it is that time of UTC: no test meets an hour by chance."""
    now = int(time.time() * 1000)
    return now // DAY_MS * DAY_MS + hour * HOUR_MS + minute * 60000 - now
