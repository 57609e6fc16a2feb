# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Attack: somebody else's things by their numbers, and what is above one's role.

Every route whose path takes a number is tried with every number that another account has, by a user, by a
user's keys and by nobody. A route that this file does not know fails it, so that a new one is thought about.
"""
from __future__ import annotations

import re
import sqlite3
import unittest

from accounts import ADMIN, AUTH, ME, AccountTest
from server import ask, described
from task_case import begun, ended

# Whose things the number of a path counts: an account's own, an administrator's, everybody's.
OWN = {
    "DELETE /api/v1/auth/sessions/{id}",
    "DELETE /api/v1/auth/api-keys/{id}",
    "DELETE /api/v1/auth/oidc/link/{id}",
    "GET /api/v1/background/task/{task_id}",
    "GET /api/v1/background/status/{task_id}",
    "POST /api/v1/background/task/{task_id}/cancel",
    "POST /api/v1/background/task/{task_id}/retry",
    "GET /api/v1/reports/{id}",
    "GET /api/v1/reports/{id}/download",
    "DELETE /api/v1/reports/{id}",
}
ADMINS = {
    "PUT /api/v1/admin/users/{id}",
    "POST /api/v1/admin/users/{id}/revoke",
    "POST /api/v1/strategy/config/versions/{version}/restore",
    "GET /api/v1/admin/backups/{id}/download",
    "POST /api/v1/admin/backups/{id}/verify",
    "POST /api/v1/admin/backups/{id}/restore",
    "DELETE /api/v1/admin/backups/{id}",
    "PUT /api/v1/background/schedules/{id}",
    "DELETE /api/v1/background/schedules/{id}",
    "POST /api/v1/background/schedules/{id}/run",
    "DELETE /api/v1/background/dead-letters/{task_id}",
}
SHARED = {"GET /api/v1/index/assets/{symbol}/history"}


class Access(AccountTest):
    sample = True

    def numbers(self) -> list[str]:
        """Every number that any row of an account has, and some that none has."""
        db = self.server.data
        rows = [
            r
            for t in ("users", "api_keys", "identities", "tasks", "reports", "schedules")
            for r in ask(db, f"SELECT id FROM {t}")
        ]
        rows += ask(db, "SELECT jti FROM sessions")
        return sorted({str(r[0]) for r in rows} | {"0", "99999", str(2**53 - 1), "0" * 32})

    def state(self) -> object:
        """Who there is and what is in force, of everybody but the one who attacks."""
        db = self.server.data
        users = "SELECT id, email, role, disabled_at FROM users ORDER BY id"
        sessions = "SELECT jti, revoked_at FROM sessions WHERE user_id != ? ORDER BY jti"
        keys = "SELECT id, revoked_at FROM api_keys WHERE user_id != ? ORDER BY id"
        links = ask(db, "SELECT id, user_id, subject FROM identities ORDER BY id")
        others = [ask(db, q, self.account) for q in (sessions, keys)]
        work = "SELECT id, state, tries FROM tasks WHERE user_id IS NOT ? ORDER BY id"
        reports = "SELECT id FROM reports WHERE user_id != ? ORDER BY id"
        schedules = ask(db, "SELECT * FROM schedules ORDER BY id")
        others += [ask(db, q, self.account) for q in (work, reports)]
        return ask(db, users), links, schedules, *others

    def report(self, token: str) -> None:
        body = {"report_type": "summary", "period_days": 365, "format": "csv"}
        reply = self.post("/api/v1/background/generate-report", body, token)
        ended(self.server, begun(reply), token)

    def link(self, email: str) -> None:
        """An account that a provider vouches for, without the provider."""
        db = sqlite3.connect(self.server.data / "autoindex.db", isolation_level=None, timeout=60)
        db.execute(
            "INSERT INTO identities (user_id, issuer, subject, email, created_at)"
            " SELECT id, 'https://issuer.test', email, email, 0 FROM users WHERE email = ?",
            (email,),
        )
        db.close()

    def test_every_path_with_a_number_is_known(self) -> None:
        found = {
            f"{method.upper()} {path}"
            for path, item in described().document["paths"].items()
            for method in item
            if "{" in path
        }
        self.assertEqual(found - OWN - ADMINS - SHARED, set())

    def test_other_peoples_numbers(self) -> None:
        other = self.server.register(f"other{self.number}@example.com")
        self.key("write", other)
        self.link(f"other{self.number}@example.com")
        self.key("write", str(self.server.token))
        for token in (other, self.token, str(self.server.token)):
            self.report(token)
        work, reports = (f"SELECT id FROM {t} WHERE user_id = ?" for t in ("tasks", "reports"))
        mine = {
            "/api/v1/background/task/{task_id}": work,
            "/api/v1/background/status/{task_id}": work,
            "/api/v1/background/task/{task_id}/cancel": work,
            "/api/v1/background/task/{task_id}/retry": work,
            "/api/v1/reports/{id}": reports,
            "/api/v1/reports/{id}/download": reports,
            "/api/v1/auth/sessions/{id}": "SELECT jti FROM sessions WHERE user_id = ?",
            "/api/v1/auth/api-keys/{id}": "SELECT id FROM api_keys WHERE user_id = ?",
            "/api/v1/auth/oidc/link/{id}": "SELECT id FROM identities WHERE user_id = ?",
        }
        key = self.key("write")["key"]
        before = self.state()
        for operation in sorted(OWN | ADMINS):
            method, path = operation.split()
            rows = ask(self.server.data, mine[path], self.account) if path in mine else []
            own = {str(r[0]) for r in rows}
            for n in self.numbers():
                target = re.sub(r"{\w+}", n, path)
                if operation in ADMINS:
                    body = {"role": "admin", "disabled": True} if method == "PUT" else None
                    for token in (self.token, key):
                        reply = self.server.call(method, target, body, token=token)
                        self.assertEqual(reply.status, 403, target)
                elif n not in own:
                    reply = self.server.call(method, target, token=self.token)
                    self.assertIn(reply.status, (404, 422), target)
                reply = self.server.call(method, target, token=None)
                self.assertEqual(reply.status, 401, target)
        self.assertEqual(self.state(), before)
        self.good(other)
        self.good(self.token)

    def test_there_and_not_there_look_alike(self) -> None:
        """What is somebody else's is refused as what nobody has: numbers tell nothing."""
        other = self.server.register(f"alike{self.number}@example.com")
        made = self.key("read", other)
        session = self.server.read(AUTH + "/sessions", token=other)["items"][0]["id"]
        for path, there in ((AUTH + "/api-keys", made["id"]), (AUTH + "/sessions", session)):
            replies = [
                self.server.call("DELETE", f"{path}/{n}", token=self.token).json()
                for n in (there, 99999)
            ]
            for reply in replies:
                reply.pop("request_id")
            detail = [str(r.pop("detail")) for r in replies]
            self.assertEqual(replies[0], replies[1])
            self.assertEqual(*(re.sub(r"\d+", "N", d) for d in detail))

    def test_members_that_raise_a_role(self) -> None:
        """What a body should not name: refused or ignored, and without effect."""
        more = {"role": "admin", "is_admin": True, "id": 1, "user_id": 1, "admin": True, "sub": "1"}
        body = {"email": f"raised{self.number}@example.com", "password": "Correct-horse-7"}
        for extra in more.items():
            reply = self.post(AUTH + "/register", body | dict([extra]), token=None)
            if reply.status == 201:
                token = reply.json()["access_token"]
                self.server.secrets.append(token)
                self.assertEqual(self.server.read(ME, token=token)["role"], "user")
        reply = self.post(AUTH + "/api-keys", {"name": "x", "scope": "admin"}, token=self.token)
        reply.problem(422, "invalid", "scope")

    def test_administration_is_closed(self) -> None:
        """Every route that says it is an administrator's, to a user and to a user's key."""
        key = self.key("write")["key"]
        tried = 0
        for path, item in described().document["paths"].items():
            for method, o in item.items():
                if (
                    path.startswith(ADMIN)
                    or "403" in o["responses"]
                    and path.startswith("/api/v1/diag")
                ):
                    target = re.sub(r"{\w+}", "1", path)
                    for token in (self.token, key):
                        reply = self.server.call(method.upper(), target, {}, token=token)
                        if path.startswith(ADMIN):
                            self.assertEqual(reply.status, 403, target)
                        tried += 1
        self.assertGreater(tried, 6)


if __name__ == "__main__":
    unittest.main()
