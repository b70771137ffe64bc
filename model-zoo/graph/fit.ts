import { LensmithError } from '../../core/errors';
import { parameters } from './parameters';
import type { Graph, Parameters } from './types';

/**
 * Throws weightsMismatch with the first parameter of `graph` that `values` lacks or holds in another
 * shape (internal layout). `backbone` names them in the error.
 */
export function requireFit(backbone: string, graph: Graph, values: Parameters): void {
  for (const { name, shape } of parameters(graph)) {
    const value = values.get(name);
    if (value && `${value.shape}` === `${shape}`) continue;
    throw new LensmithError('weightsMismatch', {
      backbone,
      tensor: name,
      expected: shape.join(' x '),
      found: value ? value.shape.join(' x ') : 'nothing',
    });
  }
}
