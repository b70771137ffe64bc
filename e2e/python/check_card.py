"""Reads the model card that Lensmith wrote as the Hub does, and runs its snippet for timm.

    python check_card.py FOLDER
"""

import contextlib
import hashlib
import io
import json
import re
import sys
from pathlib import Path

import numpy as np
from huggingface_hub import ModelCard
from PIL import Image


def main(folder: Path) -> None:
    bundle = folder / "experiment" / "card"
    content = (bundle / "README.md").read_text(encoding="utf-8")
    run = json.loads((bundle / "lensmith.json").read_text(encoding="utf-8"))["run"]
    check_head(content, run)
    files = check_hashes(bundle, content)
    check_snippet(bundle, content, run["classes"])
    print(f"card: head, {files} hashes, snippet")


def check_head(content: str, run: dict) -> None:
    data = ModelCard(content).data
    assert data.license == "apache-2.0" and data.library_name == "timm", data
    assert data.pipeline_tag == "image-classification", data
    found = {
        (result.dataset_split, result.metric_type): result.metric_value
        for result in data.eval_results
    }
    assert found == {
        ("test", "accuracy"): run["test"]["accuracy"],
        ("validation", "accuracy"): run["validation"]["accuracy"],
    }, found


def check_hashes(bundle: Path, content: str) -> int:
    rows = re.findall(r"^\| `(.+?)` \| (\d+) \| `([0-9a-f]{64})` \|$", content, re.MULTILINE)
    listed = {path: (int(size), digest) for path, size, digest in rows}
    there = {
        path.relative_to(bundle).as_posix(): path.read_bytes()
        for path in bundle.rglob("*")
        if path.is_file() and path.name != "README.md"
    }
    assert listed == {
        path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in there.items()
    }, (listed, set(there))
    return len(listed)


def check_snippet(bundle: Path, content: str, classes: list[str]) -> None:
    """As it stands, in the folder that it lies in."""
    [snippet] = re.findall(r"```python\n(.+?)```", content, re.DOTALL)
    noise = np.random.default_rng(0).integers(0, 256, (90, 120, 3), dtype=np.uint8)
    picture = bundle / "picture.jpg"
    Image.fromarray(noise).save(picture)
    said = io.StringIO()
    with contextlib.chdir(bundle), contextlib.redirect_stdout(said):
        exec(compile(snippet, "README.md", "exec"), {})
    picture.unlink()
    lines = said.getvalue().strip().splitlines()
    answers = [re.fullmatch(r"(.+): (0\.\d{3}|1\.000)", line) for line in lines]
    assert all(answers) and len(answers) == min(3, len(classes)), lines
    assert {match[1] for match in answers} <= set(classes), lines


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
