"""Recurrent cells, readers, tasks and measures in the lab are what they say, and refuse bad input."""

import math
import re

import pytest
import torch
from conftest import REPOSITORY

from lab import online, remedies
from lab.agreement import ENGLISH, KOREAN, SUBJECTS, TOKENS, VERBS, Agreement, spell
from lab.cells import GRU, LSTM, RNN, Peephole, unroll
from lab.gradients import by_lag
from lab.models import Continue, Model, Seq2Seq, write
from lab.readers import Attend, BothWays, Dilated, Forward, Truncated
from lab.runs import Runs, count, widest
from lab.tasks import Copy, Recall, Ticks, Walk
from lab.training import accuracy, clip, losses, train
from lab.transformer import Transformer

READERS = {
    "forward": lambda runs, n: Forward(LSTM(runs, 3, n)),
    "both-ways": lambda runs, n: BothWays(LSTM(runs, 3, n), LSTM(runs, 3, n)),
    "attention": lambda runs, n: Attend(runs, LSTM(runs, 3, n)),
    "dilated": lambda runs, n: Dilated([RNN(runs, 3 if layer == 0 else n, n) for layer in range(3)]),
    "transformer": lambda runs, n: Transformer(runs, 3, 2 * n),
}


@pytest.fixture
def runs():
    return Runs([0, 1])


def sequence(runs, length=6, batch=4, inputs=3):
    return runs.normal(batch, length, inputs)


# Runs


def test_a_run_is_the_same_alone_and_beside_others():
    def slopes(seeds):
        runs = Runs(seeds)
        model = Model(runs, 8, 3, Forward(GRU(runs, 3, 5)), 4)
        inputs, answers = Recall(7, 6)(runs, 4)
        return torch.autograd.grad(losses(model, inputs, answers).sum(), list(model.parameters()))

    for alone, beside in zip(slopes([5]), slopes([3, 5]), strict=True):
        torch.testing.assert_close(alone[0], beside[1])


def test_the_widest_model_of_a_budget_fits_and_the_next_does_not():
    for make in READERS.values():
        width = widest(make, 2000)
        assert count(make(Runs([0]), width)) <= 2000 < count(make(Runs([0]), width + 1))


def test_readers_of_one_budget_have_nearly_as_many_parameters():
    sizes = [count(make(Runs([0]), widest(make, 5000))) for make in READERS.values()]
    assert min(sizes) > 0.9 * max(sizes)


BUDGETED = [
    path
    for path in sorted(REPOSITORY.glob("snippets/*/*.py"))
    if "lab.runs import" in path.read_text() and "widest(" in path.read_text()
]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("path", BUDGETED, ids=lambda path: path.stem)
def test_a_page_shows_the_sizes_of_networks_that_share_a_budget(path, lang):
    page = (REPOSITORY / "docs" / lang / f"{path.parent.name}.md").read_text()
    assert re.search(rf"{{{{{path.stem}\.[a-z-]*(parameters|smallest)", page)


def test_a_budget_that_is_too_small_is_an_error():
    with pytest.raises(ValueError, match="width 1 already has"):
        widest(READERS["forward"], 3)


# Cells


def copy_into(theirs, cell, run):
    theirs.weight_ih_l0.copy_(cell.W[run].T)
    theirs.weight_hh_l0.copy_(cell.U[run].T)
    theirs.bias_ih_l0.copy_(cell.b[run, 0])
    theirs.bias_hh_l0.zero_()


@pytest.mark.parametrize(("kind", "theirs"), [(RNN, torch.nn.RNN), (GRU, torch.nn.GRU), (LSTM, torch.nn.LSTM)])
@torch.no_grad()
def test_cells_give_what_pytorch_gives(runs, kind, theirs):
    cell, x = kind(runs, 3, 5), sequence(runs)
    theirs = theirs(3, 5, batch_first=True)
    for run in range(2):
        copy_into(theirs, cell, run)
        torch.testing.assert_close(unroll(cell, x)[0][run], theirs(x[run])[0])


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


@torch.no_grad()
def test_the_peephole_lstm_gives_what_its_equations_give(runs):
    n, inputs = 4, 3
    cell, x = Peephole(runs, inputs, n).double(), sequence(runs, inputs=inputs).double()
    states, worst = unroll(cell, x)[0], 0.0
    for run in range(2):
        W, U, b = cell.W[run].tolist(), cell.U[run].tolist(), cell.b[run, 0].tolist()
        p_i, p_f, p_o = cell.p[run, :, 0].tolist()
        for row in range(x.shape[1]):
            h, c = [0.0] * n, [0.0] * n
            for t, now in enumerate(x[run, row].tolist()):
                z = [
                    sum(now[j] * W[j][k] for j in range(inputs)) + sum(h[j] * U[j][k] for j in range(n)) + b[k]
                    for k in range(4 * n)
                ]
                new = [
                    sigmoid(z[n + k] + p_f[k] * c[k]) * c[k] + sigmoid(z[k] + p_i[k] * c[k]) * math.tanh(z[2 * n + k])
                    for k in range(n)
                ]
                h = [sigmoid(z[3 * n + k] + p_o[k] * new[k]) * math.tanh(new[k]) for k in range(n)]
                c = new
                worst = max(worst, *(abs(h[k] - float(states[run, row, t, k])) for k in range(n)))
    assert worst < 1e-12


@torch.no_grad()
def test_without_its_peepholes_it_is_an_lstm(runs):
    peephole, lstm = Peephole(runs, 3, 5), LSTM(runs, 3, 5)
    peephole.p.zero_()
    for name in ("W", "U", "b"):
        getattr(lstm, name).copy_(getattr(peephole, name))
    x = sequence(runs)
    torch.testing.assert_close(unroll(peephole, x)[0], unroll(lstm, x)[0])


@torch.no_grad()
def test_a_skip_reaches_back_as_far_as_it_says(runs):
    cell = RNN(runs, 3, 5, skip=3)
    cell.U.zero_()  # only the skip is left
    x = sequence(runs, length=8)
    x[:, :, :] = 0
    x[:, :, 1] = 1
    changed = (unroll(cell, x)[0] - unroll(cell, torch.zeros_like(x))[0]).abs().amax((0, 1, 3)) > 1e-9
    assert changed.nonzero().flatten().tolist() == [1, 4, 7]


# Start values


@torch.no_grad()
def test_start_values_are_what_they_say(runs):
    n = 6
    assert (remedies.forget_bias(LSTM(runs, 3, n), 3).b[:, :, n : 2 * n] == 3).all()
    chrono = remedies.chrono(runs, LSTM(runs, 3, n), 30)
    spans = chrono.b[:, :, n : 2 * n].exp()
    assert ((spans >= 1) & (spans <= 29)).all() and torch.equal(chrono.b[:, :, :n], -chrono.b[:, :, n : 2 * n])
    turned = remedies.orthogonal(runs, RNN(runs, 3, n), radius=2).U
    torch.testing.assert_close(turned @ turned.mT, 4 * torch.eye(n).expand(2, n, n))
    assert torch.equal(remedies.identity(RNN(runs, 3, n)).U, torch.eye(n).expand(2, n, n))


# Readers


@pytest.mark.parametrize("name", READERS)
def test_the_summary_is_read_from_the_states(runs, name):
    reader, x = READERS[name](runs, 4), sequence(runs)
    states, summary = reader.states(x), reader.summary(x)
    assert states.shape == (2, 4, 6, reader.width) and summary.shape == (2, 4, reader.width)
    if name != "both-ways":
        torch.testing.assert_close(summary, states[:, :, -1])


@pytest.mark.parametrize("name", READERS)
def test_only_reading_both_ways_sees_what_comes_later(runs, name):
    reader, x = READERS[name](runs, 4), sequence(runs)
    later = x.clone()
    later[:, :, 3:] += 1
    same = torch.allclose(reader.states(x)[:, :, :3], reader.states(later)[:, :, :3], atol=1e-6)
    assert same == (name != "both-ways")


def test_both_ways_answers_from_the_two_states_that_were_read_last(runs):
    reader, x = READERS["both-ways"](runs, 4), sequence(runs)
    back = unroll(reader.back, x.flip(2))[0][:, :, -1]
    torch.testing.assert_close(reader.summary(x), torch.cat([unroll(reader.there, x)[0][:, :, -1], back], dim=-1))


def test_truncation_changes_the_gradient_and_not_the_answer(runs):
    cell, x = LSTM(runs, 3, 4), sequence(runs).requires_grad_()
    whole, cut = Forward(cell), Truncated(cell, 2)
    torch.testing.assert_close(whole.summary(x), cut.summary(x))
    (slope,) = torch.autograd.grad(cut.summary(x).sum(), x)
    reached = (slope.abs().amax((0, 1, 3)) > 0).tolist()
    assert reached == [False] * 4 + [True] * 2


# Writing


def test_writing_alone_agrees_with_being_told_what_was_written(runs):
    transformer = Continue(runs, 11, 3, Transformer(runs, 3, 4))
    for model in (Seq2Seq(runs, 11, 3, GRU(runs, 3, 4), GRU(runs, 3, 4), attend=True), transformer):
        (source, previous), _ = Copy(5)(runs, 3)
        start = previous[:, :, :1]
        written = write(model, source, start, 5)
        told = model(source, torch.cat([start, written[:, :, :-1]], dim=2)).argmax(-1)
        assert torch.equal(written, told)


# Gradients


@pytest.fixture
def small():
    runs = Runs(range(5))
    cell = RNN(runs, 2, 4).double()
    return cell, runs.normal(1, 12, 2).double(), runs.normal(4).double(), runs


def test_rtrl_gives_the_gradient_of_bptt(small):
    cell, x, v, _ = small
    exact = online.autograd(cell, x, v)
    assert (online.bptt(cell, x, v) - exact).abs().max() < 1e-12
    assert (online.rtrl(cell, x, v) - exact).abs().max() < 1e-12


@pytest.mark.parametrize("name", ["bptt", "rtrl", "snap1"])
def test_the_parts_by_step_add_up(small, name):
    cell, x, v, _ = small
    method = getattr(online, name)
    assert (sum(method(cell, x, v, only=t) for t in range(12)) - method(cell, x, v)).abs().max() < 1e-12


def test_uoro_is_right_on_average(small):
    cell, x, v, runs = small
    signs = 2.0 * runs.integers(0, 2, 4000, 12, 4).double() - 1
    exact, estimate = online.autograd(cell, x, v).flatten(1), online.uoro(cell, x, v, signs).flatten(1)
    assert (torch.nn.functional.cosine_similarity(exact, estimate) > 0.95).all()


def test_a_rotation_keeps_the_gradient_and_a_radius_shrinks_it_by_its_power():
    runs = Runs([0])
    for radius in (1.0, 0.5):
        linear = remedies.orthogonal(runs, RNN(runs, 8, 8, activation=lambda total: total), radius, inputs=1)
        with torch.no_grad():
            linear.W.copy_(torch.eye(8))  # so that the input is met as the state is
        lengths = by_lag(Forward(linear), runs.normal(2, 9, 8), runs, 8)[0]
        torch.testing.assert_close(lengths, radius ** torch.arange(9.0, dtype=torch.float64), rtol=1e-5, atol=0)


# Tasks


def test_recall_puts_the_clue_where_it_says(runs):
    (tokens,), clue = Recall(9, 6)(runs, 50)
    assert tokens.shape == (2, 50, 9) and torch.equal(tokens[:, :, 2], clue)
    assert (tokens.scatter(2, torch.full_like(clue, 2)[..., None], 4) >= 4).all()  # the others are distractors
    assert set(clue.flatten().tolist()) == set(range(4))


def test_mixed_recall_has_one_clue_at_every_lag(runs):
    (tokens,), clue = Recall(9, 6, mixed=True)(runs, 200)
    places = (tokens < 4).nonzero()
    assert len(places) == 400 and set(places[:, 2].tolist()) == set(range(2, 9))
    assert torch.equal(tokens[tokens < 4], clue.flatten())


def test_copying_asks_for_the_source_and_turning_turns_only_the_source(runs):
    (source, previous), answers = Copy(5)(runs, 3)
    assert torch.equal(source, answers) and torch.equal(previous[:, :, 1:], answers[:, :, :-1])
    assert (previous[:, :, 0] == 10).all()
    (source, _), answers = Copy(5, turned=True)(runs, 3)
    assert torch.equal(source.flip(2), answers)


def test_a_walk_goes_one_or_three_steps(runs):
    (text,), following = Walk(20)(runs, 50)
    assert set(((following - text) % 8).flatten().tolist()) == {1, 3}
    assert torch.equal(text[:, :, 1:], following[:, :, :-1])


def test_ticks_come_every_period(runs):
    _, ticks = Ticks(5, 12)(runs, 1)
    assert ticks[0, 0].tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0]


def test_the_verb_agrees_with_the_subject_at_any_distance(runs):
    for distance in (0, 7):
        (words,), following = Agreement([distance])(runs, 100)
        assert words.shape == (2, 100, distance + 1)
        ordinary = words[:, :, 0] >= SUBJECTS // 2
        assert torch.equal(following[:, :, -1] >= TOKENS - VERBS // 2, ordinary)
    assert [len(part.split("|")) for part in KOREAN] == [len(part.split("|")) for part in ENGLISH]
    assert spell([0, TOKENS - VERBS], ENGLISH) == "the keys are" and spell([4, TOKENS - 1], KOREAN) == "동생이 웃었다"


# Training


def test_training_learns_what_can_be_learnt():
    runs, task = Runs(range(2)), Recall(3, 2)
    model = Model(runs, task.tokens, 8, Forward(GRU(runs, 8, 16)), task.clues)
    trained = train(model, task, runs, steps=300, rate=1e-2)
    assert (accuracy(model, task, runs) > 0.95).all()
    assert (trained.solved < 300).all() and len(trained.losses) < 300


def test_clipping_keeps_the_direction_and_shortens_each_run_by_itself():
    part = torch.nn.Parameter(torch.zeros(2, 2))
    part.grad = torch.tensor([[3.0, 4.0], [0.3, 0.4]])
    clip([part], 1)
    torch.testing.assert_close(part.grad, torch.tensor([[0.6, 0.8], [0.3, 0.4]]), atol=1e-5, rtol=0)


# Bad input


def test_a_lag_longer_than_the_sequence_is_an_error(runs):
    with pytest.raises(ValueError, match="clue 9 steps before the end does not fit into 9 steps"):
        Recall(9, 9)
    with pytest.raises(ValueError, match="lag of 6 does not fit into a sequence of 6"):
        by_lag(READERS["forward"](runs, 4), sequence(runs), runs, 6)
    with pytest.raises(ValueError, match="back 7 steps in a sequence of 6"):
        Truncated(LSTM(runs, 3, 4), 7).summary(sequence(runs))
    with pytest.raises(ValueError, match="period of 9 does not fit"):
        Ticks(9, 8)
    with pytest.raises(ValueError, match="distance of -1 words is no distance"):
        Agreement([-1])


@pytest.mark.parametrize("name", READERS)
def test_a_sequence_of_length_0_is_an_error_for_every_reader(runs, name):
    with pytest.raises(ValueError, match="length 0"):
        READERS[name](runs, 4).summary(sequence(runs, length=0))


@pytest.mark.parametrize("task", [lambda: Recall(0, 0), lambda: Copy(0), lambda: Walk(0)])
def test_a_task_of_length_0_is_an_error(task):
    with pytest.raises(ValueError, match="length 0"):
        task()


def test_a_diverged_run_is_an_error_that_names_its_seed():
    runs, task = Runs([7, 8]), Recall(5, 4)
    model = Model(runs, task.tokens, 3, Forward(RNN(runs, 3, 4)), task.clues)
    with torch.no_grad():
        model.out[1] = math.nan
    with pytest.raises(ValueError, match=r"diverged at step 0 \(seed 8: nan\)"):
        train(model, task, runs, steps=5)


def test_a_gradient_that_is_not_a_number_is_an_error(runs):
    reader = READERS["forward"](runs, 4)
    with torch.no_grad():
        reader.cell.U[0] = math.inf
    with pytest.raises(ValueError, match="not a number at some lag"):
        by_lag(reader, sequence(runs), runs, 5)
