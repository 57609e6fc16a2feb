# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""What the server counts of itself, what it calls slow, and what it does with faults of its own."""
from __future__ import annotations

import re
import sqlite3
import unittest

from server import Server, ServerTest, populated, temp

SAMPLE = re.compile(r"^([a-z_]+)(?:\{(.*)\})? (\S+)$")
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"(?:,|$)')


def samples(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """The samples of a page of metrics; every line must be one that Prometheus can read."""
    found: dict[tuple[str, frozenset[tuple[str, str]]], float] = {}
    kinds: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name not in kinds, f"{name} is declared twice"
            kinds[name] = kind
        elif not line.startswith("# HELP "):
            m = SAMPLE.match(line)
            assert m, line
            name, labels, value = m.groups()
            family = re.sub(r"_(bucket|sum|count)$", "", name)
            assert name in kinds or kinds.get(family) == "histogram", f"{name} has no TYPE"
            key = (name, frozenset(LABEL.findall(labels or "")))
            assert key not in found, f"{line} comes twice"
            found[key] = float(value)
    return found


def labels(**kw: str) -> frozenset[tuple[str, str]]:
    return frozenset(kw.items())


class Metrics(ServerTest):
    sample = True

    def page(self) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
        reply = self.server.get("/metrics", token=None)
        self.assertEqual(reply.status, 200)
        self.assertEqual(reply.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8")
        return samples(reply.body.decode())

    def test_requests_by_route_and_status(self) -> None:
        path = "/api/v1/index/current"
        before = self.page()
        for _ in range(3):
            self.server.read(path)
        self.server.get(path, token=None)
        self.server.get("/nothing-here", token=None)
        after = self.page()

        def rise(name: str, **kw: str) -> float:
            key = (name, labels(**kw))
            return after.get(key, 0) - before.get(key, 0)

        requests = "autoindex_http_requests_total"
        self.assertEqual(rise(requests, method="GET", route=path, status="200"), 3)
        self.assertEqual(rise(requests, method="GET", route=path, status="401"), 1)
        self.assertEqual(rise(requests, method="", route="none", status="404"), 1)
        seconds = "autoindex_http_request_seconds"
        self.assertEqual(rise(seconds + "_count", method="GET", route=path), 4)
        self.assertEqual(rise(seconds + "_bucket", method="GET", route=path, le="+Inf"), 4)

    def test_classes_rise(self) -> None:
        self.server.read("/api/v1/index/current")
        page = self.page()
        of_route: dict[frozenset[tuple[str, str]], list[tuple[float, float]]] = {}
        for (name, ls), value in page.items():
            if name == "autoindex_http_request_seconds_bucket":
                le = float(dict(ls)["le"])
                rest = frozenset((k, v) for k, v in ls if k != "le")
                of_route.setdefault(rest, []).append((le, value))
        self.assertTrue(of_route)
        for rest, classes in of_route.items():
            counts = [value for _, value in sorted(classes)]
            self.assertEqual(counts, sorted(counts))
            self.assertEqual(counts[-1], page["autoindex_http_request_seconds_count", rest])

    def test_process_and_database(self) -> None:
        self.server.read("/api/v1/index/current")
        page = self.page()
        none = labels()
        self.assertGreater(page["process_resident_memory_bytes", none], 1e6)
        self.assertGreater(page["process_open_fds", none], 5)
        self.assertGreaterEqual(page["process_cpu_seconds_total", none], 0)
        self.assertEqual(page["autoindex_faults_total", none], 0)
        statements = [ls for name, ls in page if name == "autoindex_statement_seconds_count"]
        self.assertIn(labels(statement="GENERATION"), statements)
        self.assertEqual(page["autoindex_http_requests_running", none], 1, "this one")

    def test_nothing_of_a_request_becomes_a_label(self) -> None:
        odd = "/api/v1/index/assets/%22%7Dx/history"
        self.server.get(odd)
        reply = self.server.get("/metrics", token=None)
        self.assertNotIn(b"%22", reply.body)
        self.assertIn(b'route="/api/v1/index/assets/{symbol}/history"', reply.body)

    def test_not_cached(self) -> None:
        self.assertEqual(self.server.get("/metrics").headers["cache-control"], "no-store")


class Slow(unittest.TestCase):
    def test_said_in_the_log(self) -> None:
        with Server(temp(self) / "data", "--slow-request-ms", "1", "--slow-statement-ms", "0") as s:
            s.register()
            s.read("/api/v1/index/sources")  # counts every row: never under a millisecond
            log = s.stop()
        self.assertRegex(log, r"level=warn id=HTTP-SLOW .*route=/api/v1/index/sources")
        self.assertNotIn("SQL-SLOW", log)

    def test_statements(self) -> None:
        with Server(temp(self) / "data", "--slow-request-ms", "0", "--slow-statement-ms", "1") as s:
            s.register()
            s.read("/api/v1/index/sources")
            log = s.stop()
        self.assertRegex(log, r"level=warn id=SQL-SLOW msg=\"the statement [A-Z_]+ took")
        self.assertNotIn("HTTP-SLOW", log)


class Faults(unittest.TestCase):
    """A table that somebody renames under a running server is a fault as good as any."""

    def test_grouped_with_their_calls(self) -> None:
        with Server(populated(self)) as s:
            s.login()
            path = "/api/v1/diagnostics/faults"
            self.assertEqual(s.read(path), {"items": [], "total": 0})
            db = sqlite3.connect(s.data / "autoindex.db", isolation_level=None)
            db.execute("ALTER TABLE rebalances RENAME TO renamed")
            ids = []
            for _ in range(3):
                reply = s.get("/api/v1/index/rebalances?limit=7")
                detail = reply.problem(500, "internal")["detail"]
                self.assertNotIn("rebalances", detail)
                ids.append(reply.headers["x-request-id"])
            db.execute("ALTER TABLE renamed RENAME TO rebalances")
            db.close()
            self.assertEqual(s.get("/api/v1/index/rebalances?limit=7").status, 200)

            faults = s.read(path)
            self.assertEqual((faults["total"], len(faults["items"])), (3, 1))
            fault = faults["items"][0]
            self.assertEqual(fault["where"], "GET /api/v1/index/rebalances")
            self.assertEqual((fault["count"], fault["request_id"]), (3, ids[-1]))
            self.assertIn("no such table", fault["message"])
            self.assertGreater(len(fault["stack"]), 3)
            self.assertLessEqual(fault["first_at"], fault["last_at"])
            reader = s.register("reader@example.com")
            s.get(path, token=reader).problem(403, "forbidden")
            s.get(path, token=None).problem(401, "unauthorized")
            page = s.get("/metrics").body.decode()
            self.assertIn("\nautoindex_faults_total 3\n", page)
            log = s.stop()
        self.assertEqual(log.count("id=FAULT"), 3)
        self.assertRegex(log, r'id=FAULT .*where="GET /api/v1/index/rebalances".*stack="')


if __name__ == "__main__":
    unittest.main()
