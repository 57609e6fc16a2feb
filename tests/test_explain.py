# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Every number has a reason: levels rebuilt, weights from their sleeves, weights over time."""
from __future__ import annotations

import math
import random
import unittest
from typing import Any

from server import ServerTest

API = "/api/v1/index"


class ExplainTest(ServerTest):
    sample = True

    def read(self, path: str) -> Any:
        return self.server.read(API + path)


class Level(ExplainTest):
    def rebuild(self, day: dict[str, Any]) -> tuple[float, float]:
        """From what the reply says, in doubles, in its order."""
        value = 0.0
        for h in day["holdings"]:
            value += h["units"] * (h["price"] * h["fx_rate"])
        level = value / day["divisor"]
        return level, level * day["net_factor"]

    def test_to_the_last_bit(self) -> None:
        total = {p["date"]: p["value"] for p in self.read("/history")["series"]}
        net = {p["date"]: p["value"] for p in self.read("/history?variant=net")["series"]}
        dates = sorted(total)
        some = random.Random(4).sample(dates, 60)
        for date in {dates[0], dates[1], dates[-1], "2008-10-15", "2000-09-29", *some}:
            day = self.read(f"/explain?date={date}")
            self.assertEqual(self.rebuild(day), (total[date], net[date]), date)
            self.assertEqual((day["level"], day["net_level"]), (total[date], net[date]))
            self.assertTrue(day["exact"])

    def test_costs_are_those_of_the_rebalances(self) -> None:
        items = self.read("/rebalances?limit=5000")["items"]
        factor = 1.0
        for r in reversed([r for r in items if r["effective_date"] <= "2008-10-15"]):
            factor *= 1 - r["cost"]
        self.assertEqual(self.read("/explain?date=2008-10-15")["net_factor"], factor)

    def test_contributions_sum_to_the_day(self) -> None:
        for date in ("2008-10-15", "1990-04-03", "2022-12-28", "2020-03-16"):
            day = self.read(f"/explain?date={date}")
            got = math.fsum(h["contribution"] for h in day["holdings"])
            self.assertTrue(math.isclose(got, day["day_return"], abs_tol=1e-13), date)
            self.assertEqual(day["day_return"], day["level"] / day["previous_level"] - 1)
            self.assertTrue(
                math.isclose(math.fsum(h["weight"] for h in day["holdings"]), 1, abs_tol=1e-12)
            )

    def test_weights_come_from_their_sleeves(self) -> None:
        day = self.read("/explain?date=2008-10-15")
        b, held = day["rebalance"], day["holdings"]
        inverse = math.fsum(h["inverse_volatility"] for h in held)
        risen = math.fsum(max(h["momentum"], 0) for h in held)
        for h in held:
            self.assertEqual(
                h["target_weight"],
                b["momentum_weight"] * h["momentum_sleeve"]
                + b["market_cap_weight"] * h["market_cap_sleeve"]
                + b["risk_parity_weight"] * h["risk_parity_sleeve"],
            )
            for got, want in (
                (h["risk_parity_sleeve"], h["inverse_volatility"] / inverse),
                (h["momentum_sleeve"], max(h["momentum"], 0) / risen),
                (h["inverse_volatility"], 1 / max(h["volatility"], 0.005)),
                (h["market_cap_sleeve"], 1 / 20),
            ):
                self.assertTrue(math.isclose(got, want, abs_tol=1e-13), h["symbol"])
            self.assertIsNone(h["market_cap"])
        self.assertEqual([e["code"] for e in b["events"]], ["cap_unknown", "no_traded_price"])

    def test_momentum_from_the_prices(self) -> None:
        day = self.read("/explain?date=2008-10-15")
        reference = day["rebalance"]["reference_date"]
        series = self.read(f"/assets/AAPL/history?end_date={reference}")["series"]
        apple = next(h for h in day["holdings"] if h["symbol"] == "AAPL")
        self.assertEqual(apple["momentum"], series[-1]["value"] / series[-21]["value"] - 1)

    def test_the_run_that_published(self) -> None:
        day = self.read("/explain")
        self.assertEqual(day["date"], "2022-12-28")
        self.assertRegex(day["run"]["config_hash"], r"^[0-9a-f]{64}$")
        self.assertRegex(day["run"]["data_hash"], r"^[0-9a-f]{64}$")
        self.assertEqual(day["run"]["config_version"], 1)

    def test_first_session(self) -> None:
        day = self.read("/explain?date=1990-04-02")
        self.assertEqual((day["level"], day["net_level"]), (100, 99.9))
        self.assertIsNone(day["day_return"])
        self.assertTrue(day["rebalanced_at_close"])

    def test_days_that_are_none(self) -> None:
        for date, words in (
            ("2008-10-18", ("2008-10-17", "2008-10-20")),
            ("2008-12-25", ("2008-12-24", "2008-12-26")),
            ("1990-04-01", ("first session", "1990-04-02")),
            ("2022-12-29", ("last session", "2022-12-28")),
            ("9999-12-31", ("last session",)),
        ):
            detail = self.server.get(f"{API}/explain?date={date}").problem(422, "invalid", "date")
            for word in words:
                self.assertIn(word, detail["detail"])


class Weights(ExplainTest):
    def test_steps(self) -> None:
        months = self.read("/weights")["items"]
        self.assertEqual((months[0]["date"], months[-1]["date"]), ("1990-04-30", "2022-12-28"))
        self.assertEqual(len(months), len({m["date"][:7] for m in months}))
        self.assertEqual(len(self.read("/weights?step=year")["items"]), 33)
        for m in months:
            self.assertTrue(math.isclose(sum(w["weight"] for w in m["weights"]), 1, abs_tol=1e-12))

    def test_last_is_current(self) -> None:
        last = {w["symbol"]: w["weight"] for w in self.read("/weights")["items"][-1]["weights"]}
        for h in self.read("/current")["allocations"]:
            self.assertTrue(math.isclose(last[h["symbol"]], h["weight"], rel_tol=1e-13))

    def test_too_many(self) -> None:
        self.server.get(f"{API}/weights?step=day").problem(422, "invalid", "step")
        some = self.read("/weights?step=day&start_date=2020-01-01&end_date=2020-12-31")
        self.assertEqual(some["total"], 253)

    def test_ranges(self) -> None:
        bad = "?start_date=2020-01-02&end_date=2020-01-01"
        for path in ("/weights", "/events"):
            self.server.get(API + path + bad).problem(422, "invalid", "start_date")
        self.assertEqual(self.read("/weights?start_date=2030-01-01")["items"], [])


class Events(ExplainTest):
    def test_pages(self) -> None:
        whole = self.read("/events?limit=5000")
        self.assertEqual(whole["total"], len(whole["items"]))
        page = self.read("/events?limit=10&offset=100")
        self.assertEqual(page["items"], whole["items"][100:110])
        dates = [e["date"] for e in whole["items"]]
        self.assertEqual(dates, sorted(dates, reverse=True))

    def test_unknown_code(self) -> None:
        self.server.get(f"{API}/events?code=nonsense").problem(422, "invalid", "code")

    def test_rebalances_show_their_own_only(self) -> None:
        codes = {
            e["code"] for r in self.read("/rebalances?limit=5000")["items"] for e in r["events"]
        }
        self.assertLessEqual(
            codes, {"cap_unknown", "momentum_flat", "no_traded_price", "volatility_floor"}
        )


if __name__ == "__main__":
    unittest.main()
