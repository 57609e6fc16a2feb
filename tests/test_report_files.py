# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""PDF and workbook of reports, read by other programs than those that wrote them: Poppler and openpyxl.

The unit tests of the writers leave here the files of their fixtures, and beside them what must be in them.
"""
from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
import unittest
import zipfile
from pathlib import Path
from typing import ClassVar

from server import ROOT, temp

# Debian's, which is Python alone and so serves any interpreter.
sys.path.append("/usr/lib/python3/dist-packages")
import openpyxl  # type: ignore[import]  # noqa: E402

TESTS = [f"build/release/tests/report/{name}_test" for name in ("pdf", "xlsx")]
IDS = ("summary", "detailed")
DPI = 40


def said(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


class Files(unittest.TestCase):
    folder: ClassVar[Path]

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = temp(cls)
        subprocess.run(["make", "-s", *TESTS], cwd=ROOT, check=True)
        for test in TESTS:
            subprocess.run(
                [ROOT / test],
                check=True,
                capture_output=True,
                env=os.environ | {"REPORT_FILES": str(cls.folder)},
            )

    def lines(self, name: str) -> list[str]:
        return (self.folder / name).read_text(encoding="utf-8").splitlines()


class Pdf(Files):
    def pdf(self, name: str) -> Path:
        return self.folder / f"{name}.pdf"

    def info(self, name: str) -> dict[str, str]:
        lines = said("pdfinfo", self.pdf(name)).splitlines()
        return {k: v.strip() for k, v in (line.split(":", 1) for line in lines)}

    def test_says_what_it_is(self) -> None:
        info = self.info("detailed")
        self.assertEqual("Waardhaven AutoIndex: Detailed report", info["Title"])
        self.assertEqual("Waardhaven AutoIndex", info["Author"])
        self.assertEqual("yes", info["Tagged"])
        self.assertIn("A4", info["Page size"])
        self.assertIn("2025", info["CreationDate"])
        self.assertEqual("none", info["Form"])
        self.assertEqual("no", info["JavaScript"])
        self.assertGreaterEqual(int(info["Pages"]), 6)

    def test_every_font_is_embedded_and_has_its_characters(self) -> None:
        for name in IDS:
            fonts = said("pdffonts", self.pdf(name)).splitlines()[2:]
            self.assertTrue(fonts)
            for font in fonts:
                self.assertRegex(font, r" yes yes yes +\d+ +0$", font)  # embedded, subset, Unicode

    def test_has_no_pictures(self) -> None:
        for name in IDS:
            self.assertEqual(2, len(said("pdfimages", "-list", self.pdf(name)).splitlines()))

    def test_text_has_every_row_in_order(self) -> None:
        for name in IDS:
            words = said("pdftotext", "-raw", self.pdf(name), "-").split()
            text = " ".join(words)
            rows = self.lines(f"{name}.rows")
            self.assertGreater(len(rows), 14)
            for row in rows:
                self.assertIn(" ".join(row.split()), text)

    def test_text_has_every_figure(self) -> None:
        for name in IDS:
            text = " ".join(said("pdftotext", "-layout", self.pdf(name), "-").split())
            figures = {line for line in self.lines(f"{name}.figures") if re.search(r"\d", line)}
            self.assertGreater(len(figures), 40)
            # A sentence may be broken over lines beside other cells; test_text_has_every_row_in_order has it.
            for figure in (f for f in figures if " " not in f):
                self.assertIn(figure, text)

    def test_numbers_pages(self) -> None:
        for name in IDS:
            n = int(self.info(name)["Pages"])
            pages = said("pdftotext", "-layout", self.pdf(name), "-").split("\f")[:n]
            for i, page in enumerate(pages, 1):
                self.assertIn(f"Page {i} of {n}", page)
                self.assertIn("2 January 1992 to 31 December 2025", page)

    def test_contents_lead_to_the_sections(self) -> None:
        n = int(self.info("detailed")["Pages"])
        pages = said("pdftotext", "-raw", self.pdf("detailed"), "-").split("\f")[:n]
        for section in ("Growth", "Months", "Drawdowns", "Composition", "Methodology"):
            found = re.search(rf"^{section} (\d+)$", pages[0], re.M)
            assert found, section
            self.assertRegex(pages[int(found[1]) - 1], rf"(?m)^{section}$")

    def test_repeats_heads_and_keeps_titles_with_tables(self) -> None:
        pages = said("pdftotext", "-layout", self.pdf("detailed"), "-").split("\f")
        long = [page for page in pages if re.search(r"^ *200\d-\d\d-\d\d  ", page, re.M)]
        self.assertGreaterEqual(len(long), 2)
        for page in long:
            self.assertEqual(1, len(re.findall(r"Traded \(EUR\)", page)))
        self.assertIn("and 210 more rows", long[-1])

    def test_pages_have_ink_and_margins_have_none(self) -> None:
        for name in IDS:
            out = self.folder / name
            said("pdftoppm", "-gray", "-r", str(DPI), self.pdf(name), out)
            pages = sorted(self.folder.glob(f"{name}-*.pgm"))
            self.assertEqual(int(self.info(name)["Pages"]), len(pages))
            for page in pages:
                raw = page.read_bytes()
                head = re.match(rb"P5\s(\d+) (\d+)\s255\s", raw)
                assert head
                w, h = int(head[1]), int(head[2])
                rows = [raw[head.end() + y * w : head.end() + (y + 1) * w] for y in range(h)]
                inked = sum(min(row) < 200 for row in rows)
                self.assertGreater(inked, 8, page.name)
                edge = int(28 / 72 * DPI)  # of the 46 points, so that nothing is near
                top = int(20 / 72 * DPI)
                white = rows[:top] + rows[-top:] + [r[:edge] + r[-edge:] for r in rows]
                self.assertTrue(all(min(r) == 255 for r in white), page.name)


class Fonts(Files):
    def test_none_installed_is_said(self) -> None:
        """All its text would be boxes."""
        empty = self.folder / "fonts.conf"
        empty.write_text("<fontconfig></fontconfig>")
        done = subprocess.run(
            [ROOT / TESTS[0]],
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | {"FONTCONFIG_FILE": str(empty)},
        )
        self.assertGreater(done.returncode, 0)  # no signal
        self.assertIn("a PDF needs a font (Debian: fonts-inter)", done.stdout + done.stderr)


class Workbook(Files):
    def test_reads_back(self) -> None:
        """Every figure is there as the number that it is, with a format of its kind."""
        for name in IDS:
            book = openpyxl.load_workbook(self.folder / f"{name}.xlsx")
            cells: dict[str, dict[object, set[str]]] = {}
            for sheet in book:
                values = cells.setdefault(sheet.title, {})
                for row in sheet.iter_rows():
                    for cell in row:
                        if cell.value is not None:
                            values.setdefault(cell.value, set()).add(cell.number_format)
            lines = self.lines(f"{name}.values")
            self.assertGreater(len(lines), 100)
            for line in lines:
                sheet_name, kind, text = line.split("\t", 2)
                found = cells[sheet_name]
                value: object = text
                if kind == "date":
                    day = datetime.datetime(1970, 1, 1) + datetime.timedelta(days=int(text))
                    self.assertEqual({"yyyy-mm-dd"}, found.get(day), text)
                    continue
                if text in ("nan", "-nan"):
                    self.assertIn("—", found)
                    continue
                if kind != "text":  # the library writes 16 digits
                    value = float(f"{float(text):.16G}")
                self.assertIn(value, found, f"{name} {line}")
                formats = found[value]
                if kind == "percent":
                    self.assertTrue(any(f.endswith("%") for f in formats), line)
                elif kind == "number":
                    self.assertTrue(any("0" in f for f in formats), line)

    def test_text_is_not_run(self) -> None:
        book = openpyxl.load_workbook(self.folder / "summary.xlsx")
        kinds = {
            cell.value: cell.data_type
            for row in book["Changes"].iter_rows()
            for cell in row
            if isinstance(cell.value, str)
        }
        for text in ("=1+1", "+49 and rising", "-lowered by the cap", "@cap"):
            self.assertEqual("s", kinds[text])

    def test_missing_figures_say_why(self) -> None:
        sheet = openpyxl.load_workbook(self.folder / "summary.xlsx")["Changes"]
        dashes = [c for row in sheet.iter_rows() for c in row if c.value == "—"]
        self.assertEqual(2, len(dashes))
        for cell in dashes:
            self.assertEqual("no price on this day", cell.comment.text)

    def test_heads_are_frozen_and_months_are_coloured(self) -> None:
        book = openpyxl.load_workbook(self.folder / "detailed.xlsx")
        for sheet in book.worksheets[1:]:
            self.assertIn(sheet.freeze_panes, ("A5", "B5"))
        rules = [
            rule.type
            for ranges in book["Months"].conditional_formatting
            for rule in ranges.rules
            if str(ranges.sqref) == "B5:M38"
        ]
        self.assertEqual(["colorScale"], rules)

    def test_charts_are_native(self) -> None:
        with zipfile.ZipFile(self.folder / "detailed.xlsx") as z:
            self.assertIsNone(z.testzip())
            names = [n for n in z.namelist() if n.startswith("xl/charts/chart")]
            texts = [z.read(n).decode() for n in names]
            self.assertFalse([n for n in z.namelist() if n.startswith("xl/media")])
            drawings = "".join(
                z.read(n).decode()
                for n in z.namelist()
                if re.match(r"xl/drawings/drawing\d+\.xml", n)
            )
        self.assertEqual(8, len(texts))
        for kind in ("lineChart", "areaChart", "barChart"):
            self.assertTrue(any(f"<c:{kind}>" in t for t in texts), kind)
        self.assertTrue(any('<c:grouping val="stacked"/>' in t for t in texts))
        for text in texts:
            self.assertIn("<c:title>", text)
            self.assertRegex(text, r"<c:val><c:numRef><c:f>'?[A-Z]")
        self.assertIn('descr="How the weights moved"', drawings)

    def test_chart_ranges_hold_their_values(self) -> None:
        book = openpyxl.load_workbook(self.folder / "detailed.xlsx")
        sheet = book["Growth"]
        heads = {cell.value: cell.column for cell in sheet[4] if cell.value}
        days = [sheet.cell(r, heads["Date"]).value for r in (5, 8354)]
        self.assertEqual(datetime.datetime(2025, 12, 31), days[1])
        self.assertLess(days[0], days[1])
        self.assertEqual(100, sheet.cell(5, heads["Date"] + 1).value)
        risk = book["Risk over time"]
        date = next(c.column for c in risk[4] if c.value == "Date")
        self.assertIsNone(
            risk.cell(5, date + 1).value
        )  # no year before the first year: a gap, not 0
        self.assertIsInstance(risk.cell(300, date + 1).value, float)


if __name__ == "__main__":
    unittest.main()
