"""Values without a form in R: texts that are no UTF-8 or have NUL characters, and numbers that doubles would round.

The bridge raises errors for them. reticulate's functions also serve code that does not use rkeras: these get the
nearest value that R has, and R or Python warns.
"""

import math

MAX_EXACT = 2**53  # doubles represent every whole number up to this one

NO_COMPLEX = "R's package Matrix has no complex matrices: pass x.real and x.imag, or x.toarray()."

_LONGEST = 64  # bits; messages show the digits of shorter numbers only

_losses: dict[str, str] = {}


def fits_text(text: str) -> bool:
    """Tell whether an R string can hold a text."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def check_text(text: str) -> None:
    """Raise a ValueError if no R string can hold a text."""
    if "\0" in text:
        raise ValueError(f"R strings cannot hold the NUL character, which {text[:40]!r} has; pass bytes instead.")
    if not fits_text(text):
        raise ValueError(
            f"R strings cannot hold half of a surrogate pair, which {text[:40]!r} has, which is not a "
            "character. Pass bytes instead, or replace it: x.encode('utf-8', 'replace').decode()."
        )


def decode(data: bytes) -> str:
    """Return the text of bytes in an array of numpy.

    Raises:
        ValueError: If they are no UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError(
            f"R's character vectors contain text, and {data[:40]!r} is not valid UTF-8: decode the array, as in "
            'np.char.decode(x, "latin1"), or pass single values of bytes.'
        ) from None


def check_exact(low: int, high: int) -> None:
    """Raise an OverflowError if whole numbers in this range have no exact R form."""
    if -MAX_EXACT <= low <= high <= MAX_EXACT:
        return
    worst = low if low < -MAX_EXACT else high
    if worst.bit_length() > _LONGEST:
        raise OverflowError(
            f"A whole number of {worst.bit_length()} bits is beyond R's numbers. Pass its text, str(x), to R, or "
            "keep it in Python: reticulate::import_main(convert = FALSE)$x."
        )
    raise OverflowError(
        f"R cannot exactly represent the whole number {worst}: its doubles are exact up to 2**53. "
        f"Pass float({worst}) to round it, or str({worst}) to keep its digits; in R, import the module with "
        "convert = FALSE to keep the number in Python."
    )


def make_double(value: int) -> float:
    """Return the nearest double, which is infinite beyond the largest one, and note a loss."""
    note_inexact(value, value)
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def note_inexact(low: int, high: int) -> None:
    """Note a loss if whole numbers in this range have no exact R form."""
    try:
        check_exact(low, high)
    except OverflowError as error:
        note_loss("R got the nearest double.", error)


def make_text(value: str | bytes) -> str:
    """Return a text that R strings can hold, with escapes for the rest, and note a loss."""
    try:
        text = value if isinstance(value, str) else decode(value)
        check_text(text)
        return text
    except ValueError as error:
        note_loss("R got a text with escapes.", error)
    return escape(value)


def escape(value: str | bytes) -> str:
    """Return a text in which Python's escapes stand for all that R strings cannot hold."""
    data = value.encode("utf-8", "backslashreplace") if isinstance(value, str) else value
    return data.decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def note_loss(given: str, error: Exception) -> None:
    """Note that R got another value, once until `take_losses()`.

    Args:
        given: A sentence about the value that R got.
        error: The error that the bridge raises for this value.
    """
    _losses.setdefault(given, f"{given} {error}")


def take_losses() -> list[str]:
    """Return a warning for each kind of loss since the last call."""
    taken = list(_losses.values())
    _losses.clear()
    return taken
