"""Which values does a range of the monitoring plug-in guidelines mean an alarm for?

https://www.monitoring-plugins.org/doc/guidelines.html#THRESHOLDFORMAT: `10`, `10:`, `~:10`, `10:20`, `@10:20`.
"""

from __future__ import annotations

import math
import re

from postwarden.model.monitoring import Range

_NUMBER = r"-?\d+(?:\.\d+)?"
_RANGE = re.compile(rf"(?P<inside>@)?(?:(?P<low>~|{_NUMBER})?(?P<colon>:))?(?P<high>{_NUMBER})?")
EXPECTED = "expected a range such as 10 (alarm above 10 or below 0), 10: (below 10), 10:20 or @10:20 (within)"


def read_range(text: str) -> Range:
    """Raises ValueError."""
    match = _RANGE.fullmatch(text.strip())
    if match is None or not (match["high"] or (match["colon"] and match["low"])):
        raise ValueError(f"{text!r} is no range: {EXPECTED}")
    low = -math.inf if match["low"] == "~" else float(match["low"] or 0)
    high = math.inf if match["high"] is None else float(match["high"])
    if low > high:
        raise ValueError(f"{text!r} is no range, it ends before it begins: {EXPECTED}")
    return Range(text.strip(), low, high, bool(match["inside"]))
