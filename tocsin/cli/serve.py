"""tocsin serve"""

import argparse
import socket
from typing import Any

from tocsin import environment
from tocsin.cli.store import open_store
from tocsin.errors import StoreTrouble, WrongUse


def run(args: argparse.Namespace) -> int:
    port = environment.number("TOCSIN_PORT", 1, 65535) if args.port is None else args.port
    if not 1 <= port <= 65535:
        raise WrongUse(f"port {port} does not exist", "choose one from 1 to 65535")
    # before the settings are read: the site's address in feeds and CAP names the port where nothing else is set
    environment.pass_on("TOCSIN_PORT", str(port))
    open_store()
    serve_on(listening(environment.value("TOCSIN_HOST"), port))
    return 0


def serve_on(listener: socket.socket) -> None:
    """Serves until stopped."""
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    print(f"Tocsin serves http://{shown}:{port}/ (stop with Ctrl-C)", flush=True)
    from django.db import connections

    connections.close_all()  # a connection must not be shared with the workers that are forked now
    _application(listener).run()


def listening(host: str, port: int) -> socket.socket:
    """The socket, bound at once, so that a taken port is known before anything else is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise StoreTrouble(
            f"port {port} on {host} cannot be used ({error.strerror})",
            f"stop what listens there, or choose another: TOCSIN_PORT={port + 1}",
        ) from None
    return listener


def _application(listener: socket.socket) -> Any:
    from gunicorn.app.base import BaseApplication

    class Site(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            options = {
                "bind": [f"fd://{listener.fileno()}"],
                "worker_class": "gthread",
                "workers": 2,
                "threads": 4,
                "timeout": 60,
                "graceful_timeout": 10,  # seconds for answers at hand once it is told to stop
                "accesslog": None,  # visitors' addresses are nobody's business
                "loglevel": "warning",
                "limit_request_line": 8190,
                "control_socket_disable": True,
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from tocsin.web.wsgi import application

            return application

    return Site()
