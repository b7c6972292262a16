"""Writing a questionnaire, question by question, with a look at what people will see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from core.actor import Actor
from core.i18n import N_, _
from core.instruments import Instrument, InstrumentError, Item
from core.languages import name as language_name
from services.surveys import instruments
from ui import runtime

KINDS = {"scale": N_("A scale"), "choice": N_("One of several"), "text": N_("In their own words")}


def write(actor: Actor, written: Mapping[str, Instrument]) -> None:
    """Change a questionnaire or begin a new one; what was asked before stays as it was."""
    tags = runtime.department().languages
    st.subheader(_("Write a questionnaire"))
    before = _begun_from(written)
    key = f"write-{before.name}-{before.version}" if before else "write"
    called = st.text_input(
        _("Its short name"),
        value=before.name if before else "",
        key=f"name-{key}",
        help=_("The same name makes a new version. Another name makes a questionnaire of its own."),
    )
    titles = {
        tag: st.text_input(
            _("Title in {language}").format(language=language_name(tag)),
            value=before.title.get(tag, "") if before else "", key=f"title-{tag}-{key}",
        )
        for tag in tags
    }  # fmt: skip
    rows = st.data_editor(
        _rows(before, tags), key=f"items-{key}", num_rows="dynamic", hide_index=True,
        column_config=_columns(tags),
    )  # fmt: skip
    st.caption(
        _(
            "Nothing is required: people can leave out every question. For one of several, write "
            "the answers with a semicolon between them."
        )
    )
    try:
        drawn = _drawn(called or "", titles, rows, tags, before)
    except InstrumentError as refusal:
        st.info(str(refusal))
    else:
        _preview(drawn)
        if st.button(_("Keep this wording"), type="primary", key=f"keep-{key}"):
            _keep(actor, drawn)


def _begun_from(written: Mapping[str, Instrument]) -> Instrument | None:
    chosen = st.selectbox(
        _("Begin from"), list(written), index=None, placeholder=_("An empty page"), key="begin",
        format_func=lambda name: written[name].called("en"),
    )  # fmt: skip
    return written.get(chosen or "")


def _keep(actor: Actor, drawn: Instrument) -> None:
    with runtime.refusals_shown():
        with runtime.transaction() as session:
            kept = instruments.keep(
                session, actor, instrument=drawn, today=runtime.today(runtime.department())
            )
        st.success(_("Kept as version {n}.").format(n=kept.version))


def _columns(tags: tuple[str, ...]) -> dict[str, Any]:
    column = st.column_config
    return {
        "key": column.TextColumn(_("Short name"), required=True),
        "kind": column.SelectboxColumn(_("Kind"), options=list(KINDS), required=True),
        **{tag: column.TextColumn(language_name(tag)) for tag in tags},
        "low": column.NumberColumn(_("From"), min_value=0, max_value=10),
        "high": column.NumberColumn(_("To"), min_value=1, max_value=10),
        **{
            f"ends-{tag}": column.TextColumn(
                _("Answers or ends in {language}").format(language=language_name(tag))
            )
            for tag in tags
        },
        "scale": column.TextColumn(_("Score")),
        "only_if": column.TextColumn(_("Only if (name: 1, 2)")),
    }


def _rows(before: Instrument | None, tags: tuple[str, ...]) -> list[dict[str, Any]]:
    if before is None:
        return [
            {"key": "", "kind": "scale", **dict.fromkeys(tags, ""), "low": 0, "high": 10,
             **{f"ends-{tag}": "" for tag in tags}, "scale": "", "only_if": ""}
        ]  # fmt: skip
    return [
        {
            "key": item.key, "kind": item.kind.value,
            **{tag: item.wording.get(tag, "") for tag in tags}, "low": item.low,
            "high": item.high,
            **{
                f"ends-{tag}": "; ".join(
                    item.ends.get(tag, ())
                    if item.ends
                    else [names.get(tag, "") for names in item.options.values()]
                )
                for tag in tags
            },
            "scale": item.scale,
            "only_if": f"{item.only_if[0]}: {', '.join(map(str, item.only_if[1]))}"
            if item.only_if else "",
        }
        for item in before.items
    ]  # fmt: skip


def _drawn(
    called: str, titles: Mapping[str, str | None], rows: list[dict[str, Any]],
    tags: tuple[str, ...], before: Instrument | None,
) -> Instrument:  # fmt: skip
    kept = {item.key: item for item in before.items} if before else {}
    said = {
        "name": called.strip() or "new", "version": before.version if before else 1,
        "title": {tag: text for tag, text in titles.items() if text},
        "source": before.source if before else "", "licence": before.licence if before else "",
        "about": before.about if before else "",
        "is_verified": before.is_verified if before else True,
        "items": [
            _item(row, tags) | _unseen(kept.get(key))
            for row in rows
            if (key := str(row.get("key") or "").strip())
        ],
    }  # fmt: skip
    found = Instrument.read(said)
    return replace(found, columns=before.columns) if before else found


def _unseen(before: Item | None) -> dict[str, Any]:
    """What the table of questions does not show, so that an edit takes none of it away."""
    if before is None:
        return {}
    return {"margin": before.margin, "domain": before.domain, "dont_know": before.dont_know}


def _item(row: Mapping[str, Any], tags: tuple[str, ...]) -> dict[str, Any]:
    words = {tag: _split(row.get(f"ends-{tag}")) for tag in tags}
    item: dict[str, Any] = {
        "key": str(row["key"]).strip(), "kind": row.get("kind") or "scale",
        "wording": {tag: row[tag] for tag in tags if row.get(tag)},
        "scale": row.get("scale") or "", "only_if": _rule(row.get("only_if") or ""),
    }  # fmt: skip
    if item["kind"] == "scale":
        item |= {"low": int(row.get("low") or 0), "high": int(row.get("high") or 10)}
        item["ends"] = {tag: parts for tag, parts in words.items() if parts}
    if item["kind"] == "choice":
        longest = max(words.values(), key=len, default=[])
        item["options"] = {
            str(n + 1): {tag: parts[n] for tag, parts in words.items() if "".join(parts[n : n + 1])}
            for n in range(len(longest))
        }
    return item


def _split(said: object) -> list[str]:
    """The parts between semicolons; an empty one keeps its place, so that none slips into it."""
    parts = [part.strip() for part in str(said or "").split(";")]
    return parts if any(parts) else []


def _rule(said: str) -> list[Any] | None:
    name, colon, codes = said.partition(":")
    numbers = [int(code) for code in codes.split(",") if code.strip().isdigit()]
    return [name.strip(), numbers] if colon and numbers else None


def _preview(drawn: Instrument) -> None:
    """What people will see, in each language."""
    with st.expander(_("What people will see")):
        for number, item in enumerate(drawn.items, 1):
            st.markdown(f"**{number}.** " + " / ".join(item.wording.values()))
            names = [name or str(code) for code, name in item.labels("en").items()]
            if names:
                st.caption(" … ".join(names) if item.ends else " · ".join(names))
