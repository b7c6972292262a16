"""``make messages``: finds every sentence for people and brings the catalogues up to date.

A sentence is what stands in ``_()``, ``N_()`` or ``ngettext()``, and the ``message`` of a refusal.
Catalogues hold the files a sentence stands in and no line numbers or dates, so that they change
only when sentences do.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from core import catalogues, i18n
from core.settings import ROOT

ROOMS = (
    "analysis", "charts", "core", "db", "exports", "imports", "jobs", "pages", "services", "ui",
    "web",
)  # fmt: skip
TEMPLATES = ("web/templates",)
CALLS = {"_": None, "N_": None, "translate": None, "ngettext": (1, 2)}
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
WIDTH = 100

Sentence = str | tuple[str, ...]
"""One sentence, or its singular and its plural."""


def main() -> None:
    """Bring every catalogue up to date: new sentences stand in it empty, old ones are gone."""
    template = collected()
    for language in i18n.TRANSLATED:
        catalogue = updated(i18n.read(language), template)
        i18n.file_of(language).write_bytes(as_po(catalogue))
        counted = catalogues.counted(catalogue)
        print(f"{language}: {counted.translated} of {counted.sentences}")  # noqa: T201 -- a command


def collected(root: Path = ROOT) -> Catalog:
    """Every sentence in the code and the templates, with the files in which it stands."""
    template = Catalog()
    for path in _sources(root):
        name = path.relative_to(root).as_posix()
        for sentence in _sentences(path):
            template.add(sentence, locations=[(name, 1)])
    return template


def updated(catalogue: Catalog, template: Catalog) -> Catalog:
    """``catalogue`` with the sentences of ``template`` and no others; translations stay."""
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for message in catalogue:
        if message.id and message.fuzzy:  # it counts things now, or does so no more
            message.string = ("",) * catalogue.num_plurals if message.pluralizable else ""
            message.flags.discard("fuzzy")
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as a file, with no more of a header than reading it takes."""
    header = [
        f"Language: {catalogue.locale}", "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalogue.plural_forms}",
    ]  # fmt: skip
    said = "".join(f'"{line}\\n"\n' for line in header)
    body = BytesIO()
    write_po(
        body, catalogue, width=WIDTH, omit_header=True, sort_by_file=True, include_lineno=False
    )
    return f'msgid ""\nmsgstr ""\n{said}\n'.encode() + body.getvalue()


def _sources(root: Path) -> Iterator[Path]:
    yield root / "app.py"
    yield root / "manage.py"
    for room in ROOMS:
        yield from sorted((root / room).rglob("*.py"))
    for folder in TEMPLATES:
        yield from sorted((root / folder).rglob("*.html"))


def _sentences(path: Path) -> Iterator[Sentence]:
    if path.suffix == ".py":
        yield from _in_code(ast.parse(path.read_text(encoding="utf-8")))
        return
    with path.open("rb") as file:
        for _line, found, _comments, _context in extract("jinja2", file, CALLS, options=JINJA):
            yield found


def _in_code(module: ast.Module) -> Iterator[Sentence]:
    """What is marked in the code. By its tree: Babel's own reader passes over f-strings."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            literal = (one.value for one in node.args if isinstance(one, ast.Constant))
            said = [value for value in literal if isinstance(value, str)]
            if node.func.id == "ngettext":
                yield said[0], said[1]
            elif node.func.id in CALLS and said:
                yield said[0]
        elif isinstance(node, ast.ClassDef):
            yield from _refusals(node)


def _refusals(node: ast.ClassDef) -> Iterator[str]:
    """The sentence of a refusal, which ``core/errors.py`` translates when one is made."""
    for line in node.body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "message":
            yield ast.literal_eval(line.value)


if __name__ == "__main__":
    main()
