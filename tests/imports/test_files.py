"""Files that cannot be used are refused in one sentence."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest

from imports.files import (
    CompressedError,
    EmptyFileError,
    FileForbiddenError,
    FileMissingError,
    FileUnreadableError,
    NotAFileError,
    PdfError,
    WorkbookError,
    open_file,
)


def refusal(path: Path, error: type[Exception]) -> str:
    with pytest.raises(error) as caught, open_file(path):
        pass
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_a_file_is_handed_out_from_its_first_byte(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"text\n")
    with open_file(tmp_path / "a.csv") as file:
        assert file.read() == b"text\n"


def test_missing_file_folder_device_and_empty_file(tmp_path):
    (tmp_path / "empty.csv").touch()
    os.mkfifo(tmp_path / "pipe")
    assert "Check its name" in refusal(tmp_path / "none.csv", FileMissingError)
    assert "Name the file itself" in refusal(tmp_path, NotAFileError)
    assert "Name the file itself" in refusal(tmp_path / "pipe", NotAFileError)
    assert "is empty" in refusal(tmp_path / "empty.csv", EmptyFileError)
    refusal(tmp_path / ("x" * 300), FileUnreadableError)


def test_file_under_a_file_and_loops_are_refused(tmp_path):
    (tmp_path / "a.csv").write_text("text\n")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    with (
        pytest.raises((FileMissingError, FileUnreadableError)),
        open_file(tmp_path / "a.csv" / "b"),
    ):
        pass
    refusal(tmp_path / "loop.csv", FileUnreadableError)


def test_no_permission(tmp_path, monkeypatch):
    def forbidden(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.csv").write_text("text\n")
    monkeypatch.setattr(Path, "open", forbidden)  # root may read anything
    assert "permissions" in refusal(tmp_path / "a.csv", FileForbiddenError)


def test_workbooks_are_recognised_by_their_bytes(tmp_path):
    path = tmp_path / "list.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "save it as “csv utf-8” first" in refusal(path, WorkbookError).lower()
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    refusal(path, WorkbookError)


def test_zip_gzip_and_pdf_are_recognised_by_their_bytes(tmp_path):
    path = tmp_path / "list.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("list.csv", "text\nhello\n")
    assert "Unpack it" in refusal(path, CompressedError)
    path.write_bytes(gzip.compress(b"text\nhello\n"))
    assert "Unpack it" in refusal(path, CompressedError)
    path.write_bytes(b"%PDF-1.7\n")
    assert "PDF" in refusal(path, PdfError)
