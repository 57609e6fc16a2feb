# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Attack: bodies that unfold. Compressed zeros, members upon members, JSON that is all structure.

Each is refused with its own answer, and the process grows by no more than a few requests may hold.
"""
from __future__ import annotations

import base64
import gzip
import json
import os
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

from server import BINARY, EMAIL, PASSWORD, PATIENCE, ServerTest

LOGIN = "/api/v1/auth/login"
GZIP = {"Content-Encoding": "gzip"}
GROWTH = 256 << 20  # eight at a time, each a megabyte of JSON: some 20 times that as values
BROTLI = base64.b64decode(
    "y///P/gnAOKxQCD3/o///3/wTwDEYRGA7v0f////4J8AiMMCAN37P/7//8E/ARCHBQC693/8//+DfwIg"
    "DgsAdO//+P//B/8EQBwWAOje//H//w/+CYA4LADQvf/j//8f/BMAcVgAoHv/x///P/gnAOKwAED3/o//"
    "/3/wTwDEYQGA7v0f////4J8AiMMCAN37P/7//8E/ARCHBQC693/8//+DfwIgDgsAdO//+P//B/8EQBwW"
    "AOje//H//w/+CYA4LADQvf/j//8f/BMAcVgAoHv/x///P/gnAOKwAED3/o///3/wTwDEYQGA7v0f////"
    "4J8AiMMCAN37P/7//8E/ARCHBQC693/8//+DfwIgDgsAdO//+P//B/8EQBwWAOje//H//w/+CYA4LADQ"
    "vf/j//8f/BMAcVgAoHv/l///f/gnAOKwAED3/g8="
)  # 200 MB of zeros
PLAIN = not any(v in BINARY.parts for v in ("asan", "tsan"))


class Bombs(ServerTest):
    def peak(self) -> int:
        """The most memory that the process ever had, in bytes."""
        with open(f"/proc/{self.server.process.pid}/status") as f:
            return next(int(line.split()[1]) << 10 for line in f if line.startswith("VmHWM"))

    def fire(self, body: bytes, statuses: tuple[int, ...], headers: dict[str, str]) -> None:
        self.server.alive()
        before = self.peak()

        def one(_: int) -> int:
            return self.server.call("POST", LOGIN, body, headers=headers, token=None).status

        with ThreadPoolExecutor(8) as pool:
            for status in pool.map(one, range(16)):
                self.assertIn(status, statuses)
        if PLAIN and os.path.exists("/proc/self/status"):
            self.assertLess(self.peak() - before, GROWTH)

    def unread(self) -> int:
        """Bytes that came for the server and that it has not taken yet."""
        with open("/proc/net/tcp") as f:
            rows = [line.split() for line in f][1:]
        port = f":{self.server.port:04X}"
        return sum(int(r[4].partition(":")[2], 16) for r in rows if r[1].endswith(port))

    def test_many_that_do_not_end(self) -> None:
        """Hundreds of strangers, each with almost all of a body: together they take what a few may."""
        body = b'{"email":"a@b.cd","password":"'.ljust((1 << 20) - 2, b"x") + b'"}'
        head = f"POST {LOGIN} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        head += f"Content-Length: {len(body)}\r\n\r\n"
        good = {"email": EMAIL, "password": PASSWORD}
        for _ in range(3):
            until = time.monotonic() + PATIENCE  # what those before took is given back
            while self.server.call("POST", LOGIN, body, token=None).status != 422:
                self.assertLess(time.monotonic(), until)
                time.sleep(0.05)
            before, strangers = self.peak(), []
            for _ in range(300):
                strangers.append(self.server.connect())
                strangers[-1].sendall(head.encode() + body[:-1])
            while os.path.exists("/proc/net/tcp") and self.unread() > 0:
                time.sleep(0.05)
            if PLAIN:
                self.assertLess(self.peak() - before, 160 << 20)
            self.assertEqual(self.server.call("POST", LOGIN, good, token=None).status, 200)
            for s in strangers:
                s.close()

    def test_two_hundred_megabytes_of_zeros(self) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        body = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
        self.assertLess(len(body), 1 << 20)
        self.fire(body, (413,), GZIP)

    def test_a_bomb_in_a_bomb(self) -> None:
        body = gzip.compress(gzip.compress(gzip.compress(bytes(50 << 20))))
        self.fire(body, (400,), GZIP)
        self.fire(body, (415,), {"Content-Encoding": "gzip, gzip"})

    def test_members_upon_members(self) -> None:
        self.fire(gzip.compress(b"") * 40_000, (400, 413, 422), GZIP)
        self.fire(gzip.compress(b" ") * 40_000, (400, 413, 422), GZIP)

    def test_two_hundred_megabytes_of_zeros_in_brotli(self) -> None:
        self.fire(BROTLI, (413,), {"Content-Encoding": "br"})

    def test_brotli_that_is_none(self) -> None:
        for body in (b"\x00" * 1_000_000, b"\xff" * 1_000_000, os.urandom(1_000_000)):
            self.fire(body, (400, 413), {"Content-Encoding": "br"})

    def test_json_that_is_all_structure(self) -> None:
        for body in (
            b"[" * 1_000_000,
            b'{"a":' * 150_000,
            b"[" + b"[]," * 300_000 + b"[]]",
            b"[" + b"0," * 500_000 + b"0]",
            b'{"email":' + b"[" * 500_000,
            b'"' + b"\\u0061" * 160_000 + b'"',
            b"1" * 1_000_000,
            b"-" * 1_000_000,
            b"{" + b",".join(b'"%d":0' % i for i in range(100_000)) + b"}",
        ):
            self.fire(body, (400, 413, 422), {})

    def test_many_unknown_members_are_not_all_told(self) -> None:
        body = json.dumps({f"field{i}": 1 for i in range(50_000)}).encode()
        reply = self.server.call("POST", "/api/v1/auth/register", body, token=None)
        self.assertIn(reply.status, (400, 422))
        self.assertLess(len(reply.body), 16_384)
