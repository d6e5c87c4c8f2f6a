import numpy as np

from lab.lee import background, pairs, rated


def test_the_background_is_three_hundred_documents_in_lower_case_words():
    reports = background()
    assert len(reports) == 300
    assert all(word == word.lower() and word.isalpha() for report in reports for word in report)


def test_ratings_are_symmetric_and_every_document_is_most_like_itself():
    documents, ratings = rated()
    assert len(documents) == 50
    assert ratings.shape == (50, 50)
    assert (ratings == ratings.T).all()
    assert (np.diag(ratings) == 1).all()
    assert 0.2 <= pairs(ratings).min() < pairs(ratings).max() <= 1


def test_pairs_holds_each_pair_once():
    assert pairs(np.arange(2500).reshape(50, 50)).tolist()[:2] == [1, 2]
    assert len(pairs(np.zeros((50, 50)))) == 50 * 49 // 2
