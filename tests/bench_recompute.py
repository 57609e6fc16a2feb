#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""How long reads take while the index is computed again and again by the server's own workers.

bench_recompute.py [BINARY]: replies that are kept and replies that are made anew, at a fixed moderate
rate, first with nothing else at work, then while recompute tasks follow one another without a pause;
each of them publishes, so that what was kept is made again. Also how long the first report of a
worker takes, its process included. Needs wrk and h2load (Debian: wrk, nghttp2-client); without
them it says so. Exits with 1 where a budget is missed.
"""
from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from bench_http import COLD, ROOT, await_port, free_port, get, h2load, p99, show, sign_in

ROUNDS, SECONDS = 5, 3
READS_A_SECOND = 1000
CONNECTIONS, PAUSE_MS = 4, 10  # of replies made anew: some 350 a second
P99_MS = 5.0
KEPT = "/api/v1/index/assets?limit=8"
API = "/api/v1/background"
YEAR = "/api/v1/index/assets/AAPL/history?start_date=2022-01-03"


class Caller:
    """One connection that stays open."""

    def __init__(self, port: int, auth: str) -> None:
        self.c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {auth}", "Content-Type": "application/json"}

    def call(self, method: str, path: str, body: object = None) -> Any:
        self.c.request(method, path, json.dumps(body) if body is not None else None, self.headers)
        reply = self.c.getresponse()
        text = reply.read()
        assert reply.status in (200, 202), (path, reply.status, text)
        return json.loads(text)

    def finish(self, begun: Any, pause_s: float) -> Any:
        """The task that this reply says was begun, once it has ended."""
        path = f"{API}/task/{begun['task_id']}"
        while not (task := self.call("GET", path))["ready"]:
            time.sleep(pause_s)
        assert task["successful"], task
        return task


class Recomputing:
    """Use as a context: one recompute after another until its end."""

    def __init__(self, port: int, auth: str) -> None:
        self.caller = Caller(port, auth)
        self.over = False
        self.done = 0
        self.failed: BaseException | None = None
        self.thread = threading.Thread(target=self.run)

    def run(self) -> None:
        try:
            while not self.over:
                self.caller.finish(self.caller.call("POST", f"{API}/compute-index", {}), 0.005)
                self.done += 1
        except BaseException as e:
            self.failed = e

    def __enter__(self) -> Recomputing:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over = True
        self.thread.join()
        if self.failed:
            raise self.failed


def reads(port: int, auth: str, folder: Path) -> bool:
    headers = {"Authorization": f"Bearer {auth}"}
    script = folder / "cold.lua"
    script.write_text(COLD % YEAR + f"delay = function() return {PAUSE_MS} end\n")

    def kept() -> tuple[float, float]:
        """The p99, and how many requests a second there were."""
        return p99(h2load(port, KEPT, headers, folder, READS_A_SECOND)), READS_A_SECOND

    def anew() -> tuple[float, float]:
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s"]
        command += [str(script), "-H", f"Authorization: Bearer {auth}", f"http://127.0.0.1:{port}/"]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert "Non-2xx" not in out and "Socket errors" not in out, out
        value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()  # type: ignore[union-attr]
        rate = re.search(r"Requests/sec:\s+([\d.]+)", out)
        assert rate
        return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit], float(rate[1])

    good = True
    for name, work in (("kept replies", kept), ("replies made anew", anew)):
        calm = statistics.median(work()[0] for _ in range(ROUNDS))
        busy, done = [], 0
        for _ in range(ROUNDS):
            with Recomputing(port, auth) as r:
                busy.append(work())
            assert r.done > 0
            done += r.done
        ms, rate = (statistics.median(b[i] for b in busy) for i in (0, 1))
        note = f"{rate:.0f} requests/s, {done} recomputes; without {calm:.3g} ms"
        fine = show(
            f"p99 of {name}, recomputing", ms, "ms", ms <= P99_MS, f"<= {P99_MS:g} ms", note
        )
        good = good and fine
    return good


def first_report(binary: str, port: int, auth: str, data: str) -> None:
    """
    Of a worker that has just started, with the process that makes it; the server itself works on
    nothing. For information.
    """
    caller = Caller(port, auth)
    took = []
    for kind in ("pdf", "xlsx", "html"):
        with open(os.devnull, "wb") as null:
            worker = subprocess.Popen(
                [binary, "worker", "--data", data], stdout=subprocess.PIPE, stderr=null
            )
        assert worker.stdout and b"is ready" in worker.stdout.readline()
        body = {"report_type": "detailed", "period_days": 3650, "format": kind}
        task = caller.finish(caller.call("POST", f"{API}/generate-report", body), 0.001)
        begun, ended = (
            datetime.fromisoformat(task[k].replace("Z", "+00:00"))
            for k in ("started_at", "ended_at")
        )
        took.append(f"{kind} {(ended - begun).total_seconds() * 1000:.0f} ms")
        worker.send_signal(signal.SIGTERM)
        worker.wait(60)
        worker.stdout.close()
    print(
        "serve: first detailed report of a worker, reserved to stored: " + ", ".join(took),
        flush=True,
    )


def serve(binary: str, folder: Path, workers: int) -> tuple[subprocess.Popen[bytes], int]:
    port = free_port()
    command = [binary, "serve", "--port", str(port), "--data", f"{folder}/data"]
    command += ["--rate-limit", "0", "--bcrypt-cost", "4", "--no-beat"]
    with open(folder / "log", "ab") as log, open(os.devnull, "wb") as null:
        server = subprocess.Popen(
            [*command, "--job-workers", str(workers)], stdout=null, stderr=log
        )
    await_port(port, server)
    return server, port


def main() -> None:
    binary = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/autoindex")
    if not shutil.which("h2load") or not shutil.which("wrk"):
        print("recompute: not measured: needs wrk and h2load (wrk, nghttp2-client)")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server, port = serve(binary, folder, 2)
        try:
            auth = sign_in(port, "register")
            get(port, KEPT, {"Authorization": f"Bearer {auth}"})
            good = reads(port, auth, folder)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
        server, port = serve(binary, folder, 0)
        try:
            first_report(binary, port, sign_in(port, "login"), f"{folder}/data")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
