# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Under a supervisor: readiness is told, the socket may be its own and outlives a restart."""
from __future__ import annotations

import http.client
import os
import socket
import subprocess
import unittest
from pathlib import Path
from typing import Any

from clients import Clients
from server import BINARY, PATIENCE, QUICK, Server, environment, populated, temp

# As systemd does: the number of the process is known only after the fork.
HANDED = ("sh", "-c", 'LISTEN_PID=$$ LISTEN_FDS=${FDS:-1} exec "$0" "$@"')


def at_three(s: socket.socket) -> dict[str, Any]:
    def move() -> None:
        if s.fileno() != 3:
            os.dup2(s.fileno(), 3)
        os.set_inheritable(3, True)

    return {"preexec_fn": move, "pass_fds": (3,)}


def listening() -> socket.socket:
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    s.listen(128)
    return s


class Readiness(unittest.TestCase):
    def told_to(self, bound: str, named: str) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
            ear.bind(bound)
            ear.settimeout(PATIENCE)
            env = {"NOTIFY_SOCKET": named}
            with Server(temp(self) / "data", "--no-sample-data", env=env) as s:
                self.assertEqual(ear.recv(100), b"READY=1")
                s.alive()
            self.assertEqual(ear.recv(100), b"STOPPING=1")

    def test_by_path(self) -> None:
        path = str(temp(self) / "notify")
        self.told_to(path, path)

    def test_by_abstract_name(self) -> None:
        name = f"autoindex-test-{os.getpid()}"
        self.told_to(f"\0{name}", f"@{name}")

    def test_nobody_listens(self) -> None:
        for named in ("/nonexistent/socket", "relative", "@", "/" + "x" * 200):
            with Server(temp(self) / "d", "--no-sample-data", env={"NOTIFY_SOCKET": named}) as s:
                s.alive()


class KeptClients(Clients):
    """On connections that are kept. One may end between answers; then a new one is answered."""

    def ask(self, i: int) -> None:
        c = self.connect()
        kept = False
        while not self.over and not self.failures:
            r = None
            try:
                c.request("GET", "/ready")
                r = c.getresponse()
                r.read()
                if r.status != 200:
                    self.failures.append(f"status {r.status}")
            except (OSError, http.client.HTTPException) as e:
                if r or not kept or not isinstance(e, (ConnectionResetError, BrokenPipeError)):
                    self.failures.append(repr(e))
                c.close()
            kept = c.sock is not None
            self.count()
        c.close()


class HandedOver(unittest.TestCase):
    def serve(self, s: socket.socket, data: Path, *flags: str) -> Server:
        return Server(data, *flags, before=HANDED, **at_three(s))

    def test_it_is_used(self) -> None:
        with listening() as s:
            with self.serve(s, temp(self) / "data", "--no-sample-data") as server:
                self.assertEqual(server.port, s.getsockname()[1])
                server.alive()

    def test_restart_without_a_failed_request(self) -> None:
        self.restart(Clients, 4)

    def test_restart_under_kept_connections(self) -> None:
        self.restart(KeptClients, 16)

    def restart(self, kind: type[Clients], n: int) -> None:
        data = populated(self)
        with listening() as s:
            server = self.serve(s, data)
            port = s.getsockname()[1]
            clients = kind(
                lambda: http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE), n
            )
            try:
                for _ in range(4):
                    clients.await_more(50)
                    server.stop()
                    server = self.serve(s, data)
                clients.await_more(50)
            finally:
                clients.stop()
                server.stop()
            self.assertEqual(clients.failures, [])

    def refused(self, s: socket.socket, fds: str, words: str) -> None:
        command = [*HANDED, str(BINARY), "serve", "--data", str(temp(self)), *QUICK]
        done = subprocess.run(
            command,
            env=environment({"FDS": fds}),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            **at_three(s),
        )
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn(words, done.stderr)

    def test_what_is_not_one_listening_socket(self) -> None:
        with listening() as s, socket.socket() as idle:
            self.refused(s, "2", "2 sockets were handed over")
            self.refused(idle, "1", "does not listen")

    def test_somebody_elses_is_left_alone(self) -> None:
        """LISTEN_PID names another process: the variables are inherited by accident."""
        env = {"LISTEN_PID": "1", "LISTEN_FDS": "1"}
        with Server(temp(self) / "data", "--no-sample-data", env=env) as s:
            s.alive()


if __name__ == "__main__":
    unittest.main()
