import { setImmediate as turn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { caseOf, reduced, runCase, seedsOf, type Format, type FuzzCase } from './case';

export interface FuzzOrder {
  readonly root: string;
  readonly format: Format;
  readonly seed: number;
  /** Cases `[from, to)`. */
  readonly from: number;
  readonly to: number;
  /** Faults after which it ends. */
  readonly most: number;
  /** [number of the case]: what the watchdog looks at. */
  readonly state: SharedArrayBuffer;
  /** Tell each question: only where one case is looked at. */
  readonly trace: boolean;
}

/** What a case was made of. */
export interface CaseNote {
  readonly number: number;
  readonly name: string;
  readonly changes: readonly string[];
  readonly bytes: Uint8Array;
}

export type FuzzNote =
  | { readonly kind: 'ready'; readonly seeds: number }
  | (CaseNote & { readonly kind: 'case' })
  | { readonly kind: 'question'; readonly question: string }
  | (CaseNote & { readonly kind: 'fault'; readonly question: string; readonly error: string })
  | { readonly kind: 'done' };

const order = workerData as FuzzOrder;
const tell = (note: FuzzNote): void => parentPort?.postMessage(note);

async function main(): Promise<void> {
  const seeds = await seedsOf(order.root, order.format);
  const state = new Int32Array(order.state);
  tell({ kind: 'ready', seeds: seeds.length });
  let found = 0;
  for (let number = order.from; number < order.to && found < order.most; number += 1) {
    Atomics.store(state, 0, number);
    const fuzzed = caseOf(seeds, order.format, order.seed, number);
    if (order.trace) {
      tell({ kind: 'case', ...noteOf(fuzzed) });
    }
    const fault = await runCase(fuzzed, (question) => {
      if (order.trace) {
        tell({ kind: 'question', question });
      }
    });
    // What is rejected and nobody waits for ends the thread at the end of a turn: of this case's.
    await turn();
    if (fault) {
      found += 1;
      const { question, error } = fault;
      tell({
        ...{ kind: 'fault', ...noteOf(await reduced(fuzzed)), question },
        error: error instanceof Error ? String(error.stack) : String(error),
      });
    }
  }
  tell({ kind: 'done' });
}

function noteOf({ number, seed, mutations, bytes }: FuzzCase): CaseNote {
  return { number, name: seed.name, changes: mutations.map(({ what }) => what), bytes };
}

void main();
