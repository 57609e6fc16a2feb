# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""What every good reply carries: validators, codings, CORS, security headers; and the pages."""
from __future__ import annotations

import base64
import ctypes
import gzip
import hashlib
import re
import unittest
from html.parser import HTMLParser

from server import Reply, ServerTest

HISTORY = "/api/v1/index/history"
ORIGIN = "http://localhost:3000"


def unbrotli(data: bytes, room: int) -> bytes:
    """The program links the decoder, so it is there."""
    lib = ctypes.CDLL("libbrotlidec.so.1")
    out = ctypes.create_string_buffer(room)
    n = ctypes.c_size_t(room)
    ok = lib.BrotliDecoderDecompress(ctypes.c_size_t(len(data)), data, ctypes.byref(n), out)
    if ok != 1:
        raise AssertionError("not a brotli stream")
    return out.raw[: n.value]


class Validators(ServerTest):
    sample = True

    def test_etag_is_stable_and_answers_304(self) -> None:
        first, again = self.server.get(HISTORY), self.server.get(HISTORY)
        tag = first.headers["etag"]
        self.assertRegex(tag, r'^"[0-9a-f]{32}"$')
        self.assertEqual(again.headers["etag"], tag)
        for listed in (tag, f'"x", {tag}', f"W/{tag}", "*"):
            reply = self.server.get(HISTORY, headers={"If-None-Match": listed})
            self.assertEqual((reply.status, reply.body), (304, b""), listed)
            self.assertEqual(reply.headers["etag"], tag)
            self.assertEqual(reply.headers["cache-control"], first.headers["cache-control"])
        reply = self.server.get(HISTORY, headers={"If-None-Match": '"other"'})
        self.assertEqual((reply.status, reply.body), (200, first.body))

    def test_etag_tells_content_apart(self) -> None:
        tags = [
            self.server.get(HISTORY + query).headers["etag"]
            for query in ("", "?variant=net", "?start_date=2022-01-03")
        ]
        self.assertEqual(len(set(tags)), 3)

    def test_etag_does_not_open_what_needs_a_token(self) -> None:
        tag = self.server.get(HISTORY).headers["etag"]
        reply = self.server.get(HISTORY, headers={"If-None-Match": tag}, token=None)
        reply.problem(401, "unauthorized")

    def test_private_replies_are_not_kept_by_others(self) -> None:
        self.assertEqual(self.server.get(HISTORY).headers["cache-control"], "private, no-cache")
        me = self.server.get("/api/v1/auth/me")
        self.assertEqual(me.headers["cache-control"], "no-store")
        self.assertNotIn("etag", me.headers)

    def test_ranges_of_a_download(self) -> None:
        path = "/openapi.json"
        for accept in ("identity", "br"):
            coding = {"Accept-Encoding": accept}
            # Its reply rests and may be the next one's.
            head = self.server.call("HEAD", path, headers=coding)
            self.assertEqual(head.headers["accept-ranges"], "bytes")
            whole = self.server.get(path, headers=coding)
            self.assertEqual(whole.headers["accept-ranges"], "bytes")
            n, tag = len(whole.body), whole.headers["etag"]
            first = self.server.get(path, headers=coding | {"Range": "bytes=0-999"})
            rest = self.server.get(path, headers=coding | {"Range": "bytes=1000-", "If-Range": tag})
            self.assertEqual((first.status, rest.status), (206, 206))
            self.assertEqual(first.headers["content-range"], f"bytes 0-999/{n}")
            self.assertEqual(rest.headers["content-range"], f"bytes 1000-{n - 1}/{n}")
            self.assertEqual(first.body + rest.body, whole.body)
            self.assertEqual((first.headers["etag"], rest.headers["etag"]), (tag, tag))
            reply = self.server.get(path, headers=coding | {"Range": f"bytes={n}-"})
            reply.problem(416, "range_not_satisfiable")
            self.assertEqual(reply.headers["content-range"], f"bytes */{n}")
            other = coding | {"Range": "bytes=5-9", "If-Range": '"older"'}
            self.assertEqual(self.server.get(path, headers=other).body, whole.body)

    def test_codings(self) -> None:
        plain = self.server.get(HISTORY)
        self.assertNotIn("content-encoding", plain.headers)
        self.assertIn("Accept-Encoding", plain.headers["vary"])
        packed = self.server.get(HISTORY, headers={"Accept-Encoding": "gzip"})
        self.assertEqual(packed.headers["content-encoding"], "gzip")
        self.assertEqual(gzip.decompress(packed.body), plain.body)
        self.assertLess(len(packed.body), len(plain.body) // 2)
        best = self.server.get(HISTORY, headers={"Accept-Encoding": "gzip, deflate, br"})
        self.assertEqual(best.headers["content-encoding"], "br")
        self.assertEqual(unbrotli(best.body, len(plain.body) + 1), plain.body)
        tags = {r.headers["etag"] for r in (plain, packed, best)}
        self.assertEqual(len(tags), 3, "codings are different bytes and need different tags")

    def test_codings_that_are_refused(self) -> None:
        for accept in ("gzip;q=0, br;q=0", "identity", "zstd", "", ";;;,,,"):
            reply = self.server.get(HISTORY, headers={"Accept-Encoding": accept})
            self.assertNotIn("content-encoding", reply.headers, accept)
        reply = self.server.get(HISTORY, headers={"Accept-Encoding": "br;q=0.5, gzip"})
        self.assertEqual(reply.headers["content-encoding"], "gzip")

    def test_304_of_a_coding(self) -> None:
        h = {"Accept-Encoding": "br"}
        tag = self.server.get(HISTORY, headers=h).headers["etag"]
        reply = self.server.get(HISTORY, headers=h | {"If-None-Match": tag})
        self.assertEqual(reply.status, 304)
        self.assertEqual(self.server.get(HISTORY, headers={"If-None-Match": tag}).status, 200)

    def test_304_on_the_wire(self) -> None:
        """No body, and a length only where it is that of the 200: by whoever reads the connection."""
        token = f"Authorization: Bearer {self.server.token}\r\n"
        length = self.server.get(HISTORY).headers["content-length"]
        ask = f"GET {HISTORY} HTTP/1.1\r\nHost: x\r\n{token}"
        same = ask + "If-None-Match: *\r\n\r\n"
        # What is no plain read goes to the library, and with it all that follows on the connection.
        passed = "OPTIONS / HTTP/1.1\r\nHost: x\r\n\r\n"
        last = "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        for first in ("", passed):
            with self.server.connect() as s:
                s.sendall((first + same * 2 + last).encode())
                got = b"".join(iter(lambda: s.recv(65536), b"")).decode()
            heads = re.findall(r"HTTP/1\.1 304 [^\r]*\r\n(.*?)\r\n\r\n", got, re.DOTALL)
            self.assertEqual(len(heads), 2)
            for head in heads:
                for said in re.findall(r"(?i)content-length: (\d+)", head):
                    self.assertEqual(said, length)
                self.assertNotRegex(head.lower(), "transfer-encoding|content-type")
            self.assertEqual(got.count("HTTP/1.1"), 3 + bool(first))
            self.assertTrue(got.endswith('{"status":"ok"}'))

    def test_if_match(self) -> None:
        """Counts before If-None-Match and Range: who has read something else gets nothing."""
        tag = self.server.get(HISTORY).headers["etag"]
        for good in (tag, f'"x", {tag}', "*"):
            self.assertEqual(self.server.get(HISTORY, headers={"If-Match": good}).status, 200)
        also: tuple[dict[str, str], ...] = ({}, {"If-None-Match": tag}, {"Range": "bytes=0-9"})
        for more in also:
            for other in ('"x"', f"W/{tag}"):
                reply = self.server.get(HISTORY, headers={"If-Match": other} | more)
                reply.problem(412, "precondition_failed")
        reply = self.server.get("/openapi.json", headers={"If-Match": '"x"', "Range": "bytes=0-9"})
        reply.problem(412, "precondition_failed")
        self.assertEqual(self.server.get("/", headers={"If-Match": '"x"'}).status, 412)

    def test_head(self) -> None:
        for target in (HISTORY, "/", "/health", "/openapi.json"):
            full, head = self.server.get(target), self.server.call("HEAD", target)
            self.assertEqual((head.status, head.body), (200, b""))
            for name in ("content-length", "content-type", "etag", "cache-control"):
                self.assertEqual(head.headers.get(name), full.headers.get(name), name)
        events = self.server.call("HEAD", "/api/v1/events")
        self.assertNotIn("content-length", events.headers)

    def test_request_id(self) -> None:
        for given in ("abc-123", "x" * 64):
            reply = self.server.get("/health", headers={"X-Request-Id": given})
            self.assertEqual(reply.headers["x-request-id"], given)
        made = set()
        for odd in ("", "x" * 65, "a b", "\u00e9".encode().decode("latin-1")):
            reply = self.server.get("/health", headers={"X-Request-Id": odd} if odd else {})
            self.assertRegex(reply.headers["x-request-id"], r"^r-[0-9a-f]{16}$")
            made.add(reply.headers["x-request-id"])
        self.assertEqual(len(made), 4)


class CrossOrigin(ServerTest):
    flags = ("--frontend-url", "https://index.example.com/")  # as it is copied from a browser

    def preflight(self, origin: str, path: str = "/api/v1/auth/login") -> Reply:
        headers = {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,x-request-id",
        }
        return self.server.call("OPTIONS", path, headers=headers, token=None)

    def test_preflight_of_the_allowed_origins(self) -> None:
        for origin in (ORIGIN, "https://index.example.com"):
            for path in ("/api/v1/auth/login", "/api/v1/index/current", "/api/v1/index/rebalances"):
                reply = self.preflight(origin, path)
                self.assertEqual(reply.status, 200)
                self.assertEqual(reply.headers["access-control-allow-origin"], origin)
                self.assertEqual(reply.headers["access-control-allow-credentials"], "true")
                allowed = reply.headers["access-control-allow-headers"].lower().split(", ")
                for name in ("authorization", "content-type", "x-request-id", "last-event-id"):
                    self.assertIn(name, allowed)
        self.assertIn("POST", self.preflight(ORIGIN).headers["access-control-allow-methods"])

    def test_other_origins_get_nothing(self) -> None:
        others = (
            "http://localhost:3001",
            "https://localhost:3000",
            "http://localhost:3000.evil.example",
            "http://LOCALHOST:3000/",
            "null",
            "*",
        )
        for origin in others:
            for reply in (
                self.preflight(origin),
                self.server.get("/health", headers={"Origin": origin}),
            ):
                named = [n for n in reply.headers if n.startswith("access-control-")]
                self.assertEqual(named, [], origin)

    def test_replies_to_an_allowed_origin(self) -> None:
        for target, status in (("/health", 200), ("/api/v1/index/assets", 200), ("/nothing", 404)):
            reply = self.server.get(target, headers={"Origin": ORIGIN})
            self.assertEqual(reply.status, status)
            self.assertEqual(reply.headers["access-control-allow-origin"], ORIGIN)
            self.assertEqual(reply.headers["access-control-allow-credentials"], "true")
            self.assertIn("Origin", reply.headers["vary"])

    def test_options(self) -> None:
        reply = self.server.call("OPTIONS", "/api/v1/auth/login")
        self.assertEqual((reply.status, reply.headers["allow"]), (204, "POST, OPTIONS"))
        reply = self.server.call("OPTIONS", "/api/v1/index/current")
        self.assertEqual((reply.status, reply.headers["allow"]), (204, "GET, HEAD, OPTIONS"))
        self.assertEqual(self.server.call("OPTIONS", "*").status, 204)
        self.server.call("OPTIONS", "/api/v1/nothing").problem(404, "not_found")


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.links: set[str] = set()
        self.resources: set[str] = set()
        self.handlers: list[str] = []
        self.words = ""
        self._script: list[str] | None = None
        self._hidden = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {k: v or "" for k, v in attrs}
        self.handlers += [k for k in a if k.startswith("on")]
        if tag == "script" and "src" not in a:
            self._script = []
        if tag == "a" and "href" in a:
            self.links.add(a["href"])
        for tagged, name in (("script", "src"), ("link", "href"), ("img", "src")):
            if tag == tagged and name in a:
                self.resources.add(a[name])
        self._hidden += tag in ("script", "style", "title")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            self.inline.append("".join(self._script))
            self._script = None
        self._hidden -= tag in ("script", "style", "title")

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)
        elif not self._hidden:
            self.words += data


def directives(policy: str) -> dict[str, list[str]]:
    parts = [p.split() for p in policy.split(";") if p.strip()]
    return {p[0]: p[1:] for p in parts}


class Pages(ServerTest):
    def security(self, reply: Reply) -> dict[str, list[str]]:
        self.assertEqual(reply.headers["x-content-type-options"], "nosniff")
        self.assertEqual(reply.headers["x-frame-options"], "DENY")
        self.assertIn("referrer-policy", reply.headers)
        d = directives(reply.headers["content-security-policy"])
        self.assertEqual(d["frame-ancestors"], ["'none'"])
        scripts = d.get("script-src", d["default-src"])
        for word in ("'unsafe-inline'", "'unsafe-eval'", "*", "data:", "https:", "http:"):
            self.assertNotIn(word, scripts)
        return d

    def test_security_headers_are_on_everything(self) -> None:
        api = "/api/v1/index"
        for reply in (
            self.server.get("/"),
            self.server.get("/health"),
            self.server.get("/openapi.json"),
            self.server.get(f"{api}/assets"),
            self.server.get(f"{api}/assets", token=None),
            self.server.get(f"{api}/nothing"),
            self.server.get("/nothing", headers={"Accept": "text/html"}),
            self.server.call("POST", "/health"),
            self.server.call("OPTIONS", "/health"),
            self.server.call("POST", "/api/v1/auth/login", b"{"),
            self.server.bytes(b"GET /health HTTP/1.1\r\n\r\n")[0],
        ):
            d = self.security(reply)
            if not reply.headers.get("content-type", "").startswith("text/html"):
                self.assertEqual(d["default-src"], ["'none'"])

    def crawl(self) -> dict[str, Reply]:
        pages: dict[str, Reply] = {}
        todo = ["/", "/404.html"]
        while todo:
            path = todo.pop()
            if path in pages:
                continue
            reply = self.server.get(path, headers={"Accept": "text/html"}, token=None)
            if reply.status == 308:
                todo.append(reply.headers["location"])
                continue
            self.assertEqual(reply.status, 200, path)
            if not reply.headers["content-type"].startswith("text/html"):
                continue
            pages[path] = reply
            links = {re.split("[?#]", h)[0] for h in Page(reply.body.decode()).links}
            todo += [h for h in links if h.startswith("/") and not h.startswith(("//", "/api/"))]
        return pages

    def test_every_page_is_whole_and_its_scripts_are_named(self) -> None:
        pages = self.crawl()
        self.assertGreater(len(pages), 2, sorted(pages))
        fetched: set[str] = set()
        for path, reply in pages.items():
            page = Page(reply.body.decode())
            allowed = self.security(reply)["script-src"]
            self.assertIn("'self'", allowed)
            for script in page.inline:
                digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
                self.assertIn(f"'sha256-{digest}'", allowed, f"{path}: {script[:80]}")
            self.assertEqual(page.handlers, [], path)
            self.assertGreater(len(page.words.split()), 5, f"{path} is not readable without script")
            fetched |= page.resources
        for resource in fetched:
            self.assertTrue(resource.startswith(("/", "data:")), f"{resource}: another origin")
            if resource.startswith("/"):
                self.assertEqual(self.server.get(resource).status, 200, resource)

    def test_files_with_a_hash_in_their_name_are_kept_for_a_year(self) -> None:
        page = Page(self.server.get("/").body.decode())
        scripts = [r for r in page.resources if r.startswith("/_next/static/")]
        self.assertTrue(scripts)
        for path in scripts:
            reply = self.server.get(path, headers={"Accept-Encoding": "br"})
            self.assertEqual(
                reply.headers["cache-control"], "public, max-age=31536000, immutable", path
            )
        self.assertEqual(self.server.get("/").headers["cache-control"], "no-cache")

    def test_pages_are_packed_and_validated(self) -> None:
        plain = self.server.get("/")
        self.assertEqual(plain.headers["content-type"].lower(), "text/html; charset=utf-8")
        for coding in ("gzip", "br"):
            h = {"Accept-Encoding": coding}
            reply = self.server.get("/", headers=h)
            self.assertEqual(reply.headers["content-encoding"], coding)
            got = (
                gzip.decompress(reply.body)
                if coding == "gzip"
                else unbrotli(reply.body, len(plain.body) + 1)
            )
            self.assertEqual(got, plain.body)
            again = self.server.get("/", headers=h | {"If-None-Match": reply.headers["etag"]})
            self.assertEqual((again.status, again.body), (304, b""))

    def test_404_page_for_a_browser(self) -> None:
        browser = {"Accept": "text/html,application/xhtml+xml"}
        reply = self.server.get("/no/such/page", headers=browser)
        self.assertEqual(reply.status, 404)
        self.assertTrue(reply.headers["content-type"].startswith("text/html"))
        self.assertNotIn("etag", reply.headers)
        self.server.get("/no/such/page").problem(404, "not_found")
        self.server.get("/api/v1/no", headers=browser).problem(404, "not_found")

    def test_no_path_leaves_the_site(self) -> None:
        for path in (
            "/../../etc/passwd",
            "/..%2f..%2fetc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/_next/../../autoindex.db",
            "/autoindex.db",
            "/secret.key",
            "//etc/passwd",
        ):
            self.server.get(path).problem(404, "not_found")


if __name__ == "__main__":
    unittest.main()
