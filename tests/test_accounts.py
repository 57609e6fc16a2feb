# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Sessions, roles, passwords, and the log of who did what."""
from __future__ import annotations

import json
import sqlite3
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from accounts import ADMIN, ADMIN_TOKEN, AUTH, BOB, FREE, ME, OTHER, AccountTest
from server import EMAIL, PASSWORD, PATIENCE, Reply, Server, ask, count, run, temp


class Sessions(AccountTest):
    def test_refresh(self) -> None:
        reply = self.post(AUTH + "/refresh", token=self.token)
        fresh = reply.json()
        self.assertEqual((reply.status, fresh["token_type"]), (200, "bearer"))
        self.assertEqual(fresh["expires_in"], 86400)
        self.assertNotEqual(fresh["access_token"], self.token)
        self.server.secrets.append(fresh["access_token"])
        self.gone(self.token)
        self.good(fresh["access_token"])
        self.post(AUTH + "/refresh", token=self.token).problem(401, "session_ended")

    def test_logout(self) -> None:
        second = self.server.login(self.bob)
        reply = self.post(AUTH + "/logout", token=self.token)
        self.assertEqual((reply.status, reply.json()), (200, {"message": "Signed out."}))
        self.gone(self.token)
        self.post(AUTH + "/logout", token=self.token).problem(401, "session_ended")
        self.good(second)

    def test_bodies_of_other_clients_are_ignored(self) -> None:
        for path in ("/refresh", "/logout"):
            token = self.server.login(self.bob)
            self.assertEqual(self.post(AUTH + path, {"token": "x"}, token=token).status, 200)

    def test_list(self) -> None:
        headers = {"User-Agent": "a browser", "Content-Type": "application/json"}
        body = {"email": self.bob, "password": PASSWORD}
        r = self.server.call("POST", AUTH + "/login", body, headers=headers, token=None)
        second = r.json()["access_token"]
        listed = self.server.read(AUTH + "/sessions", token=self.token)
        self.assertEqual((listed["total"], len(listed["items"])), (2, 2))
        self.assertEqual(sum(s["current"] for s in listed["items"]), 1)
        other = next(s for s in listed["items"] if not s["current"])
        self.assertEqual((other["address"], other["user_agent"]), ("127.0.0.1", "a browser"))
        self.assertLess(other["created_at"], other["expires_at"])
        self.assertNotIn(self.token, json.dumps(listed))

        reply = self.server.call("DELETE", f"{AUTH}/sessions/{other['id']}", token=self.token)
        self.assertEqual((reply.status, reply.body), (204, b""))
        self.gone(second)
        again = self.server.call("DELETE", f"{AUTH}/sessions/{other['id']}", token=self.token)
        again.problem(404, "not_found")
        self.assertEqual(self.server.read(AUTH + "/sessions", token=self.token)["total"], 1)

    def test_what_a_client_calls_itself_may_be_no_text(self) -> None:
        for agent, shown in (("caf\u00e9", None), ("x" * 5000, "x" * 200), ("<b>", "<b>")):
            body = {"email": self.bob, "password": PASSWORD}
            headers = {"User-Agent": agent}
            reply = self.server.call("POST", AUTH + "/login", body, headers=headers, token=None)
            token = reply.json()["access_token"]
            items = self.server.read(AUTH + "/sessions", token=token)["items"]
            self.assertEqual([s["user_agent"] for s in items if s["current"]], [shown])

    def test_other_peoples_sessions_are_not_there(self) -> None:
        (mine,) = self.server.read(AUTH + "/sessions", token=self.token)["items"]
        # Not even for the administrator, by this door.
        self.server.call("DELETE", f"{AUTH}/sessions/{mine['id']}").problem(404, "not_found")
        for odd in ("x", "0", "%00", "' OR 1=1 --".replace(" ", "%20")):
            reply = self.server.call("DELETE", f"{AUTH}/sessions/{odd}", token=self.token)
            self.assertIn(reply.status, (404, 422))
        self.good(self.token)

    def test_revoke_all_keeps_the_one_that_asks(self) -> None:
        others = [self.server.login(self.bob) for _ in range(3)]
        reply = self.post(AUTH + "/revoke-all", token=self.token)
        self.assertEqual((reply.status, reply.json()["revoked"]), (200, 3))
        for token in others:
            self.gone(token)
        self.good(self.token)

    def test_password(self) -> None:
        path, other = AUTH + "/password", self.server.login(self.bob)
        self.server.secrets.append(OTHER)

        def change(current: str, new: str) -> Reply:
            return self.post(path, {"current": current, "new": new}, token=self.token)

        change("wrong", OTHER).problem(422, "invalid", "current")
        p = change(PASSWORD, "short").problem(422, "invalid", "new", "new", "new", "new")
        self.assertIn("at least 8", p["errors"][0]["message"])
        change(PASSWORD, PASSWORD).problem(422, "invalid", "new")
        self.post(path, {"current": PASSWORD}, token=self.token).problem(422, "invalid", "new")
        self.good(other)
        reply = change(PASSWORD, OTHER)
        self.assertEqual((reply.status, reply.json()["revoked"]), (200, 1))
        self.gone(other)
        self.good(self.token)
        self.login(self.bob).problem(401, "invalid_credentials")
        self.assertEqual(self.login(self.bob, OTHER).status, 200)

    def test_wrong_current_passwords_are_slowed_down(self) -> None:
        body = {"current": "wrong", "new": OTHER}
        for _ in range(FREE):
            self.post(AUTH + "/password", body, token=self.token).problem(422, "invalid", "current")
        for _ in range(8):
            reply = self.post(AUTH + "/password", body, token=self.token)
            if reply.status == 429:
                break
        reply.problem(429, "rate_limited")
        self.assertTrue(reply.headers["retry-after"].isdigit())

    def test_everything_needs_a_session(self) -> None:
        for method, path in (
            ("POST", "/refresh"),
            ("POST", "/logout"),
            ("POST", "/password"),
            ("GET", "/sessions"),
            ("DELETE", "/sessions/x"),
            ("POST", "/revoke-all"),
            ("GET", "/api-keys"),
            ("POST", "/api-keys"),
            ("DELETE", "/api-keys/1"),
            ("POST", "/totp/setup"),
            ("POST", "/totp/enable"),
            ("POST", "/totp/disable"),
        ):
            reply = self.server.call(method, AUTH + path, token=None)
            reply.problem(401, "unauthorized")
            reply = self.server.call(method, AUTH + path, token=self.key("write")["key"])
            reply.problem(403, "not_for_keys")

    def test_last_seen_is_told(self) -> None:
        ask_for = "SELECT last_seen_at > created_at - 1 FROM sessions WHERE user_id = ?"
        self.good(self.token)
        self.assertEqual(ask(self.server.data, ask_for, self.account), [(1,)])


class Login(AccountTest):
    def test_parallel_wrong_passwords_are_as_slow_as_in_a_row(self) -> None:
        with ThreadPoolExecutor(20) as pool:
            replies = list(pool.map(lambda _: self.login(self.bob, "Wrong-pass-1"), range(20)))
        statuses = [r.status for r in replies]
        self.assertGreaterEqual(statuses.count(401), FREE)
        self.assertLessEqual(statuses.count(401), FREE + 1, "tried at once")
        self.assertEqual(statuses.count(401) + statuses.count(429), 20)
        for reply in replies:
            if reply.status == 429:
                reply.problem(429, "rate_limited")
                self.assertGreaterEqual(int(reply.headers["retry-after"]), 1)

    def test_parallel_right_passwords_all_come_through(self) -> None:
        with ThreadPoolExecutor(20) as pool:
            replies = list(pool.map(lambda _: self.login(self.bob), range(20)))
        self.assertEqual([r.status for r in replies], [200] * 20)
        tokens = {r.json()["access_token"] for r in replies}
        self.assertEqual(len(tokens), 20)

    def test_a_disabled_account(self) -> None:
        path = f"{ADMIN}/users/{self.account}"
        self.assertEqual(self.server.call("PUT", path, {"disabled": True}).status, 200)
        self.gone(self.token, "account_disabled")
        # Who knows the password is told; to others it looks as any account.
        self.login(self.bob).problem(401, "account_disabled")
        wrong = self.login(self.bob, "Wrong-pass-1")
        self.assertEqual(wrong.problem(401, "invalid_credentials")["detail"], "Invalid credentials")
        self.assertEqual(self.server.call("PUT", path, {"disabled": False}).status, 200)
        self.gone(self.token)
        self.good(self.server.login(self.bob))


class Administration(AccountTest):
    flags = (*AccountTest.flags,)

    def put(self, user: object, body: object, token: str | None = "") -> Reply:
        return self.server.call("PUT", f"{ADMIN}/users/{user}", body, token=token)

    def test_only_administrators(self) -> None:
        for method, path in (
            ("GET", "/users"),
            ("PUT", f"/users/{self.account}"),
            ("POST", f"/users/{self.account}/revoke"),
            ("GET", "/audit"),
        ):
            body: object = None if method == "GET" else {}
            self.server.call(method, ADMIN + path, body, token=None).problem(401, "unauthorized")
            reply = self.server.call(method, ADMIN + path, body, token=self.token)
            reply.problem(403, "forbidden")

    def test_list(self) -> None:
        got = self.server.read(f"{ADMIN}/users?q={self.bob.upper()}")
        self.assertEqual(got["total"], 1)
        (item,) = got["items"]
        self.assertEqual(
            (item["id"], item["email"], item["role"], item["disabled"], item["sessions"]),
            (self.account, self.bob, "user", False, 1),
        )
        self.assertNotIn("hash", json.dumps(got))
        page = self.server.read(f"{ADMIN}/users?limit=1&offset=1")
        self.assertEqual((len(page["items"]), page["items"][0]["id"]), (1, 2))
        self.assertEqual(page["total"], count(self.server.data, "users"))

    def test_a_role_counts_at_once_with_the_old_token(self) -> None:
        users = ADMIN + "/users"
        self.server.get(users, token=self.token).problem(403, "forbidden")
        reply = self.put(self.account, {"role": "admin"})
        self.assertEqual((reply.status, reply.json()["role"]), (200, "admin"))
        self.assertEqual(self.server.get(users, token=self.token).status, 200)
        self.assertEqual(self.put(self.account, {"role": "user"}).status, 200)
        self.server.get(users, token=self.token).problem(403, "forbidden")
        self.assertEqual(self.server.read(ME, token=self.token)["role"], "user")

    def test_oneself_and_the_last_one(self) -> None:
        for body in ({"role": "user"}, {"disabled": True}):
            self.put(1, body).problem(409, "own_account")
        self.put(self.account, {"role": "admin"})
        self.put(self.account, {"role": "user"}, token=self.token).problem(409, "own_account")
        # By the command line, which is nobody: the last one stays.
        data = self.server.data
        self.assertEqual(run("user", "demote", self.bob, data=data).returncode, 0)
        for action in ("demote", "disable"):
            done = run("user", action, EMAIL, data=data)
            self.assertEqual(done.returncode, 1)
            self.assertIn("last administrator", done.stderr)
        self.assertEqual(self.server.read(ME)["role"], "admin")

    def test_input(self) -> None:
        self.put(999999, {"role": "user"}).problem(404, "not_found")
        self.put("x", {"role": "user"}).problem(422, "invalid", "id")
        self.put(self.account, {"role": "owner"}).problem(422, "invalid", "role")
        self.put(self.account, {"disabled": "yes"}).problem(422, "invalid", "disabled")
        self.put(self.account, {"enabled": True}).problem(422, "invalid", "enabled")
        self.assertEqual(self.put(self.account, {}).json()["role"], "user")
        self.post(f"{ADMIN}/users/999999/revoke").problem(404, "not_found")

    def test_revoke(self) -> None:
        second = self.server.login(self.bob)
        reply = self.post(f"{ADMIN}/users/{self.account}/revoke")
        self.assertEqual((reply.status, reply.json()["revoked"]), (200, 2))
        self.gone(self.token)
        self.gone(second)

    def test_a_change_of_another_process_is_seen(self) -> None:
        self.good(self.token)
        done = run("user", "disable", self.bob, data=self.server.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        end = time.monotonic() + PATIENCE
        while self.server.get(ME, token=self.token).status == 200:
            self.assertLess(time.monotonic(), end, "the server does not notice")
            time.sleep(0.05)
        self.gone(self.token, "account_disabled")
        self.assertEqual(run("user", "enable", self.bob, data=self.server.data).returncode, 0)
        self.good(self.server.login(self.bob))

    def test_the_log(self) -> None:
        self.login(self.bob, "Wrong-pass-1")
        self.login("nobody-at-all@example.com", "Wrong-pass-1")
        self.login(self.bob)
        made = self.key("read")
        self.server.call("DELETE", f"{AUTH}/api-keys/{made['id']}", token=self.token)
        self.put(self.account, {"role": "admin", "disabled": True})
        change = {"min_price_threshold": self.number + 1}
        self.server.call("PUT", "/api/v1/strategy/config?recompute=false", change)
        items = self.server.read(f"{ADMIN}/audit?limit=100")["items"]
        newest = [(i["action"], i["actor"]) for i in items[:9]]
        self.assertEqual(
            newest,
            [
                ("strategy.change", EMAIL),
                ("user.disable", EMAIL),
                ("user.role", EMAIL),
                ("key.revoke", self.bob),
                ("key.create", self.bob),
                ("auth.login", self.bob),
                ("auth.login_failed", "nobody"),
                ("auth.login_failed", "nobody"),
                ("auth.register", self.bob),
            ],
        )
        self.assertEqual([i["id"] for i in items], sorted((i["id"] for i in items), reverse=True))
        for i in items[:9]:
            self.assertEqual(i["address"], "127.0.0.1")
            self.assertTrue(i["request_id"])
            if i["detail"]:
                self.assertIsInstance(json.loads(i["detail"]), dict)
        self.assertEqual(items[7]["object"], self.bob)
        text = json.dumps(items)
        self.assertNotIn("nobody-at-all", text)
        self.assertNotIn("Wrong-pass-1", text)
        self.assertNotIn(made["key"], text)
        self.assertEqual(set(self.actions(action="user.role")), {"user.role"})
        self.assertIn("key.create", self.actions(actor=self.bob.upper()))
        self.assertNotIn("user.role", self.actions(actor=self.bob))


class OverTime(unittest.TestCase):
    """What outlives a server."""

    def setUp(self) -> None:
        self.data = temp(self) / "data"

    def server(self, *flags: str, env: dict[str, str] | None = None) -> Server:
        return Server(self.data, "--no-sample-data", *flags, env=env)

    def test_what_was_ended_stays_so(self) -> None:
        with self.server() as s:
            one, two = s.register(), s.login()
            made = s.call("POST", AUTH + "/api-keys", {"name": "x"}, token=two).json()
            s.secrets.append(made["key"])
            s.call("DELETE", f"{AUTH}/api-keys/{made['id']}", token=two)
            s.call("POST", AUTH + "/logout", {}, token=one)
        with self.server() as s:
            s.get(ME, token=one).problem(401, "session_ended")
            s.get(ME, token=made["key"]).problem(401, "key_revoked")
            self.assertEqual(s.get(ME, token=two).status, 200)

    def test_last_seen_is_written_when_the_server_ends(self) -> None:
        with self.server() as s:
            token = s.register()
            s.get(ME, token=token)
        ((created, seen),) = ask(self.data, "SELECT created_at, last_seen_at FROM sessions")
        self.assertGreaterEqual(seen, created)

    def test_the_admin_token_is_no_account(self) -> None:
        with self.server(env={"ADMIN_TOKEN": ADMIN_TOKEN}) as s:
            s.secrets.append(ADMIN_TOKEN)
            s.register()
            for method, path in (
                ("POST", "/refresh"),
                ("POST", "/logout"),
                ("GET", "/sessions"),
                ("GET", "/api-keys"),
                ("POST", "/totp/setup"),
            ):
                reply = s.call(method, AUTH + path, token=ADMIN_TOKEN)
                reply.problem(403, "forbidden")
            self.assertEqual(s.get(ADMIN + "/users", token=ADMIN_TOKEN).status, 200)
            s.register(BOB)
            s.call("PUT", ADMIN + "/users/2", {"role": "admin"}, token=ADMIN_TOKEN)
            newest = s.read(ADMIN + "/audit?limit=1")["items"][0]
            self.assertEqual(newest["actor"], "administrator's token")

    def test_the_command_line_is_in_the_log(self) -> None:
        csv = self.data.parent / "p.csv"
        csv.write_text("date,symbol,close\n2024-01-02,AAA,1.5\n", encoding="utf-8")
        stdin = PASSWORD.encode() + b"\n"
        for args in (
            ("user", "add", EMAIL, "--bcrypt-cost", "4"),
            ("user", "add", BOB, "--bcrypt-cost", "4"),
            ("user", "promote", BOB),
            ("user", "demote", BOB),
            ("user", "disable", BOB),
            ("user", "enable", BOB),
            ("user", "revoke", BOB),
            ("user", "passwd", BOB, "--bcrypt-cost", "4"),
            ("import", str(csv)),
        ):
            done = run(*args, data=self.data, stdin=stdin)
            self.assertEqual(done.returncode, 0, done.stderr)
        rows = ask(self.data, "SELECT actor, action, actor_id, address FROM audit_log ORDER BY id")
        self.assertEqual({r[0] for r in rows}, {"command line"})
        self.assertEqual({r[2:] for r in rows}, {(None, None)})
        self.assertEqual(
            [r[1] for r in rows],
            ["user.add", "user.add", "user.role", "user.role", "user.disable", "user.enable"]
            + ["session.revoke", "auth.password", "data.import"],
        )
        self.assertEqual(run("audit", "verify", data=self.data).returncode, 0)

    def test_verify_finds_a_changed_row(self) -> None:
        with self.server() as s:
            s.register()
            for _ in range(3):
                s.login()
        done = run("audit", "verify", "--json", data=self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        good = json.loads(done.stdout)
        self.assertEqual((good["sound"], good["rows"], good["bad"]), (True, 4, None))
        ((head,),) = ask(self.data, "SELECT hash FROM audit_log WHERE id = 4")
        self.assertEqual(good["head"], head)
        for sql, bad in (
            ("UPDATE audit_log SET actor = 'eve' WHERE id = 2", 2),
            ("DELETE FROM audit_log WHERE id = 1", 2),
            ("DELETE FROM audit_log WHERE id = 4", 4),
        ):
            copy = temp(self) / "data"
            copy.mkdir()
            self.copy(copy / "autoindex.db", sql)
            done = run("audit", "verify", "--json", data=copy)
            self.assertEqual(done.returncode, 1, sql)
            self.assertEqual(json.loads(done.stdout)["bad"], bad, sql)
            self.assertIn(f"broken at entry {bad}", done.stderr)

    def copy(self, path: Path, sql: str) -> None:
        source = sqlite3.connect(self.data / "autoindex.db")
        target = sqlite3.connect(path)
        source.backup(target)
        target.execute(sql)
        target.commit()
        source.close()
        target.close()


if __name__ == "__main__":
    unittest.main()
