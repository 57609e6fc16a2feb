#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Requests a second of ready replies, beside nginx serving the same bytes as files.

bench_http.py [BINARY]: both run as many network threads or workers as there are cores, both write
a line per request to a log file, ours also checks a token each time; rounds alternate. Needs nginx
and wrk (Debian: nginx-light, wrk); without them it says so and measures nothing. Exits with 1
where a budget is missed.
"""
from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, SECONDS, CONNECTIONS = 9, 1, 64

NGINX = """
worker_processes {workers}; daemon off; pid {dir}/nginx.pid; error_log {dir}/error.log;
events {{ worker_connections 4096; }}
http {{
  types {{ application/json json; text/html html; text/javascript js; }}
  access_log {dir}/access.log;
  client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3;
  uwsgi_temp_path {dir}/t4; scgi_temp_path {dir}/t5;
  sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=100;
  server {{ listen 127.0.0.1:{port}; root {dir}/www; }}
}}
"""

# Another query each time, so that nothing is ready.
COLD = """
local n = 0
request = function() n = n + 1; return wrk.format("GET", "%s&n=" .. n) end
"""


@dataclass
class Case:
    name: str
    path: str
    headers: dict[str, str]
    fresh: bool = False  # ask whether it changed
    at_least: float = 0.0  # of nginx's requests a second


CASES = (
    Case("full history", "/api/v1/index/history", {}, at_least=1.0),
    Case("full history, br", "/api/v1/index/history", {"Accept-Encoding": "br"}, at_least=1.0),
    Case("2 KB of assets", "/api/v1/index/assets?limit=8", {}, at_least=0.9),
    Case("304 of the history", "/api/v1/index/history", {}, fresh=True, at_least=0.8),
    Case("page of the web app, br", "/dashboard/", {"Accept-Encoding": "br"}, at_least=0.9),
)


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def get(port: int, path: str, headers: dict[str, str]) -> tuple[int, bytes, str]:
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    c.request("GET", path, headers=headers)
    r = c.getresponse()
    body = r.read()
    etag = r.getheader("ETag") or ""
    c.close()
    return r.status, body, etag


def await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(500):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.02)
    raise SystemExit(f"{process.args!r} does not answer on port {port}")


def wrk(port: int, path: str, headers: dict[str, str], script: Path | None = None) -> float:
    """Requests a second; every one of them was answered well."""
    command = ["wrk", f"-t{os.cpu_count()}", f"-c{CONNECTIONS}", f"-d{SECONDS}s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", str(script)]
    command.append(f"http://127.0.0.1:{port}{path}")
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit(f"{path}: {out}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", out)
    assert found, out
    return float(found[1])


def compare(case: Case, number: int, ours: int, theirs: int, www: Path, auth: str) -> bool:
    headers = dict(case.headers)
    if case.path.startswith("/api/"):
        headers["Authorization"] = f"Bearer {auth}"
    status, body, etag = get(ours, case.path, headers)
    assert status == 200, (case, status)
    name = f"case{number}.json"
    (www / name).write_bytes(body)
    theirs_headers: dict[str, str] = {}
    status, same, their_etag = get(theirs, f"/{name}", {})
    assert status == 200 and same == body
    if case.fresh:
        headers["If-None-Match"] = etag
        theirs_headers["If-None-Match"] = their_etag
        for port, path, h in ((ours, case.path, headers), (theirs, f"/{name}", theirs_headers)):
            assert get(port, path, h)[0] == 304
    rates: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        rates.append(
            (wrk(ours, case.path, headers), wrk(theirs, f"/{name}", theirs_headers)),
        )
    ratio = statistics.median(a / b for a, b in rates)
    own, other = (statistics.median(r[i] for r in rates) for i in (0, 1))
    size = 0 if case.fresh else len(body)
    verdict = "ok" if ratio >= case.at_least else "OVER BUDGET"
    print(
        f"{'serve: ' + case.name + f' ({size} B)':<44} {ratio:12.4g} {'x':<8} "
        f">= {case.at_least:g} x{'':<12} {verdict}  {own:.0f} and nginx {other:.0f} requests/s",
        flush=True,
    )
    return ratio >= case.at_least


def cold(ours: int, folder: Path, auth: str) -> None:
    script = folder / "cold.lua"
    for what, start in (("one year", "2022-01-03"), ("33 years", "1990-01-01")):
        script.write_text(COLD % f"/api/v1/index/assets/AAPL/history?start_date={start}")
        headers = {"Authorization": f"Bearer {auth}"}
        rate = statistics.median(wrk(ours, "/", headers, script) for _ in range(ROUNDS))
        print(f"{'serve: asset history from SQLite, ' + what:<44} {rate:12.4g} requests/s")


def token(port: int) -> str:
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    c.request(
        "POST",
        "/api/v1/auth/register",
        body='{"email": "bench@example.com", "password": "Bench-mark-7291"}',
        headers={"Content-Type": "application/json"},
    )
    text = c.getresponse().read().decode()
    c.close()
    found = re.search(r'"access_token":"([^"]+)"', text)
    assert found, text
    return found[1]


def main() -> None:
    binary = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/autoindex")
    nginx = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if not nginx or not shutil.which("wrk"):
        print("serve: not compared with nginx: needs nginx and wrk (nginx-light, wrk)")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.chmod(folder, 0o755)  # nginx's workers may be another user
        www = folder / "www"
        www.mkdir()
        port, other = free_port(), free_port()
        conf = folder / "nginx.conf"
        conf.write_text(NGINX.format(dir=folder, port=other, workers=os.cpu_count()))
        command = [binary, "serve", "--port", str(port), "--data", f"{folder}/data"]
        command += ["--rate-limit", "0", "--bcrypt-cost", "4"]
        with open(folder / "log", "wb") as log, open(os.devnull, "wb") as null:
            server = subprocess.Popen(command, stdout=null, stderr=log)
            peer = subprocess.Popen([nginx, "-c", str(conf), "-p", name], stderr=null)
        try:
            await_port(port, server)
            await_port(other, peer)
            auth = token(port)
            good = [compare(c, i, port, other, www, auth) for i, c in enumerate(CASES)]
            cold(port, folder, auth)
        finally:
            for process in (server, peer):
                process.send_signal(signal.SIGTERM)
                process.wait(60)
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
