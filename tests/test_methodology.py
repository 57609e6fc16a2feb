# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""What docs/methodology.md names is what the program has."""
from __future__ import annotations

import re
import unittest

from server import ROOT

TEXT = (ROOT / "docs" / "methodology.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([^`\n]+)`", TEXT))


def conventions() -> dict[str, bool]:
    """Id and whether it is the house's, of the rows of calc/convention.c."""
    source = (ROOT / "server" / "calc" / "convention.c").read_text(encoding="utf-8")
    rows = re.findall(r'\{"([a-z0-9._-]+)",(.*?)(true|false)\}', source, re.DOTALL)
    return {name: house == "true" for name, _, house in rows}


class Methodology(unittest.TestCase):
    def test_every_house_convention_is_described(self) -> None:
        house = {name for name, is_house in conventions().items() if is_house}
        self.assertGreater(len(house), 20)
        self.assertEqual(house - NAMED, set())

    def test_conventions_of_the_tables_exist(self) -> None:
        """The column of the ids holds ids of conventions and nothing else."""
        ids = [
            name
            for row in re.findall(r"^\|[^|]+\|([^|]*)\|.*\|$", self.section("8."), re.MULTILINE)
            for name in re.findall(r"`([^`]+)`", row)
        ]
        self.assertGreater(len(ids), 15)
        self.assertEqual(set(ids) - set(conventions()), set())

    def section(self, number: str) -> str:
        start = TEXT.index(f"\n## {number} ")
        return TEXT[start : TEXT.index("\n## ", start + 1)]

    def test_files_exist(self) -> None:
        for name in NAMED:
            if re.fullmatch(r"(server|tests|docs|data)/[\w./-]+\.\w+", name):
                self.assertTrue((ROOT / name).is_file(), name)

    def test_links_lead_somewhere(self) -> None:
        heads = re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
        anchors = {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in heads}
        for link in re.findall(r"\]\(#([^)]+)\)", TEXT):
            self.assertIn(link, anchors)


class Fields(unittest.TestCase):
    def test_every_field_of_the_configuration(self) -> None:
        source = (ROOT / "server" / "app" / "strategy_fields.h").read_text(encoding="utf-8")
        fields = re.findall(r"\tSTRATEGY_FIELD\((\w+),", source)
        self.assertEqual(len(fields), 15)
        self.assertEqual(set(fields) - NAMED, set())

    def test_every_event_and_flag(self) -> None:
        codes: list[str] = []
        for name in ("compute.c", "flags.c"):
            source = (ROOT / "server" / "app" / name).read_text(encoding="utf-8")
            codes += re.findall(r'\{?CALC_\w+\]? ?=? ?[{,]\s*"(\w+)"', source)
        self.assertEqual(len(codes), 11, codes)
        self.assertEqual(set(codes) - NAMED, set())


if __name__ == "__main__":
    unittest.main()
