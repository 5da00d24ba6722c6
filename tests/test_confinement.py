"""What a worker process can't do: reach the network, whatever the engine is told."""

import os
import socket
import sys
import threading

import pyoxigraph as ox
import pytest

from graph.service.confinement import without_network

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can take a network")


def _in_a_process_of_its_own(query: str) -> str:
    """Return how the engine answers a query, past the guard, in a process without network."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            without_network()
            try:
                found = ox.Store().query(query)
                assert isinstance(found, ox.QuerySolutions)
                said = f"{len(list(found))} rows"
            except (OSError, RuntimeError) as error:
                said = f"failed: {error}"
            os.write(writing, said.encode()[:1000])
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read().decode()
    os.waitpid(pid, 0)
    return said


def test_a_call_that_the_guard_missed_cannot_connect() -> None:
    """SERVICE fails in a process without network: a listening neighbour hears nothing."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        port = listener.getsockname()[1]
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"

        def listen() -> None:
            caller, _ = listener.accept()
            with caller:
                heard.append(caller.recv(100))

        thread = threading.Thread(target=listen)
        said = _in_a_process_of_its_own(query)
        thread.start()
        with socket.create_connection(("127.0.0.1", port)) as own:
            own.sendall(b"only this")
        thread.join()
    assert said.startswith("failed: ")
    assert heard == [b"only this"]


def test_not_even_a_socket_can_be_made() -> None:
    """The kernel refuses a socket, or there is no network behind it."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = b"reached"
        try:
            without_network()
            socket.create_connection(("127.0.0.1", 9), 1)
        except PermissionError:
            code = b"refused"
        finally:
            os.write(writing, code)
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        assert answer.read() == b"refused"
    os.waitpid(pid, 0)
