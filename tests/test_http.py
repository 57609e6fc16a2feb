# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Requests that are wrong, each with its own clear answer, and a server that lives on."""
from __future__ import annotations

import gzip
import json
import unittest

from server import ServerTest, count

LOGIN = "/api/v1/auth/login"
REGISTER = "/api/v1/auth/register"
REBALANCES = "/api/v1/index/rebalances"
JSON = {"Content-Type": "application/json"}
GOOD = {"email": "grace@example.com", "password": "Correct-horse-8"}


class BadInput(ServerTest):
    """Nothing is stored by any of these."""

    def setUp(self) -> None:
        self.users = count(self.server.data, "users")

    def tearDown(self) -> None:
        super().tearDown()
        self.assertEqual(count(self.server.data, "users"), self.users, "something was stored")

    def refuse(self, body: bytes, status: int, code: str, *fields: str) -> str:
        reply = self.server.call("POST", REGISTER, body)
        return str(reply.problem(status, code, *fields)["detail"])

    def test_truncated_json(self) -> None:
        text = json.dumps(GOOD).encode()
        for n in (1, 10, len(text) // 2, len(text) - 1):
            detail = self.refuse(text[:n], 400, "malformed")
            self.assertRegex(detail, r"not JSON.*ends too early|not JSON.*syntax error")
            self.assertNotIn(GOOD["password"][:6], detail)

    def test_text_behind_the_value(self) -> None:
        detail = self.refuse(json.dumps(GOOD).encode() + b"{}", 400, "malformed")
        self.assertIn("text after the end", detail)

    def test_duplicate_member(self) -> None:
        detail = self.refuse(
            b'{"email":"a@b.cd","email":"e@f.gh","password":"x"}', 400, "malformed"
        )
        self.assertIn("twice", detail)

    def test_json_that_is_no_object(self) -> None:
        for text in (b"[]", b"3", b'"text"', b"null", b"true"):
            detail = self.refuse(text, 422, "invalid")
            self.assertIn("must be a JSON object", detail)

    def test_empty_body(self) -> None:
        self.refuse(b"", 422, "invalid", "email", "password")
        self.refuse(b"{}", 422, "invalid", "email", "password")

    def test_members_of_other_kinds(self) -> None:
        self.refuse(b'{"email":3,"password":["x"]}', 422, "invalid", "email", "password")
        self.refuse(b'{"email":null,"password":null}', 422, "invalid", "email", "password")

    def test_invalid_utf8(self) -> None:
        for wrong in (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80"):
            text = json.dumps(GOOD).encode().replace(b"grace", b"gr" + wrong)
            self.assertIn("UTF-8", self.refuse(text, 400, "malformed"))

    def test_nul_byte(self) -> None:
        detail = self.refuse(
            json.dumps(GOOD).encode().replace(b"grace", b"gr\0ce"), 400, "malformed"
        )
        self.assertIn("not JSON", detail)
        self.refuse(json.dumps(GOOD).encode() + b"\0", 400, "malformed")

    def test_nul_escaped(self) -> None:
        for member in ("email", "password"):
            text = json.dumps(GOOD | {member: "a\0b"}).encode()
            self.assertIn(b"\\u0000", text)
            self.assertIn("NUL", self.refuse(text, 400, "malformed"))
        detail = self.refuse(b'{"em\\u0000ail":1}', 400, "malformed")
        self.assertIn("NUL", detail)

    def test_ten_thousand_nested_arrays(self) -> None:
        deep = b"[" * 10000 + b"]" * 10000
        for text in (deep, b'{"email":' + deep + b"}", b"[" * 10000, b'{"a":' * 10000):
            self.assertIn("nested too deeply", self.refuse(text, 400, "malformed"))

    def test_numbers_beyond_everything(self) -> None:
        detail = self.refuse(b'{"email":1e999,"password":"x"}', 400, "malformed")
        self.assertIn("number", detail)

    def test_body_of_two_megabytes(self) -> None:
        head = (
            f"POST {REGISTER} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            "Content-Length: 2000000\r\n\r\n"
        )
        reply, _ = self.server.bytes(head.encode() + b"a" * 2_000_000)
        self.assertIn("1048576 bytes", reply.problem(413, "too_large")["detail"])

    def test_body_of_two_megabytes_that_waits_for_leave(self) -> None:
        head = (
            f"POST {REGISTER} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            "Expect: 100-continue\r\nContent-Length: 2000000\r\n\r\n"
        )
        reply, closed = self.server.bytes(head.encode())
        reply.problem(413, "too_large")
        self.assertTrue(closed)

    def test_chunked_body_of_two_megabytes(self) -> None:
        head = (
            f"POST {REGISTER} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            "Transfer-Encoding: chunked\r\n\r\n"
        )
        chunk = b"2710\r\n" + b"a" * 10000 + b"\r\n"
        reply, _ = self.server.bytes(head.encode() + 200 * chunk + b"0\r\n\r\n")
        reply.problem(413, "too_large")

    def test_chunked_body_without_end(self) -> None:
        head = (
            f"POST {REGISTER} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            "Transfer-Encoding: chunked\r\n\r\n"
        )
        chunk = b"2710\r\n" + b"a" * 10000 + b"\r\n"
        with self.server.connect() as s:
            s.sendall(head.encode())
            with self.assertRaises((BrokenPipeError, ConnectionResetError)):
                for _ in range(10000):  # 100 MB: the server must not wait for them
                    s.sendall(chunk)

    def test_largest_body_allowed(self) -> None:
        text = json.dumps(GOOD).encode()
        self.refuse(b" " * (1048576 - len(text)) + text[:-1] + b"]", 400, "malformed")
        self.refuse(b" " * (1048577 - len(text)) + text, 413, "too_large")

    def test_value_longer_than_its_field(self) -> None:
        text = json.dumps({"email": "a" * 300 + "@b.cd", "password": "p" * 2000}).encode()
        self.refuse(text, 422, "invalid", "email", "password")

    def test_wrong_content_type(self) -> None:
        text = json.dumps(GOOD).encode()
        wrong = (
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonx",
            "application/json; charset=latin-1",
            "",
        )
        for kind in wrong:
            reply = self.server.call("POST", REGISTER, text, {"Content-Type": kind})
            detail = reply.problem(415, "unsupported_media_type")["detail"]
            self.assertIn("application/json", detail)

    def test_content_types_that_are_json(self) -> None:
        for kind in ("application/json; charset=utf-8", "Application/JSON;charset=UTF-8"):
            reply = self.server.call("POST", LOGIN, GOOD, {"Content-Type": kind})
            reply.problem(401, "invalid_credentials")

    def test_gzip_body(self) -> None:
        text = gzip.compress(json.dumps(GOOD).encode())
        headers = JSON | {"Content-Encoding": "gzip"}
        self.server.call("POST", LOGIN, text, headers).problem(401, "invalid_credentials")

    def test_gzip_body_cut_short(self) -> None:
        text = gzip.compress(json.dumps(GOOD).encode())
        headers = JSON | {"Content-Encoding": "gzip"}
        for wrong in (text[:-9], text[:12], b"not gzip at all"):
            reply = self.server.call("POST", REGISTER, wrong, headers)
            self.assertIn("gzip", reply.problem(400, "malformed")["detail"])

    def test_gzip_bomb(self) -> None:
        text = gzip.compress(b" " * 50_000_000)
        self.assertLess(len(text), 1 << 20)
        reply = self.server.call("POST", REGISTER, text, JSON | {"Content-Encoding": "gzip"})
        self.assertIn("decompressed", reply.problem(413, "too_large")["detail"])

    def test_unknown_content_coding(self) -> None:
        for coding in ("deflate", "zstd", "gzip, gzip"):
            reply = self.server.call("POST", REGISTER, b"x", JSON | {"Content-Encoding": coding})
            self.assertIn("gzip, br", reply.problem(415, "unsupported_media_type")["detail"])

    def test_unknown_member_is_ignored_where_the_original_client_calls(self) -> None:
        reply = self.server.call("POST", LOGIN, GOOD | {"remember_me": True, "x": [1]})
        reply.problem(401, "invalid_credentials")

    def test_wrong_method(self) -> None:
        for method, path, allow in (
            ("GET", LOGIN, "POST, OPTIONS"),
            ("DELETE", LOGIN, "POST, OPTIONS"),
            ("POST", "/api/v1/index/current", "GET, HEAD, OPTIONS"),
            ("PATCH", "/api/v1/index/current", "GET, HEAD, OPTIONS"),
            ("BREW", "/health", "GET, HEAD, OPTIONS"),
            ("POST", "/", "GET, HEAD, OPTIONS"),
        ):
            reply = self.server.call(method, path, b"{}")
            detail = reply.problem(405, "method_not_allowed")["detail"]
            self.assertIn(method, detail)
            self.assertEqual(reply.headers["allow"], allow, f"{method} {path}")

    def test_unknown_path(self) -> None:
        for path in (
            "/api/v1/index/nothing",
            "/api/v1/",
            "/api/v1",
            "/api/v2/index/current",
            "/api/v1/index/current/",
            "/api/v1//index/current",
            "/api/v1/index/../index/current",
            "/api/v1/index%2Fcurrent",
            "/api/v1/news/trending",
            "/" + "a/" * 100,
        ):
            self.assertIn(
                "nothing is at", self.server.get(path).problem(404, "not_found")["detail"]
            )

    def test_unknown_parameter(self) -> None:
        reply = self.server.get(REBALANCES + "?limt=3&ofset=1&frobnicate=2")
        p = reply.problem(422, "invalid", "limt", "ofset", "frobnicate")
        messages = [e["message"] for e in p["errors"]]
        self.assertIn("did you mean 'limit'", messages[0])
        self.assertIn("did you mean 'offset'", messages[1])
        self.assertNotIn("did you mean", messages[2])
        self.server.get("/api/v1/index/sources?x").problem(422, "invalid", "x")

    def test_unknown_parameter_is_ignored_where_the_original_client_calls(self) -> None:
        reply = self.server.get("/api/v1/index/history?utm=1&cache_bust=2")
        self.assertIn("computed", reply.problem(409, "not_computed")["detail"])

    def test_repeated_parameter(self) -> None:
        p = self.server.get(REBALANCES + "?limit=1&limit=2").problem(422, "invalid", "limit")
        self.assertIn("once", p["detail"])

    def test_bad_percent_encoding(self) -> None:
        for target in (
            "/api/v1/index/assets?q=%zz",
            "/api/v1/index/assets?q=%2",
            "/api/v1/index/assets?%=1",
            "/api/v1/index/assets/%4/history",
            "/%",
        ):
            self.assertIn("%", self.server.get(target).problem(400, "malformed")["detail"], target)

    def test_parameter_that_is_not_utf8(self) -> None:
        self.server.get("/api/v1/index/assets?q=%ff").problem(422, "invalid", "q")
        self.server.get("/api/v1/index/assets/%ff/history").problem(422, "invalid", "symbol")

    def test_nul_in_the_url(self) -> None:
        self.server.get("/api/v1/index/assets?q=a%00b").problem(422, "invalid", "q")
        self.server.get("/api/v1/index/assets/AAPL%00/history").problem(422, "invalid", "symbol")
        self.server.get("/index%00.html").problem(404, "not_found")

    def test_too_many_parameters(self) -> None:
        target = REBALANCES + "?" + "&".join(f"p{i}=1" for i in range(100))
        self.server.get(target).problem(422, "invalid", "query")

    def test_values_out_of_range(self) -> None:
        for query, field in (
            ("limit=0", "limit"),
            ("limit=5001", "limit"),
            ("limit=ten", "limit"),
            ("limit=", "limit"),
            ("limit=1e3x", "limit"),
            ("limit=99999999999999999999", "limit"),
            ("offset=-1", "offset"),
            ("start_date=2020-02-30", "start_date"),
            ("end_date=yesterday", "end_date"),
        ):
            self.server.get(f"{REBALANCES}?{query}").problem(422, "invalid", field)

    def test_all_wrong_parameters_at_once(self) -> None:
        p = self.server.get(
            REBALANCES + "?limit=0&offset=x&start_date=1.1.2020&nonsense=1"
        ).problem(422, "invalid", "nonsense", "start_date", "limit", "offset")
        for e in p["errors"]:
            self.assertTrue(e["message"])

    def test_fields_that_no_item_has(self) -> None:
        p = self.server.get(REBALANCES + "?fields=turnover,effective_dat").problem(
            422, "invalid", "fields"
        )
        self.assertIn("effective_date", p["detail"])


class BadFraming(ServerTest):
    """What two parsers could read differently: refused, and the connection closed."""

    def refuse(self, text: str | bytes, status: int = 400, code: str = "malformed") -> str:
        data = text.encode() if isinstance(text, str) else text
        reply, closed = self.server.bytes(data)
        detail = str(reply.problem(status, code)["detail"])
        self.assertTrue(closed, "the connection stays open")
        return detail

    def post(self, *headers: str, body: str = "0\r\n\r\n") -> str:
        return "\r\n".join((f"POST {LOGIN} HTTP/1.1", "Host: x", *headers, "", body))

    def test_length_and_transfer_encoding(self) -> None:
        for h in (
            ("Content-Length: 5", "Transfer-Encoding: chunked"),
            ("Transfer-Encoding: chunked", "Content-Length: 5"),
        ):
            self.assertIn("not both", self.refuse(self.post(*h)))

    def test_two_lengths(self) -> None:
        for other in ("5", "6"):
            h = ("Content-Length: 5", f"Content-Length: {other}")
            self.assertIn("one Content-Length", self.refuse(self.post(*h)))

    def test_lengths_that_are_no_number(self) -> None:
        for n in ("-1", "+5", "0x5", "5, 5", "5 5", "1e3", "99999999999999999999"):
            reply, closed = self.server.bytes(self.post(f"Content-Length: {n}").encode())
            # The HTTP library answers some of these itself.
            self.assertIn(reply.status, (400, 413), n)
            self.assertTrue(closed, n)

    def test_unknown_transfer_coding(self) -> None:
        for coding in ("gzip", "gzip, chunked", "chunked, chunked", "xchunked"):
            text = self.post(f"Transfer-Encoding: {coding}")
            self.assertIn("chunked", self.refuse(text, 501, "not_implemented"))

    def test_two_transfer_codings(self) -> None:
        self.refuse(self.post("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"))

    def test_transfer_coding_in_http_1_0(self) -> None:
        text = self.post("Transfer-Encoding: chunked").replace("HTTP/1.1", "HTTP/1.0")
        self.refuse(text)

    def test_hosts(self) -> None:
        self.assertIn("Host", self.refuse("GET /health HTTP/1.1\r\n\r\n"))
        self.assertIn("Host", self.refuse("GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"))
        for host in ("a b", "a/b", "a@b", "a?b", "a#b", "a, b", "<a>", "http://a", "a\\b"):
            text = f"GET /health HTTP/1.1\r\nHost: {host}\r\n\r\n"
            self.assertIn("Host", self.refuse(text), host)
        for host in ("", "a", "a.b-c_d:80", "[::1]:8000", "127.0.0.1", "%C3%A4.example"):
            text = f"GET /health HTTP/1.1\r\nHost: {host}\r\n\r\n"
            self.assertEqual(self.server.bytes(text.encode())[0].status, 200, host)

    def test_nul_in_the_target(self) -> None:
        self.refuse(b"GET /heal\0th HTTP/1.1\r\nHost: x\r\n\r\n")

    def test_control_character_in_a_header(self) -> None:
        self.refuse(b"GET /health HTTP/1.1\r\nHost: x\r\nX-A: a\x01b\r\n\r\n")

    def test_target_without_slash(self) -> None:
        self.refuse("GET health HTTP/1.1\r\nHost: x\r\n\r\n")

    def test_too_many_headers(self) -> None:
        many = "".join(f"X-{i}: 1\r\n" for i in range(100))
        self.assertIn("header", self.refuse(f"GET /health HTTP/1.1\r\nHost: x\r\n{many}\r\n"))

    def test_a_request_hidden_behind_another_is_not_answered(self) -> None:
        hidden = "GET /health HTTP/1.1\r\nHost: x\r\nX-Request-Id: hidden\r\n\r\n"
        text = self.post(
            "Content-Length: 5", "Transfer-Encoding: chunked", body="0\r\n\r\n" + hidden
        )
        with self.server.connect() as s:
            s.sendall(text.encode())
            got = b""
            try:
                while piece := s.recv(65536):
                    got += piece
            except ConnectionResetError:
                pass
        self.assertEqual(got.count(b"HTTP/1.1 "), 1)
        self.assertNotIn(b"hidden", got)

    def test_what_is_not_http_at_all(self) -> None:
        """The HTTP library answers these by itself, or hangs up."""
        big = b"a" * 200_000
        for text, statuses in (
            (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", (b"", b"400")),
            (b"GET / HT\r\n\r\n", (b"400",)),
            (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", (b"505",)),
            (b"GET / HTTP/1.1\r\nHost: x\r\nX-Big: " + big + b"\r\n\r\n", (b"", b"431")),
            (b"GET /" + big + b" HTTP/1.1\r\nHost: x\r\n\r\n", (b"", b"414")),
        ):
            with self.server.connect() as s:
                try:
                    s.sendall(text)
                    got = s.recv(65536)
                except (ConnectionResetError, BrokenPipeError):
                    got = b""
            self.assertIn(got[9:12], statuses, text[:40])
            self.server.alive()


if __name__ == "__main__":
    unittest.main()
