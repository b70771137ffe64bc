import { describe, expect, test } from 'vitest';
import { exportFileName, exportNameOf, exportRequest } from './export-request';

const run = { id: 'resnet18-head-a1b2', experimentId: 'exp-c3d4', backbone: 'resnet18' };
const bundle = { format: 'bundle' } as const;

describe('what is asked for', () => {
  test('by its short name or as it is', () => {
    expect(exportRequest('onnx-int8')).toEqual({ format: 'onnx', variant: 'int8' });
    expect(exportRequest({ format: 'tfjs', precision: 'fp16' })).toEqual({
      ...{ format: 'tfjs', precision: 'fp16' },
    });
    expect(exportNameOf({ format: 'safetensors' })).toBe('safetensors');
  });

  test.each(['keras', 'toString', ''])('%o is refused with all that there is', (name) => {
    expect(() => exportRequest(name)).toThrow(
      expect.objectContaining({
        code: 'badOption',
        context: expect.objectContaining({ allowed: expect.stringContaining('onnx-float') }),
      }),
    );
  });

  test('a variant that is none is refused', () => {
    const request = { format: 'onnx', variant: 'fp8' } as unknown as typeof bundle;
    expect(() => exportRequest(request)).toThrow(expect.objectContaining({ code: 'badOption' }));
  });
});

describe('a file name', () => {
  test('tells dataset, backbone, run and format', () => {
    expect(exportFileName(run, 'pets.zip', bundle)).toBe('pets-resnet18-a1b2.bundle.zip');
    expect(exportFileName(run, 'pets.zip', { format: 'mlflow' })).toBe('pets-c3d4.mlflow.zip');
  });

  test.each([
    ['', 'resnet18-a1b2.bundle.zip'],
    ['../../etc/passwd', 'etc-passwd-resnet18-a1b2.bundle.zip'],
    ['Tiere & Pflanzen 猫', 'Tiere-Pflanzen-猫-resnet18-a1b2.bundle.zip'],
    ['\u202Egpj.exe', 'gpj-exe-resnet18-a1b2.bundle.zip'],
    ['🐈', 'resnet18-a1b2.bundle.zip'],
  ])('of the dataset %o is one that every file system takes', (dataset, expected) => {
    expect(exportFileName(run, dataset, bundle)).toBe(expected);
  });

  test('is not longer than file systems like', () => {
    expect(exportFileName(run, 'x'.repeat(500), bundle).length).toBeLessThan(100);
  });
});
