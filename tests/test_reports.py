# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Reports: figures equal the API's in every form, and who may read, keep and delete which."""
from __future__ import annotations

import base64
import csv
import hashlib
import html.parser
import io
import json
import math
import os
import re
import sqlite3
import unittest
from pathlib import Path
from typing import Any, ClassVar

import disks
from server import ServerTest, populated, run, temp

REPORTS = "/api/v1/reports"
RISK = "/api/v1/strategy/risk-metrics"
TYPES = ("performance", "allocation", "risk", "summary", "detailed")
DAYS = 400
NAMES = {  # the headline's rows and what the comparison calls them; percent there
    "total_return": "total_return",
    "annualized_return": "annualized_return",
    "volatility": "volatility",
}
BYTES = b"<!doctype html><title>Kept</title>"


def make(data: Path, kind: str, form: str, *more: str) -> bytes:
    out = temp() / f"report.{form}"
    done = run("report", "--type", kind, "--format", form, "--out", out, *more, data=data)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return out.read_bytes()


def blocks(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {b["id"]: b for s in report["sections"] for b in s["blocks"]}


def column(block: dict[str, Any], name: str) -> dict[str, Any]:
    at = [c["id"] for c in block["columns"]].index(name)
    return {r["id"]: r["cells"][at] for r in block["rows"]}


def close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


class Page(html.parser.HTMLParser):
    """What a page shows, and whatever would make a browser ask somebody."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.asks: list[str] = []
        self.tags: dict[str, int] = {}
        self.styles = ""
        self.policy = ""
        self.inside: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.inside.append(tag)
        for name, value in attrs:
            if name in ("src", "srcset", "style", "background", "action") or name.startswith("on"):
                self.asks.append(f"{tag} {name}={value}")
            if name == "href" and not str(value).startswith("#"):
                self.asks.append(f"{tag} {name}={value}")
            if name == "content" and "default-src" in str(value):
                self.policy = str(value)

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1] == "style":
            self.styles += data
        elif data.strip():
            self.words.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass


class Figures(ServerTest):
    """Made from the shell beside the running server, whose figures they are."""

    sample = True
    made: ClassVar[dict[tuple[str, str], bytes]]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.made = {
            (kind, form): make(cls.server.data, kind, form, "--days", str(DAYS))
            for kind in TYPES
            for form in ("json", "csv", "html")
        }

    def report(self, kind: str) -> dict[str, Any]:
        return dict(json.loads(self.made[kind, "json"]))

    def compare(self, report: dict[str, Any], basis: str) -> dict[str, Any]:
        period = f"start_date={report['start_date']}&end_date={report['end_date']}"
        found = self.server.read(f"/api/v1/benchmark/compare?{period}&basis={basis}")
        return dict(found)

    def test_headlines_are_those_of_the_comparison(self) -> None:
        for kind in TYPES:
            report = self.report(kind)
            headline = blocks(report)["headline"]
            other = self.compare(report, "price")
            for side, name in (("autoindex", "autoindex"), ("sp500", "benchmark")):
                shown = column(headline, name)
                for row, member in NAMES.items():
                    self.assertTrue(close(shown[row] * 100, other[side][member]), (kind, row))
                self.assertEqual(shown["sharpe_ratio"] is None, other[side]["sharpe_ratio"] is None)
            fall = self.server.read(
                f"{RISK}/drawdowns?start_date={report['start_date']}&limit=1"
                f"&end_date={report['end_date']}"
            )
            depth = column(headline, "autoindex")["max_drawdown"]
            self.assertTrue(close(depth, fall["items"][0]["depth"]))

    def test_undefined_figures_have_their_reason(self) -> None:
        """The sample has no risk-free rate in its last years."""
        for kind in TYPES:
            rows = {r["id"]: r for r in blocks(self.report(kind))["headline"]["rows"]}
            sharpe = rows["sharpe_ratio"]
            self.assertIsNone(sharpe["cells"][1])
            self.assertIn("no risk-free rate is known", sharpe["reasons"][1])
            self.assertIn(b"no risk-free rate is known", self.made[kind, "html"])
            self.assertIn(b"no risk-free rate is known", self.made[kind, "csv"])

    def test_the_whole_history_is_that_of_the_risk_page(self) -> None:
        report = json.loads(make(self.server.data, "detailed", "json"))
        shown = column(blocks(report)["statistics"], "autoindex")
        newest = self.server.read(RISK + "?limit=1")["metrics"][0]
        for name, value in newest.items():
            name = {"beta_sp500": "beta", "correlation_sp500": "correlation"}.get(name, name)
            if name in shown and isinstance(value, float):
                self.assertTrue(close(shown[name], value), (name, shown[name], value))
        self.assertEqual(report["end_date"], newest["date"])
        charts = [b for b in blocks(report).values() if b["kind"] == "chart"]
        self.assertGreaterEqual(len(charts), 8)
        total = column(blocks(report)["contributions"], "contribution")
        parts = math.fsum(v for k, v in total.items() if k not in ("total_return", "rest"))
        self.assertTrue(math.isclose(parts, total["total_return"], rel_tol=1e-9))

    def test_every_form_says_the_same(self) -> None:
        for kind in TYPES:
            headline = blocks(self.report(kind))["headline"]
            shown = column(headline, "autoindex")
            lines = list(csv.reader(io.StringIO(self.made[kind, "csv"].decode())))
            page = Page(self.made[kind, "html"].decode())
            for row, name in zip(headline["rows"], (r["cells"][0] for r in headline["rows"])):
                value = shown[row["id"]]
                line = next(x for x in lines if x and x[0] == name)
                self.assertEqual(line[1], "" if value is None else line[1])
                if value is None:
                    continue
                self.assertTrue(close(float(line[1]), value), (kind, name))
                ratio = row["id"] in ("sharpe_ratio", "sortino_ratio", "beta")
                words = f"{abs(value if ratio else value * 100):,.2f}"
                self.assertTrue(any(words in w for w in page.words), (kind, name, words))

    def test_pages_ask_nobody(self) -> None:
        for kind in TYPES:
            page = Page(self.made[kind, "html"].decode())
            self.assertEqual(page.asks, [])
            self.assertNotIn("script", page.tags)
            self.assertNotIn("link", page.tags)
            self.assertEqual(page.tags["style"], 1)
            self.assertNotIn("url(", page.styles)
            self.assertNotIn("@import", page.styles)
            self.assertIn("prefers-color-scheme:dark", page.styles)
            self.assertIn("@media print", page.styles)
            digest = hashlib.sha256(page.styles.encode()).digest()
            word = base64.b64encode(digest).decode()
            self.assertEqual(page.policy, f"default-src 'none'; style-src 'sha256-{word}'")
            self.assertEqual(page.tags["svg"] - 1, page.tags["title"] - 1)  # the mark has none
            self.assertLess(len(self.made[kind, "html"]), 500 * 1024)


class Kept(ServerTest):
    """Rows and files as a task leaves them."""

    number = 0

    def keep(self, user: str, body: bytes = BYTES, form: str = "html") -> str:
        type(self).number += 1
        name = f"kept-{self.number}"
        folder = self.server.data / "reports"
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / f"{name}.{form}").write_bytes(body)
        db = sqlite3.connect(self.server.data / "autoindex.db", timeout=30)
        with db:
            db.execute(
                "INSERT INTO reports SELECT NULL, ?, id, 1, 'risk', ?, 30, 0, 19000, 1, ?, ?, 0"
                " FROM users WHERE email = ?",
                (name, form, len(body), hashlib.sha256(body).hexdigest(), user),
            )
        db.close()
        return name

    def setUp(self) -> None:
        type(self).number += 1
        self.bob, self.eve = f"bob{self.number}@example.com", f"eve{self.number}@example.com"
        self.token = self.server.register(self.bob)
        self.other = self.server.register(self.eve)

    def test_list_and_get(self) -> None:
        names = [self.keep(self.bob) for _ in range(3)]
        found = self.server.read(REPORTS + "?limit=2", token=self.token)
        self.assertEqual([r["id"] for r in found["items"]], names[:0:-1])
        self.assertEqual(found["total"], 3)
        one = self.server.read(f"{REPORTS}/{names[0]}", token=self.token)
        self.assertEqual((one["report_type"], one["format"]), ("risk", "html"))
        self.assertEqual((one["size"], one["period_days"]), (len(BYTES), 30))

    def test_download(self) -> None:
        name = self.keep(self.bob)
        at = f"{REPORTS}/{name}/download"
        reply = self.server.get(at, token=self.token)
        self.assertEqual((reply.status, reply.body), (200, BYTES))
        self.assertEqual(reply.headers["content-type"], "text/html; charset=utf-8")
        where = 'filename="autoindex-risk-2022-01-08.html"'
        self.assertEqual(reply.headers["content-disposition"], "attachment; " + where)
        policy = reply.headers["content-security-policy"]
        self.assertRegex(
            policy,
            r"^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+';"
            r" frame-ancestors 'none'; sandbox$",
        )
        self.assertEqual(reply.headers["x-content-type-options"], "nosniff")
        shown = self.server.get(at + "?inline=true", token=self.token)
        self.assertEqual(shown.headers["content-disposition"], "inline; " + where)
        part = self.server.get(at, token=self.token, headers={"Range": "bytes=2-8"})
        self.assertEqual((part.status, part.body), (206, BYTES[2:9]))
        self.server.get(at, token=self.token, headers={"Range": "bytes=9999-"}).problem(
            416, "range_not_satisfiable"
        )
        text = self.keep(self.bob, b"a,b\n1,2\n", "csv")
        reply = self.server.get(f"{REPORTS}/{text}/download", token=self.token)
        self.assertEqual(reply.headers["content-type"], "text/csv; charset=utf-8")
        self.assertNotIn("sandbox", reply.headers["content-security-policy"])

    def test_another_users_is_not_found(self) -> None:
        name = self.keep(self.bob)
        for token in (self.other, self.server.token):  # who is an administrator
            self.assertEqual(self.server.read(REPORTS, token=token)["items"], [])
            for path in ("", "/download"):
                self.server.get(f"{REPORTS}/{name}{path}", token=token).problem(404, "not_found")
            gone = self.server.call("DELETE", f"{REPORTS}/{name}", token=token)
            gone.problem(404, "not_found")
        self.assertTrue((self.server.data / "reports" / f"{name}.html").exists())
        self.server.get(REPORTS, token=None).problem(401, "unauthorized")

    def test_delete(self) -> None:
        name = self.keep(self.bob)
        reply = self.server.call("DELETE", f"{REPORTS}/{name}", token=self.token)
        self.assertEqual(reply.status, 204)
        self.assertFalse((self.server.data / "reports" / f"{name}.html").exists())
        again = self.server.call("DELETE", f"{REPORTS}/{name}", token=self.token)
        again.problem(404, "not_found")

    def test_a_damaged_file(self) -> None:
        name = self.keep(self.bob)
        path = self.server.data / "reports" / f"{name}.html"
        for change in (BYTES[:-1] + b"X", BYTES + b"X", b""):
            path.write_bytes(change)
            reply = self.server.get(f"{REPORTS}/{name}/download", token=self.token)
            reply.problem(409, "report_damaged")
        path.unlink()
        reply = self.server.get(f"{REPORTS}/{name}/download", token=self.token)
        reply.problem(409, "report_damaged")

    def test_names_that_lead_elsewhere(self) -> None:
        for name in ("..%2f..%2fautoindex", "%2e%2e", "a%00b", "x" * 65, "%27%20OR%201"):
            reply = self.server.get(f"{REPORTS}/{name}/download", token=self.token)
            self.assertIn(reply.status, (400, 404, 422), name)


class Shell(unittest.TestCase):
    data: ClassVar[Path]

    @classmethod
    def setUpClass(cls) -> None:
        cls.data = populated(cls)

    def refused(self, *args: str, words: str, status: int = 2) -> None:
        done = run("report", *args, data=self.data, cwd=temp(self))
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertIn(words, done.stderr)
        self.assertEqual(done.stdout, "")

    def test_where_it_goes(self) -> None:
        folder = temp(self)
        done = run("report", "--type", "summary", "--days", "90", data=self.data, cwd=folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        name = "autoindex-summary-2022-12-28.html"
        self.assertEqual(os.listdir(folder), [name])
        self.assertIn("29 September 2022 to 28 December 2022", done.stdout)
        done = run("report", "--out", "-", "--format", "csv", "--type", "risk", data=self.data)
        self.assertTrue(done.stdout.startswith("Report,Waardhaven AutoIndex\n"))
        out = temp(self) / "a.json"
        period = ("--from", "2001-01-01", "--to", "2001-12-31")
        done = run("report", "--out", out, "--json", *period, data=self.data)
        said = json.loads(done.stdout)
        self.assertEqual((said["format"], said["start_date"]), ("json", "2001-01-02"))
        self.assertEqual(said["size"], out.stat().st_size)
        self.assertEqual(json.loads(out.read_text())["end_date"], "2001-12-31")

    def test_a_few_days(self) -> None:
        """What cannot be said of so few is left out, or a reason: no word of the C library's for it."""
        for days in ("1", "5", "7", "30"):
            text = make(self.data, "detailed", "json", "--days", days).decode()
            self.assertNotRegex(text, r"(?i)\b(nan|inf|infinity)\b", days)

    def test_wrong_usage(self) -> None:
        self.refused("--type", "detailled", words="did you mean 'detailed'?")
        self.refused("--format", "doc", words="--format: there is no 'doc'")
        self.refused("--days", "3651", words="from 1 to 3650")
        self.refused("--days", "7", "--to", "2020-01-01", words="--days goes without")
        self.refused("--from", "2020-02-30", words="is no date")
        self.refused("--from", "2020-02-02", "--to", "2020-01-01", words="must not be after")
        self.refused("--from", "1980-01-01", "--to", "1980-12-31", words="1990-04-02")
        out = str(temp(self) / "nowhere" / "a.html")
        self.refused("--out", out, words="cannot write", status=1)

    def test_nothing_computed(self) -> None:
        done = run("report", data=temp(self) / "data", cwd=temp(self))
        self.assertEqual(done.returncode, 1)
        self.assertIn("has not been computed yet", done.stderr)

    def test_a_full_disk_leaves_the_old_file(self) -> None:
        with disks.small(self, 64 << 10) as (folder, how):
            out = folder / "a.json"
            out.write_text("old")
            done = run("report", "--out", out, data=self.data, **how)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn("cannot write", done.stderr)
            self.assertEqual((os.listdir(folder), out.read_text()), (["a.json"], "old"))

    def test_help(self) -> None:
        done = run("report", "--help")
        for word in ("--type", "--format", "--days", "--from", "--to", "--out"):
            self.assertTrue(re.search(rf"{word}\b", done.stdout), word)


if __name__ == "__main__":
    unittest.main()
