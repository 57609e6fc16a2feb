# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Our own TLS: which certificate is shown, what is refused, and the exchange under load."""
from __future__ import annotations

import json
import signal
import ssl
import subprocess
import unittest
import warnings
from pathlib import Path

from clients import Clients
from server import PATIENCE, Server, populated, run, temp

LEAF_EXTENSIONS = "subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n"
CA_EXTENSIONS = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n"


def openssl(*args: str | Path) -> None:
    subprocess.run(["openssl", *map(str, args)], check=True, capture_output=True, timeout=PATIENCE)


def make_key(path: Path, kind: str = "ec") -> Path:
    how = ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
    if kind == "rsa":
        how = ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
    openssl("genpkey", "-algorithm", *how, "-out", path)
    path.chmod(0o600)
    return path


class Authority:
    """A root, an authority under it, and what that one signs; all in one folder."""

    def __init__(self, where: Path) -> None:
        self.where = where
        root = make_key(where / "root.key")
        self.root = where / "root.pem"
        args = ("-subj", "/CN=root", "-addext", "keyUsage=critical,keyCertSign")
        openssl("req", "-x509", "-key", root, "-out", self.root, "-days", "2", *args)
        self.key = make_key(where / "between.key")
        self.between = self.sign("between", self.key, CA_EXTENSIONS, by=(self.root, root))

    def sign(
        self,
        name: str,
        key: Path,
        extensions: str = LEAF_EXTENSIONS,
        by: tuple[Path, Path] | None = None,
        days: int = 2,
    ) -> Path:
        request, ext = self.where / f"{name}.csr", self.where / f"{name}.ext"
        out = self.where / f"{name}.pem"
        ext.write_text(extensions)
        openssl("req", "-new", "-key", key, "-subj", f"/CN={name}", "-out", request)
        ca, ca_key = by or (self.between, self.key)
        args = ("-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-extfile", ext)
        openssl("x509", "-req", "-in", request, "-out", out, "-days", str(days), *args)
        return out

    def leaf(self, name: str, kind: str = "ec", days: int = 2) -> tuple[bytes, bytes]:
        """The certificate with its chain, and its key."""
        key = make_key(self.where / f"{name}.key", kind)
        own = self.sign(name, key, days=days)
        return own.read_bytes() + self.between.read_bytes(), key.read_bytes()

    def later(self, name: str) -> tuple[bytes, bytes]:
        """The same, good from 2049 on."""
        key, where = make_key(self.where / f"{name}.key"), self.where / name
        where.mkdir()
        (where / "index.txt").touch()
        (where / "serial").write_text("01")
        config, request, out = where / "ca.conf", where / "request.csr", where / "own.pem"
        config.write_text(
            "[ca]\ndefault_ca = own\n[own]\npolicy = any\ndefault_md = sha256\n"
            f"database = {where}/index.txt\nserial = {where}/serial\nnew_certs_dir = {where}\n"
            "[any]\ncommonName = supplied\n"
        )
        openssl("req", "-new", "-key", key, "-subj", f"/CN={name}", "-out", request)
        dates = ("-startdate", "20490101000000Z", "-enddate", "20491231000000Z")
        ca = ("-cert", self.between, "-keyfile", self.key, "-config", config)
        openssl("ca", "-batch", "-notext", *ca, *dates, "-in", request, "-out", out)
        return out.read_bytes(), key.read_bytes()

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.root))


class TlsTest(unittest.TestCase):
    authority: Authority

    @classmethod
    def setUpClass(cls) -> None:
        cls.authority = Authority(temp(cls))

    def files(self, pair: tuple[bytes, bytes]) -> tuple[Path, Path]:
        where = temp(self)
        cert, key = where / "cert.pem", where / "key.pem"
        cert.write_bytes(pair[0])
        key.touch(0o600)
        key.write_bytes(pair[1])
        return cert, key

    def serve(self, cert: Path, key: Path, *flags: str) -> Server:
        own = ("--no-sample-data", "--tls-cert", str(cert), "--tls-key", str(key))
        return Server(temp(self) / "data", *own, *flags, tls=self.authority.context())

    def refused(self, cert: Path | None, key: Path | None) -> str:
        flags = [f"--tls-cert={cert}"] * bool(cert) + [f"--tls-key={key}"] * bool(key)
        done = run("serve", "--port", "0", "--no-sample-data", *flags, data=temp(self) / "data")
        self.assertEqual(done.returncode, 2, done.stderr)
        return done.stderr


def shown(s: Server, context: ssl.SSLContext) -> bytes:
    """The server's certificate, of a new connection."""
    with context.wrap_socket(s.connect(), server_hostname="127.0.0.1") as t:
        der = t.getpeercert(binary_form=True)
    assert der
    return der


def own_der(pem: bytes) -> bytes:
    first = pem.decode().partition("-----END CERTIFICATE-----")
    return ssl.PEM_cert_to_DER_cert(first[0] + first[1])


class Serving(TlsTest):
    def test_chain(self) -> None:
        """Whoever knows the root alone can follow the chain, whichever kind of key it is."""
        for kind in ("ec", "rsa"):
            with self.subTest(kind):
                pair = self.authority.leaf(f"chain-{kind}", kind)
                with self.serve(*self.files(pair)) as s:
                    reply = s.get("/ready", token=None)
                    self.assertEqual(reply.status, 200)
                    self.assertEqual(reply.headers["strict-transport-security"], "max-age=31536000")
                    s.register()
                    s.read("/api/v1/auth/me")
                    page = s.get("/metrics", token=None).body.decode()
                    self.assertRegex(page, r"\nautoindex_tls_not_after_seconds \d{10}\n")
                    log = s.stop()
                self.assertIn("id=TLS ", log)
                self.assertNotIn("level=warn id=TLS", log)

    def test_without_the_chain_nobody_trusts_it(self) -> None:
        cert, key = self.authority.leaf("bare")
        first = cert[: cert.index(b"-----END CERTIFICATE-----") + 26]
        with self.serve(*self.files((first, key))) as s:
            with self.assertRaises(ssl.SSLCertVerificationError):
                shown(s, self.authority.context())

    def test_versions(self) -> None:
        with self.serve(*self.files(self.authority.leaf("versions"))) as s:
            for version, good in (
                (ssl.TLSVersion.TLSv1, False),
                (ssl.TLSVersion.TLSv1_1, False),
                (ssl.TLSVersion.TLSv1_2, True),
                (ssl.TLSVersion.TLSv1_3, True),
            ):
                context = self.authority.context()
                context.set_ciphers("ALL:@SECLEVEL=0")
                with warnings.catch_warnings(action="ignore"):  # of the old ones
                    context.minimum_version = context.maximum_version = version
                with self.subTest(version.name):
                    if good:
                        self.assertTrue(shown(s, context))
                        continue
                    with self.assertRaises((ssl.SSLError, OSError)):
                        shown(s, context)
            s.alive()

    def test_weak_ciphers(self) -> None:
        """No key exchange without forward secrecy, no cipher that must be authenticated apart."""
        with self.serve(*self.files(self.authority.leaf("weak", "rsa"))) as s:
            for cipher in ("AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA256", "DHE-RSA-AES128-SHA"):
                context = self.authority.context()
                context.maximum_version = ssl.TLSVersion.TLSv1_2
                context.set_ciphers(cipher)
                with self.subTest(cipher), self.assertRaises((ssl.SSLError, OSError)):
                    shown(s, context)
            s.alive()

    def test_plain_http_is_turned_away(self) -> None:
        with self.serve(*self.files(self.authority.leaf("plain"))) as s:
            with s.connect() as c:
                c.sendall(b"GET /ready HTTP/1.1\r\nHost: x\r\n\r\n")
                try:
                    got = c.recv(1000)
                except ConnectionResetError:
                    got = b""
            self.assertNotIn(b"HTTP/1", got)
            s.alive()

    def test_silence_ends(self) -> None:
        """Who never begins to speak TLS does not hold a connection for ever."""
        cert, key = self.files(self.authority.leaf("silent"))
        with self.serve(cert, key, "--request-timeout-s", "1") as s:
            with s.connect() as c:
                while c.recv(1000):
                    pass
            s.alive()

    def test_too_large_a_body(self) -> None:
        """Refused before it is read: the reply arrives whole, as without TLS."""
        with self.serve(*self.files(self.authority.leaf("body"))) as s:
            for _ in range(5):
                reply = s.call("POST", "/api/v1/auth/login", bytes(2 << 20), token=None)
                reply.problem(413, "too_large")

    def test_expired(self) -> None:
        """It is served, for the clock may be wrong, but not in silence."""
        with self.serve(*self.files(self.authority.leaf("expired", days=-1))) as s:
            with self.assertRaises(ssl.SSLCertVerificationError) as e:
                s.get("/ready", token=None)
            self.assertIn("expired", str(e.exception))
            log = s.stop()
        self.assertRegex(log, r"level=warn id=TLS-EXPIRED .*not_after=")

    def test_a_key_that_others_may_read(self) -> None:
        cert, key = self.files(self.authority.leaf("open"))
        key.chmod(0o640)
        with self.serve(cert, key) as s:
            s.alive()
            log = s.stop()
        self.assertIn("level=warn id=TLS-KEY-OPEN", log)


class Refused(TlsTest):
    def test_what_is_no_pair(self) -> None:
        cert, key = self.files(self.authority.leaf("good"))
        _, other = self.files(self.authority.leaf("other"))
        empty, junk = temp(self) / "empty", temp(self) / "junk"
        empty.touch()
        junk.write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        for c, k, words in (
            (cert, None, "TLS_KEY"),
            (None, key, "TLS_CERT"),
            (cert, other, "not that of the certificate"),
            (key, key, "tls_cert"),
            (cert, cert, "tls_key"),
            (junk, key, "tls_cert"),
            (empty, key, "is empty"),
            (cert, key.parent / "none", "No such file"),
        ):
            with self.subTest(words):
                self.assertIn(words, self.refused(c, k))

    def test_a_key_under_a_password(self) -> None:
        cert, key = self.files(self.authority.leaf("locked"))
        locked = key.parent / "locked.pem"
        openssl("pkey", "-in", key, "-aes256", "-passout", "pass:x", "-out", locked)
        self.assertIn("without a password", self.refused(cert, locked))


class Doctor(TlsTest):
    data: Path

    def looked_at(self, cert: Path, key: Path) -> tuple[str, str]:
        flags = ("--tls-cert", str(cert), "--tls-key", str(key))
        done = run("doctor", "--json", *flags, data=self.data)
        items = {i["name"]: i for i in json.loads(done.stdout)["items"]}
        found = items["certificate"]
        self.assertEqual(done.returncode, int(found["status"] == "fail"), done.stderr)
        return found["status"], found["detail"]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.data = populated(cls)

    def test_sound(self) -> None:
        status, detail = self.looked_at(*self.files(self.authority.leaf("good", days=40)))
        self.assertEqual(status, "ok")
        self.assertRegex(detail, r"^valid until \d{4}-\d\d-\d\dT\S+Z, and the key is its own$")

    def test_dates(self) -> None:
        status, detail = self.looked_at(*self.files(self.authority.leaf("soon", days=10)))
        self.assertEqual(status, "warn")
        self.assertRegex(detail, r"in (9|10) days; renew it$")
        status, detail = self.looked_at(*self.files(self.authority.leaf("old", days=-1)))
        self.assertEqual(status, "fail")
        self.assertIn("it ended at ", detail)
        status, detail = self.looked_at(*self.files(self.authority.later("later")))
        self.assertEqual(
            (status, detail), ("fail", "it is not valid before 2049-01-01T00:00:00.000Z")
        )

    def test_files(self) -> None:
        good, other = self.authority.leaf("one", days=40), self.authority.leaf("two", days=40)
        cert, key = self.files((good[0], other[1]))
        why = "tls_key: the key is not that of the certificate"
        self.assertEqual(self.looked_at(cert, key), ("fail", why))
        cert, key = self.files(good)
        key.chmod(0o644)
        self.assertEqual(self.looked_at(cert, key)[0], "warn")
        key.unlink()
        status, detail = self.looked_at(cert, key)
        self.assertEqual(status, "fail")
        self.assertIn(f"cannot read {key}", detail)
        cert.write_text("no certificate")
        self.assertEqual(self.looked_at(cert, cert)[0], "fail")

    def test_without_one_there_is_nothing_to_look_at(self) -> None:
        self.assertNotIn("certificate", run("doctor", data=self.data).stdout)


class Exchange(TlsTest):
    def renew(self, s: Server, cert: Path, key: Path, pair: tuple[bytes, bytes]) -> None:
        """Write a new pair, and say so."""
        cert.write_bytes(pair[0])
        key.write_bytes(pair[1])
        s.process.send_signal(signal.SIGHUP)

    def await_shown(self, s: Server, der: bytes, times: int) -> None:
        s.await_log('id=TLS msg="the certificate was exchanged"', times)
        self.assertEqual(shown(s, self.authority.context()), der)

    def test_while_requests_run(self) -> None:
        pairs = [self.authority.leaf(f"turn{i}", "rsa" if i % 2 else "ec") for i in range(4)]
        cert, key = self.files(pairs[0])
        with self.serve(cert, key) as s:
            self.assertEqual(shown(s, self.authority.context()), own_der(pairs[0][0]))
            clients = Clients(s.connection, 4, kept=True)
            try:
                for i, pair in enumerate(pairs[1:], 1):
                    clients.await_more(20)
                    self.renew(s, cert, key, pair)
                    self.await_shown(s, own_der(pair[0]), i)
                clients.await_more(20)
            finally:
                clients.stop()
            self.assertEqual(clients.failures, [])

    def test_what_is_no_good_leaves_the_old_one(self) -> None:
        good, other = self.authority.leaf("kept"), self.authority.leaf("later")
        cert, key = self.files(good)
        with self.serve(cert, key) as s:
            s.get("/ready", token=None)
            for i, broken in enumerate(((other[0], good[1]), (b"nothing", good[1])), 1):
                self.renew(s, cert, key, broken)
                s.await_log("level=error id=TLS-RELOAD", i)
                self.assertEqual(shown(s, self.authority.context()), own_der(good[0]))
            self.renew(s, cert, key, good)
            s.await_log("the certificate is unchanged")
            self.renew(s, cert, key, other)
            self.await_shown(s, own_der(other[0]), 1)


class Without(unittest.TestCase):
    def test_hangup_ends_a_server_without_tls(self) -> None:
        s = Server(temp(self) / "data", "--no-sample-data")
        s.process.send_signal(signal.SIGHUP)
        self.assertEqual(s.process.wait(PATIENCE), -signal.SIGHUP)
        s.kill()

    def test_tls_at_a_plain_port(self) -> None:
        with Server(temp(self) / "data", "--no-sample-data") as s:
            with self.assertRaises((ssl.SSLError, OSError)):
                shown(s, ssl.create_default_context())
            s.alive()


if __name__ == "__main__":
    unittest.main()
