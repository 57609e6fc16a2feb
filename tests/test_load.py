# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Many clients, slow clients, clients that go away, and the limits that hold them."""
from __future__ import annotations

import http.client
import unittest
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

from server import PATIENCE, Server, ServerTest, count, populated, temp

HISTORY = "/api/v1/index/history"
CURRENT = "/api/v1/index/current"
DOCUMENT = "/openapi.json"  # some 20 KB
SETUP = "/api/v1/auth/setup"


class Clients(ServerTest):
    sample = True

    def test_readers_while_others_register(self) -> None:
        before = count(self.server.data, "users")

        def one(i: int) -> int:
            if i % 2:
                return self.server.get(HISTORY + "?start_date=2022-01-03").status
            body = {"email": f"user{i}@example.com", "password": "Correct-horse-9"}
            return self.server.call("POST", "/api/v1/auth/register", body).status

        with ThreadPoolExecutor(20) as pool:
            got = list(pool.map(one, range(40)))
        self.assertEqual(got, [201, 200] * 20)
        self.assertEqual(count(self.server.data, "users"), before + 20)

    def test_one_of_many_gets_an_address(self) -> None:
        body = {"email": "only@example.com", "password": "Correct-horse-9"}

        def one(_: int) -> int:
            return self.server.call("POST", "/api/v1/auth/register", body).status

        with ThreadPoolExecutor(10) as pool:
            got = sorted(pool.map(one, range(10)))
        self.assertEqual(got, [201] + [409] * 9)

    def test_requests_behind_each_other_on_one_connection(self) -> None:
        text = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
        last = b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        with self.server.connect() as s:
            s.sendall(text * 50 + last)
            got = b""
            while piece := s.recv(65536):
                got += piece
        self.assertEqual(got.count(b"HTTP/1.1 200 OK"), 51)


class Crowd(ServerTest):
    """The deadline of a head runs from its connection on, and on a busy machine 200 take long to come
    together: here it is none of what is tried."""

    sample = True
    flags = ("--request-timeout-s", "3600")

    def test_two_hundred_at_once(self) -> None:
        want = self.server.get(CURRENT).body
        text = f"GET {CURRENT} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.server.token}\r\n"
        crowd = [self.server.connect() for _ in range(200)]
        for s in crowd:
            self.addCleanup(s.close)
            s.settimeout(5 * PATIENCE)
        for _ in range(2):  # on one connection
            for s in crowd:
                s.sendall(text.encode())
            for s in crowd:  # none was whole before; now all are
                s.sendall(b"\r\n")
            for s in crowd:
                r = http.client.HTTPResponse(s, method="GET")
                r.begin()
                self.assertEqual((r.status, r.read()), (200, want))


class SlowClients(ServerTest):
    flags = ("--request-timeout-s", "1")

    def test_half_a_request_is_not_waited_for_and_blocks_nobody(self) -> None:
        halves = [self.server.connect() for _ in range(30)]
        for i, s in enumerate(halves):
            s.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n"[: 5 + i])
        for _ in range(10):
            self.server.alive()
        for s in halves:
            try:
                self.assertEqual(s.recv(100), b"")
            except ConnectionResetError:
                pass
            s.close()

    def test_more_connections_than_allowed_wait_for_others_to_end(self) -> None:
        flags = ("--no-sample-data", "--request-timeout-s", "1", "--max-connections", "6")
        with Server(temp(self) / "data", *flags) as server:
            held = [server.connect() for _ in range(6)]
            server.alive()
            for s in held:
                s.close()

    def test_clients_that_go_away(self) -> None:
        post = "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        for text in (
            "GET /hea",
            post,
            post + 'Content-Length: 400\r\n\r\n{"email"',
            post + 'Transfer-Encoding: chunked\r\n\r\n8\r\n{"emai',
            f"GET {DOCUMENT} HTTP/1.1\r\nHost: x\r\n\r\n",  # gone before the reply
        ):
            for _ in range(10):
                with self.server.connect() as s:
                    s.sendall(text.encode())
            self.server.alive()

    def test_client_that_reads_a_part(self) -> None:
        with self.server.connect() as s:
            s.sendall(f"GET {DOCUMENT} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            self.assertTrue(s.recv(100).startswith(b"HTTP/1.1 200"))


Call = tuple[str, str, object]
TIGHT = ("--rate-limit-anon", "1", "--rate-limit-user", "1", "--rate-limit-compute", "1")


class SlowWork(ServerTest):
    """Passwords that take long to verify hold half of the workers, never all."""

    sample = True
    flags = ("--bcrypt-cost", "11", "--rate-limit", "0")

    def test_readers_pass_those_who_sign_in(self) -> None:
        logins = 16
        done: list[int] = []

        def one(i: int) -> None:
            body = {"email": f"nobody{i}@example.com", "password": "Correct-horse-9"}
            done.append(self.server.call("POST", "/api/v1/auth/login", body).status)

        with ThreadPoolExecutor(logins) as pool:
            waiting = [pool.submit(one, i) for i in range(logins)]
            wait(waiting, return_when=FIRST_COMPLETED)  # so all that can are under way
            for i in range(20):
                path = f"/api/v1/index/assets?limit={i + 1}"
                self.assertEqual(self.server.get(path).status, 200)
            before = len(done)
            for login in waiting:
                login.result()
        self.assertLess(before, logins // 2, "readers waited for those who came before them")


class Limits(unittest.TestCase):
    """A minute begins with the first request, so these counts do not depend on the clock."""

    def start(self, anon: int, user: int, *more: str) -> Server:
        flags = (
            "--rate-limit",
            "1",
            "--rate-limit-anon",
            str(anon),
            "--rate-limit-user",
            str(user),
            *more,
        )
        server = Server(populated(self), *flags)
        self.addCleanup(server.stop)
        server.login()
        return server

    def test_by_address(self) -> None:
        s = self.start(anon=6, user=3)
        left = []
        for _ in range(5):  # signing in was the first
            reply = s.get(SETUP, token=None)
            self.assertEqual(reply.headers["ratelimit-limit"], "6")
            left.append(int(reply.headers["ratelimit-remaining"]))
            self.assertTrue(0 < int(reply.headers["ratelimit-reset"]) <= 60)
        self.assertEqual(left, [4, 3, 2, 1, 0])
        reply = s.get(SETUP, token=None)
        self.assertIn("try again", reply.problem(429, "rate_limited")["detail"])
        self.assertTrue(0 < int(reply.headers["retry-after"]) <= 60)
        self.assertEqual(reply.headers["ratelimit-remaining"], "0")
        # All of /auth counts by address, and so does what comes with a bad token.
        s.get("/api/v1/auth/me").problem(429, "rate_limited")
        s.get(CURRENT, token="forged").problem(429, "rate_limited")
        s.get("/api/v1/nothing", token=None).problem(429, "rate_limited")
        # A good token has its own count, and these are free.
        self.assertEqual(s.get(CURRENT).status, 200)
        for _ in range(8):
            for path in ("/health", "/ready", "/openapi.json", "/"):
                reply = s.get(path, token=None)
                self.assertEqual(reply.status, 200)
                self.assertNotIn("ratelimit-limit", reply.headers)
            self.assertEqual(s.call("OPTIONS", SETUP, token=None).status, 204)

    def test_by_user(self) -> None:
        s = self.start(anon=100, user=4)
        for want in (3, 2, 1, 0):
            reply = s.get(f"{CURRENT}?{want}")  # each its own reply: what is ready is free
            self.assertEqual(reply.status, 200)
            self.assertEqual(reply.headers["ratelimit-limit"], "4")
            self.assertEqual(reply.headers["ratelimit-remaining"], str(want))
        reply = s.get(f"{CURRENT}?4")
        reply.problem(429, "rate_limited")
        self.assertTrue(0 < int(reply.headers["retry-after"]) <= 60)
        other = {"email": "second@example.com", "password": "Correct-horse-9"}
        token = s.call("POST", "/api/v1/auth/register", other).json()["access_token"]
        reply = s.get(f"{CURRENT}?5", token=token)
        self.assertEqual(reply.status, 200, "users share a count")

    def test_what_is_not_modified_is_free(self) -> None:
        s = self.start(anon=100, user=3)
        tag = s.get(CURRENT).headers["etag"]
        for _ in range(8):
            self.assertEqual(s.get(CURRENT, headers={"If-None-Match": tag}).status, 304)
        self.assertEqual(s.get(f"{CURRENT}?2").headers["ratelimit-remaining"], "1")

    def test_forwarded_addresses_do_not_help(self) -> None:
        s = self.start(anon=3, user=3)
        for i in range(2):
            self.assertEqual(s.get(SETUP, token=None).status, 200)
        for i in range(5):
            forwarded = {"X-Forwarded-For": f"192.0.2.{i}", "X-Real-IP": f"192.0.2.{i}"}
            s.get(SETUP, token=None, headers=forwarded).problem(429, "rate_limited")

    def test_computations(self) -> None:
        s = self.start(100, 9, "--rate-limit-compute", "3")
        simulate: Call = (
            "POST",
            "/api/v1/index/simulate",
            {"amount": 1, "start_date": "2010-01-04"},
        )
        backtest: Call = ("POST", "/api/v1/strategy/backtest", {"start_date": "2020-01-02"})
        compare: Call = ("GET", "/api/v1/benchmark/compare", None)
        for call, left in zip((simulate, backtest, compare), "210"):
            reply = s.call(*call)
            self.assertEqual(reply.status, 200, reply.body)
            self.assertEqual(reply.headers["ratelimit-limit"], "3")
            self.assertEqual(reply.headers["ratelimit-remaining"], left)
        another: Call = ("GET", "/api/v1/benchmark/compare?2", None)  # what is ready is free
        for call in (simulate, backtest, another):
            reply = s.call(*call)
            said = reply.problem(429, "rate_limited")["detail"]
            self.assertIn("more than 3 computations of one user in a minute", said)
            self.assertTrue(0 < int(reply.headers["retry-after"]) <= 60)
        reply = s.get(CURRENT)  # reading goes on, under the user's own limit
        self.assertEqual(reply.status, 200)
        self.assertEqual(reply.headers["ratelimit-limit"], "9")
        self.assertEqual(reply.headers["ratelimit-remaining"], "2")

    def test_computations_unlimited(self) -> None:
        s = self.start(100, 0, "--rate-limit-compute", "0")
        for _ in range(4):
            reply = s.get("/api/v1/benchmark/compare")
            self.assertEqual(reply.status, 200)
            self.assertNotIn("ratelimit-limit", reply.headers)

    def test_off(self) -> None:
        with Server(temp(self) / "data", "--no-sample-data", *TIGHT) as s:
            for _ in range(5):
                reply = s.get(SETUP)
                self.assertEqual(reply.status, 200)
                self.assertNotIn("ratelimit-limit", reply.headers)


if __name__ == "__main__":
    unittest.main()
