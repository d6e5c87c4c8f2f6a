import pytest

from lab.clauses import ENDINGS, VERBS, clauses, form
from lab.korean import analyse, constitution, jamo, join, pieces

STEMS = {verb.stem: i for i, verb in enumerate(VERBS)}
PAST, PRESENT, IF = (
    i for i, e in enumerate(ENDINGS) if [m for m, _ in e.morphemes] in (["었", "다"], ["ᆫ다"], ["으면"])
)


@pytest.fixture(scope="module")
def some():
    return list(clauses(200, seed=0))


@pytest.mark.parametrize(
    ("stem", "present", "past", "condition"),
    [
        ("먹", "먹는다", "먹었다", "먹으면"),
        ("듣", "듣는다", "들었다", "들으면"),
        ("돕", "돕는다", "도왔다", "도우면"),
        ("짓", "짓는다", "지었다", "지으면"),
        ("부르", "부른다", "불렀다", "부르면"),
        ("쓰", "쓴다", "썼다", "쓰면"),
        ("만들", "만든다", "만들었다", "만들면"),
        ("마시", "마신다", "마셨다", "마시면"),
    ],
)
def test_stems_regular_and_irregular_take_their_endings(stem, present, past, condition):
    assert [form(STEMS[stem], ending) for ending in sorted((PRESENT, PAST, IF))] == [present, past, condition]


def test_no_two_verbs_share_a_form_an_object_or_an_english_word():
    forms = [form(verb, ending) for verb in range(len(VERBS)) for ending in range(len(ENDINGS))]
    objects = [thing for verb in VERBS for thing in verb.objects]
    english = [word for verb in VERBS for word in {*verb.forms, *verb.things}]
    assert (len(forms), len(objects)) == (40 * 26, 40 * 3)
    assert all(len(set(words)) == len(words) for words in (forms, objects, english))


def test_particles_follow_the_last_sound_of_the_noun():
    assert [join((noun, "NNG"), ("을", "JKO")) for noun in ("빵", "사과")] == ["빵을", "사과를"]


def test_morphemes_put_together_again_are_the_form():
    assert analyse("이웃을 도왔다") == (("이웃을", ("이웃", "을")), ("도왔다", ("돕", "었", "다")))
    assert join(("돕", "VV-I"), ("었", "EP"), ("다", "EF")) == "도왔다"


def test_what_an_eojeol_is_made_of_depends_on_its_neighbours():
    assert analyse("길을 걸었다")[1][1][0] == "걷"
    assert analyse("그림을 벽에 걸었다")[2][1][0] == "걸"


def test_analysis_leaves_out_figures_and_punctuation():
    assert [word for word, _ in analyse("제1조 ① 대한민국은, 민주공화국이다.")] == [
        "제",
        "조",
        "대한민국은",
        "민주공화국이다",
    ]


def test_jamo_gives_every_syllable_three():
    assert jamo("사과") == "ㅅㅏ_ㄱㅘ_"
    assert jamo("앉힘") == "ㅇㅏㄵㅎㅣㅁ"
    assert jamo("<a힣>") == "<aㅎㅣㅎ>"


def test_pieces_are_those_of_fasttext():
    from gensim.models.fasttext_inner import compute_ngrams

    assert sorted(pieces("먹었다", 1, 3)) == sorted(compute_ngrams("먹었다", 1, 3))


def test_a_clause_says_the_same_in_both_languages(some):
    for each in some:
        verb = VERBS[each.verb]
        assert each.eojeol[-1] == form(each.verb, each.ending)
        assert set(each.english) & set(verb.forms)
        assert [verb.objects.index(each.morphemes[1][0])] == [i for i, w in enumerate(verb.things) if w in each.english]


def test_a_seed_gives_the_same_clauses_and_plain_ones_have_plain_particles(some):
    assert list(clauses(200, seed=0)) == some != list(clauses(200, seed=1))
    assert {each.morphemes[0][-1] for each in clauses(50, seed=0, plain=True)} == {"이", "가"}


def test_the_constitution_says_who_is_sovereign():
    assert any("모든 권력은 국민으로부터 나온다." in sentence for sentence in constitution())
