# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Attack: text that means something to whoever reads it next. SQL, log lines, header lines, terminals, pages.

Every text field of every route, every parameter of a query and a path, and the headers that we read get
each of these. No answer is a fault, the tables stay as they are, a log line stays one line that was ours,
and no reply has a header that we did not write. What is stored comes back as the same text.
"""
from __future__ import annotations

import json
import re
import unittest
from typing import Any, Iterator
from urllib.parse import quote

from accounts import ADMIN, AUTH, ME
from server import PASSWORD, Reply, Server, ask, described, populated

FORGED = 'ts=2001-01-01T00:00:00.000Z level=error id=FORGED msg="x"'
TEXTS = (
    "' OR '1'='1",
    "'; DROP TABLE users; --",
    '" UNION SELECT password_hash FROM users --',
    "x' || (SELECT load_extension('x')) || '",
    "%' ESCAPE '\\",
    "%%%_",
    "1); DELETE FROM prices; --",
    "a\r\nX-Injected: yes\r\n\r\nbody",
    f"a\n{FORGED}",
    f'a" {FORGED}',
    "\u2028\u2029\u0085X-Injected: yes",
    "\x1b[2J\x1b]0;title\x07",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{7*7}}${7*7}%s%n%x",
    "$(id)`id`;id|id&",
    "../../../etc/passwd",
    "\u202egnp.exe",
    "\ufffe\uffff",
)
# The rest of a body, so that the field under attack is what is looked at.
GOOD: dict[str, Any] = {
    "email": "somebody@example.com",
    "password": PASSWORD,
    "current": PASSWORD,
    "new": "Another-pass-9",
    "code": "123456",
    "name": "a key",
    "scope": "read",
    "amount": 1000,
    "start_date": "2020-01-02",
    "reason": "a reason",
    "confidence": 0.5,
    "adjustments": {},
    "dry_run": True,
}
# A session would end with its owner's own doing.
LAST = ("/api/v1/auth/logout", "/api/v1/auth/revoke-all", "/api/v1/auth/refresh")


def kinds(schema: dict[str, Any]) -> list[str]:
    kind = schema.get("type", [])
    return [kind] if isinstance(kind, str) else list(kind)


def operations() -> Iterator[tuple[str, str, list[dict[str, Any]], dict[str, Any]]]:
    """Method, path, parameters, and the members of the body."""
    contract = described()
    for path, item in contract.document["paths"].items():
        for method, o in item.items():
            content = o.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema", {})
            if "$ref" in schema:
                schema = contract.resolve(schema["$ref"])
            if path not in LAST:
                yield method.upper(), path, o.get("parameters", []), schema.get("properties", {})


def requests(text: str) -> Iterator[tuple[str, str, object]]:
    """Each place that takes text, one at a time."""
    for method, path, parameters, members in operations():
        where = re.sub(r"{\w+}", "7", path)
        good = {k: v for k, v in GOOD.items() if k in members}
        for p in parameters:
            if p["in"] == "path":
                target = path.replace(f"{{{p['name']}}}", quote(text, safe=""))
                yield method, re.sub(r"{\w+}", "7", target), good or None
            elif p["in"] == "query":
                yield method, f"{where}?{p['name']}={quote(text, safe='')}", good or None
        for name in members:
            if name not in ("password", "new") or "register" not in path:
                yield method, where, good | {name: text}
        yield method, f"{where}?{quote(text, safe='')}=1", good or None


class Injection(unittest.TestCase):
    def start(self, *flags: str) -> Server:
        server = Server(populated(self), "--log-level", "info", *flags)
        self.addCleanup(lambda: server.log.closed or server.stop())
        server.login()
        return server

    def sound(self, reply: Reply, what: object) -> None:
        self.assertLess(reply.status, 500, what)
        self.assertNotIn("x-injected", reply.headers, what)
        for value in reply.headers.values():
            self.assertNotRegex(value, r"[\r\n\x00\x1b]", what)
        kind = reply.headers.get("content-type", "")
        if b"<script>alert" in reply.body:
            self.assertIn("json", kind, what)
            self.assertEqual(reply.headers["x-content-type-options"], "nosniff")

    def tables(self, server: Server) -> object:
        structure = ask(server.data, "SELECT name, sql FROM sqlite_master ORDER BY name")
        self.assertEqual(ask(server.data, "PRAGMA integrity_check"), [("ok",)])
        sizes = [
            ask(server.data, f"SELECT count(*) FROM {t}")
            for t in ("prices", "assets", "index_values", "strategy_configs")
        ]
        return structure, sizes

    def test_every_field_of_every_route(self) -> None:
        server = self.start()
        before = self.tables(server)
        sent = 0
        for text in TEXTS:
            for method, target, body in requests(text):
                self.sound(server.call(method, target, body), (method, target, body))
                sent += 1
        self.assertGreater(sent, 1000)
        self.assertEqual(self.tables(server), before)
        self.assertEqual(server.get(ME).status, 200)
        lines = server.stop().splitlines()
        self.assertGreater(len(lines), sent)
        for line in lines:
            self.assertRegex(line, r'^ts=20\d\d-\d\d-\d\dT\S+ level=\w+ id=\S+ msg="')
            self.assertNotRegex(line, r"^ts=2001|[\x00-\x1f\x7f]")

    def test_headers(self) -> None:
        server = self.start("--log-format", "json", "--trusted-proxies", "127.0.0.1")
        names = (
            *("User-Agent", "X-Request-Id", "X-Forwarded-For", "X-Forwarded-Proto", "Origin"),
            *("Referer", "Cookie", "Authorization", "X-Admin-Token", "Accept", "Accept-Encoding"),
            *("If-None-Match", "Range", "Host", "Content-Type", "Access-Control-Request-Method"),
        )
        for text in TEXTS:
            for name in names:
                value = text.encode()
                for cut in (value, re.sub(rb"[\r\n\0]", b" ", value)):
                    head = b"Host: x\r\n" if name != "Host" else b""
                    data = b"GET /api/v1/index/current HTTP/1.1\r\n" + head
                    data += name.encode() + b": " + cut + b"\r\nConnection: close\r\n\r\n"
                    with server.connect() as s:
                        s.sendall(data)
                        got = b""
                        try:
                            while piece := s.recv(65536):
                                got += piece
                        except ConnectionResetError:
                            pass
                    self.assertNotRegex(got, rb"(?i)\r\nx-injected")
                    self.assertNotIn(b"HTTP/1.1 5", got, (name, text))
        for line in server.stop().splitlines():
            self.assertNotEqual(json.loads(line)["id"], "FORGED")

    def test_what_is_stored_comes_back_as_it_was(self) -> None:
        server = self.start()
        for text in TEXTS:
            reply = server.call("POST", AUTH + "/api-keys", {"name": text, "scope": "read"})
            if reply.status == 201:
                server.secrets.append(reply.json()["key"])
                names = [k["name"] for k in server.read(AUTH + "/api-keys")["items"]]
                self.assertEqual(names[0], text)
            else:
                reply.problem(422, "invalid", "name")
            body = GOOD | {"adjustments": {"cost_bps": 7}, "reason": text}
            body = {k: body[k] for k in ("adjustments", "reason", "confidence", "dry_run")}
            reply = server.call("POST", "/api/v1/strategy/config/ai-adjust", body)
            self.assertIn(reply.status, (200, 422), text)
            self.sound(server.get(f"{ADMIN}/users?q={quote(text, safe='')}"), text)
            users = server.read(f"{ADMIN}/users?q={quote(text, safe='')}")
            self.assertEqual(users["items"], [], f"{text} finds somebody")


if __name__ == "__main__":
    unittest.main()
