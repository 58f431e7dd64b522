"""Is the port free? Asked before anything slow is done, so it needs nothing but Python itself:

python portal/serve_port.py 127.0.0.1 8000
"""

import errno
import socket
import sys


def port_trouble(host: str, port: str) -> str | None:
    """Why nothing can listen at `host`:`port`, in one line; None when something can."""
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        return f"PORT must be a number from 1 to 65535, not {port!r}."
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as listener:
            # The port of a server that has just been stopped counts as free.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = int(port) + 1 if int(port) < 65535 else int(port) - 1
            return (
                f"Port {port} is taken: stop the program that uses it, "
                f"or choose another port, such as PORT={other}."
            )
        return f"Nothing can listen at {host}, port {port}: {error.strerror}."
    return None


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: serve_port.py HOST PORT")
    sys.exit(port_trouble(*sys.argv[1:]))
