"""Workers that join by TLS."""

import shutil
import subprocess
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path

import grpc
import pytest
from workernode import End, worker

from ferrule._proto.workers_pb2 import FromWorker, ToWorker

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="expected openssl on PATH to make a certificate, found none")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for localhost, and its key."""
    directory = tmp_path_factory.mktemp("tls")
    files = directory / "chain.pem", directory / "key.pem"
    command = [str(OPENSSL), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command += ["-out", str(files[0]), "-keyout", str(files[1])]
    subprocess.run(command, check=True, capture_output=True)
    return files


@contextmanager
def end(certificate: tuple[Path, Path]) -> Iterator[tuple[End, int]]:
    """The other end of workers, with TLS alone."""
    made = End()
    server = grpc.server(futures.ThreadPoolExecutor(4))
    join = grpc.stream_stream_rpc_method_handler(
        made.join, request_deserializer=FromWorker.FromString, response_serializer=ToWorker.SerializeToString
    )
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("ferrule.v1.WorkerService", {"Join": join}),))
    credentials = grpc.ssl_server_credentials([(certificate[1].read_bytes(), certificate[0].read_bytes())])
    port = server.add_secure_port("127.0.0.1:0", credentials)
    server.start()
    try:
        yield made, port
    finally:
        server.stop(0).wait()


@pytest.mark.parametrize("scheme", ["https", "grpcs"])
def test_a_worker_joins_by_tls_and_answers(tmp_path: Path, certificate: tuple[Path, Path], scheme: str) -> None:
    with (
        end(certificate) as (other, port),
        worker(tmp_path, port, "--node", f"{scheme}://localhost:{port}", "--ca", str(certificate[0]), "--key", "k"),
    ):
        joined = other.worker()
        assert joined.key == "Bearer k"
        assert joined.ask("Double", ("int", [2, 3]), result="int", calls=2) == [4, 6]


def test_a_node_that_is_not_trusted_gets_no_key(tmp_path: Path, certificate: tuple[Path, Path]) -> None:
    with end(certificate) as (other, port), worker(tmp_path, port, "--node", f"https://localhost:{port}") as process:
        assert process.stdout is not None
        assert "not joined to" in process.stdout.readline()
        assert other.joined.empty()


def test_what_is_wrong_with_the_node_or_the_file_is_said_at_once(tmp_path: Path) -> None:
    for options, said in (
        (("--node", "ftp://localhost:1"), "expected HOST:PORT or https://HOST:PORT as the node"),
        (("--node", "https://localhost:1", "--ca", "/none"), "expected a PEM file that can be read in --ca"),
    ):
        with worker(tmp_path, 1, *options) as process:
            assert process.wait(60) == 2
            assert process.stdout is not None
            assert said in process.stdout.read()
