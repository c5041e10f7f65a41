"""Checkpoints of open_clip: how an architecture is described, and whether weights fit it.

Nothing of a file is believed: pickles are only read as data (``weights_only``), and the name and
shape of every tensor are compared with the architecture before a file counts as its weights.
"""

from __future__ import annotations

import copy
import difflib
import json
import pickle
import shutil
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photoclip.errors import PhotoClipError
from photoclip.hub import keep_libraries_offline
from photoclip.model_folder import CONFIG_FILE, PUBLISHED_NAMES
from photoclip.partial_file import DiskTrouble
from photoclip.preprocessing import Preprocessing
from photoclip.sentences import Sentence, either, quoted

if TYPE_CHECKING:
    import torch

WEIGHTS_FILE = PUBLISHED_NAMES[0]

TEXT_CONFIG_FILE = "config.json"
TOKENIZER_FILE = "tokenizer.json"
TOKENIZER_CONFIG_FILE = "tokenizer_config.json"

_SAFETENSORS = ".safetensors"
_NORMALISATION = ("mean", "std", "interpolation", "resize_mode")

Shapes = dict[str, tuple[int, ...]]


def describe(architecture: str) -> dict[str, Any]:
    """What goes into open_clip_config.json for an architecture, or "architecture/pretrained tag".

    Carries the preprocessing that the published weights were trained with. PhotoClipError if
    open_clip does not know the name, or if its weights differ in that and no tag tells which.
    """
    open_clip = _open_clip()
    name, _, tag = architecture.partition("/")
    if name not in open_clip.list_models():
        near = difflib.get_close_matches(name, open_clip.list_models(), 3, 0.4)
        if near:
            raise PhotoClipError(
                "open_clip knows no architecture “{name}”; did you mean {near}?",
                name=name,
                near=either(near),
            )
        raise PhotoClipError("open_clip knows no architecture “{name}”.", name=name)
    model = open_clip.get_model_config(name)
    trained = _training(name, tag)
    if "quick_gelu" in trained:
        model["quick_gelu"] = trained["quick_gelu"]
    preprocess = {key: trained[key] for key in _NORMALISATION if key in trained}
    size = model["vision_cfg"].get("image_size", 224)
    return {"model_cfg": model, "preprocess_cfg": {"size": size, "mode": "RGB", **preprocess}}


def read_config(path: Path) -> dict[str, Any]:
    """An open_clip_config.json from outside; PhotoClipError unless it describes a model plainly."""
    try:
        config: dict[str, Any] = json.loads(path.read_text("utf-8"))
        model = config["model_cfg"]
        text, vision = model["text_cfg"], model["vision_cfg"]
        wants_code = "trust_remote_code" in (text.get("tokenizer_kwargs") or {})
        wants_hub = ":" in (vision.get("timm_model_name") or "")
        preprocess = {"size": vision.get("image_size", 224), **config.get("preprocess_cfg", {})}
        Preprocessing.from_config(preprocess)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise PhotoClipError("{path} does not describe an open_clip model.", path=path) from error
    if wants_code or wants_hub:
        raise PhotoClipError(
            "{path} asks for code or files from elsewhere; it was refused.", path=path
        )
    return {"model_cfg": model, "preprocess_cfg": preprocess}


def text_files(config: Mapping[str, Any]) -> tuple[str, ...]:
    """The files that its text tower needs in the model's folder besides config and weights."""
    text = config["model_cfg"]["text_cfg"]
    tower = (TEXT_CONFIG_FILE,) if text.get("hf_model_name") else ()
    return tower + ((TOKENIZER_FILE,) if text.get("hf_tokenizer_name") else ())


def install_weights(source: Path, folder: Path, architecture: str) -> None:
    """Make ``folder``'s open_clip_model.safetensors from a checkpoint, if it fits the config there.

    A safetensors file that already has the architecture's names is moved, or copied if it lies
    outside the folder; anything else is converted. PhotoClipError if it is no checkpoint or of
    another architecture (``architecture`` names it for people).
    """
    model = _build(folder, architecture)
    wanted = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    target = folder / WEIGHTS_FILE
    if source.suffix == _SAFETENSORS and _stored_shapes(source) == wanted:
        if source.parent != folder:
            shutil.copyfile(source, target)
        elif source != target:
            source.replace(target)
        return
    state = _converted(model, _load(source), wanted)
    shapes = {name: tuple(tensor.shape) for name, tensor in state.items()}
    if shapes != wanted:
        raise PhotoClipError(
            "{name} is no checkpoint of {architecture}: {difference}.",
            name=source.name,
            architecture=architecture,
            difference=_difference(shapes, wanted),
        )
    _save(state, target)
    if source.parent == folder and source != target:
        source.unlink()


def check_text_files(folder: Path) -> None:
    """PhotoClipError if what the folder's text tower needs is unusable or asks to run code."""
    config = json.loads((folder / CONFIG_FILE).read_text("utf-8"))
    needed = text_files(config)
    for name in (TEXT_CONFIG_FILE, TOKENIZER_CONFIG_FILE):
        _refuse_code(folder / name)
    if TOKENIZER_FILE not in needed:
        return
    open_clip = _open_clip()
    try:
        open_clip.get_tokenizer(f"local-dir:{folder}")(["a photo"])
    except Exception as error:  # the tokenizers library raises nothing more precise
        raise PhotoClipError(
            "The tokenizer that came with the model cannot be used: {reason}.",
            reason=_first_line(error),
        ) from error


def _refuse_code(path: Path) -> None:
    """transformers would offer to run the code that an ``auto_map`` names."""
    if not path.is_file():
        return
    try:
        wants_code = "auto_map" in json.loads(path.read_text("utf-8"))
    except (ValueError, TypeError) as error:
        raise PhotoClipError("The file {name} of the model is damaged.", name=path.name) from error
    if wants_code:
        raise PhotoClipError("The model's {name} asks to run code; it was refused.", name=path.name)


def _open_clip() -> Any:
    keep_libraries_offline()
    import open_clip

    return open_clip


def _training(name: str, tag: str) -> dict[str, Any]:
    """open_clip's record of how the weights of an architecture were trained."""
    open_clip = _open_clip()
    records = {
        known: open_clip.get_pretrained_cfg(name, known)
        for known in open_clip.list_pretrained_tags_by_model(name)
    }
    if tag:
        if tag not in records:
            raise PhotoClipError(
                "open_clip knows no weights “{tag}” of {name}, only: {known}.",
                tag=tag,
                name=name,
                known=list(records) or Sentence("none"),
            )
        return dict(records[tag])
    kinds: dict[str, str] = {}
    for known, record in records.items():
        kinds.setdefault(json.dumps([record[key] for key in _NORMALISATION]), known)
    if len(kinds) > 1:
        examples = either([quoted(f"{name}/{known}") for known in kinds.values()])
        raise PhotoClipError(
            "The weights of {name} were trained with different colours; say which ones "
            "these are, for example {examples}.",
            name=name,
            examples=examples,
        )
    return dict(records[next(iter(kinds.values()))]) if kinds else {}


def _build(folder: Path, architecture: str) -> torch.nn.Module:
    """The model that the folder's config describes, with tensors that have a shape but no data."""
    import torch

    open_clip = _open_clip()
    config = json.loads((folder / CONFIG_FILE).read_text("utf-8"))["model_cfg"]
    options = copy.deepcopy(config)
    own_text = options.pop("custom_text", False) or options["text_cfg"].get("hf_model_name")
    if options["text_cfg"].get("hf_model_name"):
        options["text_cfg"] |= {"hf_model_name": str(folder), "hf_model_pretrained": False}
    if options["vision_cfg"].get("timm_model_name"):
        options["vision_cfg"]["timm_model_pretrained"] = False
    captioning = own_text and "multimodal_cfg" in options
    kind = open_clip.CustomTextCLIP if own_text else open_clip.CLIP
    kind = open_clip.CoCa if captioning else kind
    try:
        with torch.device("meta"):
            model: torch.nn.Module = kind(**options)
    except (RuntimeError, ValueError, TypeError, LookupError, AttributeError, OSError) as error:
        raise PhotoClipError(
            "{architecture} cannot be built: {reason}.",
            architecture=architecture,
            reason=_first_line(error),
        ) from error
    return model


def _stored_shapes(path: Path) -> Shapes:
    """From the header alone."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "pt") as file:
            return {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise _no_checkpoint(path) from error


def _load(path: Path) -> dict[str, torch.Tensor]:
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        if path.suffix == _SAFETENSORS:
            return dict(load_file(path))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of old formats: the sentence says what is wrong
            loaded = torch.load(path, map_location="cpu", weights_only=True)
    except (SafetensorError, OSError, EOFError) as error:
        raise _no_checkpoint(path) from error
    except (pickle.UnpicklingError, RuntimeError) as error:
        raise _refused(path) from error
    state = loaded.get("state_dict", loaded) if isinstance(loaded, dict) else None
    if not isinstance(state, dict) or not all(map(torch.is_tensor, state.values())):
        raise _no_checkpoint(path)
    return {str(name).removeprefix("module."): tensor for name, tensor in state.items()}


def _converted(
    model: torch.nn.Module, state: dict[str, torch.Tensor], wanted: Shapes
) -> dict[str, torch.Tensor]:
    """The renaming that open_clip does while loading older files, but without any resizing."""
    from open_clip.convert import convert_state_dict
    from open_clip.model import convert_to_custom_text_state_dict

    state = dict(convert_state_dict(model, state))
    if "text_projection" in state and "text_projection" not in wanted:
        state = convert_to_custom_text_state_dict(state)
    for name in ("logit_scale", "logit_bias"):
        if name in state and state[name].numel() == 1 and name in wanted:
            state[name] = state[name].reshape(wanted[name])
    positions = "text.transformer.embeddings.position_ids"  # counted out by newer transformers
    if positions not in wanted:
        state.pop(positions, None)
    return state


def _save(state: Mapping[str, torch.Tensor], target: Path) -> None:
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    # Clones: tensors that share memory cannot be saved as they are.
    alone = {name: tensor.clone().contiguous() for name, tensor in state.items()}
    try:
        save_file(alone, target)
    except SafetensorError as error:
        raise DiskTrouble(
            "{name} cannot be written: {reason}.", name=target.name, reason=_first_line(error)
        ) from error


def _difference(shapes: Shapes, wanted: Shapes) -> Sentence:
    missing, extra = sorted(wanted.keys() - shapes.keys()), sorted(shapes.keys() - wanted.keys())
    if missing:
        return Sentence(
            "it lacks {first} and {others} others", first=missing[0], others=len(missing) - 1
        )
    if extra:
        return Sentence(
            "it has {first} and {others} others too many", first=extra[0], others=len(extra) - 1
        )
    name = next(name for name in wanted if shapes[name] != wanted[name])
    return Sentence(
        "its {name} is {found}, not {wanted}",
        name=name,
        found=_times(shapes[name]),
        wanted=_times(wanted[name]),
    )


def _times(shape: tuple[int, ...]) -> Sentence | str:
    return " × ".join(map(str, shape)) if shape else Sentence("one number")


def _no_checkpoint(path: Path) -> PhotoClipError:
    return PhotoClipError("{name} is damaged or holds no model.", name=path.name)


def _refused(path: Path) -> PhotoClipError:
    """torch tells damage from code by its words alone."""
    return PhotoClipError(
        "{name} is damaged, or holds more than a model's numbers, such as code; it was refused, "
        "and nothing in it was run.",
        name=path.name,
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
