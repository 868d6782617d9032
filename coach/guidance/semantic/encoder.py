"""A sentence-transformers model from this computer: texts become vectors of length 1.

The library is imported by name and only here, when a model is asked for: it takes seconds, and type checks and import
rules need not know it. Code that lies beside a model is never run.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import json
import logging
import os
import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.messages import gettext as _

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

_LIBRARY = "sentence_transformers"
_OWN_ORGANISATION = "sentence-transformers"
"""A name without an owner means a model of the library's own makers, as it does for the library itself."""

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")
_BATCH = 32

_PARTS = "modules.json"
"""The file that makes a folder a sentence-transformers model."""

_E5 = re.compile(r"(?:^|[/\\_-])e5-", re.IGNORECASE)
_E5_PROMPTS = {"query": "query: ", "document": "passage: "}
"""The E5 models want these words before a text (their model cards say so), but do not carry them in their files."""

_OTHER_RUNTIMES = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot", "*.tflite", "*.gguf", "coreml/*"]
"""The same weights for other programs; not downloaded."""


class SemanticError(Exception):
    """Search by meaning is not possible; the message says why and what to do."""


class Encoder:
    """A model that is loaded. Not shared between threads at the same moment by whoever holds it."""

    def __init__(self, model: str) -> None:
        """Load a model by name or folder, without any network.

        Raises:
            SemanticError: the extra is missing, or the model is missing or broken.
        """
        folder = located(model)
        _refuse_code(folder)
        self.identity = identity(model, folder)
        self._model = _loaded(model, folder)

    def documents(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts that can be found, one row each.

        Raises:
            SemanticError: the model does not make numbers of them.
        """
        import numpy as np

        try:
            vectors = np.asarray(self._model.encode_document(list(texts), **_options()), np.float32)
        except Exception as error:
            raise _broken(error) from error
        if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
            raise _broken(ValueError(f"{vectors.shape}"))
        return vectors

    def query(self, text: str) -> Vectors:
        """The vector of a question. A text of which the model knows nothing gives zeros.

        Raises:
            SemanticError: the model fails.
        """
        import numpy as np

        try:
            vector = np.asarray(self._model.encode_query([text], **_options())[0], np.float32)
        except Exception as error:
            raise _broken(error) from error
        return np.nan_to_num(vector, nan=0.0, posinf=0.0, neginf=0.0)


def installed() -> bool:
    """Whether the extra is there; imports nothing."""
    return importlib.util.find_spec(_LIBRARY) is not None


def how_to_get() -> str:
    """How to install the extra, in a sentence for the user."""
    return _("Search by meaning needs sentence-transformers, about 1.2 GB: pip install 'verzuimcoach[semantic]'")


def named(model: str) -> str:
    """A model as it is kept: the absolute path of a folder, or a name with its owner.

    Raises:
        SemanticError: it is neither.
    """
    folder = Path(model).expanduser()
    if model.strip() and folder.is_dir():
        return str(folder.resolve())
    if not _NAME.fullmatch(model):
        raise SemanticError(_("There is no folder {folder}.").format(folder=model))
    return model if "/" in model else f"{_OWN_ORGANISATION}/{model}"


def located(model: str) -> Path:
    """The folder of a model on this computer.

    Raises:
        SemanticError: the extra is missing, or the model is not here.
    """
    if not installed():
        raise SemanticError(how_to_get())
    name = named(model)
    if Path(name).is_absolute():
        return Path(name)
    found = _hub(offline=True).try_to_load_from_cache(name, _PARTS)
    if isinstance(found, str):
        return Path(found).parent
    told = _(
        "Model {model} is not on this computer. Fetch it: coach content semantic use {model} --download. "
        "Or give the folder in which it lies."
    )
    raise SemanticError(told.format(model=name))


def download(model: str) -> Path:
    """Fetch a model from the Hugging Face hub, for who asked for it; returns its folder.

    Raises:
        SemanticError: the extra is missing, there is no such model, or the hub is out of reach.
    """
    if not installed():
        raise SemanticError(how_to_get())
    name = named(model)
    if Path(name).is_absolute():
        return Path(name)
    try:
        return Path(_hub(offline=False).snapshot_download(name, ignore_patterns=_OTHER_RUNTIMES))
    except Exception as error:
        told = _("Model {model} cannot be fetched: {reason}.")
        raise SemanticError(told.format(model=name, reason=_first_line(error))) from error


def identity(model: str, folder: Path) -> str:
    """A name for a file: the same for the same files of a model under the same library, another after any change."""
    digest = blake2b(importlib.metadata.version("sentence-transformers").encode(), digest_size=12)
    digest.update(b"e5" if _E5.search(model) else b"")
    for path in sorted(_files(folder)):
        found = path.stat()
        digest.update(f"\n{path.relative_to(folder).as_posix()} {found.st_size} {found.st_mtime_ns}".encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _options() -> dict[str, Any]:
    return {"batch_size": _BATCH, "normalize_embeddings": True, "show_progress_bar": False}


def _loaded(model: str, folder: Path) -> Any:
    try:
        _prepare_environment(offline=True)
        library = importlib.import_module(_LIBRARY)
        _silence()
        found = library.SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
    except Exception as error:
        told = _("Model {model} cannot be loaded: {reason}. Without it, words are searched.")
        raise SemanticError(told.format(model=model, reason=_first_line(error))) from error
    if _E5.search(model) and not any(found.prompts.values()):
        found.prompts = dict(_E5_PROMPTS)
    return found


def _refuse_code(folder: Path) -> None:
    """Refuse a folder whose parts are classes of its own: loading it would run whatever code they hold.

    The library itself asks for leave first since version 6; version 5 trusts any folder.
    """
    path = folder / _PARTS
    if not path.is_file():
        raise SemanticError(
            _("{folder} holds no sentence-transformers model: there is no modules.json.").format(folder=folder)
        )
    try:
        parts = [part["type"] for part in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SemanticError(
            _("{file} cannot be read: {reason}").format(file=path, reason=_first_line(error))
        ) from error
    strange = next((part for part in parts if not str(part).startswith(f"{_LIBRARY}.")), None)
    if strange is not None:
        told = _("Model {folder} brings code of its own ({name}), which this program does not run.")
        raise SemanticError(told.format(folder=folder, name=strange))


def _hub(offline: bool) -> Any:
    _prepare_environment(offline)
    return importlib.import_module("huggingface_hub")


def _prepare_environment(offline: bool) -> None:
    """Switches that the libraries read when they are imported: no network unless asked for, and no chatter."""
    if offline:
        os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1" if offline else "0"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def _silence() -> None:
    """A progress bar or a remark of a library would run through the screen."""
    chatter = importlib.import_module("transformers.utils.logging")
    chatter.set_verbosity_error()
    chatter.disable_progress_bar()
    logging.getLogger(_LIBRARY).setLevel(logging.ERROR)


def _broken(error: Exception) -> SemanticError:
    told = _("The model does not turn text into vectors: {reason}. Without it, words are searched.")
    return SemanticError(told.format(reason=_first_line(error)))


def _first_line(error: Exception) -> str:
    """What went wrong, short enough for one line of a screen."""
    text = str(error).strip()
    return (text.splitlines()[0] if text else type(error).__name__)[:200].rstrip(".")
