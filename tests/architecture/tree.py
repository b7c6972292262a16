"""The code as text and as trees, for rules about it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "analysis", "charts", "core", "db", "exports", "imports", "jobs", "pages", "services", "ui",
    "web",
)  # fmt: skip
TOPS = ("app.py", "manage.py")


def code() -> list[Path]:
    """Every source file of ours that is no test."""
    return [ROOT / top for top in TOPS] + [
        path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))
    ]


def tests() -> list[Path]:
    return sorted((ROOT / "tests").rglob("*.py"))


def migrations() -> list[Path]:
    return sorted((ROOT / "db" / "migrations" / "versions").glob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (found for found in ast.walk(node) if isinstance(found, ast.Call))


def called(call: ast.Call) -> str:
    """``require`` and ``audit.note``, as they stand in the code."""
    return ast.unparse(call.func)


def imported(path: Path) -> set[str]:
    """The modules a file imports, by their full names."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def user_documents() -> list[Path]:
    """What a department reads."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
