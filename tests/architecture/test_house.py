"""The rules of the house that no linter holds."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys

import pytest

from core import screens
from core.settings import Settings
from core.vocabulary import Permission, Role
from services.access import permissions_of
from tests.architecture import tree
from tests.architecture.tree import ROOT
from tests.services.meetings.permissions import PARTS as MEETING_PARTS
from tests.services.surveys.permissions import PARTS as SURVEY_PARTS

USE_CASES = [
    (path, node)
    for path in sorted((ROOT / "services").rglob("*.py"))
    for node in tree.parsed(path).body
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
]
PARTS = {
    "access.require", "access.permissions_of", "accounts.check_new_password", "audit.note",
    "audit.note_looks", "cards.is_open", "cards.locked", "cards.read", "cards.readable",
    "cards.withhold", "copies.forget", "copies.keep", "copy_groups.first_of_each",
    "copy_groups.in_group", "copy_groups.others", "counts.alone", "counts.in_step",
    "counts.names_changed", "counts.recount", "counts.recount_if_asked",
    "feedback.keep_once", "questions.off_the_form",
    "contact_cards.card_of", "contact_cards.use_up",
    "retention.erasable_from", "retention.erase", "retention.keep_until", "retention.prepare",
    "retention.uncount", "modes.checked", "modes.keep", "inbox_cards.read", "thread_cards.read",
    "briefings.number", "findings.alarm", "findings.figures", "findings.moved", "findings.new",
    "findings.share", "findings.unheard", "quotes.digest", "retention.forget_traces",
    "officers.find", "officers.names_somebody",
    "officers.take_out_of_hand", "staff.handlers", "staff.triagers",
    "new_concern_search.look", "new_concerns.is_known",
    "retagging.ask_for", "retagging.bring", "tags.heard", "tags.insert_all", "tags.under",
    "theme_changes.coded", "themes.in_force", "themes.keep", "themes.listed",
    "threads.proof_of", "urgent.is_fresh", "urgent.put", "urgent.tell",
} | {name.removeprefix("meetings.") for name in MEETING_PARTS} | {
    name.removeprefix("surveys.") for name in SURVEY_PARTS
}  # fmt: skip
"""No use cases; ``tests/services/test_permissions.py`` says of each why it asks nothing."""


def case_name(path, node):
    return f"{path.stem}.{node.name}"


def first_call(node):
    """What the first statement after the docstring calls."""
    statements = [one for one in node.body if not _is_docstring(one)]
    return [tree.called(call) for call in tree.calls(statements[0])]


def _is_docstring(statement):
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


@pytest.mark.parametrize(("path", "node"), USE_CASES, ids=[case_name(*one) for one in USE_CASES])
def test_a_use_case_takes_session_and_actor_and_asks_for_permission_first(path, node):
    if case_name(path, node) in PARTS:
        return

    assert [argument.arg for argument in node.args.args][:2] == ["session", "actor"]
    assert len(node.args.args) == 2, "the rest goes by keyword"
    assert first_call(node)[0] == "require"
    assert ast.get_docstring(node)


def test_parts_that_ask_nothing_are_few_and_there():
    assert {case_name(*one) for one in USE_CASES} >= PARTS


def test_services_never_commit():
    for path in sorted((ROOT / "services").rglob("*.py")):
        called = {tree.called(call).split(".")[-1] for call in tree.calls(tree.parsed(path))}
        assert not called & {"commit", "rollback", "make_engine", "transaction"}, tree.name(path)


def test_every_page_is_in_the_table_of_screens_and_the_other_way_round():
    scripts = {path.name for path in (ROOT / "pages").glob("*.py") if path.name[0] != "_"}

    assert {screen.script for screen in screens.ALL} == scripts
    assert all(isinstance(screen.permission, Permission) for screen in screens.ALL)


def test_no_page_is_named_like_a_module():
    """Streamlit puts ``pages/`` first on the path."""
    names = {path.stem for path in (ROOT / "pages").glob("*.py") if path.name[0] != "_"}

    assert names
    assert not names & sys.stdlib_module_names
    assert [name for name in names if importlib.util.find_spec(name)] == []
    assert importlib.util.find_spec("statistics")  # the control: such a name would be found


@pytest.mark.parametrize("path", [*tree.code(), *tree.tests()], ids=tree.name)
def test_no_file_and_no_function_is_over_its_size(path):
    if path in tree.migrations():
        return
    lines = len(path.read_text(encoding="utf-8").splitlines())
    limit = 400 if "tests" in path.parts else 150 if path.parent.name == "pages" else 250

    sizes = {node.name: node.end_lineno - node.lineno + 1 for node in tree.functions(path)}

    assert lines <= limit
    longest = 60 if "tests" in path.parts else 40  # a journey is told in one piece
    assert {name: size for name, size in sizes.items() if size > longest} == {}


def test_every_module_says_what_it_is():
    silent = [tree.name(path) for path in tree.code() if not ast.get_docstring(tree.parsed(path))]

    assert silent == ["db/migrations/versions/__init__.py"] or silent == []


def test_every_setting_is_in_the_operators_manual():
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    missing = [
        name for name in Settings.model_fields if f"COMMON_GROUND_{name.upper()}" not in manual
    ]
    named = set(re.findall(r"COMMON_GROUND_([A-Z_]+)", manual))
    assert missing == []
    assert {name.lower() for name in named} <= Settings.model_fields.keys()


def permission_table():
    """``{permission: {actor: cell}}`` as docs/permissions.md has it."""
    manual = (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in manual.splitlines()
        if line.startswith("|")
    ]
    head = rows[0]
    return {row[0].strip("`"): dict(zip(head[2:], row[2:], strict=True)) for row in rows[2:]}


def test_every_permission_is_in_the_documents_as_the_code_has_it():
    table = permission_table()

    assert table.keys() == {permission.value for permission in Permission}
    for permission, cells in table.items():
        for role in Role:
            has = Permission(permission) in permissions_of(role, frozenset())
            assert (cells[role.value] == "✓") is has, f"{permission} of {role}"


def test_the_lexicon_has_one_door():
    for path in tree.code():
        uses = any(module.split(".")[0] == "textblob" for module in tree.imported(path))
        assert uses is (tree.name(path) == "analysis/sentiment.py"), tree.name(path)


def test_who_is_asking_is_read_in_one_place():
    readers = [
        tree.name(path)
        for path in tree.code()
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("st.user", "streamlit.user")
    ]

    assert set(readers) == {"ui/identity.py"}


PLACES = {
    "a path of one machine": r"(?<![\w.:/])/(?:work|root|home|Users)/",
    "a registry": r"(?:index-url|extra-index|pypi\.[a-z]+\.|artifactory|nexus|proxy\.golang)",
    "our workshop": r"(?:\.\./)?shared/",
}


@pytest.mark.parametrize("kind", PLACES)
def test_what_departments_read_and_run_names_no_place_of_ours(kind):
    files = [*tree.user_documents(), *tree.code(), *ROOT.glob("requirements*.txt")]

    found = [
        f"{tree.name(path)}: {line.strip()[:80]}"
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(PLACES[kind], line)
    ]

    assert found == []


TRANSLATES = ("_", "N_", "translate")


def sentences():
    """Every argument of a translation call."""
    for path in tree.code():
        for call in tree.calls(tree.parsed(path)):
            if isinstance(call.func, ast.Name) and call.func.id in TRANSLATES and call.args:
                yield path, call.args[0]


def test_sentences_for_people_are_whole_before_they_are_translated():
    """A literal, or what was marked where it stands; never glued, formatted or made up."""
    glued = [
        f"{tree.name(path)}:{node.lineno}"
        for path, node in sentences()
        if isinstance(node, ast.JoinedStr | ast.BinOp | ast.Call | ast.IfExp)
    ]

    assert glued == []
    assert sum(isinstance(node, ast.Constant) for _, node in sentences()) > 100


def test_refusals_are_whole_sentences():
    for path in tree.code():
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                for message in _messages(node):
                    assert message[0].isupper() or message[0] in "{“-", f"{node.name}: {message}"
                    assert message.endswith((".", "}")), f"{node.name}: {message}"


def _messages(node):
    for statement in node.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "message":
            yield ast.literal_eval(statement.value)


@pytest.mark.parametrize("word", ["utils", "util", "helpers", "helper", "manager", "handler",
                                  "data", "info", "common", "misc"])  # fmt: skip
def test_no_module_has_a_name_that_says_nothing(word):
    named = [tree.name(path) for path in tree.code() if word in path.stem.split("_")]

    assert named == []


def test_code_folders_are_seen_by_the_linter():
    for room in tree.ROOMS:
        folders = {path.parent for path in (ROOT / room).rglob("*.py")}
        assert [tree.name(one) for one in folders if not (one / "__init__.py").is_file()] == []


def test_every_screen_has_a_picture_of_its_own_in_the_menu():
    assets = ROOT / "web" / "assets"
    style = (assets / "screens.css").read_text()
    scripts = {screen.script.removesuffix(".py"): screen.url for screen in screens.ALL}

    assert {path.stem for path in (assets / "icons").glob("*.svg")} == set(scripts)
    for script, url in scripts.items():
        place = f'a[href$="/{url}"]' if url else '[data-testid="stTopNavLink"]'
        assert f'{place} {{ --picture: url("icons/{script}.svg"); }}' in style
