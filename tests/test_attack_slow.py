# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Attack: hold the server by being slow.

1,000 connections send their heads a byte at a time, or their bodies, or ask for much and read nothing,
and a good client is served all the while; in the end each of them is cut off, though it never stopped
sending. 10,000 idle connections, and a good client beside them.
"""
from __future__ import annotations

import os
import resource
import selectors
import socket
import time
import unittest

from server import PATIENCE, Server, populated, temp

SLOW, IDLE = 1000, 10_000
ROUND_S = 0.2  # between two bytes of a slow client
HEAD = b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: "
POST = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
BODY = POST + b'Content-Length: 1000000\r\n\r\n{"email":"'
CHUNKS = POST + b"Transfer-Encoding: chunked\r\n\r\n"
READS = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n" * 400


def allowed(wanted: int) -> int:
    """How many sockets this process may have, with some to spare; it asks for what it needs first."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    need = wanted + 200
    if soft != resource.RLIM_INFINITY and soft < need:
        top = need if hard == resource.RLIM_INFINITY else min(need, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (top, hard))
        soft = top
    n = wanted if soft == resource.RLIM_INFINITY else min(wanted, soft - 200)
    if n < wanted:
        print(f"note: {n} connections instead of {wanted}: the system allows {hard} open files")
    return n


def connect(server: Server, i: int) -> socket.socket:
    """From one of many addresses of this machine, so that ports do not run out."""
    s = socket.socket()
    s.settimeout(PATIENCE)
    s.bind((f"127.0.0.{2 + i % 50}", 0))
    s.connect(("127.0.0.1", server.port))
    return s


def open_files(server: Server) -> int:
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


class Slow(unittest.TestCase):
    def test_a_thousand_slow_ones(self) -> None:
        n = allowed(SLOW)
        flags = ("--request-timeout-s", "2", "--max-connections", str(n + 100))
        with Server(populated(self), *flags) as server:
            server.login()
            server.alive()
            before = open_files(server)
            begun = (HEAD, BODY, CHUNKS, READS)
            pieces = (b"x", b"x", b"1\r\n \r\n", b"")
            slow: dict[socket.socket, bytes] = {}
            for i in range(n):
                s = connect(server, i)
                s.setblocking(False)
                slow[s] = pieces[i % 4]
                s.send(begun[i % 4])
                if i % 20 == 0:
                    self.assertEqual(server.get("/api/v1/index/current").status, 200)
            until = time.monotonic() + PATIENCE
            with selectors.DefaultSelector() as watch:
                for s, piece in slow.items():
                    if piece:  # the others have much to read, and do not
                        watch.register(s, selectors.EVENT_READ)
                while watch.get_map():
                    self.assertLess(time.monotonic(), until, f"{len(watch.get_map())} hold on")
                    for key, _ in watch.select(ROUND_S):
                        watch.unregister(key.fileobj)
                    for key in list(watch.get_map().values()):
                        assert isinstance(key.fileobj, socket.socket)
                        try:
                            key.fileobj.send(slow[key.fileobj])
                        except (BlockingIOError, BrokenPipeError, ConnectionResetError):
                            pass
                    server.alive()
            while open_files(server) > before + 10:
                self.assertLess(time.monotonic(), until, "connections are kept")
                time.sleep(0.05)
            for s in slow:
                s.close()
            self.assertEqual(server.get("/api/v1/index/current").status, 200)

    def test_reading_slowly_what_is_large(self) -> None:
        """Whoever reads nothing of a large reply loses the connection, not the server its memory."""
        with Server(populated(self), "--request-timeout-s", "1") as server:
            server.login()
            before = open_files(server)
            ask = "GET /api/v1/index/history HTTP/1.1\r\nHost: x\r\n"
            ask += f"Authorization: Bearer {server.token}\r\n\r\n"
            readers = []
            for i in range(20):
                s = connect(server, i)
                s.sendall(ask.encode() * 40)
                readers.append(s)
            until = time.monotonic() + PATIENCE
            while open_files(server) > before + 5:
                self.assertLess(time.monotonic(), until, "the readers that do not read are kept")
                server.alive()
                time.sleep(0.05)
            for s in readers:
                s.close()


class Idle(unittest.TestCase):
    def test_ten_thousand(self) -> None:
        n = allowed(IDLE)
        flags = ("--no-sample-data", "--max-connections", str(n + 100))
        with Server(temp(self) / "data", *flags) as server:
            held = []
            for i in range(n):
                held.append(connect(server, i))
                if i % 1000 == 999:
                    server.alive()
            # Each of them is still there and answered when it asks at last.
            for s in held[:: n // 100]:
                s.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
                self.assertTrue(s.recv(100).startswith(b"HTTP/1.1 200"))
            self.assertGreaterEqual(open_files(server), n)
            server.alive()
            for s in held:
                s.close()
            server.alive()

    def test_more_than_are_allowed(self) -> None:
        """From one address, where that is limited: the next ones are turned away and others served."""
        flags = ("--no-sample-data", "--max-connections-address", "20")
        with Server(temp(self) / "data", *flags) as server:
            held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
            for s in held:
                s.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
                self.assertTrue(s.recv(100).startswith(b"HTTP/1.1 200"))
            with server.connect() as more:
                try:
                    self.assertEqual(more.recv(1), b"")
                except ConnectionResetError:
                    pass
            with connect(server, 0) as other:
                other.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
                self.assertTrue(other.recv(100).startswith(b"HTTP/1.1 200"))
            for s in held:
                s.close()


if __name__ == "__main__":
    unittest.main()
