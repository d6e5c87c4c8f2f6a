"""Korean particles that agree with how the text before them is read aloud.

``f"{gap}{particle(gap, '이/가')}"`` is right for every number that an experiment may find: 0.53 is read 영점오삼, so
it takes 이; 0.52 is read 영점오이, so it takes 가. A text whose reading cannot be known is refused, not guessed.

How each kind of text is read, and who says so:

- 로 follows a vowel or ㄹ, 으로 any other consonant: Standard Korean Language Dictionary (표준국어대사전), 로.
- Whole numbers by ten-thousands, 만 억 조 경 해: Hangul Orthography (한글 맞춤법), article 44 and its commentary.
- Decimals digit by digit, 3.0 as 삼점영: the National Institute of Korean Language by telephone, told in
  «우리말) 3.0 읽기» (25 July 2013, moneybook.co.kr). 삼점공 is right too and ends in the same consonant.
- Fractions from below, 3/5 as 오 분의 삼: the textbooks of elementary schools.
- 1e-07 as 일 곱하기 십의 마이너스 칠 승. 제곱 is as common; no particle tells 승 from 제곱.
- A bracket after a word glosses it, 커피(coffee): Hangul Orthography, appendix on punctuation, 10 and 12. The gloss
  is not read, so the particle agrees with the word before it.

No library reads all of these: tossi 0.3.1 (2018) reads 50% as 50, 3/5 as 5 and 1e-07 as 7.
"""

from __future__ import annotations

import re
import unicodedata

PAIRS = ("은/는", "이/가", "을/를", "과/와", "으로/로", "이나/나", "이라/라", "이며/며", "이고/고", "이란/란")
PAIRS += ("이었/였", "이에요/예요", "아/야")
"""Particles and forms of 이다: the form after a final consonant, the form after a vowel."""

UNITS = {"%": "퍼센트", "%p": "퍼센트포인트", "×": "배", "°": "도", "px": "픽셀", "ms": "밀리초", "s": "초"}
UNITS |= {"KB": "킬로바이트", "MB": "메가바이트", "GB": "기가바이트"}
"""Reading of what may follow a number."""

DIGITS = "영일이삼사오육칠팔구"
POWERS = "십백천만만만만억억억억조조조조경경경경해해해해"
"""What a whole number that ends in one zero, two zeros, three … is read to end in."""

FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
"""Final consonants in the order of the Hangul syllables of Unicode."""

SILENT = " \t\n\r\u00a0\"'`*“”‘’«»「」『』〈〉《》{}([（"
"""What may stand around a text and is not read; a closing bracket is not here, for it ends a gloss."""

OPENING, CLOSING = "([（", ")]）"

WHOLE = r"\d{1,3}(?:[,_]\d{3})+|\d+"
NUMBER = re.compile(
    rf"(?:^|[가-힣])\s*[-+−]?(?P<whole>{WHOLE})(?:\.(?P<part>\d+))?(?P<power>[eE][-+]?\d+)?(?:/(?:{WHOLE}))?"
    rf"(?:\s?(?P<unit>{'|'.join(UNITS)}))?\Z",
    re.ASCII,
)


def particle(text: str, pair: str) -> str:
    """Choose the form of a particle that agrees with ``text``.

    Args:
        text: Ends in Hangul, or in a number as Python's ``format`` prints it, alone or after Hangul. A bracket after
            a word or number is not read, nor are quotation marks.
        pair: The particle, one of `PAIRS`.

    Returns:
        The form alone, without ``text``.

    Raises:
        ValueError: If ``pair`` is not known, or how ``text`` is read cannot be known.
    """
    if pair not in PAIRS:
        raise ValueError(f"no particle {pair!r}; known are {', '.join(PAIRS)}")
    after_consonant, after_vowel = pair.split("/")
    consonant = final(text)
    return after_vowel if not consonant or (pair == "으로/로" and consonant == "ㄹ") else after_consonant


def final(text: str) -> str:
    """Return the final consonant of the last syllable that is read, such as ``"ㄹ"``; ``""`` after a vowel.

    Raises:
        ValueError: If how ``text`` is read cannot be known.
    """
    read = _without_gloss(unicodedata.normalize("NFC", text))
    last = _last_of_number(match) if (match := NUMBER.search(read)) else read[-1:]
    if not "가" <= last <= "힣":
        raise ValueError(f"how {text!r} is read aloud is not known: write a Hangul word after it, such as {text} 모델")
    return FINALS[(ord(last) - ord("가")) % len(FINALS)]


def _without_gloss(text: str) -> str:
    """Return ``text`` without brackets at its end, in one pass: an author may have written thousands."""
    text = text.strip(SILENT)
    opened: list[int] = []
    begins: dict[int, int] = {}  # where the bracket that closes there was opened
    for at, letter in enumerate(text):
        if letter in OPENING:
            opened.append(at)
        elif letter in CLOSING and opened:
            begins[at] = opened.pop()
    end = len(text)
    while end and text[end - 1] in CLOSING:
        end = begins.get(end - 1, 0) or end - 1  # one that is the whole text, or opens nowhere, is only dropped
        while end and text[end - 1] in SILENT:
            end -= 1
    return text[:end]


def _last_of_number(number: re.Match[str]) -> str:
    if number["unit"]:
        return UNITS[number["unit"]][-1]
    if number["power"]:
        return "승"
    digits = number["part"] or re.sub("[,_]", "", number["whole"])
    zeros = len(digits) - len(digits.rstrip("0"))
    if number["part"] or zeros in (0, len(digits)):
        return DIGITS[int(digits[-1])]
    return POWERS[zeros - 1 : zeros]
