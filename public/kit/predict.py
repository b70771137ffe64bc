"""What is on a picture, by the model in this folder.

    python predict.py photo.jpg [--top 3] [--json]

    from predict import predict
    predict("photo.jpg")  # [{"label": "cat", "confidence": 0.98}, ...], most likely first

Reads model.onnx, labels.json and preprocess.json beside it. Needs onnxruntime, Pillow and NumPy:
`pip install -r requirements.txt`. A picture is prepared exactly as Lensmith prepared it in training.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import warnings
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Union

try:
    import numpy as np
    from PIL import Image, ImageOps
except ImportError as missing:
    sys.exit(f"{missing.name} is not installed. Run: pip install -r requirements.txt")

HERE = Path(__file__).resolve().parent
PIXEL_LIMIT = 100_000_000
FILTERS = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}

Picture = Union[str, "os.PathLike[str]", BinaryIO, Image.Image]


class PredictError(Exception):
    """What went wrong and what to do about it, in a sentence for a person."""


def predict(picture: Picture, top: int = 3) -> list[dict[str, str | float]]:
    """The `top` most likely classes of one picture, by the model beside this file.

    `picture`: a path, an open binary file or a PIL image. Confidences are in 0..1 and sum to 1 over
    all classes. Raises PredictError.
    """
    return default_classifier()(picture, top)


@lru_cache(maxsize=1)
def default_classifier() -> Classifier:
    """The model beside this file, loaded once."""
    return Classifier(HERE)


class Classifier:
    """A model.onnx with its labels.json and preprocess.json."""

    def __init__(self, folder: Path) -> None:
        try:
            import onnxruntime
        except ImportError:
            raise PredictError(
                "onnxruntime is not installed. Run: pip install -r requirements.txt"
            ) from None
        self.labels: list[str] = read_json(folder / "labels.json")
        self.preprocessing: dict = read_json(folder / "preprocess.json")
        model = require(folder / "model.onnx")
        try:
            self.session = onnxruntime.InferenceSession(
                str(model), providers=["CPUExecutionProvider"]
            )
        except Exception as cause:
            raise PredictError(
                f"{model} does not open: {cause}. Export it again, and copy all files of the export."
            ) from cause

    def __call__(self, picture: Picture, top: int = 3) -> list[dict[str, str | float]]:
        """See `predict`."""
        probabilities = self.probabilities(picture)
        best = np.argsort(-probabilities, kind="stable")[: max(1, top)]
        return [{"label": self.labels[i], "confidence": float(probabilities[i])} for i in best]

    def probabilities(self, picture: Picture) -> np.ndarray:
        """Of every class, in the order of labels.json: float32 [classes]."""
        pixels = prepare(open_picture(picture), self.preprocessing)
        entry = self.session.get_inputs()[0]
        batch = pixels[None] if "uint8" in entry.type else normalise(pixels, self.preprocessing)
        return self.session.run(["probabilities"], {entry.name: batch})[0][0]


def open_picture(picture: Picture) -> Image.Image:
    """RGB, upright by its EXIF orientation, what is transparent over white. Raises PredictError."""
    if isinstance(picture, Image.Image):
        return as_rgb(picture)
    name = str(picture) if isinstance(picture, (str, os.PathLike)) else "the picture"
    try:
        with warnings.catch_warnings():
            # The limit below is ours.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(picture) as opened:
                refuse_huge(opened, name)
                return as_rgb(opened)
    except FileNotFoundError:
        raise PredictError(f"{name} does not exist. Check the path.") from None
    except IsADirectoryError:
        raise PredictError(f"{name} is a folder. Name one picture in it.") from None
    except PermissionError:
        raise PredictError(f"{name} may not be read. Check its permissions.") from None
    except Image.UnidentifiedImageError:
        raise PredictError(
            f"{name} is not a picture that Pillow can read. Save it as JPEG or PNG."
        ) from None
    except Image.DecompressionBombError as cause:
        raise PredictError(f"{name} is too large ({cause}). Scale it down first.") from None
    except (OSError, SyntaxError, ValueError) as cause:
        raise PredictError(f"{name} is damaged: {cause}. Try another copy of it.") from cause


def refuse_huge(image: Image.Image, name: str) -> None:
    """Told from the header, before anything is decoded."""
    if image.width * image.height > PIXEL_LIMIT:
        raise PredictError(
            f"{name} has {image.width} x {image.height} pixels, more than the "
            f"{PIXEL_LIMIT // 1_000_000} million that are read. Scale it down first."
        )


def as_rgb(image: Image.Image) -> Image.Image:
    """Colour profiles are ignored, as in Lensmith."""
    image = ImageOps.exif_transpose(image)
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        # 16 bits of grey; Pillow would clip them to 8.
        grey = np.asarray(image).astype(np.int64)
        image = Image.fromarray((grey >> 8).clip(0, 255).astype(np.uint8))
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB")


def prepare(image: Image.Image, preprocessing: dict) -> np.ndarray:
    """Resized and centre-cropped, before normalisation: uint8 [H, W, 3]."""
    height, width = preprocessing["inputSize"]
    target = (int(height / preprocessing["cropPct"]), int(width / preprocessing["cropPct"]))
    copy = preprocessing["copy"]
    if min(image.size) >= copy["from"] and max(target) <= copy["shortSide"]:
        # Lensmith keeps large pictures at this size and trains on them so.
        image = image.resize(short_side_to(image.size, copy["shortSide"]), FILTERS["bicubic"])
    size = covering_size(image.size, target)
    image = image.resize(size, FILTERS[preprocessing["interpolation"]])
    left, top = crop_offset(image.width, width), crop_offset(image.height, height)
    return np.asarray(image.crop((left, top, left + width, top + height)))


def short_side_to(size: tuple[int, int], side: int) -> tuple[int, int]:
    """torchvision's `Resize(side)`: the long side is truncated."""
    width, height = size
    if width <= height:
        return side, max(1, int(side * height / width))
    return max(1, int(side * width / height)), side


def covering_size(size: tuple[int, int], target: tuple[int, int]) -> tuple[int, int]:
    """Width and height that cover `target` (height, width), the aspect ratio kept, as timm has it."""
    if target[0] == target[1]:
        return short_side_to(size, target[0])
    ratio = min(size[1] / target[0], size[0] / target[1])
    return round(size[0] / ratio), round(size[1] / ratio)


def crop_offset(have: int, want: int) -> int:
    """Where torchvision's centre crop begins; negative where it adds black."""
    return -((want - have) // 2) if have < want else round((have - want) / 2)


def normalise(pixels: np.ndarray, preprocessing: dict) -> np.ndarray:
    """For models that want float32 [1, 3, H, W]."""
    mean, std = (np.array(preprocessing[key], np.float32) for key in ("mean", "std"))
    scaled = (pixels.astype(np.float32) / 255 - mean) / std
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[None])


def read_json(path: Path):
    """Raises PredictError where the file is missing or damaged."""
    try:
        return json.loads(require(path).read_text(encoding="utf-8"))
    except ValueError as cause:
        raise PredictError(f"{path} is damaged ({cause}). Export the model again.") from cause


def require(path: Path) -> Path:
    """`path`, which has to be there."""
    if not path.is_file():
        raise PredictError(f"{path} is missing. Copy all files of the export into one folder.")
    return path


def positive(text: str) -> int:
    """A whole number from 1."""
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


def main() -> None:
    parser = argparse.ArgumentParser(description="Says what is on a picture.")
    parser.add_argument("picture", help="a JPEG, PNG, WebP, GIF or BMP file")
    parser.add_argument(
        "--top", type=positive, default=3, metavar="N", help="how many classes to name (default: 3)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    try:
        answers = predict(options.picture, options.top)
    except PredictError as error:
        sys.exit(str(error))
    if options.json:
        print(json.dumps(answers, ensure_ascii=False))
        return
    width = max(len(str(answer["label"])) for answer in answers)
    for answer in answers:
        print(f"{answer['label']:<{width}}  {answer['confidence']:6.1%}")


if __name__ == "__main__":
    main()
