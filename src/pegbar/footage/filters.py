"""FFmpeg's filters, run over pictures as they come."""

from collections.abc import Iterable, Iterator

import av.error
from av.filter import Graph
from av.video.frame import VideoFrame

Filters = tuple[tuple[str, str], ...]
"""Name and arguments of each filter, in order."""


def _graph(first: VideoFrame, filters: Filters) -> Graph:
    graph = Graph()
    graph.threads = 1
    node = graph.add_buffer(width=first.width, height=first.height, format=first.format, time_base=first.time_base)
    for name, arguments in filters:
        following = graph.add(name, arguments or None)
        node.link_to(following)
        node = following
    node.link_to(graph.add("buffersink"))
    graph.configure()
    return graph


def _ready(graph: Graph) -> Iterator[VideoFrame]:
    while True:
        try:
            yield graph.vpull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return


def filtered(pictures: Iterable[VideoFrame], filters: Filters) -> Iterator[VideoFrame]:
    """Pictures after a chain of FFmpeg's filters; without filters as they are.

    Parameters
    ----------
    pictures
        Of one size and format.
    filters
        Such as ``(("bwdif", "mode=send_frame"),)``.

    Yields
    ------
    VideoFrame
        May be written over when the next one is asked for.
    """
    if not filters:
        yield from pictures
        return
    graph = None
    for frame in pictures:
        graph = graph or _graph(frame, filters)
        graph.vpush(frame)
        yield from _ready(graph)
    if graph is not None:
        graph.vpush(None)
        yield from _ready(graph)
