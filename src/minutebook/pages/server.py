"""Serving the pages on this machine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any
from wsgiref.simple_server import WSGIServer

import django
from django.conf import settings

from minutebook.pages import shelf

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def prepare(hosts: Sequence[str] = ()) -> None:
    """Set Django up; `hosts` are further names under which the server may be asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minutebook.pages.settings")
    django.setup()
    for host in hosts:
        if host not in settings.ALLOWED_HOSTS:
            settings.ALLOWED_HOSTS.append(host)


def make_server(
    places: tuple[str, ...], host: str = "127.0.0.1", port: int = 8000, hosts: Sequence[str] = ()
) -> WSGIServer:
    """A server for some books, one thread a request; port 0 takes a free one.

    Raises
    ------
    OSError : the address cannot be listened on.
    """
    prepare(hosts)
    # Django must be set up before these are imported.
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    class Quiet(WSGIRequestHandler):
        """Prints no line for each request."""

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    shelf.fill(places)
    server = ThreadedWSGIServer((host, port), Quiet, ipv6=":" in host)
    server.daemon_threads = True
    server.set_app(WSGIHandler())
    return server
