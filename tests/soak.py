#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Mixed requests by the hundred thousand, and the memory of the server before and after.

soak.py [--requests N] [--connections N] [BINARY]: pages, ready and cold replies, computations, refusals of
every kind, sign-ins, compressed bodies, broken heads, and a change of the configuration every so often,
pipelined over connections that are kept, and now and then opened anew. The first quarter warms up; from there
to the end the resident memory may grow by no more than GROWTH bytes, and no file may stay open. Prints a
summary; exits with 1 where a bound is missed or a reply has an unexpected status.
"""
from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import socket
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

GROWTH = 32 << 20  # two generations of prices and replies may be there at once
BATCH = 50  # requests on the wire at a time
RECONNECT = 20  # batches on one connection
CHANGE_EVERY = 20_000  # requests between two changes of the configuration
SETTLE = 12  # changes before each reading
COLD = 500  # different queries that are not ready
PASSWORD = "Correct-horse-7"
LENGTH = re.compile(rb"\r\nContent-Length: (\d+)\r\n", re.I)


@dataclass(frozen=True)
class Kind:
    """A request: how many of a thousand are of it, and what it must be answered with."""

    name: str
    weight: int
    statuses: tuple[int, ...]
    make: Callable[[random.Random], bytes]
    bodyless: bool = False
    ends: bool = False  # the connection


def head(line: str, *more: str) -> bytes:
    return "\r\n".join((f"{line} HTTP/1.1", "Host: localhost", *more, "", "")).encode()


def post(path: str, body: bytes, *more: str) -> bytes:
    fields = ("Content-Type: application/json", f"Content-Length: {len(body)}", *more)
    return head(f"POST {path}", *fields) + body


def text(value: object) -> bytes:
    return json.dumps(value).encode()


def kinds(token: str, etag: str) -> list[Kind]:
    auth = f"Authorization: Bearer {token}"
    v1 = "/api/v1"
    login = f"{v1}/auth/login"
    simulation = {"amount": 1000, "currency": "EUR"}

    def cold(r: random.Random) -> bytes:
        return head(f"GET {v1}/index/assets?limit=5&offset={r.randrange(COLD)}", auth)

    def wrong(r: random.Random) -> bytes:
        body = {"email": f"nobody{r.randrange(50)}@example.com", "password": "Wrong-password-1"}
        return post(login, text(body))

    def simulate(r: random.Random) -> bytes:
        start = f"{r.randrange(2000, 2020)}-0{r.randrange(1, 10)}-15"
        return post(f"{v1}/index/simulate", text(simulation | {"start_date": start}), auth)

    def same(data: bytes) -> Callable[[random.Random], bytes]:
        return lambda _: data

    packed = gzip.compress(text(simulation | {"start_date": "2010-01-04"}))
    ada = text({"email": "ada@example.com", "password": PASSWORD})
    tag = f"If-None-Match: {etag}"
    return [
        Kind("health", 120, (200,), same(head("GET /health"))),
        Kind("ready", 40, (200,), same(head("GET /ready"))),
        Kind("metrics", 5, (200,), same(head("GET /metrics", auth))),
        Kind("page", 60, (200,), same(head("GET /dashboard/", "Accept-Encoding: br"))),
        Kind("part of a file", 20, (206,), same(head("GET /openapi.json", "Range: bytes=0-99"))),
        Kind("current", 150, (200,), same(head(f"GET {v1}/index/current", auth))),
        Kind(
            "history, unchanged", 120, (200, 304), same(head(f"GET {v1}/index/history", auth, tag))
        ),
        Kind(
            "history, packed",
            4,
            (200,),
            same(head(f"GET {v1}/index/history", auth, "Accept-Encoding: br")),
        ),
        Kind("assets, cold", 100, (200,), cold),
        Kind("explain", 10, (200,), same(head(f"GET {v1}/index/explain", auth))),
        Kind("me", 80, (200,), same(head(f"GET {v1}/auth/me", auth))),
        Kind("head", 40, (200,), same(head("HEAD /openapi.json")), bodyless=True),
        Kind("preflight", 30, (204,), same(head(f"OPTIONS {v1}/index/current"))),
        Kind("nothing there", 40, (404,), same(head(f"GET {v1}/nothing", auth))),
        Kind("no token", 40, (401,), same(head(f"GET {v1}/index/current"))),
        Kind("forged token", 30, (401,), same(head(f"GET {v1}/auth/me", auth[:-4] + "AAAA"))),
        Kind("wrong parameter", 30, (422,), same(head(f"GET {v1}/index/rebalances?limit=x", auth))),
        Kind("wrong method", 10, (405,), same(head(f"DELETE {v1}/index/current", auth))),
        Kind("not JSON", 20, (400,), same(post(login, b'{"email":'))),
        Kind(
            "a bomb",
            1,
            (413,),
            same(post(login, gzip.compress(bytes(2 << 20)), "Content-Encoding: gzip")),
        ),
        Kind("wrong password", 5, (401, 429), wrong),
        Kind("sign in", 1, (200,), same(post(login, ada))),
        Kind("simulate", 20, (200,), simulate),
        Kind(
            "simulate, packed",
            10,
            (200,),
            same(post(f"{v1}/index/simulate", packed, auth, "Content-Encoding: gzip")),
        ),
        Kind(
            "broken head",
            4,
            (400,),
            same(head("GET /health", "Content-Length: 1", "Transfer-Encoding: chunked")),
            ends=True,
        ),
        Kind("two hosts", 4, (400,), same(head("GET /health", "Host: b")), ends=True),
    ]


class Wire:
    """One connection, on which replies are told apart by their lengths."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self.rest = b""

    def close(self) -> None:
        self.socket.close()

    def reply(self, bodyless: bool) -> tuple[int, bytes]:
        while (end := self.rest.find(b"\r\n\r\n")) < 0:
            self.more()
        top, status = self.rest[: end + 2], int(self.rest[9:12])
        length = LENGTH.search(top)
        n = end + 4
        if length and not bodyless and status not in (204, 304):
            n += int(length[1])
        while len(self.rest) < n:
            self.more()
        body, self.rest = self.rest[end + 4 : n], self.rest[n:]
        return status, body

    def more(self) -> None:
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise AssertionError("the server hung up")
        self.rest += piece


def ask(port: int, data: bytes) -> tuple[int, bytes]:
    w = Wire(port)
    try:
        w.socket.sendall(data)
        return w.reply(False)
    finally:
        w.close()


@dataclass
class Soak:
    port: int
    pid: int
    token: str
    requests: int
    connections: int
    done: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    unexpected: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    changes: int = 0

    def resident(self) -> int:
        pages = Path(f"/proc/{self.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGESIZE")

    def open_files(self) -> int:
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def change(self, k: int) -> None:
        """Another configuration: everything that is ready is made anew."""
        body = text({"cost_bps": 5 + k % 3})
        put = post("/api/v1/strategy/config", body, f"Authorization: Bearer {self.token}")
        status, _ = ask(self.port, put.replace(b"POST", b"PUT", 1))
        if status != 200:
            self.unexpected[f"change {status}"] += 1
        self.changes += 1

    def batch(self, wire: Wire, chosen: list[Kind], r: random.Random) -> bool:
        """False: the connection ended with it, as it should."""
        cut = next((i + 1 for i, k in enumerate(chosen) if k.ends), len(chosen))
        chosen = chosen[:cut]
        wire.socket.sendall(b"".join(k.make(r) for k in chosen))
        counts: Counter[str] = Counter()
        for k in chosen:
            status, _ = wire.reply(k.bodyless)
            counts[f"{status}"] += 1
            if status not in k.statuses:
                self.unexpected[f"{k.name} {status}"] += 1
        with self.lock:
            self.counts += counts
            before = self.done // CHANGE_EVERY
            self.done += len(chosen)
            due = self.done // CHANGE_EVERY
        if due > before:
            self.change(due)
        return not chosen[-1].ends

    def work(self, seed: int, until: int, all_kinds: list[Kind]) -> None:
        r = random.Random(seed)
        weights = [k.weight for k in all_kinds]
        wire, batches = Wire(self.port), 0
        try:
            while self.done < until:
                chosen = r.choices(all_kinds, weights, k=BATCH)
                batches += 1
                if not self.batch(wire, chosen, r) or batches % RECONNECT == 0:
                    wire.close()
                    wire = Wire(self.port)
        except (OSError, AssertionError) as e:
            self.unexpected[repr(e)] += 1
        finally:
            wire.close()

    def run(self, until: int, all_kinds: list[Kind]) -> None:
        threads = [
            threading.Thread(target=self.work, args=(self.done + i, until, all_kinds))
            for i in range(self.connections)
        ]
        for t in threads:
            t.start()
        for t in threads:
            t.join()


def soak(port: int, pid: int, token: str, requests: int, connections: int) -> tuple[bool, str]:
    """Whether all held, and the summary."""
    s = Soak(port, pid, token, requests, connections)
    auth = f"Authorization: Bearer {token}"
    w = Wire(port)
    w.socket.sendall(head("GET /api/v1/index/history", auth))
    while b"\r\n\r\n" not in w.rest:
        w.more()
    tag = re.search(rb"(?i)\r\netag: ([^\r]+)", w.rest)
    w.close()
    all_kinds = kinds(token, tag[1].decode() if tag else '""')
    start = time.monotonic()
    readings = []
    for step in range(1, 5):
        s.run(requests * step // 4, all_kinds)
        # Each reading in the same state: every worker has computed, and what was ready is made anew.
        for k in range(SETTLE):
            s.change(k)
        readings.append((s.done, s.resident(), s.open_files()))
    took = time.monotonic() - start
    growth = readings[-1][1] - readings[0][1]
    leaked = readings[-1][2] - readings[0][2]
    good = growth <= GROWTH and leaked <= connections and not s.unexpected
    lines = [
        f"{s.done:,} requests over {connections} connections at a time in {took:.0f} s,"
        f" {s.changes} changes of the configuration among them",
        "by status: " + ", ".join(f"{k}: {n:,}" for k, n in sorted(s.counts.items())),
    ]
    lines += [
        f"after {n:>9,}: {rss / 2**20:6.1f} MiB resident, {fd} files" for n, rss, fd in readings
    ]
    lines.append(f"growth since the first quarter: {growth:,} bytes (at most {GROWTH:,})")
    lines += [f"unexpected: {what}, {n} times" for what, n in s.unexpected.most_common(20)]
    lines.append("held" if good else "MISSED")
    return good, "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--requests", type=int, default=2_000_000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("binary", nargs="?", default="build/autoindex")
    options = parser.parse_args()
    os.environ["AUTOINDEX"] = options.binary
    import server  # it reads the binary's name when it is loaded

    with server.Server(server.populated(), "--log-level", "error", *FLAGS, env=HEAP) as running:
        token = running.login()
        pid = running.process.pid
        good, summary = soak(running.port, pid, token, options.requests, options.connections)
    print(summary)
    return 0 if good else 1


# A cache that is full before the first quarter is over; and one heap, not several that each keep their most.
FLAGS = ("--cache-bytes", "4194304")
HEAP = {"MALLOC_ARENA_MAX": "1"}

if __name__ == "__main__":
    sys.exit(main())
