import type { Link } from '../support/proxy/fault-proxy';
import type { Rig } from './rig';

/** A way to the server that everybody is measured over. */
export interface NamedLink extends Link {
  readonly name: string;
}

/** What one run of a contestant gave. */
export interface Outcome {
  /** Of the work alone, without starting a process or making the data. */
  readonly milliseconds: number;
  /** What all cores did for it, where that is told: the same on a machine that does other things as well. */
  readonly cpuMilliseconds?: number;
  /** What was read, in few words. All contestants of a workload must give the same; left out: no answer. */
  readonly answer?: string;
  readonly requests?: number;
  readonly bytes?: number;
  readonly rounds?: number;
}

/** Somebody who does the work of a workload. */
export interface Contestant {
  readonly name: string;
  run(): Promise<Outcome>;
  close?(): Promise<void>;
}

/** Somebody who is not here, and why. */
export interface Absentee {
  readonly name: string;
  readonly absent: string;
}

export interface Workload {
  readonly name: string;
  /** What is done. */
  readonly title: string;
  /** Runs that count; one goes before them. */
  readonly runs: number;
  /** True where the bytes come from the server, so that it is done once for each link. */
  readonly remote: boolean;
  /** In place of those that the others are done over. */
  readonly links?: readonly NamedLink[];
  /** Makes what the server is to have. Where it fails nobody is measured. */
  prepare?(rig: Rig): Promise<void>;
  /** Ours first. `endpoint` leads to the server over the link. */
  contestants(endpoint: string): Promise<readonly (Contestant | Absentee)[]>;
}

export const OURS = 'skybucket';

/** A line of the result. Figures that were not or cannot be taken are left out. */
export interface Row {
  readonly workload: string;
  readonly link?: string;
  readonly who: string;
  readonly milliseconds?: number;
  readonly cpuMilliseconds?: number;
  readonly requests?: number;
  readonly bytes?: number;
  readonly rounds?: number;
  /** What else was measured, under the heading it is printed with. */
  readonly figures?: Readonly<Record<string, number>>;
  readonly note?: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
