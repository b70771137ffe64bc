import { describe, expect, it } from 'vitest';
import { parseOptions, UsageError } from './options';

describe('parseOptions', () => {
  it('leaves what was not given to the app', () => {
    expect(parseOptions(['pets.zip'])).toEqual({
      file: 'pets.zip',
      train: {},
      out: null,
      json: null,
      predict: null,
    });
  });

  it('reads every option', () => {
    const { train, json } = parseOptions(
      '--backbones resnet18,tiny_vit pets.zip --depth last-two-stages --preset best --minutes 2.5 --epochs 3 --batch-size 8 --seed 0 --learning-rate 1e-3 --backend wasm --json r.json'.split(
        ' ',
      ),
    );
    expect(train).toEqual({
      backbones: ['resnet18', 'tiny_vit'],
      preset: 'best',
      minutes: 2.5,
      depth: 'last-two-stages',
      epochs: 3,
      batchSize: 8,
      learningRate: 1e-3,
      seed: 0,
      backend: 'wasm',
    });
    expect(json).toBe('r.json');
  });

  it('reads what to predict afterwards', () => {
    const { predict } = parseOptions(['a.zip', '--predict', 'b.zip', '--csv', 'out.csv']);
    expect(predict).toEqual({ file: 'b.zip', csv: 'out.csv', run: null });
    const named = parseOptions('a.zip --csv o --run resnet18-head --predict folder'.split(' '));
    expect(named.predict).toEqual({ file: 'folder', csv: 'o', run: 'resnet18-head' });
  });

  it.each([
    [['a.zip', '--csv', 'out.csv']],
    [['a.zip', '--run', 'r']],
    [['a.zip', '--predict', 'b.zip']],
    [['a.zip', '--predict', '', '--csv', 'out.csv']],
    [['a.zip', '--predict', 'b.zip', '--csv', '']],
    [[]],
    [['a.zip', 'b.zip']],
    [['a.zip', '--depth', 'deep']],
    [['a.zip', '--epochs', 'many']],
    [['a.zip', '--epochs', '1.5']],
    [['a.zip', '--batch-size', '-1']],
    [['a.zip', '--learning-rate', '0']],
    [['a.zip', '--preset', 'fast']],
    [['a.zip', '--minutes', '0']],
    [['a.zip', '--minutes', 'ten']],
    [['a.zip', '--unknown']],
  ])('refuses %j', (args) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
  });
});
