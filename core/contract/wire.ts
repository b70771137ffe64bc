import * as Comlink from 'comlink';
import { fromWire, toWire, type WireError } from '../errors';

/**
 * Comlink rebuilds a thrown Error from message and stack only: class, code and cause are lost.
 * Both ends call this once, so that errors cross as data and arrive as `LensmithError`.
 * The marker that tells a thrown value is Comlink's own, so its `canHandle` is kept.
 */
export function installErrorTransfer(): void {
  const stock = Comlink.transferHandlers.get('throw');
  if (!stock) throw new Error('comlink no longer has a `throw` transfer handler');
  Comlink.transferHandlers.set('throw', {
    canHandle: stock.canHandle,
    serialize: (thrown: { value: unknown }): [WireError, Transferable[]] => [
      toWire(thrown.value),
      [],
    ],
    deserialize: (wire: WireError): never => {
      throw fromWire(wire);
    },
  });
}
