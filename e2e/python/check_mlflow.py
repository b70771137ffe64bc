"""Opens the MLflow file store that Lensmith wrote, moves it to a database, and serves it.

    python check_mlflow.py FOLDER
"""

import contextlib
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import warnings
from pathlib import Path

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"
warnings.filterwarnings("ignore")

import mlflow
import numpy as np
import onnxruntime
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

# Two runtimes, one model: float32 through tens of layers, probabilities in 0..1.
TOLERANCE = 1e-4
ALLOWED = {"MLFLOW_ALLOW_FILE_STORE": "true"}
# Seconds that a server may take to come up on a busy machine.
PATIENCE = 90


def main(folder: Path) -> None:
    logging.getLogger("mlflow").setLevel(logging.ERROR)
    source = folder / "experiment"
    expected = json.loads((source / "expected.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as temporary:
        # Two places, neither of them where it was written: the store does not hang on one.
        for name in ["here", "elsewhere ü"]:
            place = Path(temporary, name)
            shutil.copytree(source / "mlruns", place / "mlruns")
            with contextlib.chdir(place):
                # MLflow keeps the stores that it has opened, by their address.
                store = str(place / "mlruns")
                check_refused(store)
                os.environ.update(ALLOWED)
                check_store(store, expected, source)
                del os.environ["MLFLOW_ALLOW_FILE_STORE"]
        migrate(place)
        with contextlib.chdir(place):
            check_store(f"sqlite:///{place}/mlflow.db", expected, source)
        check_server(place, "mlruns", ALLOWED, expected)
        check_server(place, "sqlite:///mlflow.db", {}, expected)
    print(f"mlflow {mlflow.__version__}: {len(expected['runs'])} models, store, database and server")


def check_refused(store: str) -> None:
    """That nobody needs the variable any more would be news for docs/exports.md."""
    try:
        MlflowClient(store).search_experiments()
    except MlflowException as error:
        assert "MLFLOW_ALLOW_FILE_STORE" in str(error), error
    else:
        raise AssertionError("MLflow took the file store without MLFLOW_ALLOW_FILE_STORE")


def check_store(uri: str, expected: dict, source: Path) -> None:
    mlflow.set_tracking_uri(uri)
    client = MlflowClient(uri)
    experiments = [e for e in client.search_experiments() if e.name.startswith(expected["name"])]
    assert len(experiments) == 1, client.search_experiments()
    experiment = experiments[0]
    assert experiment.tags["lensmith.status"] == "finished", experiment.tags
    runs = {run.info.run_name: run for run in client.search_runs([experiment.experiment_id])}
    names = {each["run"]["id"] for each in expected["runs"]} | {expected["failed"]}
    assert set(runs) == names, (set(runs), names)
    check_odd(client, runs[expected["failed"]])
    best = max(expected["runs"], key=lambda each: each["run"]["test"]["accuracy"])["run"]
    found = client.search_runs(
        [experiment.experiment_id],
        filter_string="attributes.status = 'FINISHED' and tags.`lensmith.validation_scheme` != ''",
        order_by=["metrics.test_accuracy DESC"],
    )
    assert found[0].data.metrics["test_accuracy"] == best["test"]["accuracy"], found[0]
    for each in expected["runs"]:
        check_run(client, runs[each["run"]["id"]], each)
        check_model(client, runs[each["run"]["id"]], each, source)
    listed = client.search_logged_models([experiment.experiment_id])
    assert len(listed) == len(expected["runs"]), listed
    for model in listed:
        assert mlflow.onnx.load_model(model.model_uri).graph.input[0].name == "image"


def check_odd(client: MlflowClient, run) -> None:
    """A failed run with names that MLflow refuses and numbers that are none."""
    assert run.info.status == "FAILED", run.info
    params = run.data.params
    assert params["a_b"] == "line\nbreak" and params["A B"] == "true", params
    assert params["a b-2"] == "false" and params["_"] == "0" and len(params["_up"]) == 6000
    history = {m.step: m.value for m in client.get_metric_history(run.info.run_id, "val_loss _")}
    # A database keeps what is no number as 0, and an infinity as its largest number.
    assert history[0] == 1.5 and len(history) == 3 and history[2] > 1e300, history
    assert "diverged" in run.data.tags["lensmith.error"]


def check_run(client: MlflowClient, run, expected: dict) -> None:
    record = expected["run"]
    assert run.info.status == "FINISHED", run.info
    assert run.info.start_time == record["startedAt"] and run.info.end_time == record["endedAt"]
    said = {name: text(value) for name, value in record["params"].items()}
    assert run.data.params == said, (run.data.params, said)
    for name, value in record["tags"].items():
        assert run.data.tags[name] == value, name
    for side in ["validation", "test"]:
        score = record[side]
        assert run.data.metrics[f"{side}_accuracy"] == score["accuracy"]
        assert run.data.metrics[f"{side}_accuracy_low"] == score["interval"][0]
        assert run.data.metrics[f"{side}_accuracy_high"] == score["interval"][1]
    assert expected["metrics"], "no metric series to look at"
    series = {}
    for point in expected["metrics"]:
        series.setdefault(point["key"], []).append(
            (point["step"], point["value"], point["timestamp"])
        )
    for key, points in series.items():
        history = client.get_metric_history(run.info.run_id, key)
        assert sorted((m.step, m.value, m.timestamp) for m in history) == sorted(points), key


def text(value) -> str:
    """A value as JavaScript writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def check_model(client: MlflowClient, run, expected: dict, source: Path) -> None:
    run_id = run.info.run_id
    files = {Path(file.path).name for file in client.list_artifacts(run_id, "model")}
    assert {"MLmodel", "model.onnx", "labels.json", "preprocess.json"} <= files, files
    folder = Path(client.download_artifacts(run_id, "model"))
    saved = Path(client.download_artifacts(run_id, "run.json"))
    assert json.loads(saved.read_text(encoding="utf-8")) == expected["run"]
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    assert labels == expected["run"]["classes"]
    shape = expected["shape"]
    pictures = np.fromfile(source / expected["input"], dtype=np.uint8).reshape(shape)
    onnx = mlflow.onnx.load_model(f"runs:/{run_id}/model")
    session = onnxruntime.InferenceSession(onnx.SerializeToString())
    [direct] = session.run(["probabilities"], {"image": pictures})
    model = mlflow.pyfunc.load_model(f"runs:/{run_id}/model")
    signature = model.metadata.signature
    assert [(i.name, i.type, i.shape) for i in signature.inputs] == [
        ("image", np.dtype("uint8"), (-1, *shape[1:]))
    ], signature
    assert [o.name for o in signature.outputs] == ["probabilities", "logits"], signature
    for given in [pictures, {"image": pictures}]:
        answer = model.predict(given)
        assert np.array_equal(answer["probabilities"], direct)
    try:
        model.predict({"image": pictures[:, :-1]})
    except MlflowException:
        pass
    else:
        raise AssertionError("the signature let pictures of another size pass")
    largest = np.abs(direct - np.array(expected["probabilities"])).max()
    assert largest <= TOLERANCE, f"{expected['run']['id']}: {largest} from Lensmith's own answers"


def migrate(place: Path) -> None:
    command = ["migrate-filestore", "--source", "mlruns", "--target", "sqlite:///mlflow.db"]
    done = subprocess.run(
        [sys.executable, "-m", "mlflow", *command],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def check_server(place: Path, uri: str, environment: dict, expected: dict) -> None:
    """`mlflow ui`, asked as its page asks."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["ui", "--backend-store-uri", uri, "--port", str(port), "--workers", "1"]
    with open(place / "ui.log", "w+b") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "mlflow", *command],
            cwd=place,
            env={**os.environ, **environment},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            ask_server(f"http://127.0.0.1:{port}", server, expected)
        except Exception:
            print((place / "ui.log").read_text(errors="replace")[-4000:])
            raise
        finally:
            # A session of its own: its workers end with it.
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)


def ask_server(base: str, server: subprocess.Popen, expected: dict) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        assert server.poll() is None, "mlflow ui ended"
        try:
            assert ask(f"{base}/health") == b"OK"
            break
        except urllib.error.URLError:
            assert time.monotonic() < end, "mlflow ui did not come up"
            time.sleep(0.2)
    api = f"{base}/api/2.0/mlflow"
    experiments = json.loads(ask(f"{api}/experiments/search", {"max_results": 10}))["experiments"]
    [experiment] = [e for e in experiments if e["name"].startswith(expected["name"])]
    question = {"experiment_ids": [experiment["experiment_id"]], "filter": "status = 'FINISHED'"}
    runs = json.loads(ask(f"{api}/runs/search", question))["runs"]
    assert {run["info"]["run_name"] for run in runs} == {e["run"]["id"] for e in expected["runs"]}
    run_id = runs[0]["info"]["run_id"]
    listed = json.loads(ask(f"{api}/artifacts/list?run_id={run_id}&path=model"))
    assert "model/MLmodel" in [file["path"] for file in listed["files"]], listed
    labels = json.loads(ask(f"{base}/get-artifact?run_uuid={run_id}&path=model/labels.json"))
    assert labels == expected["runs"][0]["run"]["classes"], labels


def ask(url: str, body: dict | None = None) -> bytes:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return response.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
