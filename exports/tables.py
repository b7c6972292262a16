"""A frame as a CSV or XLSX file. Cells that a spreadsheet would run as formulas are inert."""

from __future__ import annotations

from io import BytesIO

import pandas as pd
import xlsxwriter

from core.spreadsheet import inert


def to_csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a mark, for Excel reads it as another encoding without; missing is empty."""
    return _inert(frame).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def to_xlsx(frame: pd.DataFrame, *, title: str, notes: list[str]) -> bytes:
    """One sheet ``title`` with the figures, and one that says what they are and are not."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(title[:31])
        for column, name in enumerate(frame.columns):
            sheet.write_string(0, column, str(name), bold)
            for row, value in enumerate(_inert(frame)[name], start=1):
                if pd.isna(value):
                    continue
                if isinstance(value, (int, float)):
                    sheet.write_number(row, column, value)
                else:
                    sheet.write_string(row, column, str(value))
        sheet.freeze_panes(1, 0)
        sheet.autofit()
        about = book.add_worksheet("About")
        about.set_column(0, 0, 100)
        for row, note in enumerate(notes):
            about.write_string(row, 0, note)
    return file.getvalue()


def _inert(frame: pd.DataFrame) -> pd.DataFrame:
    made = {
        str(name): [inert(value) if isinstance(value, str) else value for value in frame[name]]
        for name in frame.columns
    }
    return pd.DataFrame(made).rename(columns=inert)
