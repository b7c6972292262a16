"""The themes of a text by terms and meaning together. What it reaches is in ``test_accuracy``."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import concerns, tagger
from analysis.reading import read
from analysis.spans import Span
from analysis.themes import Theme, ThemeList, shipped
from analysis.trained import FOLDER, load

LIST = shipped()


def codes(text, themes=LIST):
    return [tag.code for tag in read(text, themes=themes).concerns]


def edited(code, **changes):
    """The shipped list as the next version, with one theme changed."""
    return ThemeList(
        LIST.version + 1,
        tuple(replace(one, **changes) if one.code == code else one for one in LIST.themes),
    )


def test_a_term_in_passing_is_no_concern_and_a_concern_needs_no_term():
    passing = "My school reunion is in June."
    assert [tag.code for tag in concerns.tag(passing, LIST)] == ["YOU"]
    assert codes(passing) == []
    unnamed = "Everybody should be treated the same, whatever they look like."
    assert concerns.tag(unnamed, LIST) == ()
    assert codes(unnamed) == ["BIA"]


def test_evidence_is_the_terms_or_else_the_sentence_that_means_it_most():
    meant = "Everybody should be treated the same, whatever they look like."
    text = f"{meant} It rains."
    (tag,) = read(text, themes=LIST).concerns
    assert (tag.code, [text[slice(*span)] for span in tag.spans]) == ("BIA", [meant])
    lit = "Three street lights are out on our block."
    (tag,) = read(lit, themes=LIST).concerns
    assert [lit[slice(*span)] for span in tag.spans] == ["street lights are out"]


def test_a_term_that_staff_add_tags_and_one_that_they_take_away_does_not_by_itself():
    said = "The drumfish festival was fun."
    assert codes(said) == []
    assert codes(said, edited("NOI", terms=("drumfish festival",))) == ["NOI"]
    text = "Someone took the bins."
    with_term = edited("LIT", terms=("bins",))
    assert "LIT" in codes(text, with_term)
    assert "LIT" not in codes(text, edited("LIT", terms=()))


OWN = Theme("FLOOD", "Flooding", "", False, ("cellar*",), ("Water stood in the house.",))


def test_a_theme_that_staff_make_is_found_by_its_terms():
    own = ThemeList(9, (*LIST.themes, OWN))
    assert "FLOOD" in codes("After the storm the cellars were full.", own)
    assert "FLOOD" not in codes("After the storm there was water in the house.", own)


def test_a_list_without_shipped_themes_works():
    assert codes("Nothing of that kind.", ThemeList(1, (OWN,))) == []
    assert codes("Nothing of that kind.", ThemeList(1, ())) == []


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["gun", "school", "light", "Ärger", ".", "officer", "🚓", "a"])))
def test_every_tag_has_evidence_inside_the_text(pieces):
    text = " ".join(pieces)
    for tag in read(text, themes=LIST, language="en").concerns:
        assert tag.spans
        assert all(0 <= start < end <= len(text) for start, end in tag.spans)


@pytest.mark.parametrize("name", [tagger.FILE, "topics.npz"])
@pytest.mark.parametrize("content", [None, b"", b"not numbers"])
def test_without_its_files_the_terms_alone_tag_and_the_method_says_so(tmp_path, name, content):
    folder = tmp_path / "reader"
    shutil.copytree(FOLDER, folder)
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    reader = load(folder)
    found = read("My school reunion is in June.", themes=LIST, reader=reader)
    assert found.method == "minilm, concerns by word list"
    assert [tag.code for tag in found.concerns] == ["YOU"]


def test_features_are_those_that_were_learnt_from():
    reader = load(FOLDER)
    scored = reader("More light.").scored
    told = tagger.features("More light.", [(Span(5, 10),), ()], 1, scored.whole, np.ones((2, 2)))
    assert told.shape == (2, 28)
    assert told[0, :4].tolist() == pytest.approx([1, 0, 1 - 5 / 11, 2 * (5 / 11) ** 0.5])
    assert told[1, :4].tolist() == [0, 0, 0, 0]
    assert (told[0, 16:] == told[0, 4:16]).all()
    assert not told[1, 16:].any()
