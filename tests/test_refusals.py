# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""What the server refuses leaves everything as it was; what it accepts at the same time is not lost."""
from __future__ import annotations

import json
import threading
import unittest
from typing import Any, Callable

from server import Reply, Server, ServerTest, ask, count, run, temp
from task_case import API as BACKGROUND, computed

CONFIG = "/api/v1/strategy/config"
VERSIONS = f"{CONFIG}/versions"
BACKTEST = "/api/v1/strategy/backtest"
ADJUST = f"{CONFIG}/ai-adjust"
SIMULATE = "/api/v1/index/simulate"
WEIGHTS = ("momentum_weight", "market_cap_weight", "risk_parity_weight")
# A value just outside the range of each field.
OUTSIDE: dict[str, object] = {
    "momentum_weight": -0.1,
    "market_cap_weight": 1.1,
    "risk_parity_weight": 1e300,
    "min_price_threshold": 0,
    "max_daily_return": 10.1,
    "min_daily_return": 0,
    "max_forward_fill_days": 31,
    "outlier_std_threshold": 0.9,
    "rebalance_frequency": "hourly",
    "daily_drop_threshold": 0.1,
    "momentum_lookback": 1001,
    "volatility_lookback": 1,
    "volatility_floor": 0,
    "cost_bps": 1001,
    "rebalance_lag": 31,
}
TABLES = ("runs", "strategy_configs", "index_values", "rebalances", "index_events")


def at_once(*work: Callable[[], Reply]) -> list[Reply]:
    """All begin together; their replies, in their order."""
    gate, out = threading.Barrier(len(work)), dict[int, Reply]()

    def one(i: int) -> None:
        gate.wait()
        out[i] = work[i]()

    threads = [threading.Thread(target=one, args=(i,)) for i in range(len(work))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return [out[i] for i in range(len(work))]


class Refusals(ServerTest):
    sample = True

    def setUp(self) -> None:
        self.before = self.all_there_is()

    def tearDown(self) -> None:
        """Every refusal of this class leaves versions, levels and the log of runs alone."""
        self.assertEqual(self.all_there_is(), self.before)
        super().tearDown()

    def all_there_is(self) -> list[Any]:
        read = self.server.read
        return [
            [count(self.server.data, table) for table in TABLES],
            read(CONFIG),
            read(f"{VERSIONS}?limit=1000"),
            read("/ready")["generation"],
            read("/api/v1/index/history"),
            read("/api/v1/index/history?variant=net"),
        ]

    def post(self, path: str, body: object) -> Reply:
        return self.server.call("POST", path, body)

    def test_amounts(self) -> None:
        good: dict[str, object] = {"start_date": "2010-01-04", "currency": "EUR"}
        for amount in (0, -1, -0.0, 1e300, 1e9 + 1, "text", "NaN", "10000", [1], {}, None, False):
            with self.subTest(amount):
                self.post(SIMULATE, good | {"amount": amount}).problem(422, "invalid", "amount")
        for raw in ("NaN", "Infinity", "-Infinity", "1e999", "0x10", "1,5", "+1"):
            with self.subTest(raw):
                body = f'{{"amount": {raw}, "start_date": "2010-01-04"}}'.encode()
                self.post(SIMULATE, body).problem(400, "malformed")

    def test_everything_wrong_with_a_simulation(self) -> None:
        wrong = {"amount": 1e300, "monthly": -1, "start_date": "soon", "currency": "EURO"}
        self.post(SIMULATE, wrong | {"variant": "gross", "end_date": "2020-13-01"}).problem(
            422, "invalid", "amount", "start_date", "currency", "end_date", "monthly", "variant"
        )

    def test_a_currency_without_fixing(self) -> None:
        for code, start, missing in (
            ("EUR", "1998-06-01", "1998-06-01"),
            ("ISK", "2010-01-04", "2010-01-04"),
            ("BRL", "2001-01-02", "2001-01-02"),
        ):
            body = {"amount": 1, "start_date": start, "currency": code}
            detail = self.post(SIMULATE, body).problem(422, "invalid", "currency")["detail"]
            self.assertIn(missing, detail)

    def test_a_start_outside_the_data(self) -> None:
        for start in ("1990-04-01", "0001-01-01", "2022-12-29", "9999-12-31"):
            body = {"amount": 1, "start_date": start}
            detail = self.post(SIMULATE, body).problem(422, "invalid", "start_date")["detail"]
            self.assertIn("1990-04-02 and 2022-12-28", detail)
        for field, date in (("start_date", "2023-01-02"), ("end_date", "1990-03-30")):
            self.post(BACKTEST, {field: date}).problem(422, "invalid", field)

    def test_weights_that_do_not_sum_to_one(self) -> None:
        said = {"reason": "test", "confidence": 0.5}
        for weights in (
            {"momentum_weight": 0.5},
            {w: 0.334 for w in WEIGHTS},
            {w: 0 for w in WEIGHTS},
            {w: 1 for w in WEIGHTS},
            {"momentum_weight": 1, "market_cap_weight": 0},
        ):
            with self.subTest(weights):
                self.server.call("PUT", CONFIG, weights).problem(422, "invalid", *WEIGHTS)
                self.post(CONFIG, weights).problem(422, "invalid", *WEIGHTS)
                self.post(BACKTEST, weights).problem(422, "invalid", *WEIGHTS)
                self.post(ADJUST, {"adjustments": weights} | said).problem(422, "invalid", *WEIGHTS)
        backwards = {"start_date": "2020-01-02", "end_date": "2020-01-01"}
        self.post(BACKTEST, {"momentum_weight": 0.5} | backwards).problem(
            422, "invalid", *WEIGHTS, "start_date"
        )

    def test_over_the_limits(self) -> None:
        """One by one, and all of them in one answer."""
        for field, value in OUTSIDE.items():
            with self.subTest(field):
                self.post(BACKTEST, {field: value}).problem(422, "invalid", field)
                self.server.call("PUT", CONFIG, {field: value}).problem(422, "invalid", field)
        self.post(BACKTEST, OUTSIDE).problem(422, "invalid", *OUTSIDE)
        self.server.call("PUT", CONFIG, OUTSIDE).problem(422, "invalid", *OUTSIDE)
        large = json.dumps({"cost_bps": 5}).encode() + b" " * (1 << 20)
        for path in (BACKTEST, SIMULATE, CONFIG):
            self.post(path, large).problem(413, "too_large")
        for raw in (b"", b"{", b'{"cost_bps": NaN}', b'{"cost_bps": 1e999}', b'{"cost_bps": 5,}'):
            self.assertIn(self.post(BACKTEST, raw).status, (200, 400) if not raw else (400,))
            self.assertEqual(self.post(CONFIG, raw or b"{").status, 400)

    def test_versions_that_are_none(self) -> None:
        for version, status in ((0, 422), (-1, 422), ("x", 422), (10**10, 422), (77777, 404)):
            reply = self.server.call("POST", f"{VERSIONS}/{version}/restore")
            self.assertEqual(reply.status, status, reply.body)


class Concurrent(ServerTest):
    """Changes that come at once are made one after the other, each on what the other left."""

    sample = True

    def versions(self) -> list[dict[str, Any]]:
        return list(self.server.read(f"{VERSIONS}?limit=1000")["items"])

    def restore(self, version: int) -> Callable[[], Reply]:
        return lambda: self.server.call("POST", f"{VERSIONS}/{version}/restore")

    def put(self, change: dict[str, object]) -> Callable[[], Reply]:
        return lambda: self.server.call("PUT", CONFIG, change)

    def levels_are_of_the_configuration(self) -> None:
        """What is published, when all that was put is done, is what the configuration in force gives."""
        self.server.await_read(
            f"{BACKGROUND}/active",
            lambda all: all["stats"]["total_active"] + all["stats"]["total_reserved"] == 0,
        )
        total = self.server.read("/api/v1/index/history")["series"]
        again = self.server.call("POST", BACKTEST, {}).json()["series"]
        self.assertEqual([{"date": p["date"], "value": p["value"]} for p in again], total)
        newest = self.versions()[0]
        run_of, config = ask(
            self.server.data,
            "SELECT c.version, r.config_hash FROM runs r JOIN strategy_configs c"
            " ON c.id = r.strategy_config_id ORDER BY r.id DESC LIMIT 1",
        )[0]
        self.assertEqual((run_of, config), (newest["version"], newest["config_hash"]))

    def one_after_the_other(self, before: int, changed: list[dict[str, Any]]) -> None:
        """Each change has a version of its own, they follow each other, and the newest is in force."""
        numbers = sorted(int(c["version"]) for c in changed)
        self.assertEqual(numbers, list(range(before + 1, before + 1 + len(changed))))
        listed = [int(v["version"]) for v in self.versions()]
        self.assertEqual(listed, list(range(numbers[-1], 0, -1)))
        last = max(changed, key=lambda c: int(c["version"]))
        self.assertEqual(self.server.read(CONFIG), last["config"])

    def test_two_restores_of_one_version(self) -> None:
        version = int(self.server.read(CONFIG)["version"])
        self.assertEqual(self.put({"cost_bps": 21})().status, 200)
        replies = at_once(self.restore(version), self.restore(version))
        self.assertEqual([r.status for r in replies], [200, 200])
        done = [r.json() for r in replies]
        changed = [d for d in done if d["changes"]]
        self.assertEqual(len(changed), 1, "one of them found nothing left to change")
        self.one_after_the_other(version + 1, changed)
        # Both speak of the same version and configuration.
        self.assertEqual(done[0]["version"], done[1]["version"])
        self.assertEqual(done[0]["config"], done[1]["config"])
        self.levels_are_of_the_configuration()

    def test_two_restores_of_two_versions(self) -> None:
        first = int(self.server.read(CONFIG)["version"])
        for bps in (31, 32, 33):
            self.assertEqual(self.put({"cost_bps": bps})().status, 200)
        replies = at_once(self.restore(first), self.restore(first + 1))
        self.assertEqual([r.status for r in replies], [200, 200])
        changed = [r.json() for r in replies]
        self.one_after_the_other(first + 3, changed)
        # The second tells the difference from what the first left, not from what was there before.
        a, b = sorted(changed, key=lambda c: int(c["version"]))
        self.assertEqual(a["changes"][0]["to"], b["changes"][0]["from"])
        self.levels_are_of_the_configuration()

    def test_changes_of_different_fields_all_survive(self) -> None:
        version = int(self.server.read(CONFIG)["version"])
        changes: list[dict[str, object]] = [
            {"cost_bps": 41},
            {"volatility_floor": 0.006},
            {"daily_drop_threshold": -0.02},
            {"outlier_std_threshold": 7},
            {"max_forward_fill_days": 3},
            {"min_daily_return": -0.4},
        ]
        replies = at_once(*(self.put(c) for c in changes))
        self.assertEqual([r.status for r in replies], [200] * len(changes))
        self.one_after_the_other(version, [r.json() for r in replies])
        config = self.server.read(CONFIG)
        for change in changes:
            for field, value in change.items():
                self.assertEqual(config[field], value, field)
        self.levels_are_of_the_configuration()

    def test_a_refusal_beside_a_change(self) -> None:
        version = int(self.server.read(CONFIG)["version"])
        good, bad = at_once(self.put({"cost_bps": 51}), self.put({"momentum_weight": 0.9}))
        bad.problem(422, "invalid", *WEIGHTS)
        self.one_after_the_other(version, [good.json()])
        self.levels_are_of_the_configuration()


class ShortHistory(unittest.TestCase):
    """120 sessions of two assets with traded prices; the cheap days are known."""

    def setUp(self) -> None:
        data = temp(self) / "data"
        rows = ["date,symbol,close"]
        for day in range(120):
            month, rest = divmod(day, 28)
            date = f"2024-{month + 1:02}-{rest + 1:02}"
            dip = 2 if day == 109 else 1
            rows.append(f"{date},AAA,{(4 + day % 7 / 10) / dip}")
            rows.append(f"{date},BBB,{(6 + day % 5 / 10) / dip}")
        (data.parent / "p.csv").write_text("\n".join(rows) + "\n")
        self.assertEqual(run("import", data.parent / "p.csv", data=data).returncode, 0)
        self.server = Server(data, "--no-sample-data")
        self.addCleanup(self.server.stop)
        self.server.register()
        first = self.server.call("PUT", CONFIG, {"cost_bps": 5, "rebalance_frequency": "daily"})
        computed(self.server, first)

    def state(self) -> list[Any]:
        read = self.server.read
        return [
            read(CONFIG),
            read(VERSIONS),
            read("/api/v1/index/history"),
            read("/api/v1/index/history?variant=net"),
            read("/ready")["generation"],
            ask(self.server.data, "SELECT count(*), max(id) FROM runs"),
        ]

    def refused(self, change: dict[str, object], code: str, *fields: str) -> None:
        """By every way that a configuration can come, with one answer, and without a trace."""
        before = self.state()
        adjust = {"adjustments": change, "reason": "test", "confidence": 0.5}
        details = set()
        for method, path, body in (
            ("PUT", CONFIG, change),
            ("PUT", f"{CONFIG}?recompute=false", change),
            ("POST", CONFIG, change),
            ("POST", BACKTEST, change),
            ("POST", ADJUST, adjust),
            ("POST", ADJUST, adjust | {"dry_run": True}),
        ):
            reply = self.server.call(method, path, body)
            details.add(reply.problem(422, code, *fields)["detail"])
        self.assertEqual(len(details), 1, details)
        self.assertEqual(self.state(), before)
        self.detail = details.pop()

    def test_windows_longer_than_the_history(self) -> None:
        for field in ("momentum_lookback", "volatility_lookback"):
            for sessions in (120, 121, 1000):
                self.refused({field: sessions}, "invalid", field)
                self.assertIn("120 sessions", self.detail)
        both: dict[str, object] = {"momentum_lookback": 120, "volatility_lookback": 500}
        self.refused(both, "invalid", *both)

    def test_no_reference_date_left(self) -> None:
        self.refused(
            {"rebalance_frequency": "yearly", "rebalance_lag": 30}, "invalid", "rebalance_frequency"
        )

    def test_no_asset_left_on_one_date(self) -> None:
        self.refused({"min_price_threshold": 3.5}, "none_eligible")
        self.assertIn("2024-04-26", self.detail)  # the dip, session 110

    def test_no_asset_left_at_all(self) -> None:
        self.refused({"min_price_threshold": 1000}, "none_eligible")
        self.assertIn("2024-03-", self.detail)  # the first reference date

    def test_a_version_that_the_data_no_longer_carry(self) -> None:
        """Restoring is a change like any other: held against today's data before it is published."""
        config = self.server.read(CONFIG)
        allowed = self.server.call("PUT", CONFIG, {"min_price_threshold": 1.9})
        computed(self.server, allowed)
        back = self.server.call("POST", f"{VERSIONS}/{config['version']}/restore")
        computed(self.server, back)
        rows = ["date,symbol,close", "2024-04-25,AAA,1.2", "2024-04-25,BBB,1.3"]
        path = self.server.data.parent / "cheap.csv"
        path.write_text("\n".join(rows) + "\n")
        done = run("import", path, data=self.server.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        before = self.state()
        version = allowed.json()["version"]
        reply = self.server.call("POST", f"{VERSIONS}/{version}/restore")
        self.assertIn("2024-04-25", reply.problem(422, "none_eligible")["detail"])
        self.assertEqual(self.state(), before)


if __name__ == "__main__":
    unittest.main()
