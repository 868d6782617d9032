"""Search by meaning: what a model finds joins what words find; without a model, or with a broken one, words go on."""

from __future__ import annotations

import importlib.util
import json
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import small_model
from hypothesis import given
from hypothesis import strategies as st

from coach import guidance, locations
from coach.conversation import SituationKind
from coach.guidance import Library, Passage, evaluation, fusion, semantic
from coach.guidance.evaluation import Question
from coach.guidance.semantic import Choice, SemanticError, SemanticSearch, choice, encoder, index, vectors
from coach.guidance.semantic.encoder import Encoder

needs_extra = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason="the extra `semantic` is not installed (pip install -e '.[semantic]')",
)

STRANGE = ("xylofoon", "quantummechanica", "sudoku", "kerstboom", "dinosaurus", "gletsjer", "vuurtoren", "zeppelin")
"""Words that no passage holds; each is made to mean one of the passages of `SHELF`."""
SHELF = tuple(
    passage.model_copy(update={"questions": passage.questions[:6]})
    for passage in guidance.library().passages[: 5 * len(STRANGE) : 5]
)
SOURCES = guidance.library().sources
WORDS = Library(SHELF, SOURCES)


class Letters:
    """An encoder that counts letters; a word of `STRANGE` lies where the title of its passage lies."""

    def __init__(self, identity: str = "letters") -> None:
        self.identity = identity
        self.encoded: list[str] = []

    def documents(self, texts: Sequence[str]) -> np.ndarray:
        self.encoded += texts
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> np.ndarray:
        known = dict(zip(STRANGE, (_first_text(passage) for passage in SHELF), strict=True))
        counts = np.zeros(26, np.float32)
        for letter in known.get(text, text).lower():
            if "a" <= letter <= "z":
                counts[ord(letter) - ord("a")] += 1
        return counts / (np.linalg.norm(counts) or 1)


def _first_text(passage: Passage) -> str:
    return f"{passage.title}. {passage.text}"


def built(letters: Letters, passages: Sequence[Passage] = SHELF) -> index.SemanticIndex:
    made = index.build(passages, letters)  # type: ignore[arg-type]
    assert made is not None
    return made


def searching(load: Callable[[str], object], passages: Sequence[Passage] = SHELF) -> Library:
    """A library whose search by meaning gets its encoder from `load`."""
    return Library(passages, SOURCES, meaning=lambda own: SemanticSearch(own, "m", load))  # type: ignore[arg-type]


def ready(load: Callable[[str], object] = lambda _model: Letters()) -> Library:
    library = searching(load)
    assert library.semantic is not None
    assert library.semantic.wait(60), library.semantic.trouble
    return library


def ids(library: Library, query: str, k: int = 5) -> list[str]:
    return [hit.passage.id for hit in library.search(query, k)]


# --- fusion ---


def test_fusion_adds_one_over_sixty_plus_rank() -> None:
    assert fusion.reciprocal_rank("ab", "bc") == [("b", 1 / 62 + 1 / 61), ("a", 1 / 61), ("c", 1 / 62)]


def test_equals_stay_in_the_order_in_which_they_were_met() -> None:
    assert [item for item, _score in fusion.reciprocal_rank("ab", "ba", "dc", "cd")] == list("abdc")


def test_an_item_counts_once_in_a_ranking() -> None:
    assert fusion.reciprocal_rank("aab") == fusion.reciprocal_rank("ab")


@given(st.lists(st.lists(st.integers(0, 9), unique=True), max_size=4))
def test_fusion_holds_every_item_once_and_sorted(rankings: list[list[int]]) -> None:
    fused = fusion.reciprocal_rank(*rankings)
    assert sorted(item for item, _score in fused) == sorted({item for ranking in rankings for item in ranking})
    assert [score for _item, score in fused] == sorted((score for _item, score in fused), reverse=True)


@given(st.lists(st.integers(0, 9), unique=True), st.integers(1, 4))
def test_rankings_that_agree_are_kept_as_they_are(ranking: list[int], times: int) -> None:
    assert [item for item, _score in fusion.reciprocal_rank(*[ranking] * times)] == ranking


# --- vectors and their cache ---


def test_a_passage_is_nearest_to_its_own_example_question() -> None:
    made = built(Letters())
    for place, passage in enumerate(SHELF):
        assert made.ranked(passage.questions[0])[0][0] == place


def test_what_lies_far_from_every_passage_is_not_found() -> None:
    assert built(Letters()).ranked("zzzz") == []
    assert built(Letters()).ranked("123") == []


def test_nine_in_ten_questions_about_the_field_are_answered_though_their_own_passage_is_not_there() -> None:
    answered = []
    for passage in SHELF:
        made = built(Letters(), tuple(other for other in SHELF if other is not passage))
        answered += [bool(made.ranked(question)) for question in passage.questions]
    assert sum(answered) / len(answered) == pytest.approx(0.9, abs=0.06)


def test_vectors_are_made_once_and_then_read() -> None:
    first, second = Letters(), Letters()
    once, again = built(first), built(second)
    assert len(first.encoded) == sum(len(passage.questions) + 1 for passage in SHELF)
    assert second.encoded == []
    assert once.ranked("mag ik vragen wat iemand heeft") == again.ranked("mag ik vragen wat iemand heeft")


def test_only_what_changed_is_made_again_and_what_is_gone_is_forgotten() -> None:
    built(Letters())
    changed = SHELF[0].model_copy(update={"questions": (*SHELF[0].questions[1:], "Een heel andere vraag?")})
    later = Letters()
    built(later, (changed, *SHELF[1:]))
    assert later.encoded == ["Een heel andere vraag?"]
    assert vectors.key(SHELF[0].questions[0]) not in vectors.read("letters")


def test_another_model_has_vectors_of_its_own() -> None:
    built(Letters())
    other = Letters("other")
    built(other)
    assert other.encoded
    assert {path.name for path in locations.vectors().iterdir()} == {"letters.npy", "other.npy"}


class _Trap:
    """Leaves a trace when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return open, (str(locations.data() / "sprung"), "w")  # type: ignore[return-value]


def _damage(path: Path, how: str) -> None:
    good = np.load(path)
    if how == "pickle":
        np.save(path, np.array([_Trap()], dtype=object), allow_pickle=True)
    elif how == "not finite":
        good["vector"][0, 0] = np.nan
        np.save(path, good)
    elif how == "other numbers":
        np.save(path, np.zeros((3, 4)))
    else:
        path.write_bytes({"empty": b"", "text": b"no vectors", "cut off": path.read_bytes()[:-7]}[how])


@pytest.mark.parametrize("how", ["empty", "text", "cut off", "other numbers", "not finite", "pickle"])
def test_damaged_vectors_are_made_again_and_nothing_in_them_is_run(how: str) -> None:
    expected = built(Letters()).ranked("ziek")
    _damage(locations.vectors() / "letters.npy", how)
    later = Letters()
    assert built(later).ranked("ziek") == expected
    assert later.encoded
    assert not (locations.data() / "sprung").exists()
    assert vectors.read("letters")


def test_a_cache_that_cannot_be_written_is_done_without() -> None:
    locations.cache().write_text("a file where the folder should be")
    assert built(Letters()).ranked(SHELF[0].questions[0])[0][0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_kept_vectors_are_for_their_owner_only() -> None:
    built(Letters())
    path = locations.vectors() / "letters.npy"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_what_was_done_before_a_stop_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_CHUNK", 4)
    first, second, told = Letters(), Letters(), []
    stops = iter([False, False, True])
    assert index.build(SHELF, first, lambda *at: told.append(at), lambda: next(stops)) is None  # type: ignore[arg-type]
    assert len(first.encoded) == 8
    assert [done for done, _total in told] == [4, 8]
    built(second)
    assert set(first.encoded).isdisjoint(second.encoded)


def test_no_passages_give_no_answers() -> None:
    assert built(Letters(), ()).ranked("ziek") == []


# --- searching ---


@pytest.mark.parametrize("place", range(len(STRANGE)))
def test_meaning_finds_what_words_cannot(place: int) -> None:
    assert WORDS.search(STRANGE[place]) == []
    assert ids(ready(), STRANGE[place])[0] == SHELF[place].id


def test_words_answer_until_the_model_is_ready() -> None:
    go_on = threading.Event()

    def slow(_model: str) -> Letters:
        go_on.wait(60)
        return Letters()

    library = searching(slow)
    try:
        assert library.search("ziek melden") == WORDS.search("ziek melden")
        assert library.search(STRANGE[0]) == []
        assert library.semantic is not None
        assert (library.semantic.loading, library.semantic.ready) == (True, False)
    finally:
        go_on.set()
    assert library.semantic.wait(60)
    assert ids(library, STRANGE[0])[0] == SHELF[0].id
    assert library.semantic.loading is False


def test_both_rankings_count_in_the_answer() -> None:
    library, query = ready(), SHELF[2].questions[1]
    assert library.semantic is not None
    near = [SHELF[place].id for place, _likeness in library.semantic.ranked(query) or ()]
    words = [hit.passage.id for hit in WORDS.search(query, 100)]
    assert near != words
    assert ids(library, query, 100) == [id for id, _score in fusion.reciprocal_rank(words, near)]


def test_filters_hold_for_what_meaning_finds() -> None:
    library = ready()
    for kind in SituationKind:
        hits = library.search("een vraag over het werk en de bedrijfsarts", 100, kind)
        assert all(kind in hit.passage.kinds for hit in hits)
        assert hits == [h for h in library.search("een vraag over het werk en de bedrijfsarts", 100) if h in hits]


@pytest.mark.parametrize("query", ["", "  \n", "?!", "123456"])
def test_a_question_without_words_still_finds_nothing(query: str) -> None:
    assert ready().search(query) == []


@given(query=st.text(max_size=80), k=st.integers(-1, 20))
def test_any_query_gives_sorted_distinct_hits_and_fewer_are_the_first_of_more(query: str, k: int) -> None:
    library = _READY()
    hits = library.search(query, 100)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage.id for hit in hits}) == len(hits)
    assert library.search(query, k) == hits[: max(0, k)]


_made: list[Library] = []


def _READY() -> Library:
    if not _made:
        _made.append(ready())
    return _made[0]


def test_a_model_that_cannot_be_loaded_leaves_words_and_a_message() -> None:
    def broken(_model: str) -> Letters:
        raise SemanticError("the reason")

    library = searching(broken)
    assert library.search("ziek melden") == WORDS.search("ziek melden")
    assert library.semantic is not None
    assert library.semantic.wait(60) is False
    assert library.semantic.trouble == "the reason"
    assert library.search("ziek melden") == WORDS.search("ziek melden")


def test_a_model_that_fails_at_a_question_leaves_words_and_a_message() -> None:
    class Failing(Letters):
        def query(self, text: str) -> np.ndarray:
            if text == STRANGE[0]:
                raise SemanticError("the reason")
            return super().query(text)

    library = ready(lambda _model: Failing())
    assert library.semantic is not None
    assert library.search(STRANGE[0]) == []
    assert (library.semantic.trouble, library.semantic.ready) == ("the reason", False)
    assert library.search("ziek melden") == WORDS.search("ziek melden")


def test_a_library_without_a_model_searches_as_before() -> None:
    assert WORDS.semantic is None
    assert Library(SHELF, SOURCES, meaning=lambda _own: None).search("loon") == WORDS.search("loon")


_LEAVES = """
import sys
from coach.guidance import Library, library
from coach.guidance.semantic import SemanticSearch, index
index._CHUNK = 1
class Slow:
    identity = "slow"
    def documents(self, texts):
        import numpy as np, time
        time.sleep(0.05)
        sys.stdout.write("x"); sys.stdout.flush()
        return np.eye(2, dtype=np.float32)[[0] * len(texts)]
own = Library(library().passages, library().sources, meaning=lambda p: SemanticSearch(p, "m", lambda m: Slow()))
own.search("loon")
"""


def test_leaving_the_program_does_not_wait_for_all_passages() -> None:
    done = _python(_LEAVES)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout) < len(guidance.library().passages)


_HEAVY = """
import sys
from coach import guidance
from coach.cli import app
print(sorted({"torch", "transformers", "sentence_transformers", "huggingface_hub"} & set(sys.modules)))
guidance.library(); guidance.passage("loonstop")
print(sorted({"torch", "transformers", "sentence_transformers", "numpy"} & set(sys.modules)))
"""


def test_nothing_heavy_is_loaded_at_the_start_even_with_a_model_adopted() -> None:
    Choice(model=str(locations.data()), adopted=True).save()
    done = _python(_HEAVY)
    assert (done.returncode, done.stdout.splitlines()) == (0, ["[]", "[]"])


def test_searching_without_a_chosen_model_loads_no_model_library() -> None:
    code = "import sys; from coach import guidance; guidance.search('loonstop'); print('torch' in sys.modules)"
    assert _python(code).stdout.strip() == "False"


def _python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, **environment},
    )


# --- the choice ---


def test_a_choice_is_kept_and_forgotten() -> None:
    assert Choice.load() is None
    chosen = Choice(model="org/name", adopted=True, words=0.5, fused=0.6)
    chosen.save()
    assert Choice.load() == chosen
    assert (choice.forget(), Choice.load(), choice.forget()) == (True, None, False)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"model": ""}', '{"model": "a", "adopted": true, "more": 1}', "\xff"]
)
def test_a_damaged_choice_is_told_and_words_go_on(text: str) -> None:
    locations.semantic().write_text(text, encoding="latin-1")
    assert str(locations.semantic()) in semantic.status().problem
    assert semantic.adopted(SHELF) is None


def test_a_model_that_was_not_adopted_is_not_used() -> None:
    Choice(model="org/name", adopted=False).save()
    assert semantic.adopted(SHELF) is None
    Choice(model="org/name", adopted=True).save()
    assert semantic.adopted(SHELF) is not None


@pytest.mark.parametrize("model", ["", "a//b", "a/b/c", "../weg", "met spatie", "/bestaat/niet", "x;y"])
def test_what_is_neither_a_folder_nor_a_name_is_refused(model: str) -> None:
    with pytest.raises(SemanticError):
        encoder.named(model)


def test_names_and_folders_are_kept_so_that_they_mean_the_same_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.chdir(tmp_path)
    assert encoder.named("model") == str((tmp_path / "model").resolve())
    assert encoder.named("all-MiniLM-L6-v2") == "sentence-transformers/all-MiniLM-L6-v2"
    assert encoder.named("intfloat/multilingual-e5-small") == "intfloat/multilingual-e5-small"


@pytest.fixture
def no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra was never installed."""
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)


def test_without_the_extra_the_message_says_how_to_get_it(no_extra: None) -> None:
    Choice(model="org/name", adopted=True).save()
    search = semantic.adopted(SHELF)
    assert search is not None
    search.load()
    assert "verzuimcoach[semantic]" in (search.trouble or "")
    assert "verzuimcoach[semantic]" in semantic.status().problem


# --- evaluating ---

ASKED = [Question(question=word, passages=(SHELF[at].id,), kind="natural") for at, word in enumerate(STRANGE)]


def test_a_model_that_finds_more_wins() -> None:
    result = evaluation.evaluate(WORDS, [*ASKED, *_own_questions()], ready().semantic)
    assert result.fusion_wins
    assert result.gain is not None
    assert result.gain.low > 0
    fused = result.ways["fused"]["all"].ndcg
    assert fused == pytest.approx(result.ways["words"]["all"].ndcg + result.gain.value)


def test_a_model_that_adds_nothing_does_not_win() -> None:
    result = evaluation.evaluate(WORDS, _own_questions(), ready().semantic)
    assert not result.fusion_wins


def test_without_a_model_only_words_are_measured() -> None:
    result = evaluation.evaluate(WORDS, _own_questions())
    assert (set(result.ways), result.gain, result.fusion_wins) == ({"bm25", "words"}, None, False)


def _own_questions() -> list[Question]:
    return [Question(question=passage.title, passages=(passage.id,), kind="keyword") for passage in SHELF]


def test_figures_are_those_of_the_definitions() -> None:
    assert evaluation.ndcg(["a", "b"], ["a", "b"]) == 1
    assert evaluation.ndcg(["x", "a"], ["a"]) == pytest.approx(1 / np.log2(3))
    assert evaluation.ndcg(["x"] * 10 + ["a"], ["a"]) == 0
    figures = evaluation.evaluate(WORDS, _own_questions()).ways["words"]
    assert set(figures) == {"all", "keyword"}
    assert figures["all"] == figures["keyword"]
    assert (figures["all"].n, figures["all"].first_3) == (len(SHELF), 1.0)


def test_the_questions_by_other_writers_name_passages_that_are_there() -> None:
    known = {passage.id for passage in guidance.library().passages}
    asked = evaluation.questions()
    assert len(asked) >= 200
    assert {id for question in asked for id in question.passages} <= known


# --- a real model ---


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that was taught that each strange word means a passage."""
    pairs = [(word, passage.title) for word, passage in zip(STRANGE, SHELF, strict=True)] * 2
    pairs += [(question, passage.title) for passage in SHELF for question in passage.questions]
    pairs.append(("query", "passage"))
    return small_model.bert(tmp_path_factory.mktemp("model"), pairs)


@needs_extra
def test_a_trained_model_is_loaded_encodes_is_cached_and_fused(
    trained: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    monkeypatch.setattr(socket, "getaddrinfo", _refuse)
    library = Library(SHELF, SOURCES, meaning=lambda own: SemanticSearch(own, str(trained)))
    assert library.semantic is not None
    assert library.semantic.wait(), library.semantic.trouble
    found = {word: ids(library, word, 3) for word in STRANGE}
    assert all(SHELF[place].id in found[word] for place, word in enumerate(STRANGE)), found
    assert ids(library, SHELF[1].title)[0] == SHELF[1].id
    assert capfd.readouterr() == ("", "")
    kept = np.load(locations.vectors() / f"{encoder.identity(str(trained), trained)}.npy", allow_pickle=False)
    assert len(kept) == sum(len(passage.questions) + 1 for passage in SHELF)


def _refuse(*_given: object, **_options: object) -> None:
    raise AssertionError("the network was touched")


@needs_extra
def test_vectors_have_length_one_and_survive_the_cache(trained: Path) -> None:
    model = Encoder(str(trained))
    made = model.documents(["mag ik vragen wat iemand heeft", "loon"])
    assert made.dtype == np.float32
    assert np.linalg.norm(made, axis=1) == pytest.approx([1, 1], abs=1e-5)
    vectors.write(model.identity, {vectors.key("loon"): made[1]})
    assert np.array_equal(vectors.read(model.identity)[vectors.key("loon")], made[1])


@needs_extra
def test_a_model_that_changed_gets_vectors_of_its_own(trained: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(trained, copy)
    before = encoder.identity(str(copy), copy)
    assert encoder.identity(str(copy), copy) == before
    (copy / "config.json").write_text((copy / "config.json").read_text() + " ")
    assert encoder.identity(str(copy), copy) != before


@needs_extra
def test_models_that_want_words_before_a_text_get_them(trained: Path, tmp_path: Path) -> None:
    folder = tmp_path / "multilingual-e5-tiny"
    shutil.copytree(trained, folder)
    plain, prompted = Encoder(str(trained)), Encoder(str(folder))
    assert not np.allclose(plain.query("loon"), prompted.query("loon"))
    assert not np.allclose(prompted.query("loon"), prompted.documents(["loon"])[0])


def _no_modules(folder: Path) -> None:
    (folder / "modules.json").unlink()


def _garbage(folder: Path) -> None:
    (folder / "modules.json").write_text("{")


def _no_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


def _cut_weights(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])


def _no_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{}")


def _own_code(folder: Path) -> None:
    parts = json.loads((folder / "modules.json").read_text())
    parts[0]["type"] = "own_code.Own"
    (folder / "modules.json").write_text(json.dumps(parts))
    (folder / "own_code.py").write_text(f"open({str(folder / 'sprung')!r}, 'w')\nclass Own: pass\n")


@needs_extra
@pytest.mark.parametrize("spoil", [_no_modules, _garbage, _no_weights, _cut_weights, _no_tokenizer, _own_code])
def test_a_broken_model_gives_a_message_and_words_go_on(
    spoil: Callable[[Path], None], trained: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "spoilt"
    shutil.copytree(trained, folder)
    spoil(folder)
    library = Library(SHELF, SOURCES, meaning=lambda own: SemanticSearch(own, str(folder)))
    assert library.semantic is not None
    assert library.semantic.wait() is False
    assert str(folder) in (library.semantic.trouble or "")
    assert "\n" not in (library.semantic.trouble or "")
    assert library.search("ziek melden") == WORDS.search("ziek melden")
    assert not (folder / "sprung").exists()
    assert capfd.readouterr() == ("", "")


# --- models by name ---

_LOCATE = """
import sys
from coach.guidance.semantic import SemanticError, encoder
try:
    print(getattr(encoder, sys.argv[1] if len(sys.argv) > 1 else "{door}")("{name}"))
except SemanticError as error:
    print("TOLD", error)
"""


class _Hub(BaseHTTPRequestHandler):
    """As much of a model hub as fetching one model needs."""

    files: dict[str, bytes]
    asked: list[str]
    sha = "0123456789abcdef0123456789abcdef01234567"

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def log_message(self, format: str, *args: object) -> None:
        self.asked.append(self.path)

    def _answer(self, *, body: bool) -> None:
        path = self.path.split("?")[0]
        if path.startswith("/api/models/own/tiny/tree/"):
            rows = [{"type": "file", "path": n, "size": len(d), "oid": n} for n, d in self.files.items()]
            self._send(json.dumps(rows).encode(), "application/json", body)
        elif path.startswith("/api/models/own/tiny"):
            rows = [{"rfilename": name} for name in self.files]
            told = {"id": "own/tiny", "modelId": "own/tiny", "sha": self.sha, "siblings": rows, "tags": []}
            self._send(json.dumps(told).encode(), "application/json", body)
        elif (name := path.rpartition("/resolve/")[2].partition("/")[2]) in self.files:
            self._send(self.files[name], "application/octet-stream", body)
        else:
            self.send_error(404)

    def _send(self, content: bytes, kind: str, body: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", f'"{len(content)}-{self.path.rpartition("/")[2]}"')
        self.send_header("X-Repo-Commit", self.sha)
        self.end_headers()
        if body:
            self.wfile.write(content)


@pytest.fixture
def hub() -> Iterator[tuple[str, list[str]]]:
    """A model hub on this computer that holds `own/tiny`; its address, and what it was asked."""
    _Hub.files = {"modules.json": b"[]", "config.json": b"{}", "onnx/model.onnx": b"not for us"}
    _Hub.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", _Hub.asked
    server.shutdown()
    server.server_close()


@needs_extra
def test_only_a_download_that_was_asked_for_goes_online(hub: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = hub
    settings = {"HF_ENDPOINT": address, "HF_HOME": str(tmp_path / "hub"), "HF_HUB_OFFLINE": "0"}

    def tell(door: str, name: str = "own/tiny") -> str:
        return _python(_LOCATE.format(door=door, name=name), **settings).stdout.strip()

    refused = tell("located")
    assert refused.startswith("TOLD")
    assert "coach content semantic use own/tiny --download" in refused
    assert asked == []
    folder = Path(tell("download"))
    assert (folder / "modules.json").read_bytes() == b"[]"
    assert not (folder / "onnx").exists()
    assert asked
    asked.clear()
    assert Path(tell("located")) == folder
    assert asked == []
    assert tell("download", "own/unknown").startswith("TOLD")
