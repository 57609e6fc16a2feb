# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Attack: the threads that read plain requests, http/front.c, and what they send from.

Take away what kept replies lie in: the data folder, room for their files, and file descriptors
altogether. Large replies stay whole, and whoever found no room is answered when there is some.
And a request is logged the same whoever reads it, the front or the library.
"""
from __future__ import annotations

import json
import os
import re
import resource
import socket
import unittest

from server import Server, populated

HISTORY = "/api/v1/index/history"
TO_LIBRARY = {"TE": "x"}  # not for the front, and means nothing to the library
CROWD, SPARE = 40, 10


class Files(unittest.TestCase):
    def setUp(self) -> None:
        self.server = Server(populated(self))
        self.addCleanup(self.server.stop)
        self.server.login()

    def large(self, target: str) -> object:
        """A large reply, made and kept, the same each time."""
        sizes = set()
        for _ in range(3):
            reply = self.server.get(target)
            self.assertEqual(reply.status, 200)
            self.assertGreater(len(reply.body), 100_000)
            sizes.add(reply.body)
        self.assertEqual(len(sizes), 1)
        return json.loads(sizes.pop())

    def files(self) -> int:
        """Kept replies that have one."""
        folder = f"/proc/{self.server.process.pid}/fd"
        names = (os.readlink(f"{folder}/{fd}") for fd in os.listdir(folder))
        return sum(name.startswith(f"{self.server.data}/#") for name in names)

    def test_they_are_used(self) -> None:
        self.large(HISTORY)
        self.assertEqual(self.files(), 1)

    def test_folder_that_goes(self) -> None:
        want = self.large(HISTORY)
        away = self.server.data.with_name("away")
        self.server.data.rename(away)
        try:
            self.assertEqual(self.large(f"{HISTORY}?from=1900-01-01"), want)
        finally:
            away.rename(self.server.data)
        self.assertEqual(self.files(), 1)

    def test_no_room(self) -> None:
        """A file may have 80,000 bytes: what is written of a reply is not all of it."""
        want = self.large(HISTORY)
        limits = resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, (80_000, limits[1]))
        self.assertEqual(self.large(f"{HISTORY}?from=1900-01-01"), want)
        self.assertEqual(self.files(), 1)
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, limits)

    def test_no_descriptors(self) -> None:
        want = self.large(HISTORY)
        pid = self.server.process.pid
        have = len(os.listdir(f"/proc/{pid}/fd"))
        hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)[1]
        ask = f"GET {HISTORY}?from=1900-01-01 HTTP/1.1\r\nHost: x\r\n"
        ask += f"Authorization: Bearer {self.server.token}\r\n\r\n"
        with self.server.connect() as before:
            self.assertEqual(self.status(before), 200)
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (have + SPARE, hard))
            crowd = [self.server.connect() for _ in range(CROWD)]  # more than it can take
            for s in crowd:
                s.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            before.sendall(ask.encode())
            head, _, body = self.read(before).partition(b"\r\n\r\n")
            self.assertTrue(head.startswith(b"HTTP/1.1 200 "), head)
            self.assertEqual(json.loads(body), want)
        # Whoever is answered leaves, and makes room for the next one.
        for s in crowd:
            self.assertTrue(s.recv(100).startswith(b"HTTP/1.1 200"))
            s.close()
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (hard, hard))
        self.server.alive()

    def status(self, s: socket.socket) -> int:
        s.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        return int(self.read(s).split(b" ", 2)[1])

    def read(self, s: socket.socket) -> bytes:
        got = b""
        while b"\r\n\r\n" not in got:
            got += s.recv(65536)
        found = re.search(rb"(?i)content-length: (\d+)", got)
        assert found
        n = got.index(b"\r\n\r\n") + 4 + int(found[1])
        while len(got) < n:
            piece = s.recv(65536)
            assert piece
            got += piece
        return got


class Seen(unittest.TestCase):
    """By whoever reads the log."""

    def test_alike(self) -> None:
        with Server(populated(self), "--rate-limit", "0", "--rate-limit-compute", "0") as server:
            server.login()
            tag = server.get(HISTORY).headers["etag"]
            readers: dict[str, dict[str, str]] = {"f": {}, "l": TO_LIBRARY}
            asked: tuple[tuple[str, str, dict[str, str]], ...] = (
                ("GET", HISTORY, {}),
                ("HEAD", HISTORY, {}),
                ("GET", HISTORY, {"If-None-Match": tag}),
                ("GET", HISTORY, {"Range": "bytes=0-9"}),
                ("GET", HISTORY, {"Authorization": "Bearer none"}),
                ("GET", f"{HISTORY}?from=x", {}),
                ("GET", "/api/v1/nothing", {}),
                ("GET", "/", {"Accept-Encoding": "br"}),
                ("GET", "/nothing", {"Accept": "text/html"}),
            )
            for i, (method, target, headers) in enumerate(asked):
                for reader, more in readers.items():
                    own = {"X-Request-Id": f"{reader}-{i}-", "Origin": "http://localhost:3000"}
                    server.call(method, target, headers={**own, **headers, **more})
            log = server.await_log(f"request_id=l-{len(asked) - 1}-")
            lines: dict[str, list[str]] = {"f": [], "l": []}
            for line in log.splitlines():
                if found := re.search(r"request_id=(f|l)-\d+-", line):
                    line = line.partition(" ")[2].replace(found[0], "")
                    lines[found[1]].append(re.sub(r" (ms|trace)=\S+", "", line))
            self.assertEqual(len(lines["f"]), len(asked))
            self.assertEqual(lines["f"], lines["l"])


if __name__ == "__main__":
    unittest.main()
