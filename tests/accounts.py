# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""What the tests of accounts share."""
from __future__ import annotations

import base64
import hmac
import struct
import time
from typing import Any

from server import PASSWORD, Reply, ServerTest

AUTH = "/api/v1/auth"
ADMIN = "/api/v1/admin"
ME = AUTH + "/me"
BOB = "bob@example.com"
OTHER = "Another-pass-9"
ADMIN_TOKEN = "an-admin-token-of-more-than-32-characters"
FREE = 5  # failed sign-ins before the first wait


def one_time(secret: str, steps: int = 0) -> str:
    """The code of an authenticator app, RFC 6238, so many steps from now."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    mac = hmac.new(key, counter, "sha1").digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff) % 1000000:06d}"


def settle() -> None:
    """Not so near the end of a step that it is over before a code arrives."""
    left = 30 - time.time() % 30
    if left < 5:
        time.sleep(left)


class AccountTest(ServerTest):
    """The administrator's token is the server's; bob is a user, made anew for each test."""

    flags: tuple[str, ...] = ("--log-level", "info")
    number = 0

    def setUp(self) -> None:
        type(self).number += 1
        self.bob = f"bob{self.number}@example.com"
        self.token = self.server.register(self.bob)
        self.account = self.server.read(ME, token=self.token)["id"]

    def post(self, path: str, body: object = None, token: str | None = "") -> Reply:
        return self.server.call("POST", path, {} if body is None else body, token=token)

    def login(self, email: str, password: str = PASSWORD, **more: object) -> Reply:
        body = {"email": email, "password": password} | more
        return self.post(AUTH + "/login", body, token=None)

    def gone(self, token: str, code: str = "session_ended") -> None:
        self.server.get(ME, token=token).problem(401, code)

    def good(self, token: str) -> None:
        self.assertEqual(self.server.get(ME, token=token).status, 200)

    def key(self, scope: str, token: str | None = None) -> Any:
        body = {"name": f"a {scope} key", "scope": scope}
        reply = self.post(AUTH + "/api-keys", body, token=token or self.token)
        self.assertEqual(reply.status, 201)
        made = reply.json()
        self.server.secrets.append(made["key"])
        return made

    def actions(self, **query: str) -> list[str]:
        text = "&".join(f"{k}={v}" for k, v in query.items())
        items = self.server.read(f"{ADMIN}/audit?limit=500&{text}")["items"]
        return [i["action"] for i in items]
