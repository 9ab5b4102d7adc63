"""`python -m benchmarks [PART …]`, parts as in `PARTS`: all figures, status 1 on a miss of a floor.

LOBBY_BENCH_REFERRALS makes the big store smaller (it takes some minutes and a few GiB on the disk of TMPDIR).
"""

import sys
from importlib import import_module

from benchmarks.measure import Result, table

PARTS = ("cli", "terminal", "papers", "closing", "trust", "review", "store", "backup")


def main(parts: list[str]) -> int:
    unknown = set(parts) - set(PARTS)
    if unknown:
        print(f"There is no {', '.join(sorted(unknown))}; choose from {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    met = True
    for part in parts or PARTS:
        print(f"measuring {part} …", file=sys.stderr)
        results: list[Result] = list(import_module(f"benchmarks.{part}").run())
        print(table(results), flush=True)
        met = met and all(one.ok for one in results)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
