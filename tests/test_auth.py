# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Accounts, passwords and tokens."""
from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import unittest
from pathlib import Path
from typing import Any

from server import EMAIL, PASSWORD, Reply, Server, ServerTest, ask, count, run, segment, temp

REGISTER = "/api/v1/auth/register"
LOGIN = "/api/v1/auth/login"
ME = "/api/v1/auth/me"
SETUP = "/api/v1/auth/setup"
ADMIN_TOKEN = "an-admin-token-of-more-than-32-characters"
SECRET_KEY = "a secret key of more than thirty-two characters"

SHORT = "must have at least 8 characters"
LONG = "must have at most 128 characters"
UPPER = "must contain an upper-case letter"
LOWER = "must contain a lower-case letter"
DIGIT = "must contain a digit"
SPECIAL = "must contain a special character"
COMMON = "must not be a common password"
SEQUENCE = "must not contain a sequence such as 1234 or qwer"
TRIPLE = "must not contain three equal characters in a row"


class Registration(unittest.TestCase):
    def setUp(self) -> None:
        self.data = temp(self) / "data"

    def start(self, *flags: str, env: dict[str, str] | None = None) -> Server:
        server = Server(self.data, "--no-sample-data", *flags, env=env)
        self.addCleanup(server.stop)
        return server

    def test_the_first_account_is_the_administrator_and_the_second_is_not(self) -> None:
        s = self.start()
        setup = s.read(SETUP)
        self.assertEqual(
            setup, {"needs_administrator": True, "registration_open": True, "providers": []}
        )
        first = s.register()
        me = s.read(ME, token=first)
        self.assertEqual((me["email"], me["role"], me["is_google_user"]), (EMAIL, "admin", False))
        setup = s.read(SETUP)
        self.assertEqual(
            setup, {"needs_administrator": False, "registration_open": True, "providers": []}
        )
        second = s.register("second@example.com")
        me = s.read(ME, token=second)
        self.assertEqual((me["email"], me["role"]), ("second@example.com", "user"))

    def test_reply_of_registration(self) -> None:
        s = self.start()
        reply = s.call("POST", REGISTER, {"email": EMAIL, "password": PASSWORD})
        self.assertEqual(reply.status, 201)
        token = reply.json()
        self.assertEqual((token["token_type"], token["expires_in"]), ("bearer", 86400))
        self.assertEqual(reply.headers["cache-control"], "no-store")
        s.secrets.append(token["access_token"])

    def test_how_long_a_sign_in_holds_can_be_set(self) -> None:
        s = self.start(env={"SESSION_LIFETIME_S": "600"})
        token = s.call("POST", REGISTER, {"email": EMAIL, "password": PASSWORD}).json()
        s.secrets.append(token["access_token"])
        self.assertEqual(token["expires_in"], 600)
        body = token["access_token"].split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        self.assertEqual(claims["exp"] - claims["iat"], 600)
        ((ends,),) = ask(self.data, "SELECT expires_at FROM sessions")
        self.assertEqual(ends, claims["exp"] * 1000)
        for bad in ("4", "2592001", "x"):
            done = run("serve", "--session-lifetime-s", bad, data=temp(self) / "data")
            self.assertIn("session-lifetime-s", done.stderr)

    def test_what_is_stored_is_a_hash(self) -> None:
        s = self.start()
        s.register()
        ((email, stored),) = ask(self.data, "SELECT email, password_hash FROM users")
        self.assertEqual(email, EMAIL)
        self.assertRegex(stored, r"^\$.*\$2[aby]\$04\$|^\$2[aby]\$04\$|2b")
        for path in self.data.iterdir():
            self.assertNotIn(PASSWORD.encode(), path.read_bytes(), path.name)

    def test_first_account_through_a_proxy_is_refused(self) -> None:
        s = self.start()
        for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
            reply = s.call(
                "POST", REGISTER, {"email": EMAIL, "password": PASSWORD}, {name: "192.0.2.1"}
            )
            self.assertIn("on the machine", reply.problem(403, "forbidden")["detail"])
        self.assertEqual(count(self.data, "users"), 0)
        s.register()

    def test_first_account_by_a_name_that_is_not_of_this_machine(self) -> None:
        """A page of another site may have its name pointed here: then it asks from here, too."""
        s = self.start()
        body = json.dumps({"email": EMAIL, "password": PASSWORD})
        for host in ("evil.example", "evil.example:8000", "localhost.evil.example"):
            text = (
                f"POST {REGISTER} HTTP/1.1\r\nHost: {host}\r\n"
                "Content-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}"
            )
            s.bytes(text.encode())[0].problem(403, "forbidden")
        self.assertEqual(count(self.data, "users"), 0)

    def test_registration_closed(self) -> None:
        s = self.start("--registration", "closed")
        self.assertEqual(
            s.read(SETUP), {"needs_administrator": True, "registration_open": True, "providers": []}
        )
        s.register()
        self.assertEqual(
            s.read(SETUP),
            {"needs_administrator": False, "registration_open": False, "providers": []},
        )
        body = {"email": "second@example.com", "password": PASSWORD}
        s.call("POST", REGISTER, body).problem(403, "registration_closed")
        self.assertEqual(count(self.data, "users"), 1)

    def test_tokens_survive_a_restart(self) -> None:
        s = Server(self.data, "--no-sample-data")
        token = s.register()
        s.stop()
        self.assertEqual((self.data / "secret.key").stat().st_mode & 0o777, 0o600)
        s = self.start()
        self.assertEqual(s.read(ME, token=token)["email"], EMAIL)
        s.login()

    def test_another_secret_key_makes_tokens_worthless(self) -> None:
        with Server(self.data, "--no-sample-data") as s:
            token = s.register()
        with Server(self.data, "--no-sample-data", env={"SECRET_KEY": SECRET_KEY}) as s:
            s.secrets += [token, SECRET_KEY]
            s.get(ME, token=token).problem(401, "unauthorized")
            other = s.login()
        with Server(self.data, "--no-sample-data", env={"SECRET_KEY": SECRET_KEY}) as s:
            s.secrets += [other, SECRET_KEY]
            self.assertEqual(s.read(ME, token=other)["role"], "admin")

    def test_secret_key_too_short(self) -> None:
        for name in ("SECRET_KEY", "ADMIN_TOKEN"):
            done = run("serve", data=self.data, env={name: "tooshort"})
            self.assertEqual(done.returncode, 2)
            self.assertIn(name, done.stderr)
            self.assertIn("32", done.stderr)
            self.assertNotIn("tooshort", done.stderr)

    def test_account_that_was_removed(self) -> None:
        """Its token is good, but nobody is behind it."""
        with Server(self.data, "--no-sample-data") as s:
            s.register()
        with Server(self.data, "--no-sample-data") as s:
            own = s.login()
            token = sign(claims(sub="77", jti=payload(own)["jti"]), token_key(self.data))
            s.get(ME, token=token).problem(401, "session_ended")

    def test_admin_token(self) -> None:
        s = self.start(env={"ADMIN_TOKEN": ADMIN_TOKEN})
        s.secrets.append(ADMIN_TOKEN)
        s.register()
        path = "/api/v1/index/assets"
        self.assertEqual(s.get(path, token=ADMIN_TOKEN).status, 200)
        header = {"X-Admin-Token": ADMIN_TOKEN}
        self.assertEqual(s.get(path, token=None, headers=header).status, 200)
        for wrong in (ADMIN_TOKEN[:-1], ADMIN_TOKEN + "x", ADMIN_TOKEN.upper(), "x"):
            s.get(path, token=wrong).problem(401, "unauthorized")
            s.get(path, token=None, headers={"X-Admin-Token": wrong}).problem(401, "unauthorized")
        # It is nobody's account.
        s.get(ME, token=ADMIN_TOKEN).problem(403, "forbidden")


class Accounts(ServerTest):
    def register(self, email: object, password: object) -> Reply:
        return self.server.call(
            "POST", REGISTER, {"email": email, "password": password}, token=None
        )

    def login(self, email: str, password: str) -> Reply:
        return self.server.call("POST", LOGIN, {"email": email, "password": password}, token=None)

    def test_duplicate(self) -> None:
        before = count(self.server.data, "users")
        for email in (EMAIL, EMAIL.upper(), "Ada@Example.COM"):
            reply = self.register(email, "Another-pass-1")
            self.assertIn("exists", reply.problem(409, "email_taken")["detail"])
        self.assertEqual(count(self.server.data, "users"), before)
        self.assertEqual(self.login(EMAIL, PASSWORD).status, 200)

    def test_every_broken_password_rule_is_listed(self) -> None:
        for password, rules in (
            ("aaa", [SHORT, UPPER, DIGIT, SPECIAL, TRIPLE]),
            ("1234", [SHORT, UPPER, LOWER, SPECIAL, SEQUENCE]),
            ("AAAA", [SHORT, LOWER, DIGIT, SPECIAL, TRIPLE]),
            ("       ", [SHORT, UPPER, LOWER, DIGIT, TRIPLE]),
            ("correct-horse-7", [UPPER]),
            ("CORRECT-HORSE-7", [LOWER]),
            ("Correct-horse-x", [DIGIT]),
            ("Correcthorse7", [SPECIAL]),
            ("Cor-hs7", [SHORT]),
            ("Password123!", [COMMON]),
            ("P@SSW0RD", [LOWER, COMMON]),
            ("Qwerty-horse-7", [SEQUENCE]),
            ("Horse-4321-x", [SEQUENCE]),
            ("Horse-dcba-7", [SEQUENCE]),
            ("Horsee-ee-eee-7", [TRIPLE]),
            ("Aa1!" * 33, [LONG]),
            ("x" * 129, [LONG, UPPER, DIGIT, SPECIAL, TRIPLE]),
        ):
            reply = self.register("rules@example.com", password)
            p = reply.problem(422, "invalid", *["password"] * len(rules))
            self.assertEqual([e["message"] for e in p["errors"]], rules, password)
            if len(password) > 4:
                self.assertNotIn(password, p["detail"])

    def test_passwords_that_are_good(self) -> None:
        for i, password in enumerate(
            (
                "Cor-hs77",
                "Aa1!" * 32,
                "Motdepasse\u00e9 7",
                "Tr1ckier than it looks",
                "\u00dcber-Gro\u00df 1x",
            )
        ):
            email = f"good{i}@example.com"
            self.server.register(email, password)
            self.assertEqual(self.login(email, password).status, 200, password)
            self.login(email, password[:-1] + "~").problem(401, "invalid_credentials")

    def test_all_72_bytes_and_more_count(self) -> None:
        """bcrypt alone looks at 72."""
        long = "Aa1!-" * 20
        self.server.register("long@example.com", long)
        self.login("long@example.com", long[:72] + "x" * 28).problem(401, "invalid_credentials")
        self.assertEqual(self.login("long@example.com", long).status, 200)

    def test_addresses_that_are_none(self) -> None:
        for email in (
            "",
            "ada",
            "@example.com",
            "ada@",
            "ada@example",
            "ada@@example.com",
            "ada@example.com.",
            "ada@.example.com",
            "a da@example.com",
            "ada@example.com\n",
            "<ada@example.com>",
            '"ada"@example.com',
            "a" * 250 + "@example.com",
        ):
            self.register(email, "Correct-horse-7").problem(422, "invalid", "email")
        self.assertEqual(count(self.server.data, "users"), len(self.emails()))

    def emails(self) -> set[str]:
        return {e for e, in ask(self.server.data, "SELECT lower(email) FROM users")}

    def test_everything_wrong_at_once(self) -> None:
        p = self.register("ada", "AAAAAAAA").problem(
            422, "invalid", "email", "password", "password", "password", "password"
        )
        self.assertEqual([e["message"] for e in p["errors"]][1:], [LOWER, DIGIT, SPECIAL, TRIPLE])

    def test_login_does_not_mind_the_case_of_the_address(self) -> None:
        self.assertEqual(self.login(EMAIL.upper(), PASSWORD).status, 200)
        self.login(EMAIL, PASSWORD.upper()).problem(401, "invalid_credentials")

    def test_unknown_account_and_wrong_password_look_alike(self) -> None:
        wrong = self.login(EMAIL, "Wrong-horse-7")
        unknown = self.login("nobody@example.com", "Wrong-horse-7")
        odd = self.login("no address at all", "Wrong-horse-7")
        shown = []
        for reply in (wrong, unknown, odd):
            p = reply.problem(401, "invalid_credentials")
            self.assertEqual(p["detail"], "Invalid credentials")
            p.pop("request_id")
            shown.append(
                (p, sorted(set(reply.headers) - {"date"}), reply.headers["content-length"])
            )
        self.assertEqual(shown[1:], shown[:1] * 2)

    def test_sign_ins_are_slowed_down_after_five_failures(self) -> None:
        self.server.register("slow@example.com", "Correct-horse-8")
        for _ in range(5):
            self.login("slow@example.com", "wrong").problem(401, "invalid_credentials")
        # Each further failure doubles the wait, so a slow machine gets there too.
        for _ in range(8):
            reply = self.login("slow@example.com", "wrong")
            if reply.status == 429:
                break
        detail = reply.problem(429, "rate_limited")["detail"]
        self.assertIn("too many failed", detail)
        self.assertTrue(1 <= int(reply.headers["retry-after"]) <= 900)
        self.assertEqual(self.login(EMAIL, PASSWORD).status, 200, "another account must not wait")

    def test_the_right_password_must_wait_too_and_then_forgives(self) -> None:
        """Five wrong ones in a row are needed: a right one in between starts anew."""
        self.server.register("again@example.com", "Correct-horse-8")
        for _ in range(3):
            for _ in range(4):
                self.login("again@example.com", "wrong").problem(401, "invalid_credentials")
            self.assertEqual(self.login("again@example.com", "Correct-horse-8").status, 200)


def token_key(data: Path) -> bytes:
    """The key that signs tokens: HKDF-SHA-256 (RFC 5869) of the folder's secret, without salt."""
    prk = hmac.new(bytes(32), (data / "secret.key").read_bytes(), "sha256").digest()
    return hmac.new(prk, b"autoindex tokens, 1\x01", "sha256").digest()


def payload(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def claims(**changed: object) -> dict[str, Any]:
    now = int(time.time())
    own = {"sub": "1", "role": "admin", "iat": now, "exp": now + 3600, "jti": "0" * 32}
    return own | changed


def sign(
    payload: object,
    key: bytes,
    header: object = {"alg": "HS256", "typ": "JWT"},
    how: str = "sha256",
) -> str:
    text = f"{segment(header)}.{segment(payload)}"
    return f"{text}.{segment(hmac.new(key, text.encode(), how).digest())}"


class Tokens(ServerTest):
    """Forged with the server's own key, where the forgery is not about the key."""

    key: bytes

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.key = token_key(cls.server.data)

    def refuse(self, token: str, code: str = "unauthorized") -> None:
        reply = self.server.get(ME, token=token)
        detail = reply.problem(401, code)["detail"]
        self.assertIn("sign in again", detail)
        self.assertEqual(reply.headers["www-authenticate"], "Bearer")

    def test_a_token_made_here_is_good(self) -> None:
        """Or else the refusals below would mean nothing."""
        jti = payload(self.server.token or "")["jti"]
        token = sign(claims(jti=jti), self.key)
        self.assertEqual(self.server.read(ME, token=token)["email"], EMAIL)

    def test_a_token_without_a_session_is_not(self) -> None:
        """As those of before there were sessions, or those made with a key that got away."""
        self.refuse(sign(claims(), self.key), "session_ended")

    def test_expired(self) -> None:
        now = int(time.time())
        for exp in (now - 1, now - 86400, 0):
            self.refuse(sign(claims(exp=exp), self.key), "token_expired")

    def test_other_key(self) -> None:
        secret = (self.server.data / "secret.key").read_bytes()
        for key in (
            secret,
            b"",
            b"\0" * 32,
            b"x" * 32,
            hashlib.sha256(self.key).digest(),
            self.key[:31],
        ):
            self.refuse(sign(claims(), key))

    def test_changed_payload(self) -> None:
        head, body, mac = self.server.token.split(".") if self.server.token else ("", "", "")
        self.refuse(f"{head}.{segment(claims(sub='2'))}.{mac}")
        self.refuse(f"{head}.{body}x.{mac}")
        self.refuse(f"{head}.{body}.{mac[:-2]}")
        self.refuse(f"{head}.{body}.{mac}AA")
        for i in range(0, len(mac), 7):
            other = "A" if mac[i] != "A" else "B"
            self.refuse(f"{head}.{body}.{mac[:i]}{other}{mac[i + 1:]}")

    def test_alg_none(self) -> None:
        for alg in ("none", "None", "NONE", ""):
            text = f"{segment({'alg': alg, 'typ': 'JWT'})}.{segment(claims())}"
            mac = segment(hmac.new(self.key, text.encode(), "sha256").digest())
            for tail in (".", "", f".{mac}"):
                self.refuse(text + tail)

    def test_other_algorithms(self) -> None:
        for alg, how in (("HS512", "sha512"), ("HS384", "sha384"), ("RS256", "sha256")):
            self.refuse(sign(claims(), self.key, {"alg": alg, "typ": "JWT"}, how))
        self.refuse(sign(claims(), self.key, {"alg": "HS256", "typ": "JWT", "kid": "../../x"}))

    def test_signed_nonsense(self) -> None:
        whole = claims()
        for name in whole:
            self.refuse(sign({k: v for k, v in whole.items() if k != name}, self.key))
        for odd in (
            [],
            "text",
            {},
            claims(sub=1),
            claims(sub="one"),
            claims(sub="1 "),
            claims(exp="soon"),
            claims(exp=None),
            claims(exp=1e300),
            b"not json",
            b"\xff\xfe",
            b'{"sub":"1"',
        ):
            self.refuse(sign(odd, self.key))

    def test_garbage(self) -> None:
        for text in ("x", ".", "..", "...", "a.b.c", "a" * 8000, "!!!.???.###", segment(claims())):
            self.refuse(text)

    def test_no_token(self) -> None:
        reply = self.server.get(ME, token=None)
        self.assertIn("sign in first", reply.problem(401, "unauthorized")["detail"])
        self.assertEqual(reply.headers["www-authenticate"], "Bearer")
        for value in ("Basic YTpi", "Bearer", "Bearer ", self.server.token or "", "bearer"):
            reply = self.server.get(ME, token=None, headers={"Authorization": value})
            self.assertIn("Bearer TOKEN", reply.problem(401, "unauthorized")["detail"])

    def test_scheme_is_read_without_case(self) -> None:
        reply = self.server.get(ME, headers={"Authorization": f"bEARER  {self.server.token}"})
        self.assertEqual(reply.status, 200)

    def test_token_in_the_url_is_not_one(self) -> None:
        reply = self.server.get(f"/api/v1/index/current?token={self.server.token}", token=None)
        reply.problem(401, "unauthorized")
        self.server.secrets.remove(
            str(self.server.token)
        )  # the query came with it: it may be logged

    def test_everything_but_a_few_needs_one(self) -> None:
        document = json.loads(self.server.get("/openapi.json").body)
        closed = 0
        for path, item in document["paths"].items():
            for method, op in item.items():
                target = path.replace("{symbol}", "AAPL")
                reply = self.server.call(method.upper(), target, token=None)
                if op.get("security") == []:
                    self.assertNotEqual(reply.status, 401, target)
                else:
                    reply.problem(401, "unauthorized")
                    closed += 1
        self.assertGreater(closed, 8)


if __name__ == "__main__":
    unittest.main()
