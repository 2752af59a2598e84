import { SkybucketError } from '../core/errors';
import type { OverviewStep } from '../core/image/overview';

/**
 * Reports every step but the last, which it returns. A file that ends early shows what it has: that
 * it is cut short stands among its warnings.
 */
export async function lastStep(
  steps: AsyncIterable<OverviewStep>,
  report: (step: OverviewStep) => void,
): Promise<OverviewStep> {
  let last: OverviewStep | undefined;
  try {
    for await (const step of steps) {
      if (step.done < 1) {
        report(step);
      } else {
        last = step;
      }
    }
  } catch (error) {
    const partly = error instanceof SkybucketError && error.code === 'truncated';
    if (!partly || !last?.grid.filled.includes(1)) {
      throw error;
    }
  }
  if (last === undefined) {
    throw new Error('An overview ended before it was done.');
  }
  return last;
}
