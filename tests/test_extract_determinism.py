"""The claims of a text depend on the text alone: not on other texts, hash seeds or the number of workers."""

import os
import subprocess
import sys
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from kg.extract.claims import to_json
from kg.extract.engine import extract
from kg.model import Document
from kg.texts.reading import read

TEXTS = [str(Path(__file__).parent / "texts"), str(Path(__file__).parents[1] / "data" / "texts")]
PROGRAM = (
    "import sys; from tests.test_extract_determinism import digest, documents; print(digest(documents(sys.argv[1:])))"
)


def documents(paths: list[str]) -> list[Document]:
    return [text for text in read(paths) if isinstance(text, Document)]


def lines(document: Document) -> list[str]:
    return [to_json(claim) for claim in extract(document).claims]


def digest(texts: list[Document]) -> str:
    """What tells the claims of some texts in their order from any others."""
    return sha256("\n".join(line for text in texts for line in lines(text)).encode()).hexdigest()


def test_the_order_of_documents_does_not_matter() -> None:
    texts = documents(TEXTS)
    forward = {text.id: lines(text) for text in texts}
    assert sum(map(len, forward.values())) > 40
    assert {text.id: lines(text) for text in reversed(texts)} == forward


def test_the_hash_seed_does_not_matter() -> None:
    root = Path(__file__).parents[1]
    found = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, *TEXTS],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("0", "1", "4242")
    }
    assert found == {digest(documents(TEXTS))}


def test_the_number_of_workers_does_not_matter() -> None:
    texts = documents(TEXTS)
    with get_context("spawn").Pool(2) as pool:
        assert pool.map(lines, texts, chunksize=1) == [lines(text) for text in texts]
