"""How far the properties are searched: a little and always the same in the suite, far on demand."""

import os

from hypothesis import HealthCheck, Phase, settings

#: Examples of each property when more than the suite's are wanted; 0 in the suite.
FAR = int(os.environ.get("FUZZ_EXAMPLES") or 0)
#: What an ordinary property gets in the suite; slower ones get less, on demand too.
_USUAL = 60


def examples(count: int = _USUAL) -> settings:
    """The settings of a property that the suite tries `count` times."""
    usual = {
        "deadline": None,
        "suppress_health_check": list(HealthCheck),
        "phases": (Phase.explicit, Phase.generate, Phase.shrink),
    }
    if not FAR:
        return settings(max_examples=count, derandomize=True, database=None, **usual)
    return settings(max_examples=max(FAR * count // _USUAL, 1), database=None, **usual)
