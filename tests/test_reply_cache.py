# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Replies that are the same for everybody: made once, kept ready, dropped when the data change."""
from __future__ import annotations

import gzip
import http.client
import unittest
from typing import Any

from server import PATIENCE, Reply, Server, ServerTest, populated, run, temp
from task_case import computed
from test_replies import unbrotli

API = "/api/v1"
HISTORY = f"{API}/index/history"
CONFIG = f"{API}/strategy/config"
STATUS = f"{API}/diagnostics/cache-status"
SHARED = (
    f"{API}/index/current",
    HISTORY,
    f"{HISTORY}?variant=net&start_date=2020-01-02",
    f"{API}/index/rebalances?limit=3&fields=reference_date,turnover",
    f"{API}/index/assets",
    f"{API}/index/assets/AAPL/history?normalize=true",
    f"{API}/index/sources",
    f"{API}/index/explain?date=2008-10-15",
    f"{API}/index/weights?step=year",
    f"{API}/index/events?limit=5",
    f"{API}/index/currencies",
    f"{API}/index/currency-rates?start_date=2022-01-03",
    f"{API}/benchmark/sp500",
    f"{API}/benchmark/compare",
    CONFIG,
    f"{CONFIG}/versions",
    f"{API}/strategy/fields",
    "/openapi.json",
)


def stats(s: Server) -> dict[str, Any]:
    return dict(s.read(STATUS)["stats"])


def plain(reply: Reply) -> bytes:
    coding = reply.headers.get("content-encoding", "identity")
    if coding == "gzip":
        return gzip.decompress(reply.body)
    return unbrotli(reply.body, 1 << 22) if coding == "br" else reply.body


class Kept(ServerTest):
    sample = True
    other: str

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.other = cls.server.register("eve@example.com", "Other-horse-8")

    def test_every_route(self) -> None:
        """Bytes and tag are those that a server makes which keeps nothing; user and coding aside."""
        self.server.get(f"{API}/index/explain")  # the prices it needs are kept elsewhere
        with Server(populated(self), "--cache-bytes", "0") as bare:
            bare.login()
            for path in SHARED:
                with self.subTest(path):
                    self.every_coding(path, bare)
            self.assertEqual(stats(bare)["keys_by_prefix"]["reply"], 0)

    def every_coding(self, path: str, bare: Server) -> None:
        want = bare.get(path)
        self.assertEqual(want.status, 200, path)
        before = stats(self.server)
        tags = set()
        for accept in ("identity", "gzip", "br"):
            made = bare.get(path, headers={"Accept-Encoding": accept})
            for token in (self.server.token, self.other):
                reply = self.server.get(path, headers={"Accept-Encoding": accept}, token=token)
                self.assertEqual(plain(reply), want.body)
                for name in ("etag", "content-encoding", "content-type", "vary", "cache-control"):
                    self.assertEqual(reply.headers.get(name), made.headers.get(name), name)
                tag = reply.headers["etag"]
                tags.add(tag)
                asked = {"Accept-Encoding": accept, "If-None-Match": tag}
                self.assertEqual(self.server.get(path, headers=asked, token=token).status, 304)
                head = self.server.call("HEAD", path, headers={"Accept-Encoding": accept})
                self.assertEqual((head.body, head.headers["etag"]), (b"", tag))
                self.assertEqual(head.headers["content-length"], str(len(reply.body)))
        self.assertEqual(len(tags), 3 if len(want.body) >= 512 else 1)
        self.assertEqual(stats(self.server)["misses"] - before["misses"], 1)
        if path != "/openapi.json":
            self.server.get(path, token=None).problem(401, "unauthorized")
            self.server.get(path, token="x.y.z").problem(401, "unauthorized")

    def test_request_ids_are_their_own(self) -> None:
        ids = {self.server.get(HISTORY).headers["x-request-id"] for _ in range(3)}
        self.assertEqual(len(ids), 3)
        reply = self.server.get(HISTORY, headers={"X-Request-Id": "mine"})
        self.assertEqual(reply.headers["x-request-id"], "mine")

    def test_mistakes_are_not_kept(self) -> None:
        before = stats(self.server)["keys_by_prefix"]["reply"]
        for path in (f"{API}/index/assets/NONE/history", f"{HISTORY}?variant=x"):
            for _ in range(2):
                self.assertIn(self.server.get(path).status, (404, 422))
        self.assertEqual(stats(self.server)["keys_by_prefix"]["reply"], before)

    def test_invalidation(self) -> None:
        for path in (HISTORY, CONFIG):
            self.server.get(path)
        forget = f"{API}/diagnostics/cache-invalidate?pattern="
        n = self.server.call("POST", forget + "reply:*/strategy/*").json()["invalidated_count"]
        self.assertGreaterEqual(n, 1)
        self.assertGreaterEqual(stats(self.server)["keys_by_prefix"]["reply"], 1)
        self.server.call("POST", forget + "reply:*")
        self.assertEqual(stats(self.server)["keys_by_prefix"]["reply"], 0)

    def test_five_hundred_at_once(self) -> None:
        """None of them is ready when the first asks; the work is done once."""
        n, path = 500, f"{HISTORY}?start_date=1995-06-01"
        text = f"GET {path} HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer {self.server.token}\r\n"
        codings = ("identity", "gzip", "br")
        before = stats(self.server)
        sockets = [self.server.connect() for _ in range(n)]
        for i, s in enumerate(sockets):
            s.sendall(f"{text}Accept-Encoding: {codings[i % 3]}\r\n\r\n".encode())
        bodies = set()
        for s in sockets:
            r = http.client.HTTPResponse(s)
            r.begin()
            self.assertEqual(r.status, 200)
            bodies.add(r.read())
            s.close()
        self.assertEqual(len(bodies), 3)
        after = stats(self.server)
        self.assertEqual(after["misses"] - before["misses"], 1)
        self.assertEqual(after["hits"] - before["hits"], n - 1)


class Changes(unittest.TestCase):
    def test_own_changes_are_seen_at_once(self) -> None:
        with Server(populated(self)) as s:
            s.login()
            history = s.get(HISTORY)
            versions = s.read(f"{CONFIG}/versions")["total"]
            for i, recompute in enumerate(("true", "false", "true")):
                for _ in range(2):
                    before = s.read(CONFIG)
                lookback = 61 + i
                body = {"volatility_lookback": lookback}
                reply = s.call("PUT", f"{CONFIG}?recompute={recompute}", body)
                self.assertEqual(reply.status, 200, reply.body)
                self.assertEqual(s.read(CONFIG)["volatility_lookback"], lookback)
                computed(s, reply)
                after = s.read(CONFIG)
                self.assertEqual(after["volatility_lookback"], lookback)
                self.assertNotEqual(after["version"], before["version"])
                versions += 1
                self.assertEqual(s.read(f"{CONFIG}/versions")["total"], versions)
            self.assertNotEqual(s.get(HISTORY).headers["etag"], history.headers["etag"])

    def test_changes_of_another_process_are_seen_soon(self) -> None:
        data = populated(self)
        explain = f"{API}/index/explain"
        with Server(data) as s:
            s.login()
            before = s.read(explain)["run"]["id"]
            self.assertEqual(s.read(explain)["run"]["id"], before)
            self.assertEqual(run("compute", data=data).returncode, 0)
            s.await_read(explain, lambda found: found["run"]["id"] != before)

    def test_a_first_configuration_is_seen(self) -> None:
        """It comes to be by a change that changes nothing."""
        with Server(temp(self) / "data", "--no-sample-data") as s:
            s.register()
            self.assertEqual(s.read(f"{CONFIG}/versions")["total"], 0)
            reply = s.call("PUT", CONFIG, {})
            self.assertEqual(reply.status, 200, reply.body)
            self.assertEqual(s.read(f"{CONFIG}/versions")["total"], 1)


class Bounds(unittest.TestCase):
    def test_memory(self) -> None:
        limit = 2_000_000
        with Server(populated(self), "--cache-bytes", str(limit)) as s:
            s.login()
            c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=PATIENCE)
            for i in range(600):
                path = f"{HISTORY}?start_date=2015-01-02&n={i}"
                c.request("GET", path, headers={"Authorization": f"Bearer {s.token}"})
                r = c.getresponse()
                body = r.read()
                self.assertEqual(r.status, 200)
            self.assertGreater(600 * len(body), 10 * limit)
            now = stats(s)
            self.assertLessEqual(now["memory_usage"], limit)
            self.assertGreater(now["memory_usage"], limit / 2)
            # Too large a share of it is not kept: the whole history is more than an eighth.
            misses = now["misses"]
            for _ in range(3):
                c.request("GET", HISTORY, headers={"Authorization": f"Bearer {s.token}"})
                self.assertEqual(len(c.getresponse().read()) > limit / 8, True)
            self.assertEqual(stats(s)["misses"], misses + 3)
            c.close()

    def test_what_is_ready_is_free(self) -> None:
        limits = ("--rate-limit", "1", "--rate-limit-user", "20", "--rate-limit-anon", "1000")
        with Server(populated(self), *limits) as s:
            s.login()
            self.assertEqual(s.get(HISTORY).status, 200)
            for _ in range(50):
                self.assertEqual(s.get(HISTORY).status, 200)
            for _ in range(19):
                self.assertEqual(s.get(STATUS).status, 200)
            s.get(STATUS).problem(429, "rate_limited")
            self.assertEqual(s.get(HISTORY).status, 200)
            s.get(f"{HISTORY}?variant=net").problem(429, "rate_limited")


if __name__ == "__main__":
    unittest.main()
