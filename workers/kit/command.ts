import { Fault } from './fault';
import type { Model } from './model';
import { texts } from './texts';

interface Asked {
  picture: string;
  top: number;
  json: boolean;
}

/** `node predict.js ...`: prints the answer and returns the exit status. */
export async function command(args: string[], load: () => Promise<Model>): Promise<number> {
  if (args.length === 0 || args.includes('--help')) {
    console.log(texts.usage);
    return args.length === 0 ? 2 : 0;
  }
  try {
    const { picture, top, json } = readArguments(args);
    const answer = await (await load()).predict(picture, { top });
    if (json) console.log(JSON.stringify(answer, null, 2));
    else {
      if (answer.none) console.log(texts.notClasses);
      for (const { label, confidence } of answer.predictions) {
        console.log(`${(100 * confidence).toFixed(1).padStart(5)}%  ${label}`);
      }
    }
    return 0;
  } catch (error) {
    const remedy = (error as { remedy?: string }).remedy;
    console.error(remedy ? `${(error as Error).message} ${remedy}` : error);
    return 1;
  }
}

/** Throws Fault badTop, badOption, badArguments. */
function readArguments(args: string[]): Asked {
  const rest: string[] = [];
  let top = 3;
  let json = false;
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = args[i]!.split('=', 2) as [string, string?];
    if (name === '--json') json = true;
    else if (name === '--top') top = readTop(inline ?? args[++i]);
    else if (name.startsWith('--')) throw new Fault('badOption', { option: name });
    else rest.push(args[i]!);
  }
  if (rest.length !== 1) throw new Fault('badArguments', { count: rest.length });
  return { picture: rest[0]!, top, json };
}

function readTop(value = ''): number {
  if (/^[1-9]\d*$/.test(value)) return Number(value);
  throw new Fault('badTop', { value: value || 'nothing' });
}
