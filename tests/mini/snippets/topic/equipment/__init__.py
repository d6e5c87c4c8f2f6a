"""Equipment of this book."""


def scale(seed: int) -> float:
    """Return a number for a seed."""
    return 1.0 + seed / 10
