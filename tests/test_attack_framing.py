# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Attack: heads that are too much, and requests that two parsers could cut differently.

Header bombs: many fields, long fields, long targets, long methods, many cookies. Smuggling: every shape in
which a second request hides in the first one, or a length is said twice. What is smuggled is never answered
as a request of its own, and no answer repeats what was sent.
"""
from __future__ import annotations

import json
import re

from server import EMAIL, PASSWORD, ServerTest, count

LOGIN = "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
HIDDEN = "GET /health HTTP/1.1\r\nHost: x\r\nX-Request-Id: hidden\r\n\r\n"
CHUNKED = LOGIN + "Transfer-Encoding: chunked\r\n\r\n"


class FramingTest(ServerTest):
    flags = ("--request-timeout-s", "1")

    def exchange(self, data: bytes) -> bytes:
        """All that comes back until the server hangs up, which it does by itself."""
        got = b""
        with self.server.connect() as s:
            try:
                s.sendall(data)
                while piece := s.recv(65536):
                    got += piece
            except (BrokenPipeError, ConnectionResetError):
                pass
        return got

    def statuses(self, data: str | bytes) -> list[int]:
        got = self.exchange(data.encode("latin-1") if isinstance(data, str) else data)
        self.assertNotIn(b"X-Request-Id: hidden", got)
        return [int(n) for n in re.findall(rb"HTTP/1\.1 (\d{3}) ", got)]


class Bombs(FramingTest):
    def test_many_fields(self) -> None:
        for n in (65, 200, 5000):
            fields = "".join(f"X-{i}: {i}\r\n" for i in range(n))
            status = self.statuses(f"GET /health HTTP/1.1\r\nHost: x\r\n{fields}\r\n")
            self.assertIn(status, ([400], [431], []), n)

    def test_many_fields_of_one_name(self) -> None:
        for name in ("Cookie", "Accept", "X-Forwarded-For", "If-None-Match", "Authorization"):
            fields = f"{name}: a\r\n" * 300
            status = self.statuses(f"GET /health HTTP/1.1\r\nHost: x\r\n{fields}\r\n")
            self.assertIn(status, ([400], [431], []), name)

    def test_long_fields(self) -> None:
        allowed: dict[int, list[list[int]]] = {
            8_000: [[200]],
            30_000: [[400]],
            1_000_000: [[431], []],
        }
        for n, statuses in allowed.items():
            text = (
                f"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: {'a' * n}\r\n\r\n"
            )
            self.assertIn(self.statuses(text), statuses, n)
            text = f"GET /health HTTP/1.1\r\nHost: x\r\n{'a' * n}: x\r\nConnection: close\r\n\r\n"
            self.assertIn(self.statuses(text), statuses, n)

    def test_long_targets_and_methods(self) -> None:
        for n in (30_000, 1_000_000):
            end = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            refused: list[list[int]] = [[400]] if n < 60_000 else [[414], [431], []]
            self.assertIn(self.statuses(f"GET /{'a' * n}{end}"), refused, n)
            self.assertIn(self.statuses(f"GET /?{('a=1&' * n)[:n]}{end}"), refused, n)
            self.assertIn(self.statuses(f"{'A' * n} /{end}"), [*refused, [405]], n)

    def test_queries_of_many_parameters(self) -> None:
        """No such name is known: 422, by whichever of the two readers of requests."""
        for n in (200, 300, 2_000, 5_000):
            for end in ("", "Connection: close\r\n"):
                text = f"GET /health?{'a&' * n} HTTP/1.1\r\nHost: x\r\n{end}\r\n"
                last = "" if end else "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                self.assertEqual(self.statuses(text + last), [422] if end else [422, 200], n)

    def test_heads_that_leave_no_room_for_a_reply(self) -> None:
        """Who signs in gets the token, however long the head was, or was not signed in."""
        body = json.dumps({"email": EMAIL, "password": PASSWORD}).encode()
        before, signed_in = count(self.server.data, "sessions"), 0
        for name, text, least in (("X-Pad", "a", 18_000), ("Cookie", "abcdefg=h; ", 2_000)):
            for n in range(1_000, 70_000, 500):
                head = f"{LOGIN}Connection: close\r\nContent-Length: {len(body)}\r\n"
                got = self.exchange(f"{head}{name}: {(text * n)[:n]}\r\n\r\n".encode() + body)
                self.assertTrue(got.startswith(b"HTTP/1.1 200 ") or n > least, (name, n))
                signed_in += b'"access_token"' in got
        self.assertEqual(count(self.server.data, "sessions") - before, signed_in)
        pad = "a" * 18_000
        page = f"GET /login/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Pad: {pad}\r\n\r\n"
        self.assertEqual(self.statuses(page), [200])

    def test_a_head_without_end(self) -> None:
        """Field after field: the server gives up, not the client."""
        with self.server.connect() as s:
            sent = 0
            try:
                s.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n")
                while sent < 50_000_000:
                    s.sendall(b"X-More: of it\r\n" * 100)
                    sent += 1
                self.fail("50 million fields are taken")
            except (BrokenPipeError, ConnectionResetError):
                pass

    def test_blank_lines_before_a_request(self) -> None:
        self.assertIn(
            self.statuses("\r\n" * 100_000 + HIDDEN.replace("hidden", "x")),
            ([200], [400], [414], []),
        )

    def test_conditions_with_thousands_of_tags(self) -> None:
        tags = ", ".join(f'"{i}"' for i in range(1500))
        ranges = "bytes=" + ",".join(f"{i}-{i}" for i in range(1500))
        codings = ", ".join(f"x{i};q=0.{i}" for i in range(1000))
        for name, value in (
            ("If-None-Match", tags),
            ("Range", ranges),
            ("Accept-Encoding", codings),
        ):
            text = f"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{name}: {value}\r\n\r\n"
            self.assertEqual(self.statuses(text), [200], name)


class Smuggling(FramingTest):
    def refused(self, text: str) -> None:
        """By one answer; the library (0.9.75) sends the head of some of its own ones twice."""
        status = self.statuses(text)
        self.assertTrue(len(status) <= 2 and all(400 <= c < 600 for c in status), status)

    def test_lengths_said_twice_or_otherwise(self) -> None:
        for fields in (
            "Content-Length: 0\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 0",
            "Transfer-Encoding: identity\r\nContent-Length: 0",
            "Content-Length: 0\r\nContent-Length: 44",
            "Content-Length: 0\r\nContent-Length : 44",
            "Content-Length : 0",
            "Content-Length: 0, 0",
            "Content-Length: +0",
            "Content-Length: 0x0",
            "Content-Length: -0",
            "Content-Length: 00 1",
            "Content-Length:",
            "Content-Length: \x0b0",
            "Content-Length: 18446744073709551616",
            "Transfer-Encoding : chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: identity, chunked",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: \x0bchunked",
            "Transfer-Encoding: chunked;a=b",
            "Transfer-Encoding: 'chunked'",
            'Transfer-Encoding: "chunked"',
            " Transfer-Encoding: chunked",
            "X-A: b\r\n Transfer-Encoding: chunked\r\nContent-Length: 0",
            "X-A: b\rTransfer-Encoding: chunked",
            "Transfer-Encoding\x00: chunked",
            "Transfer\x0bEncoding: chunked\r\nContent-Length: 0",
        ):
            with self.subTest(fields):
                self.refused(f"{LOGIN}{fields}\r\n\r\n0\r\n\r\n{HIDDEN}")

    def test_chunks_that_are_none(self) -> None:
        for body in (
            "0x2\r\n{}\r\n0\r\n\r\n",
            "-1\r\n{}\r\n0\r\n\r\n",
            "+2\r\n{}\r\n0\r\n\r\n",
            " 2\r\n{}\r\n0\r\n\r\n",
            "2 2\r\n{}\r\n0\r\n\r\n",
            "\r\n{}\r\n0\r\n\r\n",
            "g\r\n{}\r\n0\r\n\r\n",
            "ffffffffffffffff\r\n{}\r\n0\r\n\r\n",
            "10000000000000002\r\n{}\r\n0\r\n\r\n",
            "2\r\n{}0\r\n\r\n",
            "2\r\n{} \r\n0\r\n\r\n",
            "1\r\n{}\r\n0\r\n\r\n",
        ):
            with self.subTest(body):
                self.refused(CHUNKED + body + HIDDEN)

    def test_a_body_of_a_get_is_its_body(self) -> None:
        get = f"GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: {len(HIDDEN)}\r\n\r\n{HIDDEN}"
        self.assertEqual(self.statuses(get), [200])
        size = f"{len(HIDDEN):x}\r\n"
        get = "GET /health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        get += f"{size}{HIDDEN}\r\n0\r\n\r\n"
        self.assertEqual(self.statuses(get), [200])

    def test_fields_behind_a_chunked_body_are_no_head(self) -> None:
        """Trailers: neither a length nor a token comes that way."""
        tail = f"Content-Length: {len(HIDDEN)}\r\nAuthorization: Bearer {self.server.token}\r\n\r\n"
        text = "GET /api/v1/auth/me HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
        status = self.statuses(text + tail)
        self.assertEqual(status, [401])

    def test_request_lines_that_are_none(self) -> None:
        for first in (
            "GET /health",
            "GET /health HTTP/1.1 HTTP/1.1",
            "GET /health HTTP/2.0",
            "GET /health http/1.1",
            "GET /hea lth HTTP/1.1",
            "GET\t/health\tHTTP/1.1",
            "GET\x00/health HTTP/1.1",
            "G(T /health HTTP/1.1",
            "PRI * HTTP/2.0",
            "CONNECT x:80 HTTP/1.1",
            "GET health HTTP/1.1",
            "GET /health\x7f HTTP/1.1",
        ):
            with self.subTest(first):
                self.refused(f"{first}\r\nHost: x\r\n\r\n")

    def test_what_the_library_answers_itself_repeats_nothing(self) -> None:
        """Its pages are HTML and not ours; what was sent is not in them, and the connection ends."""
        for text in ("GET /<script> HTP", "<script> / HTTP/9.9", CHUNKED + "<script>"):
            got = self.exchange(f"{text}\r\nHost: x\r\n\r\n".encode())
            self.assertNotIn(b"<script", got)
            self.assertNotRegex(got.lower(), rb"microhttpd|server:")
