"""Every sentence is marked, every marked sentence is in the catalogues, and says the same there."""

from __future__ import annotations

import ast
import re

import pytest
from babel.messages.catalog import Message

from core import catalogues, i18n
from jobs import messages
from tests.architecture import tree
from tests.architecture.tree import ROOT

COMPLETE = {"es": lambda message: True, "ar": catalogues.is_for_residents}
"""Which sentences a catalogue must have: all of them, or those that residents read."""

CATALOGUES = {tag: i18n.read(tag) for tag in i18n.TRANSLATED}
MARKS = re.compile(r"\*\*|^#+ |^\d\. |`", re.MULTILINE)
SHOWN_BY = {
    "title", "header", "subheader", "markdown", "write", "caption", "text", "info", "success",
    "warning", "error", "toast", "button", "form_submit_button", "text_input", "text_area",
    "selectbox", "radio", "checkbox", "expander", "segmented_control", "number_input",
    "date_input", "time_input", "multiselect", "toggle", "metric", "tabs", "progress",
}  # fmt: skip
LABELS = {"label", "help", "placeholder", "caption", "text"}
WORDS = re.compile(r"[A-Za-z]{2,}")


def sentences(tag):
    return [m for m in catalogues.sentences(CATALOGUES[tag]) if catalogues.is_translated(m)]


def parts(value):
    return value if isinstance(value, tuple) else (value,)


def placeholders(text):
    return sorted(re.findall(r"\{[^{}]*\}", text))


@pytest.mark.parametrize("tag", i18n.TRANSLATED)
def test_catalogues_hold_the_sentences_of_the_code_and_no_others(tag):
    here = {message.id for message in catalogues.sentences(CATALOGUES[tag])}
    there = {message.id for message in catalogues.sentences(messages.collected())}

    assert there - here == set(), "make messages puts them in"
    assert here - there == set(), "make messages takes them out"


@pytest.mark.parametrize("tag", i18n.TRANSLATED)
def test_the_file_is_as_make_messages_writes_it(tag):
    assert i18n.file_of(tag).read_bytes() == messages.as_po(
        messages.updated(i18n.read(tag), messages.collected())
    )


@pytest.mark.parametrize("tag", COMPLETE)
def test_no_sentence_is_left_out_and_none_is_a_guess(tag):
    missing = [
        message.id
        for message in catalogues.sentences(CATALOGUES[tag])
        if COMPLETE[tag](message) and not catalogues.is_translated(message)
    ]

    assert missing == []
    assert not any(message.fuzzy for message in catalogues.sentences(CATALOGUES[tag]))


def test_every_catalogue_says_how_complete_it_has_to_be():
    assert set(COMPLETE) == set(i18n.TRANSLATED)


@pytest.mark.parametrize("tag", i18n.TRANSLATED)
def test_a_translation_names_what_its_original_names(tag):
    wrong = []
    for message in sentences(tag):
        singular, plural = parts(message.id)[0], parts(message.id)[-1]
        for said in parts(message.string):
            names = placeholders(said)
            fits = names in (placeholders(singular), placeholders(plural))
            # The dual says "two" in a word and needs no number.
            without = [name for name in placeholders(plural) if name not in ("{n}", "{days}")]
            if not fits and not (message.pluralizable and names == without):
                wrong.append(said)

    assert wrong == []


@pytest.mark.parametrize("tag", i18n.TRANSLATED)
def test_a_translation_keeps_marks_and_plural_forms(tag):
    catalogue = CATALOGUES[tag]
    for message in sentences(tag):
        if message.pluralizable:
            assert len(message.string) == catalogue.num_plurals
        else:
            assert MARKS.findall(message.string) == MARKS.findall(message.id), message.id
            assert message.string.count("\n") == message.id.count("\n"), message.id
        for said in parts(message.string):
            assert not re.search(r"<\w+", said), "no HTML in sentences"
            assert said == said.strip(), message.id


def marked(node):
    """The nodes inside translation calls."""
    return {
        id(inner)
        for call in tree.calls(node)
        if isinstance(call.func, ast.Name) and call.func.id in messages.CALLS
        for inner in ast.walk(call)
    }


@pytest.mark.parametrize(
    "path",
    [path for room in ("pages", "ui") for path in sorted((ROOT / room).rglob("*.py"))],
    ids=tree.name,
)
def test_what_a_screen_shows_is_marked_where_it_is_written(path):
    unmarked = [
        f"{call.lineno}: {node.value}"
        for call in tree.calls(tree.parsed(path))
        if isinstance(call.func, ast.Attribute) and call.func.attr in SHOWN_BY
        for shown in [*call.args[:1], *(k.value for k in call.keywords if k.arg in LABELS)]
        for node in literals(shown)
        if WORDS.search(node.value)
    ]

    assert unmarked == []


def literals(shown):
    """The text that ``shown`` writes out itself, outside translation calls and other calls."""
    if isinstance(shown, ast.Constant):
        return [shown] if isinstance(shown.value, str) else []
    if isinstance(shown, ast.JoinedStr):
        return [node for node in shown.values if isinstance(node, ast.Constant)]
    if isinstance(shown, ast.IfExp):
        return [*literals(shown.body), *literals(shown.orelse)]
    if isinstance(shown, ast.BinOp):
        return [*literals(shown.left), *literals(shown.right)]
    return []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "web" / "templates").rglob("*.html")), ids=lambda path: path.name
)
def test_what_a_template_says_is_marked(path):
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"),
                  flags=re.DOTALL)  # fmt: skip
    said = re.findall(r">([^<]+)<", bare)
    said += re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"', bare)

    assert [words for words in said if WORDS.search(re.sub(r"&\w+;", "", words))] == []


def test_a_sentence_of_a_new_resident_page_is_for_residents():
    def stands_in(name):
        return Message("x", locations=[(name, None)])

    assert catalogues.is_for_residents(stands_in("web/plain/anything_new.py"))
    assert catalogues.is_for_residents(stands_in("web/templates/anything_new.html"))
    assert catalogues.is_for_residents(stands_in("pages/home.py"))
    assert not catalogues.is_for_residents(stands_in("pages/inbox.py"))
    assert not catalogues.is_for_residents(stands_in("web/templates/set_up.html"))


def test_every_place_named_for_residents_or_staff_is_there():
    """A page that moves would lose its translation without a word."""
    names = [tree.name(path) for path in tree.code()]
    names += [tree.name(path) for path in (ROOT / "web" / "templates").rglob("*.html")]

    for beginning in (*catalogues.FOR_RESIDENTS, *catalogues.FOR_STAFF):
        assert any(name.startswith(beginning) for name in names), beginning


def at_import(node):
    """The calls that run when a module is imported: outside functions, their bodies at least."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for once in [*child.decorator_list, *child.args.defaults, *child.args.kw_defaults]:
                yield from tree.calls(once) if once else ()
        elif not isinstance(child, ast.Lambda):
            if isinstance(child, ast.Call):
                yield child
            yield from at_import(child)


def translated_at_import(module):
    said = (call for call in at_import(module) if isinstance(call.func, ast.Name))
    return [call.lineno for call in said if call.func.id in {"_", "translate", "ngettext"}]


def test_nothing_is_translated_before_anyones_language_is_known():
    """A screen's script runs anew for everybody; every other module is imported once for all."""
    for path in tree.code():
        if path.parent.name != "pages":
            assert translated_at_import(tree.parsed(path)) == [], tree.name(path)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('A = _("x")', [1]),
        ('A = {1: f"{_(2)}"}', [1]),
        ('class A:\n    b: str = _("x")', [2]),
        ('def a(b=_("x")): pass', [1]),
        ('A = N_("x")\ndef a(): return _(A)\nb = lambda: _(A)', []),
    ],
)
def test_a_translation_at_import_would_be_found(code, found):
    assert translated_at_import(ast.parse(code)) == found
