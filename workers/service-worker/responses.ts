import type { HeatmapFacts, HostAnswer } from '../../core/contract/prediction-api';
import { toWire } from '../../core/errors';
import { statusOf } from '../../core/prediction-api/status';

export function respond(answer: HostAnswer): Response {
  if ('error' in answer) return refuse(answer.error);
  if ('png' in answer) return heatmap(answer.png, answer.facts);
  return Response.json(answer.json, { headers: { 'cache-control': 'no-store' } });
}

/** Anything thrown, or an error that crossed as data, as `{error: {code, message, remedy}}`. */
export function refuse(thrown: unknown): Response {
  const { code, message, remedy, context } = isWire(thrown) ? thrown : toWire(thrown);
  const headers = new Headers({ 'cache-control': 'no-store' });
  if (code === 'apiMethodWrong') headers.set('allow', String(context.allowed));
  if (code === 'apiBusy') headers.set('retry-after', String(context.seconds));
  return Response.json({ error: { code, message, remedy } }, { status: statusOf(code), headers });
}

function isWire(value: unknown): value is ReturnType<typeof toWire> {
  return (
    typeof value === 'object' && value !== null && !(value instanceof Error) && 'code' in value
  );
}

function heatmap(png: Blob, facts: HeatmapFacts): Response {
  return new Response(png, {
    headers: {
      'content-type': 'image/png',
      'cache-control': 'no-store',
      // Headers are ASCII: what a person named is percent-encoded.
      'x-lensmith-model': encodeURIComponent(facts.model),
      'x-lensmith-label': encodeURIComponent(facts.label),
      'x-lensmith-confidence': String(facts.confidence),
      'x-lensmith-method': facts.method,
      'x-lensmith-layer': facts.layer,
    },
  });
}
