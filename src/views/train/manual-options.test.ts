import { describe, expect, it } from 'vitest';
import { automaticFields, invalidFields, parseNumber, toOptions } from './manual-options';

const all = ['lite0', 'resnet18'];

describe('toOptions', () => {
  it('says nothing but the dataset when all is automatic', () => {
    expect(toOptions('d', automaticFields(all), all)).toEqual({ dataset: 'd' });
  });

  it('passes on what was chosen', () => {
    const fields = {
      ...automaticFields(['resnet18']),
      depth: 'all' as const,
      epochs: ' 12 ',
      learningRate: '3e-4',
      seed: '0',
    };
    expect(toOptions('d', fields, all)).toEqual({
      dataset: 'd',
      backbones: ['resnet18'],
      depth: 'all',
      epochs: 12,
      learningRate: 3e-4,
      seed: 0,
    });
  });

  it('is null while a field is invalid', () => {
    expect(toOptions('d', { ...automaticFields(all), epochs: '0' }, all)).toBeNull();
    expect(toOptions('d', automaticFields([]), all)).toBeNull();
  });
});

describe('parseNumber', () => {
  it('takes a decimal comma and refuses what is out of range or not a number', () => {
    expect(parseNumber('learningRate', '0,001')).toBe(0.001);
    for (const text of ['0', '-1', '1.5', 'abc', '']) {
      expect(parseNumber('learningRate', text)).toBeNull();
    }
    expect(parseNumber('batchSize', '16.5')).toBeNull();
    expect(parseNumber('seed', '4294967296')).toBeNull();
  });
});

describe('invalidFields', () => {
  it('names them', () => {
    const fields = { ...automaticFields([]), batchSize: 'x' };
    expect(invalidFields(fields)).toEqual(['batchSize', 'backbones']);
  });
});
