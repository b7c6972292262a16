import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.concerns import tag
from analysis.themes import Theme, ThemeList, shipped
from tests.analysis.bad_texts import BAD_TEXTS


def listing(**terms):
    return ThemeList(
        1, tuple(Theme(code, code, "", False, tuple(each)) for code, each in terms.items())
    )


def evidence(text, *terms):
    return [text[slice(*span)] for each in tag(text, listing(T=terms)) for span in each.spans]


@pytest.mark.parametrize(
    ("text", "terms", "found"),
    [
        ("SPEEDING cars", ["speeding"], ["SPEEDING"]),
        ("Speedingly", ["speeding"], []),
        ("a pothole, two Potholes", ["pothole*"], ["pothole", "Potholes"]),
        ("a street-light. Street  lights!", ["street light*"], ["street-light", "Street  lights"]),
        ("on the street. Lights out", ["street light*"], []),
        ("I don’t feel safe", ["don't feel safe"], ["don’t feel safe"]),
        ("I dont feel safe", ["don’t feel safe"], ["dont feel safe"]),
        ("the driver's fault", ["driver"], ["driver's"]),
        ("issued him ticket", ["issued * ticket*"], ["issued him ticket"]),
        ("issued ticket", ["issued * ticket*"], []),
        ("stop and search now", ["stop and", "and search"], ["stop and search"]),
        ("red light light", ["red light", "light"], ["red light", "light"]),
        ("İİ straße ŉ Straße", ["strasse"], ["straße", "Straße"]),
        ("más LUZ", ["mas luz"], ["más LUZ"]),
        ("a traffic stop in traffic", ["traffic", "-traffic stop*"], ["traffic"]),
        ("no thanks, but thanks", ["thanks", "-no thanks"], ["thanks"]),
        ("nothing here", ["speeding"], []),
        ("", ["speeding"], []),
    ],
)
def test_evidence_is_the_words_as_they_were_written(text, terms, found):
    assert evidence(text, *terms) == found


def test_a_text_may_raise_several_themes_in_the_lists_order():
    themes = listing(B=["dark"], A=["loud"], C=["rude"])
    assert [each.code for each in tag("So loud and dark", themes)] == ["B", "A"]


def test_an_exception_counts_for_its_own_theme_only():
    themes = listing(A=["traffic", "-traffic stop"], B=["traffic stop"])
    assert [each.code for each in tag("a traffic stop", themes)] == ["B"]


def test_lists_of_one_version_are_not_mistaken_for_each_other():
    assert tag("loud", listing(A=["dark"])) == ()
    assert [each.code for each in tag("loud", listing(A=["loud"]))] == ["A"]


def test_five_thousand_themes_are_one_list_like_any_other():
    themes = listing(
        **{f"T{at}": [f"word{at}", f"stem{at}x*", "the same words"] for at in range(5000)}
    )
    assert [each.code for each in tag("Word77 and stem4000xyz", themes)] == ["T77", "T4000"]
    assert len(tag("the same words", themes)) == 5000


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Cars run the red light on Elm every morning.", {"TRF"}),
        ("The officer yelled and was rude to my mother.", {"RES"}),
        ("They tased him and slammed him on the hood.", {"FOR"}),
        ("I called 911 twice and nobody came.", {"RSP"}),
        ("Someone broke into my garage and stole two bikes.", {"PRO"}),
        ("Thank you, you do a great job.", {"THX"}),
        ("There were gunshots again last night.", {"VIO"}),
        ("Could the forms be translated for Somali speakers?", {"LAN"}),
        ("The garden club meets on Tuesday.", set()),
    ],
)
def test_the_shipped_list_knows_what_residents_mean(text, codes):
    assert {each.code for each in tag(text, shipped())} == codes


@given(st.lists(st.sampled_from(["Street ", "lights", "ß", " ", ".", "no ", "İ", "’s "])))
def test_evidence_lies_inside_the_text_in_order_and_apart(pieces):
    text = "".join(pieces)
    for each in tag(text, listing(A=["street light*", "no *  no", "ss"], B=["light*", "-no"])):
        ends = [at for span in each.spans for at in span]
        assert ends == sorted(set(ends))
        assert all(0 <= at <= len(text) for at in ends)


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_bad_texts_are_tagged_like_any_other(text):
    for each in tag(text, shipped()):
        assert all(text[slice(*span)].strip() for span in each.spans)
