"""Small random open_clip checkpoints of several architectures, and the photos to feed them."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import open_clip
import skimage
import sklearn
import torch
from PIL import Image
from safetensors.torch import save_file

from photoclip.starter import TEXT_FILES

_TEXT = {"context_length": 77, "vocab_size": 49408, "width": 64, "heads": 2, "layers": 2}
_VISION = {"image_size": 64, "layers": 2, "width": 64, "head_width": 32, "patch_size": 16}

ARCHITECTURES: dict[str, dict[str, Any]] = {
    "OpenAI's ViT": {
        "model_cfg": {
            "embed_dim": 32,
            "quick_gelu": True,
            "vision_cfg": _VISION,
            "text_cfg": _TEXT,
        },
        "preprocess_cfg": {},
    },
    "SigLIP": {
        "model_cfg": {
            "embed_dim": 32,
            "init_logit_bias": -10,
            "custom_text": True,
            "vision_cfg": _VISION | {"pool_type": "avg", "no_ln_pre": True},
            "text_cfg": _TEXT
            | {
                "context_length": 64,
                "no_causal_mask": True,
                "proj_bias": True,
                "pool_type": "last",
                "tokenizer_kwargs": {"clean": "canonicalize"},
            },
        },
        "preprocess_cfg": {"mean": [0.5] * 3, "std": [0.5] * 3, "resize_mode": "squash"},
    },
    "timm and BERT": {
        "model_cfg": {
            "embed_dim": 32,
            "custom_text": True,
            "vision_cfg": {
                "timm_model_name": "test_efficientnet",
                "timm_model_pretrained": False,
                "timm_pool": "avg",
                "timm_proj": "linear",
                "image_size": 96,
            },
            "text_cfg": {
                "hf_model_name": "a folder",
                "hf_tokenizer_name": "a folder",
                "hf_proj_type": "mlp",
                "hf_pooler_type": "mean_pooler",
                "context_length": 48,
            },
        },
        "preprocess_cfg": {"mean": [0.5] * 3, "std": [0.2, 0.3, 0.4], "interpolation": "bilinear"},
    },
}

TEXTS = [
    "a cat",
    "A photo of a DOG, isn't it?",
    "  two   spaces &amp; an entity — and 1,234 dashes… ",
    "Füße, naïve café, ﬁne ｆｕｌｌｗｉｄｔｈ",
    "一隻貓坐在沙發上",
    "🐱 emoji 👩‍👩‍👧",
    "snow_white <b>bold</b> [MASK] <end_of_text>",
]


def make_checkpoint(name: str, folder: Path) -> Path:
    """Writes a local-dir with random weights."""
    config = json.loads(json.dumps(ARCHITECTURES[name]))
    text = config["model_cfg"]["text_cfg"]
    if "hf_model_name" in text:
        for file in TEXT_FILES:
            shutil.copyfile(file.path(), folder / file.parts[-1])
        small = {"hidden_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4}
        bert = json.loads((folder / "config.json").read_text()) | small | {"intermediate_size": 64}
        (folder / "config.json").write_text(json.dumps(bert))
        text |= {"hf_model_name": str(folder), "hf_model_pretrained": False}
    torch.manual_seed(0)
    options = dict(config["model_cfg"])
    kind = open_clip.CustomTextCLIP if options.pop("custom_text", False) else open_clip.CLIP
    model = kind(**options)
    save_file(
        {key: value.contiguous() for key, value in model.state_dict().items()},
        folder / "open_clip_model.safetensors",
    )
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    return folder


class Reference:
    """open_clip's own model, transform and tokenizer, float32 on the CPU."""

    def __init__(self, folder: Path) -> None:
        name = f"local-dir:{folder}"
        config = json.loads((folder / "open_clip_config.json").read_text())
        text = config["model_cfg"]["text_cfg"]
        options = {}
        if text.get("hf_model_name"):
            local = {"hf_model_name": str(folder), "hf_model_pretrained": False}
            options = {"text_cfg": text | local}
        model, _, self.transform = open_clip.create_model_and_transforms(name, **options)
        self.model = model.eval()
        self.tokenizer = open_clip.get_tokenizer(name)

    def images(self, images: list[Image.Image]) -> npt.NDArray[np.float32]:
        return self.pixels(np.stack([self.transform(image).numpy() for image in images]))

    @torch.inference_mode()
    def pixels(self, pixels: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        return self.model.encode_image(torch.from_numpy(pixels), normalize=True).numpy()

    @torch.inference_mode()
    def texts(self, texts: list[str]) -> npt.NDArray[np.float32]:
        return self.model.encode_text(self.tokenizer(texts), normalize=True).numpy()


def agreement(ours: npt.NDArray[np.float32], theirs: npt.NDArray[np.float32]) -> float:
    """The lowest cosine between rows, once what all rows share is taken away.

    The vectors of a random model hardly differ from one picture to the next; only what is left
    after the mean is gone tells whether the picture was read rightly.
    """
    left, right = ours - theirs.mean(0), theirs - theirs.mean(0)
    lengths = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    return float(((left * right).sum(1) / lengths).min())


def odd_files() -> dict[str, bytes]:
    """Encoded pictures of kinds that are easily read wrongly, each another scene."""
    china, flower = sample("china"), sample("flower")
    exif = Image.Exif()
    exif[0x0112] = 6
    deep = np.asarray(flower.convert("L"), np.uint16) * 257
    return {
        "rotated": _encoded(china, "JPEG", exif=exif),
        "16-bit": _encoded(Image.fromarray(deep), "PNG"),
        "grey": _encoded(china.convert("L"), "JPEG"),
        "CMYK": _encoded(flower.convert("CMYK"), "JPEG"),
        "palette": _encoded(china.quantize(64), "PNG"),
        "transparent": _encoded(_faded(flower), "PNG"),
        "tall": _encoded(china.crop((100, 0, 200, 427)), "WEBP", lossless=True),
        "tiny": _encoded(flower.resize((31, 20)), "PNG"),
    }


def sample(name: str) -> Image.Image:
    """A photo that scikit-learn or scikit-image ships in its wheel."""
    folders = (
        Path(sklearn.__file__).parent / "datasets" / "images",
        Path(skimage.__file__).parent / "data",
    )
    (path,) = (path for folder in folders for path in folder.glob(f"{name}.*") if path.is_file())
    return Image.open(path).convert("RGB")


def _faded(image: Image.Image) -> Image.Image:
    faded = image.copy()
    faded.putalpha(Image.linear_gradient("L").resize(image.size))
    return faded


def _encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
