"""What went wrong, said once and in full: `message` names what happened and where, `remedy` what the reader can do."""


class Refusal(Exception):
    """Crosses to the engine as an error of `src/shared/errors.ts`; `code` is one of its codes."""

    def __init__(self, code, message, remedy):
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy


def envelope(thrown):
    """Anything that was raised, as the plain data that the engine expects."""
    if isinstance(thrown, Refusal):
        return {"code": thrown.code, "message": thrown.message, "remedy": thrown.remedy}
    return {
        "code": "internal",
        "message": "Corelane itself failed: %s" % describe(thrown),
        "remedy": "This is a defect in Corelane; run again with CORELANE_DEBUG=1 and report what it prints.",
    }


_LONGEST = 2000


def describe(thrown):
    """`ValueError: no such thing`; the type alone where there is no message. Never raises, whatever `str` of it does."""
    name = type(thrown).__name__
    try:
        text = str(thrown)
    except BaseException:
        text = ""
    if not text:
        return name
    return "%s: %s" % (name, text if len(text) <= _LONGEST else text[:_LONGEST] + "…")


def first_line(text):
    """Without the full stop, as part of a sentence."""
    lines = text.strip().splitlines()
    return lines[0].rstrip(".") if lines else ""
