"""TeX as plain text: what needs no parser is what a parser gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from further.tex import plain


@given(st.text(alphabet="abZ가é9 .,:;()/+*=@-_²'{}\\~$", max_size=12))
def test_a_text_is_what_the_parser_makes_of_it(tex):
    parsed = LatexNodes2Text(math_mode="verbatim").latex_to_text(tex)
    assert plain(tex) == " ".join(parsed.split())
