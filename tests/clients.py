# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Clients that ask a server while a test does something to it."""
from __future__ import annotations

import http.client
import threading
from typing import Callable

from server import PATIENCE


class Clients:
    """Threads that ask again and again, each of which must be answered.

    On new connections; with kept, every second thread on one that stays open.
    """

    def __init__(
        self, connect: Callable[[], http.client.HTTPConnection], n: int, kept: bool = False
    ) -> None:
        self.connect, self.kept = connect, kept
        self.failures = list[str]()
        self.answered = 0
        self.moved = threading.Condition()
        self.over = False
        self.threads = [threading.Thread(target=self.ask, args=(i,)) for i in range(n)]
        for t in self.threads:
            t.start()

    def ask(self, i: int) -> None:
        c = self.connect()
        while not self.over and not self.failures:
            try:
                self.request(c)
            except OSError as e:
                self.failures.append(repr(e))
            if i % 2 or not self.kept:
                c.close()
            self.count()
        c.close()

    def request(self, c: http.client.HTTPConnection) -> None:
        c.request("GET", "/ready")
        r = c.getresponse()
        r.read()
        if r.status != 200:
            self.failures.append(f"status {r.status}")

    def count(self) -> None:
        with self.moved:
            self.answered += 1
            self.moved.notify_all()

    def await_more(self, n: int) -> None:
        with self.moved:
            want = self.answered + n
            good = self.moved.wait_for(
                lambda: self.answered >= want or bool(self.failures), PATIENCE
            )
        if self.failures or not good:
            raise AssertionError(f"after {self.answered} answers: {self.failures}")

    def stop(self) -> None:
        self.over = True
        for t in self.threads:
            t.join()
