"""How each client sends many documents: batches, a bounded number of requests at once, and a bar."""

import asyncio
import time
from collections.abc import Generator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

from ferrule.client import _bulk
from ferrule.client._bulk import Batch, IngestReport, Job, Tally
from ferrule.client._documents import PutLine
from ferrule.client._errors import CollectionNotFoundError, IndexBehindError, RequestTooLargeError
from ferrule.client._fault import FerruleError
from ferrule.client._progress import bar

if TYPE_CHECKING:
    from ferrule.client._async import AsyncClient
    from ferrule.client._sync import Client

# Longest wait until what was put can be found, and how often one looks.
INDEXED_S = 300.0
LOOK_S = 0.05


class Settings:
    """How documents are sent; see `Client.ingest`."""

    def __init__(self, columns: Mapping[str, str], documents: int, size: int, concurrency: int) -> None:
        if min(documents, size, concurrency) < 1:
            raise ValueError("expected at least one document, byte and request at once, found fewer")
        self.columns = columns
        self.documents = documents
        self.size = size
        self.concurrency = concurrency

    def jobs(self, source: Any, tally: Tally) -> Any:
        """The requests to send."""
        return _bulk.jobs(source, self.columns, self.documents, self.size, tally)


def ingest(
    client: "Client", collection: str, source: Any, settings: Settings, shown: bool | None, create: bool, found: bool
) -> IngestReport:
    """Puts what there is, with a few threads."""
    started = time.monotonic()
    tally = Tally()
    if create:
        _ensure(client, collection)
    running: dict[Future[list[PutLine]], Job] = {}
    with (
        bar(collection, _bulk.length(source), shown) as progress,
        ThreadPoolExecutor(settings.concurrency, thread_name_prefix="ingest") as pool,
    ):

        def collect() -> None:
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                del running[done]
                _count(done.result(), tally, progress)

        try:
            for job in settings.jobs(source, tally):
                while len(running) >= settings.concurrency or _meets(job, running.values()):
                    collect()
                running[pool.submit(_put, client, collection, job)] = job
            while running:
                collect()
        except FerruleError as e:
            e.add_note(f"until then: {tally.report(time.monotonic() - started)}")
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    if found:
        _await_indexed(client, collection)
    return tally.report(time.monotonic() - started)


def _ensure(client: "Client", collection: str) -> None:
    try:
        client.get_collection(collection)
    except CollectionNotFoundError:
        client.create_collection(collection)


def _put(client: "Client", collection: str, job: Job) -> list[PutLine]:
    """Sends a job until nothing of it is left that may succeed later."""
    steps = put_steps(job)
    step = next(steps)
    try:
        while True:
            if isinstance(step, float):
                time.sleep(step)
                step = next(steps)
                continue
            try:
                lines = client.call(step.call(collection))
            except FerruleError as e:
                step = steps.throw(e)
            else:
                step = steps.send(lines)
    except StopIteration as e:
        return list(e.value)


def put_steps(job: Job) -> Generator[Job | float, list[PutLine], list[PutLine]]:
    """How a job is sent until it is final: jobs to send, whose lines or error come back, and seconds to wait."""
    done: list[PutLine] = []
    for attempt in range(1, _bulk.ATTEMPTS + 1):
        try:
            lines = yield job
        except FerruleError as e:
            for part in _apart(job, e):
                done += yield from put_steps(part)
            return done + _lost(job, e)
        final, again = _bulk.final(job, lines)
        if again is None or attempt == _bulk.ATTEMPTS:
            return done + lines
        done += final
        yield _bulk.BUSY_S * 2 ** (attempt - 1)
        job = again
    return done


def _apart(job: Job, error: FerruleError) -> list[Batch]:
    """The parts of a batch that is too large for the node; raises the error when that is not what it says."""
    if isinstance(error, RequestTooLargeError) and isinstance(job, Batch) and len(job.ids) > 1:
        return job.halves()
    if len(job.ids) == 1 and _bulk.is_of_the_document(error):
        return []
    raise error


def _lost(job: Job, error: FerruleError) -> list[PutLine]:
    return [_bulk.failure(job.ids[0], error)] if len(job.ids) == 1 else []


def _meets(job: Job, running: Any) -> bool:
    """Whether a document of the job is on its way already: then the later one waits, so that it wins."""
    ids = {id for id in job.ids if id}
    return any(not ids.isdisjoint(one.ids) for one in running)


def _count(lines: list[PutLine], tally: Tally, progress: Any) -> None:
    for line in lines:
        tally.add(line)
    progress.update(len(lines))
    failed = tally.results.get("failed")
    if failed:
        progress.set_postfix(failed=failed)


def _await_indexed(client: "Client", collection: str) -> None:
    until = time.monotonic() + INDEXED_S
    while not client.get_collection(collection).caught_up:
        if time.monotonic() > until:
            raise _behind()
        time.sleep(LOOK_S)


def _behind() -> FerruleError:
    return IndexBehindError(f"expected all documents to be found within {INDEXED_S:g} s, found the index behind")


async def ingest_async(
    client: "AsyncClient",
    collection: str,
    source: Any,
    settings: Settings,
    shown: bool | None,
    create: bool,
    found: bool,
) -> IngestReport:
    """Puts what there is, with a few tasks."""
    started = time.monotonic()
    tally = Tally()
    if create:
        try:
            await client.get_collection(collection)
        except CollectionNotFoundError:
            await client.create_collection(collection)
    running: dict[asyncio.Task[list[PutLine]], Job] = {}
    with bar(collection, _bulk.length(source), shown) as progress:

        async def collect() -> None:
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                del running[one]
                _count(one.result(), tally, progress)

        try:
            for job in settings.jobs(source, tally):
                while len(running) >= settings.concurrency or _meets(job, running.values()):
                    await collect()
                running[asyncio.create_task(_put_async(client, collection, job))] = job
            while running:
                await collect()
        except FerruleError as e:
            e.add_note(f"until then: {tally.report(time.monotonic() - started)}")
            raise
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
    if found:
        until = time.monotonic() + INDEXED_S
        while not (await client.get_collection(collection)).caught_up:
            if time.monotonic() > until:
                raise _behind()
            await asyncio.sleep(LOOK_S)
    return tally.report(time.monotonic() - started)


async def _put_async(client: "AsyncClient", collection: str, job: Job) -> list[PutLine]:
    steps = put_steps(job)
    step = next(steps)
    try:
        while True:
            if isinstance(step, float):
                await asyncio.sleep(step)
                step = next(steps)
                continue
            try:
                lines = await client.call(await asyncio.to_thread(step.call, collection))
            except FerruleError as e:
                step = steps.throw(e)
            else:
                step = steps.send(lines)
    except StopIteration as e:
        return list(e.value)
