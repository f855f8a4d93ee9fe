"""Which bytes make the native matcher crash, or read otherwise than the reference matcher?

python bench/fuzz_matcher.py [options of libFuzzer] [folder of inputs]   until something is found (pip install atheris)
python bench/fuzz_matcher.py crash-…                                     once more what was found
python bench/fuzz_matcher.py --rounds 20000                              without atheris, the same blocks every time
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from random import Random

BENCH = Path(__file__).parent
HOSTILE = (
    b"\0",
    b"\n",
    b"\r",
    b"\xff\xfe",
    b'"',
    b"\\",
    b"[",
    b"]",
    b"<",
    b">",
    b": ",
    b", ",
    b"=",
    b"{",
    b" " * 40,
    b"9" * 25,
)


def check(data: bytes) -> None:
    """Raise AssertionError where the matchers differ."""
    from matcher_difference import difference, survive, valid

    survive(data)
    found = difference(valid(data))
    assert found is None, f"{data!r}: {found}"


def fuzz(arguments: list[str]) -> None:
    """Let libFuzzer search, led by the branches of the reference matcher; does not return."""
    import atheris

    with atheris.instrument_imports(include=["postwarden.parse"]):
        import matcher_difference

    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "seeds")
        corpus.mkdir()
        for number, seed in enumerate(matcher_difference.seeds()):
            (corpus / str(number)).write_bytes(seed)
        dictionary = Path(folder, "words")
        dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in sorted(matcher_difference.words()) if word))
        given = [argument for argument in arguments if not Path(argument).is_file()]
        seeded = [f"-dict={dictionary}", str(corpus)] if given == arguments else []
        atheris.Setup([sys.argv[0], *seeded[:1], *arguments, *seeded[1:]], check)
        atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


def rounds(count: int, seed: int = 1) -> None:
    """Blocks of spoiled samples, the same in every run."""
    from matcher_difference import seeds, words

    random = Random(seed)
    samples, scraps = list(seeds()), [*sorted(words()), *HOSTILE]
    for number in range(count):
        lines = [random.choice(samples) for _ in range(random.randint(1, 4))]
        spoiled = [lines[0][:1], *(_spoiled(line[1:], scraps, random) for line in lines)]
        check(b"".join(spoiled))
        if number % 1000 == 999:
            print(f"{number + 1} of {count} blocks read alike", flush=True)


def _spoiled(line: bytes, scraps: list[bytes], random: Random) -> bytes:
    text = bytearray(line)
    for _ in range(random.choice((0, 1, 1, 2, 5))):
        at = random.randrange(len(text) + 1)
        length = random.choice((0, 0, 1, 1, 8, 40))
        text[at : at + length] = random.choice((random.choice(scraps), random.randbytes(random.randint(0, 3))))
    return bytes(text)


if __name__ == "__main__":
    sys.path.insert(0, str(BENCH))
    if sys.argv[1:2] == ["--rounds"]:
        rounds(int(sys.argv[2]))
    else:
        fuzz(sys.argv[1:])
