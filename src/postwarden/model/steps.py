"""In which order are steps done that need one another, and which at the same time?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

Worker = Callable[[str], None]


def carry_out(needs: Mapping[str, Collection[str]], workers: Sequence[Worker]) -> None:
    """Do each step after those that it needs, the first of the mapping first where several can be done.

    Each worker does one step at a time. After an error no step is begun.
    """
    if len(workers) == 1:
        for step in in_order(needs):
            workers[0](step)
        return
    left, done, idle = list(needs), set[str](), list(workers)
    running: dict[Future[None], tuple[str, Worker]] = {}
    with ThreadPoolExecutor(len(workers)) as pool:
        while left or running:
            for step in [step for step in left if done.issuperset(needs[step])][: len(idle)]:
                left.remove(step)
                worker = idle.pop()
                running[pool.submit(worker, step)] = step, worker
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                step, worker = running.pop(future)
                future.result()
                done.add(step)
                idle.append(worker)


def in_order(needs: Mapping[str, Collection[str]]) -> list[str]:
    """Each step after those that it needs; as in the mapping where that leaves a choice."""
    order: list[str] = []
    while len(order) < len(needs):
        order.append(next(step for step in needs if step not in order and set(order).issuperset(needs[step])))
    return order
