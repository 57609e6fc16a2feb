# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""An OpenID Connect issuer on a free loopback port, with keys made for the test."""
from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

from server import PATIENCE, segment

CLIENT, SECRET = "our client", "a secret & more"


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    """An RSA key of 2048 bits, by the openssl of the system."""

    def __init__(self, folder: Path, kid: str) -> None:
        self.kid, self.path = kid, folder / f"{kid}.pem"
        self._openssl("genrsa", "-out", str(self.path), "2048")
        modulus = self._openssl("rsa", "-in", str(self.path), "-noout", "-modulus").decode()
        self.n = bytes.fromhex(modulus.strip().partition("=")[2])

    def _openssl(self, *args: str, data: bytes = b"") -> bytes:
        done = subprocess.run(
            ["openssl", *args], input=data, capture_output=True, check=True, timeout=PATIENCE
        )
        return done.stdout

    def sign(self, data: bytes) -> bytes:
        return self._openssl("dgst", "-sha256", "-sign", str(self.path), data=data)

    def public(self) -> dict[str, str]:
        return {
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.kid,
            "n": base64url(self.n),
            "e": "AQAB",
        }

    def token(self, claims: dict[str, Any], **header: Any) -> str:
        head = {"alg": "RS256", "kid": self.kid, "typ": "JWT"} | header
        text = f"{segment(head)}.{segment(claims)}"
        return f"{text}.{base64url(self.sign(text.encode()))}"


class Issuer:
    """What it says can be bent by each test."""

    def __init__(self, folder: Path) -> None:
        self.key = Key(folder, "one")
        self.keys: Any = {"keys": [self.key.public()]}
        self.hits: list[str] = []
        self.broken: dict[str, Any] = {}  # path: a status, bytes, or an address to redirect to
        self.gate = threading.Event()  # what is in slow waits for it
        self.gate.set()
        self.slow: set[str] = set()
        self.codes: dict[str, dict[str, str]] = {}
        self.claims: dict[str, Any] = {}  # instead of what the token would say; None: left out
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                outer.answer(self, None)

            def do_POST(self) -> None:
                n = int(self.headers.get("Content-Length", "0"))
                outer.answer(self, self.rfile.read(n).decode())

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.gate.set()
        self.http.shutdown()
        self.http.server_close()
        self.thread.join(PATIENCE)

    def says(self, of: str, **more: Any) -> dict[str, Any]:
        """A payload; None leaves a claim out."""
        now = int(time.time())
        said = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "subject of " + of,
            "email": of,
            "email_verified": True,
            "iat": now,
            "exp": now + 3600,
        } | more
        return {k: v for k, v in said.items() if v is not None}

    def authorize(self, url: str, email: str) -> dict[str, str]:
        """What a browser is sent back with after its user agreed at that address."""
        base, _, query = url.partition("?")
        assert base == self.url + "/authorize", url
        asked = {k: v[0] for k, v in parse_qs(query, strict_parsing=True).items()}
        code = f"code {len(self.codes)} & so"
        self.codes[code] = asked | {"email": email}
        return {"code": code, "state": asked["state"], "session_state": "x", "iss": self.url}

    def token(self, form: str, authorization: str | None) -> tuple[int, Any]:
        asked = {k: v[0] for k, v in parse_qs(form, strict_parsing=True).items()}
        user, _, word = (
            base64.b64decode((authorization or "").removeprefix("Basic ")).decode().partition(":")
        )
        if (unquote(user), unquote(word)) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        flow = self.codes.pop(asked["code"], None)
        challenge = base64url(hashlib.sha256(asked["code_verifier"].encode()).digest())
        good = (
            flow
            and asked["grant_type"] == "authorization_code"
            and flow["redirect_uri"] == asked["redirect_uri"]
            and flow["code_challenge_method"] == "S256"
            and flow["code_challenge"] == challenge
        )
        if not flow or not good:
            return 400, {"error": "invalid_grant"}
        claims = self.says(flow["email"], **({"nonce": flow["nonce"]} | self.claims))
        return 200, {
            "access_token": "x",
            "token_type": "Bearer",
            "id_token": self.key.token(claims),
        }

    def reply(self, path: str, form: str | None, authorization: str | None) -> tuple[int, Any]:
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.url,
                "authorization_endpoint": self.url + "/authorize",
                "token_endpoint": self.url + "/token",
                "jwks_uri": self.url + "/keys",
            }
        if path == "/keys":
            return 200, self.keys
        if path == "/token" and form is not None:
            return self.token(form, authorization)
        return 404, {}

    def answer(self, h: BaseHTTPRequestHandler, form: str | None) -> None:
        path = h.path
        self.hits.append(path)
        if path in self.slow:
            self.gate.wait(PATIENCE)
        bad = self.broken.get(path)
        if isinstance(bad, int):
            status, body = bad, b"{}"
        elif isinstance(bad, bytes):
            status, body = 200, bad
        elif bad:
            status, body = 302, b""
        else:
            status, said = self.reply(path, form, h.headers.get("Authorization"))
            body = json.dumps(said).encode()
        try:
            h.send_response(status)
            if isinstance(bad, str):
                h.send_header("Location", bad)
            h.send_header("Content-Type", "application/json")
            h.send_header("Content-Length", str(len(body)))
            h.end_headers()
            h.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # who asked does not wait


def query(parameters: dict[str, str]) -> str:
    return urlencode(parameters)
