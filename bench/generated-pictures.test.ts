import { expect, test } from 'vitest';
import { generatedPicture } from './generated-pictures';

test('pictures come back the same by number, and differ between numbers', () => {
  expect(generatedPicture(3)).toEqual(generatedPicture(3));
  expect(generatedPicture(3).data).not.toEqual(generatedPicture(13).data);
  expect(generatedPicture(13).name).toBe('class-3/13.png');
});
