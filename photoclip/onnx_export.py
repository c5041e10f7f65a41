"""An open_clip model becomes a folder that ONNX Runtime reads: done once, on the user's machine.

The towers are exported with their normalisation, so that a graph's output is a row of norm 1. The
folder holds image.onnx, text.onnx, tokenizer.json and encoder.json.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import warnings
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from photoclip.encoder import OpenClipEncoder
from photoclip.errors import ModelUnavailable
from photoclip.onnx_encoder import (
    DESCRIPTION_FILE,
    IMAGE_FILE,
    IMAGE_INPUT,
    TEXT_FILE,
    TEXT_INPUT,
    TOKENIZER_FILE,
)
from photoclip.tokens import TokenRules


def export_encoder(encoder: OpenClipEncoder, folder: Path) -> None:
    """Writes an encoder that was loaded on "cpu" with ``exact`` into an existing folder.

    ModelUnavailable if its tokenizer is none of the kinds that can be written down.
    """
    import torch

    rules, tokenizer = _describe_tokenizer(encoder)
    (folder / TOKENIZER_FILE).write_text(tokenizer, "utf-8")
    height, width = encoder.preprocess.size
    # Two of each: an exporter takes a size of one for a constant.
    pixels = torch.zeros(2, 3, height, width)
    tokens = encoder.tokenizer(["a photo", "a photo of something"])
    with _quiet(), torch.no_grad():
        _export(_image_tower(encoder.model), pixels, IMAGE_INPUT, folder / IMAGE_FILE, {0})
        free = {0} if rules.fixed_length else {0, 1}
        _export(_text_tower(encoder.model), tokens, TEXT_INPUT, folder / TEXT_FILE, free)
    description = {
        "dim": encoder.dim,
        "logit_scale": encoder.logit_scale,
        "preprocess": asdict(encoder.preprocess),
        "tokens": asdict(rules),
    }
    (folder / DESCRIPTION_FILE).write_text(json.dumps(description, indent=1), "utf-8")


def _image_tower(model: Any) -> Any:
    import torch

    class ImageTower(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, pixels: torch.Tensor) -> Any:
            return self.model.encode_image(pixels, normalize=True)

    return ImageTower().eval()


def _text_tower(model: Any) -> Any:
    import torch

    class TextTower(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, tokens: torch.Tensor) -> Any:
            return self.model.encode_text(tokens, normalize=True)

    return TextTower().eval()


def _export(tower: Any, example: Any, name: str, file: Path, free: set[int]) -> None:
    """``free`` are the dimensions of the input that may have any size."""
    import torch

    torch.onnx.export(
        tower,
        (example,),
        file,
        dynamo=True,
        input_names=[name],
        output_names=["vectors"],
        dynamic_shapes=(dict.fromkeys(free, torch.export.Dim.DYNAMIC),),
        external_data=False,
        verbose=False,
    )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """The exporter's remarks concern whoever writes models; what it gets wrong, tests compare."""
    import torch

    attention = torch.backends.mha.get_fastpath_enabled()
    # The fused attention of evaluation mode has no counterpart in ONNX.
    torch.backends.mha.set_fastpath_enabled(False)
    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
        torch.backends.mha.set_fastpath_enabled(attention)


def _describe_tokenizer(encoder: OpenClipEncoder) -> tuple[TokenRules, str]:
    """The rules, and the tokenizer.json that gives open_clip's token numbers."""
    from open_clip.tokenizer import HFTokenizer, SimpleTokenizer

    tokenizer = encoder.tokenizer
    if isinstance(tokenizer, HFTokenizer) and not tokenizer.tokenizer_mode:
        return _of_transformers(encoder)
    if isinstance(tokenizer, SimpleTokenizer) and tokenizer.reduction_fn is None:
        rules = TokenRules(tokenizer.context_length, 0, _cleaning(tokenizer), fixed_length=True)
        return rules, write_byte_pairs(tokenizer)
    raise ModelUnavailable("The tokenizer of “{name}” cannot be converted.", name=encoder.name)


def _cleaning(tokenizer: Any) -> str:
    from open_clip.tokenizer import get_clean_fn

    for cleaning in ("whitespace", "lower", "canonicalize"):
        if tokenizer.clean_fn is get_clean_fn(cleaning):
            return cleaning
    raise ModelUnavailable("The model cleans its texts in an unknown way.")


def _of_transformers(encoder: OpenClipEncoder) -> tuple[TokenRules, str]:
    from open_clip.hf_model import HFTextEncoder

    outer = encoder.tokenizer
    inner = outer.tokenizer
    if outer.strip_sep_token or inner.padding_side != "right" or not inner.is_fast:
        raise ModelUnavailable("The tokenizer of “{name}” cannot be converted.", name=encoder.name)
    # Only a tower of transformers masks its padding, so that fewer tokens give the same vector.
    masks = isinstance(getattr(encoder.model, "text", None), HFTextEncoder)
    rules = TokenRules(
        outer.context_length, inner.pad_token_id, _cleaning(outer), fixed_length=not masks
    )
    return rules, inner.backend_tokenizer.to_str()


def write_byte_pairs(tokenizer: Any) -> str:
    """open_clip's SimpleTokenizer as a tokenizer.json.

    The byte-pair encoding of CLIP (Radford et al. 2021, section 2.4).
    """
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers, processors

    start, end = (tokenizer.decoder[i] for i in (tokenizer.sot_token_id, tokenizer.eot_token_id))
    merges = [pair for pair in tokenizer.bpe_ranks if len(pair) == 2]
    bpe = models.BPE(vocab=tokenizer.encoder, merges=merges, end_of_word_suffix="</w>")
    made = Tokenizer(bpe)
    made.add_special_tokens([start, end])
    words = Regex(r"(?i)'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+")
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(words, behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    made.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}",
        special_tokens=[(start, tokenizer.sot_token_id), (end, tokenizer.eot_token_id)],
    )
    return str(made.to_str())
