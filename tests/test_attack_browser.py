# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Attack: through the browser of somebody who is signed in, and through a spreadsheet.

CORS: no other origin is let in, however near it is to ours. CSRF: no state changes without a token in a
header, which another site cannot send; forms are refused by their media type; there are no cookies. CSV:
what a spreadsheet would compute is only text in what is exported.
"""
from __future__ import annotations

import csv
import io
import unittest

from server import EMAIL, PASSWORD, ServerTest, described, populated, run, temp

OURS = "http://localhost:3000"
LOGIN = "/api/v1/auth/login"
CURRENT = "/api/v1/index/current"


class Origins(ServerTest):
    sample = True
    flags = ("--frontend-url", "https://index.example.com")

    def test_origins_that_are_not_ours(self) -> None:
        for origin in (
            "null",
            "*",
            "http://evil.test",
            "https://localhost:3000",
            "http://localhost:30000",
            "http://localhost",
            "http://localhost:3000.evil.test",
            "http://localhost:3000@evil.test",
            "http://LOCALHOST:3000",
            "http://localhost:3000/",
            "http://localhost:3000,http://evil.test",
            "http://evil.test http://localhost:3000",
            "https://index.example.com.evil.test",
            "https://evilindex.example.com",
            "https://x.index.example.com",
            "http://index.example.com",
            f"http://127.0.0.1:{self.server.port}",
            "file://",
        ):
            for method, path in (
                ("GET", CURRENT),
                ("GET", "/"),
                ("POST", LOGIN),
                ("OPTIONS", CURRENT),
            ):
                headers = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
                reply = self.server.call(method, path, headers=headers)
                named = [n for n in reply.headers if n.startswith("access-control-")]
                self.assertEqual(named, [], (origin, path))
                self.assertIn("Origin", reply.headers.get("vary", "Origin"))

    def test_a_reply_kept_for_one_origin_is_not_anothers(self) -> None:
        for origin, said in ((OURS, OURS), ("http://evil.test", None), (OURS, OURS), (None, None)):
            headers = {"Origin": origin} if origin else {}
            reply = self.server.get(CURRENT, headers=headers)
            self.assertEqual(reply.headers.get("access-control-allow-origin"), said)
            self.assertIn("Origin", reply.headers["vary"])

    def test_no_cookies(self) -> None:
        body = {"email": EMAIL, "password": PASSWORD}
        for reply in (
            self.server.call("POST", LOGIN, body, token=None),
            self.server.get("/", token=None),
            self.server.get(CURRENT),
        ):
            self.assertNotIn("set-cookie", reply.headers)

    def test_forms_and_what_needs_no_preflight(self) -> None:
        body = b'{"email":"ada@example.com","password":"' + PASSWORD.encode() + b'"}'
        for kind in (
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain; application/json",
            "text/json",
            "application/jsonx",
            "application/json, text/plain",
        ):
            headers = {"Content-Type": kind, "Origin": "http://evil.test"}
            self.server.call("POST", LOGIN, body, headers=headers, token=None).problem(
                415, "unsupported_media_type"
            )

    def test_nothing_changes_without_a_token(self) -> None:
        """As another site would send it: cookies, a referrer, other ways to name a method."""
        headers = {
            "Origin": "http://evil.test",
            "Referer": "http://localhost:3000/dashboard/",
            "Cookie": f"access_token={self.server.token}; Authorization=Bearer {self.server.token}",
            "X-HTTP-Method-Override": "PUT",
            "X-Requested-With": "XMLHttpRequest",
            "Content-Type": "text/plain",
        }
        before = self.server.read("/api/v1/strategy/config")
        for path, item in described().document["paths"].items():
            for method, operation in item.items():
                if method == "get" or operation.get("security") == []:
                    continue
                target = path.replace("{id}", "1").replace("{version}", "1")
                reply = self.server.call(method.upper(), target, b"{}", headers=headers, token=None)
                self.assertEqual(reply.status, 401, f"{method} {path}")
                reply = self.server.get(f"{target}?_method={method}", headers=headers, token=None)
                self.assertIn(reply.status, (401, 404, 405, 422), f"{method} {path}")
        self.assertEqual(self.server.read("/api/v1/strategy/config"), before)

    def test_pages_are_in_no_frame(self) -> None:
        for path in ("/", "/login/", "/dashboard/", "/nothing", CURRENT):
            reply = self.server.get(path, headers={"Accept": "text/html"})
            self.assertIn("frame-ancestors 'none'", reply.headers["content-security-policy"], path)
            self.assertEqual(reply.headers["x-frame-options"], "DENY")
            self.assertEqual(reply.headers["x-content-type-options"], "nosniff")


class Spreadsheets(unittest.TestCase):
    FORMULAS = ("=1+1", "+A1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x","y")', "=cmd|'/C x'!A0")

    def cells(self, text: str) -> list[str]:
        return [cell for row in csv.reader(io.StringIO(text)) for cell in row]

    def harmless(self, text: str) -> None:
        for cell in self.cells(text):
            if cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
                float(cell)  # a number, or this fails

    def test_symbols_that_are_formulas_are_not_taken(self) -> None:
        folder = temp(self)
        for i, formula in enumerate(self.FORMULAS):
            quoted = formula.replace('"', '""')
            path = folder / f"{i}.csv"
            path.write_text(
                f'date,symbol,close\n2024-01-02,"{quoted}",1\n2024-01-03,"{quoted}",1\n'
            )
            done = run("import", path, "--json", data=folder / "data")
            self.assertNotIn('"accepted":2', done.stdout.replace(" ", ""))

    def test_every_export_of_the_command_line(self) -> None:
        data = populated(self)
        rows = ["date,symbol,name,close"]
        for i, formula in enumerate(self.FORMULAS):
            quoted = formula.replace('"', '""')
            rows += [f'2022-12-{20 + d},^F{i}=-.X,"{quoted}",{5 + d}' for d in range(3)]
        path = data.parent / "names.csv"
        path.write_text("\n".join(rows) + "\n")
        self.assertEqual(run("import", path, data=data).returncode, 0)
        exports = (
            ("explain",),
            ("backtest",),
            ("simulate", "1000", "2020-01-02"),
            ("metrics",),
            ("metrics", "explain"),
            ("config",),
            ("doctor",),
        )
        written = 0
        for words in exports:
            done = run(*words, "--csv", data=data)
            if done.returncode == 0:
                self.harmless(done.stdout)
                written += 1
        self.assertGreaterEqual(written, 4)
        for formula in self.FORMULAS:
            done = run("config", "--csv", "--frontend-url", formula, data=data)
            self.harmless(done.stdout)
            self.assertIn("'" + formula, self.cells(done.stdout))


if __name__ == "__main__":
    unittest.main()
