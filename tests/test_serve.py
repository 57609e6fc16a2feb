# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Starting and stopping: folders, ports and databases not as they should be, and sudden ends."""
from __future__ import annotations

import http.client
import json
import os
import selectors
import signal
import socket
import sqlite3
import subprocess
import unittest
from contextlib import closing
from pathlib import Path

import disks
from server import (
    BINARY,
    EMAIL,
    PASSWORD,
    PATIENCE,
    QUICK,
    Server,
    count,
    environment,
    populated,
    run,
    temp,
)

SAMPLE = {"assets": 31, "prices": 199543, "index_values": 8250, "rebalances": 1709, "runs": 1}
LOGIN = "/api/v1/auth/login"


class ServeTest(unittest.TestCase):
    def setUp(self) -> None:
        self.data = temp(self) / "data"

    def refuse(self, *flags: str, says: tuple[str, ...], data: Path | None = None) -> str:
        done = run("serve", "--port", "0", *flags, data=data or self.data)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        lines = [n for n in done.stderr.splitlines() if not n.startswith("ts=")]
        self.assertEqual(len(lines), 1, done.stderr)
        for word in says:
            self.assertIn(word, lines[0])
        return lines[0]


class Starting(ServeTest):
    def test_second_server_on_the_same_folder(self) -> None:
        with Server(self.data, "--no-sample-data") as first:
            first.register()
            says = ("another server", f"process {first.process.pid}", str(self.data), "--data DIR")
            self.refuse(says=says)
            first.alive()
            first.login()
        with Server(self.data, "--no-sample-data") as again:  # the lock went with its holder
            again.login()

    def test_lock_of_a_server_that_was_killed(self) -> None:
        first = Server(self.data, "--no-sample-data")
        first.kill()
        self.assertTrue((self.data / "autoindex.db.serve").exists())
        with Server(self.data, "--no-sample-data") as s:
            s.alive()

    def test_two_first_starts_at_once(self) -> None:
        command = [str(BINARY), "serve", "--port", "0", "--data", str(self.data), *QUICK]
        pair = [
            subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment(),
                text=True,
            )
            for _ in range(2)
        ]
        lines = [p.stdout.readline() for p in pair if p.stdout]
        self.assertEqual(lines.count(""), 1, lines)
        lost, won = pair if lines[0] == "" else reversed(pair)
        _, err = lost.communicate(timeout=PATIENCE)
        self.assertEqual(lost.returncode, 1, err)
        self.assertIn(f"process {won.pid}", err)
        won.terminate()
        _, err = won.communicate(timeout=PATIENCE)
        self.assertEqual(won.returncode, 0, err)
        self.assertEqual({t: count(self.data, t) for t in SAMPLE}, SAMPLE)

    def test_port_in_use(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as s:
            port = s.getsockname()[1]
            flags = ("--port", str(port), "--no-sample-data")
            self.refuse(*flags, says=(f"port {port} on 127.0.0.1 is in use", "--port"))
        with Server(self.data, "--no-sample-data") as first:
            flags = ("--port", str(first.port), "--no-sample-data")
            says = (f"port {first.port}", "in use", "--port")
            self.refuse(*flags, says=says, data=temp(self) / "other")
            first.alive()

    def test_host_that_is_none(self) -> None:
        done = run("serve", "--no-sample-data", "--host", "no.such.host.invalid", data=self.data)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("no.such.host.invalid", done.stderr)

    def test_ipv6(self) -> None:
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        except OSError:
            return  # this machine has none
        command = [str(BINARY), "serve", "--port", "0", "--host", "::1", "--no-sample-data"]
        p = subprocess.Popen(
            [*command, "--data", str(self.data)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            text=True,
        )
        assert p.stdout
        line = p.stdout.readline().strip()
        self.assertRegex(line, r"^AutoIndex 0\.1\.0 is ready at http://\[::1\]:\d+/$")
        c = http.client.HTTPConnection("::1", int(line[:-1].rpartition(":")[2]), timeout=PATIENCE)
        body = json.dumps({"email": EMAIL, "password": PASSWORD})
        c.request("POST", "/api/v1/auth/register", body, {"Content-Type": "application/json"})
        self.assertEqual(c.getresponse().status, 201, "::1 is this machine, too")
        c.close()
        p.terminate()
        p.communicate(timeout=PATIENCE)
        self.assertEqual(p.returncode, 0)

    def test_folder_below_a_file(self) -> None:
        file = temp(self) / "file"
        file.write_text("x")
        says = (str(file), "data folder", "--data DIR")
        self.refuse(says=says, data=file / "data")
        self.refuse(says=("is not a folder", *says), data=file)
        self.assertEqual(file.read_text(), "x")

    def test_folder_whose_parent_is_missing(self) -> None:
        missing = temp(self) / "a" / "b"
        self.refuse(says=(str(missing), "No such file", "--data DIR"), data=missing)

    def test_folder_that_cannot_be_written(self) -> None:
        folder = disks.read_only(self)
        says = (str(folder), "cannot be written", "--data DIR")
        self.refuse(says=says, data=folder)
        for verb in (("migrate",), ("compute",), ("user", "list"), ("import", "x.csv")):
            done = run(*verb, data=folder)
            self.assertEqual(done.returncode, 1, verb)
            self.assertIn("cannot be written", done.stderr)
        self.assertEqual(os.listdir(folder), [])

    def test_key_file_that_is_damaged(self) -> None:
        self.data.mkdir()
        (self.data / "secret.key").write_bytes(b"short")
        self.refuse("--no-sample-data", says=("secret.key", "remove it"))
        self.assertEqual((self.data / "secret.key").read_bytes(), b"short")

    def test_disk_full_at_the_first_start(self) -> None:
        with disks.small(self, 2 << 20) as (folder, flags):
            done = run("serve", "--port", "0", data=folder, **flags)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertRegex(done.stderr, r"disk .*full|cannot be read or written|File too large")
        with Server(folder, "--no-sample-data") as s:
            s.register()
            self.assertEqual(count(folder, "prices"), 0, "half a sample was stored")


class Databases(ServeTest):
    def make(self) -> Path:
        self.assertEqual(run("migrate", data=self.data).returncode, 0)
        return self.data / "autoindex.db"

    def change(self, path: Path, sql: str) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute(sql)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def verbs(self, says: tuple[str, ...]) -> None:
        """Every verb that opens the database says the same, and leaves it alone."""
        path = self.data / "autoindex.db"
        before = path.read_bytes()
        self.refuse(says=says)
        csv = temp(self) / "a.csv"
        csv.write_text("date,symbol,close\n2020-01-02,AAA,1\n")
        for verb in ("migrate", "compute", "user list", f"import {csv}"):
            done = run(*verb.split(), data=self.data)
            self.assertEqual((done.returncode, done.stdout), (1, ""), verb)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            for word in says:
                self.assertIn(word, done.stderr)
        self.assertEqual(path.read_bytes(), before)

    def test_newer_schema(self) -> None:
        self.change(self.make(), "INSERT INTO schema_migrations VALUES (999, 'the future', 'x', 0)")
        self.verbs(("schema 999", "newer program"))

    def test_schema_of_another_build(self) -> None:
        self.change(self.make(), "UPDATE schema_migrations SET checksum = 'x' WHERE version = 1")
        self.verbs(("migration 1", "another build"))

    def test_newer_schema_under_a_running_server(self) -> None:
        s = Server(self.data, "--no-sample-data")
        path = self.data / "autoindex.db"
        self.change(path, "INSERT INTO schema_migrations VALUES (999, 'the future', 'x', 0)")
        reply = s.get("/ready")
        p = reply.problem(503, "unavailable")
        self.assertNotIn("schema", p["detail"], "who asks is not told of the inside")
        self.assertIn("retry-after", reply.headers)
        self.assertEqual(s.get("/health").status, 200)
        self.change(path, "DELETE FROM schema_migrations WHERE version = 999")
        s.alive()
        self.assertRegex(s.stop(), rf"schema 999.*request_id={p['request_id']}")

    def test_file_that_is_no_database(self) -> None:
        self.data.mkdir()
        (self.data / "autoindex.db").write_bytes(b"date,symbol,close\n" * 500)
        self.verbs(("autoindex.db", "damaged or not a database"))

    def test_damaged_header(self) -> None:
        path = self.make()
        data = bytearray(path.read_bytes())
        data[:100] = os.urandom(100)
        path.write_bytes(data)
        self.verbs(("autoindex.db", "damaged"))

    def test_damaged_pages(self) -> None:
        path = self.make()
        data = path.read_bytes()
        path.write_bytes(data[:4096] + b"\xaa" * (len(data) - 4096))
        self.verbs(("autoindex.db", "damaged"))

    def test_cut_short(self) -> None:
        path = self.make()
        path.write_bytes(path.read_bytes()[:8192])
        self.verbs(("autoindex.db", "damaged"))

    def test_database_that_is_a_folder(self) -> None:
        (self.data / "autoindex.db").mkdir(parents=True)
        self.refuse(says=("autoindex.db", "cannot be"))


class Stopping(ServeTest):
    def begin(self, s: Server, body: bytes) -> socket.socket:
        """A request that the server has begun, as its leave to send the body shows."""
        c = s.connect()
        c.sendall(
            f"POST {LOGIN} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Expect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        )
        self.assertTrue(c.recv(1000).startswith(b"HTTP/1.1 100"))
        return c

    def test_by_either_signal(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            s = Server(self.data, "--no-sample-data")
            s.alive()
            log = s.stop(number)
            self.assertIn("id=STOP", log)

    def test_signals_again_and_again(self) -> None:
        s = Server(self.data, "--no-sample-data")
        for _ in range(3):
            s.process.terminate()
        s.stop()

    def test_request_that_was_begun_is_finished(self) -> None:
        s = Server(self.data, "--no-sample-data")
        s.register()
        body = json.dumps({"email": EMAIL, "password": PASSWORD}).encode()
        with self.begin(s, body) as c, s.connect():
            s.process.terminate()
            # Refused, or reset where it came between the two: until it has heard the signal.
            with self.assertRaises((ConnectionRefusedError, ConnectionResetError)):
                while True:
                    s.connect().close()
            c.sendall(body)
            r = http.client.HTTPResponse(c)
            r.begin()
            self.assertEqual((r.status, r.getheader("connection")), (200, "close"))
            s.secrets.append(json.loads(r.read())["access_token"])
        s.stop()

    def test_request_that_never_ends_is_cut(self) -> None:
        s = Server(self.data, "--no-sample-data")
        with self.begin(s, b"x" * 100) as c:
            c.sendall(b"x")
            s.process.terminate()
            s.process.wait(25)  # the grace is 10 s
            s.stop()

    def test_sudden_end_loses_nothing_that_was_answered(self) -> None:
        for i in range(3):
            s = Server(self.data, "--no-sample-data")
            s.register(f"user{i}@example.com")
            s.kill()
        with Server(self.data, "--no-sample-data") as s:
            for i in range(3):
                s.login(f"user{i}@example.com")

    def test_sudden_end_in_the_first_start(self) -> None:
        """Killed when the transaction's log has so many bytes: in the midst of the import."""
        for size in (0, 4 << 20):
            data = temp(self) / "data"
            self.assertTrue(self.kill_at(data, size), "the import was over before the kill")
            with closing(sqlite3.connect(data / "autoindex.db")) as db:
                self.assertEqual(db.execute("PRAGMA integrity_check").fetchone(), ("ok",))
            with Server(data) as s:
                s.register()
                self.assertEqual(s.read("/api/v1/index/current")["date"], "2022-12-28")
            self.assertEqual({t: count(data, t) for t in SAMPLE}, SAMPLE)

    def kill_at(self, data: Path, size: int) -> bool:
        command = [str(BINARY), "serve", "--port", "0", "--data", str(data), *QUICK]
        p = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
        )
        assert p.stdout
        log = data / "autoindex.db-wal"
        with selectors.DefaultSelector() as s:
            s.register(p.stdout, selectors.EVENT_READ)
            while not (ready := s.select(0.001)):
                if log.exists() and log.stat().st_size > size:
                    break
        p.kill()
        p.communicate(timeout=PATIENCE)
        return not ready

    def test_restart_with_data_keeps_everything(self) -> None:
        data = populated(self)
        before = {t: count(data, t) for t in SAMPLE}
        with Server(data) as s:
            s.login()
            level = s.read("/api/v1/index/current")
        with Server(data) as s:
            s.login()
            self.assertEqual(s.read("/api/v1/index/current"), level)
        self.assertEqual({t: count(data, t) for t in SAMPLE}, before)


if __name__ == "__main__":
    unittest.main()
