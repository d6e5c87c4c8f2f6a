"""The one error type of the engine: what was expected, what was found, and where."""

from __future__ import annotations


class FurtherError(Exception):
    """An input that the engine cannot accept, told so that its author can mend it.

    Args:
        where: The place in the author's terms, e.g. ``docs/ko/word-vectors.md (ko), line 12``
            or ``experiment homonym, cell train``.
        expected: What should have been there.
        found: What was there instead.
        do: What to do about it, when that is not obvious.
    """

    def __init__(self, where: str, expected: str, found: str, do: str = "") -> None:
        self.where, self.expected, self.found, self.do = where, expected, found, do
        lines = [where, f"  expected: {expected}", f"  found:    {found}"]
        super().__init__("\n".join([*lines, f"  to mend:  {do}"] if do else lines))


class Unfinished(FurtherError):
    """Something that is not there yet, such as the other language's half. A build fails of it; a draft may be seen."""


class ManyErrors(FurtherError):
    """Several problems found in one pass, reported together."""

    def __init__(self, errors: list[FurtherError]) -> None:
        self.errors = errors
        self.where, self.do = "several places", ""
        self.expected, self.found = "no problem", f"{len(errors)} problems"
        Exception.__init__(self, "\n".join(str(error) for error in errors))


def raise_all(errors: list[FurtherError]) -> None:
    """Raise nothing, the single error, or all of them as one.

    Raises:
        FurtherError: If ``errors`` is not empty.
    """
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ManyErrors(errors)
