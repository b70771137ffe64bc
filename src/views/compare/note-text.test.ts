import { expect, test } from 'vitest';
import { noteText } from './note-text';

test('what was degraded is said before and after, with names instead of ids', () => {
  const note = {
    code: 'shallowerCut',
    context: { backbone: 'resnet18', from: 'all', to: 'last-stage' },
  } as const;
  expect(noteText(note)).toBe(
    'ResNet18 did not fit this device at the depth asked for (whole network); it was trained at last stage.',
  );
  expect(noteText(note, true)).toBe(
    'ResNet18 does not fit this device at the depth asked for (whole network); it will be trained at last stage.',
  );
});
