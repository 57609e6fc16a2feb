# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Behind a proxy: who asks, whether by TLS, and who may become the first administrator."""
from __future__ import annotations

import json
import unittest

from server import EMAIL, PASSWORD, Reply, Server, ServerTest, run, temp

SETUP = "/api/v1/auth/setup"
BODY = {"email": "first@example.com", "password": PASSWORD}
HSTS = "strict-transport-security"


def empty(case: unittest.TestCase, *flags: str) -> Server:
    return Server(temp(case) / "data", "--no-sample-data", *flags)


class Trusted(unittest.TestCase):
    def test_limits_are_the_clients(self) -> None:
        limits = ("--rate-limit", "1", "--rate-limit-anon", "2", "--trusted-proxies", "127.0.0.1")
        with empty(self, *limits) as s:
            for client in ("192.0.2.1", "192.0.2.2", "2001:db8::7"):
                asked = {"X-Forwarded-For": f"203.0.113.9, {client}"}
                for _ in range(2):
                    self.assertEqual(s.get(SETUP, token=None, headers=asked).status, 200)
                s.get(SETUP, token=None, headers=asked).problem(429, "rate_limited")

    def test_a_network_fails_as_one(self) -> None:
        """Of IPv6 a /64: whoever has one has all of its addresses, and guesses from no more of them."""
        with empty(self, "--trusted-proxies", "127.0.0.1") as s:

            def guess(client: str) -> Reply:
                body = {"email": EMAIL, "password": "a guess"}
                asked = {"X-Forwarded-For": client}
                return s.call("POST", "/api/v1/auth/login", body, headers=asked, token=None)

            for i in range(5):
                guess(f"2001:db8:0:1::{i}").problem(401, "invalid_credentials")
            guess("2001:db8:0:1:ffff::").problem(429, "rate_limited")
            guess("2001:db8:0:2::").problem(401, "invalid_credentials")

    def test_https(self) -> None:
        with empty(self, "--trusted-proxies", "10.0.0.0/8, 127.0.0.0/8") as s:
            for path in (SETUP, "/", "/api/v1/nothing"):
                reply = s.get(path, token=None, headers={"X-Forwarded-Proto": "https"})
                self.assertEqual(reply.headers[HSTS], "max-age=31536000")
                self.assertNotIn(HSTS, s.get(path, token=None).headers)

    def test_nobody_behind_it_becomes_the_administrator(self) -> None:
        """Not even where it names this machine as the client, or names nobody."""
        with empty(self, "--trusted-proxies", "127.0.0.1") as s:
            for i, forwarded in enumerate(("127.0.0.1", "::1", "192.0.2.1", None)):
                headers = {"X-Forwarded-For": forwarded} if forwarded else {}
                body = BODY | {"email": f"user{i}@example.com"}
                reply = s.call("POST", "/api/v1/auth/register", body, headers=headers, token=None)
                if reply.status == 201:
                    token = reply.json()["access_token"]
                    self.assertEqual(s.read("/api/v1/auth/me", token=token)["role"], "user")

    def test_what_is_no_address_is_refused(self) -> None:
        done = run("serve", "--port", "0", "--trusted-proxies", "10.0.0.0/33", data=temp(self))
        self.assertEqual(done.returncode, 2)
        self.assertIn("trusted_proxies: '10.0.0.0/33'", done.stderr)


class Render(unittest.TestCase):
    """RENDER=true: one proxy, whose address nobody knows, ends the TLS of a platform."""

    env = {"RENDER": "true", "SECRET_KEY": "k" * 40}

    def serve(self, *flags: str) -> Server:
        own = ("--no-sample-data", "--host", "127.0.0.1", "--rate-limit", "1")
        return Server(temp(self) / "data", *own, *flags, env=self.env)

    def test_one_hop_is_trusted(self) -> None:
        with self.serve("--rate-limit-anon", "2") as s:
            for client in ("192.0.2.1", "192.0.2.2"):
                asked = {"X-Forwarded-For": f"198.51.100.1, {client}"}
                for _ in range(2):
                    self.assertEqual(s.get(SETUP, token=None, headers=asked).status, 200)
                asked = {"X-Forwarded-For": f"198.51.100.2, {client}"}
                s.get(SETUP, token=None, headers=asked).problem(429, "rate_limited")

    def test_hsts_and_json_log(self) -> None:
        with self.serve() as s:
            for path in ("/ready", "/", "/api/v1/nothing"):
                self.assertEqual(s.get(path, token=None).headers[HSTS], "max-age=31536000")
            log = s.stop()
        lines = [json.loads(line) for line in log.splitlines()]
        self.assertIn("/ready", [line.get("path") for line in lines])

    def test_nobody_is_this_machine(self) -> None:
        with self.serve() as s:
            s.call("POST", "/api/v1/auth/register", BODY, token=None).problem(403, "forbidden")

    def test_the_secret_must_be_given(self) -> None:
        done = run("serve", "--port", "0", data=temp(self) / "data", env={"RENDER": "true"})
        self.assertEqual(done.returncode, 2)
        self.assertIn("SECRET_KEY must be set", done.stderr)


class Untrusted(ServerTest):
    def test_their_words_count_for_nothing(self) -> None:
        headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
        self.assertNotIn(HSTS, self.server.get(SETUP, token=None, headers=headers).headers)


if __name__ == "__main__":
    unittest.main()
