# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Sign-in by an OpenID Connect issuer through our own pages, against a local one."""
from __future__ import annotations

import json
import sqlite3
import unittest
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

from accounts import ADMIN, AUTH, ME, one_time, settle
from issuer import CLIENT, Key
from issuer_case import GOOGLE, ORIGIN, IssuerTest
from server import PASSWORD, ask, temp


class Flow(IssuerTest):
    def test_pages_are_told(self) -> None:
        setup = self.server.read(AUTH + "/setup", token=None)
        self.assertEqual(setup["providers"], [{"id": "oidc", "name": "Our company"}])

    def test_sign_in(self) -> None:
        taken = self.walk()
        token = self.entered(self.post("/oidc/token", taken))
        me = self.me(token)
        self.assertEqual((me["email"], me["is_google_user"]), (self.email, False))
        again = self.me(self.entered(self.post("/oidc/token", self.walk())))
        self.assertEqual(again["id"], me["id"])
        actions = self.server.read(f"{ADMIN}/audit?limit=5&actor={self.email}")["items"]
        self.assertEqual([i["action"] for i in actions], ["auth.login", "auth.register"])

    def test_what_the_issuer_is_asked(self) -> None:
        begun = self.begin(next="/account/")
        asked = {k: v for k, (v,) in parse_qs(urlsplit(begun["url"]).query).items()}
        self.assertEqual(asked["redirect_uri"], f"{ORIGIN}{AUTH}/oidc/callback")
        self.assertEqual((asked["client_id"], asked["response_type"]), (CLIENT, "code"))
        self.assertEqual((asked["scope"], asked["code_challenge_method"]), ("openid email", "S256"))
        other = {k: v for k, (v,) in parse_qs(urlsplit(self.begin()["url"]).query).items()}
        for name in ("state", "nonce", "code_challenge"):
            self.assertGreaterEqual(len(asked[name]), 43)
            self.assertNotEqual(asked[name], other[name])
        found = self.back(self.issuer.authorize(begun["url"], self.email), "/account/")
        self.assertIn("code", found)
        # Nothing that opens a door is stored as it is.
        stored = str(ask(self.server.data, "SELECT * FROM sign_in_flows"))
        stored += str(ask(self.server.data, "SELECT * FROM sign_in_codes"))
        for word in (
            asked["state"],
            other["state"],
            begun["binding"],
            found["code"],
            other["nonce"],
        ):
            self.assertNotIn(word, stored)

    def test_only_pages_of_ours_are_returned_to(self) -> None:
        for odd in (
            "//evil.example",
            "https://evil.example",
            "x",
            "/\\evil",
            "/a?b",
            "/a#b",
            "/a\n",
        ):
            body = {"provider": "oidc", "next": odd}
            self.post("/oidc/start", body).problem(422, "invalid", "next")
        body = {"provider": "nobody"}
        self.post("/oidc/start", body).problem(404, "provider_not_configured")
        # Without a secret Google's tokens are taken, and its flow is not offered.
        self.post("/oidc/start", {"provider": "google"}).problem(404, "provider_not_configured")

    def test_a_state_counts_once(self) -> None:
        answer = self.issuer.authorize(self.begin()["url"], self.email)
        self.assertEqual(list(self.back(answer)), ["code"])
        self.assertEqual(self.back(answer)["error"], "sign_in_expired")
        for bad in ("x", ""):
            self.assertEqual(self.back(answer | {"state": bad})["error"], "sign_in_expired")
        answer.pop("state")
        self.assertEqual(self.back(answer)["error"], "sign_in_expired")

    def test_a_code_counts_once_and_with_its_binding(self) -> None:
        taken, other = self.walk(), self.begin()["binding"]
        for bad in (taken | {"binding": other}, taken | {"binding": "x"}, taken | {"code": "x"}):
            self.post("/oidc/token", bad).problem(401, "sign_in_expired")
        self.entered(self.post("/oidc/token", taken))
        self.post("/oidc/token", taken).problem(401, "sign_in_expired")

    def test_codes_at_once_make_one_session(self) -> None:
        taken = self.walk()
        with ThreadPoolExecutor(4) as pool:
            replies = list(pool.map(lambda _: self.post("/oidc/token", taken), range(4)))
        self.assertEqual(sorted(r.status for r in replies), [200, 401, 401, 401])

    def test_pkce(self) -> None:
        begun = self.begin()
        answer = self.issuer.authorize(begun["url"], self.email)
        self.issuer.codes[answer["code"]]["code_challenge"] = "A" * 43
        self.assertEqual(self.back(answer)["error"], "code_refused")

    def test_the_issuer_says_no(self) -> None:
        state = self.issuer.authorize(self.begin()["url"], self.email)["state"]
        found = self.back({"error": "access_denied", "state": state})
        self.assertEqual(found["error"], "provider_refused")
        self.assertTrue(found["message"])
        answer = self.issuer.authorize(self.begin()["url"], self.email) | {
            "iss": "https://evil.example"
        }
        self.assertEqual(self.back(answer)["error"], "code_refused")

    def test_tokens_of_the_issuer_are_verified(self) -> None:
        forged: tuple[dict[str, Any], ...] = (
            {"nonce": "of another sign-in"},
            {"nonce": None},
            {"aud": "another client"},
            {"iss": "https://evil.example"},
            {"email_verified": False},
            {"exp": 1},
        )
        for claims in forged:
            with self.subTest(claims):
                self.issuer.claims = claims
                answer = self.issuer.authorize(self.begin()["url"], self.email)
                self.assertEqual(self.back(answer)["error"], "id_token_refused")
        self.issuer.claims = {}

    def test_broken_token_endpoints(self) -> None:
        for bad, error in (
            (500, "issuer_unavailable"),
            (400, "code_refused"),
            (self.issuer.url + "/keys", "code_refused"),
            (b"{}", "issuer_unavailable"),
            (b"x" * 1000000, "issuer_unavailable"),
        ):
            with self.subTest(str(bad)[:20]):
                self.issuer.broken["/token"] = bad
                answer = self.issuer.authorize(self.begin()["url"], self.email)
                self.assertEqual(self.back(answer)["error"], error)

    def test_link_and_unlink(self) -> None:
        mine = self.server.register(self.email)
        taken = self.walk()
        self.post("/oidc/token", taken).problem(409, "link_required")
        self.post("/oidc/link", taken).problem(401, "unauthorized")
        self.post("/oidc/link", taken, mine).problem(422, "invalid", "password")
        bad = taken | {"password": "Wrong-pass-1"}
        self.post("/oidc/link", bad, mine).problem(422, "invalid", "password")
        good = taken | {"password": PASSWORD}
        bad = good | {"binding": "x"}
        self.post("/oidc/link", bad, mine).problem(422, "invalid", "code")
        self.assertEqual(self.post("/oidc/link", good, mine).status, 200)
        self.post("/oidc/link", good, mine).problem(422, "invalid", "code")
        token = self.entered(self.post("/oidc/token", self.walk()))
        self.assertEqual(self.me(token)["id"], self.me(mine)["id"])

        again = self.walk("second." + self.email) | {"password": PASSWORD}
        self.post("/oidc/link", again, mine).problem(409, "identity_linked")
        other = self.server.register("other." + self.email)
        taken = self.walk() | {"password": PASSWORD}
        self.post("/oidc/link", taken, other).problem(409, "identity_linked")

        (link,) = self.server.read(AUTH + "/oidc/link", token=mine)["items"]
        self.assertEqual((link["provider"], link["name"]), ("oidc", "Our company"))
        path = f"{AUTH}/oidc/link/{link['id']}"
        self.server.call("DELETE", path, token=other).problem(404, "not_found")
        self.assertEqual(self.server.call("DELETE", path, token=mine).status, 204)
        self.post("/oidc/token", self.walk()).problem(409, "link_required")
        done = self.server.read(f"{ADMIN}/audit?limit=500&actor={self.email}")["items"]
        actions = [i["action"] for i in done]
        self.assertTrue({"identity.link", "identity.unlink"} <= set(actions), actions)

    def test_the_only_way_in_stays(self) -> None:
        token = self.entered(self.post("/oidc/token", self.walk()))
        (link,) = self.server.read(AUTH + "/oidc/link", token=token)["items"]
        path = f"{AUTH}/oidc/link/{link['id']}"
        self.server.call("DELETE", path, token=token).problem(409, "last_sign_in")
        self.entered(self.post("/oidc/token", self.walk()))

    def test_disabled(self) -> None:
        self.disable(self.entered(self.post("/oidc/token", self.walk())))
        self.post("/oidc/token", self.walk()).problem(401, "account_disabled")

    def test_a_first_password(self) -> None:
        """Only by a fresh sign-in of who is linked, begun by the page that asks."""
        path, token = "/oidc/password", self.entered(self.post("/oidc/token", self.walk()))
        other = self.entered(self.post("/oidc/token", self.walk()))
        self.assertFalse(self.me(token)["has_password"])
        stranger = self.walk("stranger." + self.email) | {"new": PASSWORD}
        self.post(path, stranger, token).problem(409, "not_linked")
        other_way_in = self.walk("stranger." + self.email)
        self.post("/oidc/link", other_way_in, token).problem(409, "password_needed")
        good = self.walk() | {"new": PASSWORD}
        self.post(path, good, None).problem(401, "unauthorized")
        self.post(path, good | {"new": "Abcx-9f"}, token).problem(422, "invalid", "new")
        self.post(path, good | {"code": "x"}, token).problem(422, "invalid", "code")
        binding = self.begin()["binding"]
        self.post(path, good | {"binding": binding}, token).problem(422, "invalid", "code")
        self.post("/password", {"current": "none", "new": PASSWORD}, token).problem(
            422, "invalid", "current"
        )
        body = {"email": self.email, "password": PASSWORD}
        self.post("/login", body).problem(401, "invalid_credentials")

        reply = self.post(path, good, token)
        self.assertEqual((reply.status, reply.json()["revoked"]), (200, 1))
        self.server.get(ME, token=other).problem(401, "session_ended")
        self.assertTrue(self.me(token)["has_password"])
        entered = self.entered(self.post("/login", body))
        self.assertEqual(self.me(entered)["id"], self.me(token)["id"])
        again = self.walk() | {"new": "Another-pass-9"}
        self.post(path, again, token).problem(409, "password_set")

        # And now the link is not the only way in.
        (link,) = self.server.read(AUTH + "/oidc/link", token=token)["items"]
        path = f"{AUTH}/oidc/link/{link['id']}"
        self.assertEqual(self.server.call("DELETE", path, token=token).status, 204)
        self.post("/oidc/token", self.walk()).problem(409, "link_required")

    def test_a_link_of_a_provider_no_longer_set_up_is_no_way_in(self) -> None:
        token = self.entered(self.post("/oidc/token", self.walk()))
        me = self.me(token)["id"]
        with sqlite3.connect(self.server.data / "autoindex.db", isolation_level=None) as db:
            db.execute(
                "INSERT INTO identities (user_id, issuer, subject, email, created_at)"
                " VALUES (?, 'https://gone.example', 'x', 'x@gone.example', 0)",
                (me,),
            )
        db.close()
        items = self.server.read(AUTH + "/oidc/link", token=token)["items"]
        links = {i["provider"]: i["id"] for i in items}
        path = f"{AUTH}/oidc/link/{links['oidc']}"
        self.server.call("DELETE", path, token=token).problem(409, "last_sign_in")
        path = f"{AUTH}/oidc/link/{links[None]}"
        self.assertEqual(self.server.call("DELETE", path, token=token).status, 204)

    def test_the_second_factor_goes_without_a_password(self) -> None:
        token = self.entered(self.post("/oidc/token", self.walk()))
        secret = self.post("/totp/setup", {}, token).json()["secret"]
        settle()
        code = one_time(secret, -1)
        recovery = self.post("/totp/enable", {"code": code}, token).json()["recovery_codes"]
        self.post("/totp/disable", {"code": code}, token).problem(422, "invalid", "code")
        self.assertEqual(self.post("/totp/disable", {"code": recovery[0]}, token).status, 200)


class Closed(IssuerTest):
    @classmethod
    def settings(cls) -> dict[str, str]:
        return super().settings() | {"REGISTRATION": "closed"}

    def test_closed_registration_is_for_everybody(self) -> None:
        self.google(self.credential()).problem(403, "registration_closed")
        self.post("/oidc/token", self.walk()).problem(403, "registration_closed")
        self.assertEqual(ask(self.server.data, "SELECT count(*) FROM users"), [(1,)])


class Away(IssuerTest):
    """Each test has a server that has seen nothing of the issuer yet."""

    def setUp(self) -> None:
        super().setUp()
        type(self).server = self.start()
        self.keys, self.key = self.issuer.keys, self.issuer.key
        self.issuer.hits.clear()

    def tearDown(self) -> None:
        super().tearDown()
        self.issuer.keys, self.issuer.key = self.keys, self.key
        self.issuer.slow.clear()
        self.issuer.gate.set()

    def unavailable(self) -> None:
        reply = self.google(self.credential())
        reply.problem(503, "issuer_unavailable")
        self.assertTrue(reply.headers["retry-after"].isdigit())

    def test_rotation(self) -> None:
        self.entered(self.google(self.credential()))
        old = self.issuer.key
        self.issuer.key = Key(temp(self), "two")
        self.issuer.keys = {"keys": [self.issuer.key.public()]}
        self.entered(self.google(self.credential()))
        claims = self.issuer.says(self.email, iss=GOOGLE)
        self.google(old.token(claims)).problem(401, "id_token_refused")
        for _ in range(3):
            self.google(old.token(claims, kid="three")).problem(401, "id_token_refused")
        self.assertEqual(self.issuer.hits, ["/keys"] * 2)

    def test_kept_keys_serve(self) -> None:
        self.entered(self.google(self.credential()))
        self.issuer.broken["/keys"] = 500
        self.entered(self.google(self.credential()))
        claims = self.issuer.says(self.email, iss=GOOGLE)
        self.google(self.issuer.key.token(claims, kid="two")).problem(401, "id_token_refused")
        self.entered(self.google(self.credential()))

    def test_no_keys(self) -> None:
        for bad in (500, b"", b"{}", b'{"keys":[]}', b"[" * 100000, b" " * 300000, "/elsewhere"):
            with self.subTest(str(bad)[:20]):
                self.issuer.broken["/keys"] = bad
                self.unavailable()
                self.unavailable()  # and is not asked again at once
                self.assertEqual(self.issuer.hits, ["/keys"])
                type(self).server = self.start()
                self.issuer.hits.clear()

    def test_no_description(self) -> None:
        issuer = self.issuer.url
        for bad in (
            404,
            b"{}",
            json.dumps({"issuer": issuer}).encode(),
            json.dumps(
                {
                    "issuer": "https://another.example",
                    "authorization_endpoint": issuer + "/a",
                    "token_endpoint": issuer + "/b",
                    "jwks_uri": issuer + "/keys",
                }
            ).encode(),
            json.dumps(
                {
                    "issuer": issuer,
                    "authorization_endpoint": issuer + "/a",
                    "token_endpoint": "http://plain.example/b",
                    "jwks_uri": issuer + "/keys",
                }
            ).encode(),
        ):
            with self.subTest(str(bad)[:80]):
                self.issuer.broken["/.well-known/openid-configuration"] = bad
                reply = self.post("/oidc/start", {"provider": "oidc"})
                reply.problem(503, "issuer_unavailable")
                type(self).server = self.start()

    def test_slow_issuer_is_asked_once_and_given_up(self) -> None:
        self.issuer.gate.clear()
        self.issuer.slow.add("/keys")
        body = self.credential()
        with ThreadPoolExecutor(3) as pool:
            replies = list(pool.map(lambda _: self.google(body), range(3)))
        for reply in replies:
            reply.problem(503, "issuer_unavailable")
        self.assertEqual(self.issuer.hits, ["/keys"])


if __name__ == "__main__":
    unittest.main()
