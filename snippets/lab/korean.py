"""Korean words and their pieces: endings put on stems, morphemes taken off again, syllables spelt out in jamo.

Joining and analysing is Kiwi's work (github.com/bab2min/kiwipiepy). It knows the irregular stems: 돕 + 었 + 다 is
도왔다. It runs on one thread, and all results are kept, since the grammars that use it say the same things often.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from kiwipiepy import Kiwi

LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
TAILS = "_ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"  # _ says that there is no final consonant
FIRST_SYLLABLE, SYLLABLES = ord("가"), 11_172  # 19 leads x 21 vowels x 28 tails, in this order in Unicode

kiwi = cache(lambda: Kiwi(num_workers=1))  # loads its model when first asked, in about a second


@cache
def join(*morphemes: tuple[str, str]) -> str:
    """Put morphemes, (form, tag) each, together as they are written: 친구 + 이 is 친구가, 걷 + 어요 is 걸어요.

    Tags are Sejong's (NNG noun, JKS subject particle, VV verb, EF final ending ...); ``VV-I`` is an irregular verb.
    """
    return kiwi().join(morphemes, lm_search=False)


@cache
def analyse(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Split a text into eojeol, the words between spaces, and these into morphemes.

    Args:
        text: Korean text. What is not Hangul (figures, punctuation) is left out, and parts an eojeol as a space does.

    Returns:
        (eojeol, its morphemes) in order. Morphemes are in their basic form, so 도왔다 gives 돕, 었, 다. Kiwi reads the
        whole text first: which morphemes it finds in an eojeol depends on the words around it.
    """
    tokens = [token for token in kiwi().tokenize(text) if not token.tag.startswith("S")]  # S: symbols and figures
    return tuple(
        (word[0], tuple(token.form for token in tokens if word.start() <= token.start < word.end()))
        for word in re.finditer("[가-힣]+", text)
    )


def jamo(word: str) -> str:
    """Spell a word in jamo, three to a syllable; ``_`` stands for an absent final consonant: 사과 is ㅅㅏ_ㄱㅘ_.

    The absent one is written so that every syllable is equally long (Park et al. 2018, aclanthology.org/P18-1226).
    """
    return "".join(_spell(character) for character in word)


def _spell(character: str) -> str:
    index = ord(character) - FIRST_SYLLABLE
    if not 0 <= index < SYLLABLES:
        return character
    lead, rest = divmod(index, len(VOWELS) * len(TAILS))
    vowel, tail = divmod(rest, len(TAILS))
    return LEADS[lead] + VOWELS[vowel] + TAILS[tail]


def pieces(word: str, least: int, most: int) -> list[str]:
    """Return the n-grams that fastText makes of a word: ``least`` to ``most`` characters, with < and > around it."""
    word = f"<{word}>"
    return [word[i : i + n] for n in range(least, most + 1) for i in range(len(word) - n + 1)]


def constitution() -> list[str]:
    """Return the sentences of the Constitution of the Republic of Korea (1987), those of four eojeol or more.

    Statutes are not protected by copyright (저작권법 제7조).
    """
    text = Path(__file__).with_name("constitution.txt").read_text(encoding="utf-8")
    sentences = re.split(r"(?<=다\.)\s|\n", text)
    return [sentence for sentence in sentences if len(re.findall("[가-힣]+", sentence)) >= 4]
