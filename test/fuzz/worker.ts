import { parentPort, workerData } from 'node:worker_threads';
import { caseOf, reduced, runCase } from './case';
import { corpus } from './corpus';

export interface FuzzOrder {
  readonly root: string;
  readonly seed: number;
  /** Cases `[from, to)`, every `step`th. */
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** [number of the case, count of questions]: what the watchdog looks at. */
  readonly state: SharedArrayBuffer;
  /** Tell each question: only where one case is looked at. */
  readonly trace: boolean;
}

export type FuzzNote =
  | { readonly kind: 'ready'; readonly seeds: number }
  | { readonly kind: 'question'; readonly question: string }
  | {
      readonly kind: 'fault';
      readonly number: number;
      readonly name: string;
      readonly changes: readonly string[];
      readonly question: string;
      readonly error: string;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'done' };

const order = workerData as FuzzOrder;
const tell = (note: FuzzNote): void => parentPort?.postMessage(note);

async function main(): Promise<void> {
  const seeds = await corpus(order.root);
  const state = new Int32Array(order.state);
  tell({ kind: 'ready', seeds: seeds.length });
  for (let number = order.from; number < order.to; number += order.step) {
    Atomics.store(state, 0, number);
    const fuzzed = caseOf(seeds, order.seed, number);
    const fault = await runCase(fuzzed.bytes, number, (question) => {
      Atomics.add(state, 1, 1);
      if (order.trace) {
        tell({ kind: 'question', question });
      }
    });
    if (fault) {
      const { seed, mutations, bytes } = await reduced(fuzzed, number);
      tell({
        kind: 'fault',
        number,
        name: seed.name,
        changes: mutations.map(({ what }) => what),
        question: fault.question,
        error: fault.error instanceof Error ? String(fault.error.stack) : String(fault.error),
        bytes,
      });
    }
  }
  tell({ kind: 'done' });
}

void main();
