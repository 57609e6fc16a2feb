# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Restores: what was copied comes back; a kill at any moment leaves one of two whole databases."""
from __future__ import annotations

import hashlib
import http.client
import random
import subprocess
import threading
import unittest
from pathlib import Path

from backup_case import API, HISTORY, KILLS, BackupTest, change, files, levels
from server import BINARY, EMAIL, PASSWORD, PATIENCE, Server, ask, environment, run


class Restores(BackupTest):
    def test_round_trip(self) -> None:
        was, accounts = levels(self.data), ask(self.data, "SELECT * FROM users")
        copy = self.make()
        change(
            self.data / "autoindex.db",
            "DELETE FROM index_values WHERE date > 15000; UPDATE users SET email = 'x@y.z'",
        )
        done = run("restore", copy, "--yes", data=self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(list(self.data.glob("autoindex.db-*")), [])
        self.assertEqual(levels(self.data), was)
        self.assertEqual(ask(self.data, "SELECT * FROM users"), accounts)
        self.assertEqual(
            ask(self.data, "SELECT count(*) FROM sessions WHERE revoked_at IS NULL"), [(0,)]
        )
        (before,) = self.good("backup", "list")["items"]
        self.assertEqual(before["reason"], "before restore")
        # And back again to what there was before the restore.
        self.good("restore", before["id"], "--yes")
        self.assertEqual(ask(self.data, "SELECT DISTINCT email FROM users"), [("x@y.z",)])
        self.assertEqual(run("audit", "verify", data=self.data).returncode, 0)
        last = ask(self.data, "SELECT action, actor FROM audit_log ORDER BY id DESC LIMIT 1")
        self.assertEqual(last, [("backup.restore", "command line")])

    def test_over_a_damaged_database(self) -> None:
        was = levels(self.data)
        copy = self.make()
        for wal in self.data.glob("autoindex.db-*"):
            wal.unlink()
        (self.data / "autoindex.db").write_bytes(b"a broken disk" * 1000)
        self.assertIsNone(self.good("restore", copy, "--yes")["before"])
        self.assertEqual(levels(self.data), was)
        (kept,) = self.data.glob("autoindex.db.damaged-*")
        self.assertTrue(kept.read_bytes().startswith(b"a broken disk"))

    def test_in_a_running_server(self) -> None:
        with Server(self.data) as s:
            s.login()
            first = s.read(HISTORY)
            made = s.call("POST", API, {}).json()
            self.assertEqual((made["reason"], made["verified_at"]), ("manual", None))
            target = f"{API}/{made['id']}"
            change(self.data / "autoindex.db", "DELETE FROM index_values WHERE date > 15000")
            change(
                self.data / "autoindex.db",
                "UPDATE counters SET value = value + 1 WHERE name = 'generation'",
            )
            s.await_read(HISTORY, lambda h: h != first)
            late = "late@example.com"
            s.register(late)
            self.assertGreater(s.call("POST", target + "/verify", {}).json()["audit_rows"], 0)
            self.assertIsNotNone(s.read(API)["items"][0]["verified_at"])
            got = s.get(target + "/download")
            self.assertEqual(hashlib.sha256(got.body).hexdigest(), made["sha256"])
            s.call("POST", target + "/restore", {}).problem(422, "invalid", "confirm")
            s.call("POST", target + "/restore", {"confirm": "x"}).problem(422, "invalid", "confirm")
            for path in ("../autoindex.db", "..%2fautoindex.db", "autoindex.db", ".lock"):
                s.get(f"{API}/{path}/download").problem(404, "not_found")

            statuses: list[int] = []
            done = threading.Event()
            token = s.login(late)

            def look() -> None:
                while not done.is_set():
                    statuses.append(s.get(HISTORY, token=token).status)

            readers = [threading.Thread(target=look) for _ in range(3)]
            for r in readers:
                r.start()
            reply = s.call("POST", target + "/restore", {"confirm": made["id"]})
            done.set()
            for r in readers:
                r.join()
            self.assertEqual(reply.status, 200, reply.body)
            self.assertLessEqual(set(statuses), {200, 401})
            s.get(HISTORY).problem(401, "session_ended")
            s.get(HISTORY, token=token).problem(401, "session_ended")
            s.token = s.login()
            self.assertEqual(s.read(HISTORY), first)
            body = {"email": late, "password": PASSWORD}
            s.call("POST", "/api/v1/auth/login", body, token=None).problem(
                401, "invalid_credentials"
            )
            listed = s.read(API)
            self.assertEqual([b["reason"] for b in listed["items"]], ["before restore", "manual"])
            self.assertEqual(listed["items"][0]["id"], reply.json()["before"])
            (entry,) = s.read("/api/v1/admin/audit?action=backup.restore")["items"]
            self.assertEqual((entry["actor"], entry["object"]), (EMAIL, made["id"]))
            self.assertEqual(s.call("DELETE", target).status, 204)
            s.call("DELETE", target).problem(404, "not_found")
            self.assertEqual(s.read(API)["total"], 1)
        self.assertEqual(run("audit", "verify", data=self.data).returncode, 0)
        self.assertEqual(list(self.data.glob("*.restore*")), [])

    def test_a_damaged_one_is_refused_by_the_server(self) -> None:
        with Server(self.data) as s:
            s.login()
            made = s.call("POST", API, {"encrypt": True}).json()
            path = self.data / "backups" / made["id"]
            with open(path, "r+b") as f:
                f.seek(100000)
                f.write(b"x")
            target = f"{API}/{made['id']}"
            s.call("POST", target + "/verify", {}).problem(409, "conflict")
            body = {"confirm": made["id"]}
            s.call("POST", target + "/restore", body).problem(409, "conflict")
            self.assertEqual(s.read(API)["total"], 1)

    def test_for_administrators_only(self) -> None:
        with Server(self.data) as s:
            s.login()
            made = s.call("POST", API, {}).json()["id"]
            bob = s.register("bob@example.com")
            for method, path in (
                ("GET", ""),
                ("POST", ""),
                ("GET", f"/{made}/download"),
                ("POST", f"/{made}/verify"),
                ("POST", f"/{made}/restore"),
                ("DELETE", f"/{made}"),
            ):
                s.call(method, API + path, token=bob).problem(403, "forbidden")
                s.call(method, API + path, token=None).problem(401, "unauthorized")


class Kills(BackupTest):
    """kill -9 at any instant: what has a final name is whole, and there is a sound database."""

    def kill(self, rng: random.Random, *args: str | Path) -> bool:
        """Begin, and end it somewhere on its way; whether it had ended by itself."""
        p = subprocess.Popen(
            [str(BINARY), *map(str, args), "--data", str(self.data)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        try:
            p.wait(rng.uniform(0, 0.25))
        except subprocess.TimeoutExpired:
            p.kill()
        return p.wait(PATIENCE) == 0

    def test_while_it_is_made(self) -> None:
        rng = random.Random(1)
        for i in range(KILLS):
            self.kill(rng, "backup", *(["--encrypt"] if i % 2 else []))
        for path in files(self.data):
            self.good("backup", "verify", path)
        self.good("backup")  # clears what the dead left
        self.assertEqual(list((self.data / "backups").glob(".draft*")), [])

    def test_while_it_is_restored(self) -> None:
        """Two databases that differ; before each restore the live one has a log not worked in."""
        rng = random.Random(2)
        copies = []
        for mark in ("one", "two"):
            change(self.data / "autoindex.db", f"UPDATE assets SET name = '{mark}'")
            copies.append(self.make(f"{mark}.db"))
        was, seen = levels(self.data), set()
        for i in range(KILLS):
            s = Server(self.data)
            s.login()
            change(self.data / "autoindex.db", "UPDATE assets SET name = 'live'")
            s.kill()
            self.assertTrue((self.data / "autoindex.db-wal").exists())
            ended = self.kill(rng, "restore", copies[i % 2], "--yes")
            self.assertEqual(run("doctor", data=self.data).returncode, 0)
            names = ask(self.data, "SELECT DISTINCT name FROM assets")
            self.assertIn(names, ([("live",)], [(("one", "two")[i % 2],)]))
            if ended:
                self.assertNotEqual(names, [("live",)])
            seen.add(names[0][0])
            self.assertEqual(levels(self.data), was)
            self.assertEqual(run("audit", "verify", data=self.data).returncode, 0)
        for path in files(self.data):
            self.good("backup", "verify", path)

    def test_of_a_server_that_restores(self) -> None:
        rng = random.Random(3)
        change(self.data / "autoindex.db", "UPDATE assets SET name = 'old'")
        was = levels(self.data)
        for _ in range(KILLS // 2):
            s = Server(self.data)
            try:
                s.login()
                made = s.call("POST", API, {}).json()["id"]
                change(self.data / "autoindex.db", "UPDATE assets SET name = 'live'")
                killer = threading.Timer(rng.uniform(0.01, 0.3), s.process.kill)
                killer.start()
                try:
                    s.call("POST", f"{API}/{made}/restore", {"confirm": made})
                except (OSError, http.client.HTTPException):
                    pass  # it was killed meanwhile
                killer.join()
            finally:
                s.kill()
            self.assertEqual(run("doctor", data=self.data).returncode, 0)
            names = ask(self.data, "SELECT DISTINCT name FROM assets")
            self.assertIn(names, ([("live",)], [("old",)]))
            self.assertEqual(levels(self.data), was)
            change(self.data / "autoindex.db", "UPDATE assets SET name = 'old'")


if __name__ == "__main__":
    unittest.main()
