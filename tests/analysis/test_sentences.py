import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sentences import split
from tests.analysis.bad_texts import BAD_TEXTS

# Everything, but rich in what the splitter looks at.
texts = st.text() | st.text(alphabet=" .!?…\n\"')]•aAéN0。", max_size=60)


def said(text):
    return [text[slice(*span)] for span in split(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Cars speed. Nobody stops them.", ["Cars speed.", "Nobody stops them."]),
        ("i called. nobody came", ["i called.", "nobody came"]),
        ("Why?! I asked!! Nothing.", ["Why?!", "I asked!!", "Nothing."]),
        ("Wait... what happened", ["Wait... what happened"]),
        ("I waited... Nobody came", ["I waited...", "Nobody came"]),
        ("I waited… Nobody came", ["I waited…", "Nobody came"]),
        ('"Go away." That was all.', ['"Go away."', "That was all."]),
        ("(He left.) Then I did.", ["(He left.)", "Then I did."]),
        ("Sgt. Low and Dr. Reed met Mrs. Hay.", ["Sgt. Low and Dr. Reed met Mrs. Hay."]),
        ("J. R. Low came to the U.S. Senate", ["J. R. Low came to the U.S. Senate"]),
        ("Ofc. Low and Det. Reed left. Bye.", ["Ofc. Low and Det. Reed left.", "Bye."]),
        ("At 5 p.m. on Monday", ["At 5 p.m. on Monday"]),
        ("I came at 5 p.m. Nobody was there.", ["I came at 5 p.m.", "Nobody was there."]),
        ("Dogs, e.g. big ones, bark", ["Dogs, e.g. big ones, bark"]),
        ("See No. 5. No. Never.", ["See No. 5.", "No.", "Never."]),
        ("It is dark near St. Ann Church", None),
        ("They race on Main St. Cars crash.", ["They race on Main St.", "Cars crash."]),
        ("They race on Main St. and Elm Ave. NW daily", None),
        ("It is 3.5 miles to town.gov", ["It is 3.5 miles to town.gov"]),
        ("Slow down.Please", ["Slow down.Please"]),
        ("More light\n- fewer cars\n\nThanks", ["More light", "- fewer cars", "Thanks"]),
        ("• light • quiet", ["• light", "• quiet"]),
        ("车太快了。请管一管！谢谢", ["车太快了。", "请管一管！", "谢谢"]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_sentences_are_where_a_reader_would_hear_them(text, sentences):
    assert said(text) == ([text] if sentences is None else sentences)


def check(text):
    spans = split(text)
    ends = [0, *(at for span in spans for at in span), len(text)]
    assert ends == sorted(ends)
    assert all(span.start < span.end for span in spans)
    assert all(piece == piece.strip() for piece in said(text))
    assert "".join("".join(said(text)).split()) == "".join(text.split())


@given(texts)
def test_spans_are_in_order_apart_inside_and_lose_nothing(text):
    check(text)


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_bad_texts_are_split_like_any_other(text):
    check(text)
