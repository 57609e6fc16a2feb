#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Requests a second of ready replies, beside nginx serving the same bytes as files.

bench_http.py [BINARY]: both run as many network threads or workers as there are cores, both write
a line per request to a log file, ours also checks a token each time; rounds alternate. Beside the
ratio stands the processor time of one request in each server, which other load on the machine moves
less. Then: how long a reply takes at half of the most that can be asked, and while others sign in,
beside nginx where it can answer the same; replies that are not kept; memory. Needs nginx, wrk and
h2load (Debian: nginx-light, wrk, nghttp2-client); without them it says so and measures nothing.
Exits with 1 where a budget is missed.
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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, SECONDS, CONNECTIONS = 9, 1, 64
CALM_ROUNDS, CALM_SECONDS, CALM_CONNECTIONS = 5, 2, 16
LOGINS, READS_A_SECOND = 50, 2000
USER = '{"email": "bench@example.com", "password": "Bench-mark-7291"}'

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

# Another query each time, of every thread and run, so that nothing is ready.
COLD = """
local id, n = tostring({}):match("0x(%%w+)") .. os.time(), 0
request = function() n = n + 1; return wrk.format("GET", "%s&n=" .. id .. n) end
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


def processor_us(process: subprocess.Popen[bytes]) -> float:
    """What a server and its workers have used so far."""
    pid = process.pid
    pids = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    stats = (s for p in pids for s in Path(f"/proc/{p}/task").glob("*/schedstat"))
    return sum(int(s.read_text().split()[0]) for s in stats) / 1000


def show(name: str, value: float, unit: str, good: bool, budget: str, note: str = "") -> bool:
    verdict = "ok" if good else "OVER BUDGET"
    print(f"{'serve: ' + name:<44} {value:12.4g} {unit:<8} {budget:<18} {verdict}  {note}".rstrip())
    sys.stdout.flush()
    return good


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


@dataclass
class Pair:
    """Both servers."""

    ours: int  # ports
    theirs: int
    server: subprocess.Popen[bytes]
    peer: subprocess.Popen[bytes]
    folder: Path
    auth: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.auth}"}


def compare(case: Case, number: int, pair: Pair) -> bool:
    ours, theirs, www = pair.ours, pair.theirs, pair.folder / "www"
    headers = dict(case.headers)
    if case.path.startswith("/api/"):
        headers |= pair.bearer
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
    sides = (
        (pair.server, ours, case.path, headers),
        (pair.peer, theirs, f"/{name}", theirs_headers),
    )
    rates: list[list[float]] = [[], []]
    costs: list[list[float]] = [[], []]  # microseconds of the server's own for a request
    for _ in range(ROUNDS):
        for i, (process, port, path, h) in enumerate(sides):
            before = processor_us(process)
            rates[i].append(wrk(port, path, h))
            costs[i].append((processor_us(process) - before) / (rates[i][-1] * SECONDS))
    ratio = statistics.median(a / b for a, b in zip(*rates))
    (own, other), (own_us, other_us) = ([statistics.median(y) for y in x] for x in (rates, costs))
    size = 0 if case.fresh else len(body)
    note = f"{own:.0f} and nginx {other:.0f} requests/s, {own_us:.1f} and {other_us:.1f} us each"
    good = ratio >= case.at_least
    return show(f"{case.name} ({size} B)", ratio, "x", good, f">= {case.at_least:g} x", note)


def cold(pair: Pair) -> list[bool]:
    script = pair.folder / "cold.lua"
    good = []
    for what, start, budget in (("one year", "2022-01-03", 6000), ("33 years", "1990-01-01", 500)):
        script.write_text(COLD % f"/api/v1/index/assets/AAPL/history?start_date={start}")
        rates = [wrk(pair.ours, "/", pair.bearer, script) for _ in range(ROUNDS)]
        rate = statistics.median(rates)
        name = "asset history from SQLite, " + what
        good.append(show(name, rate, "1/s", rate >= budget, f">= {budget} 1/s"))
    return good


def h2load(
    port: int, path: str, headers: dict[str, str], folder: Path, rate: float = 0
) -> list[float]:
    """The milliseconds of every reply in turn of length; rate: requests a second, 0 = all it can."""
    log = folder / "h2load.log"
    log.unlink(missing_ok=True)
    command = ["h2load", "--h1", "-t1", f"-c{CALM_CONNECTIONS}", f"-D{CALM_SECONDS}"]
    command += ["--warm-up-time=1", f"--log-file={log}"]
    if rate:
        command.append(f"--rps={rate / CALM_CONNECTIONS:.2f}")
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    command.append(f"http://127.0.0.1:{port}{path}")
    subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line.split() for line in log.read_text().splitlines()]
    got = sorted(int(line[2]) / 1000 for line in lines if line[1] == "200")
    # Those that the end cut off have no status.
    assert len(got) > len(lines) - 2 * CALM_CONNECTIONS, f"{path}: a reply was not 200"
    return got


def p99(times: list[float]) -> float:
    return times[len(times) * 99 // 100]


def calm(pair: Pair) -> list[bool]:
    """The replies of compare(), whose files nginx has."""
    good = []
    for number in (1, 2):
        case = CASES[number]
        headers = case.headers | pair.bearer
        most = len(h2load(pair.ours, case.path, headers, pair.folder)) / CALM_SECONDS
        own, other = [], []
        for _ in range(CALM_ROUNDS):
            own.append(p99(h2load(pair.ours, case.path, headers, pair.folder, most / 2)))
            path = f"/case{number}.json"
            other.append(p99(h2load(pair.theirs, path, {}, pair.folder, most / 2)))
        ms = statistics.median(own)
        note = f"{most / 2:.0f} requests/s; nginx {statistics.median(other):.3g} ms"
        good.append(show(f"p99 at half rate, {case.name}", ms, "ms", ms <= 2, "<= 2 ms", note))
    return good


def sign_in(port: int, how: str) -> str:
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    kind = {"Content-Type": "application/json"}
    c.request("POST", f"/api/v1/auth/{how}", body=USER, headers=kind)
    text = c.getresponse().read().decode()
    c.close()
    found = re.search(r'"access_token":"([^"]+)"', text)
    assert found, text
    return found[1]


def during_logins(binary: str, folder: Path) -> bool:
    """bcrypt at its default cost, on a server of its own."""
    port = free_port()
    command = [binary, "serve", "--port", str(port), "--data", f"{folder}/data2"]
    with open(os.devnull, "wb") as null:
        server = subprocess.Popen([*command, "--rate-limit", "0"], stdout=null, stderr=null)
    try:
        await_port(port, server)
        auth = sign_in(port, "register")
        headers = {"Authorization": f"Bearer {auth}"}
        get(port, CASES[2].path, headers)
        with ThreadPoolExecutor(LOGINS) as pool:
            logins = [pool.submit(sign_in, port, "login") for _ in range(LOGINS)]
            ms = p99(h2load(port, CASES[2].path, headers, folder, READS_A_SECOND))
            left = sum(not login.done() for login in logins)
            for login in logins:
                login.result()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)
    note = f"{LOGINS} logins, {left} of them still under way at the end"
    return show("p99 of kept replies during logins", ms, "ms", ms <= 10, "<= 10 ms", note)


def resident(server: subprocess.Popen[bytes]) -> bool:
    """The most it ever had, in all of the above."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+)", status)
    assert found, status
    mb = int(found[1]) / 1024
    return show("resident under all of that, at most", mb, "MB", mb <= 80, "<= 80 MB")


def main() -> None:
    binary = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/autoindex")
    nginx = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if not nginx or not shutil.which("wrk") or not shutil.which("h2load"):
        print("serve: not measured: needs nginx, wrk and h2load (nginx-light, wrk, nghttp2-client)")
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
            pair = Pair(port, other, server, peer, folder, sign_in(port, "register"))
            good = [compare(c, i, pair) for i, c in enumerate(CASES)]
            good += calm(pair)
            good += cold(pair)
            good.append(resident(server))
            good.append(during_logins(binary, folder))
        finally:
            for process in (server, peer):
                process.send_signal(signal.SIGTERM)
                process.wait(60)
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
