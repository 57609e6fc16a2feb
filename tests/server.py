# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Starts the real binary on a free port and speaks HTTP with it.

AUTOINDEX names the binary (default build/autoindex). Every process is started
here, waited for by what it says, and stopped by its id; when it ends, its exit
status and its standard error are looked at: no report of a sanitizer, no
password and no token may be in it.
"""
from __future__ import annotations

import atexit
import base64
import functools
import http.client
import json
import os
import selectors
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import tempfile
import time
import unittest
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Callable, ClassVar, Mapping, Sequence

import contract

ROOT = Path(__file__).resolve().parent.parent
BINARY = Path(os.environ.get("AUTOINDEX", ROOT / "build" / "autoindex")).resolve()
EMAIL, PASSWORD = "ada@example.com", "Correct-horse-7"
# Seconds after which a process counts as hung; nothing waits that long when all is well. On a machine
# that does much else ThreadSanitizer needs more of them.
PATIENCE = int(os.environ.get("PATIENCE", "60"))
QUICK = ("--bcrypt-cost", "4", "--rate-limit", "0")

# What a sanitizer or a crash leaves on standard error.
FATAL = ("AddressSanitizer", "LeakSanitizer", "ThreadSanitizer", "runtime error", "Assertion")


def temp(case: type[unittest.TestCase] | unittest.TestCase | None = None) -> Path:
    """A new empty folder; it goes when the test, the class, or else the program ends."""
    path = tempfile.mkdtemp(prefix="autoindex-test-")
    if case is None:
        atexit.register(shutil.rmtree, path, ignore_errors=True)
    elif isinstance(case, type):
        case.addClassCleanup(shutil.rmtree, path, ignore_errors=True)
    else:
        case.addCleanup(shutil.rmtree, path, ignore_errors=True)
    return Path(path)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """No setting of whoever runs the tests reaches the program."""
    keep = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "GCOV_PREFIX", "GCOV_PREFIX_STRIP")
    env = {k: v for k, v in os.environ.items() if k in keep or k.endswith("SAN_OPTIONS")}
    return env | dict(extra or {})


def run(
    *args: str | Path,
    data: Path | None = None,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    **popen: Any,
) -> subprocess.CompletedProcess[str]:
    """One command of the program, to its end."""
    where = ["--data", str(data)] if data else []
    command = [str(BINARY), *map(str, args), *where]
    done = subprocess.run(
        command, input=stdin, capture_output=True, env=environment(env), timeout=PATIENCE, **popen
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    check_log(err)
    if done.returncode < 0:
        raise AssertionError(f"{command} was killed by signal {-done.returncode}: {err}")
    return subprocess.CompletedProcess(command, done.returncode, out, err)


def sanitized() -> bool:
    """Whether a sanitizer is in the binary: it has memory of its own, beside every bound."""
    program = BINARY.read_bytes()
    return b"__asan_init" in program or b"__tsan_init" in program


def check_log(text: str, secrets: Sequence[str] = ()) -> None:
    for word in FATAL:
        if word in text:
            raise AssertionError(f"standard error holds {word!r}:\n{text[-8000:]}")
    for secret in secrets:
        if secret in text:
            raise AssertionError(f"a secret was logged: {secret}")


def database(data: Path) -> sqlite3.Connection:
    """The database of a data folder, to be read beside a running server."""
    return sqlite3.connect(f"file:{data}/autoindex.db?mode=ro", uri=True, timeout=PATIENCE)


def ask(data: Path, sql: str, *args: object) -> list[tuple[Any, ...]]:
    db = database(data)
    try:
        return db.execute(sql, args).fetchall()
    finally:
        db.close()


def count(data: Path, table: str) -> int:
    return int(ask(data, f"SELECT count(*) FROM {table}")[0][0])


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def problem(self, status: int, code: str, *fields: str) -> dict[str, Any]:
        """Assert that this is the problem document of that failure, naming these fields."""
        shown = f"{self.status} {self.body[:600]!r}"
        if self.status != status or self.headers.get("content-type") != "application/problem+json":
            raise AssertionError(f"want problem {status} {code}, got {shown}")
        p = self.json()
        named = [e["field"] for e in p.get("errors", [])]
        sound = (
            p["status"] == status
            and p["code"] == code
            and isinstance(p["detail"], str)
            and p["detail"]
            and isinstance(p["title"], str)
            and p["type"] == "about:blank"
            and p["request_id"] == self.headers["x-request-id"]
        )
        if not sound or named != list(fields):
            raise AssertionError(f"want problem {status} {code} {fields}, got {shown}")
        if self.headers.get("cache-control") != "no-store":
            raise AssertionError("a failure may be cached")
        return dict(p)


def _reply(r: http.client.HTTPResponse) -> Reply:
    headers: dict[str, str] = {}
    for name, value in r.getheaders():
        if name.lower() in headers:
            raise AssertionError(f"header {name} is there twice")
        headers[name.lower()] = value
    return Reply(r.status, headers, r.read())


def bounded(target: str) -> str:
    """A stream has no end: whoever reads to the end asks for what there is now."""
    path, _, query = target.partition("?")
    if path != "/api/v1/events" or "wait=" in query:
        return target
    return f"{target}{'&' if query else '?'}wait=false"


class Server:
    """A server at work; use as a context, or stop() it."""

    def __init__(
        self,
        data: Path,
        *flags: str,
        env: Mapping[str, str] | None = None,
        before: Sequence[str] = (),
        tls: ssl.SSLContext | None = None,
        **popen: Any,
    ) -> None:
        """before: a command that runs the rest of its line. tls: speak it, and trust as this does."""
        self.data = data
        self.tls = tls
        self.secrets = [PASSWORD]
        self.token: str | None = None
        self.log: IO[bytes] = tempfile.TemporaryFile()
        command = [
            *before,
            str(BINARY),
            "serve",
            "--port",
            "0",
            "--data",
            str(data),
            *QUICK,
            *flags,
        ]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self.log, env=environment(env), **popen
        )
        try:
            line = self._first_line()
            self.port = int(line.removesuffix("/").rpartition(":")[2])
            scheme = "https" if tls else "http"
            if line != f"AutoIndex 0.1.0 is ready at {scheme}://127.0.0.1:{self.port}/":
                raise AssertionError(f"first line: {line!r}")
        except BaseException:
            self.kill()
            raise

    def __enter__(self) -> Server:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self.log.closed:
            return  # stopped for what it logged
        if kind is None:
            self.stop()
        else:
            self.kill()

    def _first_line(self) -> str:
        assert self.process.stdout
        with selectors.DefaultSelector() as s:
            s.register(self.process.stdout, selectors.EVENT_READ)
            if not s.select(PATIENCE):
                raise AssertionError("the server does not say that it is ready")
        line = self.process.stdout.readline().decode().strip()
        if not line:
            self.process.wait(PATIENCE)
            raise AssertionError(f"the server ended ({self.process.returncode}): {self.stderr()}")
        return line

    def _end(self) -> int:
        status = self.process.wait(PATIENCE)
        if self.process.stdout:
            self.process.stdout.close()
        return status

    def stderr(self) -> str:
        """So far. The place in the file is the server's, too: it is not moved."""
        log = self.log.fileno()
        return os.pread(log, os.fstat(log).st_size, 0).decode(errors="replace")

    def kill(self) -> None:
        self.process.kill()
        self._end()
        self.log.close()

    def stop(self, signal_no: int = signal.SIGTERM) -> str:
        """End it in good order; returns what it logged."""
        if self.process.poll() is None:
            self.process.send_signal(signal_no)
        status = self._end()
        text = self.stderr()
        self.log.close()
        check_log(text, self.secrets)
        if status != 0:
            raise AssertionError(f"the server ended with status {status}:\n{text[-8000:]}")
        return text

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def connection(self) -> http.client.HTTPConnection:
        if self.tls:
            return http.client.HTTPSConnection(
                "127.0.0.1", self.port, timeout=PATIENCE, context=self.tls
            )
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def await_log(self, words: str, times: int = 1) -> str:
        """The log as soon as it holds these words so often."""
        until = time.monotonic() + PATIENCE
        while (text := self.stderr()).count(words) < times:
            if time.monotonic() > until or self.process.poll() is not None:
                raise AssertionError(f"the log does not say {words!r}: {text[-4000:]}")
            time.sleep(0.02)
        return text

    def call(
        self,
        method: str,
        target: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        token: str | None = "",
    ) -> Reply:
        """One request on a connection of its own. token: "" = the server's, None = none."""
        target = bounded(target)
        h = dict(headers or {})
        bearer = self.token if token == "" else token
        if bearer:
            h.setdefault("Authorization", f"Bearer {bearer}")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            h.setdefault("Content-Type", "application/json")
        c = self.connection()
        try:
            try:
                c.request(method, target, body=body, headers=h)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it may answer and close before it has read all
            reply = _reply(c.getresponse())
        finally:
            c.close()
        described().check(method, target, reply.status, reply.headers, reply.body)
        return reply

    def get(self, target: str, **kw: Any) -> Reply:
        return self.call("GET", target, **kw)

    def read(self, target: str, **kw: Any) -> Any:
        """The JSON of a GET that must succeed."""
        reply = self.get(target, **kw)
        if reply.status != 200:
            raise AssertionError(f"GET {target}: {reply.status} {reply.body[:600]!r}")
        return reply.json()

    def bytes(self, data: bytes) -> tuple[Reply, bool]:
        """Send exactly these bytes; the reply, and whether the server then hung up."""
        with self.connect() as s:
            try:
                s.sendall(data)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it may answer and close before it has read all
            r = http.client.HTTPResponse(s, method=data.split(b" ", 1)[0].decode())
            r.begin()
            reply = _reply(r)
            closes = reply.headers.get("connection", "").lower() == "close"
            if closes:
                try:
                    closes = s.recv(1) == b""
                except ConnectionResetError:
                    pass
            return reply, closes

    def register(self, email: str = EMAIL, password: str = PASSWORD) -> str:
        """Make an account; the first becomes the token of all further calls."""
        self.secrets.append(password)
        r = self.call(
            "POST", "/api/v1/auth/register", {"email": email, "password": password}, token=None
        )
        if r.status != 201:
            raise AssertionError(f"register: {r.status} {r.body!r}")
        return self._token(r)

    def login(self, email: str = EMAIL, password: str = PASSWORD) -> str:
        self.secrets.append(password)
        r = self.call(
            "POST", "/api/v1/auth/login", {"email": email, "password": password}, token=None
        )
        if r.status != 200:
            raise AssertionError(f"login: {r.status} {r.body!r}")
        return self._token(r)

    def _token(self, r: Reply) -> str:
        token = str(r.json()["access_token"])
        self.secrets.append(token)
        self.token = self.token or token
        return token

    def await_read(self, target: str, good: Callable[[Any], bool]) -> Any:
        """The JSON of a GET once it is as wanted: what another process stored is seen soon."""
        until = time.monotonic() + PATIENCE
        while not good(found := self.read(target)):
            if time.monotonic() > until:
                raise AssertionError(f"GET {target} stays {str(found)[:600]}")
            time.sleep(0.05)
        return found

    def metrics(self) -> str:
        """The page of metrics once all requests before are over: one counts after its last byte."""
        until = time.monotonic() + PATIENCE
        while True:
            reply = self.get("/metrics", token=None)
            page = reply.body.decode()
            if reply.status != 200:
                raise AssertionError(f"GET /metrics: {reply.status} {page[:600]}")
            if "\nautoindex_http_requests_running 1\n" in page:
                return page
            if time.monotonic() > until:
                raise AssertionError("a request does not end")
            time.sleep(0.002)

    def alive(self) -> None:
        reply = self.get("/ready", token=None)
        if reply.status != 200 or self.process.poll() is not None:
            raise AssertionError(f"the server does not live on: {reply.status} {reply.body!r}")


@functools.cache
def described() -> contract.Contract:
    return contract.Contract(json.loads(run("openapi").stdout))


@functools.cache
def _populated() -> Path:
    data = temp() / "data"
    with Server(data) as s:
        s.register()
    return data


def populated(case: type[unittest.TestCase] | unittest.TestCase | None = None) -> Path:
    """A copy of a folder that holds the sample, its index, and the administrator."""
    data = temp(case) / "data"
    shutil.copytree(_populated(), data)
    return data


class ServerTest(unittest.TestCase):
    """Tests that share one server; after each of them it must still be there."""

    sample = False  # with the sample and its index, or with nothing
    flags: tuple[str, ...] = ()
    env: Mapping[str, str] | None = None
    server: ClassVar[Server]

    @classmethod
    def setUpClass(cls) -> None:
        data = populated(cls) if cls.sample else temp(cls) / "data"
        flags = (*cls.flags, *(() if cls.sample else ("--no-sample-data",)))
        cls.server = Server(data, *flags, env=cls.env)
        cls.addClassCleanup(cls.server.stop)
        if cls.sample:
            cls.server.login()
        else:
            cls.server.register()

    def tearDown(self) -> None:
        self.server.alive()


def segment(part: object) -> str:
    """A part of a JSON Web Token."""
    text = part if isinstance(part, bytes) else json.dumps(part, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()
