# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Both ends of GET /api/v1/events: who tells, from outside of the server, and who listens."""
from __future__ import annotations

import json
import socket
import sqlite3
import time
import unittest
from pathlib import Path
from typing import Iterable

import contract
from server import PATIENCE, Server

EVENTS = "/api/v1/events"


def task(number: int, state: str = "PROGRESS") -> str:
    data = {"task_id": f"t-{number}", "kind": "refresh", "state": state}
    more = {"percent": number % 101, "message": f"step {number}", "user_id": None}
    return json.dumps(data | more)


class Teller:
    """Writes notices from outside, as another process of the same database does."""

    def __init__(self, case: unittest.TestCase, data: Path) -> None:
        self.db = sqlite3.connect(f"{data}/autoindex.db", isolation_level=None, timeout=PATIENCE)
        self.db.execute("PRAGMA synchronous = OFF")  # the disk is not what is tried
        case.addCleanup(self.db.close)

    def tell(self, *tasks: str, user: int | None = None, admin: bool = False) -> int:
        """In one transaction; returns the id of the last."""
        self.db.execute("BEGIN IMMEDIATE")
        now = int(time.time() * 1000)
        rows = [(now, user, admin, t) for t in tasks]
        sql = "INSERT INTO notices (at, user_id, admin, event, data) VALUES (?, ?, ?, 'task', ?)"
        self.db.executemany(sql, rows)
        self.db.execute("COMMIT")
        return int(self.db.execute("SELECT max(id) FROM notices").fetchone()[0])

    def count_up(self) -> int:
        self.db.execute("UPDATE counters SET value = value + 1 WHERE name = 'generation'")
        sql = "SELECT value FROM counters WHERE name = 'generation'"
        return int(self.db.execute(sql).fetchone()[0])


class Stream:
    """One that is open, read as it comes."""

    def __init__(
        self,
        server: Server,
        last: int | None = None,
        query: str = "",
        token: str | None = None,
        version: str = "1.1",
        rcvbuf: int = 0,
    ) -> None:
        # The size of the window is settled with the connection.
        self.socket: socket.socket = socket.socket()
        if rcvbuf:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, rcvbuf)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", server.port))
        if server.tls:
            self.socket = server.tls.wrap_socket(self.socket, server_hostname="127.0.0.1")
        lines = [f"GET {EVENTS}{query} HTTP/{version}", "Host: x"]
        lines.append(f"Authorization: Bearer {token or server.token}")
        if last is not None:
            lines.append(f"Last-Event-ID: {last}")
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.raw = b""
        self.text = b""  # without the chunks
        self.over = False
        while b"\r\n\r\n" not in self.raw:
            self._more()
        head, _, self.raw = self.raw.partition(b"\r\n\r\n")
        first, *fields = head.decode().split("\r\n")
        self.status = int(first.split(" ")[1])
        self.headers = {n.lower(): v.strip() for n, _, v in (f.partition(":") for f in fields)}
        self.chunked = self.headers.get("transfer-encoding") == "chunked"
        if self.status == 200:
            self._unpack()

    def _more(self) -> None:
        got = self.socket.recv(65536)
        if not got:
            self.over = True
            if self.raw and b"\r\n\r\n" not in self.raw and not self.text:
                raise AssertionError(f"the connection ended: {self.raw!r}")
        self.raw += got

    def _unpack(self) -> None:
        if not self.chunked:
            self.text, self.raw = self.text + self.raw, b""
            return
        while b"\r\n" in self.raw:
            size, _, rest = self.raw.partition(b"\r\n")
            n = int(size, 16)
            if len(rest) < n + 2:
                return
            self.text, self.raw = self.text + rest[:n], rest[n + 2 :]
            if n == 0:
                self.over = True
                return

    def read(self) -> None:
        """Some more of it."""
        self._more()
        self._unpack()

    def events(self) -> list[contract.Event]:
        return contract.stream_events(self.text.decode())

    def first(self, n: int) -> list[contract.Event]:
        """So many events, from its start."""
        while len(found := self.events()) < n:
            if self.over:
                raise AssertionError(f"it ended before its event {n}: {self.text[-2000:]!r}")
            self.read()
        return found[:n]

    def rest(self) -> list[contract.Event]:
        """All, up to its end."""
        while not self.over:
            self.read()
        return self.events()

    def close(self) -> None:
        self.socket.close()


def tasks(events: Iterable[contract.Event]) -> list[str]:
    return [json.loads(e.data)["task_id"] for e in events if e.name == "task"]
