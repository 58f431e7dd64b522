"""Which content coding a visitor gets (RFC 9110, 12.5.3)."""

from functools import lru_cache

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
#: Of those that somebody likes equally, the first.
PREFERRED = (BROTLI, GZIP, IDENTITY)
#: Characters of a header that is looked at. Those of browsers have some forty.
LONGEST = 200


def coding_for(accepted: str) -> str:
    """The coding for a value of Accept-Encoding; an empty one stands for a missing header."""
    return _chosen(accepted) if len(accepted) <= LONGEST else IDENTITY


@lru_cache(maxsize=512)
def _chosen(accepted: str) -> str:
    wishes = _wishes(accepted)
    rest = wishes.get("*", 0.0)
    # Nobody has to ask for the plain bytes, but whoever names a coding would rather have that.
    liking = {
        BROTLI: wishes.get(BROTLI, rest),
        GZIP: wishes.get(GZIP, wishes.get("x-gzip", rest)),
        IDENTITY: wishes.get(IDENTITY, 0.0),
    }
    best = max(liking.values())
    # Where all are refused, the plain bytes are better than no answer.
    return next(name for name in PREFERRED if liking[name] == best) if best else IDENTITY


def _wishes(accepted: str) -> dict[str, float]:
    wishes = {}
    for part in accepted.lower().split(","):
        name, *parameters = (word.strip() for word in part.split(";"))
        if name:
            wishes[name] = _weight(parameters)
    return wishes


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0
