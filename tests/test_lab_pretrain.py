"""The small BERT and GPT-2: what they are made of, what they refuse, and that packing loses nothing."""

from __future__ import annotations

import pytest
import torch

from lab import cities, sense, vocabulary
from lab.cloze import Cloze
from lab.packing import pack, unpack
from lab.predict import dig, fill_at_once, fill_in_turn, go_on, log_chance, scores
from lab.pretrain import CONTEXT, Lessons, build, lessons, train

pytestmark = pytest.mark.slow

GRAMMARS = {"ko": sense.KOREAN, "en": sense.ENGLISH}
KINDS = ("bert", "gpt")


@pytest.fixture
def tokenizer():
    return vocabulary.words(sense.ENGLISH.lexicon)


@pytest.fixture
def rows(tokenizer):
    return vocabulary.numbers(tokenizer, [each.text for each in sense.ENGLISH.make(0, 64)])


@pytest.mark.parametrize("grammar", GRAMMARS.values(), ids=GRAMMARS)
def test_every_sentence_drawn_is_legal_and_has_one_clue(grammar):
    drawn = grammar.make(0, 500)
    assert {each.text for each in drawn} <= grammar.legal()
    for each in drawn:
        words = set(each.text.split())
        clues = [any(words & set(table[s]) for table in (grammar.before, grammar.after)) for s in grammar.senses]
        assert clues == [s == each.sense for s in grammar.senses]
        assert len(each.text.split()) == len(grammar.template.split())


@pytest.mark.parametrize("grammar", GRAMMARS.values(), ids=GRAMMARS)
def test_no_word_stands_for_two_parts_of_a_grammar(grammar):
    fixed = [word for word in grammar.template.split() if "{" not in word]
    parts = [*fixed, grammar.homonym, *grammar.names, *grammar.neutral[0], *grammar.neutral[1]]
    parts += [
        word for table in (grammar.nouns, grammar.before, grammar.after) for some in table.values() for word in some
    ]
    parts = [word for word in parts if word != "the"]  # twice in the English template
    assert len(parts) == len(set(parts))


@pytest.mark.parametrize("places", [cities.KOREAN, cities.ENGLISH], ids=["ko", "en"])
def test_the_halves_of_a_place_stand_side_by_side(places):
    first, second = places.halves
    assert second == first + 1
    for text in places.make(0, 100):
        assert tuple(text.split()[first : second + 1]) in places.cities


def test_words_and_numbers_go_both_ways(tokenizer):
    text = "at the river mina found the bank was old"
    (row,) = vocabulary.numbers(tokenizer, [text])
    assert vocabulary.text(tokenizer, row) == text
    assert row[0] == tokenizer.bos_token_id
    assert row[-1] == tokenizer.eos_token_id


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ([], "no text"),
        (["at the river zoe found the bank was old"], "'zoe' in"),
        (["the bank", "the bank was old"], "texts of one length"),
    ],
)
def test_texts_that_cannot_be_encoded_are_refused(tokenizer, texts, told):
    with pytest.raises(ValueError, match=told):
        vocabulary.numbers(tokenizer, texts)


@pytest.mark.parametrize("kind", KINDS)
def test_a_prompt_longer_than_the_context_is_refused(tokenizer, kind):
    model, long = build(kind, tokenizer, 0), torch.full((1, CONTEXT + 1), 5)
    with pytest.raises(ValueError, match=f"{CONTEXT + 1} tokens, and the model has {CONTEXT}"):
        scores(model, long)
    with pytest.raises(ValueError, match="shorten"):
        train(model, Lessons(long[None], long[None]))


@pytest.mark.parametrize("fill", [fill_at_once, fill_in_turn])
def test_a_text_without_a_hole_is_refused(tokenizer, rows, fill):
    with pytest.raises(ValueError, match="has no masked position"):
        fill(build("bert", tokenizer, 0), tokenizer, rows, torch.Generator())


def test_a_step_that_asks_for_nothing_is_refused(tokenizer, rows):
    with pytest.raises(ValueError, match="no token of step 1"):
        train(build("bert", tokenizer, 0), Lessons(rows[None], torch.full_like(rows, -100)[None]))


def test_an_unknown_kind_is_refused(tokenizer):
    with pytest.raises(ValueError, match="bert or gpt"):
        build("elmo", tokenizer, 0)


def test_marks_are_never_asked_for_and_the_rest_at_the_share(tokenizer, rows):
    course = lessons(tokenizer, rows, 0, steps=20, mlm_probability=0.4)
    asked = course.labels >= 0
    assert not asked[..., [0, -1]].any()
    assert asked[..., 1:-1].float().mean() == pytest.approx(0.4, abs=0.02)


def test_filling_touches_the_holes_only(tokenizer, rows):
    model, generator = build("bert", tokenizer, 0), torch.Generator().manual_seed(0)
    for fill in (fill_at_once, fill_in_turn):
        filled = fill(model, tokenizer, dig(tokenizer, rows, 3, 7), generator)
        rest = [n for n in range(rows.shape[1]) if n not in (3, 7)]
        assert torch.equal(filled[:, rest], rows[:, rest])


def test_a_gpt_goes_on_and_its_chances_multiply(tokenizer, rows):
    model = build("gpt", tokenizer, 0).eval()
    assert go_on(model, rows[:, :2], 3, torch.Generator()).shape == (len(rows), 5)
    said = model(input_ids=rows, labels=rows).loss  # the library's own mean over all next words
    assert -log_chance(model, rows).mean() / (rows.shape[1] - 1) == pytest.approx(said.item(), rel=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_packed_comes_back(tokenizer, rows, kind):
    course = lessons(tokenizer, rows, 0, steps=2, batch=8, mlm=kind == "bert")
    models = [train(build(kind, tokenizer, seed), course) for seed in range(2)]
    arrays = {name: part.numpy() for name, part in pack(models).items()}
    for model, again in zip(models, unpack(kind, tokenizer, arrays), strict=True):
        assert torch.equal(scores(model, rows), scores(again, rows))


def test_arrays_of_another_model_or_vocabulary_are_refused(tokenizer):
    arrays = {name: part.numpy() for name, part in pack([build("bert", tokenizer, 0)]).items()}
    with pytest.raises(ValueError, match="not the arrays of a gpt"):
        unpack("gpt", tokenizer, arrays)
    with pytest.raises(ValueError, match="use the one it was trained with"):
        unpack("bert", vocabulary.words(["one"]), arrays)


def test_training_twice_gives_the_same(tokenizer, rows):
    twice = [train(build("bert", tokenizer, 3), lessons(tokenizer, rows, 3, steps=3, batch=8)) for _ in range(2)]
    assert torch.equal(scores(twice[0], rows), scores(twice[1], rows))


def test_the_cloze_counts_the_candidates_that_fit():
    asked = Cloze.of(sense.KOREAN, seed=0, count=50)
    assert asked.fits.sum(1).tolist() == [2] * 50
    left, right = asked.right("bert", build("bert", vocabulary.words(sense.KOREAN.lexicon), 0))
    assert 0 <= left <= 1
    assert 0 <= right <= 1
