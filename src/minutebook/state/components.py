"""Which norms rest on each other in a circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def components(graph: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Number the strongly connected components of a graph; without calls within calls.

    Two passes of depth-first search (S. R. Kosaraju; M. Sharir, "A strong-connectivity algorithm
    and its applications in data flow analysis", 1981).
    """
    order = _finished(graph, list(graph))
    backwards: dict[str, list[str]] = {node: [] for node in graph}
    for node, targets in graph.items():
        for target in targets:
            if target in backwards:
                backwards[target].append(node)
    found: dict[str, int] = {}
    for root in reversed(order):
        if root in found:
            continue
        number = len(found)
        queue = [root]
        found[root] = number
        while queue:
            for node in backwards[queue.pop()]:
                if node not in found:
                    found[node] = number
                    queue.append(node)
    return found


def _finished(graph: Mapping[str, Sequence[str]], roots: Sequence[str]) -> list[str]:
    """The nodes in the order in which a depth-first search is done with them."""
    order: list[str] = []
    seen: set[str] = set()
    for root in roots:
        stack = [(root, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((t, False) for t in graph[node] if t in graph and t not in seen)
    return order


__all__ = ["components"]
