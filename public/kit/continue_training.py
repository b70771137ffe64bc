"""Continues a run of Lensmith past one machine: on all your pictures, with as many workers as you like.

    python continue_training.py pictures/                             one process
    torchrun --nproc_per_node 4 continue_training.py pictures/        several, by PyTorch
    python continue_training.py pictures/ --ray --workers 4 --gpu     several, by Ray Train

`pictures/` has a folder for each class, or `train/` and `val/` with those in them. The network starts
from model.safetensors beside this file; preprocessing, augmentation, hyperparameters and seed are the
run's (lensmith.json) unless told otherwise. The result goes to `continued/`: Lensmith's Import takes it
back, and so does `timm.create_model("local-dir:continued", pretrained=True)`.

Needs: pip install torch torchvision timm safetensors mlflow pillow "ray[train]" (the last for --ray).
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import json
import math
import os
import random
import shutil
import sys
import time
import unicodedata
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Iterator

HERE = Path(__file__).resolve().parent
# Workers of Ray and of data loaders find predict.py, whose preprocessing is Lensmith's.
sys.path.insert(0, str(HERE))

try:
    import numpy as np
    import timm
    import torch
    import torch.distributed as dist
    import torch.nn.functional as F
    from safetensors import safe_open
    from safetensors.torch import save_file
    from torch.utils.data import DataLoader, Dataset, Sampler

    from predict import PredictError, open_picture, prepare
except ImportError as missing:
    needed = 'torch torchvision timm safetensors mlflow pillow "ray[train]"'
    sys.exit(f"{missing.name} is not installed. Run: pip install {needed}")

EXTENSIONS = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".avif"}
TRAIN_FOLDERS = ("train", "training")
VALIDATION_FOLDERS = ("val", "validation", "valid")
DEPTHS = ("head", "last-stage", "last-two-stages", "all")
# Of the largest class to the smallest: from here on the loss is weighted, as in Lensmith.
IMBALANCED = 2
# A temperature beyond these says that the logits carry no information.
TEMPERATURES = (1 / 20, 20)
# Share of the right answers that stay answers under the threshold.
KEPT_ANSWERS = 0.95


class TrainingError(Exception):
    """What went wrong and what to do about it, in a sentence for a person."""

    def __init__(self, text: str) -> None:
        # Data loaders and Ray raise it anew with a whole traceback as its text.
        super().__init__(text.strip().splitlines()[-1].rpartition("TrainingError: ")[2])


@dataclass
class Settings:
    """Everything a worker has to know."""

    data: str
    out: str
    model: str
    depth: str
    epochs: int
    # Over all workers together.
    batch_size: int
    learning_rate: float
    weight_decay: float
    # Share of all steps over which the learning rate rises.
    warm_up: float
    # Epochs without a better validation result before training stops.
    patience: int
    seed: int
    augment: str
    # Share of each class that validates where there is no val folder.
    validation: float
    loaders: int
    amp: bool
    mlflow: bool
    experiment: str
    run_name: str
    workers: int = 1
    # Hyperparameters that the run did not have, and what was taken.
    assumed: dict[str, Any] = field(default_factory=dict)


def settings_of(options: argparse.Namespace) -> Settings:
    """The command line over the run over Lensmith's defaults."""
    folder = Path(options.model).resolve()
    record = read_json(folder / "lensmith.json", required=False) or {}
    run = record.get("run", {})
    params = run.get("params", {})
    depth = options.depth or run.get("depth", "last-stage")
    values = {**defaults(read_json(folder / "config.json")["architecture"], depth)}
    # A head's own epochs are iterations of another method.
    recorded = (
        params if run.get("depth") == depth and depth != "head" else {"seed": params.get("seed")}
    )
    values.update({key: params[key] for key in values if recorded.get(key) is not None})
    # Lensmith does not record these: it has but one patience, and mirrors or does not.
    unrecorded = ("patience", "augment")
    assumed = {k: v for k, v in values.items() if k not in unrecorded and recorded.get(k) is None}
    if params.get("views") == "mirror":
        values["augment"] = "mirror"
    given = {key: value for key, value in vars(options).items() if value is not None}
    values.update({key: given[key] for key in values if key in given})
    return Settings(
        data=str(Path(options.data).resolve()),
        out=str(Path(options.out).resolve()),
        model=str(folder),
        depth=depth,
        validation=options.validation,
        loaders=options.loaders,
        amp=options.amp,
        mlflow=options.mlflow,
        experiment=record.get("experiment", {}).get("name", "lensmith"),
        run_name=f"{run.get('id', folder.name)}-continued",
        workers=options.workers if options.ray else int(os.environ.get("WORLD_SIZE", 1)),
        assumed={key: value for key, value in assumed.items() if key not in given},
        **values,
    )


def defaults(architecture: str, depth: str) -> dict[str, Any]:
    """What Lensmith fine-tunes with; a head, which it fits by another method, takes larger steps."""
    transformer = "vit" in architecture
    rates = {"head": 1e-3, "all": 2e-5 if transformer else 1e-4}
    return {
        "epochs": 10 if depth in ("head", "all") else 8,
        "batch_size": 16,
        "learning_rate": rates.get(depth, 5e-5 if transformer else 1e-4),
        "weight_decay": 0.02,
        "warm_up": 0.1,
        "patience": 3,
        "seed": 0,
        "augment": "none",
    }


def read_json(path: Path, required: bool = True) -> Any:
    """None where a file that is not required is missing. Raises TrainingError."""
    if not path.is_file():
        if not required:
            return None
        raise TrainingError(f"{path} is missing. Copy all files of the bundle into one folder.")
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as cause:
        raise TrainingError(f"{path} is damaged ({cause}). Export the bundle again.") from cause


@dataclass
class Pictures:
    """Paths with their labels, the index of the class."""

    paths: list[Path]
    labels: list[int]

    def __len__(self) -> int:
        return len(self.paths)


def find_pictures(settings: Settings, labels: list[str]) -> tuple[Pictures, Pictures]:
    """Training and validation pictures. Raises TrainingError where folders and classes differ."""
    root = Path(settings.data)
    if not root.is_dir():
        raise TrainingError(
            f"{root} is not a folder. Name the one that has a folder for each class."
        )
    train, val = (subfolder(root, names) for names in (TRAIN_FOLDERS, VALIDATION_FOLDERS))
    if train is None:
        return divide(pictures_in(root, labels), labels, settings)
    if val is None:
        return divide(pictures_in(train, labels), labels, settings)
    return pictures_in(train, labels), pictures_in(val, labels, partial=True)


def subfolder(root: Path, names: tuple[str, ...]) -> Path | None:
    """The first of these that is there."""
    return next((root / name for name in names if (root / name).is_dir()), None)


def pictures_in(root: Path, labels: list[str], partial: bool = False) -> Pictures:
    """Class by class, sorted by path; `partial`: a class may have none."""
    normal = [unicodedata.normalize("NFC", label) for label in labels]
    folders = {
        unicodedata.normalize("NFC", path.name): path
        for path in root.iterdir()
        if path.is_dir() and not path.name.startswith((".", "__"))
    }
    unknown = sorted(set(folders) - set(normal))
    missing = [label for label in normal if label not in folders]
    if unknown or (missing and not partial):
        wrong = [f"not a class of the model: {', '.join(unknown)}"] if unknown else []
        wrong += [f"without a folder: {', '.join(missing)}"] if missing else []
        raise TrainingError(
            f"The folders in {root} do not match the model's classes. {'; '.join(wrong)}. "
            f"Name them as the classes: {', '.join(labels)}. For other classes, train in Lensmith first."
        )
    found = Pictures([], [])
    for label, name in enumerate(normal):
        paths = sorted(folders[name].rglob("*")) if name in folders else []
        paths = [path for path in paths if path.suffix.lower() in EXTENSIONS and path.is_file()]
        if not paths and not partial:
            raise TrainingError(
                f"{folders[name]} has no picture ({', '.join(sorted(EXTENSIONS))}). Add some."
            )
        found.paths += paths
        found.labels += [label] * len(paths)
    return found


def divide(pictures: Pictures, labels: list[str], settings: Settings) -> tuple[Pictures, Pictures]:
    """Stratified and seeded: the same folder and seed give the same split everywhere."""
    sides = Pictures([], []), Pictures([], [])
    for label, name in enumerate(labels):
        paths = [path for path, own in zip(pictures.paths, pictures.labels) if own == label]
        if len(paths) < 2:
            raise TrainingError(
                f'"{name}" has only one picture: too few to train and validate. Add more, '
                "or put pictures for validation into a val/ folder beside train/."
            )
        random.Random(f"{settings.seed}/split/{label}").shuffle(paths)
        count = min(len(paths) - 1, max(1, round(settings.validation * len(paths))))
        for side, part in zip(sides, (paths[count:], paths[:count])):
            side.paths += part
            side.labels += [label] * len(part)
    return sides


class PreparedPictures(Dataset):
    """uint8 [3, H, W] and label, prepared as predict.py does it."""

    def __init__(self, pictures: Pictures, preprocessing: dict, mirror_seed: str | None) -> None:
        self.pictures = pictures
        self.preprocessing = preprocessing
        self.mirror_seed = mirror_seed

    def __len__(self) -> int:
        return len(self.pictures)

    def __getitem__(self, key: tuple[int, int]) -> tuple[torch.Tensor, int]:
        """`key`: epoch and row, so that what is drawn hangs on nothing else."""
        epoch, row = key
        path = self.pictures.paths[row]
        try:
            pixels = prepare(open_picture(path), self.preprocessing)
        except PredictError as error:
            raise TrainingError(str(error)) from error
        if self.mirror_seed is not None:
            if random.Random(f"{self.mirror_seed}/mirror/{epoch}/{row}").random() < 0.5:
                pixels = pixels[:, ::-1]
        return (
            torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1))),
            self.pictures.labels[row],
        )


class Shares(Sampler):
    """One worker's part of every batch: all parts together are the batch of a single process.

    The last batch of an epoch is left out where it has not a picture for every worker.
    """

    def __init__(self, rows: int, batch_size: int, team: Team, seed: int | None) -> None:
        self.rows = rows
        self.batch_size = batch_size
        self.team = team
        self.seed = seed
        self.epoch = 0

    def __len__(self) -> int:
        whole, rest = divmod(self.rows, self.batch_size)
        return whole + (rest >= self.team.size)

    def __iter__(self) -> Iterator[list[tuple[int, int]]]:
        order = list(range(self.rows))
        if self.seed is not None:
            random.Random(f"{self.seed}/epoch/{self.epoch}").shuffle(order)
        for step in range(len(self)):
            batch = order[step * self.batch_size : (step + 1) * self.batch_size]
            yield [(self.epoch, row) for row in batch[self.team.rank :: self.team.size]]


@dataclass
class Team:
    """This worker among all."""

    rank: int
    size: int
    device: torch.device

    @property
    def leads(self) -> bool:
        return self.rank == 0

    def sum(self, value: torch.Tensor) -> torch.Tensor:
        """Over all workers."""
        if self.size > 1:
            dist.all_reduce(value)
        return value

    def gather(self, value: Any) -> list[Any]:
        """Every worker's, by rank."""
        if self.size == 1:
            return [value]
        values = [None] * self.size
        dist.all_gather_object(values, value)
        return values


@contextlib.contextmanager
def joined() -> Iterator[Team]:
    """The team that torchrun has called together, or of this process alone."""
    size = int(os.environ.get("WORLD_SIZE", 1))
    local = int(os.environ.get("LOCAL_RANK", 0))
    cuda = torch.cuda.is_available()
    device = torch.device(f"cuda:{local % torch.cuda.device_count()}" if cuda else "cpu")
    if cuda:
        torch.cuda.set_device(device)
    if size > 1:
        dist.init_process_group("nccl" if cuda else "gloo")
    try:
        yield Team(int(os.environ.get("RANK", 0)), size, device)
    finally:
        if size > 1:
            dist.destroy_process_group()


def load_model(folder: Path) -> tuple[torch.nn.Module, dict[str, str]]:
    """The network with the run's weights, and what their file says of them."""
    weights = folder / "model.safetensors"
    config = read_json(folder / "config.json")
    if not weights.is_file():
        raise TrainingError(f"{weights} is missing. Copy all files of the bundle into one folder.")
    if not timm.is_model(config["architecture"]):
        raise TrainingError(
            f"timm {timm.__version__} knows no {config['architecture']}. Update timm."
        )
    model = timm.create_model(f"local-dir:{folder}", pretrained=True)
    with safe_open(weights, "pt") as file:
        metadata = file.metadata() or {}
    if "trainable" not in metadata:
        raise TrainingError(f"{weights} is not from a Lensmith bundle. Export the run again.")
    # Batch norm keeps its running statistics, as in Lensmith; timm's zoo has no dropout unless asked.
    return model.eval(), metadata


def freeze(model: torch.nn.Module, metadata: dict[str, str], depth: str) -> None:
    """Leaves to training what the depth trains."""
    parts = json.loads(metadata["trainable"])[depth]
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(any(f"{name}.".startswith(f"{part}.") for part in parts))


def optimiser_of(model: torch.nn.Module, settings: Settings) -> torch.optim.Optimizer:
    """AdamW; biases, norms, tokens and embeddings are not decayed."""
    trained = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    decayed = [p for name, p in trained if p.ndim >= 2 and name.endswith("weight")]
    rest = [p for name, p in trained if not (p.ndim >= 2 and name.endswith("weight"))]
    groups = [
        {"params": decayed, "weight_decay": settings.weight_decay},
        {"params": rest, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW([g for g in groups if g["params"]], lr=settings.learning_rate)


def rate_at(step: int, steps: int, settings: Settings) -> float:
    """A linear rise, then half a cosine down to 0."""
    rise = round(settings.warm_up * steps)
    if step < rise:
        return settings.learning_rate * (step + 1) / rise
    progress = min((step - rise) / max(steps - rise, 1), 1)
    return settings.learning_rate * (1 + math.cos(math.pi * progress)) / 2


def class_weights(labels: list[int], classes: int) -> torch.Tensor:
    """scikit-learn's `balanced` where one class has at least twice the pictures of another, else 1."""
    counts = torch.bincount(torch.tensor(labels), minlength=classes).float()
    if counts.max() < IMBALANCED * counts.min():
        return torch.ones(classes)
    return len(labels) / (classes * counts)


class Precision:
    """Mixed precision where the device has it: bfloat16, else float16 with a scaled loss."""

    def __init__(self, device: torch.device, wanted: bool) -> None:
        self.enabled = wanted and device.type == "cuda"
        bfloat16 = self.enabled and torch.cuda.is_bf16_supported()
        self.dtype = torch.bfloat16 if bfloat16 else torch.float16
        self.device = device.type
        # PyTorch 2 has moved it.
        scaler = getattr(torch.amp, "GradScaler", torch.cuda.amp.GradScaler)
        self.scaler = scaler(enabled=self.enabled and not bfloat16)

    def autocast(self) -> contextlib.AbstractContextManager:
        if not self.enabled:
            return contextlib.nullcontext()
        return torch.autocast(self.device, self.dtype)


class Trainer:
    """One worker's part of a run."""

    def __init__(self, settings: Settings, team: Team) -> None:
        self.settings, self.team = settings, team
        self.started = time.time()
        folder = Path(settings.model)
        self.labels: list[str] = read_json(folder / "labels.json")
        self.preprocessing: dict = read_json(folder / "preprocess.json")
        self.train, self.val = find_pictures(settings, self.labels)
        if len(self.train) < max(settings.workers, team.size) or not len(self.val):
            raise TrainingError(
                f"{len(self.train)} training and {len(self.val)} validation pictures are too few "
                f"for {team.size} worker(s). Add pictures, or use fewer workers."
            )
        torch.manual_seed(settings.seed)
        self.model, self.metadata = load_model(folder)
        self.model.to(team.device)
        freeze(self.model, self.metadata, settings.depth)
        self.optimiser = optimiser_of(self.model, settings)
        self.precision = Precision(team.device, settings.amp)
        self.parallel = self.model
        if team.size > 1:
            ids = [team.device.index] if team.device.type == "cuda" else None
            self.parallel = torch.nn.parallel.DistributedDataParallel(self.model, device_ids=ids)
        self.class_weights = class_weights(self.train.labels, len(self.labels)).to(team.device)
        batch_size = max(team.size, min(settings.batch_size, len(self.train)))
        mirror = str(settings.seed) if settings.augment == "mirror" else None
        self.train_rows = Shares(len(self.train), batch_size, team, settings.seed)
        self.train_loader = self.loader(self.train, self.train_rows, mirror)
        rows = Shares(len(self.val), batch_size, Team(0, 1, team.device), None)
        mine = [batch[team.rank :: team.size] for batch in rows]
        self.val_loader = self.loader(self.val, [batch for batch in mine if batch], None)

    def loader(self, pictures: Pictures, rows: Any, mirror_seed: str | None) -> DataLoader:
        """`rows`: batches of keys."""
        loaders = self.settings.loaders
        return DataLoader(
            PreparedPictures(pictures, self.preprocessing, mirror_seed),
            batch_sampler=rows,
            num_workers=loaders,
            persistent_workers=loaders > 0,
            pin_memory=self.team.device.type == "cuda",
        )

    def inputs(self, pixels: torch.Tensor) -> torch.Tensor:
        """Normalised on the device: uint8 [N, 3, H, W] to float32."""
        mean, std = (
            torch.tensor(self.preprocessing[key], device=self.team.device).view(1, 3, 1, 1)
            for key in ("mean", "std")
        )
        return (pixels.to(self.team.device, non_blocking=True).float() / 255 - mean) / std

    def epochs(self) -> Iterator[dict[str, float]]:
        """Trains an epoch at a time; yields its metrics, the same on every worker."""
        steps = self.settings.epochs * len(self.train_rows)
        for epoch in range(self.settings.epochs):
            # The loader's own workers must not have begun an epoch with another order.
            self.train_rows.epoch = epoch
            sums = torch.zeros(4, dtype=torch.float64, device=self.team.device)
            rate = 0.0
            for index, (pixels, labels) in enumerate(self.train_loader):
                rate = rate_at(epoch * len(self.train_rows) + index, steps, self.settings)
                sums += self.step(pixels, labels.to(self.team.device), rate)
            loss, weight, correct, count = self.team.sum(sums).tolist()
            if not math.isfinite(loss):
                raise TrainingError(
                    "Training has diverged: the loss is no number. Lower --learning-rate."
                )
            yield {
                "train_loss": loss / weight,
                "train_accuracy": correct / count,
                **self.validate(),
                "learning_rate": rate,
            }

    def step(self, pixels: torch.Tensor, labels: torch.Tensor, rate: float) -> torch.Tensor:
        """One optimiser step; this worker's sums of loss, weight, right answers and pictures."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        weights = self.class_weights[labels]
        with self.precision.autocast():
            logits = self.parallel(self.inputs(pixels)).float()
            losses = weights * F.cross_entropy(logits, labels, reduction="none")
        # The mean over the batch of all workers: DistributedDataParallel averages what they have.
        whole = self.team.sum(weights.sum())
        self.optimiser.zero_grad(set_to_none=True)
        scaler = self.precision.scaler
        scaler.scale(losses.sum() * self.team.size / whole).backward()
        scaler.step(self.optimiser)
        scaler.update()
        correct = (logits.argmax(1) == labels).sum()
        values = [losses.detach().sum(), weights.sum(), correct, torch.tensor(len(labels))]
        return torch.stack([value.double().to(self.team.device) for value in values])

    @torch.no_grad()
    def validation_logits(self) -> tuple[torch.Tensor, torch.Tensor]:
        """float64 [N, classes] and labels [N], on every worker, on the CPU."""
        rows, labels = [], []
        for pixels, own in self.val_loader:
            with self.precision.autocast():
                rows.append(self.model(self.inputs(pixels)).double().cpu())
            labels.append(own)
        empty = torch.zeros(0, len(self.labels), dtype=torch.float64), torch.zeros(0).long()
        mine = (torch.cat(rows), torch.cat(labels)) if rows else empty
        everyone = self.team.gather(mine)
        return torch.cat([part[0] for part in everyone]), torch.cat([part[1] for part in everyone])

    def validate(self) -> dict[str, float]:
        """Loss and accuracy on the validation pictures."""
        logits, labels = self.validation_logits()
        return {
            "val_loss": F.cross_entropy(logits, labels).item(),
            "val_accuracy": (logits.argmax(1) == labels).double().mean().item(),
        }

    def fit(self, report: Report) -> dict[str, Any]:
        """Trains; the model is then of the best epoch, its temperature in the classifier."""
        start = self.validate()
        report.begin(self, start)
        best: dict[str, Any] = {}
        state = None
        for epoch, metrics in enumerate(self.epochs()):
            report.epoch(epoch, metrics)
            if not best or better(metrics, best):
                best = {**metrics, "epoch": epoch}
                state = copy.deepcopy(self.model.state_dict())
            elif epoch - best["epoch"] >= self.settings.patience:
                break
        self.model.load_state_dict(state)
        self.require_sync()
        return {"start": start, "best": best, **self.calibrate()}

    def require_sync(self) -> None:
        """Every worker must have come to the same parameters."""
        total = sum(p.detach().double().abs().sum().item() for p in self.model.parameters())
        totals = self.team.gather(total)
        if max(totals) - min(totals) > 1e-9 * max(totals):
            raise TrainingError(
                f"The workers' parameters have parted: {totals}. Report this, please."
            )

    def calibrate(self) -> dict[str, Any]:
        """Divides the classifier by the temperature that validation asks for (Guo et al. 2017)."""
        logits, labels = self.validation_logits()
        temperature = fit_temperature(logits, labels)
        with torch.no_grad():
            for parameter in self.model.get_classifier().parameters():
                parameter.div_(temperature)
        confidence, answers = (logits / temperature).softmax(1).max(1)
        sure = confidence[answers == labels].sort().values
        position = int((1 - KEPT_ANSWERS) * len(sure) + 1e-9)
        return {
            "temperature": temperature,
            "threshold": sure[position].item() if len(sure) else 0.0,
            "correct": len(sure),
            "count": len(labels),
        }


def better(a: dict[str, float], b: dict[str, float]) -> bool:
    """More validation pictures right, then the lower loss."""
    return (a["val_accuracy"], -a["val_loss"]) > (b["val_accuracy"], -b["val_loss"])


def fit_temperature(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """By bisection on 1 / T, in which the loss is convex; labels smoothed as Lensmith smooths them."""
    noise = 1 / (len(labels) + 1)
    targets = F.one_hot(labels, logits.shape[1]).double() * (1 - noise) + noise / logits.shape[1]
    low, high = 1 / TEMPERATURES[1], 1 / TEMPERATURES[0]
    for _ in range(60):
        beta = (low + high) / 2
        slope = (((beta * logits).softmax(1) - targets) * logits).sum()
        low, high = (low, beta) if slope > 0 else (beta, high)
    return 2 / (low + high)


class Report:
    """Prints and logs to MLflow, on the leading worker alone."""

    def __init__(self, settings: Settings, team: Team) -> None:
        self.settings, self.leads = settings, team.leads
        self.mlflow = start_mlflow(settings) if self.leads and settings.mlflow else None

    def say(self, text: str) -> None:
        if self.leads:
            print(text, flush=True)

    def begin(self, trainer: Trainer, start: dict[str, float]) -> None:
        settings, team = self.settings, trainer.team
        for name, value in settings.assumed.items():
            self.say(f"The run has no {name} for this depth: {value} is taken.")
        if subfolder(Path(settings.data), VALIDATION_FOLDERS) is None:
            self.say(
                "Validation pictures are drawn from your folder. Lensmith may have trained on some of "
                "them, which flatters the accuracy; new pictures in val/ tell it honestly."
            )
        self.say(
            f"{len(trainer.train)} pictures to train on, {len(trainer.val)} to validate, {team.size} "
            f"worker(s) on {team.device.type}, depth {settings.depth}. Before: "
            f"val_loss {start['val_loss']:.4f}, val_accuracy {start['val_accuracy']:.1%}"
        )
        if not self.mlflow:
            return
        kept = ("data", "out", "model", "assumed", "experiment", "run_name", "mlflow")
        params = {k: v for k, v in asdict(settings).items() if k not in kept}
        params.update(train_images=len(trainer.train), validation_images=len(trainer.val))
        self.mlflow.log_params(params)
        architecture = trainer.metadata["architecture"]
        run = settings.run_name.removesuffix("-continued")
        self.mlflow.set_tags({"architecture": architecture, "continued.from": run})
        self.mlflow.log_metrics({f"start_{name}": value for name, value in start.items()})

    def epoch(self, epoch: int, metrics: dict[str, float]) -> None:
        self.say(
            f"Epoch {epoch + 1}/{self.settings.epochs}: train_loss {metrics['train_loss']:.4f}, "
            f"val_loss {metrics['val_loss']:.4f}, val_accuracy {metrics['val_accuracy']:.1%}"
        )
        if self.mlflow:
            self.mlflow.log_metrics(metrics, step=epoch)

    def end(self, written: Path, result: dict[str, Any]) -> None:
        best = result["best"]
        self.say(
            f"Best epoch {best['epoch'] + 1}: val_accuracy {best['val_accuracy']:.1%}. Written to "
            f"{written}; import model.safetensors in Lensmith to go on there."
        )
        if self.mlflow:
            self.mlflow.log_metrics(
                {"best_epoch": best["epoch"], "temperature": result["temperature"]}
            )
            for path in sorted(written.iterdir()):
                if path.is_file():
                    self.mlflow.log_artifact(str(path), "model")

    def close(self, failed: bool) -> None:
        if self.mlflow:
            self.mlflow.end_run("FAILED" if failed else "FINISHED")


def start_mlflow(settings: Settings) -> Any:
    """A run at MLFLOW_TRACKING_URI, or in a file store below the output folder."""
    # Newer MLflow refuses file stores unless told.
    os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")
    try:
        import mlflow
    except ImportError:
        raise TrainingError(
            "mlflow is not installed. Run: pip install mlflow, or add --no-mlflow."
        ) from None
    if not os.environ.get("MLFLOW_TRACKING_URI"):
        mlflow.set_tracking_uri((Path(settings.out) / "mlruns").as_uri())
    mlflow.set_experiment(settings.experiment)
    mlflow.start_run(run_name=settings.run_name)
    return mlflow


def write_model(trainer: Trainer, result: dict[str, Any]) -> Path:
    """A folder like the bundle's, for timm's `local-dir:` and for Lensmith's Import."""
    source, target = Path(trainer.settings.model), Path(trainer.settings.out)
    target.mkdir(parents=True, exist_ok=True)
    state = {name: value.cpu().contiguous() for name, value in trainer.model.state_dict().items()}
    save_file(state, target / "model.safetensors", metadata=trainer.metadata)
    for name in ("config.json", "labels.json", "preprocess.json"):
        if source != target:
            shutil.copy(source / name, target / name)
    record = read_json(source / "lensmith.json", required=False)
    if record:
        continued = continued_record(record, trainer, result)
        text = json.dumps(continued, indent=2, ensure_ascii=False)
        (target / "lensmith.json").write_text(text, encoding="utf-8")
    return target


def continued_record(record: dict, trainer: Trainer, result: dict[str, Any]) -> dict:
    """lensmith.json of the new run: what it was trained with and how it validated, untested."""
    settings, run, now = trainer.settings, record["run"], time.time()
    names = (
        "depth",
        "epochs",
        "batch_size",
        "learning_rate",
        "weight_decay",
        "warm_up",
        "seed",
        "augment",
    )
    params = {name: getattr(settings, name) for name in names}
    params.update(
        train_images=len(trainer.train), validation_images=len(trainer.val), test_images=0
    )
    params.update(best_epoch=result["best"]["epoch"], workers=trainer.team.size)
    continued = {
        **run,
        "id": settings.run_name,
        "status": "finished",
        "startedAt": round(trainer.started * 1000),
        "endedAt": round(now * 1000),
        "depth": settings.depth,
        "params": {**params, "backbone": run["backbone"]},
        "tags": {**run["tags"], "continued.from": run["id"], "version.torch": torch.__version__},
        "validationScheme": "hold-out",
        "validation": score(result["correct"], result["count"]),
        "test": None,
        "calibration": {"temperature": result["temperature"], "threshold": result["threshold"]},
        "trainSeconds": now - trainer.started,
        "latencyMs": None,
    }
    return {**record, "run": continued}


def score(correct: int, count: int) -> dict[str, Any]:
    """A proportion with Wilson's 95% interval."""
    z, share = 1.959963984540054, correct / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2) / (1 + z * z / count)
    interval = [max(0.0, middle - half), min(1.0, middle + half)]
    return {"correct": correct, "count": count, "accuracy": share, "interval": interval}


def work(settings: Settings, team: Team, on_epoch: Any = None) -> None:
    """What every worker does, however it was started."""
    trainer = Trainer(settings, team)
    report = Report(settings, team)
    failed = True
    try:
        if on_epoch:
            say = report.epoch
            report.epoch = lambda epoch, metrics: (say(epoch, metrics), on_epoch(metrics))
        result = trainer.fit(report)
        if team.leads:
            report.end(write_model(trainer, result), result)
        failed = False
    finally:
        report.close(failed)


def ray_worker(config: dict[str, Any]) -> None:
    """Ray Train has made the process group before it calls this."""
    import ray.train
    import ray.train.torch

    # The file itself, not what was pickled of it: loaders must find the same classes.
    from continue_training import Settings, Team, work

    context = ray.train.get_context()
    team = Team(context.get_world_rank(), context.get_world_size(), ray.train.torch.get_device())
    work(Settings(**config), team, on_epoch=lambda metrics: ray.train.report(dict(metrics)))


def run_on_ray(settings: Settings, gpu: bool) -> None:
    """Starts Ray here, or joins the cluster that RAY_ADDRESS names."""
    try:
        import ray
        from ray.train import RunConfig, ScalingConfig
        from ray.train.torch import TorchTrainer
    except ImportError:
        raise TrainingError('Ray is not installed. Run: pip install "ray[train]"') from None
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # On a cluster this folder, the pictures and --out have to be on a disk that all machines share.
    path = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH")]))
    environment = {"env_vars": {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}}
    cores = (
        {}
        if os.environ.get("RAY_ADDRESS")
        else {"num_cpus": max(os.cpu_count() or 1, settings.workers)}
    )
    ray.init(runtime_env=environment, **cores)
    try:
        trainer = TorchTrainer(
            ray_worker,
            train_loop_config=asdict(settings),
            scaling_config=ScalingConfig(num_workers=settings.workers, use_gpu=gpu),
            run_config=RunConfig(name="ray", storage_path=settings.out),
        )
        trainer.fit()
    except Exception as error:
        told = [line for line in str(error).splitlines() if "TrainingError: " in line]
        if not told:
            raise
        raise TrainingError(told[-1]) from error
    finally:
        ray.shutdown()


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("data", help="folder with a folder of pictures for each class, or with train/ and val/")
    add("--out", default="continued", help="where the result goes (default: continued)")
    add(
        "--model",
        default=str(HERE),
        metavar="FOLDER",
        help="the bundle (default: beside this file)",
    )
    add("--depth", choices=DEPTHS, help="how much of the network trains (default: as the run did)")
    run = parser.add_argument_group("hyperparameters (default: the run's)")
    add = run.add_argument
    add("--epochs", type=positive(int), metavar="N")
    add("--batch-size", type=positive(int), metavar="N", help="of all workers together")
    add("--learning-rate", type=positive(float), metavar="X", help="the highest, after warm-up")
    add("--weight-decay", type=float, metavar="X")
    add("--warm-up", type=float, metavar="SHARE", help="of all steps")
    add(
        "--patience",
        type=positive(int),
        metavar="N",
        help="epochs without a better result (default: 3)",
    )
    add("--augment", choices=("none", "mirror"), help="show pictures mirrored half of the time")
    add("--seed", type=int, metavar="N", help="of the split, the order and the augmentation")
    add(
        "--validation", type=share, default=0.2, metavar="SHARE", help="without val/ (default: 0.2)"
    )
    machine = parser.add_argument_group("machines")
    add = machine.add_argument
    add("--ray", action="store_true", help="run on Ray Train; RAY_ADDRESS names a cluster")
    add("--workers", type=positive(int), default=2, metavar="N", help="of Ray (default: 2)")
    add("--gpu", action="store_true", help="a GPU for each of Ray's workers")
    add(
        "--loaders", type=int, default=2, metavar="N", help="processes that read pictures, a worker"
    )
    add("--no-amp", dest="amp", action="store_false", help="no mixed precision on a GPU")
    add("--no-mlflow", dest="mlflow", action="store_false", help="do not log to MLflow")
    return parser.parse_args()


def positive(kind: type) -> Any:
    """An argument above 0."""

    def parse(text: str) -> Any:
        value = kind(text)
        if not value > 0:
            raise argparse.ArgumentTypeError(f"{text} is not above 0")
        return value

    return parse


def share(text: str) -> float:
    """An argument between 0 and 1."""
    value = float(text)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value


def main() -> None:
    options = arguments()
    try:
        settings = settings_of(options)
        if options.ray:
            # What is wrong with the folder is said before a cluster starts.
            find_pictures(settings, read_json(Path(settings.model) / "labels.json"))
            return run_on_ray(settings, options.gpu)
        with joined() as team:
            work(settings, team)
    except TrainingError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
