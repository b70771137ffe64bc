import { describe, expect, it } from 'vitest';
import { editsWithClass, importedClass } from './added-classes';
import { applyEdits, type Edit } from './edits';

const classes = ['cat', 'dog', 'fox'];
const edits: Edit[] = [
  { edit: 'rename', from: 'cat', to: 'kitten' },
  { edit: 'merge', classes: ['fox'], into: 'dog' },
  { edit: 'reorder', classes: ['dog', 'kitten'] },
];

describe('pictures added to an edited dataset', () => {
  it('go into the imported class that is shown by the name', () => {
    expect(importedClass(classes, edits, 'kitten')).toBe(0);
    expect(importedClass(classes, edits, 'dog')).toBe(1);
    expect(importedClass(classes, edits, 'cat')).toBeNull();
  });

  it('may bring a class, which stands last in every order', () => {
    const fitted = editsWithClass(classes, edits, 'owl');
    const version = applyEdits(
      { classes: [...classes, 'owl'], pictures: [], dismissed: [] },
      fitted,
    );
    expect(version.classes).toEqual(['dog', 'kitten', 'owl']);
  });

  it('cannot bring one whose name an edit is about', () => {
    expect(() => editsWithClass(classes, edits, 'cat')).toThrow(RangeError);
    expect(() => editsWithClass(classes, edits, 'kitten')).toThrow(RangeError);
  });
});
