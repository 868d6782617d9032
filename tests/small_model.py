"""Sentence-transformers models small enough to train within a test, made of the words that they are given.

They are made, trained and saved with the real libraries, so that what a user's model goes through, these go through.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from coach.guidance import analysis

_SIZE, _HEADS, _LONGEST, _BATCH = 64, 2, 160, 64
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
Pairs = Sequence[tuple[str, str]]


def bert(folder: Path, pairs: Pairs, rounds: int = 12) -> Path:
    """One layer of BERT in which the two texts of each pair come to lie close together; returns its folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    _repeatable()
    tokenizer = _tokenizer(pairs)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=_SIZE,
        intermediate_size=_SIZE,
        num_hidden_layers=1,
        num_attention_heads=_HEADS,
        max_position_embeddings=_LONGEST,
    )
    BertModel(config).save_pretrained(folder / "untrained")
    named = {f"{name.strip('[]').lower()}_token": name for name in _SPECIAL}
    wrapped = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=_LONGEST, **named)
    wrapped.save_pretrained(folder / "untrained")
    modules = [Transformer(str(folder / "untrained")), Pooling(_SIZE, "mean")]
    return _trained(SentenceTransformer(modules=modules, device="cpu"), folder / "bert", pairs, rounds, 3e-3)


def static(folder: Path, pairs: Pairs, more: Iterable[str], rounds: int = 40) -> Path:
    """A vector for each word and no more: quick, also on thousands of texts; returns its folder.

    The words of `more` are known too, though nothing is learned of them.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    _repeatable()
    words = StaticEmbedding(_tokenizer(pairs, more), embedding_dim=_SIZE)
    return _trained(SentenceTransformer(modules=[words], device="cpu"), folder / "static", pairs, rounds, 3e-2)


def _repeatable() -> None:
    import torch

    torch.manual_seed(7)


def _tokenizer(pairs: Pairs, more: Iterable[str] = ()) -> Any:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    texts = (*(text for pair in pairs for text in pair), *more)
    words = sorted({word for text in texts for word in analysis.words(text)})
    made = Tokenizer(models.WordPiece({word: at for at, word in enumerate((*_SPECIAL, *words))}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(strip_accents=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return made


def _trained(model: Any, folder: Path, pairs: Pairs, rounds: int, step: float) -> Path:
    """Contrast in batches: of all second texts in the batch, a first text must find its own."""
    import torch

    chance, left = random.Random(7), list(pairs)
    optimizer = torch.optim.AdamW(model.parameters(), lr=step)
    for _round in range(rounds):
        chance.shuffle(left)
        for start in range(0, len(left), _BATCH):
            first, second = (_vectors(model, side) for side in zip(*left[start : start + _BATCH], strict=True))
            loss = torch.nn.functional.cross_entropy(first @ second.T * 20, torch.arange(len(first)))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    model.save(str(folder))
    return folder


def _vectors(model: Any, texts: Sequence[str]) -> Any:
    import torch

    return torch.nn.functional.normalize(model(model.preprocess(list(texts)))["sentence_embedding"], dim=1)
