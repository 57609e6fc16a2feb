# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""/api/v1/background/schedules: what recurs, as an administrator sees and edits it."""
from __future__ import annotations

import sqlite3
import unittest
from typing import Any

from accounts import ADMIN_TOKEN
from server import Server, ServerTest, temp
from task_case import API, NO_WORKER, TaskTest, begun, ended

URL = API + "/schedules"
# Name, kind, times of those that the program brings.
BUILTIN = {
    "backup": ("backup", "cron 30 3 * * *"),
    "cleanup": ("cleanup", "cron 0 4 * * sun"),
    "compute": ("index_compute", "after refresh"),
    "quality": ("data_quality", None),
    "refresh": ("market_refresh", "close+30m XNYS"),
}
KIND = {"name": "mine", "kind": "drill", "spec": "every 24h"}
WRONG: tuple[tuple[dict[str, object], str], ...] = (
    ({"spec": "cron 0 0 31 2 *"}, "spec"),  # never fires
    ({"spec": "cron 0 0 30 feb *"}, "spec"),
    ({"spec": "cron 61 0 * * *"}, "spec"),
    ({"spec": "cron 0 0 * *"}, "spec"),
    ({"spec": "every 0m"}, "spec"),
    ({"spec": "every"}, "spec"),
    ({"spec": "close+30m NOWHERE"}, "spec"),
    ({"spec": "after nobody"}, "spec"),
    ({"spec": "tomorrow"}, "spec"),
    ({"spec": ""}, "spec"),
    ({"spec": "cron 0 0 * * *", "timezone": "Mars/Olympus"}, "timezone"),
    ({"spec": "cron 0 0 * * *", "timezone": "../../etc/passwd"}, "timezone"),
    ({"spec": "close+30m XLON", "timezone": "Mars/Olympus"}, "timezone"),
    ({"kind": "dril"}, "kind"),
    ({"kind": ""}, "kind"),
    ({"args": {"fails": "perhaps"}}, "args.fails"),
    ({"args": {"nothing": 1}}, "args.nothing"),
    ({"args": [1]}, "args"),
    ({"kind": "market_refresh", "args": {"mode": "all"}}, "args.mode"),
    ({"name": ""}, "name"),
    ({"name": "x" * 41}, "name"),
    ({"missed": "twice"}, "missed"),
    ({"enabled": "perhaps"}, "enabled"),
    ({"colour": "red"}, "colour"),
)


class Schedules(TaskTest):
    sample = False

    def all(self, token: str | None = "") -> dict[str, Any]:
        return {s["name"]: s for s in self.server.read(URL, token=token)["items"]}

    def put(self, schedule: Any, **changes: object) -> Any:
        keep = ("name", "kind", "args", "spec", "timezone", "missed", "enabled")
        body = {k: schedule[k] for k in keep} | changes
        return self.server.call("PUT", f"{URL}/{schedule['id']}", body)

    def test_those_of_the_program(self) -> None:
        found = self.all()
        self.assertEqual(list(found), sorted(found))
        for name, (kind, spec) in BUILTIN.items():
            s = found[name]
            self.assertEqual((s["kind"], s["builtin"], s["enabled"]), (kind, True, True))
            self.assertEqual(s["spec"], spec or s["spec"])
            self.assertEqual(s["next_at"] is None, s["spec"].startswith("after"))
            self.assertIsNone(s["updated_by"])

    def test_made_changed_removed(self) -> None:
        me = self.server.read("/api/v1/auth/me")["id"]
        made = self.schedule("nightly", args={"work_ms": 5}, spec="cron 30 2 * * *", enabled=True)
        self.assertEqual(
            (made["timezone"], made["missed"], made["builtin"]), ("UTC", "once", False)
        )
        self.assertEqual((made["args"], made["updated_by"]), ({"work_ms": 5}, me))
        self.assertTrue(made["next_at"].endswith("T02:30:00.000Z"), made["next_at"])
        self.assertEqual((made["last_at"], made["last_task"]), (None, None))
        self.assertEqual(self.all()["nightly"], made)
        reply = self.put(made, spec="cron 0 12 * * *", timezone="Asia/Tokyo", missed="skip")
        changed = reply.json()
        self.assertEqual(reply.status, 200)
        self.assertTrue(changed["next_at"].endswith("T03:00:00.000Z"), changed["next_at"])
        self.assertEqual((changed["id"], changed["missed"]), (made["id"], "skip"))
        self.assertFalse(self.put(changed, enabled=False).json()["enabled"])
        path = f"{URL}/{made['id']}"
        self.assertEqual(self.server.call("DELETE", path).status, 204)
        self.server.call("DELETE", path).problem(404, "not_found")
        self.put(made).problem(404, "not_found")
        self.post(path + "/run").problem(404, "not_found")
        self.assertNotIn("nightly", self.all())

    def test_names_are_taken_once(self) -> None:
        made = self.schedule("once")
        self.post(URL, KIND | {"name": "once"}).problem(409, "conflict")
        self.post(URL, KIND | {"name": "refresh"}).problem(409, "conflict")
        self.put(made, name="refresh").problem(409, "conflict")
        self.assertEqual(self.all()["once"], made)

    def test_wrong_input(self) -> None:
        made = self.schedule("right")
        for change, field in WRONG:
            with self.subTest(change):
                self.post(URL, KIND | change).problem(422, "invalid", field)
                self.put(made, **change).problem(422, "invalid", field)
        self.post(URL, {}).problem(422, "invalid", "name", "kind", "spec")
        self.post(URL, b"[").problem(400, "malformed")
        for number in ("0", "x", "-1", "9" * 20):
            self.server.call("DELETE", f"{URL}/{number}").problem(422, "invalid", "id")
        self.assertEqual(self.all()["right"], made)
        self.assertNotIn("mine", self.all())

    def test_the_nearest_kind_is_named(self) -> None:
        problem = self.post(URL, KIND | {"kind": "market_refrsh"}).problem(422, "invalid", "kind")
        self.assertIn("'market_refresh'", problem["detail"])

    def test_those_of_the_program_keep_their_name_and_kind(self) -> None:
        first = self.all()["cleanup"]
        self.put(first, name="other").problem(422, "invalid", "name")
        self.put(first, kind="drill").problem(422, "invalid", "kind")
        self.put(first, name="other", kind="drill").problem(422, "invalid", "name", "kind")
        self.assertEqual(self.all()["cleanup"], first)
        changed = self.put(first, spec="every 3h", enabled=False, args={"days_to_keep": 7})
        self.assertEqual((changed.status, changed.json()["spec"]), (200, "every 3h"))
        self.assertIsNone(changed.json()["next_at"])
        self.assertEqual(self.server.call("DELETE", f"{URL}/{first['id']}").status, 204)
        back = self.all()["cleanup"]
        for member in (
            "kind",
            "args",
            "spec",
            "timezone",
            "missed",
            "enabled",
            "builtin",
            "next_at",
        ):
            self.assertEqual(back[member], first[member], member)

    def test_run(self) -> None:
        made = self.schedule("by-hand", args={"work_ms": 1})
        path = f"{URL}/{made['id']}/run"
        reply = self.post(path)
        task = self.ended(begun(reply))
        self.assertEqual(reply.json()["status"], "started")
        self.assertEqual(
            (task["state"], task["kind"], task["args"]), ("SUCCESS", "drill", {"work_ms": 1})
        )
        self.assertEqual(task["parent"], "schedule:by-hand")
        now = self.all()["by-hand"]
        self.assertEqual(now["last_task"], task["task_id"])
        self.assertGreaterEqual(now["last_at"], made["updated_at"])
        ran = {k: now[k] for k in ("last_at", "last_task")}
        self.assertEqual(now, made | ran, "its own times stay")

    def test_what_comes_after_follows_a_run_by_hand(self) -> None:
        first = self.schedule("by-hand-first")
        self.schedule("by-hand-second", spec="after by-hand-first", enabled=True)
        task = self.ended(self.begin(f"/schedules/{first['id']}/run"))
        self.server.await_read(URL, lambda all: self.last("by-hand-second", all))
        after = self.ended(self.all()["by-hand-second"]["last_task"])
        self.assertEqual(after["parent"], f"task:{task['task_id']}")

    def test_by_the_clock(self) -> None:
        """One that is due begins, then what comes after it; here the clock is helped."""
        first = self.schedule("first", enabled=True)
        self.assertIsNotNone(first["next_at"])
        self.schedule("second", spec="after first", enabled=True)
        db = sqlite3.connect(self.server.data / "autoindex.db", isolation_level=None, timeout=60)
        db.execute("UPDATE schedules SET next_at = next_at - 86400000 WHERE name = 'first'")
        db.close()
        self.server.await_read(URL, lambda all: all["items"] and self.last("second", all))
        found = self.all()
        tasks = [self.ended(found[name]["last_task"]) for name in ("first", "second")]
        self.assertEqual([t["state"] for t in tasks], ["SUCCESS"] * 2)
        self.assertEqual([t["user_id"] for t in tasks], [None] * 2)
        self.assertEqual(tasks[0]["parent"], "schedule:first")
        self.assertEqual(tasks[1]["parent"], f"task:{tasks[0]['task_id']}")
        self.assertGreaterEqual(found["first"]["next_at"], first["next_at"])

    @staticmethod
    def last(name: str, all: Any) -> Any:
        return next(s["last_task"] for s in all["items"] if s["name"] == name)

    def test_audited(self) -> None:
        made = self.schedule("watched")
        self.put(made, spec="every 2h")
        self.ended(self.begin(f"/schedules/{made['id']}/run"))
        self.server.call("DELETE", f"{URL}/{made['id']}")
        objects = self.server.read("/api/v1/admin/audit?limit=10")["items"]
        actions = [i["action"] for i in objects if i["action"].startswith("schedule.")]
        self.assertGreaterEqual(len(actions), 4, objects)

    def test_who_may(self) -> None:
        made = self.schedule("closed")
        path = f"{URL}/{made['id']}"
        root = str(self.server.token)
        read, write = (self.key(scope)["key"] for scope in ("read", "write"))
        root_read, root_write = (self.key(scope, root)["key"] for scope in ("read", "write"))
        body = {k: made[k] for k in ("name", "kind", "spec", "enabled")}
        calls: tuple[tuple[str, str, object], ...] = (
            ("GET", URL, None),
            ("POST", URL, KIND),
            ("PUT", path, body),
            ("POST", path + "/run", {}),
            ("DELETE", path, None),
        )
        for method, target, sent in calls:
            with self.subTest(f"{method} {target}"):
                self.server.call(method, target, sent, token=None).problem(401, "unauthorized")
                for token in (self.token, read, write):
                    self.server.call(method, target, sent, token=token).problem(403, "forbidden")
                if method != "GET":
                    reply = self.server.call(method, target, sent, token=root_read)
                    reply.problem(403, "read_only")
        for token in (root_read, root_write, ADMIN_TOKEN):
            self.assertEqual(self.all(token), self.all())
        for token in (root_write, ADMIN_TOKEN):
            self.assertEqual(self.server.call("PUT", path, body, token=token).status, 200)
            self.ended(begun(self.post(path + "/run", token=token)))

    def test_kinds(self) -> None:
        self.server.get(API + "/kinds", token=None).problem(401, "unauthorized")
        for token in ("", self.token, self.key("read")["key"], ADMIN_TOKEN):
            kinds = self.server.read(API + "/kinds", token=token)["items"]
            names = {k["name"] for k in kinds}
            self.assertLessEqual(
                {kind for kind, _ in BUILTIN.values()} | {"report", "drill"}, names
            )
            self.assertTrue(all(k["title"] and k["doc"] and k["queue"] for k in kinds))


class NobodyLeads(ServerTest):
    flags = (*NO_WORKER, "--no-beat")

    def test_edited_all_the_same(self) -> None:
        reply = self.server.call("POST", URL, KIND)
        self.assertEqual(reply.status, 201)
        task = begun(self.server.call("POST", f"{URL}/{reply.json()['id']}/run", {}))
        self.assertEqual(self.server.read(f"{API}/task/{task}")["state"], "PENDING")
        self.assertEqual(self.server.read(API + "/active")["workers"], [])


class Followed(unittest.TestCase):
    def test_a_run_by_hand_meanwhile_is_not_the_one_that_follows(self) -> None:
        """What was put before the other has ended did not see what that left."""
        data = temp(self) / "data"
        with Server(data, "--no-sample-data", *NO_WORKER) as s:
            s.register()
            ids = {}
            for name, spec in (("first", "every 24h"), ("second", "after first")):
                made = s.call("POST", URL, KIND | {"name": name, "spec": spec})
                ids[name] = made.json()["id"]
            tasks = [
                begun(s.call("POST", f"{URL}/{ids[name]}/run", {})) for name in ("first", "second")
            ]
        with Server(data, "--no-sample-data") as s:
            s.login()
            first, by_hand = (ended(s, task) for task in tasks)

            def second(all: Any) -> Any:
                return next(i for i in all["items"] if i["name"] == "second")

            all = s.await_read(URL, lambda all: second(all)["last_at"] >= first["ended_at"])
            after = ended(s, second(all)["last_task"])
            self.assertIn(after["parent"], (f"task:{first['task_id']}", "schedule:second"))
            self.assertGreaterEqual(after["started_at"], first["ended_at"])
            self.assertEqual(by_hand["state"], "SUCCESS")


class Kept(unittest.TestCase):
    def test_over_a_restart(self) -> None:
        data = temp(self) / "data"
        with Server(data, "--no-sample-data") as s:
            s.register()
            made = s.call("POST", URL, KIND | {"enabled": False}).json()
        with Server(data, "--no-sample-data") as s:
            s.login()
            self.assertIn(made, s.read(URL)["items"])
            self.assertEqual(
                ended(s, begun(s.call("POST", f"{URL}/{made['id']}/run", {})))["tries"], 1
            )


if __name__ == "__main__":
    unittest.main()
