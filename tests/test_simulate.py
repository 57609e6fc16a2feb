# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Simulations, currencies and the comparison with the benchmark, by API and command line."""
from __future__ import annotations

import csv
import io
import json
import math
import subprocess
import sys
import unittest
from typing import Any

from server import PATIENCE, ROOT, Reply, Server, ServerTest, populated, run, temp

SIMULATE = "/api/v1/index/simulate"
CURRENCIES = "/api/v1/index/currencies"
RATES = "/api/v1/index/currency-rates"
COMPARE = "/api/v1/benchmark/compare"
GOOD = {"amount": 10000, "start_date": "2013-01-02", "currency": "EUR"}


class SimulateTest(ServerTest):
    sample = True

    def ask(self, **body: Any) -> Reply:
        return self.server.call("POST", SIMULATE, body)

    def simulate(self, **body: Any) -> Any:
        reply = self.ask(**body)
        self.assertEqual(reply.status, 200, reply.body[:600])
        return reply.json()

    def close(self, got: float, want: float, tolerance: float = 1e-9) -> None:
        self.assertTrue(math.isclose(got, want, rel_tol=tolerance), f"{got!r}, want {want!r}")


class Simulation(SimulateTest):
    def test_published_figures(self) -> None:
        """The drawing of the page was computed apart from this program."""
        s = self.simulate(**GOOD)
        self.assertEqual((s["start_date"], s["end_date"]), ("2013-01-02", "2022-12-28"))
        self.assertEqual(round(s["amount_final"], 2), 74015.67)
        self.assertEqual(round(s["index_pct"], 2), 493.82)
        self.assertEqual(round(s["fx"]["effect_pct"], 2), 24.64)
        self.assertEqual(round(s["twr_annual_pct"], 2), 22.20)
        self.assertEqual(round(s["max_drawdown_pct"], 2), -30.98)
        self.assertEqual(s["max_drawdown_date"], "2020-03-23")
        self.assertEqual(round(s["net_of_costs"]["amount_final"]), 63851)
        self.assertEqual(round(s["benchmark"]["amount_final"]), 32245)
        self.assertEqual(s["benchmark"]["basis"], "price")
        self.assertEqual(len(s["series"]), len(s["benchmark"]["series"]))

    def test_dollars_are_the_default(self) -> None:
        s = self.simulate(amount=100, start_date="1990-04-02")
        self.assertEqual((s["currency"], s["variant"]), ("USD", "total"))
        history = self.server.read("/api/v1/index/history")["series"]
        self.assertEqual([p["date"] for p in s["series"]], [p["date"] for p in history])
        for got, want in zip(s["series"], history):
            self.close(got["value"], want["value"], 1e-13)
        self.assertEqual(s["fx"], {"start": 1, "end": 1, "effect_pct": 0})
        self.assertAlmostEqual(s["twr_pct"], s["index_pct"], 9)

    def test_index_times_currency_is_the_whole(self) -> None:
        for code in ("EUR", "JPY", "GBP", "CHF", "zar"):
            for monthly in (0, 250):
                s = self.simulate(**GOOD | {"currency": code, "monthly": monthly})
                whole = (1 + s["index_pct"] / 100) * (1 + s["fx"]["effect_pct"] / 100)
                self.close(1 + s["twr_pct"] / 100, whole, 1e-12)
                self.close(s["amount_final"], s["invested"] * (1 + s["roi_pct"] / 100), 1e-12)

    def test_monthly_payments_change_all_but_the_time_weighted_return(self) -> None:
        once, monthly = self.simulate(**GOOD), self.simulate(**GOOD, monthly=100)
        self.assertEqual(monthly["contributions_count"], 119)
        self.assertEqual(monthly["contributions"], 11900)
        for same in ("twr_pct", "twr_annual_pct", "max_drawdown_pct", "fx", "index_pct"):
            self.assertEqual(monthly[same], once[same], same)
        self.assertGreater(monthly["amount_final"], once["amount_final"] + 11900)
        self.assertNotEqual(monthly["irr_pct"], once["irr_pct"])
        self.assertIs(monthly["irr_multiple"], False)

    def test_dates_are_sessions(self) -> None:
        s = self.simulate(**GOOD | {"start_date": "2013-01-05", "end_date": "2014-01-04"})
        self.assertEqual((s["start_date"], s["end_date"]), ("2013-01-07", "2014-01-03"))
        s = self.simulate(**GOOD | {"start_date": "2022-12-28"})
        self.assertEqual(len(s["series"]), 1)
        self.assertEqual(s["roi_pct"], 0)
        for undefined in ("irr_pct", "twr_annual_pct", "max_drawdown_date"):
            self.assertIsNone(s[undefined], undefined)
        self.assertEqual(self.simulate(**GOOD, end_date="2030-01-01")["end_date"], "2022-12-28")
        self.assertEqual(self.simulate(**GOOD, end_date=None)["end_date"], "2022-12-28")

    def test_members_it_does_not_know_are_ignored(self) -> None:
        self.simulate(**GOOD, strategy="x", days=3)

    def test_net_is_less(self) -> None:
        total, net = self.simulate(**GOOD), self.simulate(**GOOD, variant="net")
        self.assertEqual(net["amount_final"], total["net_of_costs"]["amount_final"])
        self.assertLess(net["amount_final"], total["amount_final"])


class BadInput(SimulateTest):
    def refused(self, body: dict[str, Any], *fields: str) -> str:
        p = self.server.call("POST", SIMULATE, body).problem(422, "invalid", *fields)
        return str(p["detail"])

    def test_amounts(self) -> None:
        for amount in (0, -1, 1e300, 1e9 + 1, "ten", "10000", True, [], None):
            with self.subTest(amount):
                self.refused(GOOD | {"amount": amount}, "amount")
        for monthly in (-1, 1e300, "x"):
            with self.subTest(monthly):
                self.refused(GOOD | {"monthly": monthly}, "monthly")
        self.simulate(**GOOD | {"amount": 1e9})
        self.simulate(**GOOD | {"amount": 1e-9})

    def test_not_json(self) -> None:
        for body in (b"", b"{", b"[]", b'{"amount": NaN}'):
            reply = self.server.call("POST", SIMULATE, body)
            self.assertIn(reply.status, (400, 422), body)

    def test_missing_fields_are_all_listed(self) -> None:
        self.refused({}, "amount", "start_date")
        self.refused(
            {"amount": 0, "monthly": -1, "start_date": "2013"}, "amount", "start_date", "monthly"
        )

    def test_currencies(self) -> None:
        self.assertIn("'EUR'", self.refused(GOOD | {"currency": "EUT"}, "currency"))
        self.refused(GOOD | {"currency": "XXX"}, "currency")
        self.refused(GOOD | {"currency": ""}, "currency")
        self.refused(GOOD | {"currency": "EURO"}, "currency")
        self.refused(GOOD | {"currency": 978}, "currency")

    def test_a_currency_without_fixing(self) -> None:
        for start, end, missing in (
            ("2008-06-02", "2008-12-31", "2008-12-17"),  # runs into the gap
            ("2010-01-04", "2012-01-04", "2010-01-04"),  # inside
            ("2018-01-30", "2019-01-04", "2018-01-30"),
        ):
            detail = self.refused(
                GOOD | {"currency": "ISK", "start_date": start, "end_date": end}, "currency"
            )
            self.assertIn(f"ISK has no fixing against USD on {missing}", detail)
        # Seven days after the last one, and from the day of the next.
        last = self.simulate(
            **GOOD | {"currency": "ISK", "start_date": "2008-06-02", "end_date": "2008-12-16"}
        )
        self.assertEqual(last["end_date"], "2008-12-16")
        self.simulate(**GOOD | {"currency": "ISK", "start_date": "2018-02-01"})
        self.assertIn("1998-12-31", self.refused(GOOD | {"start_date": "1998-12-31"}, "currency"))
        self.refused(GOOD | {"currency": "HRK", "start_date": "2005-03-31"}, "currency")

    def test_dates(self) -> None:
        for start in ("1990-04-01", "1900-01-01", "2022-12-29", "2100-01-01"):
            detail = self.refused(GOOD | {"start_date": start}, "start_date")
            self.assertIn("1990-04-02 and 2022-12-28", detail)
        self.refused(GOOD | {"end_date": "2013-01-01"}, "end_date")
        self.refused(GOOD | {"start_date": "2013-02-30"}, "start_date")
        self.refused(
            GOOD | {"start_date": "1980-01-01", "currency": "XXX"}, "start_date", "currency"
        )
        weekend = {"start_date": "2013-01-05", "end_date": "2013-01-06"}
        self.assertIn("no session", self.refused(GOOD | weekend, "end_date"))


class Currencies(SimulateTest):
    def test_names(self) -> None:
        names = self.server.read(CURRENCIES)
        self.assertEqual(len(names), 42)
        self.assertEqual((names["USD"], names["EUR"]), ("US Dollar", "Euro"))
        self.assertEqual(list(names), sorted(names))
        for code, name in names.items():
            self.assertNotEqual(code, name)

    def test_rates(self) -> None:
        rates = self.server.read(f"{RATES}?start_date=2013-01-02&end_date=2022-12-28")
        by_code = {r["currency"]: r for r in rates["items"]}
        self.assertEqual(list(by_code), list(self.server.read(CURRENCIES)))
        for code in ("EUR", "JPY", "USD"):
            fx = self.simulate(**GOOD | {"currency": code})["fx"]
            self.close(by_code[code]["start"], fx["start"], 1e-14)
            self.close(by_code[code]["end"], fx["end"], 1e-14)
        self.assertIsNone(by_code["ISK"]["start"])
        self.assertIsNone(by_code["ISK"]["effect_pct"])
        self.assertEqual(by_code["BRL"]["first_date"], "2008-01-02")
        self.server.get(f"{RATES}?start_date=2020-01-02&end_date=2019-01-02").problem(
            422, "invalid", "start_date"
        )


class Compare(SimulateTest):
    def test_figures_are_those_of_the_series(self) -> None:
        query = "?start_date=2010-01-04&end_date=2016-12-30"
        c = self.server.read(COMPARE + query)
        own = [p["value"] for p in self.server.read("/api/v1/index/history" + query)["series"]]
        other = [p["value"] for p in self.server.read("/api/v1/benchmark/sp500" + query)["series"]]
        self.assertEqual(c["observations"], len(own) - 1)
        returns = []
        for side, v in (("autoindex", own), ("sp500", other)):
            r = [b / a - 1 for a, b in zip(v, v[1:])]
            returns.append(r)
            mean = math.fsum(r) / len(r)
            sd = math.sqrt(math.fsum((x - mean) ** 2 for x in r) / (len(r) - 1))
            days = 2552  # 2010-01-04 to 2016-12-30
            self.close(c[side]["total_return"], (v[-1] / v[0] - 1) * 100)
            self.close(c[side]["annualized_return"], ((v[-1] / v[0]) ** (365.25 / days) - 1) * 100)
            self.close(c[side]["volatility"], sd * math.sqrt(252) * 100)
        active = [a - b for a, b in zip(*returns)]
        mean = math.fsum(active) / len(active)
        sd = math.sqrt(math.fsum((x - mean) ** 2 for x in active) / (len(active) - 1))
        out = c["outperformance"]
        self.close(out["information_ratio"], mean / sd * math.sqrt(252))
        self.close(out["total"], c["autoindex"]["total_return"] - c["sp500"]["total_return"])
        self.assertEqual(c["rf_until"], "2016-12-30")
        self.assertIsNone(c["sharpe_reason"])
        self.assertIn("dividends", c["note"])

    def test_the_ratio_ends_with_the_rate(self) -> None:
        whole = self.server.read(COMPARE)
        self.assertEqual(whole["rf_until"], "2017-03-29")
        self.assertIn("2017-03-29", whole["sharpe_reason"])
        until = self.server.read(COMPARE + "?end_date=2017-03-29")
        for side in ("autoindex", "sp500"):
            self.assertEqual(whole[side]["sharpe_ratio"], until[side]["sharpe_ratio"])
        after = self.server.read(COMPARE + "?start_date=2018-01-02")
        self.assertIsNone(after["autoindex"]["sharpe_ratio"])
        self.assertIsNone(after["rf_until"])
        self.assertTrue(after["sharpe_reason"])
        self.assertIsNotNone(after["autoindex"]["volatility"])

    def test_basis(self) -> None:
        total = self.server.read(COMPARE + "?basis=total")
        self.assertEqual((total["start_date"], total["end_date"]), ("2012-12-31", "2019-12-27"))
        self.assertIsNone(total["note"])

    def test_short_and_wrong_ranges(self) -> None:
        c = self.server.read(COMPARE + "?start_date=2022-12-28")
        for side in ("autoindex", "sp500"):
            for figure in ("total_return", "annualized_return", "volatility", "sharpe_ratio"):
                self.assertIsNone(c[side][figure])
        self.server.get(COMPARE + "?start_date=2023-01-02").problem(409, "no_benchmark")
        self.server.get(COMPARE + "?start_date=2020-01-02&end_date=2019-01-02").problem(
            422, "invalid", "start_date"
        )


class Apart(SimulateTest):
    def test_recomputed(self) -> None:
        command = [sys.executable, str(ROOT / "tests" / "recompute_simulation.py"), "--base-url"]
        command += [f"http://127.0.0.1:{self.server.port}", "--token", str(self.server.token)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=4 * PATIENCE)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count("EUR") + done.stdout.count("JPY"), 3, done.stdout)


class CommandLine(unittest.TestCase):
    def test_table_json_and_csv(self) -> None:
        data = populated(self)
        flags = ("--amount", "10000", "--start", "2013-01-02", "--currency", "eur")
        table = run("simulate", *flags, data=data)
        self.assertEqual(table.returncode, 0, table.stderr)
        for text in ("74015.67", "+24.64%", "currency effect", "█", "2022-12-28"):
            self.assertIn(text, table.stdout)
        with Server(data) as server:
            server.login()
            answer = server.call("POST", SIMULATE, GOOD).json()
        self.assertEqual(json.loads(run("simulate", *flags, "--json", data=data).stdout), answer)
        rows = list(csv.DictReader(io.StringIO(run("simulate", *flags, "--csv", data=data).stdout)))
        self.assertEqual(len(rows), len(answer["series"]))
        self.assertEqual(float(rows[-1]["value"]), answer["amount_final"])
        self.assertEqual(float(rows[-1]["benchmark"]), answer["benchmark"]["amount_final"])

    def test_refusals(self) -> None:
        data = populated(self)
        for flags, words in (
            ((), "amount: is required; start_date: is required"),
            (("--amount", "0", "--start", "2013-01-02"), "must be above 0"),
            (("--amount", "1", "--start", "2013-01-02", "--currency", "EUT"), "'EUR'"),
            (("--amount", "1", "--start", "2013-01-02", "--csv", "--json"), "exclude"),
            (("--amount", "1", "--start", "2013-01-02", "--curency", "EUR"), "--currency"),
        ):
            done = run("simulate", *flags, data=data)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(words, done.stderr)
        empty = run("simulate", "--amount", "1", "--start", "2013-01-02", data=temp(self) / "empty")
        self.assertEqual(empty.returncode, 1)
        self.assertIn("not been computed", empty.stderr)


if __name__ == "__main__":
    unittest.main()
