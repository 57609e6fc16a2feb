# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Sign-in by Google's ID tokens, with keys made for the test; and what can be set."""
from __future__ import annotations

import hmac
import http.client
import json
import sqlite3
import time
import unittest
from hashlib import sha256
from typing import Any

from accounts import ADMIN, AUTH, FREE, ME, one_time, settle
from issuer import CLIENT, Issuer, Key, base64url
from issuer_case import GOOGLE, IssuerTest
from server import PASSWORD, PATIENCE, QUICK, Reply, Server, ask, count, run, segment, temp


def _json(entry: Any) -> Any:
    return json.loads(entry["detail"]) if isinstance(entry["detail"], str) else entry["detail"]


class Google(IssuerTest):
    def test_sign_in_makes_an_account_once(self) -> None:
        first = self.me(self.entered(self.google(self.credential())))
        self.assertEqual((first["email"], first["role"]), (self.email, "user"))
        self.assertTrue(first["is_google_user"])
        again = self.me(
            self.entered(self.google(self.credential(more={"iss": "accounts.google.com"})))
        )
        self.assertEqual(again["id"], first["id"])
        # The subject is who it is, not the address.
        moved = self.credential("other@example.com", {"sub": "subject of " + self.email})
        self.assertEqual(self.me(self.entered(self.google(moved)))["id"], first["id"])

    def test_no_password_opens_it(self) -> None:
        self.entered(self.google(self.credential()))
        for word in ("none", "x", PASSWORD):
            body = {"email": self.email, "password": word}
            self.post("/login", body).problem(401, "invalid_credentials")

    def test_every_forged_claim_is_refused(self) -> None:
        now = int(time.time())
        for claim, value, why in (
            ("iss", "https://evil.example", "(iss)"),
            ("iss", None, "iss"),
            ("aud", "another client", "(aud)"),
            ("aud", ["another client"], "(aud)"),
            ("aud", None, "aud"),
            ("azp", "another client", "(azp)"),
            ("sub", None, "sub"),
            ("exp", now - 3600, "(exp)"),
            ("exp", None, "exp"),
            ("iat", now + 3600, "(iat)"),
            ("iat", None, "iat"),
            ("nbf", now + 3600, "(nbf)"),
            ("email", None, "e-mail"),
            ("email", "nobody", "e-mail"),
            ("email_verified", False, "did not verify"),
            ("email_verified", None, "did not verify"),
        ):
            with self.subTest(claim=claim, value=value):
                reply = self.google(self.credential(more={claim: value}))
                self.assertIn(why, reply.problem(401, "id_token_refused")["detail"])
                self.entered(self.google(self.credential()))

    def test_other_algorithms_and_keys_are_refused(self) -> None:
        claims = self.issuer.says(self.email, iss=GOOGLE)
        good, stranger = self.issuer.key, Key(temp(self), "one")
        none = f"{segment({'alg': 'none', 'kid': 'one'})}.{segment(claims)}."
        text = f"{segment({'alg': 'HS256', 'kid': 'one'})}.{segment(claims)}"
        public = json.dumps(good.public()).encode()
        hs256 = f"{text}.{base64url(hmac.new(public, text.encode(), sha256).digest())}"
        head, payload, mark = good.token(claims).split(".")
        other = segment(claims | {"email": "root@example.com"})
        for forged in (
            none,
            hs256,
            good.token(claims, alg="RS512"),
            good.token(claims, kid="two"),
            good.token(claims, kid=None),
            good.token(claims, crit=["exp"]),
            stranger.token(claims),
            f"{head}.{other}.{mark}",
            f"{head}.{payload}.",
            f"{head}.{payload}",
            "x",
        ):
            with self.subTest(forged[:60]):
                self.google(forged).problem(401, "id_token_refused")
                self.entered(self.google(self.credential()))

    def test_refusals_slow_down_and_are_in_the_log(self) -> None:
        for _ in range(FREE):
            self.google("x").problem(401, "id_token_refused")
        for _ in range(8):
            reply = self.google("x")
            if reply.status == 429:
                break
        reply.problem(429, "rate_limited")
        self.assertTrue(reply.headers["retry-after"].isdigit())
        items = self.server.read(f"{ADMIN}/audit?limit=500&action=auth.login_failed")["items"]
        self.assertIn(("google", {"reason": "id_token"}), [(i["object"], _json(i)) for i in items])
        type(self).server = self.start()  # which lets that address try at once

    def test_disabled(self) -> None:
        token = self.entered(self.google(self.credential()))
        self.disable(token)
        self.google(self.credential()).problem(401, "account_disabled")
        self.server.get(ME, token=token).problem(401, "account_disabled")

    def test_an_address_alone_opens_no_account(self) -> None:
        self.server.register(self.email)
        self.google(self.credential()).problem(409, "link_required")
        self.assertEqual(
            ask(self.server.data, "SELECT 1 FROM identities WHERE email = ?", self.email), []
        )

    def test_second_factor(self) -> None:
        token = self.entered(self.google(self.credential()))
        secret = self.post("/totp/setup", {}, token).json()["secret"]
        settle()
        self.assertEqual(self.post("/totp/enable", {"code": one_time(secret)}, token).status, 200)
        self.google(self.credential()).problem(401, "totp_required")
        self.google(self.credential(), code="000000").problem(401, "invalid_code")
        self.entered(self.google(self.credential(), code=one_time(secret, 1)))


class Replay(IssuerTest):
    """An ID token signs in once; once more for whoever did not get the reply."""

    def sent(self, credential: str, address: str, **more: object) -> Reply:
        c = http.client.HTTPConnection(
            "127.0.0.1", self.server.port, timeout=PATIENCE, source_address=(address, 0)
        )
        body = json.dumps({"credential": credential} | more)
        c.request("POST", AUTH + "/google", body, {"Content-Type": "application/json"})
        r = c.getresponse()
        reply = Reply(r.status, {k.lower(): v for k, v in r.getheaders()}, r.read())
        c.close()
        return reply

    def test_once(self) -> None:
        token = self.credential()
        self.entered(self.sent(token, "127.0.0.1"))
        self.entered(self.sent(token, "127.0.0.1"))  # within a minute: a retry
        self.sent(token, "127.0.0.2").problem(401, "id_token_used")
        log = self.server.read(f"{ADMIN}/audit?limit=500&action=auth.login_failed")["items"]
        self.assertIn({"reason": "id_token_used"}, [_json(i) for i in log])
        # The signature's last digit has bits that mean nothing.
        signed, last = token[:-1], token[-1]
        digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        other = signed + digits[digits.index(last) ^ 1]
        self.assertEqual(self.sent(other, "127.0.0.2").status, 401)
        fresh = self.credential(more={"jti": "another"})
        self.entered(self.sent(fresh, "127.0.0.2"))
        rows = ask(self.server.data, "SELECT hash, address FROM spent_tokens ORDER BY used_at")
        self.assertEqual([a for _, a in rows[-2:]], ["127.0.0.1", "127.0.0.2"])
        self.assertNotIn(token, str(rows))

    def test_later(self) -> None:
        token = self.credential()
        self.entered(self.sent(token, "127.0.0.1"))
        db = sqlite3.connect(self.server.data / "autoindex.db", timeout=PATIENCE)
        with db:
            db.execute("UPDATE spent_tokens SET used_at = used_at - 61000")
        db.close()
        self.sent(token, "127.0.0.1").problem(401, "id_token_used")

    def test_what_did_not_sign_in_is_not_used_up(self) -> None:
        token = self.entered(self.sent(self.credential(), "127.0.0.1"))
        secret = self.post("/totp/setup", {}, token).json()["secret"]
        settle()
        self.assertEqual(self.post("/totp/enable", {"code": one_time(secret)}, token).status, 200)
        asked = self.credential(more={"jti": "asked"})
        before = count(self.server.data, "spent_tokens")
        self.sent(asked, "127.0.0.1").problem(401, "totp_required")
        self.entered(self.sent(asked, "127.0.0.2", code=one_time(secret, 1)))
        self.assertEqual(count(self.server.data, "spent_tokens"), before + 1)


class Settings(unittest.TestCase):
    def test_what_cannot_work_is_refused_at_the_start(self) -> None:
        for env, word in (
            ({"OIDC_ISSUER": "http://issuer.example", "OIDC_CLIENT_ID": "x"}, "oidc_issuer"),
            ({"OIDC_ISSUER": "https://issuer.example/", "OIDC_CLIENT_ID": "x"}, "oidc_issuer"),
            ({"OIDC_ISSUER": "https://issuer.example"}, "oidc_client_id"),
            ({"OIDC_CLIENT_ID": "x"}, "oidc_issuer"),
            ({"GOOGLE_CLIENT_SECRET": "x"}, "google_client_id"),
            ({"GOOGLE_CLIENT_ID": "x", "GOOGLE_JWKS_URL": "http://a.example"}, "google_jwks_url"),
            ({"PUBLIC_URL": "index.example.com"}, "public_url"),
            ({"PUBLIC_URL": "https://index.example.com/"}, "public_url"),
        ):
            with self.subTest(env):
                done = run("serve", "--port", "0", *QUICK, data=temp(self) / "data", env=env)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(word, done.stderr)

    def test_nothing_set_nothing_offered(self) -> None:
        with Server(temp(self) / "data", "--no-sample-data") as s:
            s.register()
            self.assertEqual(s.read(AUTH + "/setup", token=None)["providers"], [])
            for path, body in (
                ("/google", {"credential": "x"}),
                ("/oidc/start", {"provider": "google"}),
            ):
                reply = s.call("POST", AUTH + path, body, token=None)
                reply.problem(404, "provider_not_configured")

    def test_the_first_account_is_made_on_the_machine(self) -> None:
        issuer = Issuer(temp(self))
        self.addCleanup(issuer.stop)
        env = {"GOOGLE_CLIENT_ID": CLIENT, "GOOGLE_JWKS_URL": issuer.url + "/keys"}
        with Server(temp(self) / "data", "--no-sample-data", env=env) as s:
            body = {"credential": issuer.key.token(issuer.says("a@example.com", iss=GOOGLE))}
            path, far = AUTH + "/google", {"X-Forwarded-For": "192.0.2.1"}
            s.call("POST", path, body, headers=far, token=None).problem(403, "forbidden")
            reply = s.call("POST", path, body, token=None)
            token = reply.json()["access_token"]
            self.assertEqual(s.read(ME, token=token)["role"], "admin")


if __name__ == "__main__":
    unittest.main()
