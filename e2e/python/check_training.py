"""continue_training.py trains the same run in one process, under torchrun and on Ray, and writes it back.

    python check_training.py FOLDER

Leaves what Ray's workers wrote in FOLDER/continued: a file that Lensmith's Import has to take back.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import numpy as np
import timm
import torch
from mlflow.tracking import MlflowClient
from PIL import Image
from safetensors import safe_open
from safetensors.torch import load_file

# Gradients are averaged in another order, and AdamW divides by their size: of the weights' size.
SAME_RUN = 1e-3
EPOCHS = 2
ENVIRONMENT = {**os.environ, "RAY_AUTH_MODE": "disabled", "OMP_NUM_THREADS": "1"}
ENVIRONMENT.pop("MLFLOW_TRACKING_URI", None)
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"


def write_pictures(root: Path, labels: list[str], counts: list[int]) -> None:
    """Noise whose colour and brightness tell the class, in many sizes."""
    random = np.random.default_rng(7)
    for k, (label, count) in enumerate(zip(labels, counts)):
        (root / label).mkdir(parents=True)
        for i in range(count):
            pixels = random.integers(0, 100, (60 + 9 * i, 90 - 5 * i, 3))
            pixels[..., k % 3] += 110
            pixels[: 30 * (k // 3), :, (k + 1) % 3] += 110
            Image.fromarray(pixels.astype(np.uint8)).save(root / label / f"{i}.png")


def run(bundle: Path, data: Path, out: Path, *arguments: str, processes: int = 1) -> str:
    """continue_training.py as a person starts it; what it printed."""
    logs = Path(f"{out}-logs")
    start = [sys.executable]
    if processes > 1:
        start += f"-m torch.distributed.run --standalone --nproc_per_node {processes}".split()
        # PyTorch 1.13 on Python 3.11 knows neither 0, the default, nor 3 as a set of streams.
        start += f"--redirects 2 --tee 1 --log_dir {logs}".split()
    command = [
        *start,
        str(bundle / "continue_training.py"),
        str(data),
        "--out",
        str(out),
        *arguments,
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, timeout=240)
    errors = [path.read_text() for path in logs.rglob("stderr.log")]
    assert done.returncode == 0, "\n".join([done.stdout, done.stderr, *errors])
    return done.stdout


def difference(a: Path, b: Path) -> float:
    """Largest distance of two runs' tensors, relative to the tensor's size."""
    left, right = (load_file(folder / "model.safetensors") for folder in (a, b))
    assert left.keys() == right.keys()
    floats = [name for name, value in left.items() if value.is_floating_point()]
    return max(((left[n] - right[n]).norm() / left[n].norm()).item() for n in floats)


def check_written(bundle: Path, out: Path, depth: str) -> None:
    """The same names, shapes and metadata; what the depth freezes is as it was, the rest is not."""
    before, after = (load_file(folder / "model.safetensors") for folder in (bundle, out))
    with safe_open(bundle / "model.safetensors", "pt") as file:
        metadata = file.metadata()
    with safe_open(out / "model.safetensors", "pt") as file:
        assert file.metadata() == metadata
    assert before.keys() == after.keys()
    parts = json.loads(metadata["trainable"])[depth]
    for name, value in after.items():
        assert value.shape == before[name].shape and value.dtype == before[name].dtype
        trains = any(f"{name}.".startswith(f"{part}.") for part in parts)
        running = name.endswith(("running_mean", "running_var", "num_batches_tracked"))
        assert torch.equal(value, before[name]) != (trains and not running), name
    model = timm.create_model(
        metadata["architecture"],
        num_classes=len(json.loads(metadata["classes"])),
        **json.loads(metadata["model_args"]),
    )
    model.load_state_dict(after, strict=True)
    timm.create_model(f"local-dir:{out}", pretrained=True)
    for name in ("labels.json", "preprocess.json", "config.json"):
        assert (out / name).read_bytes() == (bundle / name).read_bytes()


def check_record(bundle: Path, out: Path) -> None:
    """lensmith.json is of the new run and has all the fields of the old one."""
    old, new = (json.loads((folder / "lensmith.json").read_text()) for folder in (bundle, out))
    assert new["run"].keys() == old["run"].keys()
    assert new["run"]["id"] == f"{old['run']['id']}-continued"
    assert new["run"]["tags"]["continued.from"] == old["run"]["id"]
    assert new["run"]["test"] is None and new["run"]["params"]["epochs"] == EPOCHS
    low, high = new["run"]["validation"]["interval"]
    assert 0 <= low <= new["run"]["validation"]["accuracy"] <= high <= 1
    assert (new["experiment"], new["dataset"]) == (old["experiment"], old["dataset"])


def check_mlflow(out: Path, bundle: Path, workers: int) -> dict[str, float]:
    """One finished run with its series, parameters and model; returns its last metrics."""
    client = MlflowClient((out / "mlruns").as_uri())
    names = [experiment.experiment_id for experiment in client.search_experiments()]
    (found,) = client.search_runs(names)
    recorded = json.loads((bundle / "lensmith.json").read_text())["run"]["params"]
    assert found.info.status == "FINISHED"
    assert found.data.params["workers"] == str(workers)
    assert float(found.data.params["learning_rate"]) == recorded["learning_rate"]
    assert found.data.params["seed"] == str(recorded["seed"])
    for name in ("train_loss", "train_accuracy", "val_loss", "val_accuracy", "learning_rate"):
        history = client.get_metric_history(found.info.run_id, name)
        assert [metric.step for metric in history] == list(range(EPOCHS)), name
    losses = [m.value for m in client.get_metric_history(found.info.run_id, "train_loss")]
    assert losses[-1] < losses[0], losses
    assert found.data.metrics["val_loss"] < found.data.metrics["start_val_loss"]
    artifacts = {file.path for file in client.list_artifacts(found.info.run_id, "model")}
    assert "model/model.safetensors" in artifacts
    return found.data.metrics


def check_own_folders(bundle: Path, root: Path, labels: list[str]) -> None:
    """train/ and val/, all of a transformer, mirrored, read by another process."""
    write_pictures(root / "train", labels, [3] * len(labels))
    write_pictures(root / "val", labels[:2], [2, 2])
    arguments = "--depth all --augment mirror --epochs 1 --loaders 1 --no-mlflow".split()
    told = run(bundle, root, root / "out", *arguments)
    assert "15 pictures to train on, 4 to validate" in told and "flatters" not in told, told
    assert "The run has no learning_rate for this depth: 2e-05 is taken." in told, told
    check_written(bundle, root / "out", "all")
    assert not (root / "out/mlruns").exists()


def load(bundle: Path) -> ModuleType:
    """continue_training.py as a module."""
    spec = importlib.util.spec_from_file_location(
        "continue_training", bundle / "continue_training.py"
    )
    module = sys.modules["continue_training"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check_refusals(bundle: Path, root: Path, labels: list[str]) -> None:
    """Folders that do not fit are refused in words that help."""
    module = load(bundle)

    def refused(data: Path, *words: str) -> None:
        sys.argv = ["continue_training.py", str(data)]
        settings = module.settings_of(module.arguments())
        sys.argv[1:] = [str(data), "--model", str(bundle)]
        try:
            module.find_pictures(settings, labels)
        except module.TrainingError as error:
            assert all(word in str(error) for word in words), error
        else:
            raise AssertionError(f"{data} was taken")

    refused(root / "nothing", "is not a folder")
    write_pictures(root / "other", [*labels[1:], "zebra"], [2] * len(labels))
    refused(root / "other", "not a class of the model: zebra", f"without a folder: {labels[0]}")
    write_pictures(root / "few", labels, [2] * (len(labels) - 1) + [1])
    refused(root / "few", f'"{labels[-1]}" has only one picture')
    write_pictures(root / "empty", labels, [2] * (len(labels) - 1) + [0])
    refused(root / "empty", "has no picture")

    write_pictures(root / "damaged", labels, [2] * len(labels))
    for path in (root / "damaged" / labels[0]).iterdir():
        path.write_bytes(path.read_bytes()[:300])
    command = [sys.executable, str(bundle / "continue_training.py"), str(root / "damaged")]
    command += ["--no-mlflow", "--loaders", "1", "--out", str(root / "none")]
    failed = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
    assert failed.returncode == 1 and "is damaged" in failed.stderr, failed.stderr
    assert "Traceback" not in failed.stderr, failed.stderr
    assert not (root / "none").exists()


def main() -> None:
    root = Path(sys.argv[1])
    bundle, transformer = root / "models/resnet18", root / "models/vit_tiny_patch16_224"
    labels = json.loads((bundle / "labels.json").read_text())
    shutil.rmtree(root / "continued", ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        # One class has half the pictures: its loss counts double.
        write_pictures(work / "data", labels, [8, 8, 8, 8, 4])
        usual = ("--epochs", str(EPOCHS), "--loaders", "0")
        with ThreadPoolExecutor() as side_by_side:
            # Ray mostly waits for itself to start.
            ray = side_by_side.submit(
                run, bundle, work / "data", root / "continued", *usual, "--ray", "--workers", "2"
            )
            run(bundle, work / "data", work / "one", *usual)
            run(bundle, work / "data", work / "two", *usual, processes=2)
            check_own_folders(transformer, work / "own", labels)
            check_refusals(bundle, work / "refused", labels)
            ray.result()
        worst = 0.0
        for out, workers in ((work / "one", 1), (work / "two", 2), (root / "continued", 2)):
            check_written(bundle, out, "last-stage")
            check_record(bundle, out)
            metrics = check_mlflow(out, bundle, workers)
            worst = max(worst, difference(work / "one", out))
        assert worst <= SAME_RUN, worst
    print(
        f"one process, torchrun and Ray: the same weights to {worst:.0e}; "
        f"val_loss {metrics['start_val_loss']:.2f} to {metrics['val_loss']:.2f}"
    )


if __name__ == "__main__":
    main()
