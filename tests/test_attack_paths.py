# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Attack: paths that leave their folder, and slashes that hide. Nothing outside the web app is ever read."""
from __future__ import annotations

from server import ServerTest

SECRET = "a-word-that-no-page-holds"
UP = (
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    ".%2e/",
    "..\\",
    "..%5c",
    "%252e%252e%252f",
    "..%c0%af",
    "%c0%ae%c0%ae/",
    "..;/",
    "....//",
    ".../",
    "..%00/",
    "..%2f%2e/",
)


class Paths(ServerTest):
    def test_up_and_away(self) -> None:
        data = self.server.data
        (data / "plain.txt").write_text(SECRET)
        key = (data / "secret.key").read_bytes()
        names = ("etc/passwd", "secret.key", "plain.txt", "autoindex.db", f"{data}/plain.txt"[1:])
        for up in UP:
            for start in ("/", "/_next/static/", "/dashboard/", "/api/v1/"):
                for name in names:
                    for depth in (1, 8):
                        path = f"{start}{up * depth}{name}"
                        reply, _ = self.server.bytes(
                            f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
                        )
                        self.assertIn(reply.status, (400, 404), path)
                        self.assertNotIn(SECRET.encode(), reply.body)
                        self.assertNotIn(b"root:", reply.body)
                        self.assertNotIn(b"SQLite", reply.body)
                        self.assertNotIn(key, reply.body)

    def test_absolute_ones(self) -> None:
        for path in (
            "//etc/passwd",
            "/%2fetc%2fpasswd",
            "/file:///etc/passwd",
            "/c:/x",
            "//x.test/",
        ):
            reply, _ = self.server.bytes(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            self.assertEqual(reply.status, 404, path)
            self.assertNotIn("location", reply.headers)

    def test_a_redirect_stays_here(self) -> None:
        """/dashboard leads to /dashboard/ and never to another host."""
        for path in (
            "/dashboard",
            "//dashboard",
            "/%2fdashboard",
            "///x.test/%2e%2e",
            "/dashboard?//x",
        ):
            reply, _ = self.server.bytes(f"GET {path} HTTP/1.1\r\nHost: evil.test\r\n\r\n".encode())
            to = reply.headers.get("location", "/")
            self.assertRegex(to, r"^/(?![/\\])", path)
            self.assertNotIn("evil", to)

    def test_encoded_slashes_do_not_part(self) -> None:
        """An encoded slash is a character of its segment: no way into a route, nor round a rule."""
        for path in (
            "/api/v1%2fauth%2fme",
            "/api%2fv1/auth/me",
            "/api/v1/auth%2fme",
            "/api/v1/auth/me%2f",
            "/api/v1/auth/%2e/me",
            "/api/v1/index/../auth/me",
            "/api/v1/index/%2e%2e/auth/me",
            "/api/v1//auth/me",
            "//api/v1/auth/me",
            "/api/v1/auth/me/",
            "/api/v1/auth/me;x=y",
            "/api/v1/auth/me%00",
            "/api/v1/auth/me%20",
            "/api/v1/auth/me.json",
            "/API/V1/auth/me",
            "/api/v1/auth\\me",
        ):
            reply = self.server.get(path)
            self.assertIn(reply.status, (400, 404), path)
        for symbol in ("..%2f..%2fauth%2fme", "A%2fhistory", "%2e%2e", "%00", "%ff", "A" * 5000):
            reply = self.server.get(f"/api/v1/index/assets/{symbol}/history")
            self.assertIn(reply.status, (400, 404, 422), symbol)

    def test_no_rule_is_passed_by_another_spelling(self) -> None:
        """What needs a sign-in answers 401 or is not there, however its path is written."""
        for path in (
            "/api/v1/admin/users",
            "/api/v1/admin/./users",
            "/api/v1/admin/%75sers",
            "/api/v1/%61dmin/users",
            "/api/v1/health/../admin/users",
            "/api/v1/admin/users?",
            "/api/v1/admin/users?x=/health",
            "/api/v1/admin/users#/health",
            "http://x/api/v1/admin/users",
        ):
            reply, _ = self.server.bytes(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            self.assertIn(reply.status, (401, 400, 404), path)
        for name in (
            "X-Original-URL",
            "X-Rewrite-URL",
            "X-HTTP-Method-Override",
            "X-Forwarded-Prefix",
        ):
            reply = self.server.get("/health", headers={name: "/api/v1/admin/users"}, token=None)
            self.assertNotIn(b"items", reply.body)
