#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Progress events of another process to many streams: none may be missing, and reads stay quick.

bench_events.py [BINARY]: 1,000 events a second for SECONDS, in transactions of BATCH, written into the
database by this process; a child of it reads STREAMS streams, another one asks for the index meanwhile.
Exits with 1 where a budget is missed.
"""
from __future__ import annotations

import http.client
import multiprocessing
import os
import re
import selectors
import socket
import sqlite3
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

STREAMS, RATE, SECONDS, BATCH = 100, 1000, 5, 20
TOTAL = RATE * SECONDS
P99_MS = 5.0
DATA = (
    '{"task_id":"t-1","kind":"report","state":"PROGRESS","percent":42,'
    '"message":"step 12345 of 67890","user_id":1}'
)
ID = re.compile(rb"^id: (\d+)\nevent: task$", re.M)
PAUSE_S = 0.005  # between two reads of the index


def open_stream(port: int, token: str) -> socket.socket:
    s = socket.create_connection(("127.0.0.1", port), timeout=60)
    head = f"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"
    s.sendall(head.encode())
    got = b""
    while b"event: hello" not in got:
        got += s.recv(65536)
    return s


def listen(port: int, token: str, pipe: Connection) -> None:
    """Every stream to its end, or until nothing comes any more; then how many have all in order."""
    texts: dict[socket.socket, list[bytes]] = {}
    marks: dict[socket.socket, int] = {}
    with selectors.DefaultSelector() as s:
        for _ in range(STREAMS):
            one = open_stream(port, token)
            texts[one] = []
            marks[one] = 0
            s.register(one, selectors.EVENT_READ)
        pipe.send("ready")
        while s.get_map():
            ready = s.select(20)
            if not ready:
                break
            for key, _ in ready:
                assert isinstance(key.fileobj, socket.socket)
                stream = key.fileobj
                piece = stream.recv(262144)
                texts[stream].append(piece)
                marks[stream] += piece.count(b"event: task")
                if not piece or marks[stream] >= TOTAL:
                    s.unregister(stream)
    ended = time.monotonic()
    good = 0
    for pieces in texts.values():
        # Chunks may cut anywhere: without their sizes the events stand as they were told.
        text = re.sub(rb"\r\n[0-9A-Fa-f]+\r\n", b"", b"\r\n" + b"".join(pieces))
        ids = [int(i) for i in ID.findall(text)]
        good += len(ids) == TOTAL and ids == list(range(ids[0], ids[0] + TOTAL))
    pipe.send((good, ended))


def probe(port: int, token: str, pipe: Connection) -> None:
    """Milliseconds of reads of the index, one after another, until told to stop."""
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    took: list[float] = []
    while not pipe.poll():
        begun = time.perf_counter()
        c.request("GET", "/api/v1/index/current", headers={"Authorization": f"Bearer {token}"})
        reply = c.getresponse()
        reply.read()
        took.append((time.perf_counter() - begun) * 1000)
        assert reply.status == 200
        time.sleep(PAUSE_S)
    pipe.send(took)


def tell(data: Path) -> float:
    """Seconds by which the last event was late."""
    db = sqlite3.connect(f"{data}/autoindex.db", isolation_level=None, timeout=60)
    begun = time.monotonic()
    sql = "INSERT INTO notices (at, event, data) VALUES (?, 'task', ?)"
    for i in range(0, TOTAL, BATCH):
        time.sleep(max(0.0, begun + i / RATE - time.monotonic()))
        db.execute("BEGIN IMMEDIATE")
        db.executemany(sql, [(int(time.time() * 1000), DATA)] * BATCH)
        db.execute("COMMIT")
    db.close()
    return time.monotonic() - begun - SECONDS


def line(name: str, value: float, unit: str, budget: str, good: bool, more: str = "") -> bool:
    verdict = "ok" if good else "OVER BUDGET"
    print(f"{name:<44} {value:12.4g} {unit:<8} {budget:<18} {verdict}{more}", flush=True)
    return good


def main() -> int:
    os.environ["AUTOINDEX"] = sys.argv[1] if len(sys.argv) > 1 else "build/autoindex"
    from server import Server, populated

    fork = multiprocessing.get_context("fork")
    with Server(populated(), "--events-per-user", str(STREAMS)) as server:
        server.login()
        assert server.token
        server.read("/api/v1/index/current")
        ends, processes = [], []
        for work in (listen, probe):
            ours, theirs = fork.Pipe()
            p = fork.Process(target=work, args=(server.port, server.token, theirs), daemon=True)
            p.start()
            ends.append(ours)
            processes.append(p)
        listener, prober = ends
        assert listener.recv() == "ready"
        late = tell(server.data)
        told = time.monotonic()
        good, ended = listener.recv()
        prober.send("stop")
        took = sorted(prober.recv())
        for p in processes:
            p.join()
    p99 = took[int(len(took) * 0.99)]
    more = f"  written {late:.2f} s late, all read {max(0.0, ended - told):.2f} s after the last"
    fine = [
        line(
            f"events: {RATE}/s to {STREAMS} streams, complete",
            good,
            "streams",
            f">= {STREAMS}",
            good == STREAMS,
            more,
        ),
        line("events: reads meanwhile, p99", p99, "ms", f"<= {P99_MS:g} ms", p99 <= P99_MS),
    ]
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
