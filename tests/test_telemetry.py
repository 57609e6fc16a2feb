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


KINDS = ("address", "user", "compute")


class Metrics(ServerTest):
    sample = True

    def page(self) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
        return samples(self.server.metrics())

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

    def test_workers_and_connections(self) -> None:
        none = labels()
        before = self.page()
        with self.server.connect() as idle:
            idle.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertTrue(idle.recv(1000).startswith(b"HTTP/1.1 200"))
            now = self.server.get("/metrics", token=None)
        page = samples(now.body.decode())
        taken = "autoindex_http_connections_total"
        self.assertEqual(page[taken, none] - before[taken, none], 2, "the idle one, this one")
        self.assertGreaterEqual(page["autoindex_http_connections", none], 2)
        self.assertEqual(page["autoindex_http_connections_max", none], 4096)
        self.assertGreaterEqual(page["autoindex_workers", none], 2)
        busy = page["autoindex_workers_busy", none]
        self.assertTrue(1 <= busy <= page["autoindex_workers", none], "this one")
        self.assertEqual(page["autoindex_queue_depth", none], 0)
        self.assertGreaterEqual(page["autoindex_queue_max", none], 256)
        self.assertEqual(page["autoindex_queue_refused_total", none], 0)
        self.assertNotIn(("autoindex_tls_not_after_seconds", none), page)

    def test_kept_replies(self) -> None:
        path = "/api/v1/index/rebalances?limit=3"
        pages = [self.page()]
        for _ in range(2):
            self.server.read(path)
            pages.append(self.page())
        for result, rises in ("miss", [1, 0]), ("hit", [0, 1]):
            key = ("autoindex_cache_lookups_total", labels(cache="reply", result=result))
            values = [p[key] for p in pages]
            self.assertEqual([b - a for a, b in zip(values, values[1:])], rises, result)
        kept = pages[-1]["autoindex_cache_bytes", labels(cache="reply")]
        self.assertGreater(kept, pages[0]["autoindex_cache_bytes", labels(cache="reply")])
        self.assertGreater(pages[-1]["autoindex_cache_entries", labels(cache="reply")], 0)

    def test_computing(self) -> None:
        def counts() -> list[float]:
            page = self.page()
            name = "autoindex_compute_seconds_count"
            return [page[name, labels(kind=k)] for k in ("publish", "backtest")]

        published, tried = counts()
        body = {"rebalance_frequency": "monthly"}
        reply = self.server.call("POST", "/api/v1/strategy/backtest", body)
        self.assertEqual(reply.status, 200)
        self.assertEqual(counts(), [published, tried + 1])
        reply = self.server.call("POST", "/api/v1/diagnostics/recalculate-index")
        self.assertLess(reply.status, 300, reply.body)
        self.assertEqual(counts(), [published + 1, tried + 1])

    def test_nothing_of_a_request_becomes_a_label(self) -> None:
        odd = "/api/v1/index/assets/%22%7Dx/history"
        self.server.get(odd)
        page = self.server.metrics()
        self.assertNotIn("%22", page)
        self.assertIn('route="/api/v1/index/assets/{symbol}/history"', page)

    def test_type_and_not_cached(self) -> None:
        headers = self.server.get("/metrics").headers
        self.assertEqual(headers["content-type"], "text/plain; version=0.0.4; charset=utf-8")
        self.assertEqual(headers["cache-control"], "no-store")


class Traces(unittest.TestCase):
    given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    form = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-(0[01])")

    def test_carried_on_or_begun(self) -> None:
        with Server(temp(self) / "data", "--no-sample-data") as s:
            seen: set[str] = set()
            traces: list[tuple[str, str]] = []
            for path, sent, same in (
                ("/ready", self.given, True),
                ("/", self.given, True),
                ("/api/v1/nothing", self.given, True),
                ("/ready", self.given.upper(), False),
                ("/ready", self.given + "-more", False),
                ("/ready", "nonsense", False),
                ("/ready", None, False),
            ):
                headers = {"traceparent": sent} if sent else {}
                m = self.form.fullmatch(
                    s.get(path, token=None, headers=headers).headers["traceparent"]
                )
                assert m, sent
                self.assertEqual(m[1] in self.given, same, sent)
                self.assertEqual(m[3], "01" if same else "00")
                self.assertNotIn(m[2], self.given, "the span is the server's own")
                seen.add(m[0])
                traces.append((path, m[1]))
            self.assertEqual(len(seen), 7)
            header = f"Traceparent: {self.given}\r\n"
            log = s.await_log("id=HTTP ", 7)
            for path, trace in traces:
                self.assertRegex(log, f" path={re.escape(path)} .* trace={trace} ")
            twice = f"GET /ready HTTP/1.1\r\nHost: x\r\n{header}{header}\r\n"
            reply, _ = s.bytes(twice.encode())
            self.assertNotIn(self.given[3:35], reply.headers["traceparent"])


class Refusals(unittest.TestCase):
    def test_by_limit(self) -> None:
        limits = ("--rate-limit", "1", "--rate-limit-anon", "4", "--rate-limit-user", "2")
        with Server(temp(self) / "data", "--no-sample-data", *limits) as s:
            s.register()
            for _ in range(5):
                s.get("/api/v1/diagnostics/cache-status")
            for _ in range(5):
                s.get("/api/v1/auth/setup", token=None)
            page = samples(s.metrics())
        refused = {k: page["autoindex_rate_limit_refused_total", labels(limit=k)] for k in KINDS}
        self.assertEqual(refused, {"address": 2, "user": 3, "compute": 0})


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
            page = s.metrics()
            self.assertIn("\nautoindex_faults_total 3\n", page)
            log = s.stop()
        self.assertEqual(log.count("id=FAULT"), 3)
        self.assertRegex(log, r'id=FAULT .*where="GET /api/v1/index/rebalances".*stack="')


if __name__ == "__main__":
    unittest.main()
