# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""What the tests of sign-in by a provider share."""
from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from accounts import ADMIN, AUTH, ME
from issuer import CLIENT, SECRET, Issuer, query
from server import Reply, Server, ServerTest, temp

GOOGLE = "https://accounts.google.com"
ORIGIN = "https://index.example.com"


class IssuerTest(ServerTest):
    """The issuer is Google's keys and the operator's own provider at once."""

    issuer: ClassVar[Issuer]
    number = 0

    @classmethod
    def settings(cls) -> dict[str, str]:
        return {
            "GOOGLE_CLIENT_ID": CLIENT,
            "GOOGLE_JWKS_URL": cls.issuer.url + "/keys",
            "OIDC_ISSUER": cls.issuer.url,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": SECRET,
            "OIDC_NAME": "Our company",
            "PUBLIC_URL": ORIGIN,
            # Of no effect: what the environment says of proxies does not count.
            "http_proxy": "http://127.0.0.1:1",
            "HTTPS_PROXY": "http://127.0.0.1:1",
        }

    @classmethod
    def start(cls, *flags: str) -> Server:
        data = temp(cls) / "data"
        s = Server(data, "--no-sample-data", "--log-level", "info", *flags, env=cls.settings())
        s.secrets.append(SECRET)
        cls.addClassCleanup(s.stop)
        s.register()
        return s

    @classmethod
    def setUpClass(cls) -> None:
        cls.issuer = Issuer(temp(cls))
        cls.addClassCleanup(cls.issuer.stop)
        cls.server = cls.start()

    def setUp(self) -> None:
        type(self).number += 1
        self.email = f"person{self.number}@example.com"
        self.addCleanup(self.issuer.broken.clear)
        self.addCleanup(self.issuer.claims.clear)

    def post(self, path: str, body: object, token: str | None = None) -> Reply:
        return self.server.call("POST", AUTH + path, body, token=token)

    def credential(self, of: str = "", more: dict[str, Any] | None = None) -> str:
        """Google's; more: claims in place of the good ones."""
        claims = self.issuer.says(of or self.email, **({"iss": GOOGLE} | (more or {})))
        return self.issuer.key.token(claims)

    def google(self, credential: str, **more: object) -> Reply:
        return self.post("/google", {"credential": credential} | more)

    def entered(self, reply: Reply) -> str:
        self.assertEqual(reply.status, 200, reply.body)
        body = reply.json()
        self.assertEqual((body["token_type"], body["expires_in"]), ("bearer", 86400))
        self.server.secrets.append(body["access_token"])
        return str(body["access_token"])

    def me(self, token: str) -> Any:
        return self.server.read(ME, token=token)

    def begin(self, **more: object) -> Any:
        reply = self.post("/oidc/start", {"provider": "oidc"} | more)
        self.assertEqual(reply.status, 200, reply.body)
        self.server.secrets.append(reply.json()["binding"])
        return reply.json()

    def back(self, answer: dict[str, str], page: str = "/login/") -> dict[str, str]:
        """Where the callback sends the browser: what is in the fragment."""
        reply = self.server.get(f"{AUTH}/oidc/callback?{query(answer)}", token=None)
        self.assertEqual((reply.status, reply.body), (303, b""))
        self.assertEqual(reply.headers["cache-control"], "no-store")
        to = urlsplit(reply.headers["location"])
        self.assertEqual((f"{to.scheme}://{to.netloc}", to.path, to.query), (ORIGIN, page, ""))
        return {k: v[0] for k, v in parse_qs(to.fragment, strict_parsing=True).items()}

    def walk(self, email: str = "") -> dict[str, str]:
        """From the button to the page: code and binding."""
        begun = self.begin()
        found = self.back(self.issuer.authorize(begun["url"], email or self.email))
        self.assertEqual(list(found), ["code"], found)
        self.server.secrets.append(found["code"])
        return {"code": found["code"], "binding": begun["binding"]}

    def disable(self, token: str) -> None:
        reply = self.server.call("PUT", f"{ADMIN}/users/{self.me(token)['id']}", {"disabled": True})
        self.assertEqual(reply.status, 200, reply.body)
