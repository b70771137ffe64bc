"""predict.py sees what Lensmith sees and says what Lensmith says, as a command and as a function.

python check_predict.py FOLDER
"""

import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import numpy as np
from PIL import Image, ImageOps

# Grey levels: Pillow resizes in the same fixed point, transparency is rounded differently.
PIXEL_TOLERANCE = 1
# Of probabilities: a grey level here and there, and float32 sums in another order.
TOLERANCE = 2e-3
# Where the pixels are the same to the bit.
EXACT_TOLERANCE = 1e-4


def load(folder: Path) -> ModuleType:
    """The predict.py of one bundle; each has its own model."""
    spec = importlib.util.spec_from_file_location(f"predict_{folder.name}", folder / "predict.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pictures_in(root: Path) -> list[Path]:
    """In the order in which the references have them: their names begin with a number."""
    return sorted((root / "pictures").glob("*.png"), key=lambda p: int(p.name.split("-")[0]))


def prepared_differences(predict: ModuleType, folder: Path, pictures: list[Path]) -> np.ndarray:
    """Largest difference of a pixel from Lensmith's, a picture each, in grey levels."""
    preprocessing = json.loads((folder / "preprocess.json").read_text())
    shape = (len(pictures), *preprocessing["inputSize"], 3)
    expected = np.fromfile(folder / "input.bin", np.uint8).reshape(shape).astype(int)
    ours = [predict.prepare(predict.open_picture(path), preprocessing) for path in pictures]
    return np.abs(np.stack(ours) - expected).max((1, 2, 3))


def check_model(folder: Path, pictures: list[Path]) -> float:
    """Pixels and probabilities of one bundle; returns the largest difference of a probability."""
    predict = load(folder)
    pixels = prepared_differences(predict, folder, pictures)
    assert pixels.max() <= PIXEL_TOLERANCE, f"{folder.name}: {pixels} grey levels"
    reference = json.loads((folder / "reference.json").read_text())
    classifier = predict.default_classifier()
    found = np.stack([classifier.probabilities(path) for path in pictures])
    differences = np.abs(found - reference["probabilities"]).max(1)
    bounds = np.where(pixels == 0, EXACT_TOLERANCE, TOLERANCE)
    assert (differences <= bounds).all(), f"{folder.name}: {differences}"

    answers = predict.predict(pictures[0])
    order = np.argsort(reference["probabilities"][0])[::-1][:3]
    assert [answer["label"] for answer in answers] == [reference["classes"][i] for i in order]
    assert len(predict.predict(pictures[0], top=99)) == len(reference["classes"])
    return float(differences.max())


def check_float_variant(folder: Path, pictures: list[Path]) -> None:
    """A normalised NCHW model in the same place gives the same answers."""
    with tempfile.TemporaryDirectory() as other:
        for name in ("predict.py", "labels.json", "preprocess.json"):
            shutil.copy(folder / name, other)
        shutil.copy(folder / "onnx-float/model.onnx", other)
        found = load(Path(other)).default_classifier().probabilities(pictures[0])
    expected = json.loads((folder / "reference.json").read_text())["probabilities"][0]
    assert np.abs(found - expected).max() <= EXACT_TOLERANCE


def check_decoding(predict: ModuleType, pictures: list[Path]) -> None:
    """What PNG files of the sample do not show: EXIF, 16 bits, palettes with transparency, CMYK."""
    upright = Image.open(pictures[2]).convert("RGB")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture"
        for orientation in range(1, 9):
            exif = Image.Exif()
            exif[0x0112] = orientation
            upright.save(path, "JPEG", quality=95, exif=exif)
            expected = np.asarray(ImageOps.exif_transpose(Image.open(path)))
            assert np.array_equal(np.asarray(predict.open_picture(path)), expected)
            turned = orientation >= 5
            assert expected.shape[:2] == (upright.size if turned else upright.size[::-1])

        grey = np.arange(48 * 40, dtype=np.uint16).reshape(40, 48) * 34
        Image.fromarray(grey).save(path, "PNG")
        opened = np.asarray(predict.open_picture(path))
        assert np.array_equal(opened, np.repeat((grey >> 8)[..., None], 3, 2))

        indexed = Image.new("P", (8, 8), 1)
        indexed.putpalette([0, 0, 0, 10, 200, 30])
        indexed.save(path, "PNG", transparency=1)
        assert (np.asarray(predict.open_picture(path)) == 255).all()
        indexed.save(path, "GIF")
        assert (np.asarray(predict.open_picture(path)) == (10, 200, 30)).all()

        Image.new("LA", (8, 8), (0, 127)).save(path, "PNG")
        assert (np.abs(np.asarray(predict.open_picture(path)).astype(int) - 128) <= 1).all()
        upright.convert("CMYK").save(path, "JPEG")
        assert predict.open_picture(path).mode == "RGB"
    with open(pictures[0], "rb") as file:
        assert predict.open_picture(file).size == predict.open_picture(Image.open(pictures[0])).size


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """predict.py as a person runs it, from elsewhere."""
    command = [sys.executable, str(folder / "predict.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd="/")


def check_command(folder: Path, picture: Path) -> None:
    """Its answers, and its words for what it cannot read."""
    expected = load(folder).predict(picture, top=2)
    told = json.loads(run(folder, str(picture), "--json", "--top", "2").stdout)
    assert [answer["label"] for answer in told] == [answer["label"] for answer in expected]
    table = run(folder, str(picture)).stdout.splitlines()
    assert len(table) == 3 and table[0].startswith(str(expected[0]["label"])), table
    with tempfile.TemporaryDirectory() as other:
        damaged = Path(other) / "damaged.png"
        damaged.write_bytes(picture.read_bytes()[:700])
        text = Path(other) / "text.jpg"
        text.write_text("no picture")
        for path, words in [
            (Path(other) / "none.png", "does not exist"),
            (damaged, "is damaged"),
            (text, "is not a picture"),
            (Path(other), "is a folder"),
        ]:
            failed = run(folder, str(path))
            assert failed.returncode == 1 and words in failed.stderr, failed.stderr
            assert "Traceback" not in failed.stderr, failed.stderr
        shutil.copy(folder / "predict.py", other)
        failed = run(Path(other), str(picture))
        assert failed.returncode == 1 and "labels.json is missing" in failed.stderr, failed.stderr
    assert run(folder, str(picture), "--top", "0").returncode == 2


def main() -> None:
    root = Path(sys.argv[1])
    pictures = pictures_in(root)
    models = sorted((root / "models").iterdir())
    differences = [check_model(folder, pictures) for folder in models]
    predict = load(models[0])
    for folder in sorted((root / "preprocessing").iterdir()):
        worst = prepared_differences(predict, folder, pictures).max()
        assert worst <= PIXEL_TOLERANCE, f"{folder.name}: {worst} grey levels"
    check_float_variant(root / "models/resnet18", pictures)
    check_decoding(predict, pictures)
    check_command(root / "models/tiny_resnet", pictures[0])
    print(
        f"{len(models)} models on {len(pictures)} pictures; largest difference {max(differences):.1e}"
    )


if __name__ == "__main__":
    main()
