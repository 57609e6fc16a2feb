# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""GET /api/v1/events: what happens, in order, to whom it concerns, with nothing lost on the way."""
from __future__ import annotations

import json
import resource
import ssl
import subprocess
import time
import unittest
from pathlib import Path

import contract
from accounts import ADMIN_TOKEN
from server import PATIENCE, Server, ServerTest, ask, sanitized, temp
from streams import EVENTS, Stream, Teller, task, tasks


class Listening(ServerTest):
    flags = ("--events-heartbeat-s", "1", "--admin-token", ADMIN_TOKEN)

    def setUp(self) -> None:
        self.teller = Teller(self, self.server.data)

    def open(self, last: int | None = None, **kw: object) -> Stream:
        s = Stream(self.server, last, **kw)  # type: ignore[arg-type]
        self.addCleanup(s.close)
        return s

    def now(self) -> dict[str, int]:
        """What hello says."""
        reply = self.server.get(f"{EVENTS}?wait=false")
        hello = contract.stream_events(reply.body.decode())[0]
        self.assertEqual(hello.name, "hello")
        return dict(json.loads(hello.data))

    def test_hello_comes_first_and_then_what_happens_in_order(self) -> None:
        before = self.now()["id"]
        s = self.open()
        self.assertEqual(s.status, 200)
        self.assertEqual(s.headers["content-type"], "text/event-stream")
        self.assertEqual(s.headers["cache-control"], "no-store")
        self.assertEqual(s.headers["x-accel-buffering"], "no")
        self.assertNotIn("etag", s.headers)
        self.assertNotIn("content-encoding", s.headers)
        (hello,) = s.first(1)
        self.assertEqual((hello.name, hello.id), ("hello", str(before)))
        for i in range(20):
            self.teller.tell(task(2 * i), task(2 * i + 1))
        events = s.first(41)[1:]
        self.assertEqual([int(e.id or 0) for e in events], list(range(before + 1, before + 41)))
        self.assertEqual(tasks(events), [f"t-{i}" for i in range(40)])
        described = self.server.get(f"{EVENTS}?wait=false", headers={"Last-Event-ID": str(before)})
        self.assertEqual(
            [e.data for e in contract.stream_events(described.body.decode())[1:]],
            [e.data for e in events],
        )

    def test_it_goes_on_after_the_last_event(self) -> None:
        before = self.now()["id"]
        self.teller.tell(*(task(i) for i in range(10)))
        s = self.open(before + 4)
        hello, *events = s.first(7)
        self.assertEqual(hello.id, str(before + 4))
        self.assertEqual(json.loads(hello.data)["id"], before + 10)
        self.assertEqual(tasks(events), [f"t-{i}" for i in range(4, 10)])
        self.teller.tell(task(10))
        self.assertEqual(tasks(s.first(8)[7:]), ["t-10"])

    def test_more_than_is_kept_in_memory_is_read_from_the_table(self) -> None:
        before = self.now()["id"]
        for i in range(0, 6000, 500):
            self.teller.tell(*(task(k) for k in range(i, i + 500)))
        s = self.open(before)
        ids = [int(e.id or 0) for e in s.first(6001)[1:]]
        self.assertEqual(ids, list(range(before + 1, before + 6001)))
        last = self.teller.tell(task(6001))
        self.assertEqual(s.first(6002)[-1].id, str(last))

    def test_limit_and_wait_end_it(self) -> None:
        before = self.now()["id"]
        self.teller.tell(*(task(i) for i in range(5)))
        limited = self.open(before, query="?limit=3")
        self.assertEqual(tasks(limited.rest()), ["t-0", "t-1", "t-2"])
        both = self.open(before, query="?limit=3&wait=false")
        self.assertEqual(tasks(both.rest()), ["t-0", "t-1", "t-2"])
        whole = self.open(before, query="?wait=false")
        self.assertEqual(tasks(whole.rest()), [f"t-{i}" for i in range(5)])
        live = self.open(query="?limit=1")
        live.first(1)
        self.teller.tell(task(7), task(8))
        self.assertEqual(tasks(live.rest()), ["t-7"])

    def test_a_connection_serves_on_after_a_stream(self) -> None:
        s = self.open(query="?wait=false")
        s.rest()
        s.socket.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertTrue(s.socket.recv(65536).startswith(b"HTTP/1.1 200"))

    def test_http_1_0_gets_it_without_chunks(self) -> None:
        before = self.now()["id"]
        large = json.loads(task(1)) | {"message": "x" * 3000}
        self.teller.tell(json.dumps(large), task(2))
        s = self.open(before, query="?limit=2", version="1.0")
        self.assertFalse(s.chunked)
        self.assertEqual(json.loads(s.first(2)[1].data), large)
        self.assertEqual(tasks(s.rest()), ["t-1", "t-2"])

    def test_each_hears_what_is_theirs(self) -> None:
        before = self.now()["id"]
        bob = self.server.register("bob@example.com")
        ids = {str(e): int(i) for e, i in ask(self.server.data, "SELECT email, id FROM users")}
        streams = {
            "ada": self.open(before),  # the first account: an administrator
            "bob": self.open(before, token=bob),
            "token": self.open(before, token=ADMIN_TOKEN),
        }
        self.teller.tell(task(1), user=ids["ada@example.com"])
        self.teller.tell(task(2), user=ids["bob@example.com"])
        self.teller.tell(task(3), user=ids["bob@example.com"], admin=True)
        self.teller.tell(task(4))
        want = {
            "ada": ["t-1", "t-3", "t-4"],
            "bob": ["t-2", "t-3", "t-4"],
            "token": ["t-3", "t-4"],
        }
        for name, s in streams.items():
            self.assertEqual(tasks(s.first(1 + len(want[name]))), want[name], name)
        late = self.open(before, token=bob, query="?wait=false")
        self.assertEqual(tasks(late.rest()), want["bob"])

    def test_a_new_generation_is_told_once_and_its_data_are_ready(self) -> None:
        s = self.open()
        hello = json.loads(s.first(1)[0].data)
        number = self.teller.count_up()
        event = s.first(2)[1]
        self.assertEqual((event.name, event.id), ("generation", None))
        self.assertEqual(json.loads(event.data), {"generation": number})
        self.assertEqual(number, hello["generation"] + 1)
        self.teller.tell(task(1))
        self.assertEqual([e.name for e in s.first(3)], ["hello", "generation", "task"])
        late = self.open(query="?wait=false")
        self.assertEqual([e.name for e in late.rest()], ["hello"])
        self.assertEqual(self.now()["generation"], number)

    def test_ids_that_are_not_known_start_anew(self) -> None:
        last = self.teller.tell(task(1))
        s = self.open(last + 1000)
        hello, reset = s.first(2)
        self.assertEqual([hello.name, reset.name], ["hello", "reset"])
        self.assertEqual(hello.id, str(last))
        self.assertEqual(json.loads(reset.data), {"id": last})
        self.teller.tell(task(2))
        self.assertEqual(tasks(s.first(3)), ["t-2"])
        self.teller.tell(task(3), task(4))
        self.teller.db.execute("DELETE FROM notices WHERE id <= ?", (last + 1,))
        trimmed = self.open(last - 1, query="?wait=false").rest()
        self.assertEqual([e.name for e in trimmed], ["hello", "reset"])
        exact = self.open(last + 1, query="?wait=false").rest()
        self.assertEqual(tasks(exact), ["t-3", "t-4"])

    def test_wrong_input_is_refused(self) -> None:
        for text in ("x", "-1", "1.5", "1 2", "0x1", "9" * 16, ""):
            reply = self.server.get(EVENTS, headers={"Last-Event-ID": text})
            self.assertIn(reply.status, (200, 422) if text == "" else (422,))
            if text:
                reply.problem(422, "invalid", "Last-Event-ID")
        self.server.get(f"{EVENTS}?limit=0").problem(422, "invalid", "limit")
        self.server.get(f"{EVENTS}?wait=perhaps").problem(422, "invalid", "wait")
        self.server.get(f"{EVENTS}?token=x").problem(422, "invalid", "token")
        self.server.get(EVENTS, token=None).problem(401, "unauthorized")
        self.server.call("POST", EVENTS, {}).problem(405, "method_not_allowed")

    def test_head_and_options_open_nothing(self) -> None:
        for _ in range(10):  # more than one user may have open
            head = self.server.call("HEAD", EVENTS)
            self.assertEqual((head.status, head.body), (200, b""))
            self.assertEqual(head.headers["content-type"], "text/event-stream")
            self.assertIn("GET", self.server.call("OPTIONS", EVENTS).headers["allow"])
        self.assertEqual(self.open().status, 200)

    def test_signs_of_life(self) -> None:
        s = self.open()
        while s.text.count(b"\n:\n\n") < 2:
            s.read()
        self.assertEqual(len(s.events()), 1)

    def test_one_user_has_eight(self) -> None:
        carol = self.server.register("carol@example.com")
        held = [self.open(token=carol) for _ in range(8)]
        for s in held:
            s.first(1)
        reply = self.server.get(EVENTS, token=carol)
        self.assertIn("8 streams", reply.problem(429, "too_many_streams")["detail"])
        self.assertIn("retry-after", reply.headers)
        self.assertEqual(self.open().status, 200)  # others are not concerned
        held[0].close()  # is noticed now, though nothing was sent to it
        again = self.open(token=carol)
        self.assertEqual(again.status, 200)

    def test_a_token_that_ends_ends_its_stream(self) -> None:
        token = self.server.login()
        s = self.open(token=token)
        other = self.open()
        s.first(1)
        other.first(1)
        self.server.call("POST", "/api/v1/auth/logout", token=token)
        self.assertEqual([e.name for e in s.rest()], ["hello"])
        self.teller.tell(task(1))
        self.assertEqual(tasks(other.first(2)), ["t-1"])

    def test_what_an_account_may_no_longer_hear_it_does_not(self) -> None:
        dave = self.server.register("dave@example.com")
        number = ask(self.server.data, "SELECT id FROM users WHERE email = 'dave@example.com'")[0][
            0
        ]
        s = self.open(token=dave)
        s.first(1)
        role = self.server.call("PUT", f"/api/v1/admin/users/{number}", {"role": "admin"})
        self.assertIn(role.status, (200, 204), role.body)
        s.rest()  # what it may hear has changed: it comes back as another

    def test_streams_are_logged_when_they_end_and_are_never_slow(self) -> None:
        s = self.open(query="?limit=1")
        s.first(1)
        self.teller.tell(task(1))
        s.rest()
        self.assertNotIn("HTTP-SLOW", self.server.await_log(f"path={EVENTS}"))


class Ending(unittest.TestCase):
    def test_a_stop_ends_streams_at_once(self) -> None:
        with Server(temp(self) / "data", "--no-sample-data") as server:
            server.register()
            streams = [Stream(server) for _ in range(8)]
            for s in streams:
                s.first(1)
            begun = time.monotonic()
            server.stop()
            for s in streams:
                self.assertEqual([e.name for e in s.rest()], ["hello"])
                s.close()
            self.assertLess(time.monotonic() - begun, PATIENCE)

    def test_after_a_restart_nothing_is_missing(self) -> None:
        data = temp(self) / "data"
        with Server(data, "--no-sample-data") as server:
            server.register()
            teller = Teller(self, data)
            s = Stream(server)
            teller.tell(task(1))
            last = int(s.first(2)[1].id or 0)
            s.close()
        teller.tell(task(2), task(3))
        with Server(data, "--no-sample-data") as server:
            server.login()
            s = Stream(server, last)
            self.assertEqual(tasks(s.first(3)), ["t-2", "t-3"])
            s.close()

    def test_two_servers_of_one_database_tell_the_same(self) -> None:
        data = temp(self) / "data"
        with Server(data, "--no-sample-data") as one:
            one.register()
            teller = Teller(self, data)
            s = Stream(one)
            s.first(1)
            teller.tell(task(1))
            self.assertEqual(tasks(s.first(2)), ["t-1"])
            s.close()


class Slow(unittest.TestCase):
    """A client that does not read: cut when its time is over, or else served all of it later."""

    def start(self, *flags: str) -> None:
        self.server = Server(temp(self) / "data", "--no-sample-data", *flags)
        self.addCleanup(self.server.stop)
        self.server.register()
        self.teller = Teller(self, self.server.data)

    def flood(self, n: int) -> None:
        body = json.loads(task(0)) | {"message": "x" * 3000}
        for i in range(0, n, 200):
            self.teller.tell(*(json.dumps(body | {"task_id": f"t-{k}"}) for k in range(i, i + 200)))

    def test_one_that_stalls_is_cut_and_others_go_on(self) -> None:
        self.start("--request-timeout-s", "2", "--events-heartbeat-s", "1")
        stalled = Stream(self.server, rcvbuf=65536)
        stalled.first(1)
        reader = Stream(self.server)
        reader.first(1)
        self.flood(2000)  # 6 MB: more than sockets hold
        self.assertEqual(tasks(reader.first(2001)), [f"t-{i}" for i in range(2000)])
        until = time.monotonic() + PATIENCE
        while "client went away" not in self.server.stderr():
            self.assertLess(time.monotonic(), until)
            reader.read()  # signs of life
        try:
            while not stalled.over:
                stalled.read()
        except ConnectionResetError:
            pass
        got = stalled.events()
        self.assertLess(len(got), 2001)
        self.assertEqual(tasks(got), [f"t-{i}" for i in range(len(got) - 1)])
        again = Stream(self.server, int(got[-1].id or 0), query="?wait=false")
        self.assertEqual(tasks(got) + tasks(again.rest()), [f"t-{i}" for i in range(2000)])
        for s in (stalled, reader, again):
            s.close()

    def test_one_that_is_late_is_served_from_the_table(self) -> None:
        self.start()
        late = Stream(self.server, rcvbuf=65536)
        late.first(1)
        self.flood(2000)
        self.assertEqual(tasks(late.first(2001)), [f"t-{i}" for i in range(2000)])
        late.close()


class Encrypted(unittest.TestCase):
    def test_over_tls(self) -> None:
        folder = temp(self)
        key, cert = folder / "key.pem", folder / "cert.pem"
        command = (
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        )
        files = ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(cert)]
        files += ["-addext", "subjectAltName=IP:127.0.0.1"]
        subprocess.run([*command.split(), *files], check=True, capture_output=True)
        trust = ssl.create_default_context(cafile=str(cert))
        flags = ("--no-sample-data", "--tls-cert", str(cert), "--tls-key", str(key))
        with Server(folder / "data", *flags, "--events-heartbeat-s", "1", tls=trust) as server:
            server.register()
            teller = Teller(self, server.data)
            s = Stream(server)
            s.first(1)
            teller.tell(*(task(i) for i in range(100)))
            self.assertEqual(tasks(s.first(101)), [f"t-{i}" for i in range(100)])
            while b"\n:\n\n" not in s.text:
                s.read()
            s.close()


class Many(unittest.TestCase):
    """Idle streams cost memory of a known size and no time."""

    WANT, BYTES = 10_000, 40 * 1024

    def resident(self, server: Server) -> int:
        pages = Path(f"/proc/{server.process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * resource.getpagesize()

    def test_ten_thousand_idle_streams(self) -> None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        n = min(self.WANT, hard - 600)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, n + 600), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        flags = ("--max-connections", str(n + 100), "--events-per-user", str(n + 50))
        with Server(temp(self) / "data", "--no-sample-data", *flags) as server:
            server.register()
            teller = Teller(self, server.data)
            warm = [Stream(server) for _ in range(20)]
            before = self.resident(server)
            streams = [Stream(server) for _ in range(n)]
            each = (self.resident(server) - before) / n
            teller.tell(task(1))
            for s in [*warm, *streams]:
                self.assertEqual(tasks(s.first(2)), ["t-1"])
                s.close()
            server.alive()
        if not sanitized():
            self.assertLess(each, self.BYTES)


if __name__ == "__main__":
    unittest.main()
