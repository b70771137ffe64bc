import { t } from '../locales';
import { type Step, steps, type View } from '../state/route';

/** A view as the page calls it, in its title and to a screen reader. */
export function viewName(view: View): string {
  const isStep = (known: View): known is Step => steps.includes(known as Step);
  return isStep(view) ? t(`shell.steps.${view}`) : t(`shell.${view}`);
}
