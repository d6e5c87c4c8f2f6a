import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from further.korean import PAIRS, UNITS, final, particle


def jamo(syllable):
    """The final consonant by canonical decomposition, which the module does not use."""
    last = unicodedata.name(unicodedata.normalize("NFD", syllable)[-1])
    return unicodedata.lookup(last.replace("JONGSEONG", "LETTER")) if "JONGSEONG" in last else ""


def spell(number):
    """A whole number in Hangul, four digits at a time from the left: 103050 is 일십만삼천오십."""
    words = ""
    digits = str(number)
    for at, digit in enumerate(digits):
        place = len(digits) - 1 - at
        if digit != "0":
            words += "영일이삼사오육칠팔구"[int(digit)] + ("", "십", "백", "천")[place % 4]
        if place % 4 == 0 and int(digits[max(0, at - 3) : at + 1]):
            words += ("", "만", "억", "조", "경", "해")[place // 4]
    return words or "영"


def test_the_oracle_spells_as_the_orthography_does():
    assert spell(1234567898) == "일십이억삼천사백오십육만칠천팔백구십팔"
    assert spell(7324378678927) == "칠조삼천이백사십삼억칠천팔백육십칠만팔천구백이십칠"
    assert (spell(0), spell(10**8), spell(100_000_001)) == ("영", "일억", "일억일")


@pytest.mark.parametrize("low", [0, 1_000, 10_000, 100_000])
def test_whole_numbers_end_as_they_are_spelled(low):
    numbers = [low + 10**6, *range(low, low + 1_200), *random.Random(low).sample(range(10**6), 2_000)]
    for number in numbers:
        assert final(str(number)) == final(f"{number:,}") == final(f"{number:_}") == jamo(spell(number)[-1]), number


@pytest.mark.parametrize("power", range(24))
def test_powers_of_ten_end_as_they_are_spelled(power):
    for number in (10**power, 7 * 10**power, 10**power + 1, 1230 * 10**power if power < 21 else 0):
        assert final(str(number)) == final(f"{number:,}") == jamo(spell(number)[-1]), number


def test_every_hangul_syllable_ends_as_it_decomposes():
    for code in range(ord("가"), ord("힣") + 1):
        assert final(chr(code)) == final(unicodedata.normalize("NFD", chr(code))) == jamo(chr(code))


@pytest.mark.parametrize(
    ("pair", "after_vowel", "after_l", "after_other_consonant"),
    [
        ("은/는", "는", "은", "은"),
        ("이/가", "가", "이", "이"),
        ("을/를", "를", "을", "을"),
        ("과/와", "와", "과", "과"),
        ("으로/로", "로", "로", "으로"),
        ("이나/나", "나", "이나", "이나"),
        ("이라/라", "라", "이라", "이라"),
        ("이며/며", "며", "이며", "이며"),
        ("이고/고", "고", "이고", "이고"),
        ("이란/란", "란", "이란", "이란"),
        ("이었/였", "였", "이었", "이었"),
        ("이에요/예요", "예요", "이에요", "이에요"),
        ("아/야", "야", "아", "아"),
    ],
)
def test_each_particle_agrees_with_the_final_consonant(pair, after_vowel, after_l, after_other_consonant):
    assert [particle(word, pair) for word in ("배", "말", "밤")] == [after_vowel, after_l, after_other_consonant]


def test_a_cluster_with_ㄹ_is_not_ㄹ():
    assert (particle("삶", "으로/로"), particle("여덟", "으로/로")) == ("으로", "으로")


def table(**cases):
    return pytest.mark.parametrize(("text", "read"), cases.values(), ids=cases.keys())


@table(
    zero=("0", "영"),
    zero_after_the_point=("0.50", "영점오영"),
    trailing_zero_of_a_whole_float=("3.0", "삼점영"),
    zeros_after_the_point_are_no_hundred=("1.100", "일점일영영"),
    decimal_ends_in_its_last_digit=("0.5302", "영점오삼영이"),
    grouped_decimal=("12,345.67", "만이천삼백사십오점육칠"),
    negative=("-7", "마이너스 칠"),
    negative_with_the_minus_sign_of_typography=("−0.3", "마이너스 영점삼"),
    signed_positive=("+10", "플러스 십"),
    minus_zero=("-0.0", "마이너스 영점영"),
    percent_is_read=("50%", "오십 퍼센트"),
    percent_of_a_decimal=("12.3%", "십이점삼 퍼센트"),
    percentage_points_are_read=("1.2%p", "일점이 퍼센트포인트"),
    small_power=("1e-07", "일 곱하기 십의 마이너스 칠 승"),
    large_power=("1.2e+10", "일점이 곱하기 십의 십 승"),
    capital_power=("1.2E+10", "일점이 곱하기 십의 십 승"),
    times=("3.2×", "삼점이 배"),
    milliseconds=("12 ms", "십이 밀리초"),
    seconds=("1.5s", "일점오 초"),
    kilobytes=("64KB", "육십사 킬로바이트"),
    megabytes=("1,024 MB", "천이십사 메가바이트"),
    gigabytes=("16GB", "십육 기가바이트"),
    degrees=("90°", "구십 도"),
    pixels=("320px", "삼백이십 픽셀"),
    fraction_ends_in_its_numerator=("3/5", "오 분의 삼"),
    fraction_with_grouped_numbers=("1,000/2,500", "이천오백 분의 천"),
    negative_fraction=("-1/2", "마이너스 이 분의 일"),
    padded=("   42 ", "사십이"),
)
def test_a_number_ends_as_it_is_read(text, read):
    assert final(text) == jamo(read[-1])


@table(
    gloss_in_another_script=("배(船)", "배"),
    gloss_in_english=("어텐션(attention)", "어텐션"),
    gloss_after_a_space=("어텐션 (attention)", "어텐션"),
    gloss_in_square_brackets=("낱말[單語]", "낱말"),
    gloss_in_full_width_brackets=("배（船）", "배"),
    gloss_inside_a_gloss=("어텐션(attention (2014))", "어텐션"),
    two_glosses=("배(船)[ship]", "배"),
    interval_after_a_number=("0.50 (0.48–0.52)", "영점오영"),
    nothing_before_the_bracket=("(가)", "가"),
    number_in_brackets=("(3)", "삼"),
    bracket_without_its_opening=("밤)", "밤"),
    a_great_many_of_them=("밤" + ")" * 300_000, "밤"),
    a_great_many_pairs=("밤" + "(" * 300_000 + "]" * 300_000, "밤"),
    empty_bracket=("밤()", "밤"),
    gloss_in_quotation_marks=("‘밤(夜)’", "밤"),
    curly_quotation_marks=("“말”", "말"),
    straight_quotation_marks=('"배"', "배"),
    title=("《토지》", "토지"),
    code=("`말`", "말"),
    bold_number=("**10**", "십"),
    trailing_space=("말 \n", "말"),
    hangul_unit=("3번", "번"),
    number_after_a_word=("레벨 10", "십"),
    number_attached_to_a_word=("제2", "이"),
    latin_before_hangul=("BERT 모델", "델"),
)
def test_what_is_not_read_is_skipped(text, read):
    assert final(text) == jamo(read[-1])


@pytest.mark.parametrize("text", ["말", "1", "7", "8", "0.71", "1/2", "320px", "1,000,008"])
def test_ㄹ_takes_로_however_it_is_written(text):
    assert particle(text, "으로/로") == "로"
    assert particle(text, "은/는") == "은"


REFUSED = {
    "nothing": "",
    "only_space": "  ",
    "empty_bracket": "()",
    "latin_word": "BERT",
    "latin_word_with_hangul_gloss": "BERT(버트)",
    "number_after_a_latin_word": "Llama 3",
    "number_attached_to_latin": "GPT-2",
    "chinese_character": "船",
    "hangul_letter": "ㄱ",
    "not_a_number": "nan",
    "infinite": "-inf",
    "unit_without_a_number": "ms",
    "unit_not_known": "3 μs",
    "range_of_numbers": "10–20",
    "version": "1.2.3",
    "date": "2024-05-01",
    "wrongly_grouped": "1,23",
    "product": "3×4",
    "superscript": "10²",
    "full_width_digit": "３",
    "point_without_digits": "3.",
    "currency": "$100",
    "sentence": "배다.",
    "beyond_the_names_of_numbers": str(10**24),
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_text_of_unknown_reading_is_refused(text):
    with pytest.raises(ValueError, match="write a Hangul word after it"):
        particle(text, "은/는")


@pytest.mark.parametrize("pair", ["", "은", "는/은", "에서", "을/은"])
def test_an_unknown_particle_is_refused_with_the_known_ones(pair):
    with pytest.raises(ValueError, match=r"known are 은/는, .*, 아/야"):
        particle("배", pair)


ENDINGS = st.sampled_from(["", *UNITS, *')]）}’" ', "e", "/", ".", ",", "가", "각", "갈"])
SPOKEN = st.text(st.sampled_from("가각갈배 0123456789,._+-−eE/%×°sm(){}[]（）'\""))


@settings(deadline=None)
@given((st.text() | SPOKEN | st.integers().map(str) | st.floats().map(str)).flatmap(lambda t: ENDINGS.map(t.__add__)))
def test_any_text_gets_one_of_the_two_forms_or_is_refused(text):
    for pair in PAIRS:
        try:
            assert particle(text, pair) in pair.split("/")
        except ValueError as error:
            assert "write a Hangul word after it" in str(error)


@settings(deadline=None)
@given(st.floats(-1e300, 1e300), st.sampled_from(["", ".0f", ".3f", "+,.2f", ".1e", ".1%", ",.4g"]))
def test_every_format_of_a_finite_number_is_read(number, form):
    assert particle(format(number, form), "이/가") in ("이", "가")


@settings(deadline=None)
@given(st.text())
def test_a_hangul_word_after_any_text_decides(text):
    assert (particle(f"{text} 모델", "으로/로"), particle(f"{text} 값", "으로/로")) == ("로", "으로")
