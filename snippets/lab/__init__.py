"""Equipment that experiments share: corpora, models, measures."""
