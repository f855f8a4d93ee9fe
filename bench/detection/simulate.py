"""How does one get a month of mail logs of which all is known? Deterministic by its seed.

python bench/detection/simulate.py --seed 1 --output /tmp/month
"""

from __future__ import annotations

import argparse
from pathlib import Path

from simulator.month import SHORTEST, Wishes, simulate
from simulator.server.log import STAMPS


def main() -> None:
    """Read the arguments and write the folder."""
    parser = argparse.ArgumentParser(description="Write a month of mail logs, its truth and its geography.")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--output", type=Path, required=True, help="folder for mail.log, truth.json and the rest")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--stamp", choices=sorted(STAMPS), default="rfc3339")
    parser.add_argument("--odd", type=float, default=0.13, help="share of honest accounts that look odd")
    parser.add_argument("--attacked", type=float, default=0.05, help="share of accounts that are broken into")
    arguments = parser.parse_args()
    if arguments.days < SHORTEST:
        parser.error(f"--days {arguments.days}: expected at least {SHORTEST}, or holidays and attacks find no room")
    wishes = Wishes(arguments.seed, arguments.days, arguments.stamp, arguments.odd, arguments.attacked)
    print(simulate(wishes, arguments.output))


if __name__ == "__main__":
    main()
