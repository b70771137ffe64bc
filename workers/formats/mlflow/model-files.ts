import { type ExportedFile, fileOf, type TrainedModel } from '../../../model-zoo/convert/exported';
import { onnxFiles } from '../../../model-zoo/convert/onnx/onnx-files';
import { labelsFile, preprocessFile } from '../card/describing-files';
import { yaml } from './yaml';

/** The lowest Python that MLflow 3 runs on. */
const python = '3.10';
/** Lowest versions that know operator set 17 and this signature; newer ones are as good. */
const requirements = ['mlflow>=2.14', 'numpy', 'onnx>=1.12', 'onnxruntime>=1.12'];

interface ModelIds {
  runId: string;
  modelId: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/**
 * A run's model as a folder that `mlflow.onnx.load_model` and `mlflow.pyfunc.load_model` open. Its
 * input is uint8 [N, H, W, 3], prepared as `preprocess.json` says; outputs as in `onnxFiles`.
 */
export function modelFiles(model: TrainedModel, ids: ModelIds): ExportedFile[] {
  const onnx = onnxFiles(model, { variant: 'uint8' });
  return [
    fileOf('MLmodel', describe(model, ids, onnx[0]!.bytes)),
    ...onnx,
    labelsFile(model.classes),
    preprocessFile(model.preprocessing),
    fileOf('requirements.txt', `${requirements.join('\n')}\n`),
    fileOf(
      'conda.yaml',
      yaml({
        name: 'mlflow-env',
        channels: ['conda-forge'],
        dependencies: [`python>=${python}`, 'pip', { pip: requirements }],
      }),
    ),
    fileOf(
      'python_env.yaml',
      yaml({
        python,
        build_dependencies: ['pip', 'setuptools', 'wheel'],
        dependencies: ['-r requirements.txt'],
      }),
    ),
  ];
}

function describe(model: TrainedModel, { runId, modelId, createdAt }: ModelIds, bytes: number) {
  const [height, width] = model.preprocessing.inputSize;
  const tensor = (name: string, dtype: string, shape: readonly number[]) => ({
    ...{ name, type: 'tensor', 'tensor-spec': { dtype, shape } },
  });
  const outputs = ['probabilities', 'logits'].map((name) =>
    tensor(name, 'float32', [-1, model.classes.length]),
  );
  return yaml({
    artifact_path: 'model',
    flavors: {
      onnx: { data: 'model.onnx', code: null, providers: ['CPUExecutionProvider'] },
      python_function: {
        loader_module: 'mlflow.onnx',
        data: 'model.onnx',
        env: { conda: 'conda.yaml', virtualenv: 'python_env.yaml' },
        python_version: python,
      },
    },
    model_id: modelId,
    model_uuid: modelId,
    run_id: runId,
    model_size_bytes: bytes,
    signature: {
      inputs: JSON.stringify([tensor('image', 'uint8', [-1, height, width, 3])]),
      outputs: JSON.stringify(outputs),
      params: null,
    },
    metadata: { architecture: model.architecture, classes: [...model.classes] },
    utc_time_created: new Date(createdAt).toISOString().replace('T', ' ').replace('Z', ''),
  });
}
