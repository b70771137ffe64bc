import { describe, expect, it } from 'vitest';
import { automaticFields, invalidFields, parseNumber, toOptions } from './manual-options';

const all = ['lite0', 'resnet18'];

describe('toOptions', () => {
  it('says nothing but the preset when all is automatic', () => {
    expect(toOptions('d', automaticFields(all), all)).toEqual({ dataset: 'd', preset: 'balanced' });
  });

  it('passes on what was chosen', () => {
    const fields = {
      ...automaticFields(['resnet18']),
      preset: 'best' as const,
      minutes: '2,5',
      depth: 'last-two-stages' as const,
      epochs: ' 12 ',
      learningRate: '3e-4',
      seed: '0',
      augmentation: 'text' as const,
    };
    expect(toOptions('d', fields, all)).toEqual({
      dataset: 'd',
      preset: 'best',
      minutes: 2.5,
      backbones: ['resnet18'],
      depth: 'last-two-stages',
      epochs: 12,
      learningRate: 3e-4,
      seed: 0,
      augmentation: 'text',
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
    expect(parseNumber('minutes', '0.5')).toBe(0.5);
    for (const text of ['0', '-5', '10081', 'ten']) expect(parseNumber('minutes', text)).toBeNull();
  });
});

describe('invalidFields', () => {
  it('names them', () => {
    const fields = { ...automaticFields([]), batchSize: 'x' };
    expect(invalidFields(fields)).toEqual(['batchSize', 'backbones']);
  });
});
