# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Attack: be somebody without their token, and learn who has an account.

What is stored is taken for what is secret; tokens of one kind are shown as another; two credentials at once;
a role in the token that the account has not. Sign-ins must do the same work whether the account exists or
not: not the time is measured, because a busy machine would decide the test, but the processor time that the
server spent on each kind, which a check that is left out makes a hundred times less.
"""
from __future__ import annotations

import os
import unittest

from accounts import ADMIN, ADMIN_TOKEN, AUTH, ME, OTHER, AccountTest
from server import EMAIL, PASSWORD, Server, ask, segment, temp
from test_auth import claims, payload, sign, token_key

ATTEMPTS = 4  # of one account, one fewer than are free


class Forgery(AccountTest):
    flags = (*AccountTest.flags, "--admin-token", ADMIN_TOKEN)  # type: ignore[assignment]

    def refused(self, **headers: str) -> None:
        headers = {k.replace("_", "-"): v for k, v in headers.items()}
        reply = self.server.get(f"{ADMIN}/users", headers=headers, token=None)
        self.assertIn(reply.status, (401, 403), headers)
        self.assertNotIn(b"items", reply.body)

    def bearer(self, token: str) -> None:
        self.refused(Authorization=f"Bearer {token}")
        self.refused(X_Admin_Token=token)

    def test_what_is_stored_is_no_token(self) -> None:
        """Whoever reads the database cannot sign in with it."""
        self.key("write", str(self.server.token))
        db = self.server.data
        for sql in (
            "SELECT jti FROM sessions",
            "SELECT hash FROM api_keys",
            "SELECT prefix FROM api_keys",
            "SELECT 'ai_' || hash FROM api_keys",
            "SELECT password_hash FROM users",
            "SELECT email FROM users",
            "SELECT hash FROM audit_log",
        ):
            rows = ask(db, sql)
            self.assertTrue(rows, sql)
            for (value,) in rows[:5]:
                self.bearer(str(value))
                reply = self.login(EMAIL, str(value))
                self.assertIn(reply.status, (401, 422, 429))

    def test_near_the_admin_token(self) -> None:
        for near in (
            ADMIN_TOKEN[:-1],
            ADMIN_TOKEN + "x",
            ADMIN_TOKEN.upper(),
            ADMIN_TOKEN + "\t.",
            " ",
            "*",
            "null",
            "undefined",
            "true",
            "0",
            "[]",
            "a" * 10_000,
        ):
            self.bearer(near)
        good = self.server.get(f"{ADMIN}/users", headers={"X-Admin-Token": ADMIN_TOKEN}, token=None)
        self.assertEqual(good.status, 200)

    def test_a_role_in_the_token_is_not_believed(self) -> None:
        key = token_key(self.server.data)
        mine = payload(self.token)
        for changed in (
            {"role": "admin"},
            {"sub": "1"},
            {"sub": "1", "role": "admin"},
            {"sub": "0"},
            {"sub": "-1"},
            {"jti": "../" + mine["jti"]},
            {"role": "admin", "is_admin": True, "admin": 1},
        ):
            self.bearer(sign(mine | changed, key))

    def test_other_peoples_session_with_ones_own_number(self) -> None:
        """Signed with the server's own key: account and session must belong together."""
        key = token_key(self.server.data)
        admin = payload(str(self.server.token))
        me = payload(self.token)
        self.bearer(sign(admin | {"jti": me["jti"]}, key))
        self.bearer(sign(admin | {"jti": "0" * 32}, key))
        self.bearer(sign(claims(jti=me["jti"], sub=admin["sub"]), key))

    def test_heads_of_other_kinds(self) -> None:
        key = token_key(self.server.data)
        own = payload(str(self.server.token))
        for head in (
            {"alg": "none"},
            {"alg": "HS256"},
            {"typ": "JWT", "alg": "HS256"},
            {"alg": "HS256", "typ": "jwt"},
            {"alg": "HS256", "typ": "JWT", "jwk": {"kty": "oct", "k": segment(b"x")}},
            {"alg": "HS256", "typ": "JWT", "jku": "http://127.0.0.1/keys"},
            {"alg": "HS256", "typ": "JWT", "x5u": "file:///etc/passwd"},
            {"alg": "HS256", "typ": "JWT", "crit": ["exp"]},
            {"alg": "HS256", "typ": "JWT", "zip": "DEF"},
            {"alg": ["HS256"], "typ": "JWT"},
        ):
            self.bearer(sign(own, key, head))
        good = str(self.server.token)
        for token in (f"{good}=", f"{good}.", f".{good}", good.replace(".", ".."), f'"{good}"'):
            self.bearer(token)

    def test_two_at_once(self) -> None:
        """A bad credential beside a good one of a user gives the user's rights, not more."""
        for first, second in (
            (self.token, "x" * 40),
            ("x" * 40, self.token),
            (self.token, self.token),
        ):
            headers = {"Authorization": f"Bearer {first}", "X-Admin-Token": second}
            self.refused(**headers)
            reply = self.server.get(ME, headers=headers, token=None)
            self.assertEqual(reply.json()["role"], "user")

    def test_elsewhere_than_in_its_header(self) -> None:
        good = str(self.server.token)
        for query in ("access_token", "token", "authorization", "admin_token", "api_key", "key"):
            reply = self.server.get(f"{ADMIN}/users?{query}={good}", token=None)
            self.assertIn(reply.status, (401, 422))
        for name in ("access_token", "token", "session", "autoindex", "Authorization"):
            self.refused(Cookie=f"{name}={good}")
        for name in ("X-Auth-Token", "X-Api-Key", "Proxy-Authorization", "X-Access-Token"):
            self.refused(**{name: f"Bearer {good}"})


class Work(unittest.TestCase):
    """Signing in costs the same whether the account is there or not."""

    def spent(self, server: Server) -> float:
        """Seconds of processor time of the whole process, up to now."""
        with open(f"/proc/{server.process.pid}/stat") as f:
            fields = f.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def work(self, server: Server, email: str, password: str) -> float:
        before = self.spent(server)
        for _ in range(ATTEMPTS):
            body = {"email": email, "password": password}
            reply = server.call("POST", AUTH + "/login", body, token=None)
            reply.problem(401, "bad_credentials" if reply.status != 401 else reply.json()["code"])
        return self.spent(server) - before

    def test_same_work_for_everybody(self) -> None:
        cost = ("--bcrypt-cost", "12")
        with Server(temp(self) / "data", "--no-sample-data", *cost) as server:
            server.register()
            bob = server.register("bob@example.com", OTHER)
            number = server.read(ME, token=bob)["id"]
            reply = server.call("PUT", f"{ADMIN}/users/{number}", {"disabled": True})
            self.assertEqual(reply.status, 200)
            spent = {
                "wrong password": self.work(server, EMAIL, "Wrong-password-1"),
                "no such account": self.work(server, "nobody@example.com", PASSWORD),
                "disabled, wrong password": self.work(server, "bob@example.com", "Wrong-pass-1"),
                "no address at all": self.work(server, "not an address", PASSWORD),
            }
            self.assertGreater(min(spent.values()), max(spent.values()) / 3, spent)

    def test_the_answers_are_the_same(self) -> None:
        with Server(temp(self) / "data", "--no-sample-data") as server:
            server.register()
            seen = set()
            for email in (EMAIL, EMAIL.upper(), "nobody@example.com", "x@example.org"):
                body = {"email": email, "password": "Wrong-password-1"}
                reply = server.call("POST", AUTH + "/login", body, token=None)
                document = reply.json()
                document.pop("request_id")
                names = tuple(sorted(n for n in reply.headers if n != "date"))
                seen.add((reply.status, str(document), names))
            self.assertEqual(len(seen), 1, seen)


if __name__ == "__main__":
    unittest.main()
