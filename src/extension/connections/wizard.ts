import type { Answer } from '../commands/ask';

/** One question of several; those that do not apply are passed over. */
export interface WizardStep<S> {
  readonly applies?: (state: S) => boolean;
  readonly ask: (
    state: S,
    at: { readonly step: number; readonly steps: number },
  ) => Promise<Answer<S>>;
}

/**
 * Asks one question after the other, with the way back: what was answered stays, and is what a question proposes when
 * it is asked again. Undefined where the user gave up.
 */
export async function walk<S>(steps: readonly WizardStep<S>[], start: S): Promise<S | undefined> {
  const asked: number[] = [];
  let state = start;
  let index = 0;
  while (index < steps.length) {
    const step = steps[index];
    if (step === undefined || step.applies?.(state) === false) {
      index++;
      continue;
    }
    const later = steps.slice(index + 1).filter(({ applies }) => applies?.(state) !== false);
    const at = { step: asked.length + 1, steps: asked.length + 1 + later.length };
    const answer = await step.ask(state, at);
    if (answer === undefined) {
      return undefined;
    }
    if (answer === 'back') {
      const before = asked.pop();
      if (before === undefined) {
        return undefined;
      }
      index = before;
      continue;
    }
    asked.push(index);
    state = answer.value;
    index++;
  }
  return state;
}
