import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import { askText, type Answer } from '../commands/ask';
import type { Asked } from './asked';

/** Where a question stands among the others. */
export interface StepPlace {
  readonly title: string;
  readonly step: number;
  readonly steps: number;
}

export interface StepText {
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  readonly password?: boolean;
  /** @throws SkybucketError what is wrong with it: shown under typing, too */
  readonly read: (typed: string) => Asked;
}

/** Asks for a text of a connection; what is wrong with it is said while it is typed. */
export function stepText(at: StepPlace, { read, ...asked }: StepText): Promise<Answer<Asked>> {
  return askText<Asked>({
    ...at,
    ...asked,
    check: (typed) => wrongWith(() => read(typed)),
    read: (typed) => Promise.resolve().then(() => read(typed)),
  });
}

function wrongWith(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return isCancelled(error) ? undefined : sentence(error);
  }
}

/** @throws SkybucketError `format` with the problem, where there is one */
export function refuse(problem: string | undefined): void {
  if (problem !== undefined) {
    throw new SkybucketError('format', problem);
  }
}
