# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""The second factor, keys for programs, and secrets at rest."""
from __future__ import annotations

import base64
import json
import unittest

from accounts import ADMIN, AUTH, FREE, ME, AccountTest, one_time, settle
from server import EMAIL, PASSWORD, Reply, Server, ask, run, temp


class Totp(AccountTest):
    def setUp(self) -> None:
        super().setUp()
        settle()

    def set_up(self) -> str:
        made = self.post(AUTH + "/totp/setup", token=self.token).json()
        self.server.secrets.append(made["secret"])
        self.assertRegex(made["secret"], r"^[A-Z2-7]{32}$")
        self.assertTrue(made["uri"].startswith("otpauth://totp/AutoIndex:bob"))
        self.assertIn(f"secret={made['secret']}&issuer=AutoIndex", made["uri"])
        return str(made["secret"])

    def enable(self) -> tuple[str, list[str]]:
        secret = self.set_up()
        # Of the step before, so that this step's code is still unused.
        reply = self.post(AUTH + "/totp/enable", {"code": one_time(secret, -1)}, token=self.token)
        self.assertEqual(reply.status, 200)
        codes = reply.json()["recovery_codes"]
        self.server.secrets += codes
        return secret, codes

    def test_on_and_off(self) -> None:
        self.assertFalse(self.server.read(ME, token=self.token)["totp_enabled"])
        self.post(AUTH + "/totp/enable", {"code": "123456"}, token=self.token).problem(
            409, "totp_not_set_up"
        )
        secret = self.set_up()
        self.assertEqual(self.login(self.bob).status, 200, "without effect until enabled")
        wrong = str((int(one_time(secret)) + 1) % 1000000).zfill(6)
        self.post(AUTH + "/totp/enable", {"code": wrong}, token=self.token).problem(
            422, "invalid", "code"
        )
        secret, codes = self.enable()
        self.assertEqual((len(codes), len(set(codes))), (10, 10))
        self.assertTrue(self.server.read(ME, token=self.token)["totp_enabled"])
        for path in ("/totp/setup", "/totp/enable"):
            self.post(AUTH + path, {"code": "123456"}, token=self.token)
        self.post(AUTH + "/totp/enable", {"code": "123456"}, token=self.token).problem(
            409, "totp_enabled"
        )
        self.post(AUTH + "/totp/setup", token=self.token).problem(409, "totp_enabled")

        off = AUTH + "/totp/disable"
        body = {"password": "wrong", "code": codes[0]}
        self.post(off, body, token=self.token).problem(422, "invalid", "password")
        body = {"password": PASSWORD, "code": "AAAA-AAAA-AAAA-AAAA"}
        self.post(off, body, token=self.token).problem(422, "invalid", "code")
        body = {"password": PASSWORD, "code": one_time(secret)}
        self.assertEqual(self.post(off, body, token=self.token).status, 200)
        self.assertEqual(self.login(self.bob).status, 200)
        self.post(off, body, token=self.token).problem(409, "totp_not_enabled")

    def test_login_asks_for_a_code_and_takes_it_once(self) -> None:
        secret, _ = self.enable()
        self.login(self.bob).problem(401, "totp_required")
        self.login(self.bob, code=None).problem(401, "totp_required")
        self.login(self.bob, code="").problem(401, "totp_required")
        self.login(self.bob, "Wrong-pass-1").problem(401, "invalid_credentials")
        code = one_time(secret)
        self.login(self.bob, "Wrong-pass-1", code=code).problem(401, "invalid_credentials")
        self.login(self.bob, code=one_time(secret, -1)).problem(401, "invalid_code")  # enabled it
        self.assertEqual(self.login(self.bob, code=f"{code[:3]} {code[3:]}").status, 200)
        self.login(self.bob, code=code).problem(401, "invalid_code")
        self.login(self.bob, code=one_time(secret, 9)).problem(401, "invalid_code")

    def test_recovery_codes_work_once(self) -> None:
        _, codes = self.enable()
        self.assertEqual(self.login(self.bob, code=codes[0]).status, 200)
        self.login(self.bob, code=codes[0]).problem(401, "invalid_code")
        self.assertEqual(self.login(self.bob, code=codes[1].lower().replace("-", " ")).status, 200)
        left = "SELECT count(*) FROM recovery_codes WHERE user_id = ?"
        self.assertEqual(ask(self.server.data, left, self.account), [(8,)])

    def test_wrong_codes_are_slowed_down(self) -> None:
        self.enable()
        for _ in range(FREE):
            self.login(self.bob, code="AAAA-AAAA-AAAA-AAAA").problem(401, "invalid_code")
        for _ in range(8):
            reply = self.login(self.bob, code="AAAA-AAAA-AAAA-AAAA")
            if reply.status == 429:
                break
        reply.problem(429, "rate_limited")

    def test_nothing_of_it_lies_about_in_clear(self) -> None:
        secret, codes = self.enable()
        raw = base64.b32decode(secret)
        for path in self.server.data.iterdir():
            data = path.read_bytes()
            for word in (secret.encode(), raw, *(c.encode() for c in codes)):
                self.assertNotIn(word, data, path.name)

    def test_the_command_line_takes_it_off(self) -> None:
        self.enable()
        done = run("user", "totp-off", self.bob, data=self.server.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.login(self.bob).status, 200)


class Keys(AccountTest):
    def test_made_listed_and_ended(self) -> None:
        made = self.key("read")
        self.assertRegex(made["key"], r"^ai_[\w-]{43}$")
        self.assertTrue(made["key"].startswith(made["prefix"]))
        self.assertEqual((made["scope"], made["expires_at"]), ("read", None))
        listed = self.server.read(AUTH + "/api-keys", token=self.token)
        self.assertEqual(listed["total"], 1)
        self.assertNotIn(made["key"], json.dumps(listed))
        for path in self.server.data.iterdir():
            self.assertNotIn(made["key"].encode(), path.read_bytes(), path.name)
        self.assertEqual(self.server.read(ME, token=made["key"])["email"], self.bob)
        one = f"{AUTH}/api-keys/{made['id']}"
        self.assertEqual(self.server.call("DELETE", one, token=self.token).status, 204)
        self.gone(made["key"], "key_revoked")
        self.server.call("DELETE", one, token=self.token).problem(404, "not_found")
        (item,) = self.server.read(AUTH + "/api-keys", token=self.token)["items"]
        self.assertIsNotNone(item["revoked_at"])

    def test_none_is_hidden_behind_those_that_ended(self) -> None:
        """Whoever stole a token could else make a key that its owner never sees."""
        first = self.key("write")
        for _ in range(201):
            made = self.key("read")
            self.server.call("DELETE", f"{AUTH}/api-keys/{made['id']}", token=self.token)
        listed = self.server.read(AUTH + "/api-keys", token=self.token)
        self.assertEqual((len(listed["items"]), listed["total"]), (200, 202))
        self.assertIn(first["id"], [k["id"] for k in listed["items"]])

    def test_input(self) -> None:
        path = AUTH + "/api-keys"
        for body, *fields in (
            ({}, "name"),
            ({"name": ""}, "name"),
            ({"name": "x", "scope": "admin"}, "scope"),
            ({"name": "x", "expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
            ({"name": "x", "scop": "read"}, "scop"),
        ):
            self.post(path, body, token=self.token).problem(422, "invalid", *fields)
        reply = self.post(path, {"name": "x"}, token=self.token)
        self.assertEqual(reply.json()["scope"], "read", "unless asked for more")
        self.server.secrets.append(reply.json()["key"])

    def test_other_peoples_keys_are_not_there(self) -> None:
        made = self.key("read")
        self.server.call("DELETE", f"{AUTH}/api-keys/{made['id']}").problem(404, "not_found")
        self.assertEqual(self.server.read(ME, token=made["key"])["email"], self.bob)

    def test_there_is_an_end_to_them(self) -> None:
        for _ in range(50):
            self.key("read")
        self.post(AUTH + "/api-keys", {"name": "x"}, token=self.token).problem(409, "too_many_keys")

    def test_scopes(self) -> None:
        """The administrator's keys, so that the role does not stand in the way."""
        mine = str(self.server.token)
        read, write = (self.key(scope, mine)["key"] for scope in ("read", "write"))
        simulate = {"amount": 1000, "start_date": "2024-01-02"}
        for key in (read, write):
            self.assertEqual(self.server.get("/api/v1/index/assets", token=key).status, 200)
            # These change nothing, though they are no GET; without data they fail later.
            for path, body in (
                ("/api/v1/index/simulate", simulate),
                ("/api/v1/strategy/backtest", {}),
            ):
                self.assertNotIn(self.post(path, body, token=key).status, (401, 403), path)
            for path in ("/users", "/audit"):
                self.server.get(ADMIN + path, token=key).problem(403, "not_for_keys")
        config = "/api/v1/strategy/config"
        body = {"min_price_threshold": 2}
        self.server.call("PUT", config, body, token=read).problem(403, "read_only")
        for path in ("/api/v1/strategy/rebalance", "/api/v1/diagnostics/cache-invalidate"):
            self.post(path, token=read).problem(403, "read_only")
        self.assertEqual(self.server.call("PUT", config, body, token=write).status, 200)
        bobs = self.key("write")["key"]
        self.server.call("PUT", config, body, token=bobs).problem(403, "forbidden")

    def test_what_is_no_key(self) -> None:
        good = self.key("read")["key"]
        for bad in (good[:-1], good + "x", good[:-1] + "~", "ai_", "ai_" + "A" * 43, good.upper()):
            self.server.get(ME, token=bad).problem(401, "unauthorized")

    def test_they_end_with_their_account(self) -> None:
        key = self.key("write")["key"]
        self.server.call("PUT", f"{ADMIN}/users/{self.account}", {"disabled": True})
        self.gone(key, "account_disabled")
        self.server.call("PUT", f"{ADMIN}/users/{self.account}", {"disabled": False})
        self.gone(key, "key_revoked")


class Rotation(unittest.TestCase):
    """Of the secret under which others lie sealed."""

    def setUp(self) -> None:
        self.data = temp(self) / "data"

    def server(self, *flags: str, env: dict[str, str] | None = None) -> Server:
        return Server(self.data, "--no-sample-data", *flags, env=env)

    def totp(self, s: Server) -> str:
        settle()
        secret = str(s.call("POST", AUTH + "/totp/setup", {}).json()["secret"])
        s.secrets.append(secret)
        reply = s.call("POST", AUTH + "/totp/enable", {"code": one_time(secret, -1)})
        s.secrets += reply.json()["recovery_codes"]
        return secret

    def sign_in(self, s: Server, code: str) -> Reply:
        body = {"email": EMAIL, "password": PASSWORD, "code": code}
        return s.call("POST", AUTH + "/login", body, token=None)

    def test_another_secret_and_the_one_before(self) -> None:
        old, new = "the old secret " + "x" * 32, "the new secret " + "x" * 32
        with self.server(env={"SECRET_KEY": old}) as s:
            s.secrets += [old, new]
            s.register()
            secret = self.totp(s)
        settle()
        with self.server(env={"SECRET_KEY": new}) as s:
            p = self.sign_in(s, one_time(secret)).problem(503, "unavailable")
            self.assertNotIn(old, json.dumps(p))
        both = {"SECRET_KEY": new, "SECRET_KEY_OLD": old}
        with self.server(env=both) as s:
            self.assertEqual(self.sign_in(s, one_time(secret)).status, 200)
        done = run("user", "rotate-key", "--json", data=self.data, env=both)
        self.assertEqual(json.loads(done.stdout), {"sealed_anew": 1})
        settle()
        with self.server(env={"SECRET_KEY": new}) as s:
            self.assertEqual(self.sign_in(s, one_time(secret, 1)).status, 200)

    def test_rotation_of_the_folders_key(self) -> None:
        key, old = self.data / "secret.key", self.data / "secret.key.old"
        with self.server() as s:
            token = s.register()
            secret = self.totp(s)
            done = run("user", "rotate-key", data=self.data)
            self.assertEqual(done.returncode, 1)
            self.assertIn("another server", done.stderr)
        before = key.read_bytes()
        self.assertEqual(run("user", "rotate-key", data=self.data).returncode, 0)
        self.assertNotEqual(key.read_bytes(), before)
        self.assertEqual(key.stat().st_mode & 0o777, 0o600)
        self.assertFalse(old.exists())
        settle()
        with self.server() as s:
            s.get(ME, token=token).problem(401, "unauthorized")
            self.assertEqual(self.sign_in(s, one_time(secret)).status, 200)

    def test_a_rotation_that_was_cut_short(self) -> None:
        """The old key is kept beside the new one until all is sealed anew."""
        key, old = self.data / "secret.key", self.data / "secret.key.old"
        with self.server() as s:
            s.register()
            secret = self.totp(s)
        key.rename(old)
        settle()
        with self.server() as s:
            self.assertEqual(self.sign_in(s, one_time(secret)).status, 200)
        made = key.read_bytes()
        self.assertEqual(run("user", "rotate-key", data=self.data).returncode, 0)
        self.assertEqual(key.read_bytes(), made)
        self.assertFalse(old.exists())


if __name__ == "__main__":
    unittest.main()
