# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Spans by OTLP/HTTP, told to a stub of a collector that decodes them."""
from __future__ import annotations

import json
import sqlite3
import threading
import time
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from server import PATIENCE, Server, populated, run, temp

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


def attributes(items: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        ((kind, value),) = item["value"].items()
        assert item["key"] not in found, item
        found[item["key"]] = {"stringValue": str, "intValue": int}[kind](value)
    return found


class Collector:
    """Takes what is exported, and keeps each span as one dict."""

    def __init__(self) -> None:
        self.spans: list[dict[str, Any]] = []
        self.resources: list[dict[str, Any]] = []
        self.faults: list[str] = []
        self.more = threading.Condition()
        collector = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                try:
                    collector.take(self.path, self.headers["Content-Type"], json.loads(body))
                except (AssertionError, KeyError, ValueError) as e:
                    collector.faults.append(repr(e))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self.http.server_address[1]}"
        self.thread = threading.Thread(target=self.http.serve_forever)
        self.thread.start()

    def take(self, path: str, kind: str, body: dict[str, Any]) -> None:
        assert (path, kind) == ("/v1/traces", "application/json"), (path, kind)
        (of_resource,) = body["resourceSpans"]
        (of_scope,) = of_resource["scopeSpans"]
        with self.more:
            self.resources.append(attributes(of_resource["resource"]["attributes"]))
            for span in of_scope["spans"]:
                span["attributes"] = attributes(span["attributes"])
                self.spans.append(span)
            self.more.notify_all()

    def await_spans(self, n: int) -> list[dict[str, Any]]:
        with self.more:
            done = self.more.wait_for(lambda: len(self.spans) >= n or bool(self.faults), PATIENCE)
        assert done and not self.faults, (self.faults, self.spans)
        return self.spans

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


class Spans(unittest.TestCase):
    def setUp(self) -> None:
        self.collector = Collector()
        self.addCleanup(self.collector.stop)
        self.flags = ("--otlp-endpoint", self.collector.endpoint + "/")

    def counted(self, s: Server, result: str) -> int:
        page = s.get("/metrics", token=None, headers={"traceparent": f"00-{TRACE}-{PARENT}-00"})
        for line in page.body.decode().splitlines():
            if line.startswith(f'autoindex_spans_total{{result="{result}"}} '):
                return int(line.rpartition(" ")[2])
        raise AssertionError("no count of spans")

    def test_one_a_request(self) -> None:
        before = time.time_ns()
        with Server(populated(self), *self.flags) as s:
            s.login()
            path = "/api/v1/index/assets/AAPL/history"
            given = {"traceparent": f"00-{TRACE}-{PARENT}-01", "X-Request-Id": "mine"}
            reply = s.get(path + "?limit=2", headers=given)
            self.assertEqual(reply.status, 200)
            begun = s.get("/api/v1/nothing", token=None)
            spans = {span["name"]: span for span in self.collector.await_spans(3)}
            until = time.monotonic() + PATIENCE
            while self.counted(s, "sent") < 3 and time.monotonic() < until:
                time.sleep(0.02)
            self.assertEqual(self.counted(s, "sent"), 3)
            self.assertEqual(self.counted(s, "dropped") + self.counted(s, "failed"), 0)
        after = time.time_ns()

        self.assertEqual(
            self.collector.resources[0], {"service.name": "autoindex", "service.version": "0.1.0"}
        )
        route = "/api/v1/index/assets/{symbol}/history"
        self.assertEqual(set(spans), {"POST /api/v1/auth/login", f"GET {route}", "GET"})
        history, nothing = spans[f"GET {route}"], spans["GET"]
        self.assertEqual((history["traceId"], history["parentSpanId"]), (TRACE, PARENT))
        said = reply.headers["traceparent"].split("-")
        self.assertEqual(said, ["00", TRACE, history["spanId"], "01"])
        self.assertEqual((history["kind"], history["status"]), (2, {}))
        self.assertEqual(
            history["attributes"],
            {
                "http.request.method": "GET",
                "http.route": route,
                "url.path": path,
                "http.response.status_code": 200,
                "autoindex.request_id": "mine",
            },
        )
        self.assertNotIn("parentSpanId", nothing)
        said = begun.headers["traceparent"].split("-")
        self.assertEqual(said, ["00", nothing["traceId"], nothing["spanId"], "01"])
        self.assertNotIn("http.route", nothing["attributes"])
        for span in self.collector.spans:
            start, end = int(span["startTimeUnixNano"]), int(span["endTimeUnixNano"])
            self.assertLessEqual(start, end)
            second = 10**9
            self.assertTrue(before - second < start and end < after + second, span)

    def test_what_others_do_not_record_we_do_not(self) -> None:
        with Server(temp(self) / "data", "--no-sample-data", *self.flags) as s:
            s.get("/ready", token=None, headers={"traceparent": f"00-{TRACE}-{PARENT}-00"})
            s.get("/health", token=None)
            (span,) = self.collector.await_spans(1)
            self.assertEqual(span["name"], "GET /health")
        self.assertEqual(len(self.collector.spans), 1)

    def test_a_fault_is_an_error(self) -> None:
        with Server(populated(self), *self.flags) as s:
            s.login()
            db = sqlite3.connect(s.data / "autoindex.db", isolation_level=None)
            db.execute("ALTER TABLE rebalances RENAME TO renamed")
            s.get("/api/v1/index/rebalances?limit=7").problem(500, "internal")
            db.close()
            found = {span["name"]: span["status"] for span in self.collector.await_spans(2)}
            self.assertEqual(found["GET /api/v1/index/rebalances"], {"code": 2})
            self.assertEqual(found["POST /api/v1/auth/login"], {})

    def test_what_is_left_goes_out_at_the_end(self) -> None:
        with Server(temp(self) / "data", "--no-sample-data", *self.flags) as s:
            for _ in range(20):
                s.get("/health", token=None)
        self.assertEqual(len(self.collector.spans), 20)
        self.assertEqual(len({span["spanId"] for span in self.collector.spans}), 20)

    def test_no_collector(self) -> None:
        self.collector.http.server_close()
        with Server(temp(self) / "data", "--no-sample-data", *self.flags) as s:
            s.get("/health", token=None)
            s.await_log("level=warn id=OTLP")
            self.assertEqual((self.counted(s, "sent"), self.counted(s, "failed")), (0, 1))
            s.alive()

    def test_what_is_no_address(self) -> None:
        flags = ("--port", "0", "--no-sample-data", "--otlp-endpoint", "localhost:4318")
        done = run("serve", *flags, data=temp(self) / "data")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("otlp_endpoint: 'localhost:4318/v1/traces' must begin with", done.stderr)


if __name__ == "__main__":
    unittest.main()
